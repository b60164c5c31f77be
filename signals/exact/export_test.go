package exact

import (
	"errors"
	"math"
	"math/big"
)

// CheckForm returns an error if x breaks what num.go promises of its fields.
func CheckForm(x Num) error {
	switch {
	case x.d < 0:
		return errors.New("negative denominator")
	case x.n == math.MinInt64:
		return errors.New("numerator without a negative")
	case x.d == 0 && x.n != 0:
		return errors.New("numerator without denominator")
	case x.big == nil:
		return nil
	case x.d != 0:
		return errors.New("both small and wide")
	case tooWide(x.big):
		return errors.New("beyond MaxBits")
	}
	if _, ok := smallRat(x.big); ok {
		return errors.New("wide without need")
	}
	lowest := new(big.Rat).SetFrac(x.big.Num(), x.big.Denom())
	if lowest.Denom().Cmp(x.big.Denom()) != 0 {
		return errors.New("not in lowest terms")
	}
	return nil
}

// IsSmallDecimal reports whether x is small, over a power of ten.
func IsSmallDecimal(x Num) bool {
	if x.d == 0 {
		return false
	}
	_, ok := scaleOf(x.d)
	return ok
}

// Pow2Wide is Pow2 without its 64-bit attempt, for a small x between -31 and 49
// that is not an integer.
func Pow2Wide(x Num) Num {
	floor := x.Floor()
	n, d := x.Sub(floor).fraction()
	return enclosed(func(precision uint) (value, bound *big.Int, scale uint) {
		value, bound, scale = exp2Fixed(n, d, precision)
		return value, bound, scale - uint(floor.n)
	})
}

// SetHigh makes s hold hi*2^64 units of 10^-9, near its overflow.
func (s *Sum) SetHigh(hi uint64) { s.hi, s.count = hi, 1 }

// ScaleOf and GCD are tested on their own.
var (
	ScaleOf = scaleOf
	GCD     = gcd
)
