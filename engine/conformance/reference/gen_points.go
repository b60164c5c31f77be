package reference

// ruleWay is a way to points that reads no value of its own.
func (g *gen) ruleWay(c *Scorecard) *Way {
	if g.chance(25) {
		return &Way{Kind: "points", Points: Binary{"/", g.number(1), lit(g.between(1, 9))}}
	}
	w := &Way{Kind: "rows"}
	for range g.between(1, 3) {
		r := Row{When: g.yes(g.between(0, 1)), Points: Lit{g.points(c)}}
		if c.Scale == nil && g.chance(20) {
			r.Points = Binary{"/", g.number(0), lit(3)}
		}
		if g.chance(30) {
			r.Code = g.fresh("RC")
		}
		w.Rows = append(w.Rows, r)
	}
	if g.chance(70) {
		w.Rows = append(w.Rows, Row{Points: Lit{g.points(c)}})
	}
	return w
}

func (g *gen) way(c *Scorecard, x typedName) *Way {
	switch x.base {
	case InstantType:
		return g.instantWay()
	case TextType, BoolType:
		if x.base == TextType && g.chance(15) {
			return g.rowsOfText(c)
		}
		return g.mapWay(c, x)
	case IntType:
		if g.chance(20) {
			return g.mapWay(c, x)
		}
	}
	if g.wide && x.base != MoneyType && g.chance(50) {
		return g.wideWay()
	}
	if x.base != MoneyType && g.sameWay != nil && g.chance(35) {
		return g.sameWay
	}
	if x.base != MoneyType && g.chance(6) {
		return g.again(&Way{Kind: "points", Points: g.overValue(Name{"value"})})
	}
	if x.base != MoneyType && g.chance(12) {
		return &Way{Kind: "points", Points: pick[Node](g,
			Binary{"/", Binary{"*", Name{"value"}, lit(2)}, lit(3)},
			Binary{"??", Name{"value"}, lit(1)},
			Binary{"/", lit(g.between(1, 50)), Name{"value"}},
			Binary{"/", Binary{"+", Name{"value"}, lit(1)}, Binary{"-", Name{"value"}, g.plainNumber()}},
			Cond{Binary{">", Name{"value"}, lit(5)}, lit(5), Binary{"/", Name{"value"}, lit(7)}})}
	}
	if x.base != MoneyType && g.chance(10) {
		return g.again(g.rowsOfValue(c))
	}
	return g.steps(c, x, pick(g, "up_to", "from", "linear", "linear"))
}

// steps are thresholds or knots.
func (g *gen) steps(c *Scorecard, x typedName, kind string) *Way {
	edges := g.edges(x)
	if kind == "linear" && len(edges) == 1 {
		step := ratInt(g.between(1, 20))
		if edges[0].Rat().Sign() > 0 {
			step.Neg(step) // never past what an edge may be
		}
		edges = ascendingDecs(append(edges, decOf(add(edges[0].Rat(), step))))
	}
	earned := make([]Dec, len(edges)+1)
	for i := range earned {
		earned[i] = g.points(c)
	}
	if g.chance(70) {
		earned = sortedDecs(earned)
	}
	w := &Way{Kind: kind}
	first := 0
	switch kind {
	case "up_to":
		w.Else = earned[len(edges)]
	case "from":
		w.Else, first = earned[0], 1
	}
	for i, e := range edges {
		w.Steps = append(w.Steps, Step{e, earned[i+first]})
	}
	return w
}

// edges draws thresholds, most of them values that occur in the data.
func (g *gen) edges(x typedName) []Dec {
	values := g.values(x.name)
	var edges []Dec
	for range g.between(1, 3) {
		e := g.decimal(-5, 60, 0)
		if len(values) > 0 && g.chance(60) {
			if v := pick(g, values...).Num; writable(v) {
				e = decOf(v)
				if g.wild && g.chance(40) && abs(v).Cmp(pow10(14)) < 0 {
					e = g.beside(v)
				}
			}
		}
		if g.wild && g.chance(8) {
			e = g.wildDecimal()
		}
		edges = append(edges, e)
	}
	return ascendingDecs(edges)
}

// rowsOfValue are rows whose conditions and points read the measure's value.
func (g *gen) rowsOfValue(c *Scorecard) *Way {
	w := &Way{Kind: "rows"}
	if g.chance(50) {
		w.Rows = append(w.Rows, Row{When: Binary{"==", Name{"value"}, Nil{}}, Points: Lit{g.points(c)}})
	}
	w.Rows = append(w.Rows, Row{When: Binary{pick(g, ">", "<="), Name{"value"}, lit(g.between(0, 30))}, Points: Lit{g.points(c)}})
	if g.chance(50) {
		w.Rows = append(w.Rows, Row{When: Binary{"and", Binary{"<", Name{"value"}, lit(50)}, g.yes(0)}, Points: Binary{"/", Name{"value"}, lit(g.between(2, 7))}})
	}
	if g.chance(60) {
		w.Rows = append(w.Rows, Row{Points: pick[Node](g, Lit{g.points(c)}, Binary{"/", Name{"value"}, lit(3)})})
	}
	return w
}

// rowsOfText are rows whose conditions read a text.
func (g *gen) rowsOfText(c *Scorecard) *Way {
	w := &Way{Kind: "rows", Rows: []Row{{When: Binary{pick(g, "==", "!=", "<"), Name{"value"}, Str{pick(g, "mid", "emea", "core")}}, Points: Lit{g.points(c)}}}}
	if g.rs.table("usage") != nil {
		w.Rows = append(w.Rows, Row{When: Binary{">", call("count", Name{"usage"}, Binary{"==", Dot{"feature"}, Name{"value"}}), lit(0)}, Points: Lit{g.points(c)}})
	}
	return &Way{Kind: w.Kind, Rows: append(w.Rows, Row{Points: Lit{g.points(c)}})}
}

// instantWay are points for a date.
func (g *gen) instantWay() *Way {
	x := call("days_since", Name{"value"})
	if g.rs.table("subscriptions") != nil && g.chance(70) {
		x = call("count", call("active", Name{"subscriptions"}, Name{"value"}))
	}
	return &Way{Kind: "points", Points: Binary{"/", x, lit(g.between(1, 4))}}
}

func sortedDecs(all []Dec) []Dec {
	for i := range all {
		for j := range i {
			if all[i].Rat().Cmp(all[j].Rat()) < 0 {
				all[i], all[j] = all[j], all[i]
			}
		}
	}
	return all
}

func (g *gen) mapWay(c *Scorecard, x typedName) *Way {
	w := &Way{Kind: "map"}
	switch x.base {
	case BoolType:
		w.Keys = []Key{{boolValue(true), g.points(c)}, {boolValue(false), g.points(c)}}
		return w
	case TextType:
		w.Keys = []Key{{textValue("gold"), g.points(c)}}
	default:
		w.Keys = []Key{{numValue(ratInt(g.between(90, 99))), g.points(c)}}
	}
	for i, v := range g.values(x.name) {
		if i < 3 && (v.Kind != Num || writable(v.Num)) && !equal(v, w.Keys[0].Is) {
			w.Keys = append(w.Keys, Key{v, g.points(c)})
		}
	}
	if g.chance(65) {
		w.Else = g.points(c)
	}
	return w
}
