package evaluate

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Presence says what is known of a measure before its points are looked at.
type Presence uint8

// The presences.
const (
	HasPoints   Presence = iota // points of a value
	NoPoints                    // no value, or no points for it: the missing policy decides
	TakesNoPart                 // its `when` does not hold
	GivenPoints                 // points, though the value is missing
)

// Shape is all that follows for a scorecard from the presence of its measures: the
// score is Base plus the sum of Share x points over the measures.
type Shape struct {
	Scored   bool // there is a score
	Base     exact.Num
	Coverage exact.Num // published
	// Shares stand by leaf of the variant; 0 where the points do not count, or stand
	// in and are part of Base.
	Shares []exact.Num
	// Points are those that stand in for a missing value, by leaf; else missing.
	Points []exact.Num
	Costs  []Cost
}

// Cost is what can have cost points: Share x (Baseline - points), or the opposite
// where fewer points are better.
type Cost struct {
	Measure *plan.Measure
	// Leaf is the leaf whose points count; -1 where Points do.
	Leaf     int
	Points   exact.Num
	Share    exact.Num
	Baseline exact.Num
	Opposite bool
	// Declared: it has a baseline of its own, and is a reason even if it cost nothing.
	Declared bool
}

// IsLinear tells whether the score of a scorecard follows from shapes: not where a
// group takes the least or the greatest of its members.
func IsLinear(c *plan.Card) bool {
	var linear func(m *plan.Measure) bool
	linear = func(m *plan.Measure) bool {
		return m.Combine != rules.CombineMin && m.Combine != rules.CombineMax &&
			!slices.ContainsFunc(m.Members, func(m *plan.Measure) bool { return m.IsGroup && !linear(m) })
	}
	return !slices.ContainsFunc(c.Variants, func(v *plan.Variant) bool { return !linear(v.Root) })
}

// Shape computes the shape of a linear scorecard in one of its variants, for the
// presence of each leaf and, by Written, for groups that take no part.
func (p *Program) Shape(card, variant int, leaves []Presence, out []bool) Shape {
	v := p.cards[card].variants[variant]
	s := &CardScore{leaves: make([]LeafScore, len(v.leaves)), n: len(v.leaves), out: out}
	shape := Shape{Shares: make([]exact.Num, len(v.leaves)), Points: make([]exact.Num, len(v.leaves))}
	for j, l := range v.leaves {
		score := LeafScore{Row: -1, Points: exact.Int(0)}
		switch leaves[j] {
		case HasPoints:
			score.State = Scored
		case GivenPoints:
			score.State = Assumed
		case NoPoints:
			score.State, score.Points = standIn(l.plan.Missing)
			shape.Points[j] = score.Points
		case TakesNoPart:
			score.State = Out
		}
		s.leaves[j] = score
	}
	v.combine(s)
	shape.Coverage = s.Coverage.Publish()
	for j := range shape.Shares {
		shape.Shares[j] = exact.Int(0)
	}
	if s.Exact.IsMissing() {
		return shape
	}
	shape.Scored, shape.Base = true, s.Exact
	shares := make([]exact.Num, v.plan.Written+1)
	v.share(v.plan.Root, s, exact.Int(1), shares)
	own := func(m *plan.Measure) bool {
		return !m.IsGroup && (leaves[m.Leaf] == HasPoints || leaves[m.Leaf] == GivenPoints)
	}
	for j, l := range v.leaves {
		if own(l.plan) {
			shape.Shares[j] = shares[l.plan.Written]
		}
	}
	v.costing(v.plan.Root, s, func(m *plan.Measure, points exact.Num) {
		c := Cost{Measure: m, Leaf: -1, Points: points, Share: shares[m.Written], Baseline: m.Baseline}
		if own(m) {
			c.Leaf = m.Leaf
		}
		scale := v.card.Scale
		switch {
		case !m.Baseline.IsMissing():
			c.Declared = true
		case scale.None:
			return
		case v.plan.Better == rules.BetterLow:
			c.Baseline, c.Opposite = scale.Min, true
		default:
			c.Baseline = scale.Max
		}
		shape.Costs = append(shape.Costs, c)
	})
	return shape
}
