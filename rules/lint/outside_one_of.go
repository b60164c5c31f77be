package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// outsideOneOf finds values written in the rules that are not among those that their
// column allows, or that a metric can give.
func (p *pass) outsideOneOf() {
	for _, at := range p.sites() {
		visible(at.node, func(n *expression.Node) {
			x, literals := compared(n)
			for _, c := range literals {
				if list, out := at.scope.outside(x, c); out {
					p.foreign(at.expr.At(c.From, c.To), source(at.expr, x), writtenLiteral(c), list, x.Type.Kind)
				}
			}
		})
	}
	for _, l := range p.leaves() {
		p.foreignKeys(l)
	}
	p.foreignSegments()
}

// visible visits the nodes that stand in the text of the expression itself, which
// those of functions that it calls do not.
func visible(n *expression.Node, visit func(*expression.Node)) {
	n.Walk(func(n *expression.Node) bool {
		visit(n)
		return n.Op != expression.OpInlined
	})
}

// compared gives what a node compares for equality, and with which literals.
func compared(n *expression.Node) (x *expression.Node, literals []*expression.Node) {
	written := func(n *expression.Node) bool { return n.Op == expression.OpText || n.Op == expression.OpNumber }
	switch n.Op {
	case expression.OpEqual, expression.OpNotEqual:
		if a, b := n.Args[0], n.Args[1]; written(b) {
			return a, []*expression.Node{b}
		} else if written(a) {
			return b, []*expression.Node{a}
		}
	case expression.OpIn:
		if n.Args[1].Op == expression.OpList {
			for _, a := range n.Args[1].Args {
				if written(a) {
					literals = append(literals, a)
				}
			}
			return n.Args[0], literals
		}
	}
	return nil, nil
}

// outside tells whether a named operand lists its values without the literal.
func (s scope) outside(x, literal *expression.Node) (set, bool) {
	switch x.Op {
	case expression.OpColumn, expression.OpField, expression.OpMetric, expression.OpName:
	default:
		return set{}, false
	}
	v, k := s.plain().values(x).present(), x.Type.Kind
	if !lists(v, k) || literal.Op == expression.OpNumber && !s.declaresList(x) {
		return v, false
	}
	c, ok := s.constant(literal)
	return v, ok && v.and(c).none(shapeOf(k))
}

// lists tells whether a set names its values one by one.
func lists(v set, k signals.Kind) bool {
	switch shapeOf(k) {
	case textShape:
		return v.finite() && len(v.texts) > 0
	case numberShape:
		return len(v.spans) > 1 && !slices.ContainsFunc(v.spans, func(s span) bool { return !s.single() })
	}
	return false
}

// declaresList tells whether a column says one_of.
func (s scope) declaresList(x *expression.Node) bool {
	switch x.Op {
	case expression.OpColumn, expression.OpField:
		return len(s.checked.Set.Signals.Schema.Tables[x.Table].Columns[x.Index].OneOf) > 0
	case expression.OpName:
		b, _ := s.name(x.Text)
		return b.node != nil && b.node.Op == expression.OpColumn && s.declaresList(b.node)
	}
	return false
}

func writtenLiteral(n *expression.Node) string {
	if n.Op == expression.OpText {
		return n.Text
	}
	return n.Num.String()
}

func (p *pass) foreign(at rules.Place, name, value string, list set, k signals.Kind) {
	var values []string
	switch shapeOf(k) {
	case textShape:
		values = list.texts
	case numberShape:
		for _, s := range list.spans {
			values = append(values, written(s.lo, k))
		}
	}
	hint := "it is " + alternatives(quoted(values))
	if near := spelling.Nearest(value, values); near != "" {
		hint = "did you mean `" + near + "`?"
	}
	p.once("outside-one-of", at, hint, "`%s` is never `%s`", name, value)
}

func (p *pass) foreignKeys(l leaf) {
	points := l.Measure.Measure.Points
	if points.Kind != rules.PointsMap {
		return
	}
	v, k := l.scope.plain().values(l.Value).present(), l.Value.Type.Kind
	if !lists(v, k) {
		return
	}
	for i, e := range points.Entries {
		if v.and(keyOf(l.Keys[i], k)).none(shapeOf(k)) {
			p.foreign(e.Key.Place, l.subject(), e.Key.Text, v, k)
		}
	}
}

// foreignSegments: where segments go by a value, a scorecard can only change
// segments that are such a value.
func (p *pass) foreignSegments() {
	by := p.checked.By
	if by == nil {
		return
	}
	v := p.ranges().scope().values(by)
	if !lists(v, by.Type.Kind) {
		return
	}
	list := v.or(text("default"))
	for _, c := range p.checked.Set.Scorecards {
		for _, change := range c.Segments {
			if _, known := slices.BinarySearch(list.texts, change.Segment.Text); !known {
				p.foreign(change.Segment.Place, p.checked.Set.Segments.By.Text, change.Segment.Text, v, by.Type.Kind)
			}
		}
	}
}
