package reference

// What follows draws what engines that compute in blocks like to share or to take for
// granted: rows that several metrics go over, texts of rows, lists, and tables without
// a row in any account.

// drawRowHabits draws what the child tables of all accounts have in common.
func (g *gen) drawRowHabits() {
	g.noRows = map[string]bool{}
	for _, t := range g.rs.Tables[1:] {
		// Grandchildren want rows to hang on.
		g.noRows[t.Name] = (t.Name != "subscriptions" || g.rs.table("items") == nil) && g.chance(6)
	}
	g.manyTexts = g.chance(4)
}

// rowTextColumn is the column of a table that holds texts.
func rowTextColumn(t *Table) (Dot, bool) {
	switch t.Name {
	case "usage":
		return Dot{"feature"}, true
	case "stakeholders":
		return Dot{"role"}, true
	case "subscriptions":
		return Dot{"subscription_id"}, true
	}
	return Dot{}, false
}

// rowText draws a text of a row: as it is, changed, or that of the account instead.
func (g *gen) rowText(t *Table) (Node, bool) {
	x, ok := rowTextColumn(t)
	if !ok {
		return nil, false
	}
	own := Name{pick(g, "name", "region", "size")}
	return pick[Node](g, x, call("lower", x), call("upper", x), Binary{"+", x, Str{"x"}}, call("lower", Binary{"+", Str{"X "}, x}),
		Cond{g.plainRowYes(t), x, own}, Cond{g.plainRowYes(t), x, Nil{}}, Binary{"??", x, own},
		call("upper", Binary{"??", x, own}), Cond{Binary{"==", x, own}, call("trim", own), Binary{"+", x, own}}), true
}

// rowTextYes is a condition on the text of a row.
func (g *gen) rowTextYes(t *Table) Node {
	x, ok := g.rowText(t)
	if !ok {
		return g.plainRowYes(t)
	}
	like := Str{pick(g, "core", "CORE", "corex", "user", "F7", "f7", "emea", "acme")}
	own := Name{pick(g, "name", "region")}
	return pick[Node](g, Binary{pick(g, "==", "!=", "<", ">="), x, like}, Binary{pick(g, "startsWith", "contains", "endsWith"), x, call("lower", own)},
		Binary{"contains", own, x}, Binary{"in", x, Items{[]Node{like, Str{"api"}, Str{"buyer"}}}}, Binary{"matches", x, Str{"^[a-cF]"}},
		Binary{"==", x, own}, Binary{pick(g, "==", "!="), x, Nil{}})
}

// textOverRows draws a text of the account that its rows give.
func (g *gen) textOverRows() (Node, bool) {
	if len(g.rs.Tables) == 1 {
		return nil, false
	}
	n, t := g.rowTable()
	x, ok := g.rowText(t)
	if !ok {
		return nil, false
	}
	fn := pick(g, "last", "first")
	return pick[Node](g, call(fn, n, x), call(fn, call("uniq", n, x)), call(fn, call("map", n, x)), Binary{"??", call(fn, n, x), Name{"size"}},
		call("lower", call(fn, n, x)), Binary{"+", call(fn, n, x), Str{"!"}}), true
}

// listOverRows draws a number that a list of a table's items gives.
func (g *gen) listOverRows() Node {
	n, t := g.rowTable()
	items := []Node{g.item(t), g.plainItem(t), Binary{"%", call("floor", fractional(g.plainItem(t))), lit(3)}}
	if x, ok := g.rowText(t); ok {
		items = append(items, x, x, x)
	}
	if t.Time != "" {
		items = append(items, Dot{t.Time})
	}
	at := g.index(len(items))
	list := call("uniq", n, items[at])
	if g.chance(30) {
		list = pick(g, call("map", n, items[at]), call("uniq", call("map", n, items[at])))
	}
	if at < 3 && g.chance(40) {
		return call(pick(g, "sum", "mean", "max", "median", "first", "last"), list)
	}
	return call("count", list)
}

// letOverRows names rows, or a part of an item, and uses it more than once.
func (g *gen) letOverRows() Node {
	n, t := g.rowTable()
	name := g.fresh("part_")
	part := Name{name}
	switch g.index(5) {
	case 0:
		return Let{name, call("filter", n, g.rowYes(t)), Binary{pick(g, "+", "-", "/"), call("sum", part, g.item(t)), call("count", part, g.rowYes(t))}}
	case 1:
		return Let{name, call("filter", n, g.rowYes(t)), call(pick(g, "max", "mean"), call("filter", part, g.rowYes(t)), g.item(t))}
	case 2:
		return call(pick(g, "sum", "max"), n, Let{name, g.item(t), Binary{"-", Binary{"*", part, lit(3)}, Binary{"/", part, lit(7)}}})
	case 3:
		return Let{name, g.plainNumber(), call("count", n, Binary{pick(g, ">", "<="), g.plainItem(t), part})}
	}
	x, ok := g.rowText(t)
	if !ok {
		return Let{name, n, Binary{"-", call("count", part), call("count", part, g.rowYes(t))}}
	}
	return Let{name, call("lower", Name{pick(g, "name", "region")}), call("count", n, Binary{"or", Binary{"==", x, part}, Binary{"startsWith", part, x}})}
}

// drawFamily draws metrics over the rows of one table that use each other inside these
// rows, in any order.
func (g *gen) drawFamily() {
	n, t := g.rowTable()
	inner := &Metric{Name: g.fresh("metric_")}
	inner.Expr = pick[Node](g, call(pick(g, "sum", "mean", "max", "min", "median"), n, g.item(t)), call("count", n, g.rowYes(t)))
	if g.chance(20) {
		round := g.between(0, 2)
		inner.Round = &round
	}
	family := []*Metric{inner}
	of := Node(Name{inner.Name})
	for range g.between(1, 2) {
		over := n
		if g.chance(30) {
			over = Name{t.Name}
		}
		x := g.plainItem(t)
		above := Binary{pick(g, ">", "<="), x, of}
		m := &Metric{Name: g.fresh("metric_"), Expr: pick[Node](g,
			call("count", over, above),
			call(pick(g, "max", "sum", "mean", "last"), over, Binary{"/", x, of}),
			call(pick(g, "sum", "min"), over, Binary{"-", g.item(t), of}),
			call("max", over, Cond{g.plainRowYes(t), Binary{"/", x, of}, lit(0)}),
			call("count", call("filter", over, above), g.rowYes(t)),
			call("share", over, above),
			call("weighted_mean", over, x, Binary{"??", of, lit(1)}))}
		family = append(family, m)
		if g.chance(40) {
			of = Name{m.Name}
		}
	}
	if g.chance(40) {
		for i, j := 0, len(family)-1; i < j; i, j = i+1, j-1 {
			family[i], family[j] = family[j], family[i]
		}
	}
	g.rs.Metrics = append(g.rs.Metrics, family...)
	for _, m := range family {
		g.names = append(g.names, typedName{m.Name, g.typeOf(m.Expr), anyNode(m.Expr, g.isPeers)})
	}
}

// overValue is a number that rows give beside a number at hand: value or score.
func (g *gen) overValue(x Name) Node {
	if len(g.rs.Tables) > 1 && g.chance(60) {
		n, t := g.rowTable()
		return pick[Node](g, call("count", n, Binary{pick(g, ">", "<="), g.plainItem(t), x}), call("sum", n, Binary{"-", g.plainItem(t), x}))
	}
	half := Name{"half"}
	return Let{half.Name, Binary{"/", x, lit(2)}, Cond{Binary{">", half, lit(4)}, half, Binary{"*", half, lit(3)}}}
}

// again is a way that reads nothing but the value, as an earlier one of the scorecard.
func (g *gen) again(w *Way) *Way {
	g.sameWay = w
	return w
}
