package exact

import "math/big"

// SqrtTo returns the square root of x, rounded half away from zero to some decimals
// (0 to 30), for amounts, which keep them however large they are. It is missing if x
// is missing or negative.
func SqrtTo(x Num, decimals int) Num {
	if x.IsMissing() || x.Sign() < 0 {
		return Num{}
	}
	decimals = within(decimals, 30)
	n, d := x.fraction()
	// floor(2y), with y the root in units of the last decimal, tells how y rounds.
	twice := new(big.Int).Mul(n, bigPow10(2*decimals))
	twice.Lsh(twice, 2)
	twice.Quo(twice, d).Sqrt(twice)
	twice.Add(twice, big.NewInt(1)).Rsh(twice, 1)
	return fromScaledInt(twice, decimals)
}
