package lint

import (
	"strings"

	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// values is what a single value can be at its place; of a list, what its items can
// be (missing: that an item, or the whole list, may be missing).
func (s scope) values(n *expression.Node) set {
	if n.Type.Shape == expression.Scalar && shapeOf(n.Type.Kind) == truthShape {
		return s.truth(n)
	}
	v := s.anywhere(n)
	if len(s.facts) > 0 && canBeKnown(n) {
		v = s.known(s.key(n), v)
	}
	return v
}

// canBeKnown leaves out what no condition can say anything about.
func canBeKnown(n *expression.Node) bool {
	switch n.Op {
	case expression.OpNil, expression.OpNumber, expression.OpText, expression.OpInstant, expression.OpTable, expression.OpDuration:
		return false
	}
	return n.Type.Shape == expression.Scalar
}

// anywhere is what a value can be, without what was learned of it as a whole.
func (s scope) anywhere(n *expression.Node) set {
	switch n.Op {
	case expression.OpNil:
		return onlyMissing()
	case expression.OpNumber:
		return number(n.Num)
	case expression.OpText:
		return text(n.Text)
	case expression.OpInstant:
		return number(daysOf(n.Micros))
	case expression.OpColumn:
		return s.column(0, n.Index)
	case expression.OpField:
		return s.column(n.Table, n.Index)
	case expression.OpItem:
		return s.item
	case expression.OpMetric:
		return s.metric(n.Index)
	case expression.OpName:
		if b, ok := s.name(n.Text); ok {
			return b.values
		}
		return everything()
	case expression.OpVariable:
		if n.Index < len(s.variables) && s.variables[n.Index].key != "" {
			return s.variables[n.Index].values
		}
		return everything()
	case expression.OpLet:
		return s.let(n).values(n.Args[1])
	case expression.OpCard:
		return s.card(n)
	case expression.OpCond:
		return s.conditional(n)
	case expression.OpCoalesce:
		a, b := s.values(n.Args[0]), s.values(n.Args[1])
		if !a.missing {
			return a
		}
		return a.present().or(b)
	case expression.OpList:
		var all set
		for i, a := range n.Args {
			v := s.values(a)
			if i == 0 {
				all = v
			} else {
				all = all.or(v)
			}
		}
		return all
	case expression.OpConcat:
		return joinTexts(s.values(n.Args[0]), s.values(n.Args[1]))
	case expression.OpInlined:
		return s.publishes(n.Type, nil, s.values(n.Args[0]), n.Args[0])
	case expression.OpCall:
		return s.call(n)
	case expression.OpPeers:
		return s.peers(n)
	}
	return s.arithmetic(n)
}

func (s scope) arithmetic(n *expression.Node) set {
	if n.Op == expression.OpNegate {
		return negative(s.values(n.Args[0]))
	}
	if n.Op == expression.OpPower {
		out := power(s.values(n.Args[0]), n.Index)
		return out.orMissing(out.endless() && (max(n.Index, -n.Index) > tamePower || s.grows(n.Args[0])))
	}
	if len(n.Args) != 2 {
		return everything()
	}
	a, b := s.values(n.Args[0]), s.values(n.Args[1])
	switch n.Op {
	case expression.OpAdd:
		return plus(a, b)
	case expression.OpSubtract:
		return plus(a, negative(b))
	case expression.OpMultiply:
		return times(a, b)
	case expression.OpDivide:
		return over(a, b)
	case expression.OpRemainder:
		return remainder(a, b)
	}
	return everything()
}

// tamePower is a power that numbers can hold of every column and metric.
const tamePower = 16

// let binds a variable.
func (s scope) let(n *expression.Node) scope {
	value := n.Args[0]
	b := binding{key: s.key(value), node: value, grows: s.grows(value)}
	if value.Type.Shape != expression.Rows {
		b.values = s.values(value)
	}
	return s.variable(n.Index, b)
}

// conditional is what either branch can be where it is taken.
func (s scope) conditional(n *expression.Node) set {
	condition := s.truth(n.Args[0])
	var out set
	if condition.yes {
		out = s.with(s.learn(n.Args[0], truth(true, false, false))).values(n.Args[1])
	}
	if condition.no {
		otherwise := s.with(s.learn(n.Args[0], truth(false, true, false))).values(n.Args[2])
		if condition.yes {
			out = out.or(otherwise)
		} else {
			out = otherwise
		}
	}
	return out.orMissing(condition.missing)
}

// textsAtMost bounds how many texts are put together one by one.
const textsAtMost = 64

func joinTexts(a, b set) set {
	missing := a.missing || b.missing
	if !a.finite() || !b.finite() || len(a.texts)*len(b.texts) > textsAtMost {
		return anyText().orMissing(missing)
	}
	var all []string
	for _, x := range a.texts {
		for _, y := range b.texts {
			all = append(all, x+y)
		}
	}
	return text(all...).orMissing(missing)
}

func eachText(a set, f func(string) string) set {
	if !a.finite() {
		return anyText().orMissing(a.missing)
	}
	var all []string
	for _, t := range a.texts {
		all = append(all, f(t))
	}
	return text(all...).orMissing(a.missing)
}

// sameTexts gives the functions of texts.
var sameTexts = map[expression.Kernel]func(string) string{
	expression.Lower: strings.ToLower, expression.Upper: strings.ToUpper, expression.Trim: strings.TrimSpace,
}

// constant is the one value of an expression made of literals only.
func (s scope) constant(n *expression.Node) (set, bool) {
	switch n.Op {
	case expression.OpNumber, expression.OpText, expression.OpInstant:
		return s.anywhere(n), true
	case expression.OpColumn, expression.OpField, expression.OpMetric, expression.OpName, expression.OpVariable, expression.OpCall:
		return set{}, false
	}
	literal := true
	n.Walk(func(n *expression.Node) bool {
		switch n.Op {
		case expression.OpNumber, expression.OpText, expression.OpBool, expression.OpInstant, expression.OpNegate, expression.OpAdd,
			expression.OpSubtract, expression.OpMultiply, expression.OpDivide, expression.OpPower, expression.OpRemainder:
		default:
			literal = false
		}
		return literal
	})
	if !literal {
		return set{}, false
	}
	v := s.plain().values(n)
	switch shapeOf(n.Type.Kind) {
	case numberShape:
		_, one := v.only()
		return v, one
	case textShape:
		return v, v.finite() && len(v.texts) == 1 && !v.missing
	case truthShape:
		return v, !v.missing && v.yes != v.no
	}
	return set{}, false
}

var zero = exact.Int(0)
