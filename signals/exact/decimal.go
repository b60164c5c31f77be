package exact

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// FromDecimal returns the value of d, exactly. It is missing if that needs more
// than [MaxBits].
func FromDecimal(d decimal.Decimal) Num {
	const largestExponent = MaxBits // 10^MaxBits is far beyond MaxBits bits
	n, exponent := d.Coefficient(), int(d.Exponent())
	switch {
	case n.Sign() == 0:
		return Int(0)
	case exponent > largestExponent || exponent < -largestExponent || n.BitLen() > 4*MaxBits:
		return Num{}
	case exponent >= 0:
		return fromOwnRat(new(big.Rat).SetInt(n.Mul(n, bigPow10(exponent))))
	case n.IsInt64() && -exponent <= maxScale:
		return Decimal(n.Int64(), uint8(-exponent))
	}
	return fromFraction(n, bigPow10(-exponent))
}

// Decimal returns x rounded half away from zero to that many decimals (taken
// into 0..30) as a shopspring decimal, and false if x is missing.
func (x Num) Decimal(decimals int) (decimal.Decimal, bool) {
	if x.IsMissing() {
		return decimal.Decimal{}, false
	}
	decimals = within(decimals, maxDecimals)
	return decimal.NewFromBigInt(roundWide(x, decimals), int32(-decimals)), true
}
