package reference

import "strconv"

func (g *gen) override(c *Scorecard) Override {
	ov := Override{When: g.overrideWhen(c), Reason: g.fresh("reason ")}
	switch g.index(6) {
	case 0, 1:
		ov.Cap = g.points(c)
	case 2:
		ov.Floor = g.points(c)
	case 3:
		ov.Adjust = g.decimal(-4, 4, 1)
	case 4:
		ov.Adjust, ov.Cap = g.decimal(-4, 4, 0), g.points(c)
	case 5:
		ov.Cap = g.points(c)
		if len(c.Bands) > 0 {
			ov.Cap, ov.Band = pick(g, "", ov.Cap), pick(g, c.Bands...).Name
		}
	}
	if g.wide && g.chance(50) {
		g.widen(&ov, c)
	}
	return ov
}

func (g *gen) overrideWhen(c *Scorecard) Node {
	if g.chance(8) && len(c.Overrides) > 0 {
		return pick(g, c.Overrides...).When
	}
	if g.chance(8) {
		return Binary{pick(g, "<", ">"), g.overValue(Name{"score"}), lit(g.between(0, 9))}
	}
	switch g.index(6) {
	case 0:
		return Binary{pick(g, "<", "<=", ">", ">="), Name{"score"}, Lit{g.points(c)}}
	case 1:
		return Binary{"<", Name{"coverage"}, Lit{pick(g, Dec("0.5"), "0.8", "1")}}
	case 2:
		return Binary{pick(g, "and", "or"), Binary{">=", Name{"score"}, Lit{g.points(c)}}, g.yes(0)}
	case 3, 4:
		return g.yes(g.between(0, 1))
	}
	// A measure's own metric, so that the nearest change has two ways to act.
	for _, n := range g.names {
		if g.taken[n.name] && (n.base == IntType || n.base == NumberType) {
			return Binary{pick(g, "<", ">", ">=", "!="), Name{n.name}, Lit{g.edges(n)[0]}}
		}
	}
	return Binary{">=", Name{"open_p1"}, lit(2)}
}

// patch draws what differs for a segment. It never leaves a group without a
// member of weight.
func (g *gen) patch(c *Scorecard, segment string) *Patch {
	p := &Patch{Segment: segment, Members: g.memberPatches(c, c.Members)}
	if g.chance(30) {
		p.Overrides = append(p.Overrides, g.override(c))
	}
	if c.MinCoverage != "" && g.chance(30) {
		p.MinCoverage = "40%"
	}
	if len(c.Bands) > 0 && g.chance(30) {
		p.Bands = g.shiftedBands(c)
	}
	return p
}

func (g *gen) memberPatches(c *Scorecard, members []*Member) []*Member {
	m := pick(g, members...)
	patch := &Member{Name: m.Name}
	if m.group() {
		patch.Members = g.memberPatches(c, m.Members)
		return []*Member{patch}
	}
	mayLeave := true
	for _, other := range members {
		mayLeave = mayLeave && other.Weight != "0"
	}
	switch choice := g.index(4); {
	case choice == 0 && mayLeave:
		patch.Off = true
	case choice == 1 && m.Weight != "" && m.Weight != "0":
		patch.Weight = Dec(strconv.Itoa(g.between(1, 50)))
	case choice == 2:
		patch.When = g.yes(0)
	case choice == 3 && g.chance(50):
		if x, ok := g.amongNames(IntType, NumberType, BoolType); ok {
			patch.Metric, patch.Way = x.name, g.way(c, x) // another value altogether
			break
		}
		fallthrough
	default:
		patch.Way = g.otherWay(c, m)
	}
	return []*Member{patch}
}

// otherWay is another way to points for a measure.
func (g *gen) otherWay(c *Scorecard, m *Member) *Way {
	for _, n := range g.names {
		if n.name == m.Metric || m.Metric == "" && n.name == m.Name {
			return g.way(c, n)
		}
	}
	return g.ruleWay(c)
}

// shiftedBands moves every edge by the same amount, so that they stay in order.
func (g *gen) shiftedBands(c *Scorecard) []Band {
	by := Dec(pick(g, "0.5", "-0.5", "0.25")).Rat()
	var bands []Band
	for _, b := range c.Bands {
		if b.From != "" {
			bands = append(bands, Band{Name: b.Name, From: decOf(add(b.From.Rat(), by))})
		}
		if b.UpTo != "" {
			bands = append(bands, Band{Name: b.Name, UpTo: decOf(add(b.UpTo.Rat(), by))})
		}
	}
	return bands
}

func (g *gen) drawFlags() {
	if g.chance(60) {
		n := Node(Binary{pick(g, "<", ">="), Field{"health", "score"}, lit(g.between(0, 10))})
		if len(g.rs.Scorecards[0].Bands) > 0 && g.chance(60) {
			n = Binary{pick(g, "==", "!="), Field{"health", "band"}, Str{pick(g, "green", "red")}}
		}
		if g.chance(40) {
			n = Binary{"and", n, g.yes(0)}
		}
		if len(g.rs.Scorecards) > 1 && g.chance(50) {
			n = Binary{pick(g, "or", "and"), n, Binary{pick(g, ">", "<="), Field{"risk", pick(g, "score", "coverage")}, Field{"health", "score"}}}
		}
		g.rs.Flags = append(g.rs.Flags, Flag{"at_risk", n})
	}
	if g.wild && g.chance(40) {
		g.rs.Flags = append(g.rs.Flags, Flag{"far_out", g.wideFlag()})
	}
	if g.chance(30) {
		g.rs.Flags = append(g.rs.Flags, Flag{"expansion", Binary{"or", g.yes(0), Binary{"<", Field{"health", "coverage"}, Lit{"0.6"}}}})
	}
}
