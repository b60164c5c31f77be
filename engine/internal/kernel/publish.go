package kernel

import (
	"math"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// exactBelow bounds the published numerators that a block computes: below it a
// float64 estimate is off by less than one, and a number keeps all its decimals.
const exactBelow = 1_000_000_000_000_000

// publish compiles rounding a value as it is published.
func (l *lane) publish(n *plan.Node) int {
	if n.Rounding == plan.RoundNone || kindOf(n) != numberKind {
		return l.need(n.Args[0])
	}
	if arg := n.Args[0]; arg.Op == plan.PeerStat && ofGroup(arg) {
		decimals, each := rounding(n)
		return l.groupStat(arg, each, decimals)
	}
	p := l.publication(n)
	l.add(p.run)
	return p.at
}

// publication is a value before it is published, and how that is done.
type publication struct {
	at       int // slot of what is published
	from     int // slot of the value, which is still to be multiplied by factor
	factor   int64
	scaled   int
	decimals int
	how      plan.Rounding
	each     func(exact.Num) exact.Num
}

// publication compiles a value up to where it is published.
func (l *lane) publication(n *plan.Node) *publication {
	p := &publication{factor: 1, how: n.Rounding}
	p.decimals, p.each = rounding(n)
	arg := n.Args[0]
	if whole, of, ok := timesWhole(arg); ok && l.compiler.can(arg) {
		arg, p.factor = of, whole
	}
	p.from = l.need(arg)
	p.at, p.scaled = l.slot(), l.slot()
	return p
}

// run publishes the value.
func (p *publication) run(s *scope) {
	v, from := &s.vectors[p.at], &s.vectors[p.from]
	if p.factor != 1 {
		if from.wide == nil && from.d != nil && v.publishTimes(s.rows, from, p.factor, p.decimals, p.how) {
			return
		}
		scaled := &s.vectors[p.scaled]
		if !scaled.scale(s.rows, from, p.factor, 1) {
			for i, out := 0, scaled.widen(s.rows); i < len(out); i++ {
				out[i] = from.at(i).Mul(exact.Int(p.factor))
			}
		}
		from = scaled
	}
	if from.wide == nil && v.publish(s.rows, from, p.decimals, p.how) {
		return
	}
	for i, out := 0, v.widen(s.rows); i < len(out); i++ {
		out[i] = p.each(from.at(i))
	}
	v.narrow(s.rows, p.decimals)
}

// timesWhole takes x * n apart, if n is a small whole number.
func timesWhole(n *plan.Node) (factor int64, of *plan.Node, ok bool) {
	if n.Op != plan.Multiply || n.Uses > 1 {
		return 0, nil, false
	}
	c, ok := numberOf(n.Args[1])
	factor, whole := c.Int64()
	return factor, n.Args[0], ok && whole && factor > 1 && factor <= 1_000_000
}

// publishTimes publishes ratios times a whole number, in one pass; no if that might
// not fit, or some numerators are negative.
func (v *vector) publishTimes(rows int, a *vector, factor int64, decimals int, how plan.Rounding) bool {
	high := a.high * float64(factor)
	if a.low < 0 || high >= limit || a.dHigh >= limit || how == plan.RoundMoney && decimals > 9 {
		return false
	}
	v.miss = a.miss
	most := roundTimes(v.numerators(rows, pow10[decimals]), a.n, a.d, factor, pow10[decimals])
	v.bounds(0, float64(most))
	return most < exactBelow
}

// rounding gives the decimals of published numbers, and the rounding of one.
func rounding(n *plan.Node) (decimals int, each func(exact.Num) exact.Num) {
	decimals = n.Decimals
	switch n.Rounding {
	case plan.RoundInt:
		return 0, exact.Num.PublishInt
	case plan.RoundMoney:
		return min(decimals, 18), func(x exact.Num) exact.Num { return x.PublishMoney(decimals) }
	}
	return decimals, func(x exact.Num) exact.Num { return x.PublishTo(decimals) }
}

// publish rounds to some decimals, half away from zero; no if the block holds
// numbers that are too large for that.
func (v *vector) publish(rows int, a *vector, decimals int, how plan.Rounding) bool {
	if how == plan.RoundMoney && decimals > 9 {
		return false
	}
	unit := pow10[decimals]
	if a.d == nil && unit%a.unit == 0 && keepsDigits(a, how) {
		v.borrow(a) // it has no more decimals than that
		return true
	}
	if a.denominator() >= limit {
		return false
	}
	v.miss = a.miss
	an, out := a.n[:rows], v.numerators(rows, unit)
	var most uint64
	switch {
	case a.d == nil:
		most = roundOver(out, an, a.unit, unit)
	case a.low >= 0:
		most = roundPositive(out, an, a.d[:rows], unit)
	default:
		most = roundRatios(out, an, a.d[:rows], unit)
	}
	if most >= exactBelow {
		return false
	}
	if a.low >= 0 {
		v.bounds(0, float64(most))
	} else {
		v.bounds(-float64(most), float64(most))
	}
	return true
}

// keepsDigits tells whether no number of a block has more digits than are published.
func keepsDigits(a *vector, how plan.Rounding) bool {
	const allDecimals = 999_999 // below a million nine decimals are kept
	switch {
	case how == plan.RoundMoney:
		return true
	case a.magnitude() >= exactBelow:
		return false
	}
	return a.magnitude() < allDecimals*float64(a.unit) || slices.Contains(pow10[:], a.unit)
}

// The roundings below estimate n*unit/d in float64, which is off by less than one
// while the result is below exactBelow, and correct the estimate by the remainder,
// which is exact though its parts may overflow. They give a bound of the results;
// where that is exactBelow or more, some result may be wrong.

// roundPositive rounds ratios of numerators that are not negative.
func roundPositive(out, n, d []int64, unit int64) (most uint64) {
	n, d = n[:len(out)], d[:len(out)]
	scale := float64(unit)
	for i := range out {
		a, b := n[i], d[i]
		k := int64(float64(a)*scale/float64(b) + 0.5)
		r := a*unit - k*b
		if 2*r >= b {
			k++
		} else if 2*r < -b {
			k--
		}
		most |= uint64(k)
		out[i] = k
	}
	return most
}

// roundTimes rounds ratios, times a factor, of numerators that are not negative.
func roundTimes(out, n, d []int64, factor, unit int64) (most uint64) {
	n, d = n[:len(out)], d[:len(out)]
	scale := float64(unit)
	for i := range out {
		a, b := n[i]*factor, d[i]
		k := int64(float64(a)*scale/float64(b) + 0.5)
		r := a*unit - k*b
		if 2*r >= b {
			k++
		} else if 2*r < -b {
			k--
		}
		most |= uint64(k)
		out[i] = k
	}
	return most
}

// roundRatios rounds ratios of either sign.
func roundRatios(out, n, d []int64, unit int64) (most uint64) {
	for i := range out {
		k := roundOne(n[i], d[i], unit)
		most |= uint64(max(k, -k))
		out[i] = k
	}
	return most
}

// roundOver rounds numerators over one denominator.
func roundOver(out, n []int64, d, unit int64) (most uint64) {
	n = n[:len(out)]
	for i := range out {
		k := roundOne(n[i], d, unit)
		most |= uint64(max(k, -k))
		out[i] = k
	}
	return most
}

// roundOne is n*unit/d rounded half away from zero.
func roundOne(n, d, unit int64) int64 {
	sign := n >> 63
	a := (n ^ sign) - sign
	q := float64(a)*float64(unit)/float64(d) + 0.5
	if !(q < 2*exactBelow) {
		return math.MaxInt64
	}
	k := int64(q)
	r := a*unit - k*d
	if 2*r >= d {
		k++
	} else if 2*r < -d {
		k--
	}
	return (k ^ sign) - sign
}
