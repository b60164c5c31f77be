package exact_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// rounded is r to that many decimals: Rat.FloatString rounds half away from zero.
func rounded(r *big.Rat, decimals int) *big.Rat {
	if r == nil {
		return nil
	}
	s, _ := new(big.Rat).SetString(r.FloatString(decimals))
	return s
}

// published is the definition of PublishTo, in words of big.Rat.
func published(r *big.Rat, decimals int) *big.Rat {
	if r == nil {
		return nil
	}
	whole := new(big.Int).Quo(r.Num(), r.Denom())
	digits := len(whole.Abs(whole).String())
	if digits > 15 {
		return nil
	}
	if digits > 6 {
		decimals = min(decimals, 15-digits)
	}
	r = rounded(r, decimals)
	if new(big.Rat).Abs(r).Cmp(new(big.Rat).SetInt(power10(15))) >= 0 {
		return nil
	}
	return r
}

func TestRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, decimals := rats.Draw(t, "r"), rapid.IntRange(0, 30).Draw(t, "decimals")
		same(t, num(t, r).Round(decimals), rounded(r, decimals))
	})
	same(t, exact.Ratio(5, 2).Round(-3), big.NewRat(3, 1))
	third := exact.Ratio(1, 3)
	if !third.Round(99).Equal(third.Round(30)) {
		t.Error("more than 30 decimals")
	}
}

func TestFloorCeilTrunc(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rats.Draw(t, "r")
		x := num(t, r)
		if r == nil {
			same(t, x.Floor(), nil)
			same(t, x.Ceil(), nil)
			same(t, x.Trunc(), nil)
			return
		}
		floor := new(big.Int).Div(r.Num(), r.Denom())
		ceil := new(big.Int).Div(new(big.Int).Neg(r.Num()), r.Denom())
		same(t, x.Floor(), new(big.Rat).SetInt(floor))
		same(t, x.Ceil(), new(big.Rat).SetInt(ceil.Neg(ceil)))
		same(t, x.Trunc(), new(big.Rat).SetInt(new(big.Int).Quo(r.Num(), r.Denom())))
	})
}

func TestPublish(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, decimals := rats.Draw(t, "r"), rapid.IntRange(0, 9).Draw(t, "decimals")
		x := num(t, r)
		same(t, x.Publish(), published(r, 9))
		same(t, x.PublishTo(decimals), published(r, decimals))
		if p := x.Publish(); !p.IsMissing() && !exact.IsSmallDecimal(p) {
			t.Fatalf("%v is no small decimal", p)
		}
		if p := x.PublishTo(decimals); !p.PublishTo(decimals).Equal(p) || !p.Publish().Equal(p) {
			t.Fatalf("%v publishes differently a second time", p)
		}
	})
}

func TestPublishBoundaries(t *testing.T) {
	for _, c := range []struct{ x, want string }{
		{"0.0000000005", "0.000000001"},
		{"-0.0000000005", "-0.000000001"},
		{"0.00000000049999999999999999999", "0"},
		{"-0.00000000049999999999999999999", "0"},
		{"999999.9999999994", "999999.999999999"},
		{"999999.9999999995", "1000000"},
		{"999999.99999999949999999999999999", "999999.999999999"},
		{"1000000.000000005", "1000000.00000001"},
		{"1000000.000000004999", "1000000"},
		{"9999999.999999995", "10000000"},
		{"9999999.99999999", "9999999.99999999"},
		{"10000000.00000005", "10000000.0000001"},
		{"99999999999999.95", "100000000000000"},
		{"99999999999999.94", "99999999999999.9"},
		{"100000000000000.5", "100000000000001"},
		{"-100000000000000.5", "-100000000000001"},
		{"999999999999999", "999999999999999"},
		{"999999999999999.4999999999", "999999999999999"},
		{"999999999999999.5", "missing"},
		{"999999999999999.500000000001", "missing"},
		{"-999999999999999.5", "missing"},
		{"1000000000000000", "missing"},
		{"-1000000000000000", "missing"},
		{"1e400", "missing"},
		{"1e-400", "0"},
		{"missing", "missing"},
	} {
		if got := parse(t, c.x).Publish().String(); got != c.want {
			t.Errorf("%s publishes as %s, want %s", c.x, got, c.want)
		}
	}
}

// Rounding to 9 decimals first would make 0.5 of this, and 1 of that.
func TestPublishToRoundsOnce(t *testing.T) {
	x := parse(t, "0.4999999999")
	if got := x.PublishTo(0); !got.Equal(exact.Int(0)) {
		t.Errorf("got %v", got)
	}
	if got := x.PublishTo(-1); !got.Equal(exact.Int(0)) {
		t.Errorf("got %v", got)
	}
	if got := x.PublishTo(20); !got.Equal(parse(t, "0.5")) {
		t.Errorf("got %v", got)
	}
}

func TestPublishInt(t *testing.T) {
	for _, c := range []struct{ x, want string }{
		{"2.5", "3"},
		{"-2.5", "-3"},
		{"2.4999999999", "2"},
		{"9007199254740992", "9007199254740992"},
		{"9007199254740992.4", "9007199254740992"},
		{"9007199254740992.5", "missing"},
		{"9007199254740993", "missing"},
		{"-9007199254740992", "-9007199254740992"},
		{"-9007199254740993", "missing"},
		{"1e300", "missing"},
		{"missing", "missing"},
	} {
		if got := parse(t, c.x).PublishInt().String(); got != c.want {
			t.Errorf("%s is the int %s, want %s", c.x, got, c.want)
		}
	}
}

func TestPublishMoney(t *testing.T) {
	for _, c := range []struct {
		x     string
		minor int
		want  string
	}{
		{"1.005", 2, "1.01"},
		{"-1.005", 2, "-1.01"},
		{"1.0049999999999999999999", 2, "1"},
		{"100.5", 0, "101"},
		{"1.23456", 3, "1.235"},
		{"9999999999999999999999999999.99", 2, "9999999999999999999999999999.99"},
		{"9999999999999999999999999999.994", 2, "9999999999999999999999999999.99"},
		{"9999999999999999999999999999.995", 2, "missing"},
		{"-9999999999999999999999999999.995", 2, "missing"},
		{"1e28", 2, "missing"},
		{"1e28", 1, "10000000000000000000000000000"},
		{"99999999999", 18, "99999999999"},
		{"999999999999", 18, "999999999999"},
		{"1000000000000", 18, "missing"},
		{"0.5", 30, "0.5"},
		{"1", 30, "missing"},
		{"missing", 2, "missing"},
	} {
		if got := parse(t, c.x).PublishMoney(c.minor).String(); got != c.want {
			t.Errorf("%s with minor %d is %s, want %s", c.x, c.minor, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		r, minor := rats.Draw(t, "r"), rapid.IntRange(0, 30).Draw(t, "minor")
		want := rounded(r, minor)
		if want != nil && new(big.Rat).Abs(want).Cmp(new(big.Rat).SetInt(power10(30-minor))) >= 0 {
			want = nil
		}
		same(t, num(t, r).PublishMoney(minor), want)
	})
}

func TestNeighbours(t *testing.T) {
	for _, c := range []struct {
		x          string
		decimals   int
		prev, next string
	}{
		{"0", 9, "-0.000000001", "0.000000001"},
		{"0", 0, "-1", "1"},
		{"7", 2, "6.99", "7.01"},
		{"-7", 2, "-7.01", "-6.99"},
		{"0.005", 2, "0", "0.01"},
		{"1000000", 9, "999999.999999999", "1000000.00000001"},
		{"-1000000", 9, "-1000000.00000001", "-999999.999999999"},
		{"1000000", 2, "999999.99", "1000000.01"},
		{"10000000", 9, "9999999.99999999", "10000000.0000001"},
		{"100000000000000", 9, "99999999999999.9", "100000000000001"},
		{"999999999999999", 9, "999999999999998", "missing"},
		{"-999999999999999", 9, "missing", "-999999999999998"},
		{"1000000000000000", 9, "missing", "missing"},
		{"-1000000000000000", 9, "missing", "missing"},
		{"1e30", 9, "missing", "missing"},
		{"-1e30", 9, "missing", "missing"},
		{"missing", 9, "missing", "missing"},
	} {
		x := parse(t, c.x)
		if got := x.Prev(c.decimals).String(); got != c.prev {
			t.Errorf("below %s: %s, want %s", c.x, got, c.prev)
		}
		if got := x.Next(c.decimals).String(); got != c.next {
			t.Errorf("above %s: %s, want %s", c.x, got, c.next)
		}
	}
}

func TestNeighboursArePublishable(t *testing.T) {
	half := exact.Ratio(1, 2)
	rapid.Check(t, func(t *rapid.T) {
		decimals := rapid.IntRange(0, 9).Draw(t, "decimals")
		x := num(t, rats.Draw(t, "r")).PublishTo(decimals)
		up, down := x.Next(decimals), x.Prev(decimals)
		if !up.IsMissing() {
			middle := x.Add(up).Mul(half).PublishTo(decimals)
			if up.Cmp(x) <= 0 || !up.PublishTo(decimals).Equal(up) || !middle.Equal(x) && !middle.Equal(up) {
				t.Fatalf("above %v: %v", x, up)
			}
			if !up.Prev(decimals).Equal(x) {
				t.Fatalf("%v, up %v, down %v", x, up, up.Prev(decimals))
			}
		}
		if !down.IsMissing() && (down.Cmp(x) >= 0 || !down.Next(decimals).Equal(x)) {
			t.Fatalf("below %v: %v", x, down)
		}
		if !down.Equal(x.Neg().Next(decimals).Neg()) {
			t.Fatalf("%v is not symmetric", x)
		}
	})
}
