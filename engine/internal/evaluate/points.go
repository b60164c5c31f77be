package evaluate

import (
	"sort"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// leaf is a compiled measure.
type leaf struct {
	plan  *plan.Measure
	kind  kind
	value func(*Frame) scalar // nil: none
	when  logic               // nil: always takes part
	// points gives the points of a value, missing if it has none, and the row that
	// matched (-1: else, or none).
	points func(f *Frame, v scalar) (points exact.Num, row int)
	// number and steps are value and points of a number through edges or knots, which
	// is what most measures are.
	number number
	steps  func(v exact.Num) (points exact.Num, row int)
}

func (c *Program) leaf(m *plan.Measure, scale rules.Scale) *leaf {
	l := &leaf{plan: m, when: c.truth(m.When)}
	if m.Value != nil {
		l.value, l.kind = c.scalar(m.Value), kindOf(m.Value)
	}
	p := m.Points
	switch p.Kind {
	case rules.PointsUpTo:
		l.steps = func(v exact.Num) (exact.Num, int) { return UpTo(p.Edges, p.At, p.Else, v) }
	case rules.PointsFrom:
		l.steps = func(v exact.Num) (exact.Num, int) { return From(p.Edges, p.At, p.Else, v) }
	case rules.PointsLinear:
		l.steps = func(v exact.Num) (exact.Num, int) { return Linear(p.Edges, p.At, v) }
	case rules.PointsMap:
		l.points = c.mapPoints(p, l.kind)
	case rules.PointsExpr:
		points := c.number(p.Expr)
		l.points = func(f *Frame, v scalar) (exact.Num, int) {
			f.value = v
			return onScale(points(f), scale), -1
		}
	case rules.PointsRows:
		l.points = c.rowPoints(p, scale)
	}
	if l.steps != nil {
		l.number = c.number(m.Value)
		l.points = func(_ *Frame, v scalar) (exact.Num, int) { return l.steps(v.num) }
	}
	return l
}

// fewEdges is how many edges are looked at one after another rather than by halves.
const fewEdges = 8

// UpTo finds the first row whose upper edge is not below v.
func UpTo(edges, at []exact.Num, rest, v exact.Num) (exact.Num, int) {
	i := 0
	if len(edges) > fewEdges {
		i = sort.Search(len(edges), func(i int) bool { return edges[i].Cmp(v) >= 0 })
	} else {
		for i < len(edges) && edges[i].Cmp(v) < 0 {
			i++
		}
	}
	if i == len(edges) {
		return rest, -1
	}
	return at[i], i
}

// From finds the last row whose lower edge is not above v.
func From(edges, at []exact.Num, rest, v exact.Num) (exact.Num, int) {
	i := sort.Search(len(edges), func(i int) bool { return edges[i].Cmp(v) > 0 })
	if i == 0 {
		return rest, -1
	}
	return at[i-1], i - 1
}

// Linear goes straight from knot to knot and flat outside; the row is the knot at
// or below v, -1 up to the first: both ends of the lines belong to what is flat.
func Linear(knots, at []exact.Num, v exact.Num) (exact.Num, int) {
	i := sort.Search(len(knots), func(i int) bool { return knots[i].Cmp(v) > 0 })
	switch {
	case i == 0, i == 1 && knots[0].Equal(v):
		return at[0], -1
	case i == len(knots):
		return at[i-1], i - 1
	}
	x0, x1, y0, y1 := knots[i-1], knots[i], at[i-1], at[i]
	return y0.Add(v.Sub(x0).Mul(y1.Sub(y0)).Quo(x1.Sub(x0))), i - 1
}

func (c *Program) mapPoints(p plan.Points, k kind) func(*Frame, scalar) (exact.Num, int) {
	keys := make([]scalar, len(p.Keys))
	byText := map[string]int{}
	for i, key := range p.Keys {
		keys[i] = scalar{num: key.Num, text: key.Text, micros: key.Micros, flag: truthOf(key.Flag), ok: true}
		if k == textKind {
			byText[key.Text] = i
		}
	}
	return func(_ *Frame, v scalar) (exact.Num, int) {
		if k == textKind {
			if i, ok := byText[v.text]; ok {
				return p.At[i], i
			}
			return p.Else, -1
		}
		for i := range keys {
			if same(v, keys[i], k) {
				return p.At[i], i
			}
		}
		return p.Else, -1
	}
}

func (c *Program) rowPoints(p plan.Points, scale rules.Scale) func(*Frame, scalar) (exact.Num, int) {
	when, points := make([]logic, len(p.Rows)), make([]number, len(p.Rows))
	for i, r := range p.Rows {
		when[i] = c.truth(r.When)
		if r.Expr != nil {
			points[i] = c.number(r.Expr)
		}
	}
	return func(f *Frame, v scalar) (exact.Num, int) {
		f.value = v
		for i, w := range when {
			if w != nil && w(f) != yes {
				continue
			}
			if points[i] != nil {
				return onScale(points[i](f), scale), i
			}
			return p.Rows[i].Points, i
		}
		return exact.Num{}, -1
	}
}

// onScale clamps computed points to the scale.
func onScale(points exact.Num, scale rules.Scale) exact.Num {
	if points.IsMissing() || scale.None {
		return points
	}
	return clamp(points, scale.Min, scale.Max)
}
