package reference

import "strconv"

func lit(n int) Node { return Lit{Dec(strconv.Itoa(n))} }

func call(fn string, args ...Node) Node { return Call{Fn: fn, Args: args} }

func (g *gen) typeOf(n Node) Base { return scope{rules: g.rs}.typeOf(n).Base }

func (g *gen) drawFunctions() {
	if g.chance(40) {
		g.rs.Functions = append(g.rs.Functions, &Function{"per_user", []string{"x"}, Binary{"/", Name{"x"}, Name{"active_users"}}})
	}
	if g.chance(30) {
		g.rs.Functions = append(g.rs.Functions, &Function{
			"gap",
			[]string{"a", "b"},
			Binary{"/", Binary{"-", Name{"a"}, Name{"b"}}, Binary{"+", call("abs", Name{"a"}), Lit{"1.5"}}},
		})
	}
}

// drawMetrics draws metrics that build on columns and on metrics before them.
func (g *gen) drawMetrics() {
	if len(g.rs.Tables) > 1 && g.chance(30) {
		g.drawFamily()
	}
	for range g.between(3, 6) {
		m := &Metric{Name: g.fresh("metric_")}
		peers, rounds := false, 35
		switch g.index(13) {
		case 0, 1:
			m.Expr = g.money(g.between(0, 1))
		case 2, 12:
			m.Expr = g.text()
		case 3:
			m.Expr = g.yes(1)
		case 4, 5, 6:
			m.Expr, peers = g.withPeers(), true
		default:
			m.Expr = g.number(g.between(0, 2))
			if g.chance(15) {
				m.Expr = g.let(m.Expr)
			}
		}
		if g.wild && g.chance(20) {
			m.Expr, peers, rounds = g.plainRatio(), false, 70
		}
		base := g.typeOf(m.Expr)
		if base == NumberType && g.chance(rounds) {
			round := g.between(0, 4)
			m.Round = &round
		}
		peers = peers || anyNode(m.Expr, g.isPeers)
		g.rs.Metrics = append(g.rs.Metrics, m)
		g.names = append(g.names, typedName{m.Name, base, peers})
	}
}

func (g *gen) isPeers(n Node) bool {
	if at, ok := n.(Name); ok {
		for _, known := range g.names {
			if known.name == at.Name {
				return known.peers
			}
		}
	}
	return false
}

// let names a part of an expression and uses it twice.
func (g *gen) let(x Node) Node {
	return Let{"x", x, Binary{"/", Binary{"+", Name{"x"}, lit(g.between(1, 5))}, Binary{"-", Name{"x"}, lit(g.between(6, 9))}}}
}

func (g *gen) withPeers() Node {
	g.withoutPeers = !g.chance(30) // else statistics of statistics
	defer func() { g.withoutPeers = false }()
	x, _ := g.amongNames(IntType, NumberType, MoneyType)
	switch g.index(8) {
	case 0, 1:
		return Peers{Fn: "percentile", Of: x.name}
	case 2:
		return Peers{"ntile", x.name, []Node{lit(pick(g, 4, 2, 3, 5))}}
	case 3:
		return Peers{Fn: pick(g, "mean", "median", "min", "max", "count"), Of: x.name}
	case 4:
		return Peers{"quantile", x.name, []Node{Lit{pick(g, Dec("0.25"), "0.9", "0.5", "0.75")}}}
	case 5:
		if x.base != MoneyType || !g.wild { // the engine has no more than 15 digits of it
			return Peers{Fn: "stddev", Of: x.name}
		}
	}
	if x.base == MoneyType {
		return Binary{"/", Name{x.name}, Peers{Fn: pick(g, "median", "mean"), Of: x.name}}
	}
	return Binary{"-", Name{x.name}, Peers{Fn: pick(g, "mean", "median", "max"), Of: x.name}}
}

// number draws an expression of type int or number.
func (g *gen) number(depth int) Node {
	if depth == 0 {
		return g.plainNumber()
	}
	if g.wild && g.chance(30) {
		return g.wildNumber(depth)
	}
	a := g.number(depth - 1)
	switch g.index(15) {
	case 13:
		return g.ranged(a, g.number(depth-1))
	case 0, 1, 2:
		return Binary{pick(g, "+", "-", "*"), a, g.number(depth - 1)}
	case 3, 4:
		return Binary{"/", a, g.number(depth - 1)}
	case 5:
		return Binary{"*", Binary{"/", a, g.number(depth - 1)}, lit(100)}
	case 6:
		return Binary{"??", a, pick[Node](g, lit(g.between(0, 9)), g.plainNumber())}
	case 7:
		return Cond{g.yes(depth - 1), a, g.number(depth - 1)}
	case 8:
		return Call{"round", []Node{fractional(a), lit(g.between(0, 3))}, g.chance(30)}
	case 9:
		return Call{"clamp", []Node{fractional(a), lit(g.between(-5, 2)), lit(g.between(5, 50))}, g.chance(30)}
	case 10:
		return call(pick(g, "floor", "ceil"), fractional(a))
	case 11:
		return call(pick(g, "min", "max"), a, g.number(depth-1))
	case 12:
		return pick[Node](g, call("abs", fractional(a)), Unary{"-", a})
	}
	if len(g.rs.Functions) == 0 {
		return Binary{"-", a, Lit{g.decimal(0, 9, 1)}}
	}
	f := pick(g, g.rs.Functions...)
	if len(f.Args) == 1 {
		return call(f.Name, a)
	}
	return call(f.Name, a, g.number(depth-1))
}

// fractional makes a number of what may be an int, so that the type of what a
// function gives for it is beyond doubt.
func fractional(n Node) Node { return Binary{"/", n, lit(4)} }

func (g *gen) plainNumber() Node {
	if len(g.rs.Tables) > 1 && g.chance(50) {
		return g.aggregate()
	}
	switch g.index(9) {
	case 8:
		return g.inCalendar()
	case 0:
		return call("percent", Name{"features_configured"}, Name{"features_total"})
	case 1:
		return call(pick(g, "days_since", "days_until"), Name{pick(g, "start_date", "renewal")})
	case 2:
		return Binary{"/", Name{"mrr"}, Name{"mrr_opening"}}
	case 3:
		return Binary{"*", Name{"volume"}, lit(g.between(1, 3))}
	}
	x, _ := g.amongNames(IntType, NumberType)
	return Name{x.name}
}

// rowTable draws a child table, whole or in part.
func (g *gen) rowTable() (Node, *Table) {
	t := pick(g, g.rs.Tables[1:]...)
	var n Node = Name{t.Name}
	if t.Until != "" && g.chance(40) {
		n = pick(g, call("active", n), call("active", n, call("ago", Str{pick(g, "30d", "90d", "1mo")})))
	} else if t.Time != "" && g.chance(50) {
		n = pick(g, call("within", n, Str{pick(g, "30d", "60d", "1mo", "48h", "2w")}), call("within", n, Str{"60d"}, Str{"30d"}))
	}
	if g.chance(25) {
		n = call("filter", n, g.rowYes(t))
		for g.chance(25) {
			n = call("filter", n, g.plainRowYes(t))
		}
	}
	return n, t
}

// rowYes is a condition on a row.
func (g *gen) rowYes(t *Table) Node {
	if g.chance(15) {
		return Binary{pick(g, ">", "<="), call("abs", fractional(g.plainItem(t))), lit(g.between(0, 9))}
	}
	if g.chance(15) {
		return g.rowTextYes(t)
	}
	if g.chance(20) {
		l, r := g.plainRowYes(t), g.plainRowYes(t)
		return Binary{pick(g, "and", "or"), l, r}
	}
	return g.plainRowYes(t)
}

func (g *gen) plainRowYes(t *Table) Node {
	compared := pick(g, ">", ">=", "<", "<=", "!=")
	switch t.Name {
	case "usage":
		return pick[Node](g,
			Binary{compared, Dot{"actions"}, lit(g.between(0, 40))},
			Binary{"==", Dot{"feature"}, Str{pick(g, "core", "api")}},
			Binary{compared, Dot{"minutes"}, lit(g.between(0, 60))},
			Binary{compared, Dot{"actions"}, Name{"seats"}},
			Binary{"!=", Dot{"minutes"}, Nil{}},
			Binary{">", Dot{"actions"}, call("mean", Name{"usage"}, Dot{"actions"})})
	case "subscriptions":
		return pick[Node](g,
			Binary{compared, Dot{"amount"}, lit(g.between(0, 2000))},
			Binary{compared, Dot{"qty"}, lit(g.between(0, 40))},
			Binary{"==", Dot{"ended"}, Nil{}},
			Binary{">", Dot{"ended"}, Dot{"started"}})
	case "items":
		return Binary{compared, Dot{"units"}, lit(g.between(0, 40))}
	case "stakeholders":
		return pick[Node](g,
			Binary{"in", Dot{"role"}, Items{[]Node{Str{"champion"}, Str{"buyer"}}}},
			Binary{compared, Dot{"sentiment"}, lit(0)},
			Unary{"not", Binary{"==", Dot{"role"}, Str{"user"}}})
	}
	return pick[Node](g,
		Binary{compared, Dot{"nps_answer"}, lit(g.between(0, 10))},
		Chain{[]string{"<=", "<"}, []Node{lit(2), Dot{"csat_answer"}, lit(5)}})
}

// item is a number of a row: a column, arithmetic, or what a function makes of it.
func (g *gen) item(t *Table) Node {
	if g.wild && g.chance(25) {
		return g.wildItem(t)
	}
	x := g.plainItem(t)
	switch g.index(8) {
	case 0:
		return call("abs", fractional(x))
	case 1:
		return call("round", fractional(x))
	case 2:
		return call("clamp", fractional(x), lit(1), lit(g.between(2, 20)))
	case 3:
		return Binary{"??", call("percent", x, Name{"seats"}), lit(g.between(0, 9))}
	case 4:
		if t.Time != "" {
			return pick(g, call("days_since", Dot{t.Time}), g.betweenDates(Dot{t.Time}))
		}
	}
	return x
}

func (g *gen) plainItem(t *Table) Node {
	switch t.Name {
	case "usage":
		return pick[Node](g, Dot{"actions"}, Dot{"minutes"}, Binary{"/", Dot{"minutes"}, Dot{"actions"}}, Binary{"*", Dot{"actions"}, lit(3)})
	case "subscriptions":
		return pick[Node](g, Dot{"qty"}, Binary{"/", Dot{"qty"}, lit(3)}, Binary{"/", Dot{"amount"}, Name{"mrr"}})
	case "items":
		return pick[Node](g, Dot{"units"}, Binary{"*", Dot{"units"}, Lit{"0.25"}})
	case "stakeholders":
		return pick[Node](g, Dot{"influence"}, Dot{"sentiment"}, Binary{"*", Dot{"sentiment"}, Dot{"influence"}})
	}
	return pick[Node](g, Dot{"nps_answer"}, Dot{"csat_answer"})
}

func (g *gen) aggregate() Node {
	if g.chance(15) {
		return g.letOverRows()
	}
	if g.chance(12) {
		return g.listOverRows()
	}
	if g.chance(40) {
		return g.overTime()
	}
	n, t := g.rowTable()
	switch g.index(10) {
	case 0:
		return call("count", n)
	case 1:
		return call("count", n, g.rowYes(t))
	case 2:
		return call("mean", call("map", n, g.item(t)))
	case 3:
		return g.ownAggregate(n, t)
	case 4:
		return pick(g, call("percent", call("count", n, g.rowYes(t)), call("count", Name{t.Name})),
			call("share", n, g.rowYes(t)), call("weighted_mean", n, g.item(t), g.plainItem(t)),
			call("count", call("filter", n, g.rowYes(t)), g.rowYes(t)))
	}
	if t.Name == "subscriptions" && g.chance(30) {
		// An amount by an amount is a number.
		return Binary{"/", call("sum", n, Dot{"amount"}), call(pick(g, "max", "mean"), Name{t.Name}, Dot{"amount"})}
	}
	fn := pick(g, "sum", "mean", "min", "max", "median", "first", "last")
	if g.chance(15) {
		list := call("map", n, g.item(t))
		if g.chance(50) {
			list = call("uniq", list)
		}
		return call(pick(g, fn, "count"), list)
	}
	return call(fn, n, g.item(t))
}

// ownAggregate is a function that only makes sense over one of the tables.
func (g *gen) ownAggregate(n Node, t *Table) Node {
	switch t.Name {
	case "usage":
		return pick(g, call("count", call("uniq", n, Dot{"feature"})), call("days_since", call("max", n, Dot{"day"})))
	case "stakeholders":
		return call("weighted_mean", n, Dot{"sentiment"}, Dot{"influence"})
	case "answers":
		return pick(g, call("nps", n, Dot{"nps_answer"}), call("csat", n, Dot{"csat_answer"}), call("ces", n, Dot{"nps_answer"}))
	}
	return call("count", n)
}

// money draws an expression of type money.
func (g *gen) money(depth int) Node {
	if depth == 0 {
		if g.rs.table("subscriptions") != nil && g.chance(40) {
			return call(pick(g, "sum", "mean", "max", "last"), call("active", Name{"subscriptions"}), pick[Node](g, Dot{"amount"}, Binary{"*", Dot{"amount"}, Dot{"qty"}}))
		}
		x, _ := g.amongNames(MoneyType)
		return Name{x.name}
	}
	a := g.money(depth - 1)
	switch g.index(5) {
	case 0, 1:
		return Binary{pick(g, "+", "-"), a, g.money(depth - 1)}
	case 2:
		return Binary{"*", a, pick[Node](g, lit(12), Lit{"0.15"}, Name{"seats"})}
	case 3:
		return Binary{"/", a, pick[Node](g, lit(12), lit(7), Name{"active_users"})}
	}
	return Binary{pick(g, "+", "-"), a, Lit{g.decimal(0, 500, 2)}}
}

func (g *gen) text() Node {
	if x, ok := g.textOverRows(); ok && g.chance(50) {
		return x
	}
	return pick[Node](g, Name{"size"}, call("lower", call("trim", Name{"name"})), Binary{"??", Name{"region"}, Str{"none"}},
		Cond{g.yes(0), Str{"gold"}, Str{"plain"}}, Cond{g.yes(0), Name{"region"}, Name{"size"}},
		Cond{Name{"vip"}, Name{"name"}, call("upper", Name{"name"})}, Binary{"??", Name{"name"}, Name{"region"}},
		Call{"upper", []Node{Name{"region"}}, g.chance(50)})
}

// yes draws a condition.
func (g *gen) yes(depth int) Node {
	if depth > 0 {
		a, b := g.yes(depth-1), g.yes(depth-1)
		switch g.index(4) {
		case 0:
			return Unary{"not", a}
		case 1:
			return Binary{"or", a, b}
		default:
			return Binary{"and", a, b}
		}
	}
	compared := pick(g, ">", ">=", "<", "<=", "==", "!=")
	switch g.index(10) {
	case 0:
		return Binary{pick(g, "==", "!="), Name{"size"}, Str{pick(g, "smb", "mid", "enterprise")}}
	case 1:
		return pick[Node](g, Name{"vip"}, Binary{"==", Name{"vip"}, Truth{true}})
	case 2:
		return Binary{pick(g, "==", "!="), Name{pick(g, "nps", "csm_pulse", "region", "renewal")}, Nil{}}
	case 3:
		return Binary{compared, Name{"mrr"}, lit(g.between(0, 2000))}
	case 4:
		return pick[Node](g,
			Binary{pick(g, "startsWith", "contains", "endsWith"), Name{"name"}, Str{pick(g, "A", "c", "e")}},
			Binary{"matches", Name{"name"}, Str{"^[A-C]"}},
			Binary{"in", Name{"region"}, Items{[]Node{Str{"emea"}, Str{"Yes"}}}},
			Binary{compared, Name{"name"}, Name{"region"}}, Binary{compared, Name{"size"}, call("lower", Name{"region"})},
			Binary{compared, Name{"name"}, Str{pick(g, "acme", "B", "x3", "À")}},
			Binary{pick(g, "startsWith", "contains", "endsWith"), call("lower", Name{"name"}), Str{pick(g, "a", "0", "ç")}},
			Cond{Name{"vip"}, Binary{"==", Name{"size"}, Str{"mid"}}, Binary{"!=", Name{"region"}, Nil{}}},
			Binary{pick(g, "==", "!="), Name{"vip"}, Binary{compared, Name{"seats"}, lit(g.between(0, 30))}})
	case 5:
		return Binary{pick(g, "<", ">="), call("days_since", Name{"start_date"}), lit(pick(g, 30, 60, 90))}
	case 6:
		if len(g.rs.Tables) > 1 {
			n, t := g.rowTable()
			return call(pick(g, "any", "all", "none"), n, g.rowYes(t))
		}
	case 7:
		low := g.between(0, 20)
		return Chain{[]string{"<", "<="}, []Node{lit(low), Name{"seats"}, lit(low + g.between(1, 20))}}
	case 8:
		if g.chance(25) {
			return Binary{compared, Name{"renewal"}, Cond{Name{"vip"}, Name{"start_date"}, Name{"created"}}}
		}
		return pick[Node](g, Binary{"<", Name{"renewal"}, Name{"created"}}, Binary{"<", Name{"renewal"}, call("date", Str{"2026-06-30"})},
			Binary{">", Name{"renewal"}, Str{"2026-01-31"}},
			Binary{"==", Binary{"%", Name{"seats"}, lit(3)}, lit(0)}, Binary{">=", Name{"renewal"}, call("ago", Str{"1mo"})})
	}
	x, _ := g.amongNames(IntType, NumberType)
	if g.wild && g.chance(40) {
		return pick[Node](g, Binary{compared, Name{x.name}, Lit{g.wildDecimal()}},
			Binary{compared, Binary{"/", Name{x.name}, Name{"active_users"}}, Binary{"/", g.plainNumber(), lit(3)}},
			Binary{"in", Name{x.name}, Items{[]Node{lit(g.between(0, 9)), Lit{g.wildDecimal()}, lit(10)}}})
	}
	return Binary{compared, Name{x.name}, lit(g.between(0, 30))}
}
