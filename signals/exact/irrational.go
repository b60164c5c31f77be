package exact

import (
	"math/big"
	"math/bits"
	"sync"
)

// The functions of this file give published values (see [Num.Publish]): the
// exact, irrational result rounded once, half away from zero.
//
// A square root is found in integers. For Ln and Pow2 the result is enclosed
// between two bounds; if both publish the same value, so does the result. If
// not, the precision is doubled. The result is irrational, so that it is never
// exactly half way between two published values. An argument of b bits on
// either side can be chosen to bring it within about 2^-2b of there, which
// lastPrecision covers for every argument that MaxBits allows; it is also where
// the loop ends whatever happens, so that no argument costs more than a fraction
// of a second.
const (
	firstPrecision = 128
	lastPrecision  = 4 * MaxBits // see above
)

// Sqrt returns the published value of the square root of x, missing if x is
// missing or negative, or the root out of range.
func Sqrt(x Num) Num {
	if x.IsMissing() || x.Sign() < 0 {
		return Num{}
	}
	n, d := x.fraction()
	whole := new(big.Int).Quo(n, d)
	if whole.BitLen() > 2*bits.Len64(publishedBelow) {
		return Num{}
	}
	decimals, ok := keptDecimals(whole.Sqrt(whole).Uint64())
	if !ok {
		return Num{}
	}
	// floor(2y), with y the root in units of the last decimal, tells how y rounds.
	twice := new(big.Int).Mul(n, bigPow10(2*decimals))
	twice.Lsh(twice, 2)
	twice.Quo(twice, d).Sqrt(twice)
	q := (twice.Uint64() + 1) / 2
	if decimals == 0 && q >= publishedBelow {
		return Num{}
	}
	if q%pow10[decimals] == 0 {
		q, decimals = q/pow10[decimals], 0
	}
	return Num{n: int64(q), d: int64(pow10[decimals])}
}

// Ln returns the published value of the natural logarithm of x, missing if x is
// missing, zero or negative.
func Ln(x Num) Num {
	if x.Sign() <= 0 {
		return Num{}
	}
	n, d := x.fraction()
	if n.Cmp(d) == 0 {
		return Int(0)
	}
	return enclosed(func(precision uint) (value, bound *big.Int, scale uint) {
		value, bound = lnFixed(n, d, precision)
		return value, bound, precision
	})
}

// Pow2 returns the published value of 2^x: 0 where that is nearest, missing if x
// is missing or the power out of range.
func Pow2(x Num) Num {
	const (
		leastPower    = -31 // 2^-31 < 0.5 * 10^-9
		greatestPower = 49  // 2^50 > 10^15
	)
	if x.IsMissing() {
		return Num{}
	}
	floor := x.Floor()
	whole, ok := floor.Int64()
	switch {
	case floor.Sign() < 0 && (!ok || whole < leastPower):
		return Int(0)
	case !ok || whole > greatestPower:
		return Num{}
	case x.IsInt():
		return Int(2).PowInt(int(whole)).Publish()
	}
	if x.d != 0 {
		if y, ok := pow2Small(whole, uint64(x.n-whole*x.d), uint64(x.d)); ok {
			return y
		}
	}
	n, d := x.Sub(floor).fraction()
	return enclosed(func(precision uint) (value, bound *big.Int, scale uint) {
		value, bound, scale = exp2Fixed(n, d, precision)
		return value, bound, scale - uint(whole)
	})
}

// enclosed publishes a value that compute gives as value/2^scale, wrong by at
// most bound/2^scale, at a precision that decides the rounding.
func enclosed(compute func(precision uint) (value, bound *big.Int, scale uint)) Num {
	for precision := uint(firstPrecision); ; precision *= 2 {
		value, bound, scale := compute(precision)
		unit := new(big.Int).Lsh(big.NewInt(1), scale)
		low := publishedFixed(new(big.Int).Sub(value, bound), unit)
		high := publishedFixed(new(big.Int).Add(value, bound), unit)
		if low.Equal(high) || precision >= lastPrecision {
			return low
		}
	}
}

// publishedFixed publishes value/unit, of any number of bits.
func publishedFixed(value, unit *big.Int) Num {
	whole := new(big.Int).Quo(value, unit)
	if whole.BitLen() > bits.Len64(publishedBelow) {
		return Num{}
	}
	decimals, ok := keptDecimals(whole.Abs(whole).Uint64())
	if !ok {
		return Num{}
	}
	q, r := value.Mul(value, bigPow10(decimals)), new(big.Int)
	sign := int64(q.Sign())
	q.QuoRem(q, unit, r)
	if r.Lsh(r, 1).CmpAbs(unit) >= 0 {
		q.Add(q, big.NewInt(sign))
	}
	return fromScaledInt(q, decimals).Publish()
}

// lnFixed returns ln(n/d) * 2^w for positive n and d, wrong by at most bound.
//
// With n/d = m * 2^k and m between 1/2 and 2, ln(n/d) is k ln 2 + 2 atanh(z) for
// z = (m-1)/(m+1), |z| <= 1/3.
func lnFixed(n, d *big.Int, w uint) (value, bound *big.Int) {
	k := n.BitLen() - d.BitLen()
	m, one := new(big.Int).Set(n), new(big.Int).Set(d)
	if k > 0 {
		one.Lsh(one, uint(k))
	} else {
		m.Lsh(m, uint(-k))
	}
	z := new(big.Int).Sub(m, one)
	z.Lsh(z, w).Quo(z, m.Add(m, one))
	value = atanhFixed(z, w)
	value.Lsh(value, 1)
	value.Add(value, new(big.Int).Mul(big.NewInt(int64(k)), ln2Fixed(w)))

	// atanh is wrong by at most 4w+8 (see there), and z by 1, which atanh makes
	// 9/8; ln 2 is wrong by 8w+20; |k| <= MaxBits.
	return value, big.NewInt(2*(4*int64(w)+10) + MaxBits*(8*int64(w)+20))
}

// atanhFixed returns atanh(z/2^w) * 2^w for |z/2^w| <= 1/3, wrong by at most
// 4w+8.
//
// The series is z + z^3/3 + z^5/5 + ... Squaring loses at most 1; each power
// then loses at most 2 (a ninth of what the one before lost, a third of 1, and
// 1 of its own), and each term 3; there are fewer than w terms before the powers
// vanish, and what follows them adds less than 3.
func atanhFixed(z *big.Int, w uint) *big.Int {
	square := new(big.Int).Mul(z, z)
	square.Rsh(square, w)
	sum, power := new(big.Int).Set(z), new(big.Int).Set(z)
	term, odd := new(big.Int), new(big.Int)
	for i := int64(3); ; i += 2 {
		power.Mul(power, square)
		shiftToZero(power, w)
		if power.Sign() == 0 {
			return sum
		}
		sum.Add(sum, term.Quo(power, odd.SetInt64(i)))
	}
}

// ln2Fixed returns ln 2 * 2^w, wrong by at most 8w+20. It must not be changed.
func ln2Fixed(w uint) *big.Int {
	if w == firstPrecision {
		return firstLn2()
	}
	return computeLn2(w)
}

var firstLn2 = sync.OnceValue(func() *big.Int { return computeLn2(firstPrecision) })

// computeLn2 uses ln 2 = 2 atanh(1/3) = 2/3 (1 + 1/(3*9) + 1/(5*9^2) + ...).
//
// Each power loses less than 2, each term less than 2 more, and there are fewer
// than w terms; what follows them adds less than 2.
func computeLn2(w uint) *big.Int {
	nine, term, odd := big.NewInt(9), new(big.Int), new(big.Int)
	power := new(big.Int).Lsh(big.NewInt(2), w)
	power.Quo(power, big.NewInt(3))
	ln2 := new(big.Int).Set(power)
	for i := int64(3); ; i += 2 {
		if power.Quo(power, nine).Sign() == 0 {
			return ln2
		}
		ln2.Add(ln2, term.Quo(power, odd.SetInt64(i)))
	}
}

// exp2Fixed returns 2^(n/d) * 2^w for 0 <= n/d < 1, wrong by at most bound, with
// w somewhat more than the precision asked for.
//
// With y = (n/d) ln 2 / 2^r the power is exp(y)^(2^r): the series of exp is short
// for a small y, and r squarings follow.
func exp2Fixed(n, d *big.Int, precision uint) (value, bound *big.Int, w uint) {
	r := uint(4)
	for r*r < precision/4 {
		r++
	}
	w = precision + 2*r
	y := new(big.Int).Lsh(n, w)
	y.Quo(y, d)
	y.Mul(y, ln2At(w)).Rsh(y, w+r)

	value = new(big.Int).Lsh(big.NewInt(1), w)
	term, count := new(big.Int).Set(value), new(big.Int)
	for i := int64(1); ; i++ {
		term.Mul(term, y).Rsh(term, w)
		term.Quo(term, count.SetInt64(i))
		if term.Sign() == 0 {
			break
		}
		value.Add(value, term)
	}
	for range r {
		value.Mul(value, value).Rsh(value, w)
	}

	// y is wrong by at most 8w+24, which exp makes 17w+50; the fewer than w terms
	// lose at most 3 each, and what follows them 2. A squaring doubles the
	// relative error and loses 1: at the end 2^r times as much, times a value of
	// at most 2. The last doubling covers the second-order terms.
	bound = big.NewInt(20*int64(w) + 60)
	return value, bound.Lsh(bound, r+2), w
}

// ln2At is ln2Fixed for the precisions of exp2Fixed.
func ln2At(w uint) *big.Int {
	if w == powPrecision {
		return powLn2()
	}
	return computeLn2(w)
}

// powPrecision is what exp2Fixed makes of firstPrecision.
const powPrecision = firstPrecision + 2*6

var powLn2 = sync.OnceValue(func() *big.Int { return computeLn2(powPrecision) })

// shiftToZero divides x by 2^w, towards zero.
func shiftToZero(x *big.Int, w uint) {
	if x.Sign() < 0 {
		x.Neg(x).Rsh(x, w).Neg(x)
		return
	}
	x.Rsh(x, w)
}

// ln2Bits is ln 2 * 2^64, rounded down.
const ln2Bits = 0xb17217f7d1cf79ab

// expTerms are 2^64/i! for i from 2, all rounded down; those that follow are 0.
var expTerms = [...]uint64{
	1 << 64 / 2, 1 << 64 / 6, 1 << 64 / 24, 1 << 64 / 120, 1 << 64 / 720,
	1 << 64 / 5040, 1 << 64 / 40320, 1 << 64 / 362880, 1 << 64 / 3628800,
	1 << 64 / 39916800, 1 << 64 / 479001600, 1 << 64 / 6227020800,
	1 << 64 / 87178291200, 1 << 64 / 1307674368000, 1 << 64 / 20922789888000,
	1 << 64 / 355687428096000, 1 << 64 / 6402373705728000,
	1 << 64 / 121645100408832000, 1 << 64 / 2432902008176640000,
}

// pow2Small returns the published value of 2^(whole + n/d) for whole in -31..49
// and 0 < n < d, if 64 bits decide how it rounds, which is nearly always.
func pow2Small(whole int64, n, d uint64) (Num, bool) {
	fraction, _ := bits.Div64(n, 0, d) // n/d * 2^64
	y, _ := bits.Mul64(fraction, ln2Bits)
	var sum uint64
	for i := len(expTerms) - 1; i >= 0; i-- {
		sum, _ = bits.Mul64(sum, y)
		sum += expTerms[i]
	}
	sum, _ = bits.Mul64(sum, y)
	sum, _ = bits.Mul64(sum, y)
	sum += y // 2^(n/d) - 1 = y + y^2/2! + y^3/3! + ...

	// y is too small by less than 3, which exp makes less than 6. Each step of
	// Horner's loses less than 2, of which the later ones keep less than 0.7:
	// less than 7 in all; the last products and the terms left out lose less
	// than 3. So the sum is too small by less than 16.
	const bound = 16
	if sum > 1<<64-1-bound {
		return Num{}, false
	}
	shift := uint(64 - whole)
	decimals, ok := keptDecimals(shiftedPower(sum, shift))
	high, okHigh := keptDecimals(shiftedPower(sum+bound, shift))
	if !ok || !okHigh || high != decimals {
		return Num{}, false
	}
	q := roundedPower(sum, shift, pow10[decimals])
	if q != roundedPower(sum+bound, shift, pow10[decimals]) || q >= publishedBelow {
		return Num{}, false
	}
	return Num{n: int64(q), d: int64(pow10[decimals])}, true
}

// shiftedPower returns (1 + f/2^64) * 2^64 / 2^shift rounded down, for shift in
// 15..95.
func shiftedPower(f uint64, shift uint) uint64 {
	if shift > 64 {
		return 0
	}
	return f>>shift | 1<<(64-shift)
}

// roundedPower returns (1 + f/2^64) * 2^64 * unit / 2^shift rounded half up, for
// shift in 15..95 and results below 2^64.
func roundedPower(f uint64, shift uint, unit uint64) uint64 {
	hi, lo := bits.Mul64(f, unit)
	hi += unit
	// Halves first: add 2^(shift-1).
	var carry uint64
	if shift > 64 {
		hi += 1 << (shift - 65)
		return hi >> (shift - 64)
	}
	lo, carry = bits.Add64(lo, 1<<(shift-1), 0)
	hi += carry
	return hi<<(64-shift) | lo>>shift
}
