package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
)

// edgesOutOfRange finds edges and knots that the value of their measure does not
// reach, in whichever segment.
func (p *pass) edgesOutOfRange() {
	for _, group := range p.waysToPoints() {
		points := group[0].Measure.Measure.Points
		switch points.Kind {
		case rules.PointsUpTo, rules.PointsFrom, rules.PointsLinear:
		default:
			continue
		}
		value := valueOfAll(group).present()
		if value.none(numberShape) || slices.ContainsFunc(group, func(l leaf) bool { _, mixed := p.mixedUp(l); return mixed }) {
			continue // share-or-percent says it better
		}
		for i := range points.Steps {
			if side := beyond(points, i, value.hull()); side != 0 {
				p.edge(group, points.Steps[i], side, value)
			}
		}
	}
}

// valueOfAll is what the values of leaves of one way to points can be.
func valueOfAll(group []leaf) set {
	all := group[0].scope.values(group[0].Value)
	for _, l := range group[1:] {
		all = all.or(l.scope.values(l.Value))
	}
	return all
}

// beyond tells whether edge i lies above (1) or below (-1) all values. A knot beyond
// them still bends the line, unless its neighbour lies there, too.
func beyond(points *rules.Points, i int, h span) int {
	steps := points.Steps
	edge := steps[i].Edge.Value
	linear := points.Kind == rules.PointsLinear
	switch {
	case !h.hi.IsMissing() && edge.Cmp(h.hi) > 0:
		if !linear || i == 0 || steps[i-1].Edge.Value.Cmp(h.hi) >= 0 {
			return 1
		}
	case !h.lo.IsMissing() && edge.Cmp(h.lo) < 0:
		if !linear || i == len(steps)-1 || steps[i+1].Edge.Value.Cmp(h.lo) <= 0 {
			return -1
		}
	}
	return 0
}

func (p *pass) edge(group []leaf, step rules.Step, side int, value set) {
	l := group[0]
	way := "above"
	if side < 0 {
		way = "below"
	}
	what := "edge"
	if l.Measure.Measure.Points.Kind == rules.PointsLinear {
		what = "knot"
	}
	p.once("edge-out-of-range", step.Edge.Place, "move the "+what+", or correct the range where `"+l.subject()+"` is declared",
		"the %s %s lies %s all that `%s` can be: it %s%s", what, step.Edge.Value, way, l.subject(), can(value, l.Value.Type.Kind), in(soleSegment(group)))
}
