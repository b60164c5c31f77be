package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// constantConditions finds conditions, and parts of them, that are always true or
// never.
func (p *pass) constantConditions() {
	for _, at := range p.sites() {
		c := constants{p, at}
		switch {
		case at.role == aValue:
			c.value(at.node, at.scope)
		case at.role == aRow, literal(at.node):
			c.parts(at.node, at.scope) // a row as a whole: row-unreachable
		case at.role == aSegment && at.last && !at.scope.truth(at.node).no && !at.scope.truth(at.node).missing:
			c.parts(at.node, at.scope) // a last segment may take all that are left
		default:
			c.condition(at.node, at.scope)
		}
	}
}

type constants struct {
	*pass
	site
}

// literal tells true and false written out, which are meant.
func literal(n *expression.Node) bool { return n.Op == expression.OpBool }

// condition looks at a condition as a whole, and else at its parts.
func (c constants) condition(n *expression.Node, s scope) {
	if s.dead() {
		return // no account comes here: what leads here says so
	}
	if t := s.truth(n); literal(n) || !t.yes || !t.no && !t.missing {
		if !literal(n) {
			c.report(n, s, t)
		}
		return
	}
	c.parts(n, s)
}

// report says what a condition always is, and why.
func (c constants) report(n *expression.Node, s scope, t set) {
	if c.explained(c.expr, n, s) {
		return
	}
	what := "never true"
	switch {
	case t.yes:
		what = "always true"
	case !t.no:
		what = "always missing, which counts as no"
	}
	c.once("constant-condition", place(c.expr, n), "mend the condition, or leave it out", "`%s` is %s%s%s",
		source(c.expr, n), what, c.why(c.expr, n, s), in(c.segment))
}

// parts looks into a condition that is not constant itself.
func (c constants) parts(n *expression.Node, s scope) {
	switch n.Op {
	case expression.OpAnd, expression.OpOr:
		c.chain(n, s)
	case expression.OpNot:
		c.parts(n.Args[0], s)
	default:
		c.value(n, s)
	}
}

// chain looks at the parts of `and` and `or`, first each by itself, then after those
// before it.
func (c constants) chain(n *expression.Node, s scope) {
	undecided := notNo
	if n.Op == expression.OpOr {
		undecided = notYes
	}
	parts := chained(n, n.Op)
	here := s
	for i, part := range parts {
		if i > 0 && here.learns() {
			here = here.with(here.learn(parts[i-1], undecided))
		}
		alone, after := s.truth(part), here.truth(part)
		switch {
		case literal(part):
		case isConstant(alone):
			if alone.yes && s.twoSided(parts, i) {
				continue // 0 <= x <= 50 says more plainly what is meant than x <= 50
			}
			c.report(part, s, alone)
		case here.dead():
		case isConstant(after) && !testsMissing(part):
			c.report(part, here, after)
		default:
			c.parts(part, here)
		}
	}
}

func isConstant(t set) bool { return !t.yes || !t.no && !t.missing }

// testsMissing tells x == nil and x != nil, which are written for safety.
func testsMissing(n *expression.Node) bool {
	for n.Op == expression.OpNot {
		n = n.Args[0]
	}
	return n.Op == expression.OpIsMissing
}

// partsAtMost bounds the parts that one part is held against.
const partsAtMost = 100

// twoSided tells whether another part is about the operand of part i.
func (s scope) twoSided(parts []*expression.Node, i int) bool {
	c, ok := s.cut(parts[i])
	if !ok {
		return false
	}
	for j, other := range parts[:min(len(parts), partsAtMost)] {
		if o, ok := s.cut(other); j != i && ok && o.key == c.key {
			return true
		}
	}
	return false
}

// value looks for conditions within a value.
func (c constants) value(n *expression.Node, s scope) {
	switch n.Op {
	case expression.OpInlined:
		return // its text stands elsewhere, and is right for other arguments
	case expression.OpCond:
		c.condition(n.Args[0], s)
		c.value(n.Args[1], s.with(s.learn(n.Args[0], yesOnly)))
		c.value(n.Args[2], s.with(s.learn(n.Args[0], noOnly)))
		return
	case expression.OpLet:
		c.value(n.Args[0], s)
		c.value(n.Args[1], s.let(n))
		return
	case expression.OpAnd, expression.OpOr, expression.OpNot:
		c.parts(n, s)
		return
	}
	for i, a := range n.Args {
		inner := s
		if perRow(n, i) {
			inner = s.overRows(n.Args[0])
		}
		if perRow(n, i) && a.Type.Is(signals.Bool) {
			c.condition(a, inner)
		} else {
			c.value(a, inner)
		}
	}
}

// why gives the reason for which a condition is constant, as the end of a message.
func (p *pass) why(e *rules.Expression, n *expression.Node, s scope) string {
	for n.Op == expression.OpNot {
		n = n.Args[0]
	}
	if n.Op == expression.OpAnd || n.Op == expression.OpOr {
		return p.whyChain(e, n, s)
	}
	c, ok := s.cut(n)
	if !ok {
		return ""
	}
	name, k := source(e, c.operand), c.operand.Type.Kind
	v := s.values(c.operand)
	if v.present().none(c.shape) {
		return ": `" + name + "` is always missing here"
	}
	if n.Op == expression.OpIsMissing && !v.missing {
		return ": `" + name + "` is never missing"
	}
	if here := s.plain().values(c.operand); len(s.facts) > 0 && !here.within(v, c.shape) {
		if words := can(v.present(), k); words != "" {
			return ": at this point `" + name + "` " + words
		}
	}
	return because(name, can(v.present(), k))
}

// whyChain gives the reason of the part that decides.
func (p *pass) whyChain(e *rules.Expression, n *expression.Node, s scope) string {
	undecided := notNo
	if n.Op == expression.OpOr {
		undecided = notYes
	}
	here := s
	for _, part := range chained(n, n.Op) {
		if isConstant(s.truth(part)) {
			if words := p.why(e, part, s); words != "" {
				return words
			}
		}
		if isConstant(here.truth(part)) {
			return p.why(e, part, here)
		}
		here = here.with(here.learn(part, undecided))
	}
	return ""
}

// explained tells whether another finding says better what is wrong with a condition.
func (p *pass) explained(e *rules.Expression, n *expression.Node, s scope) bool {
	found := false
	visible(n, func(n *expression.Node) {
		x, literals := compared(n)
		for _, c := range literals {
			_, out := s.outside(x, c)
			found = found || out
		}
		if _, ok := p.mixedComparison(n, s); ok {
			found = true
		}
	})
	return found
}
