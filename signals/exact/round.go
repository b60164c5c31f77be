package exact

import (
	"math/big"
	"math/bits"
)

// The digits of a published number. See the language, part 2, "Numbers".
const (
	publishedDecimals = 9       // below a million
	publishedDigits   = 15      // from a million up
	decimalsBelow     = 1e6     // where decimals give way to digits
	publishedBelow    = 1e15    // from here on a result is out of range
	largestInt        = 1 << 53 // of an int column
	moneyDigits       = 30      // of an amount, minor units included
	maxDecimals       = 30      // that Round and the formats know
)

// Floor returns the greatest integer <= x, missing if x is.
func (x Num) Floor() Num {
	if x.d != 0 {
		q := x.n / x.d
		if x.n%x.d < 0 {
			q--
		}
		return Num{n: q, d: 1}
	}
	if x.big == nil {
		return Num{}
	}
	return fromScaledInt(new(big.Int).Div(x.big.Num(), x.big.Denom()), 0)
}

// Ceil returns the least integer >= x, missing if x is.
func (x Num) Ceil() Num { return x.Neg().Floor().Neg() }

// Trunc returns x without its fraction, missing if x is.
func (x Num) Trunc() Num {
	if x.d != 0 {
		return Num{n: x.n / x.d, d: 1}
	}
	if x.big == nil {
		return Num{}
	}
	return fromScaledInt(new(big.Int).Quo(x.big.Num(), x.big.Denom()), 0)
}

// Round returns x rounded half away from zero to that many decimals, which are
// taken into 0..30; missing if x is.
func (x Num) Round(decimals int) Num {
	decimals = within(decimals, maxDecimals)
	if x.d != 0 {
		if k, ok := scaleOf(x.d); ok && k <= decimals {
			return x
		}
		if decimals <= maxScale {
			if q, ok := roundSmall(magnitude(x.n), uint64(x.d), pow10[decimals]); ok {
				if r, ok := signed(x.n < 0, q, pow10[decimals]); ok {
					return r
				}
			}
		}
	}
	if x.IsMissing() {
		return Num{}
	}
	return fromScaledInt(roundWide(x, decimals), decimals)
}

// Publish returns the published value of x: rounded half away from zero to 9
// decimals, or to 15 significant digits from a million up. It is missing if x
// is, and where the rounded value would reach 10^15 (out of range). A published
// value is always a decimal of at most 15 digits.
func (x Num) Publish() Num { return x.PublishTo(publishedDecimals) }

// PublishTo is Publish for a metric that asks for fewer decimals: x is rounded
// once, to the smaller of the decimals given (at least 0) and those that
// Publish would keep.
func (x Num) PublishTo(decimals int) Num {
	if x.d != 0 && decimals >= 0 {
		k, ok := scaleOf(x.d)
		if ok && k <= decimals && k <= publishedDecimals && magnitude(x.n) < pow10[k]*decimalsBelow {
			return x
		}
	}
	return x.publishRounded(within(decimals, publishedDecimals))
}

// publishRounded is PublishTo for numbers that may need rounding.
func (x Num) publishRounded(decimals int) Num {
	if x.d == 0 {
		return x.publishWide(decimals)
	}
	m, d := magnitude(x.n), uint64(x.d)
	kept, ok := keptDecimals(m / d)
	if !ok {
		return Num{}
	}
	decimals = min(decimals, kept)
	if k, ok := scaleOf(x.d); ok && k <= decimals {
		return x
	}
	q, ok := roundSmall(m, d, pow10[decimals])
	if !ok || decimals == 0 && q >= publishedBelow {
		return Num{}
	}
	if q%pow10[decimals] == 0 {
		q, decimals = q/pow10[decimals], 0
	}
	r, _ := signed(x.n < 0, q, pow10[decimals])
	return r
}

// publishWide is PublishTo for a wide or missing x.
func (x Num) publishWide(decimals int) Num {
	if x.big == nil {
		return Num{}
	}
	whole := new(big.Int).Quo(x.big.Num(), x.big.Denom())
	whole.Abs(whole)
	if !whole.IsUint64() {
		return Num{}
	}
	kept, ok := keptDecimals(whole.Uint64())
	if !ok {
		return Num{}
	}
	decimals = min(decimals, kept)
	q := roundWide(x, decimals)
	if decimals == 0 && q.CmpAbs(big.NewInt(publishedBelow)) >= 0 {
		return Num{}
	}
	return fromScaledInt(q, decimals)
}

// keptDecimals returns how many decimals Publish keeps of a number with that
// integer part, and whether it is in range.
func keptDecimals(whole uint64) (decimals int, ok bool) {
	if whole < decimalsBelow {
		return publishedDecimals, true
	}
	if whole >= publishedBelow {
		return 0, false
	}
	decimals = publishedDecimals - 1
	for whole >= pow10[publishedDigits-decimals] {
		decimals--
	}
	return decimals, true
}

// PublishInt returns the published value of an int: x rounded half away from
// zero to an integer, missing beyond ±2^53.
func (x Num) PublishInt() Num {
	r := x.Round(0)
	if i, ok := r.Int64(); !ok || i > largestInt || i < -largestInt {
		return Num{}
	}
	return r
}

// PublishMoney returns the published value of an amount: x rounded half away
// from zero to the minor unit's decimals (taken into 0..30), missing if that
// takes more than 30 digits, minor units included.
func (x Num) PublishMoney(minor int) Num {
	minor = within(minor, moneyDigits)
	r := x.Round(minor)
	if r.d != 0 && minor+maxScale+1 <= moneyDigits {
		return r // at most 19 digits before the point
	}
	if r.IsMissing() {
		return Num{}
	}
	n, d := r.fraction()
	limit := new(big.Int).Mul(d, bigPow10(moneyDigits-minor))
	if n.CmpAbs(limit) >= 0 {
		return Num{}
	}
	return r
}

// Next returns the least value above x that PublishTo(decimals) can give, for
// decimals in 0..9. It is missing if x is, and where there is no such value
// below 10^15.
func (x Num) Next(decimals int) Num {
	if x.Sign() < 0 {
		return x.Neg().towardsZero(decimals).Neg()
	}
	return x.fromZero(decimals)
}

// Prev returns the greatest value below x that PublishTo(decimals) can give,
// for decimals in 0..9. It is missing if x is, and where there is no such value
// above -10^15.
func (x Num) Prev(decimals int) Num {
	if x.Sign() > 0 {
		return x.towardsZero(decimals)
	}
	return x.Neg().fromZero(decimals).Neg()
}

// fromZero returns the neighbour above x >= 0.
func (x Num) fromZero(decimals int) Num {
	whole, ok := x.Floor().Int64()
	if !ok {
		return Num{}
	}
	kept, ok := keptDecimals(uint64(whole))
	if !ok {
		return Num{}
	}
	unit := Int(int64(pow10[min(within(decimals, publishedDecimals), kept)]))
	y := x.Mul(unit).Floor().Add(Int(1)).Quo(unit)
	if y.Cmp(Int(publishedBelow)) >= 0 {
		return Num{}
	}
	return y
}

// towardsZero returns the neighbour below x > 0, which may be 0 but is not
// negative. The numbers just below a power of ten have a finer grid than those
// above, so that the integer part that counts is the one below x.
func (x Num) towardsZero(decimals int) Num {
	below, ok := x.Ceil().Sub(Int(1)).Int64()
	if !ok {
		return Num{}
	}
	kept, ok := keptDecimals(uint64(below))
	if !ok || x.Cmp(Int(publishedBelow)) >= 0 {
		return Num{}
	}
	unit := Int(int64(pow10[min(within(decimals, publishedDecimals), kept)]))
	return x.Mul(unit).Ceil().Sub(Int(1)).Quo(unit)
}

// roundSmall returns m*unit/d rounded half up, if that fits.
func roundSmall(m, d, unit uint64) (uint64, bool) {
	hi, lo := bits.Mul64(m, unit)
	if hi >= d {
		return 0, false
	}
	q, r := bits.Div64(hi, lo, d)
	if r >= d-r {
		q++
		return q, q != 0
	}
	return q, true
}

// roundWide returns x * 10^decimals rounded half away from zero; x must not be
// missing.
func roundWide(x Num, decimals int) *big.Int {
	n, d := x.fraction()
	q := new(big.Int).Mul(n, bigPow10(decimals))
	q, r := q.QuoRem(q, d, new(big.Int))
	if r.Lsh(r, 1).CmpAbs(d) >= 0 {
		q.Add(q, big.NewInt(int64(n.Sign())))
	}
	return q
}

func within(decimals, most int) int { return min(max(decimals, 0), most) }
