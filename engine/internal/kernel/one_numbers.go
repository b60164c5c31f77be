package kernel

import (
	"math/bits"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// number compiles a node that gives a number.
func (c *oneCompiler) number(n *plan.Node) oneNumber {
	if fn, ok := c.numbers[n]; ok {
		return fn
	}
	fn := c.makeNumber(n)
	if c.remember(n) {
		inner, at := fn, c.out.memos
		c.out.memos++
		fn = func(f *One) (int64, int64) {
			m := &f.memos[at]
			if m.epoch != f.epoch {
				m.n, m.d = inner(f)
				m.epoch = f.epoch
			}
			return m.n, m.d
		}
	}
	c.numbers[n] = fn
	return fn
}

func noOneNumber(*One) (n, d int64) { return 0, 0 }

func (c *oneCompiler) makeNumber(n *plan.Node) oneNumber {
	switch n.Op {
	case plan.Missing:
		return noOneNumber
	case plan.Constant:
		num, den, small := n.Num.Small()
		if !small {
			c.refuse()
		}
		return func(*One) (int64, int64) { return num, den }
	case plan.Column:
		at := c.column(n)
		return func(f *One) (int64, int64) { return f.cell(at) }
	case plan.Variable:
		return c.number(c.bound(n))
	case plan.Let:
		return c.number(c.bodyOf(n))
	case plan.Guard, plan.Fresh:
		x, open := c.number(n.Args[0]), c.gate(n)
		return func(f *One) (int64, int64) {
			if !open(f) {
				return 0, 0
			}
			return x(f)
		}
	case plan.Publish:
		return c.publish(n)
	case plan.Input:
		switch n.Index {
		case plan.InputScore:
			return func(f *One) (int64, int64) { return f.score, f.below }
		case plan.InputCoverage:
			return func(f *One) (int64, int64) { return f.coverage, coverageUnit }
		}
	case plan.CardScore, plan.CardCoverage:
		c.card(n.Index)
		index, score := n.Index, n.Op == plan.CardScore
		return func(f *One) (int64, int64) {
			column := f.out.Cards[index].Coverage
			if score {
				column = f.out.Cards[index].Score
			}
			if column.N[0] == result.Absent {
				return 0, 0
			}
			return column.N[0], column.Unit
		}
	case plan.Negate:
		x := c.number(n.Args[0])
		return func(f *One) (int64, int64) { n, d := x(f); return -n, d }
	case plan.Power:
		x, power := c.number(n.Args[0]), n.Index
		return c.exactly(x, func(v exact.Num) exact.Num { return v.PowInt(power) })
	case plan.Add, plan.Subtract, plan.Multiply, plan.Divide:
		return c.operate(n)
	case plan.Remainder:
		a, b := c.number(n.Args[0]), c.number(n.Args[1])
		return func(f *One) (int64, int64) {
			an, ad := a(f)
			bn, bd := b(f)
			return f.small(exact.Ratio(an, ad).Rem(exact.Ratio(bn, bd)))
		}
	case plan.Cond:
		condition, a, b := c.truth(n.Args[0]), c.number(n.Args[1]), c.number(n.Args[2])
		return func(f *One) (int64, int64) {
			switch condition(f) {
			case yes:
				return a(f)
			case no:
				return b(f)
			}
			return 0, 0
		}
	case plan.Coalesce:
		a, b := c.number(n.Args[0]), c.number(n.Args[1])
		return func(f *One) (int64, int64) {
			if n, d := a(f); d != 0 {
				return n, d
			}
			return b(f)
		}
	case plan.Call:
		return c.numberCall(n)
	}
	if kindOf(n) != nothing {
		c.refuse()
	}
	return noOneNumber
}

// numberCall compiles the functions of single values.
func (c *oneCompiler) numberCall(n *plan.Node) oneNumber {
	switch n.Kernel {
	case expression.DaysSince, expression.DaysUntil:
		x, until := c.instant(n.Args[0]), n.Kernel == expression.DaysUntil
		return func(f *One) (int64, int64) {
			t, ok := x(f)
			if !ok {
				return 0, 0
			}
			days := f.today - signals.DayOf(t)
			if until {
				days = -days
			}
			return days, 1
		}
	case expression.Share:
		return c.divide(n.Args[0], n.Args[1])
	case expression.Percent:
		x := c.divide(n.Args[0], n.Args[1])
		return func(f *One) (int64, int64) { n, d := x(f); return f.times(n, 100), d }
	case expression.Floor, expression.Ceil, expression.Abs:
		return c.exactly(c.number(n.Args[0]), evaluate.OfOne(n.Kernel))
	case expression.MinValue, expression.MaxValue:
		if kindOf(n) != numberKind || len(n.Args) == 0 {
			break
		}
		best := c.number(n.Args[0])
		for _, a := range n.Args[1:] {
			best = better(n.Kernel == expression.MinValue, best, c.number(a))
		}
		return best
	case expression.Clamp:
		low, high := c.number(n.Args[1]), c.number(n.Args[2])
		x := better(true, better(false, c.number(n.Args[0]), low), high)
		return func(f *One) (int64, int64) {
			ln, ld := low(f)
			hn, hd := high(f)
			if ld == 0 || hd == 0 || order(ln, ld, hn, hd) > 0 {
				return 0, 0
			}
			return x(f)
		}
	}
	c.refuse()
	return noOneNumber
}

// better takes b where it is less, or else more, than a; else a.
func better(less bool, a, b oneNumber) oneNumber {
	return func(f *One) (int64, int64) {
		an, ad := a(f)
		bn, bd := b(f)
		if ad == 0 || bd == 0 {
			return 0, 0
		}
		if o := order(bn, bd, an, ad); o < 0 && less || o > 0 && !less {
			return bn, bd
		}
		return an, ad
	}
}

// cell is a number of a column.
func (f *One) cell(at int) (n, d int64) {
	c := &f.columns[at]
	if c.odd {
		return f.oddCell(c)
	}
	return c.ints[f.row], c.unit
}

// oddCell is a number of a column in which some are missing or wide.
func (f *One) oddCell(c *oneColumn) (n, d int64) {
	if c.miss[f.row] != signals.Present {
		return 0, 0
	}
	if c.from.Wide != nil {
		if _, wide := c.from.Wide[f.row]; wide {
			f.wide = true
			return 0, 0
		}
	}
	return c.ints[f.row], c.unit
}

// small is an exact number, if it fits.
func (f *One) small(x exact.Num) (n, d int64) {
	n, d, ok := x.Small()
	if !ok && !x.IsMissing() {
		f.wide = true
	}
	return n, d
}

// exactly computes a function of an exact number.
func (c *oneCompiler) exactly(x oneNumber, fn func(exact.Num) exact.Num) oneNumber {
	return func(f *One) (int64, int64) {
		n, d := x(f)
		return f.small(fn(exact.Ratio(n, d)))
	}
}

// product is a*b, and whether that fits.
func product(a, b int64) (int64, bool) {
	if int64(int32(a)) == a && int64(int32(b)) == b {
		return a * b, true
	}
	return wideProduct(a, b)
}

func wideProduct(a, b int64) (int64, bool) {
	high, low := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	return a * b, high == 0 && low < limit
}

// times is a*b; it gives up where that does not fit.
func (f *One) times(a, b int64) int64 {
	p, ok := product(a, b)
	if !ok {
		f.wide = true
		return 0
	}
	return p
}

// sum is a+b; it gives up where that does not fit.
func (f *One) sum(a, b int64) int64 {
	if a >= limit || a <= -limit || b >= limit || b <= -limit {
		f.wide = true
		return 0
	}
	return a + b
}

// operate compiles the operators on two numbers.
func (c *oneCompiler) operate(n *plan.Node) oneNumber {
	if n.Op == plan.Divide {
		return c.divide(n.Args[0], n.Args[1])
	}
	a, b := c.number(n.Args[0]), c.number(n.Args[1])
	if n.Op == plan.Multiply {
		return func(f *One) (int64, int64) {
			an, ad := a(f)
			bn, bd := b(f)
			if ad == 0 || bd == 0 {
				return 0, 0
			}
			return f.times(an, bn), f.times(ad, bd)
		}
	}
	sign := int64(1)
	if n.Op == plan.Subtract {
		sign = -1
	}
	return func(f *One) (int64, int64) {
		an, ad := a(f)
		bn, bd := b(f)
		if ad == 0 || bd == 0 {
			return 0, 0
		}
		bn *= sign
		if ad == bd {
			return f.sum(an, bn), ad
		}
		fa, fb, unit, ok := common(ad, bd)
		if !ok {
			f.wide = true
			return 0, 0
		}
		return f.sum(f.times(an, fa), f.times(bn, fb)), unit
	}
}

// divide compiles a/b; by 0 it is missing.
func (c *oneCompiler) divide(a, b *plan.Node) oneNumber {
	if a.Op == plan.Column && b.Op == plan.Column {
		x, y := c.column(a), c.column(b)
		return func(f *One) (int64, int64) {
			an, ad := f.cell(x)
			bn, bd := f.cell(y)
			if ad == bd && bn > 0 {
				return an, bn
			}
			return f.quotient(an, ad, bn, bd)
		}
	}
	x, y := c.number(a), c.number(b)
	return func(f *One) (int64, int64) {
		an, ad := x(f)
		bn, bd := y(f)
		return f.quotient(an, ad, bn, bd)
	}
}

func (f *One) quotient(an, ad, bn, bd int64) (n, d int64) {
	if ad == 0 || bd == 0 || bn == 0 {
		return 0, 0
	}
	n, d = an, bn
	if ad != bd {
		n, d = f.times(an, bd), f.times(bn, ad)
	}
	if d < 0 {
		n, d = -n, -d
	}
	return n, d
}

// order compares two ratios that are there: -1, 0 or 1.
func order(an, ad, bn, bd int64) int {
	if ad == bd {
		return int(bit(an > bn)) - int(bit(an < bn))
	}
	if x, ok := product(an, bd); ok {
		if y, ok := product(bn, ad); ok {
			return int(bit(x > y)) - int(bit(x < y))
		}
	}
	if an < 0 != (bn < 0) {
		return int(bit(bn < 0)) - int(bit(an < 0))
	}
	xh, xl := bits.Mul64(uint64(max(an, -an)), uint64(bd))
	yh, yl := bits.Mul64(uint64(max(bn, -bn)), uint64(ad))
	o := int(bit(xh > yh)) - int(bit(xh < yh))
	if o == 0 {
		o = int(bit(xl > yl)) - int(bit(xl < yl))
	}
	if an < 0 {
		return -o
	}
	return o
}

// publish compiles rounding a value as it is published.
func (c *oneCompiler) publish(n *plan.Node) oneNumber {
	if n.Rounding == plan.RoundNone || kindOf(n) != numberKind {
		return c.number(n.Args[0])
	}
	decimals, _ := rounding(n)
	if n.Rounding == plan.RoundMoney && n.Decimals > 9 {
		c.refuse()
		return noOneNumber
	}
	how, unit := n.Rounding, pow10[decimals]
	of, factor := c.unpublished(n)
	x := c.number(of)
	if factor == 1 {
		return func(f *One) (int64, int64) {
			n, d := x(f)
			return f.publish(n, d, unit, how)
		}
	}
	return func(f *One) (int64, int64) {
		n, d := x(f)
		return f.publish(f.times(n, factor), d, unit, how)
	}
}

// unpublished is what is to be published, still to be multiplied by a factor.
func (c *oneCompiler) unpublished(n *plan.Node) (of *plan.Node, factor int64) {
	x := n.Args[0]
	if x.Op == plan.Multiply && !c.remember(x) {
		by, ok := numberOf(x.Args[1])
		if factor, whole := by.Int64(); ok && whole && factor > 1 && factor <= 1_000_000 {
			return x.Args[0], factor
		}
	}
	return x, 1
}

// publish rounds n/d as vector.publish does.
func (f *One) publish(n, d, unit int64, how plan.Rounding) (int64, int64) {
	switch {
	case d == 0:
		return 0, 0
	case d == unit && n < exactBelow && n > -exactBelow:
		return n, unit
	case d < limit:
		if k := roundOne(n, d, unit); k < exactBelow && k > -exactBelow {
			return k, unit
		}
	}
	if unit%d != 0 || how != plan.RoundMoney && !keptDigits(n, d) {
		f.wide = true
		return 0, 0
	}
	if scaled, ok := product(n, unit/d); ok {
		return scaled, unit
	}
	return n, d
}

// keptDigits tells whether n/d, with d a divisor of some power of ten, has no more
// digits than are published. See keepsDigits.
func keptDigits(n, d int64) bool {
	if n >= exactBelow || n <= -exactBelow {
		return false
	}
	return max(n, -n)/d < 999_999 || slices.Contains(pow10[:], d)
}
