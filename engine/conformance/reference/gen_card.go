package reference

import "strconv"

func (g *gen) drawSegments() {
	g.withoutPeers = true
	defer func() { g.withoutPeers = false }()
	switch g.index(5) {
	case 0:
	case 1:
		g.rs.SegmentBy = pick(g, "size", "region")
	default:
		for _, name := range []string{"enterprise", "growing", "smb"}[:g.between(1, 3)] {
			g.rs.Segments = append(g.rs.Segments, Segment{name, g.yes(g.between(0, 1))})
		}
	}
	g.rs.PeersBy = pick(g, nil, nil, nil, []string{"segment"}, []string{"size"}, []string{"segment", "region"})
}

func (g *gen) segmentNames() []string {
	if g.rs.SegmentBy == "size" {
		return []string{"default", "smb", "mid", "enterprise"}
	}
	if g.rs.SegmentBy == "region" {
		return []string{"default", "emea", "apac", "amer", "land 7"}
	}
	names := []string{"default"}
	for _, s := range g.rs.Segments {
		names = append(names, s.Name)
	}
	return names
}

func (g *gen) drawCards() {
	g.rs.Scorecards = append(g.rs.Scorecards, g.card("health"))
	if g.chance(25) {
		g.rs.Scorecards = append(g.rs.Scorecards, g.card("risk"))
	}
}

func (g *gen) card(name string) *Scorecard {
	g.taken = map[string]bool{}
	c := &Scorecard{Name: name, Better: pick(g, "high", "high", "high", "low"), Round: pick(g, 2, 0, 1, 0, 3)}
	switch g.index(6) {
	case 0, 1, 2:
		c.Scale = &Scale{"0", "10"}
	case 3:
		c.Scale, c.ScaleUnsaid = &Scale{"0", "100"}, true
	case 4:
		c.Scale = &Scale{"-5", "5"}
	}
	g.sameWay, g.wide, g.plain = nil, g.wild && g.chance(20), g.chance(15)
	if g.wide {
		c.Round = pick(g, 6, 9, 4, 2)
		c.Scale, c.ScaleUnsaid = nil, false
		if g.chance(40) {
			c.Scale = &Scale{"0", "10000000"}
		}
	}
	c.Missing = pick(g, "", "", "", "redistribute", "zero", "fail", string(g.points(c)))
	if c.Missing == "fail" && g.chance(60) {
		c.Missing = ""
	}
	if g.chance(35) {
		c.MinCoverage = pick(g, "50%", "60%", "75%", "34%")
	}
	if c.Combine = g.combine(c); g.plain {
		c.Combine = ""
	}
	// A start is what a sum begins with.
	if c.Combine == "sum" && g.chance(60) {
		c.Start = g.decimal(-10, 20, pick(g, 0, c.Round))
	}
	c.Members = g.members(c, c.Combine, pick(g, 2, 2, 2, 3))
	if g.chance(80) {
		c.Bands = g.bands(c)
	}
	for range pick(g, 0, 1, 2, 0, 1, 2, 4) {
		c.Overrides = append(c.Overrides, g.override(c))
	}
	if names := g.segmentNames(); len(names) > 1 && g.chance(60) {
		c.Patches = append(c.Patches, g.patch(c, pick(g, names...)))
	}
	return c
}

// combine draws how a group combines; sums only where no scale can object.
func (g *gen) combine(c *Scorecard) string {
	if c.Scale == nil && g.chance(60) {
		return "sum"
	}
	return pick(g, "", "", "", "", "weighted", "mean", "min", "max")
}

// points draws points within the scale.
func (g *gen) points(c *Scorecard) Dec {
	if g.wild && g.chance(20) {
		return g.wildPoints(c)
	}
	low, high := g.rangeOf(c)
	return g.decimal(low, high, pick(g, 0, 0, 0, 1, 2))
}

func (g *gen) rangeOf(c *Scorecard) (low, high int) {
	if c.Scale == nil {
		return -20, 30
	}
	return int(c.Scale.Min.Rat().Num().Int64()), int(c.Scale.Max.Rat().Num().Int64())
}

func (g *gen) members(c *Scorecard, combine string, depth int) []*Member {
	var members []*Member
	for range g.between(2, 4) {
		m := g.member(c, depth)
		if combine == "" || combine == "weighted" {
			m.Weight = pick(g, "", Dec(strconv.Itoa(g.between(1, 40))), Dec(strconv.Itoa(10*g.between(1, 4))), g.decimal(1, 5, 2))
		}
		if m.Weight != "" && g.wild && g.chance(35) {
			m.Weight = g.wildWeight()
		}
		members = append(members, m)
	}
	if members[0].Weight != "" && len(members) > 2 && g.chance(8) {
		members[len(members)-1].Weight = "0"
	}
	return members
}

// plainName draws a column or a ratio of two.
func (g *gen) plainName() (typedName, bool) {
	var ratios []typedName
	for _, n := range g.names {
		m := g.rs.metric(n.name)
		if m == nil || n.base != NumberType {
			continue
		}
		if b, ok := m.Expr.(Binary); ok && (b.Op == "/" || b.Op == "*") && !anyNode(b, func(n Node) bool { _, ok := n.(Call); return ok }) {
			ratios = append(ratios, n)
		}
	}
	if len(ratios) > 0 && g.chance(70) {
		return pick(g, ratios...), true
	}
	return g.amongNames(IntType)
}

func (g *gen) member(c *Scorecard, depth int) *Member {
	m := &Member{}
	if g.plain {
		if x, ok := g.plainName(); ok {
			m.Name, m.Metric = g.fresh("measure_"), x.name
			m.Way = g.steps(c, x, pick(g, "up_to", "from"))
			return m
		}
	}
	if g.chance(15) {
		m.When = g.yes(0)
	}
	if g.chance(15) {
		m.Missing = pick(g, "redistribute", "zero", string(g.points(c)), "fail", "redistribute")
	}
	if depth > 1 && g.chance(22) {
		m.Name = g.fresh("group_")
		m.Combine = g.combine(c)
		m.Members = g.members(c, m.Combine, depth-1)
		return m
	}
	if g.chance(25) || c.Scale == nil && g.chance(50) {
		m.Baseline = g.points(c)
	}
	if g.chance(30) {
		m.Code = g.fresh("RC")
	}
	x, ok := typedName{}, false
	if g.chance(85) {
		x, ok = g.amongNames(IntType, NumberType, MoneyType, TextType, BoolType)
	}
	if g.chance(4) {
		x, ok = g.amongNames(InstantType)
	}
	if !ok {
		m.Name = g.fresh("rule_")
		m.Way = g.ruleWay(c)
		return m
	}
	m.Name = x.name
	if g.taken[x.name] || g.chance(30) {
		m.Name, m.Metric = g.fresh("measure_"), x.name
	}
	g.taken[x.name] = true
	m.Way = g.way(c, x)
	return m
}
