package exact

import (
	"cmp"
	"math/bits"
)

// Cmp returns -1, 0 or +1 as x is less than, equal to or greater than y. For
// sorting, missing counts as less than every number and equal to missing; the
// language itself never compares missing values.
func (x Num) Cmp(y Num) int {
	if x.d == y.d && x.d != 0 {
		return cmp.Compare(x.n, y.n)
	}
	return x.cmpUnlike(y)
}

// cmpUnlike is Cmp for operands whose numerators do not tell.
func (x Num) cmpUnlike(y Num) int {
	if x.d != 0 && y.d != 0 {
		if (x.n < 0) != (y.n < 0) {
			return cmp.Compare(x.n, y.n)
		}
		xhi, xlo := bits.Mul64(magnitude(x.n), uint64(y.d))
		yhi, ylo := bits.Mul64(magnitude(y.n), uint64(x.d))
		order := cmp.Compare(xhi, yhi)
		if order == 0 {
			order = cmp.Compare(xlo, ylo)
		}
		if x.n < 0 {
			return -order
		}
		return order
	}
	switch {
	case x.IsMissing() && y.IsMissing():
		return 0
	case x.IsMissing():
		return -1
	case y.IsMissing():
		return 1
	}
	return x.rat().Cmp(y.rat())
}

// Equal reports whether x and y are the same number, or both missing.
func (x Num) Equal(y Num) bool { return x.Cmp(y) == 0 }

// Sign returns -1, 0 or +1 as x is negative, zero or positive; 0 if x is
// missing.
func (x Num) Sign() int {
	if x.big != nil {
		return x.big.Sign()
	}
	return cmp.Compare(x.n, 0)
}
