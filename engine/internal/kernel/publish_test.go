package kernel

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// rounded is n*unit/d, half away from zero, by big integers.
func rounded(n, d, unit int64) *big.Int {
	q := new(big.Int).Mul(big.NewInt(n), big.NewInt(unit))
	negative := q.Sign() < 0
	q.Abs(q).Lsh(q, 1).Add(q, big.NewInt(d))
	q.Quo(q, new(big.Int).Lsh(big.NewInt(d), 1))
	if negative {
		q.Neg(q)
	}
	return q
}

// ratio draws a ratio whose result over the unit is in range, often right beside a
// boundary of rounding.
func ratio(t *rapid.T, unit int64) (n, d int64) {
	size := rapid.IntRange(1, 60).Draw(t, "bits")
	d = rapid.Int64Range(1, 1<<size).Draw(t, "d")
	if rapid.Bool().Draw(t, "boundary") {
		// (2k+1)d / 2unit is exactly half way; n is beside it.
		k := rapid.Int64Range(0, exactBelow-2).Draw(t, "k")
		half := new(big.Int).Mul(big.NewInt(2*k+1), big.NewInt(d))
		half.Quo(half, big.NewInt(2*unit))
		if half.IsInt64() && half.Int64() < limit {
			return half.Int64() + rapid.Int64Range(-1, 1).Draw(t, "beside"), d
		}
	}
	return rapid.Int64Range(0, 1<<rapid.IntRange(0, 60).Draw(t, "bits of n")).Draw(t, "n"), d
}

// The roundings are those of big integers wherever they do not say that the result is
// out of their range; and they do not say so without need.
func TestRoundings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := pow10[rapid.IntRange(0, 9).Draw(t, "decimals")]
		n, d := ratio(t, unit)
		want := rounded(n, d, unit)
		inRange := want.CmpAbs(big.NewInt(exactBelow)) < 0
		check := func(who string, got int64, most uint64, want *big.Int) {
			t.Helper()
			switch {
			case most >= exactBelow && inRange && want.CmpAbs(big.NewInt(exactBelow/4)) < 0:
				t.Fatalf("%s: %d*%d/%d is said to be out of range", who, n, unit, d)
			case most < exactBelow && !inRange:
				t.Fatalf("%s: %d*%d/%d is %d, out of range", who, n, unit, d, want)
			case most < exactBelow && big.NewInt(got).Cmp(want) != 0:
				t.Fatalf("%s: %d*%d/%d is %d, got %d", who, n, unit, d, want, got)
			}
		}
		out := make([]int64, 1)
		if n >= 0 {
			most := roundPositive(out, []int64{n}, []int64{d}, unit)
			check("roundPositive", out[0], most, want)
		}
		most := roundRatios(out, []int64{-n}, []int64{d}, unit)
		check("roundRatios", out[0], most, new(big.Int).Neg(want))
		most = roundOver(out, []int64{n}, d, unit)
		check("roundOver", out[0], most, want)
		if factor := rapid.Int64Range(1, 1000).Draw(t, "factor"); n >= 0 && n < limit/factor {
			times := rounded(n*factor, d, unit)
			inRange = times.CmpAbs(big.NewInt(exactBelow)) < 0
			most = roundTimes(out, []int64{n}, []int64{d}, factor, unit)
			check("roundTimes", out[0], most, times)
		}
	})
}

// An edge in units is the greatest whole number that is not above it.
func TestEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := pow10[rapid.IntRange(0, 18).Draw(t, "unit")]
		c := exact.Ratio(rapid.Int64().Draw(t, "n"), rapid.Int64Range(1, math.MaxInt64).Draw(t, "d"))
		floor, whole := edge(unit, c)
		scaled := c.Mul(exact.Int(unit))
		if floor == math.MaxInt64/2 || floor == math.MinInt64/2 {
			if far := exact.Int(limit); scaled.Abs().Cmp(far) < 0 {
				t.Fatalf("%v in units of 1/%d is said to be beyond all numerators", c, unit)
			}
			return
		}
		if want := scaled.Floor(); !exact.Int(floor).Equal(want) || whole != scaled.IsInt() {
			t.Fatalf("%v in units of 1/%d: %d, %t", c, unit, floor, whole)
		}
	})
}

// A ratio passes the edges that its published value passes.
func TestRatiosAndEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const unit = 1_000_000_000
		d := rapid.Int64Range(1, 10_000).Draw(t, "d")
		e := exact.Decimal(rapid.Int64Range(-50_000, 50_000).Draw(t, "edge"), uint8(rapid.IntRange(0, 4).Draw(t, "decimals")))
		n := rapid.Int64Range(0, 1_000_000).Draw(t, "n")
		if rapid.Bool().Draw(t, "beside") {
			n = max(0, must(e.Mul(exact.Int(d)).Floor().Int64())+rapid.Int64Range(-1, 1).Draw(t, "by"))
		}
		floor, _ := edge(unit, e)
		t1 := fusedChain{}
		t1.edges[0] = floor
		t1.points[0], t1.points[1] = 1, 2
		t1.doubled(1)
		sum := []int64{0}
		addRatios(sum, []int64{n}, []int64{d}, 2*unit, []uint32{0}, []fusedChain{t1})
		want := int64(1)
		if exact.Ratio(n, d).Publish().Cmp(e) > 0 {
			want = 2
		}
		if sum[0] != want {
			t.Fatalf("%d/%d beside %v: got %d, want %d", n, d, e, sum[0], want)
		}
	})
}

func must(n int64, ok bool) int64 {
	if !ok {
		panic("no whole number")
	}
	return n
}
