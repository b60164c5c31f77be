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
		return []string{"default", "emea", "apac", "amer"}
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
	c.Missing = pick(g, "", "", "", "redistribute", "zero", "fail", string(g.points(c)))
	if c.Missing == "fail" && g.chance(60) {
		c.Missing = ""
	}
	if g.chance(35) {
		c.MinCoverage = pick(g, "50%", "60%", "75%", "34%")
	}
	c.Combine = g.combine(c)
	// A start is what a sum begins with.
	if c.Combine == "sum" && g.chance(60) {
		c.Start = g.decimal(-10, 20, pick(g, 0, c.Round))
	}
	c.Members = g.members(c, c.Combine, 2)
	if g.chance(80) {
		c.Bands = g.bands(c)
	}
	for range g.between(0, 2) {
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
		members = append(members, m)
	}
	if members[0].Weight != "" && len(members) > 2 && g.chance(8) {
		members[len(members)-1].Weight = "0"
	}
	return members
}

func (g *gen) member(c *Scorecard, depth int) *Member {
	m := &Member{}
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
	case TextType, BoolType:
		return g.mapWay(c, x)
	case IntType:
		if g.chance(20) {
			return g.mapWay(c, x)
		}
	}
	if x.base != MoneyType && g.chance(12) {
		return &Way{Kind: "points", Points: pick[Node](g,
			Binary{"/", Binary{"*", Name{"value"}, lit(2)}, lit(3)},
			Binary{"??", Name{"value"}, lit(1)},
			Cond{Binary{">", Name{"value"}, lit(5)}, lit(5), Binary{"/", Name{"value"}, lit(7)}})}
	}
	kind := pick(g, "up_to", "from", "linear", "linear")
	edges := g.edges(x)
	if kind == "linear" && len(edges) == 1 {
		edges = ascendingDecs(append(edges, decOf(add(edges[0].Rat(), ratInt(g.between(1, 20))))))
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
			e = decOf(pick(g, values...).Num)
		}
		edges = append(edges, e)
	}
	return ascendingDecs(edges)
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
		if i < 3 && !equal(v, w.Keys[0].Is) {
			w.Keys = append(w.Keys, Key{v, g.points(c)})
		}
	}
	if g.chance(65) {
		w.Else = g.points(c)
	}
	return w
}

// bands draws bands with edges in the scale, all `from` or all `up_to`.
func (g *gen) bands(c *Scorecard) []Band {
	names := []string{"green", "yellow", "red"}
	edges := sortedDecs([]Dec{g.bandEdge(c), g.bandEdge(c)})
	if edges[0].Rat().Cmp(edges[1].Rat()) == 0 {
		names, edges = []string{"green", "red"}, edges[:1]
	}
	if c.Better == "high" && g.chance(65) {
		var bands []Band
		for i := range edges {
			bands = append(bands, Band{Name: names[i], From: edges[len(edges)-1-i]})
		}
		return append(bands, Band{Name: names[len(edges)]})
	}
	if c.Better == "high" {
		names = reversed(names)
	}
	var bands []Band
	for i := range edges {
		bands = append(bands, Band{Name: names[i], UpTo: edges[i]})
	}
	return append(bands, Band{Name: names[len(edges)]})
}

// bandEdge is well inside the scale, so that no band is out of reach.
func (g *gen) bandEdge(c *Scorecard) Dec {
	low, high := g.rangeOf(c)
	return g.decimal(low+1, high-1, pick(g, 0, 0, 1))
}

func reversed(names []string) []string {
	var back []string
	for _, n := range names {
		back = append([]string{n}, back...)
	}
	return back
}

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
	return ov
}

func (g *gen) overrideWhen(c *Scorecard) Node {
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
		g.rs.Flags = append(g.rs.Flags, Flag{"at_risk", n})
	}
	if g.chance(30) {
		g.rs.Flags = append(g.rs.Flags, Flag{"expansion", Binary{"or", g.yes(0), Binary{"<", Field{"health", "coverage"}, Lit{"0.6"}}}})
	}
}
