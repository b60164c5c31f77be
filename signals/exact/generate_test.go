package exact_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// edges are the integers near which int64 and float64 arithmetic goes wrong.
var edges = []int64{
	0, 1, -1, 2, -2, 3, 7, 10, -10, math.MaxInt64, math.MaxInt64 - 1, -math.MaxInt64, math.MinInt64,
	math.MinInt64 + 2, math.MaxInt32, math.MinInt32, 1 << 53, -1 << 53, 1<<53 + 1, 3037000500, -3037000500,
	1e6, 1e6 - 1, 1e9, 1e15, 1e15 - 1, -1e15, 1e18, 999999999999999, 4611686018427387904,
}

var integers = rapid.OneOf(rapid.SampledFrom(edges), rapid.Int64Range(-1000, 1000), rapid.Int64())

// wideInts are integers of up to 600 bits.
var wideInts = rapid.Custom(func(t *rapid.T) *big.Int {
	i := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 75).Draw(t, "bytes"))
	if rapid.Bool().Draw(t, "negative") {
		i.Neg(i)
	}
	return i
})

// rats are rational numbers of every kind; nil is missing.
var rats = rapid.Custom(func(t *rapid.T) *big.Rat {
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0:
		return nil
	case 1, 2: // a fraction of two int64s
		n, d := integers.Draw(t, "n"), integers.Draw(t, "d")
		if d == 0 {
			d = 1
		}
		return new(big.Rat).SetFrac(big.NewInt(n), big.NewInt(d))
	case 3: // wide
		n, d := wideInts.Draw(t, "n"), wideInts.Draw(t, "d")
		if d.Sign() == 0 {
			d.SetInt64(1)
		}
		return new(big.Rat).SetFrac(n, d)
	case 4: // near a tie of some number of decimals
		return tie(integers.Draw(t, "n"), rapid.IntRange(0, 12).Draw(t, "scale"), rapid.IntRange(-1, 1).Draw(t, "side"))
	default: // a decimal
		scale := rapid.IntRange(0, 18).Draw(t, "scale")
		return new(big.Rat).SetFrac(big.NewInt(integers.Draw(t, "m")), power10(scale))
	}
})

// tie returns (n + 1/2) / 10^scale, or a number just beside it.
func tie(n int64, scale, side int) *big.Rat {
	r := new(big.Rat).SetInt64(n)
	r.Add(r, big.NewRat(1, 2))
	r.Quo(r, new(big.Rat).SetInt(power10(scale)))
	return r.Add(r, new(big.Rat).SetFrac(big.NewInt(int64(side)), power10(40)))
}

func power10(k int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(k)), nil) }

// num returns r as a Num, in lowest terms or multiplied out, so that the several
// forms of one value are all met.
func num(t *rapid.T, r *big.Rat) exact.Num {
	x := exact.FromRat(r)
	if r != nil && r.Num().IsInt64() && r.Denom().IsInt64() {
		k := rapid.SampledFrom([]int64{1, 1, 2, 10, 1000, 1e9}).Draw(t, "factor")
		n, d := r.Num().Int64(), r.Denom().Int64()
		if d <= math.MaxInt64/k && n <= math.MaxInt64/k && n >= -math.MaxInt64/k {
			return exact.Ratio(n*k, d*k)
		}
	}
	return x
}

// same fails t unless got is in good form and has the value want, nil for
// missing.
func same(t interface {
	Helper()
	Fatalf(string, ...any)
}, got exact.Num, want *big.Rat,
) {
	t.Helper()
	if err := exact.CheckForm(got); err != nil {
		t.Fatalf("form of %v: %v", got, err)
	}
	if want != nil && (want.Num().BitLen() > exact.MaxBits || want.Denom().BitLen() > exact.MaxBits) {
		want = nil
	}
	r := got.Rat()
	if (r == nil) != (want == nil) || r != nil && r.Cmp(want) != 0 {
		t.Fatalf("got %v, want %v", r, want)
	}
}

func parse(t testing.TB, s string) exact.Num {
	t.Helper()
	if s == "missing" {
		return exact.Num{}
	}
	x, err := exact.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
