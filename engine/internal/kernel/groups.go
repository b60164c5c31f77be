package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// A scorecard whose measures stand in groups is combined group by group, those within
// others first. What a group comes to is a column of ratios over the unit of the sums,
// its coverage another; how large their denominators become depends on which members
// are there. Where one outgrows its room, that account alone is scored in exact numbers,
// or by package evaluate if reasons are asked for.

// group is a group of measures, in the variants that have it and combine it alike.
type group struct {
	how      combining
	measures []*plan.Measure // by variant; nil where it is not there
	members  []member        // as written
	when     int             // slot; -1: always takes part
	adds     []bool          // by variant: combine: sum
	weight   float64         // bounds the sums of its members' weights
	nested   bool            // some member is a group
}

// combining is what a group makes of its members' points.
type combining uint8

const (
	addingUp combining = iota // sums, and means of all kinds
	least
	greatest
)

// member is a measure, or a group, in a group. Weights stand by variant, 0 where it is
// not there.
type member struct {
	leaf     int // of the card; -1: it is a group
	group    int
	measures []*plan.Measure
	weights  []int64
	asked    []int64 // what counts for coverage
}

// makeGroups compiles the groups of a scorecard, the root last; no if its variants differ
// in more than a group can.
func (c *card) makeGroups() bool {
	roots := make([]*plan.Measure, len(c.variants))
	for i, v := range c.variants {
		roots[i] = v.Root
		if combiningOf(v.Root) != combiningOf(c.variants[0].Root) {
			return false
		}
	}
	_, ok := c.addGroup(roots)
	return ok
}

func combiningOf(m *plan.Measure) combining {
	switch m.Combine {
	case rules.CombineMin:
		return least
	case rules.CombineMax:
		return greatest
	}
	return addingUp
}

// addGroup adds a group, and before it those within.
func (c *card) addGroup(measures []*plan.Measure) (index int, ok bool) {
	g := group{measures: measures, when: -1, adds: make([]bool, len(measures)), weight: 1}
	weights := make([][]int64, len(measures))
	for i, m := range measures {
		if m == nil {
			continue
		}
		g.how, g.adds[i] = combiningOf(m), m.Combine == rules.CombineSum
		var sum int64
		weights[i], sum = smallWeights(m)
		if sum > weightMask {
			return 0, false
		}
		g.weight = max(g.weight, float64(sum))
		last := -1
		for k, of := range m.Members {
			at := slices.IndexFunc(g.members, func(other member) bool { return other.like(of) })
			if at < 0 {
				at = len(g.members)
				g.members = append(g.members, member{
					leaf: of.Slot, measures: make([]*plan.Measure, len(measures)),
					weights: make([]int64, len(measures)), asked: make([]int64, len(measures)),
				})
			}
			if g.how != addingUp && at < last {
				return 0, false // who decides depends on the order
			}
			last = at
			to := &g.members[at]
			to.measures[i], to.weights[i] = of, weights[i][k]
			if of.Millionths > 0 {
				to.asked[i] = weights[i][k]
			}
		}
	}
	for k := range g.members {
		if m := &g.members[k]; m.leaf < 0 {
			g.nested = true
			if m.group, ok = c.addGroup(m.measures); !ok {
				return 0, false
			}
		}
	}
	c.groups = append(c.groups, g)
	return len(c.groups) - 1, true
}

// like tells whether a measure can join a member of which other variants have another.
func (m *member) like(of *plan.Measure) bool {
	first := m.measures[slices.IndexFunc(m.measures, func(m *plan.Measure) bool { return m != nil })]
	if !of.IsGroup || !first.IsGroup {
		return of.IsGroup == first.IsGroup && of.Slot == first.Slot
	}
	return of.Path == first.Path && of.When == first.When && combiningOf(of) == combiningOf(first)
}

// smallWeights gives the weights of a group's members as small whole numbers.
func smallWeights(g *plan.Measure) (weights []int64, sum int64) {
	weights = make([]int64, len(g.Members))
	divisor := int64(0)
	for k, m := range g.Members {
		weights[k] = 1
		if g.Combine == rules.CombineWeighted {
			weights[k] = m.Millionths
			divisor = gcd(m.Millionths, divisor)
		}
	}
	for k := range weights {
		if divisor > 0 {
			weights[k] /= divisor
		}
		sum += weights[k]
	}
	return weights, sum
}

// measureGroups notes what is the same for all accounts.
func (c *card) measureGroups() bool {
	c.sumUnit, c.weight = c.unit, 1
	fits := func(x exact.Num) bool {
		_, d, ok := x.LowestTerms()
		if !ok {
			return false
		}
		_, _, c.sumUnit, ok = common(c.sumUnit, d)
		return ok
	}
	for _, v := range c.variants {
		if start := v.Start.Float64(); v.HasStart {
			c.hasStart = true
			c.start, c.negativeStart = max(c.start, start, -start), c.negativeStart || start < 0
			if !fits(v.Start) {
				return false
			}
		}
		for _, m := range v.Leaves {
			c.farthest = max(c.farthest, absolute(m.Baseline))
		}
	}
	for i := range c.groups {
		for _, m := range c.groups[i].measures {
			if m == nil {
				continue
			}
			c.farthest = max(c.farthest, absolute(m.Baseline))
			if m.Missing.Policy != rules.MissingPoints {
				continue
			}
			x := m.Missing.Points.Value
			if !fits(x) {
				return false
			}
			c.farthest, c.negativeStart = max(c.farthest, absolute(x)), c.negativeStart || x.Sign() < 0
		}
	}
	return true
}

func absolute(x exact.Num) float64 {
	if x.IsMissing() {
		return 0
	}
	return x.Abs().Float64()
}

// compileGroups compiles when groups take part.
func (c *card) compileGroups(l *lane) {
	for i := range c.groups {
		for _, m := range c.groups[i].measures {
			if m != nil && m.When != nil && m.Path != "" {
				c.groups[i].when = l.need(m.When)
				break
			}
		}
	}
}

// groupFrame is what a group comes to in a block, by row: n over the unit of the sums
// times d where the state has points; covered over asked, which is 0 where it does not
// count.
type groupFrame struct {
	leaves         sums      // what those of its members add up to that are measures
	high           float64   // bounds what it comes to
	state          []uint8   // evaluate.State
	n, d           []int64   //
	total          []int64   // the weight that d was multiplied by
	covered, asked []int64   //
	below          []int64   // the denominator of covered, while the members are added up
	decider        []int32   // the member that decides, from 1
	share, within  []int64   // of the group in the score, and what its members share
	common         multiples // of denominators of points
	commonCover    multiples
	always         []weights // by variant: of the measures that all rows have points of
	alwaysFlags    []uint8
}

// The flags of a row of a group, in sums.failed.
const (
	hasFailed = 1 << iota // a member has no value, and the group cannot do without
	takesPart             // some member takes part
)

// addGroups combines the groups of a card.
func (c *card) addGroups(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	if c.fillPoints(s, f); f.fallback {
		return
	}
	if !c.prepareGroups(f) {
		f.fallback = true
		return
	}
	f.odd = room(f.odd, s.rows)
	clear(f.odd)
	for i := range c.groups {
		if !c.combineGroup(s, f, i) {
			f.fallback = true
			return
		}
	}
	c.settleGroups(s, f)
}

// prepareGroups brings the units of the measures together.
func (c *card) prepareGroups(f *cardFrame) bool {
	if f.groups == nil {
		f.groups = make([]groupFrame, len(c.groups))
	}
	same, ok := c.joinUnits(f, &f.sums)
	if !ok {
		return false
	}
	if same && f.groups[0].leaves.tables != nil {
		return true
	}
	for i := range c.groups {
		g, t := &c.groups[i], &f.groups[i].leaves
		t.tables = make([][]contribution, len(g.members))
		for k := range g.members {
			t.tables[k] = g.members[k].contributions(f.sums.factors, f.sums.unit)
		}
	}
	return true
}

// contributions are the tables of a measure, by variant.
func (m *member) contributions(factors []int64, unit int64) []contribution {
	if m.leaf < 0 {
		return nil
	}
	out := make([]contribution, len(m.measures))
	for i, of := range m.measures {
		if of == nil {
			continue
		}
		t := &out[i]
		t.measure(of, m.weights[i], factors[m.leaf], unit)
		for _, p := range []evaluate.Presence{evaluate.HasPoints, evaluate.NoPoints, evaluate.GivenPoints} {
			t.failed[p] |= takesPart
		}
	}
	return out
}

// combineGroup combines the members of a group; no if what its measures add up to does
// not fit.
func (c *card) combineGroup(s *scope, f *cardFrame, index int) bool {
	g, gf, rows := &c.groups[index], &f.groups[index], s.rows
	c.boundGroup(f, g, gf)
	most := limit / 4 / (gf.high * g.weight * float64(f.sums.unit))
	if most < 1 {
		return false
	}
	gf.begin(g, f, rows)
	if g.how == addingUp { // measures come before groups, whose denominators differ
		for k := range g.members {
			if m := &g.members[k]; m.leaf >= 0 {
				gf.addLeaf(f, k, m.leaf, rows)
			}
		}
	}
	for k := range g.members {
		m := &g.members[k]
		if m.leaf >= 0 {
			if g.how != addingUp {
				gf.decideLeaf(g, f, k, m.leaf, int64(most))
			}
			continue
		}
		of := &f.groups[m.group]
		gf.cover(f, m, of, int64(limit/4/g.weight))
		if g.how == addingUp {
			gf.addMember(f, m, of, int64(most))
		} else {
			gf.decideMember(g, f, k, of, most)
		}
	}
	gf.close(g, f)
	if index < len(c.groups)-1 {
		c.substitute(s, f, g, gf)
	}
	return true
}

// boundGroup bounds what a group can come to.
func (c *card) boundGroup(f *cardFrame, g *group, gf *groupFrame) {
	written := max(-c.low, c.high) / float64(c.unit)
	most, sum := max(c.farthest, written, 1), 0.0
	note := func(x float64) { most, sum = max(most, x), sum+x }
	for k := range g.members {
		if m := &g.members[k]; m.leaf < 0 {
			note(f.groups[m.group].high)
		} else {
			points := f.leaves[m.leaf].points
			note(max(points.magnitude()/float64(points.unit), written))
		}
	}
	gf.high = most
	if slices.Contains(g.adds, true) {
		gf.high = max(most, sum)
	}
}

// begin empties a group, but for the weights of the measures that all rows have points
// of.
func (gf *groupFrame) begin(g *group, f *cardFrame, rows int) {
	s := &gf.leaves
	clear(s.score.numerators(rows, 1))
	s.weights, s.failed = room(s.weights, rows), room(s.failed, rows)
	gf.always, gf.alwaysFlags = room(gf.always, len(g.measures)), room(gf.alwaysFlags, len(g.measures))
	clear(gf.always)
	clear(gf.alwaysFlags)
	for k := range g.members {
		leaf := g.members[k].leaf
		if leaf < 0 || f.leaves[leaf].presence != nil || f.leaves[leaf].miss != nil {
			continue
		}
		for i, t := range s.tables[k] {
			gf.always[i] += t.weights[evaluate.HasPoints]
			gf.alwaysFlags[i] |= t.failed[evaluate.HasPoints]
		}
	}
	if f.variants == nil {
		fill(s.weights, gf.always[0])
		fill(s.failed, gf.alwaysFlags[0])
	} else {
		for i, v := range f.variants[:rows] {
			s.weights[i], s.failed[i] = gf.always[v], gf.alwaysFlags[v]
		}
	}
	gf.state, gf.n = room(gf.state, rows), s.score.n
	gf.d, gf.total = room(gf.d, rows), room(gf.total, rows)
	gf.covered, gf.asked = room(gf.covered, rows), room(gf.asked, rows)
	if g.nested || g.how != addingUp {
		fill(gf.d, 1)
		gf.below = room(gf.below, rows)
		fill(gf.below, 1)
		clear(gf.total)
		clear(gf.covered)
		clear(gf.asked)
	}
	if g.how != addingUp {
		gf.decider = room(gf.decider, rows)
		clear(gf.decider)
	}
}

// addLeaf adds member k, which is a measure.
func (gf *groupFrame) addLeaf(f *cardFrame, k, slot, rows int) {
	s, leaf := &gf.leaves, &f.leaves[slot]
	table := s.tables[k]
	switch {
	case leaf.presence != nil:
		s.addPresent(leaf, table, f.variants, rows)
	case leaf.miss != nil:
		s.addThere(leaf, table, f.variants, rows)
	default:
		n, points := s.score.n, leaf.points.n[:rows]
		for i := range n {
			n[i] += table[variantAt(f.variants, i)].points[0] * points[i]
		}
	}
}

// decideLeaf looks whether member k, which is a measure, decides.
func (gf *groupFrame) decideLeaf(g *group, f *cardFrame, k, slot int, most int64) {
	s, leaf := &gf.leaves, &f.leaves[slot]
	table := s.tables[k]
	partly := leaf.presence != nil || leaf.miss != nil
	for i := range gf.n {
		t, p := &table[variantAt(f.variants, i)], leaf.at(i)&3
		if partly {
			s.weights[i] += t.weights[p]
			s.failed[i] |= t.failed[p]
		}
		if t.weights[p].total() == 0 {
			continue
		}
		if gf.d[i] > most {
			f.odd[i] = 1
			continue
		}
		x := t.points[p]*leaf.points.n[i] + t.base[p]
		if gf.decider[i] == 0 || g.how == least && x*gf.d[i] < gf.n[i] || g.how == greatest && x*gf.d[i] > gf.n[i] {
			gf.n[i], gf.d[i], gf.decider[i] = x, 1, int32(k+1)
		}
	}
}

// cover adds the coverage of a member that is a group, and tells whether it takes part.
func (gf *groupFrame) cover(f *cardFrame, m *member, of *groupFrame, most int64) {
	flags := gf.leaves.failed
	for i, state := range of.state[:len(flags)] {
		if state == uint8(evaluate.Out) {
			continue
		}
		v := variantAt(f.variants, i)
		if state == uint8(evaluate.Failed) && m.weights[v] > 0 {
			flags[i] |= hasFailed
			continue
		}
		flags[i] |= takesPart
		a := m.asked[v]
		if a == 0 || of.asked[i] == 0 {
			continue
		}
		gf.asked[i] += a
		if of.covered[i] == of.asked[i] {
			gf.covered[i] += a * gf.below[i]
			continue
		}
		if of.covered[i] == 0 {
			continue
		}
		l := gf.commonCover.of(gf.below[i], of.asked[i])
		if l.least > most {
			f.odd[i] = 1
			continue
		}
		gf.covered[i] = gf.covered[i]*l.timesA + a*of.covered[i]*l.timesB
		gf.below[i] = l.least
	}
}

// addMember adds the points of a member that is a group.
func (gf *groupFrame) addMember(f *cardFrame, m *member, of *groupFrame, most int64) {
	n, d, total := gf.n, gf.d[:len(gf.n)], gf.total[:len(gf.n)]
	for i, state := range of.state[:len(n)] {
		w := m.weights[variantAt(f.variants, i)]
		if w == 0 || !hasPoints(state) {
			continue
		}
		total[i] += w
		if d[i] == of.d[i] {
			n[i] += w * of.n[i]
			continue
		}
		l := gf.common.of(d[i], of.d[i])
		if l.least > most {
			f.odd[i] = 1
			continue
		}
		n[i] = n[i]*l.timesA + w*of.n[i]*l.timesB
		d[i] = l.least
	}
}

func hasPoints(state uint8) bool {
	return state == uint8(evaluate.Scored) || state == uint8(evaluate.Assumed)
}

// decideMember looks whether member k, which is a group, decides.
func (gf *groupFrame) decideMember(g *group, f *cardFrame, k int, of *groupFrame, most float64) {
	for i, state := range of.state[:len(gf.n)] {
		if !hasPoints(state) || g.members[k].weights[variantAt(f.variants, i)] == 0 {
			continue
		}
		if gf.decider[i] != 0 {
			if float64(gf.d[i])*float64(of.d[i]) > most {
				f.odd[i] = 1
				continue
			}
			a, b := of.n[i]*gf.d[i], gf.n[i]*of.d[i]
			if g.how == least && a >= b || g.how == greatest && a <= b {
				continue
			}
		}
		gf.n[i], gf.d[i], gf.decider[i] = of.n[i], of.d[i], int32(k+1)
	}
}

// stateOf is the state of a group by its flags, and behind these whether some member
// has points.
var stateOf = func() (states [8]uint8) {
	for k := range states {
		switch {
		case k&hasFailed != 0:
			states[k] = uint8(evaluate.Failed)
		case k&4 != 0:
			states[k] = uint8(evaluate.Scored)
		case k&takesPart != 0:
			states[k] = uint8(evaluate.Absent)
		default:
			states[k] = uint8(evaluate.Out)
		}
	}
	return states
}()

// close makes ratios of what the members add up to.
func (gf *groupFrame) close(g *group, f *cardFrame) {
	rows := len(gf.n)
	weights, flags, states := gf.leaves.weights[:rows], gf.leaves.failed[:rows], gf.state[:rows]
	total, d, covered, asked := gf.total[:rows], gf.d[:rows], gf.covered[:rows], gf.asked[:rows]
	if !g.nested && g.how == addingUp {
		for i, w := range weights {
			t := w.total()
			states[i] = stateOf[flags[i]&3|bit(t > 0)<<2]
			covered[i], asked[i] = w.behind(), w.asked()
			total[i], d[i] = max(t, 1), max(t, 1)
		}
	} else {
		below := gf.below[:rows]
		for i, w := range weights {
			t := total[i] + w.total()
			if g.how != addingUp {
				t = int64(bit(gf.decider[i] != 0))
			}
			states[i] = stateOf[flags[i]&3|bit(t > 0)<<2]
			covered[i] += w.behind() * below[i]
			asked[i] = (asked[i] + w.asked()) * below[i]
			total[i] = max(t, 1)
			d[i] *= total[i]
		}
	}
	if !slices.Contains(g.adds, true) {
		return
	}
	for i := range total {
		if g.adds[variantAt(f.variants, i)] {
			d[i] /= total[i]
			total[i] = 1
		}
	}
}

// substitute takes a group out where its `when` does not hold, and puts what its missing
// policy says in the place of points that are not there.
func (c *card) substitute(s *scope, f *cardFrame, g *group, gf *groupFrame) {
	if g.when >= 0 {
		truth := s.vectors[g.when].truth[:s.rows]
		for i, t := range truth {
			if t != yes {
				gf.state[i] = uint8(evaluate.Out)
			}
		}
	}
	for i, state := range gf.state {
		if state != uint8(evaluate.Absent) {
			continue
		}
		m := g.measures[variantAt(f.variants, i)]
		switch m.Missing.Policy {
		case rules.MissingZero:
			gf.state[i], gf.n[i], gf.d[i] = uint8(evaluate.Assumed), 0, 1
		case rules.MissingPoints:
			points, _ := m.Missing.Points.Value.Mul(exact.Int(f.sums.unit)).Int64()
			gf.state[i], gf.n[i], gf.d[i] = uint8(evaluate.Assumed), points, 1
		case rules.MissingFail:
			gf.state[i] = uint8(evaluate.Failed)
		}
	}
}

// multiples keeps the least common multiples of pairs that were asked for last.
type multiples [64]multiple

// multiple is the least common multiple of two numbers, and how often they go into it.
type multiple struct{ a, b, timesA, timesB, least int64 }

// of finds the least common multiple; beyond all bounds if it does not fit.
func (m *multiples) of(a, b int64) *multiple {
	out := &m[(uint64(a)*0x9E3779B97F4A7C15^uint64(b)*0xC2B2AE3D27D4EB4F)>>58]
	if out.a == a && out.b == b {
		return out
	}
	g := gcd(a, b)
	*out = multiple{a, b, b / g, a / g, above}
	if float64(a)*float64(out.timesA) < limit {
		out.least = a * out.timesA
	}
	return out
}

// mayLeave tells whether a group can come to points that are outside.
func (g *group) mayLeave(outside func(exact.Num) bool) bool {
	return slices.Contains(g.adds, true) || slices.ContainsFunc(g.measures, func(m *plan.Measure) bool {
		return m != nil && (outside(m.Missing.Points.Value) || m.Missing.Policy == rules.MissingZero && outside(exact.Int(0)))
	})
}
