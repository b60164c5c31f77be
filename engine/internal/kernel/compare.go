package kernel

import (
	"math"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// noNumber is a missing number.
var noNumber exact.Num

// compare compiles a comparison.
func (l *lane) compare(op plan.Op, a, b *plan.Node) int {
	k := kindOf(a)
	if k == nothing {
		k = kindOf(b)
	}
	if c, ok := numberOf(b); ok && kindOf(a) == numberKind {
		return l.compareConstant(op, a, c)
	}
	if c, ok := numberOf(a); ok && kindOf(b) == numberKind {
		return l.compareConstant(mirrored[op], b, c)
	}
	if k == textKind {
		return l.compareTexts(op, a, b)
	}
	x, y := l.need(a), l.need(b)
	at := l.slot()
	l.add(func(s *scope) {
		v, a, b := &s.vectors[at], &s.vectors[x], &s.vectors[y]
		switch k {
		case numberKind:
			v.compareNumbers(s.rows, op, a, b)
		case truthKind:
			out := v.truths(s.rows)
			for i := range out {
				out[i] = unknown
				if a.truth[i] != unknown && b.truth[i] != unknown {
					out[i] = truthOf((a.truth[i] == b.truth[i]) == (op == plan.Equal))
				}
			}
		case instantKind:
			compareInts(v.truths(s.rows), op, a.n, b.n)
			v.unknownWhere(a, b)
		default:
			fill(v.truths(s.rows), unknown)
		}
	})
	return at
}

// mirrored is the comparison with its sides exchanged.
var mirrored = map[plan.Op]plan.Op{
	plan.Equal: plan.Equal, plan.NotEqual: plan.NotEqual, plan.Less: plan.More, plan.More: plan.Less,
	plan.LessEqual: plan.MoreEqual, plan.MoreEqual: plan.LessEqual,
}

// compareInts compares row by row. Of yes and no the first is all bits of the second.
func compareInts(out []uint8, op plan.Op, a, b []int64) {
	a, b = a[:len(out)], b[:len(out)]
	switch op {
	case plan.Equal, plan.NotEqual:
		for i := range out {
			out[i] = yes * bit(a[i] == b[i])
		}
	case plan.Less, plan.MoreEqual:
		for i := range out {
			out[i] = yes * bit(a[i] < b[i])
		}
	default:
		for i := range out {
			out[i] = yes * bit(a[i] <= b[i])
		}
	}
	if op == plan.NotEqual || op == plan.MoreEqual || op == plan.More {
		negate(out)
	}
}

func negate(out []uint8) {
	for i := range out {
		out[i] ^= yes
	}
}

func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// unknownWhere makes truths unknown where an operand is missing.
func (v *vector) unknownWhere(operands ...*vector) {
	for _, a := range operands {
		if a.miss == nil {
			continue
		}
		miss, out := a.miss[:len(v.truth)], v.truth
		for i := range out {
			if miss[i] != signals.Present {
				out[i] = unknown
			}
		}
	}
}

func (v *vector) compareNumbers(rows int, op plan.Op, a, b *vector) {
	out := v.truths(rows)
	if a.wide == nil && b.wide == nil && a.d == nil && b.d == nil && a.unit == b.unit {
		compareInts(out, op, a.n, b.n)
		v.unknownWhere(a, b)
		return
	}
	if a.wide == nil && b.wide == nil && a.magnitude()*b.denominator() < limit && b.magnitude()*a.denominator() < limit {
		for i := range out {
			x, y := a.n[i]*b.below(i), b.n[i]*a.below(i)
			order := int(bit(x > y)) - int(bit(x < y))
			out[i] = truthOf(op.Holds(order))
		}
		v.unknownWhere(a, b)
		return
	}
	for i := range out {
		x, y := a.at(i), b.at(i)
		out[i] = unknown
		if !x.IsMissing() && !y.IsMissing() {
			out[i] = truthOf(op.Holds(x.Cmp(y)))
		}
	}
}

// compareConstant compiles comparing with a literal. Numerators over a unit are
// compared with the edge that the literal is in that unit.
func (l *lane) compareConstant(op plan.Op, a *plan.Node, c exact.Num) int {
	x, at := l.need(a), l.slot()
	var few edgeCache
	few.add(1, c) // the unit that most have
	l.add(func(s *scope) {
		v, a := &s.vectors[at], &s.vectors[x]
		out := v.truths(s.rows)
		if a.wide != nil || a.d != nil {
			for i := range out {
				out[i] = unknown
				if n := a.at(i); !n.IsMissing() {
					out[i] = truthOf(op.Holds(n.Cmp(c)))
				}
			}
			return
		}
		floor, whole := few.at(a.unit, c)
		n := a.n[:s.rows]
		switch op {
		case plan.Equal, plan.NotEqual:
			for i := range out {
				out[i] = yes * bit(n[i] == floor)
			}
			if !whole {
				fill(out, no)
			}
			if op == plan.NotEqual {
				negate(out)
			}
		default:
			if (op == plan.Less || op == plan.MoreEqual) && whole {
				floor-- // below the edge itself
			}
			if op == plan.Less || op == plan.LessEqual {
				for i := range out {
					out[i] = yes * bit(n[i] <= floor)
				}
			} else {
				for i := range out {
					out[i] = yes * bit(n[i] > floor)
				}
			}
		}
		v.unknownWhere(a)
	})
	return at
}

// edgeCache keeps what a literal is in the units that were known when the rules were
// compiled.
type edgeCache struct {
	units, floors []int64
	whole         []bool
}

func (e *edgeCache) add(unit int64, c exact.Num) {
	floor, whole := edge(unit, c)
	e.units, e.floors, e.whole = append(e.units, unit), append(e.floors, floor), append(e.whole, whole)
}

func (e *edgeCache) at(unit int64, c exact.Num) (floor int64, whole bool) {
	for i, u := range e.units {
		if u == unit {
			return e.floors[i], e.whole[i]
		}
	}
	return edge(unit, c)
}

// edge is the greatest whole number of units that is not above c, and whether that
// is c. What is beyond all numerators stays beyond them.
func edge(unit int64, c exact.Num) (floor int64, whole bool) {
	scaled := c.Mul(exact.Int(unit))
	below := scaled.Floor()
	n, ok := below.Int64()
	if !ok || n > math.MaxInt64/2 || n < math.MinInt64/2 {
		if c.Sign() > 0 {
			return math.MaxInt64 / 2, false
		}
		return math.MinInt64 / 2, false
	}
	return n, below.Equal(scaled)
}

// compareTexts compiles a comparison of texts, with a literal once for each text.
func (l *lane) compareTexts(op plan.Op, a, b *plan.Node) int {
	test := func(x, y string) bool { return op.Holds(strings.Compare(x, y)) }
	return l.textPairs(a, b, test)
}

// in compiles looking for a value in a written list: equal to one of them, else not
// known if it is not known for one of them.
func (l *lane) in(n *plan.Node) int {
	found := -1
	for _, item := range n.Args[1].Args {
		equal := l.compare(plan.Equal, n.Args[0], item)
		if found < 0 {
			found = equal
		} else {
			found = l.both(false, found, equal)
		}
	}
	if found >= 0 {
		return found
	}
	// In an empty list there is nothing; what is missing is not known to be in it.
	x, at, k := l.need(n.Args[0]), l.slot(), kindOf(n.Args[0])
	l.add(func(s *scope) {
		v := &s.vectors[at]
		v.isMissing(s.rows, &s.vectors[x], k)
		for i, t := range v.truth {
			v.truth[i] = t & unknown
		}
	})
	return at
}
