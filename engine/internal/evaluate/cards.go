package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// UnknownBand is the band of a score that is missing, or that too little data
// stand behind.
const UnknownBand = "unknown"

// State says what a measure brings to a score.
type State uint8

// The states.
const (
	Out     State = iota // takes no part: `when` does not hold
	Absent               // no value: leaves, its weight is shared out
	Scored               // points from data
	Assumed              // points that count, but are no data: a stand-in, or points of a missing value
	Failed               // no value, and the scorecard cannot do without
)

// LeafScore is what one measure came to.
type LeafScore struct {
	State  State
	Points exact.Num // if Scored or Assumed
	Row    int       // of the way to points; -1 for else or none
}

// CardScore is what one scorecard came to for one account.
type CardScore struct {
	epoch    uint32
	Variant  int
	Exact    exact.Num // before overrides; missing if there is no score
	Score    exact.Num // published: overrides, scale and round applied
	Band     string    // empty: the card has none
	Coverage exact.Num
	Failed   string // the path of the measure that made the score fail
	Applied  []int
	leaves   []LeafScore
	n        int
	out      []bool // by Written: groups whose `when` does not hold
}

// Leaves are the measures of the variant, in written order.
func (s *CardScore) Leaves() []LeafScore { return s.leaves[:s.n] }

type card struct {
	plan      *plan.Card
	variants  []*variant
	maxLeaves int
	written   int // the highest Written of all variants
}

type variant struct {
	plan      *plan.Variant
	card      *plan.Card
	leaves    []*leaf
	groupWhen map[*plan.Measure]logic
	overrides []logic // nil: always
}

func (c *Program) card(p *plan.Card) *card {
	out := &card{plan: p}
	for _, pv := range p.Variants {
		v := &variant{plan: pv, card: p, groupWhen: map[*plan.Measure]logic{}}
		for _, m := range pv.Leaves {
			v.leaves = append(v.leaves, c.leaf(m, p.Scale))
		}
		c.groups(pv.Root, v)
		for _, o := range pv.Overrides {
			v.overrides = append(v.overrides, c.truth(o.When))
		}
		out.maxLeaves = max(out.maxLeaves, len(v.leaves))
		out.written = max(out.written, pv.Written)
		out.variants = append(out.variants, v)
	}
	return out
}

func (c *Program) groups(m *plan.Measure, v *variant) {
	if m.When != nil && m.IsGroup {
		v.groupWhen[m] = c.truth(m.When)
	}
	for _, member := range m.Members {
		if member.IsGroup {
			c.groups(member, v)
		}
	}
}

// Score is the score of the current account on scorecard i, computed once. The
// result is the frame's own and holds until the next account.
func (f *Frame) Score(i int) *CardScore {
	s, c := &f.cards[i], f.program.cards[i]
	if s.epoch == f.epoch {
		return s
	}
	s.Variant = f.variant(c)
	v := c.variants[s.Variant]
	s.n, s.Failed = len(v.leaves), ""
	if f.outcomes != nil {
		clear(s.leaves[:s.n]) // out, which is the zero state
		f.takingPart(v, v.plan.Root, s)
		v.combine(s)
	} else {
		for j, l := range v.leaves {
			s.leaves[j] = f.leaf(l)
		}
		f.combine(v, s)
	}
	f.finish(v, s)
	s.epoch = f.epoch
	return s
}

// variant is the variant of a scorecard that the current account's segment has.
func (f *Frame) variant(c *card) int {
	if len(c.plan.BySegment) == 0 {
		return 0
	}
	return c.plan.BySegment[f.Segment()]
}

// leaf scores one measure, its missing policy applied.
func (f *Frame) leaf(l *leaf) LeafScore {
	if l.when != nil && l.when(f) != yes {
		return LeafScore{State: Out, Row: -1}
	}
	if l.steps != nil {
		v := l.number(f)
		if !v.IsMissing() {
			points, row := l.steps(v)
			return LeafScore{State: Scored, Points: points, Row: row}
		}
		state, points := standIn(l.plan.Missing)
		return LeafScore{State: state, Points: points, Row: -1}
	}
	var v scalar
	has := true
	if l.value != nil {
		v = l.value(f)
		has = !absent(v, l.kind)
	}
	computed := l.plan.Points.Kind == rules.PointsExpr || l.plan.Points.Kind == rules.PointsRows
	row := -1
	if has || computed {
		var points exact.Num
		points, row = l.points(f, v)
		if !points.IsMissing() {
			state := Scored
			if !has {
				state = Assumed // points for a missing value are no data
			}
			return LeafScore{State: state, Points: points, Row: row}
		}
	}
	state, points := standIn(l.plan.Missing)
	return LeafScore{State: state, Points: points, Row: row}
}

// standIn is what a missing policy puts in the place of points.
func standIn(m rules.Missing) (State, exact.Num) {
	switch m.Policy {
	case rules.MissingZero:
		return Assumed, exact.Int(0)
	case rules.MissingPoints:
		return Assumed, m.Points.Value
	case rules.MissingFail:
		return Failed, exact.Num{}
	}
	return Absent, exact.Num{}
}

// Part is what a measure, or a group, brings to its group.
type Part struct {
	State   State
	Points  exact.Num
	Counts  bool      // it has nominal weight at all
	Full    bool      // data stand behind all of that weight
	Covered exact.Num // else the part of it that they stand behind, 0 to 1
}

// combine computes the exact score and the coverage from the measures.
func (f *Frame) combine(v *variant, s *CardScore) {
	for m, when := range v.groupWhen {
		s.out[m.Written] = when(f) != yes
	}
	v.combine(s)
}

// combine computes the exact score and the coverage from the states and points of
// measures, and from which groups take part.
func (v *variant) combine(s *CardScore) {
	root := v.group(v.plan.Root, s)
	s.Exact, s.Coverage = exact.Num{}, exact.Int(0)
	if root.State == Failed || root.State == Absent || root.State == Out {
		return
	}
	s.Exact, s.Coverage = root.Points, root.Covered
	if root.Full {
		s.Coverage = exact.Int(1)
	}
}

// part is what a member brings; groups are combined first.
func (v *variant) part(m *plan.Measure, s *CardScore) Part {
	if !m.IsGroup {
		l := s.leaves[m.Leaf]
		return Part{State: l.State, Points: l.Points, Counts: true, Full: l.State == Scored, Covered: exact.Int(0)}
	}
	if m.When != nil && s.out[m.Written] {
		return Part{State: Out}
	}
	p := v.group(m, s)
	if p.State == Absent {
		p.State, p.Points = standIn(m.Missing)
	}
	return p
}

// group combines the members that are left.
func (v *variant) group(g *plan.Measure, s *CardScore) Part {
	weighted := g.Combine == rules.CombineWeighted
	out := Part{State: Out, Covered: exact.Int(0)}
	var total, nominal, covered, left int64 // weights in millionths
	var partly, points exact.Num
	for _, m := range g.Members {
		p := v.part(m, s)
		if p.State == Out {
			continue
		}
		weight := int64(1)
		if weighted {
			weight = m.Millionths
		}
		if p.State == Failed && weight > 0 {
			out.State = Failed
			if s.Failed == "" {
				s.Failed = m.Path
			}
			continue
		}
		if out.State == Out {
			out.State = Absent
		}
		if m.Millionths > 0 && p.Counts {
			nominal += weight
			switch {
			case p.Full:
				covered += weight
			case p.Covered.Sign() > 0:
				partly = sumOf(partly, p.Covered.Mul(exact.Int(weight)))
			}
		}
		if p.State != Scored && p.State != Assumed || weight == 0 {
			continue
		}
		left++
		total += weight
		points = merge(g.Combine, points, p.Points, weight)
	}
	if nominal > 0 {
		out.Counts, out.Full = true, covered == nominal
		out.Covered = sumOf(partly, exact.Int(covered)).Quo(exact.Int(nominal))
	}
	if out.State == Failed || left == 0 {
		return out
	}
	out.State = Scored
	switch g.Combine {
	case rules.CombineWeighted, rules.CombineMean:
		points = points.Quo(exact.Int(total))
	}
	if g == v.plan.Root && v.plan.HasStart {
		points = points.Add(v.plan.Start)
	}
	out.Points = points
	return out
}

// sumOf adds to a sum that has not begun while it is missing.
func sumOf(sum, x exact.Num) exact.Num {
	if sum.IsMissing() {
		return x
	}
	return sum.Add(x)
}

// merge adds a member's points to those of the members before it.
func merge(how rules.Combine, points, p exact.Num, weight int64) exact.Num {
	if how == rules.CombineWeighted {
		p = p.Mul(exact.Int(weight))
	}
	switch {
	case points.IsMissing():
		return p
	case how == rules.CombineMin:
		if p.Cmp(points) < 0 {
			return p
		}
		return points
	case how == rules.CombineMax:
		if p.Cmp(points) > 0 {
			return p
		}
		return points
	}
	return points.Add(p)
}

// finish applies overrides, scale, rounding and bands, in that order.
func (f *Frame) finish(v *variant, s *CardScore) {
	f.score, f.coverage = s.Exact.Publish(), s.Coverage.Publish()
	score, band := s.Exact, ""
	s.Applied = s.Applied[:0]
	for i, o := range v.plan.Overrides {
		if when := v.overrides[i]; when != nil && when(f) != yes || score.IsMissing() && o.Band == "" {
			continue
		}
		s.Applied = append(s.Applied, i)
		score = override(score, &o)
		if o.Band != "" {
			band = o.Band
		}
	}
	if !score.IsMissing() && !v.card.Scale.None {
		score = clamp(score, v.card.Scale.Min, v.card.Scale.Max)
	}
	s.Score = score.Round(v.card.Round)
	s.Band = band
	if band == "" {
		s.Band = v.band(s.Score, s.Coverage)
	}
}

// override applies adjust, cap and floor, in that order; a missing score stays so.
func override(score exact.Num, o *plan.Override) exact.Num {
	if score.IsMissing() {
		return score
	}
	if !o.Adjust.IsMissing() {
		score = score.Add(o.Adjust)
	}
	if !o.Cap.IsMissing() && score.Cmp(o.Cap) > 0 {
		score = o.Cap
	}
	if !o.Floor.IsMissing() && score.Cmp(o.Floor) < 0 {
		score = o.Floor
	}
	return score
}

// band is the band of a published score.
func (v *variant) band(score, coverage exact.Num) string {
	bands := v.plan.Bands
	if score.IsMissing() || !v.plan.MinCoverage.IsMissing() && coverage.Cmp(v.plan.MinCoverage) < 0 {
		return UnknownBand
	}
	if len(bands) == 0 {
		return ""
	}
	for _, b := range bands {
		if !b.From.IsMissing() && score.Cmp(b.From) >= 0 || !b.UpTo.IsMissing() && score.Cmp(b.UpTo) <= 0 {
			return b.Name
		}
	}
	return bands[len(bands)-1].Name
}

// Flag tells whether a flag holds for the current account.
func (f *Frame) Flag(i int) bool { return f.program.flags[i](f) == yes }
