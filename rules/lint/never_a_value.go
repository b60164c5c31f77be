package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// neverValues finds expressions that are missing whatever the account: a division by
// zero, or what begins with one.
func (p *pass) neverValues() {
	for _, group := range p.texts() {
		p.everywhere(len(group), func(i int) {
			s := group[i]
			if s.role != aValue || s.scope.dead() || !s.scope.neverValue(s.node) {
				return
			}
			n := s.scope.culprit(s.node)
			if n.Op == expression.OpMetric {
				return // which says so itself
			}
			why := ""
			if n.Op == expression.OpDivide || n.Op == expression.OpRemainder {
				if by, one := s.scope.values(n.Args[1]).present().only(); one && by.Sign() == 0 {
					why = ": what it divides by is always 0"
				}
			}
			if len(group) > 1 {
				s.segment = ""
			}
			p.claims(rules.Diagnostic{
				ID: "never-a-value", Place: place(n.Expr, n), Hint: "mend it: nothing can be made of a value that is always missing",
				Message: "`" + source(n.Expr, n) + "` never has a value",
			}, why, in(s.segment))
		})
	}
}

// neverValue tells whether a single value can only be missing. Conditions that are
// always missing are constant.
func (s scope) neverValue(n *expression.Node) bool {
	k := shapeOf(n.Type.Kind)
	if n.Op == expression.OpNil || n.Type.Shape != expression.Scalar || k == noShape || k == truthShape {
		return false
	}
	v := s.values(n)
	return v.missing && v.none(k)
}

// culpritDepth bounds how far into a calculation the culprit is looked for: each step
// looks at all below it.
const culpritDepth = 60

// culprit is the innermost part of a calculation that never has a value.
func (s scope) culprit(n *expression.Node) *expression.Node {
	for range culpritDepth {
		if !isArithmetic(n) {
			break
		}
		inner := slices.IndexFunc(n.Args, s.neverValue)
		if inner < 0 {
			break
		}
		n = n.Args[inner]
	}
	return n
}

func isArithmetic(n *expression.Node) bool {
	switch n.Op {
	case expression.OpAdd, expression.OpSubtract, expression.OpMultiply, expression.OpDivide, expression.OpRemainder, expression.OpNegate, expression.OpPower:
		return true
	}
	return false
}
