package lint

import (
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// constantConditions finds conditions, and parts of them, that are always true or
// never.
func (p *pass) constantConditions() {
	for _, group := range p.texts() {
		p.everywhere(len(group), func(i int) {
			at := group[i]
			if len(group) > 1 {
				at.segment = ""
			}
			constants{p, at}.look()
		})
	}
}

// look looks at an expression according to what it is there for.
func (c constants) look() {
	switch {
	case c.role == aValue:
		c.value(c.node, c.scope)
	case c.role == aRow, literal(c.node):
		c.parts(c.node, c.scope) // a row as a whole: row-unreachable
	case c.role == aSegment && c.last && !c.scope.truth(c.node).no && !c.scope.truth(c.node).missing:
		c.parts(c.node, c.scope) // a last segment may take all that are left
	default:
		c.condition(c.node, c.scope)
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
	if all := s.inAllSegments(); sameTruth(all.truth(n), t) {
		s = all // the segment has no part in it
	}
	what := "never true"
	switch {
	case t.yes:
		what = "always true"
	case !t.no:
		what = "always missing, which counts as no"
	}
	c.claims(rules.Diagnostic{
		ID: "constant-condition", Place: place(c.expr, n), Hint: "mend the condition, or leave it out",
		Message: "`" + source(c.expr, n) + "` is " + what,
	}, c.why(c.expr, n, s), in(c.segment))
}

// items finds items of a list that what is looked for in it never is.
func (c constants) items(n *expression.Node, s scope) {
	x, literals := compared(n)
	if len(literals) == 0 || x.Type.Shape != expression.Scalar {
		return
	}
	k := x.Type.Kind
	v := s.values(x).present()
	if v.none(shapeOf(k)) {
		return
	}
	why := because(source(c.expr, x), can(v, k))
	if everywhere := s.plain().values(x).present(); why != "" && !everywhere.within(v, shapeOf(k)) {
		why = ": at this point" + strings.TrimPrefix(why, ":")
	}
	for _, item := range literals {
		is, ok := s.constant(item)
		if !ok || !v.and(is.coarse()).none(shapeOf(k)) {
			continue
		}
		if _, foreign := s.outside(x, item); foreign {
			continue
		}
		c.claims(rules.Diagnostic{
			ID: "constant-condition", Place: place(c.expr, item), Hint: "leave it out, or correct the range where `" + source(c.expr, x) + "` is declared",
			Message: "`" + source(c.expr, x) + "` is never " + source(c.expr, item),
		}, why, in(c.segment))
	}
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
	case expression.OpIn:
		c.items(n, s)
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
			if n.Op == expression.OpOr {
				return whyAlternatives(e, part, s)
			}
			return p.why(e, part, here)
		}
		here = here.with(here.learn(part, undecided))
	}
	return ""
}

// whyAlternatives gives the reason for which one part of an `or` takes what the others
// leave: what its operand can be to begin with.
func whyAlternatives(e *rules.Expression, part *expression.Node, s scope) string {
	for part.Op == expression.OpNot {
		part = part.Args[0]
	}
	c, ok := s.cut(part)
	if !ok {
		return ""
	}
	name, v := source(e, c.operand), s.values(c.operand)
	words := can(v.present(), c.operand.Type.Kind)
	if words == "" {
		return ": its parts take all that `" + name + "` can be"
	}
	if v.missing && part.Op == expression.OpIsMissing {
		words += ", or is missing"
	}
	return because(name, words)
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

func sameTruth(a, b set) bool { return a.yes == b.yes && a.no == b.no && a.missing == b.missing }
