package exact_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// binary compares an operation with its counterpart on big.Rat, which is never
// called with a missing operand.
func binary(t *testing.T, op func(x, y exact.Num) exact.Num, want func(x, y *big.Rat) *big.Rat) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rats.Draw(t, "a"), rats.Draw(t, "b")
		x, y := num(t, a), num(t, b)
		if a == nil || b == nil {
			same(t, op(x, y), nil)
			return
		}
		same(t, op(x, y), want(a, b))
		same(t, x, a)
		same(t, y, b)
	})
}

func TestAdd(t *testing.T) {
	binary(t, exact.Num.Add, func(x, y *big.Rat) *big.Rat { return new(big.Rat).Add(x, y) })
}

func TestSub(t *testing.T) {
	binary(t, exact.Num.Sub, func(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) })
}

func TestMul(t *testing.T) {
	binary(t, exact.Num.Mul, func(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) })
}

func TestQuo(t *testing.T) {
	binary(t, exact.Num.Quo, func(x, y *big.Rat) *big.Rat {
		if y.Sign() == 0 {
			return nil
		}
		return new(big.Rat).Quo(x, y)
	})
}

func TestRem(t *testing.T) {
	binary(t, exact.Num.Rem, func(x, y *big.Rat) *big.Rat {
		if y.Sign() == 0 {
			return nil
		}
		q := new(big.Rat).Quo(x, y)
		whole := new(big.Rat).SetInt(new(big.Int).Quo(q.Num(), q.Denom()))
		return q.Sub(x, whole.Mul(whole, y))
	})
}

// The quotient of the operands is far beyond MaxBits; the remainder is not.
func TestRemOfDistantOperands(t *testing.T) {
	x := exact.Int(2).PowInt(4000)
	y := exact.Int(3).PowInt(-2000)
	q := new(big.Rat).Quo(x.Rat(), y.Rat())
	want := new(big.Rat).SetInt(new(big.Int).Quo(q.Num(), q.Denom()))
	same(t, x.Rem(y), want.Sub(x.Rat(), want.Mul(want, y.Rat())))
}

func TestNegAbs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rats.Draw(t, "r")
		x := num(t, r)
		if r == nil {
			same(t, x.Neg(), nil)
			same(t, x.Abs(), nil)
			return
		}
		same(t, x.Neg(), new(big.Rat).Neg(r))
		same(t, x.Abs(), new(big.Rat).Abs(r))
	})
}

func TestPowInt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, k := rats.Draw(t, "r"), rapid.IntRange(-40, 40).Draw(t, "k")
		x := num(t, r)
		switch {
		case r == nil || r.Sign() == 0 && k < 0:
			same(t, x.PowInt(k), nil)
			return
		case k < 0:
			r = new(big.Rat).Inv(r)
		}
		want, power := big.NewRat(1, 1), big.NewInt(int64(max(k, -k)))
		want.SetFrac(new(big.Int).Exp(r.Num(), power, nil), new(big.Int).Exp(r.Denom(), power, nil))
		same(t, x.PowInt(k), want)
	})
}

func TestPowIntEdges(t *testing.T) {
	for _, c := range []struct {
		x    exact.Num
		k    int
		want string
	}{
		{exact.Int(0), 0, "1"},
		{exact.Int(0), 5, "0"},
		{exact.Int(0), -5, "missing"},
		{exact.Ratio(0, 7), math.MaxInt, "0"},
		{exact.Num{}, 0, "missing"},
		{exact.Ratio(-3, 3), math.MaxInt, "-1"},
		{exact.Int(-1), math.MinInt, "1"},
		{exact.Int(1), math.MinInt, "1"},
		{exact.Int(2), math.MaxInt, "missing"},
		{exact.Int(2), math.MinInt, "missing"},
		{exact.Ratio(1, 2), math.MaxInt, "missing"},
		{exact.Int(2), 4096, "missing"},
		{exact.Ratio(-5, 2), 3, "-15.625"},
		{exact.Ratio(-5, 2), -1, "-0.4"},
	} {
		if got := c.x.PowInt(c.k).String(); got != c.want {
			t.Errorf("%v^%d = %s, want %s", c.x, c.k, got, c.want)
		}
	}
	if exact.Int(2).PowInt(4095).IsMissing() {
		t.Error("2^4095 is missing")
	}
}

func TestCmp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rats.Draw(t, "a"), rats.Draw(t, "b")
		x, y := num(t, a), num(t, b)
		want := 0
		switch {
		case a == nil && b == nil:
		case a == nil:
			want = -1
		case b == nil:
			want = 1
		default:
			want = a.Cmp(b)
		}
		if x.Cmp(y) != want || y.Cmp(x) != -want || x.Equal(y) != (want == 0) {
			t.Fatalf("%v and %v: %d", a, b, x.Cmp(y))
		}
		if a != nil && x.Sign() != a.Sign() {
			t.Fatalf("sign of %v: %d", a, x.Sign())
		}
		if !x.Equal(num(t, a)) {
			t.Fatalf("%v is not itself", a)
		}
	})
}

func TestDecimalsStayExact(t *testing.T) {
	if got := parse(t, "0.1").Add(parse(t, "0.2")); !got.Equal(parse(t, "0.3")) {
		t.Errorf("0.1 + 0.2 = %v", got)
	}
	if got := exact.Int(7).Quo(exact.Int(100)).Mul(exact.Int(100)); !got.Equal(exact.Int(7)) {
		t.Errorf("7 of 100 in percent: %v", got)
	}
}

func TestSmallValuesDoNotAllocate(t *testing.T) {
	x, y, third := exact.Decimal(12345, 2), exact.Decimal(678, 3), exact.Ratio(1, 3)
	buf := make([]byte, 0, 64)
	text := []byte("-12345.678")
	var sum exact.Sum
	for name, f := range map[string]func(){
		"Add":           func() { x.Add(y) },
		"Sub":           func() { x.Sub(third) },
		"Mul":           func() { x.Mul(y) },
		"Quo":           func() { x.Quo(y) },
		"Rem":           func() { x.Rem(y) },
		"Cmp":           func() { x.Cmp(third) },
		"Round":         func() { third.Round(2) },
		"Publish":       func() { third.Publish() },
		"PublishMoney":  func() { third.PublishMoney(2) },
		"PublishInt":    func() { x.PublishInt() },
		"Next":          func() { x.Next(2) },
		"Pow2":          func() { exact.Pow2(third) },
		"AppendDecimal": func() { third.AppendDecimal(buf, 9) },
		"AppendFixed":   func() { x.AppendFixed(buf, 2) },
		"Sum":           func() { sum.Add(x); sum.Num() },
		"ParseBytes": func() {
			if _, err := exact.ParseBytes(text); err != nil {
				t.Fatal(err)
			}
		},
		"FromFloat": func() { exact.FromFloat(123.456) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
