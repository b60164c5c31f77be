package exact_test

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// edgesOf returns the two numbers half way from a published y to its neighbours:
// what lies between them publishes as y.
func edgesOf(y exact.Num) (below, above *big.Rat) {
	half := exact.Ratio(1, 2)
	return y.Add(y.Prev(9)).Mul(half).Rat(), y.Add(y.Next(9)).Mul(half).Rat()
}

// positives are the arguments that roots and logarithms are tried with.
var positives = rapid.Custom(func(t *rapid.T) exact.Num {
	if rapid.Bool().Draw(t, "any") {
		return num(t, rats.Draw(t, "r")).Abs()
	}
	return exact.Decimal(rapid.Int64Range(1, 1e7).Draw(t, "m"), rapid.Uint8Range(0, 6).Draw(t, "scale"))
})

func TestSqrt(t *testing.T) {
	largest := new(big.Rat).SetInt(power10(15))
	largest.Sub(largest, big.NewRat(1, 2))
	largest.Mul(largest, largest)
	check := func(t interface {
		Helper()
		Fatalf(string, ...any)
	}, x exact.Num,
	) {
		t.Helper()
		y := exact.Sqrt(x)
		if x.IsMissing() || x.Rat().Cmp(largest) >= 0 {
			same(t, y, nil)
			return
		}
		if err := exact.CheckForm(y); err != nil || y.IsMissing() || y.Sign() < 0 || !y.Publish().Equal(y) {
			t.Fatalf("sqrt %v = %v (%v)", x, y, err)
		}
		below, above := edgesOf(y)
		if y.Equal(exact.Int(999999999999999)) {
			above = new(big.Rat).SetInt(power10(16))
		}
		if below.Sign() > 0 && below.Mul(below, below).Cmp(x.Rat()) > 0 || above.Mul(above, above).Cmp(x.Rat()) <= 0 {
			t.Fatalf("sqrt %v = %v", x, y)
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, positives.Draw(t, "x")) })
	rapid.Check(t, func(t *rapid.T) { // squares, and of ties
		y := num(t, rats.Draw(t, "y"))
		check(t, y.Mul(y))
		if !y.IsMissing() {
			same(t, exact.Sqrt(y.Mul(y)), y.Abs().Publish().Rat())
		}
	})
	same(t, exact.Sqrt(exact.Int(-1)), nil)
	same(t, exact.Sqrt(exact.Num{}), nil)
	same(t, exact.Sqrt(exact.Int(0)), new(big.Rat))
	same(t, exact.Sqrt(exact.Int(2)), parse(t, "1.414213562").Rat())
	same(t, exact.Sqrt(exact.Int(2).PowInt(4000)), nil)
	same(t, exact.Sqrt(parse(t, "0.00000000000000000025")), parse(t, "0.000000001").Rat())
	same(t, exact.Sqrt(parse(t, "0.000000000000000000249")), new(big.Rat))
	same(t, exact.Sqrt(exact.FromRat(largest)), nil)
}

// expOf returns e^r to about prec bits by its power series.
func expOf(r *big.Rat, prec uint) *big.Float {
	const halvings = 32
	prec += 100
	x := new(big.Float).SetPrec(prec).SetRat(r)
	x.SetMantExp(x, -halvings)
	sum := new(big.Float).SetPrec(prec).SetInt64(1)
	term := new(big.Float).SetPrec(prec).SetInt64(1)
	for i := int64(1); i < 10000; i++ {
		term.Mul(term, x)
		term.Quo(term, new(big.Float).SetInt64(i))
		if term.Sign() == 0 || term.MantExp(nil) < -int(prec) {
			break
		}
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

func TestLn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := positives.Draw(t, "x")
		y := exact.Ln(x)
		if x.Sign() == 0 {
			same(t, y, nil)
			return
		}
		if err := exact.CheckForm(y); err != nil || !y.Publish().Equal(y) {
			t.Fatalf("ln %v = %v (%v)", x, y, err)
		}
		below, above := edgesOf(y)
		value := new(big.Float).SetPrec(800).SetRat(x.Rat())
		if expOf(below, 600).Cmp(value) > 0 || expOf(above, 600).Cmp(value) < 0 {
			t.Fatalf("ln %v = %v", x, y)
		}
	})
	for _, c := range []struct{ x, want string }{
		{"1", "0"},
		{"2", "0.693147181"},
		{"10", "2.302585093"},
		{"0.5", "-0.693147181"},
		{"1e400", "921.034037198"}, // 921.03403719761827...
		{"1e-400", "-921.034037198"},
		{"2.718281828459045235360287471352662497757", "1"},
		{"1.0000000005", "0"},                   // 4.99999999875e-10
		{"1.000000000500000001", "0.000000001"}, // 5.00000000875e-10
		{"0", "missing"},
		{"-1", "missing"},
		{"missing", "missing"},
	} {
		if got := exact.Ln(parse(t, c.x)).String(); got != c.want {
			t.Errorf("ln %s = %s, want %s", c.x, got, c.want)
		}
	}
	same(t, exact.Ln(exact.Ratio(5, 5)), new(big.Rat))
}

// Arguments made to lie as near as MaxBits allows to where the rounding turns.
func TestNearTies(t *testing.T) {
	tie := big.NewRat(2_302_585_093*2+1, 2e9) // between two values near ln 10
	turn, _ := expOf(tie, 4050).Rat(nil)
	turn.SetString(turn.FloatString(1200)) // a decimal of some 4000 bits, within 10^-1200
	step := new(big.Rat).SetFrac(big.NewInt(1), power10(1199))
	start := time.Now()
	low := exact.Ln(exact.FromRat(new(big.Rat).Sub(turn, step)))
	high := exact.Ln(exact.FromRat(new(big.Rat).Add(turn, step)))
	same(t, low, parse(t, "2.302585093").Rat())
	same(t, high, parse(t, "2.302585094").Rat())
	t.Logf("two logarithms: %v", time.Since(start))

	// 2^x near 1.5 * 10^-9, found by bisection.
	power := func(x *big.Rat) exact.Num { return exact.Pow2(exact.FromRat(x)) }
	a, b := new(big.Rat).SetInt64(-30), new(big.Rat).SetInt64(-29)
	for range 1000 {
		middle := new(big.Rat).Add(a, b)
		middle.Quo(middle, big.NewRat(2, 1))
		if power(middle).Cmp(exact.Decimal(1, 9)) <= 0 {
			a = middle
		} else {
			b = middle
		}
	}
	start = time.Now()
	same(t, power(a), big.NewRat(1, 1e9))
	same(t, power(b), big.NewRat(2, 1e9))
	t.Logf("two powers: %v", time.Since(start))
}

func TestPow2(t *testing.T) {
	// y = 2^(n/d) exactly if y^d = 2^n: so its edges can be compared in integers.
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.IntRange(1, 120).Draw(t, "d")
		n := rapid.IntRange(-34*d, 52*d).Draw(t, "n")
		x := exact.Ratio(int64(n), int64(d))
		y := exact.Pow2(x)
		power := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(max(n, -n))))
		if n < 0 {
			power.Inv(power)
		}
		raised := func(r *big.Rat) *big.Rat {
			k := big.NewInt(int64(d))
			return new(big.Rat).SetFrac(new(big.Int).Exp(r.Num(), k, nil), new(big.Int).Exp(r.Denom(), k, nil))
		}
		if y.IsMissing() {
			limit := new(big.Rat).SetInt(power10(15))
			if raised(limit.Sub(limit, big.NewRat(1, 2))).Cmp(power) > 0 {
				t.Fatalf("2^%v is missing", x)
			}
			return
		}
		if err := exact.CheckForm(y); err != nil || !y.Publish().Equal(y) {
			t.Fatalf("2^%v = %v (%v)", x, y, err)
		}
		below, above := edgesOf(y)
		if below.Sign() > 0 && raised(below).Cmp(power) > 0 || raised(above).Cmp(power) < 0 {
			t.Fatalf("2^%v = %v", x, y)
		}
	})
	for _, c := range []struct{ x, want string }{
		{"0", "1"},
		{"1", "2"},
		{"-1", "0.5"},
		{"10", "1024"},
		{"0.5", "1.414213562"},
		{"-0.5", "0.707106781"},
		{"-9", "0.001953125"},
		{"-10", "0.000976563"},
		{"-30", "0.000000001"},
		{"-30.9", "0"}, // 4.99e-10
		{"-30.89", "0.000000001"},
		{"-31", "0"},
		{"-1e400", "0"},
		{"49", "562949953421312"},
		{"49.5", "796131459065722"},               // 796131459065721.7...
		{"49.828921423310434", "999999999999999"}, // ...999.2
		{"49.828921423310435", "missing"},         // ...999.8
		{"49.9", "missing"},
		{"50", "missing"},
		{"1e400", "missing"},
		{"1e-400", "1"},
		{"-1e-400", "1"},
		{"missing", "missing"},
	} {
		if got := exact.Pow2(parse(t, c.x)).String(); got != c.want {
			t.Errorf("2^%s = %s, want %s", c.x, got, c.want)
		}
	}
}

// ln2Digits are from a table, not from this package.
const ln2Digits = "0.69314718055994530941723212145817656807550013436025525412068000949339362196969471560586332699641868754200148102057"

func TestPow2AgainstSeries(t *testing.T) {
	ln2, _ := new(big.Rat).SetString(ln2Digits)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-31e18/10, 49e17).Draw(t, "n")
		x := exact.Decimal(n, 17)
		if x.IsInt() {
			return
		}
		want, _ := expOf(new(big.Rat).Mul(x.Rat(), ln2), 400).Rat(nil)
		same(t, exact.Pow2(x), published(want, 9))
		same(t, exact.Pow2Wide(x), published(want, 9))
	})
}
