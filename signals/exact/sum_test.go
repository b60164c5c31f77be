package exact_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

func TestSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum exact.Sum
		want, count := new(big.Rat), 0
		for _, r := range rapid.SliceOfN(rats, 0, 6).Draw(t, "rats") {
			sum.Add(num(t, r))
			if r != nil {
				want.Add(want, r)
				count++
			}
			same(t, sum.Num(), want)
		}
		if sum.Count() != count {
			t.Fatalf("count %d, want %d", sum.Count(), count)
		}
	})
}

func TestSumOfManyExtremes(t *testing.T) {
	var sum exact.Sum
	for range 1000 {
		sum.Add(exact.Int(math.MaxInt64))
		sum.Add(exact.Decimal(-math.MaxInt64, 9))
	}
	want := new(big.Rat).SetInt64(math.MaxInt64)
	want.Mul(want, new(big.Rat).SetFrac64(1000*(1e9-1), 1e9))
	same(t, sum.Num(), want)
}

func TestSumEmptiesBeforeOverflow(t *testing.T) {
	for _, c := range []struct {
		high uint64
		x    int64
	}{{1<<62 - 1, math.MaxInt64}, {3 << 62, -math.MaxInt64}} {
		var sum exact.Sum
		sum.SetHigh(c.high)
		want := new(big.Rat).SetFrac(new(big.Int).Lsh(big.NewInt(int64(c.high)), 64), power10(9))
		for range 5 {
			for range 3 {
				sum.Add(exact.Int(c.x))
				want.Add(want, new(big.Rat).SetInt64(c.x))
			}
			same(t, sum.Num(), want)
		}
	}
}

func TestEmptySum(t *testing.T) {
	var sum exact.Sum
	sum.Add(exact.Num{})
	if sum.Count() != 0 || !sum.Num().Equal(exact.Int(0)) {
		t.Errorf("%d numbers, sum %v", sum.Count(), sum.Num())
	}
}

func TestSumBeyondMaxBitsIsMissing(t *testing.T) {
	var sum exact.Sum
	x := exact.Int(2).PowInt(exact.MaxBits - 1)
	sum.Add(x)
	sum.Add(x)
	if !sum.Num().IsMissing() {
		t.Error("not missing")
	}
}
