package exact_test

import (
	"math"
	"math/big"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

func TestZeroValueIsMissing(t *testing.T) {
	var x exact.Num
	if !x.IsMissing() || x.String() != "missing" || x.Rat() != nil || x.Sign() != 0 || x.IsInt() || !math.IsNaN(x.Float64()) {
		t.Errorf("the zero value is %v", x)
	}
	if _, ok := x.Int64(); ok {
		t.Error("missing is an int64")
	}
}

func TestConstructors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, d := integers.Draw(t, "n"), integers.Draw(t, "d")
		same(t, exact.Int(n), new(big.Rat).SetInt64(n))
		if d == 0 {
			same(t, exact.Ratio(n, d), nil)
		} else {
			same(t, exact.Ratio(n, d), new(big.Rat).SetFrac(big.NewInt(n), big.NewInt(d)))
		}
		scale := rapid.Uint8Range(0, 25).Draw(t, "scale")
		same(t, exact.Decimal(n, scale), new(big.Rat).SetFrac(big.NewInt(n), power10(int(scale))))
		r := rats.Draw(t, "r")
		same(t, exact.FromRat(r), r)
	})
}

func TestFromRatCopies(t *testing.T) {
	r := new(big.Rat).SetInt(power10(50))
	x := exact.FromRat(r)
	r.SetInt64(1)
	x.Rat().SetInt64(2)
	same(t, x, new(big.Rat).SetInt(power10(50)))
}

func TestMaxBits(t *testing.T) {
	widest := new(big.Int).Lsh(big.NewInt(1), exact.MaxBits)
	widest.Sub(widest, big.NewInt(1))
	x := exact.FromRat(new(big.Rat).SetInt(widest))
	if x.IsMissing() {
		t.Fatal("the widest integer is missing")
	}
	for name, y := range map[string]exact.Num{
		"sum": x.Add(exact.Int(1)), "product": x.Mul(exact.Int(2)),
		"quotient": exact.Int(1).Quo(x).Quo(exact.Int(2)), "power": x.PowInt(2),
		"rat": exact.FromRat(new(big.Rat).SetInt(new(big.Int).Add(widest, big.NewInt(1)))),
	} {
		if !y.IsMissing() {
			t.Errorf("%s is not missing", name)
		}
	}
	if y := exact.Int(1).Quo(x).Mul(x); !y.Equal(exact.Int(1)) {
		t.Errorf("1/x*x = %v", y)
	}
}

func TestFromFloat(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		same(t, exact.FromFloat(f), nil)
	}
	same(t, exact.FromFloat(0.1), big.NewRat(1, 10))
	same(t, exact.FromFloat(math.Copysign(0, -1)), new(big.Rat))
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{
			math.MaxFloat64, math.SmallestNonzeroFloat64, 1e15, 0.1, 1e-9, 123456.789, 1 << 62,
		})).Draw(t, "f")
		want, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
		if !ok {
			t.Skip()
		}
		x := exact.FromFloat(f)
		same(t, x, want)
		if x.Float64() != f {
			t.Fatalf("back: %v", x.Float64())
		}
	})
}

func TestToFloat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rats.Draw(t, "r")
		if r == nil {
			return
		}
		want, _ := r.Float64()
		if got := num(t, r).Float64(); got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rats.Draw(t, "r")
		x := num(t, r)
		if got, want := x.IsInt(), r != nil && r.IsInt(); got != want {
			t.Fatalf("IsInt %v", got)
		}
		i, ok := x.Int64()
		if want := r != nil && r.IsInt() && r.Num().IsInt64(); ok != want || ok && i != r.Num().Int64() {
			t.Fatalf("Int64 %v, %v", i, ok)
		}
	})
}

func TestInt64OfTheLeastInteger(t *testing.T) {
	if i, ok := exact.Int(math.MinInt64).Int64(); !ok || i != math.MinInt64 {
		t.Errorf("got %d, %v", i, ok)
	}
}

func TestScaleOf(t *testing.T) {
	powers := map[int64]int{}
	for k, p := 0, int64(1); k <= 18; k, p = k+1, p*10 {
		powers[p] = k
	}
	ds := []int64{math.MaxInt64}
	for p := range powers {
		ds = append(ds, p, p+1, 2*p, 5*p, max(p-1, 1))
	}
	for _, d := range ds {
		k, isPower := powers[d]
		if got, ok := exact.ScaleOf(d); ok != isPower || ok && got != k {
			t.Errorf("scale of %d: %d, %v", d, got, ok)
		}
	}
}

func TestGCD(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Uint64().Draw(t, "a"), rapid.Uint64Min(1).Draw(t, "b")
		want := new(big.Int).GCD(nil, nil, new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
		if got := exact.GCD(a, b); got != want.Uint64() {
			t.Fatalf("gcd(%d, %d) = %d, want %v", a, b, got, want)
		}
	})
}

func TestCmpPackage(t *testing.T) {
	type row struct{ Score exact.Num }
	if diff := cmp.Diff(row{exact.Ratio(1, 2)}, row{exact.Ratio(5, 10)}); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(row{exact.Int(1)}, row{}) {
		t.Error("1 is missing")
	}
}
