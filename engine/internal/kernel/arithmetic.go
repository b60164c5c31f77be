package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// arithmetic compiles the operators on numbers.
func (l *lane) arithmetic(n *plan.Node) int {
	if len(n.Args) == 1 {
		x, at := l.need(n.Args[0]), l.slot()
		each := exact.Num.Neg
		if n.Op == plan.Power {
			each = func(v exact.Num) exact.Num { return v.PowInt(n.Index) }
		}
		l.add(func(s *scope) {
			if n.Op == plan.Negate && s.vectors[at].scale(s.rows, &s.vectors[x], -1, 1) {
				return
			}
			l.mapWide(s, at, x, each)
		})
		return at
	}
	a, b := n.Args[0], n.Args[1]
	if c, ok := numberOf(b); ok {
		if slot, ok := l.byConstant(n.Op, a, c); ok {
			return slot
		}
	}
	if c, ok := numberOf(a); ok && n.Op == plan.Multiply {
		if slot, ok := l.byConstant(n.Op, b, c); ok {
			return slot
		}
	}
	x, y := l.need(a), l.need(b)
	at := l.slot()
	kernel, each := operators[n.Op].blocks, operators[n.Op].each
	l.add(func(s *scope) {
		v, a, b := &s.vectors[at], &s.vectors[x], &s.vectors[y]
		if kernel != nil && a.wide == nil && b.wide == nil && kernel(v, s.rows, a, b) {
			return
		}
		for i, out := 0, v.widen(s.rows); i < len(out); i++ {
			out[i] = each(a.at(i), b.at(i))
		}
	})
	return at
}

// operators are the operators on two numbers: for a block, unless its bounds forbid
// that, and for two exact numbers.
var operators = map[plan.Op]struct {
	blocks func(v *vector, rows int, a, b *vector) bool
	each   func(a, b exact.Num) exact.Num
}{
	plan.Add:       {(*vector).add, exact.Num.Add},
	plan.Subtract:  {(*vector).subtract, exact.Num.Sub},
	plan.Multiply:  {(*vector).multiply, exact.Num.Mul},
	plan.Divide:    {(*vector).divide, exact.Num.Quo},
	plan.Remainder: {nil, exact.Num.Rem},
}

// byConstant compiles multiplying by a literal, or dividing by one.
func (l *lane) byConstant(op plan.Op, a *plan.Node, c exact.Num) (int, bool) {
	num, den, ok := c.LowestTerms()
	if !ok || num == 0 || op != plan.Multiply && op != plan.Divide {
		return 0, false
	}
	if op == plan.Divide {
		if num, den = den, num; den < 0 {
			num, den = -num, -den
		}
	}
	factor := exact.Ratio(num, den)
	x, at := l.need(a), l.slot()
	l.add(func(s *scope) {
		v, from := &s.vectors[at], &s.vectors[x]
		if from.wide == nil && v.scale(s.rows, from, num, den) {
			return
		}
		l.mapWide(s, at, x, func(v exact.Num) exact.Num { return v.Mul(factor) })
	})
	return at, true
}

// mapWide computes a function of each number exactly.
func (l *lane) mapWide(s *scope, at, x int, fn func(exact.Num) exact.Num) {
	from := &s.vectors[x]
	for i, out := 0, s.vectors[at].widen(s.rows); i < len(out); i++ {
		out[i] = fn(from.at(i))
	}
}

// scale multiplies by num/den; no if that might not fit.
func (v *vector) scale(rows int, a *vector, num, den int64) bool {
	if a.wide != nil {
		return false
	}
	unit := a.unit
	if a.d == nil {
		g := gcd(unit, num)
		unit, num = unit/g, num/g
	}
	f := float64(num)
	if a.magnitude()*max(f, -f) >= limit || a.denominator()*float64(den) >= limit {
		return false
	}
	low, high := a.low*f, a.high*f
	if f < 0 {
		low, high = high, low
	}
	switch {
	case a.d == nil && num == 1:
		v.n, v.d, v.unit, v.wide = a.n, nil, unit*den, nil
	case a.d == nil:
		times(v.numerators(rows, unit*den), a.n, num)
	case den == 1:
		times(v.numerators(rows, 1), a.n, num)
		v.d, v.dHigh = a.d, a.dHigh
	default:
		n, d := v.ratios(rows)
		times(n, a.n, num)
		times(d, a.d, den)
		v.dHigh = a.dHigh * float64(den)
	}
	v.miss = a.miss
	v.bounds(low, high)
	return true
}

func times(out, a []int64, f int64) {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] * f
	}
}

func (v *vector) add(rows int, a, b *vector) bool      { return v.sum(rows, a, b, 1) }
func (v *vector) subtract(rows int, a, b *vector) bool { return v.sum(rows, a, b, -1) }

// sum computes a + sign*b.
func (v *vector) sum(rows int, a, b *vector, sign int64) bool {
	if a.d == nil && b.d == nil {
		fa, fb, unit, ok := common(a.unit, b.unit)
		high := a.magnitude()*float64(fa) + b.magnitude()*float64(fb)
		if !ok || high >= limit {
			return false
		}
		v.missingIn(rows, a, b)
		an, bn, out := a.n[:rows], b.n[:rows], v.numerators(rows, unit)
		fb *= sign
		for i := range out {
			out[i] = an[i]*fa + bn[i]*fb
		}
		low, above := a.low*float64(fa), a.high*float64(fa)
		bl, bh := b.low*float64(fb), b.high*float64(fb)
		v.bounds(low+min(bl, bh), above+max(bl, bh))
		return true
	}
	high := a.magnitude()*b.denominator() + b.magnitude()*a.denominator()
	below := a.denominator() * b.denominator()
	if high >= limit || below >= limit {
		return false
	}
	v.missingIn(rows, a, b)
	n, d := v.ratios(rows)
	for i := range n {
		ad, bd := a.below(i), b.below(i)
		n[i], d[i] = a.n[i]*bd+sign*b.n[i]*ad, ad*bd
	}
	v.bounds(-high, high)
	v.dHigh = below
	return true
}

// common gives the factors that bring two units to one.
func common(a, b int64) (fa, fb, unit int64, ok bool) {
	if a == b {
		return 1, 1, a, true
	}
	g := gcd(a, b)
	fa, fb = b/g, a/g
	if float64(a)*float64(fa) >= limit {
		return 0, 0, 0, false
	}
	return fa, fb, a * fa, true
}

// gcd is the greatest common divisor; b is not 0.
func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

func (v *vector) multiply(rows int, a, b *vector) bool {
	high, below := a.magnitude()*b.magnitude(), a.denominator()*b.denominator()
	if high >= limit || below >= limit {
		return false
	}
	v.missingIn(rows, a, b)
	an, bn := a.n[:rows], b.n[:rows]
	if a.d == nil && b.d == nil {
		out := v.numerators(rows, a.unit*b.unit)
		for i := range out {
			out[i] = an[i] * bn[i]
		}
	} else {
		n, d := v.ratios(rows)
		for i := range n {
			n[i], d[i] = an[i]*bn[i], a.below(i)*b.below(i)
		}
		v.dHigh = below
	}
	low := -high
	if a.low >= 0 && b.low >= 0 {
		low = a.low * b.low
	}
	v.bounds(low, high)
	return true
}

// divide computes a/b; by 0 it is missing.
func (v *vector) divide(rows int, a, b *vector) bool {
	if a.d == nil && b.d == nil && b.low >= 1 {
		return v.divideByPositive(rows, a, b)
	}
	high, below := a.magnitude()*b.denominator(), a.denominator()*b.magnitude()
	if high >= limit || below >= limit {
		return false
	}
	n, d := v.ratios(rows)
	miss := v.mask(rows)
	for i := range n {
		x, y := a.n[i]*b.below(i), a.below(i)*b.n[i]
		miss[i] = signals.Present
		if a.miss != nil {
			miss[i] |= a.miss[i]
		}
		if b.miss != nil {
			miss[i] |= b.miss[i]
		}
		if y <= 0 {
			x, y = -x, -y
			if y == 0 {
				x, y, miss[i] = 0, 1, missing
			}
		}
		n[i], d[i] = x, y
	}
	low := -high
	if a.low >= 0 && b.low >= 0 {
		low = 0
	}
	v.bounds(low, high)
	v.dHigh = max(below, 1)
	return true
}

// divideByPositive borrows what it can: (n/u) / (m/w) = nw / mu.
func (v *vector) divideByPositive(rows int, a, b *vector) bool {
	g := gcd(a.unit, b.unit)
	fn, fd := b.unit/g, a.unit/g
	if a.magnitude()*float64(fn) >= limit || b.high*float64(fd) >= limit {
		return false
	}
	v.missingIn(rows, a, b)
	n, d := a.n, b.n
	if fn != 1 {
		n = v.numerators(rows, 1)
		times(n, a.n, fn)
	}
	if fd != 1 {
		v.own.d = room(v.own.d, rows)
		d = v.own.d
		times(d, b.n, fd)
	}
	v.n, v.d, v.unit, v.wide = n, d, 1, nil
	v.bounds(a.low*float64(fn), a.high*float64(fn))
	v.dHigh = b.high * float64(fd)
	return true
}
