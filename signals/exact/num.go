package exact

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
)

// MaxBits is the size to which a numerator or denominator in lowest terms may
// grow. A result that would be larger is missing.
const MaxBits = 4096

// Num is an exact rational number, or missing. The zero value is missing.
//
// A Num is immutable, may be copied and is safe to share between goroutines.
// One value has several representations, so that == would mislead and does not
// compile: use [Num.Cmp] or [Num.Equal].
type Num struct {
	_ [0]func() // not comparable

	// The small form, in use if d > 0: the value n/d, not necessarily in lowest
	// terms. Powers of ten are kept as they come, so that decimals with the same
	// number of places add without a greatest common divisor. n is never
	// math.MinInt64, so that every n has a negative.
	n, d int64

	// The wide form, in use if big is not nil; then n and d are 0. Only values
	// that have no small form are wide. big is in lowest terms, at most MaxBits
	// on either side, and never changed.
	big *big.Rat
}

// Int returns the integer i.
func Int(i int64) Num {
	if i == math.MinInt64 {
		return Num{big: new(big.Rat).SetInt64(i)}
	}
	return Num{n: i, d: 1}
}

// Ratio returns n/d. It is missing if d is 0.
func Ratio(n, d int64) Num {
	switch {
	case d == 0:
		return Num{}
	case n == math.MinInt64 || d == math.MinInt64:
		return fromOwnRat(new(big.Rat).SetFrac(big.NewInt(n), big.NewInt(d)))
	case d < 0:
		return Num{n: -n, d: -d}
	}
	return Num{n: n, d: d}
}

// Decimal returns the decimal m / 10^scale: Decimal(125, 2) is 1.25.
func Decimal(m int64, scale uint8) Num {
	if scale <= maxScale && m != math.MinInt64 {
		return Num{n: m, d: int64(pow10[scale])}
	}
	return fromOwnRat(new(big.Rat).SetFrac(big.NewInt(m), bigPow10(int(scale))))
}

// FromRat returns the value of r, which is copied. It is missing if r is nil,
// or if its numerator or denominator has more than [MaxBits] bits.
func FromRat(r *big.Rat) Num {
	if r == nil || tooWide(r) {
		return Num{}
	}
	if x, ok := smallRat(r); ok {
		return x
	}
	return Num{big: new(big.Rat).Set(r)}
}

// FromFloat returns the shortest decimal that reads back as f: FromFloat(0.1) is
// one tenth. It is missing if f is infinite or not a number.
func FromFloat(f float64) Num {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Num{}
	}
	var buf [32]byte
	x, err := ParseBytes(strconv.AppendFloat(buf[:0], f, 'e', -1, 64))
	if err != nil { // cannot happen: a finite float is a decimal within the bounds
		return Num{}
	}
	return x
}

// IsMissing reports whether x is missing.
func (x Num) IsMissing() bool { return x.d == 0 && x.big == nil }

// IsInt reports whether x is an integer. A missing x is not.
func (x Num) IsInt() bool {
	switch {
	case x.d == 1:
		return true
	case x.d != 0:
		return x.n%x.d == 0
	}
	return x.big != nil && x.big.IsInt()
}

// Int64 returns x as an int64, and whether x is an integer that fits one.
func (x Num) Int64() (int64, bool) {
	switch {
	case x.d == 1:
		return x.n, true
	case x.d != 0:
		if x.n%x.d != 0 {
			return 0, false
		}
		return x.n / x.d, true
	case x.big != nil && x.big.IsInt() && x.big.Num().IsInt64():
		return x.big.Num().Int64(), true
	}
	return 0, false
}

// Rat returns x as a new big.Rat, which the caller may change; nil if x is
// missing.
func (x Num) Rat() *big.Rat {
	switch {
	case x.d != 0:
		return big.NewRat(x.n, x.d)
	case x.big != nil:
		return new(big.Rat).Set(x.big)
	}
	return nil
}

// Float64 returns the float64 nearest to x, infinite if x is beyond the range,
// NaN if x is missing. It is for pictures and statistics; nothing that is
// published may depend on it.
func (x Num) Float64() float64 {
	const exactBelow = 1 << 53
	switch {
	case x.d != 0 && magnitude(x.n) <= exactBelow && x.d <= exactBelow:
		return float64(x.n) / float64(x.d) // two exact operands: rounded once
	case x.IsMissing():
		return math.NaN()
	}
	f, _ := x.rat().Float64()
	return f
}

// rat returns x for reading only; x must not be missing.
func (x Num) rat() *big.Rat {
	if x.big != nil {
		return x.big
	}
	return big.NewRat(x.n, x.d)
}

// fraction returns numerator and denominator of x for reading only; x must not
// be missing. They are not necessarily in lowest terms.
func (x Num) fraction() (n, d *big.Int) {
	if x.big != nil {
		return x.big.Num(), x.big.Denom()
	}
	return big.NewInt(x.n), big.NewInt(x.d)
}

// reduced returns a small x in lowest terms, and whether that changed anything.
func (x Num) reduced() (Num, bool) {
	g := int64(gcd(magnitude(x.n), uint64(x.d)))
	if g == 1 {
		return x, false
	}
	return Num{n: x.n / g, d: x.d / g}, true
}

// fromOwnRat is FromRat for an r that nobody else holds.
func fromOwnRat(r *big.Rat) Num {
	if x, ok := smallRat(r); ok {
		return x
	}
	if tooWide(r) {
		return Num{}
	}
	return Num{big: r}
}

// fromFraction returns n/d for d > 0, in lowest terms.
func fromFraction(n, d *big.Int) Num {
	return fromOwnRat(new(big.Rat).SetFrac(n, d))
}

// fromScaledInt returns q / 10^scale.
func fromScaledInt(q *big.Int, scale int) Num {
	if scale <= maxScale && q.IsInt64() && q.Int64() != math.MinInt64 {
		return Num{n: q.Int64(), d: int64(pow10[scale])}
	}
	return fromFraction(q, bigPow10(scale))
}

func smallRat(r *big.Rat) (Num, bool) {
	n, d := r.Num(), r.Denom()
	if !n.IsInt64() || !d.IsInt64() || n.Int64() == math.MinInt64 {
		return Num{}, false
	}
	return Num{n: n.Int64(), d: d.Int64()}, true
}

func tooWide(r *big.Rat) bool {
	return r.Num().BitLen() > MaxBits || r.Denom().BitLen() > MaxBits
}

// signed returns the small number ±m/d, if m fits.
func signed(negative bool, m, d uint64) (Num, bool) {
	if m > math.MaxInt64 {
		return Num{}, false
	}
	n := int64(m)
	if negative {
		n = -n
	}
	return Num{n: n, d: int64(d)}, true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// gcd returns the greatest common divisor; b must not be 0.
func gcd(a, b uint64) uint64 {
	if a == 0 {
		return b
	}
	shift := bits.TrailingZeros64(a | b)
	a >>= bits.TrailingZeros64(a)
	for b != 0 {
		b >>= bits.TrailingZeros64(b)
		if a > b {
			a, b = b, a
		}
		b -= a
	}
	return a << shift
}

// maxScale is the largest power of ten that an int64 holds.
const maxScale = 18

var pow10 = [maxScale + 1]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// scaleOf returns k if d is 10^k; d must be positive.
func scaleOf(d int64) (k int, ok bool) {
	k = bits.Len64(uint64(d)) * 1233 >> 12 // 1233/4096 is just below log10(2)
	return k, uint64(d) == pow10[k]
}

// bigPow10 returns a new 10^k.
func bigPow10(k int) *big.Int {
	if k <= maxScale {
		return new(big.Int).SetUint64(pow10[k])
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(k)), nil)
}
