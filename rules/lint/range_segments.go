package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// ofSegmentAtMost bounds the facts that follow from the segment of an account.
const ofSegmentAtMost = 8

// inSegment is the scope of a scorecard as it holds in a segment: the condition of the
// segment holds there, and those of the segments before it do not.
func (r *ranges) inSegment(c *check.Scorecard, v *check.Variant) scope {
	facts, known := r.inside[v.Segment]
	if !known || v.Segment == "" {
		facts = r.segmentFacts(c, v.Segment)
		r.inside[v.Segment] = facts
	}
	s := r.scope().with(facts)
	s.segment = len(s.facts)
	return s
}

// segmentFacts is what is known of the accounts of a segment. Those of the general
// form of a scorecard are in none of the segments that change it.
func (r *ranges) segmentFacts(c *check.Scorecard, segment string) []fact {
	top, segments := r.scope(), r.checked.Set.Segments.List
	var facts []fact
	learn := func(n *expression.Node, outcome set) {
		for _, f := range top.learn(n, outcome) {
			if len(facts) < ofSegmentAtMost {
				f.from = n
				facts = append(facts, f)
			}
		}
	}
	if by := r.checked.By; by != nil {
		if shapeOf(by.Type.Kind) == textShape && segment != "default" {
			is := text(segment)
			if segment == "" {
				is = changed(c).not()
			}
			facts = append(facts, fact{key: top.key(by), shape: textShape, values: is, base: top.values(by), from: by})
		}
		return facts
	}
	for i, s := range segments {
		if s.Name == segment {
			learn(r.checked.SegmentWhen[i], yesOnly)
		}
	}
	for i, s := range segments {
		if s.Name == segment || segment == "" && c.BySegment[s.Name] == 0 || i >= ofSegmentAtMost {
			break // of those behind, nothing is known, or enough
		}
		learn(r.checked.SegmentWhen[i], notYes)
	}
	return facts
}

// changed are the names of the segments that change something of a scorecard.
func changed(c *check.Scorecard) set {
	var names []string
	for name := range c.BySegment {
		if name != "default" {
			names = append(names, name)
		}
	}
	return text(names...)
}

// about is s without what the segment says of figures that none of the expressions is
// about: what holds in all segments alike is looked at once.
func (s scope) about(nodes ...*expression.Node) scope {
	var kept []fact
	for _, f := range s.facts[:s.segment] {
		if s.shares(f.from, nodes) {
			kept = append(kept, f)
		}
	}
	if len(kept) < s.segment {
		s.facts, s.segment = slices.Concat(kept, s.facts[s.segment:]), len(kept)
	}
	return s
}

// inAllSegments is s without what the segment says.
func (s scope) inAllSegments() scope {
	s.facts, s.segment = s.facts[s.segment:], 0
	return s
}

// aboutMeasure is about the expressions of a measure. What is written for all segments
// is looked at as if in none: what is odd in one alone is there for the others.
func (s scope) aboutMeasure(m *check.Measure) scope {
	if s.segment == 0 {
		return s
	}
	if own := s.changes(); !own[m.Measure.When] && !own[m.Measure.Points] && !own[m.Metric] {
		return s.inAllSegments()
	}
	nodes := []*expression.Node{m.When, m.Value, m.Points}
	for _, r := range m.Rows {
		nodes = append(nodes, r.When, r.Points)
	}
	return s.about(nodes...)
}

// changes are the expressions, ways to points and names of metrics that segments write
// for measures.
func (r *ranges) changes() map[any]bool {
	if r.own != nil {
		return r.own
	}
	r.own = map[any]bool{}
	var add func(measures []*rules.Measure)
	add = func(measures []*rules.Measure) {
		for _, m := range measures {
			r.own[m.When], r.own[m.Points], r.own[m.Metric] = m.When != nil, m.Points != nil, m.Metric != nil
			add(m.Measures)
		}
	}
	for _, c := range r.checked.Set.Scorecards {
		for _, change := range c.Segments {
			add(change.Group.Measures)
		}
	}
	return r.own
}

// figure is a column or a metric.
type figure struct {
	op           expression.Op
	table, index int
}

func figureOf(n *expression.Node) (figure, bool) {
	switch n.Op {
	case expression.OpColumn, expression.OpMetric, expression.OpField, expression.OpTable:
		return figure{n.Op, n.Table, n.Index}, true
	}
	return figure{}, false
}

// shares tells whether one of the nodes is about a figure that a condition is about.
func (s scope) shares(condition *expression.Node, nodes []*expression.Node) bool {
	of, known := s.figures[condition]
	if !known {
		condition.Walk(func(n *expression.Node) bool {
			if f, ok := figureOf(n); ok {
				of = append(of, f)
			}
			return true
		})
		s.figures[condition] = of
	}
	found := false
	for _, n := range nodes {
		n.Walk(func(n *expression.Node) bool {
			if f, ok := figureOf(n); ok && slices.Contains(of, f) {
				found = true
			}
			return !found
		})
	}
	return found
}
