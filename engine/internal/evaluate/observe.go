package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// Metric is metric i of the current account. What is missing has the kind that it
// would have; MetricCause says why.
func (f *Frame) Metric(i int) signals.Value {
	n := f.program.plan.Metrics[i]
	v := f.program.scalar(n)(f)
	if absent(v, kindOf(n)) {
		return signals.Value{Kind: n.Type.Kind, Missing: signals.Blank}
	}
	out := v.value(n.Type.Kind)
	out.Minor = uint8(n.Type.Minor())
	return out
}

// MetricCause says why metric i is missing for the current account.
func (f *Frame) MetricCause(i int) string { return f.Why(f.program.plan.Metrics[i]) }

// Blame is [Frame.Why], with the columns of accounts and of rows that the cause is
// about.
func (f *Frame) Blame(n *plan.Node) (cause string, columns []*plan.Node) {
	var blamed []*plan.Node
	f.blamed = &blamed
	defer func() { f.blamed = nil }()
	cause = f.Why(n)
	seen := map[*plan.Node]bool{}
	var visit func(nodes []*plan.Node)
	visit = func(nodes []*plan.Node) {
		for _, n := range nodes {
			if seen[n] {
				continue
			}
			seen[n] = true
			if n.Op == plan.Column || n.Op == plan.Field {
				columns = append(columns, n)
			}
			visit(n.Args)
		}
	}
	visit(blamed)
	return cause, columns
}

// blame notes, if somebody asks, the nodes that a cause is about.
func (f *Frame) blame(nodes ...*plan.Node) {
	if f.blamed != nil {
		*f.blamed = append(*f.blamed, nodes...)
	}
}

// StandIns tells of the measures of scorecard i, by their slots, whose points are no
// data for the current account.
func (f *Frame) StandIns(i int, tell func(slot int)) {
	c := f.program.cards[i]
	for _, l := range c.variants[f.variant(c)].leaves {
		if l.canStandIn() && f.leaf(l).State == Assumed {
			tell(l.plan.Slot)
		}
	}
}

// canStandIn tells whether a measure can have points though its value is missing.
func (l *leaf) canStandIn() bool {
	switch l.plan.Missing.Policy {
	case rules.MissingZero, rules.MissingPoints:
		return true
	}
	return l.value != nil && (l.plan.Points.Kind == rules.PointsExpr || l.plan.Points.Kind == rules.PointsRows)
}

// Way is how a measure came by its points for an account.
type Way struct {
	Measure *plan.Measure
	// Out: it takes no part, because its `when` does not hold.
	Out bool
	// Row is the row that held; -1 for else. Found tells that there was one.
	Row   int
	Found bool
}

// Ways tells of each measure and group of scorecard i whether it takes part for the
// current account, and of measures how they came by their points. What stands in a
// group that takes no part is not told of.
func (f *Frame) Ways(i int, tell func(Way)) {
	s := f.Score(i)
	v := f.program.cards[i].variants[s.Variant]
	var visit func(g *plan.Measure)
	visit = func(g *plan.Measure) {
		for _, m := range g.Members {
			if !m.IsGroup {
				tell(f.way(v.leaves[m.Leaf], s.leaves[m.Leaf]))
				continue
			}
			out := m.When != nil && s.out[m.Written]
			tell(Way{Measure: m, Out: out, Row: -1})
			if !out {
				visit(m)
			}
		}
	}
	visit(v.plan.Root)
}

func (f *Frame) way(l *leaf, score LeafScore) Way {
	w := Way{Measure: l.plan, Out: score.State == Out, Row: score.Row}
	switch {
	case score.Row >= 0:
		w.Found = true
	case score.State == Assumed && l.plan.Points.Kind == rules.PointsExpr:
		var value scalar
		if l.value != nil {
			value = l.value(f)
		}
		points, _ := l.points(f, value)
		w.Found = !points.IsMissing() // else the points are a stand-in
	default:
		w.Found = score.State == Scored
	}
	return w
}

// RowText is a row of a way to points as a person reads it; -1 is else.
func RowText(points plan.Points, row int) string {
	return (&leaf{plan: &plan.Measure{Points: points}}).rowText(row)
}

// IsMissing tells whether a node has no value for the current account.
func (f *Frame) IsMissing(n *plan.Node) bool { return f.missing(n) }
