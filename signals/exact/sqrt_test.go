package exact_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// The root is the decimal whose neighbours half a unit away lie on either side.
func TestSqrtTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, decimals := rats.Draw(t, "r"), rapid.IntRange(0, 30).Draw(t, "decimals")
		got := exact.SqrtTo(num(t, r), decimals)
		if r == nil || r.Sign() < 0 {
			same(t, got, nil)
			return
		}
		half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), power10(decimals)))
		low, high := new(big.Rat).Sub(got.Rat(), half), new(big.Rat).Add(got.Rat(), half)
		if low.Sign() > 0 && new(big.Rat).Mul(low, low).Cmp(r) > 0 {
			t.Fatalf("the root of %v to %d decimals is less than %v", r, decimals, got)
		}
		if new(big.Rat).Mul(high, high).Cmp(r) <= 0 {
			t.Fatalf("the root of %v to %d decimals is more than %v", r, decimals, got)
		}
		if !got.Round(decimals).Equal(got) {
			t.Fatalf("%v has more than %d decimals", got, decimals)
		}
	})
	if got := exact.SqrtTo(exact.Int(2), 2).String(); got != "1.41" {
		t.Error(got)
	}
	same(t, exact.SqrtTo(exact.Num{}, 2), nil)
}
