package exact

import (
	"math"
	"math/big"
	"math/bits"
)

// Add returns x + y, missing if either is.
func (x Num) Add(y Num) Num {
	if x.d == y.d && x.d != 0 {
		if s, ok := addInt(x.n, y.n); ok {
			return Num{n: s, d: x.d}
		}
	}
	return x.addUnlike(y)
}

// addUnlike is Add for operands whose numerators cannot simply be added.
func (x Num) addUnlike(y Num) Num {
	if x.IsMissing() || y.IsMissing() {
		return Num{}
	}
	if x.d != 0 && y.d != 0 {
		if z, ok := addSmall(x, y); ok {
			return z
		}
		x, _ = x.reduced()
		y, _ = y.reduced()
		if z, ok := addSmall(x, y); ok {
			return z
		}
	}
	return fromOwnRat(new(big.Rat).Add(x.rat(), y.rat()))
}

// addSmall adds two small numbers over the least common multiple of their
// denominators, if that fits.
func addSmall(x, y Num) (Num, bool) {
	if x.d < y.d {
		x, y = y, x
	}
	if x.d%y.d == 0 { // decimals, and integers beside anything
		n, ok := mulInt(y.n, x.d/y.d)
		if !ok {
			return Num{}, false
		}
		n, ok = addInt(x.n, n)
		return Num{n: n, d: x.d}, ok
	}
	g := int64(gcd(uint64(x.d), uint64(y.d)))
	a, ok1 := mulInt(x.n, y.d/g)
	b, ok2 := mulInt(y.n, x.d/g)
	d, ok3 := mulInt(x.d, y.d/g)
	n, ok4 := addInt(a, b)
	return Num{n: n, d: d}, ok1 && ok2 && ok3 && ok4
}

// Sub returns x - y, missing if either is.
func (x Num) Sub(y Num) Num {
	if y.d != 0 {
		y.n = -y.n
		return x.Add(y)
	}
	return x.Add(y.Neg())
}

// Neg returns -x, missing if x is.
func (x Num) Neg() Num {
	if x.big != nil {
		return fromOwnRat(new(big.Rat).Neg(x.big))
	}
	x.n = -x.n
	return x
}

// Abs returns |x|, missing if x is.
func (x Num) Abs() Num {
	if x.Sign() < 0 {
		return x.Neg()
	}
	return x
}

// Mul returns x * y, missing if either is.
func (x Num) Mul(y Num) Num {
	if x.d != 0 && y.d != 0 {
		n, ok1 := mulInt(x.n, y.n)
		d, ok2 := mulInt(x.d, y.d)
		if ok1 && ok2 {
			return Num{n: n, d: d}
		}
		return mulReduced(x, y)
	}
	if x.IsMissing() || y.IsMissing() {
		return Num{}
	}
	return fromOwnRat(new(big.Rat).Mul(x.rat(), y.rat()))
}

// mulReduced multiplies two small numbers whose plain product overflows.
func mulReduced(x, y Num) Num {
	if x.n == 0 || y.n == 0 {
		return Int(0)
	}
	x, _ = x.reduced()
	y, _ = y.reduced()
	g := int64(gcd(magnitude(x.n), uint64(y.d)))
	h := int64(gcd(magnitude(y.n), uint64(x.d)))
	n, ok1 := mulInt(x.n/g, y.n/h)
	d, ok2 := mulInt(x.d/h, y.d/g)
	if ok1 && ok2 {
		return Num{n: n, d: d}
	}
	return fromOwnRat(new(big.Rat).Mul(x.rat(), y.rat()))
}

// Quo returns x / y, missing if either is or if y is 0.
func (x Num) Quo(y Num) Num {
	switch {
	case y.Sign() == 0:
		return Num{}
	case x.d == 0 || y.d == 0:
		if x.IsMissing() {
			return Num{}
		}
		return fromOwnRat(new(big.Rat).Quo(x.rat(), y.rat()))
	case y.n < 0:
		x.n, y.n = -x.n, -y.n
	}
	if x.d == y.d {
		return Num{n: x.n, d: y.n}
	}
	return x.Mul(Num{n: y.d, d: y.n})
}

// Rem returns x - y*trunc(x/y), which has the sign of x; missing if either is
// or if y is 0.
func (x Num) Rem(y Num) Num {
	if x.IsMissing() || y.Sign() == 0 {
		return Num{}
	}
	if x.d != 0 && x.d == y.d {
		return Num{n: x.n % y.n, d: x.d}
	}
	if x.d != 0 && y.d != 0 {
		g := int64(gcd(uint64(x.d), uint64(y.d)))
		a, ok1 := mulInt(x.n, y.d/g)
		b, ok2 := mulInt(y.n, x.d/g)
		d, ok3 := mulInt(x.d, y.d/g)
		if ok1 && ok2 && ok3 {
			return Num{n: a % b, d: d}
		}
	}
	xn, xd := x.fraction()
	yn, yd := y.fraction()
	a := new(big.Int).Mul(xn, yd)
	b := new(big.Int).Mul(yn, xd)
	return fromFraction(a.Rem(a, b), b.Mul(xd, yd))
}

// PowInt returns x to the power k. x^0 is 1, also for x = 0; 0 to a negative
// power is missing, and so is a result beyond [MaxBits].
func (x Num) PowInt(k int) Num {
	if x.d != 0 {
		x, _ = x.reduced()
	}
	switch {
	case x.IsMissing() || k == 0 || k == 1:
		if k == 0 && !x.IsMissing() {
			return Int(1)
		}
		return x
	case x.d == 1 && x.n == 0:
		if k < 0 {
			return Num{}
		}
		return x
	case x.d == 1 && (x.n == 1 || x.n == -1):
		if k%2 == 0 {
			return Int(1)
		}
		return x
	case k > MaxBits || k < -MaxBits: // one side is 2 or more in lowest terms
		return Num{}
	case k < 0:
		x, k = Int(1).Quo(x), -k
	}
	result := Int(1)
	for ; ; x = x.Mul(x) {
		if k&1 != 0 {
			result = result.Mul(x)
		}
		if k >>= 1; k == 0 {
			return result
		}
	}
}

// addInt returns a + b and whether that lies within ±MaxInt64.
func addInt(a, b int64) (int64, bool) {
	s := a + b
	return s, (a^s)&(b^s) >= 0 && s != math.MinInt64
}

// mulInt returns a * b and whether that lies within ±MaxInt64.
func mulInt(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	p := int64(lo)
	if (a < 0) != (b < 0) {
		p = -p
	}
	return p, hi == 0 && lo <= math.MaxInt64
}
