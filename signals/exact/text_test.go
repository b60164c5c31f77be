package exact_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"0", "0"},
		{"-0", "0"},
		{"+7", "7"},
		{"007.50", "7.5"},
		{".5", "0.5"},
		{"5.", "5"},
		{"-.25", "-0.25"},
		{"1e3", "1000"},
		{"1.5E-3", "0.0015"},
		{"2e+0", "2"},
		{"2e0000000002", "200"},
		{"0e400", "0"},
		{"9223372036854775807", "9223372036854775807"},
		{"9223372036854775808", "9223372036854775808"},
		{"-9223372036854775808", "-9223372036854775808"},
		{"0.100000000000000000000000000000000000000000", "0.1"},
		{"123456789012345678901234567890.125", "123456789012345678901234567890.125"},
		{"1e-20", "0.00000000000000000001"},
		{"12345678901234567e3", "12345678901234567000"},
	} {
		x := parse(t, c.text)
		want, _ := new(big.Rat).SetString(strings.TrimSuffix(c.text, "."))
		same(t, x, want)
		if got := x.String(); got != c.want {
			t.Errorf("%s reads as %s, want %s", c.text, got, c.want)
		}
		b, err := exact.ParseBytes([]byte(c.text))
		if err != nil || !b.Equal(x) {
			t.Errorf("%s as bytes: %v, %v", c.text, b, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", `"" is not a number: it is empty`},
		{"-", `"-" is not a number: it has no digits`},
		{".", `"." is not a number: it has no digits`},
		{"e5", `"e5" is not a number: unexpected 'e' at position 1`},
		{" 1", `" 1" is not a number: unexpected ' ' at position 1`},
		{"1 ", `"1 " is not a number: unexpected ' ' at position 2`},
		{"1,5", `"1,5" is not a number: unexpected ',' at position 2; write a decimal point, and no separators`},
		{"1_000", `"1_000" is not a number: unexpected '_' at position 2; write a decimal point, and no separators`},
		{"0x10", `"0x10" is not a number: unexpected 'x' at position 2`},
		{"1.2.3", `"1.2.3" is not a number: unexpected '.' at position 4`},
		{"--1", `"--1" is not a number: unexpected '-' at position 2`},
		{"NaN", `"NaN" is not a number: unexpected 'N' at position 1`},
		{".inf", `".inf" is not a number: unexpected 'i' at position 2`},
		{"5 €", `"5 €" is not a number: unexpected ' ' at position 2`},
		{"5€", `"5€" is not a number: unexpected '€' at position 2`},
		{"1e", `"1e" is not a number: its exponent has no digits`},
		{"1e+", `"1e+" is not a number: its exponent has no digits`},
		{"1e5.0", `"1e5.0" is not a number: unexpected '.' at position 4`},
		{"1e401", `"1e401" is not a number: its exponent is beyond ±400`},
		{"1e-99999999999999999999", `"1e-99999999999999999999" is not a number: its exponent is beyond ±400`},
		{strings.Repeat("1", 401), `"` + strings.Repeat("1", 40) + `..." is not a number: longer than 400 characters`},
	} {
		x, err := exact.Parse(c.text)
		var refused *exact.ParseError
		if !errors.As(err, &refused) || !x.IsMissing() {
			t.Errorf("%q: %v, %v", c.text, x, err)
			continue
		}
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Error(diff)
		}
		if refused.Offset > len(c.text) {
			t.Errorf("%q: offset %d", c.text, refused.Offset)
		}
	}
	if _, err := exact.Parse(strings.Repeat("9", 398) + "e0"); err != nil {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "1e400", "1e-400", ".5", "5.", "1_0", "0x1", "", "9223372036854775808", "1e", "+.e1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x, err := exact.Parse(s)
		y, errBytes := exact.ParseBytes([]byte(s))
		if (err == nil) != (errBytes == nil) || !x.Equal(y) {
			t.Fatalf("text %v, %v; bytes %v, %v", x, err, y, errBytes)
		}
		if err != nil {
			var refused *exact.ParseError
			if !errors.As(err, &refused) || !x.IsMissing() {
				t.Fatalf("%v with %T", x, err)
			}
			return
		}
		if strings.Trim(s, "0123456789.eE+-") != "" {
			t.Fatalf("read %q", s)
		}
		want, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("big.Rat refuses %q", s)
		}
		same(t, x, want)
	})
}

func FuzzStringRoundTrip(f *testing.F) {
	f.Add(int64(0), uint8(0))
	f.Add(int64(-5), uint8(1))
	f.Add(int64(9223372036854775807), uint8(18))
	f.Add(int64(-9223372036854775808), uint8(30))
	f.Fuzz(func(t *testing.T, m int64, scale uint8) {
		x := exact.Decimal(m, scale%31)
		y, err := exact.Parse(x.String())
		if err != nil || !x.Equal(y) {
			t.Fatalf("%v reads back as %v, %v", x, y, err)
		}
		if !strings.HasPrefix(y.Publish().String(), "missing") && !x.Publish().Equal(y.Publish()) {
			t.Fatalf("%v and %v publish differently", x, y)
		}
	})
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		x              exact.Num
		decimals       int
		decimal, fixed string
	}{
		{exact.Int(7), 2, "7", "7.00"},
		{exact.Int(700), 0, "700", "700"},
		{exact.Int(0), 2, "0", "0.00"},
		{exact.Decimal(2725, 2), 4, "27.25", "27.2500"},
		{exact.Ratio(-1, 2), 2, "-0.5", "-0.50"},
		{exact.Ratio(-1, 2), 0, "-1", "-1"},
		{exact.Ratio(-1, 1000), 2, "0", "0.00"},
		{exact.Ratio(1, 3), 30, "0.333333333333333333333333333333", "0.333333333333333333333333333333"},
		{exact.Ratio(1, 3), 99, "0.333333333333333333333333333333", "0.333333333333333333333333333333"},
		{exact.Ratio(2, 3), -1, "1", "1"},
		{exact.Decimal(-10, 3), 2, "-0.01", "-0.01"},
		{exact.Decimal(1000, 3), 2, "1", "1.00"},
		{exact.Decimal(5, 2), 1, "0.1", "0.1"},
		{exact.Num{}, 2, "missing", "missing"},
	} {
		if got := string(c.x.AppendDecimal([]byte("="), c.decimals)); got != "="+c.decimal {
			t.Errorf("%v: %s, want %s", c.x, got, c.decimal)
		}
		if got := string(c.x.AppendFixed([]byte("="), c.decimals)); got != "="+c.fixed {
			t.Errorf("%v: %s, want %s", c.x, got, c.fixed)
		}
	}
}

func TestFormatsLikeRat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, decimals := rats.Draw(t, "r"), rapid.IntRange(0, 30).Draw(t, "decimals")
		if r == nil {
			return
		}
		x := num(t, r)
		want := r.FloatString(decimals)
		if strings.Trim(want, "-0.") == "" {
			want = strings.TrimPrefix(want, "-")
		}
		if got := string(x.AppendFixed(nil, decimals)); got != want {
			t.Fatalf("fixed %s, want %s", got, want)
		}
		if strings.Contains(want, ".") {
			want = strings.TrimRight(strings.TrimRight(want, "0"), ".")
		}
		if got := string(x.AppendDecimal(nil, decimals)); got != want {
			t.Fatalf("decimal %s, want %s", got, want)
		}
	})
}

func TestJSON(t *testing.T) {
	type row struct {
		A, B, C, D exact.Num
	}
	var got row
	if err := json.Unmarshal([]byte(`{"A": 1.50, "B": "27.25", "C": null, "D": -1e-3}`), &got); err != nil {
		t.Fatal(err)
	}
	want := row{exact.Ratio(3, 2), exact.Ratio(109, 4), exact.Num{}, exact.Ratio(-1, 1000)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"A":1.5,"B":27.25,"C":null,"D":-0.001}`, string(text)); diff != "" {
		t.Error(diff)
	}
	for _, s := range []string{`"1,5"`, `""`, `true`, `{}`, `[1]`, `"missing"`, `1e999`, `"\uZZ"`} {
		x := exact.Int(5)
		if err := x.UnmarshalJSON([]byte(s)); err == nil {
			t.Errorf("%s reads as %v", s, x)
		}
		if !x.Equal(exact.Int(5)) {
			t.Errorf("%s changed the number", s)
		}
	}
}

func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := num(t, rats.Draw(t, "r")).Publish()
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		var y exact.Num
		if err := json.Unmarshal(text, &y); err != nil || !x.Equal(y) {
			t.Fatalf("%s reads as %v, %v", text, y, err)
		}
	})
}

func TestShopspring(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, decimals := rats.Draw(t, "r"), rapid.IntRange(0, 30).Draw(t, "decimals")
		d, ok := num(t, r).Decimal(decimals)
		if ok != (r != nil) {
			t.Fatalf("ok is %v", ok)
		}
		if ok {
			same(t, exact.FromDecimal(d), rounded(r, decimals))
		}
	})
	for _, c := range []struct {
		exponent int32
		missing  bool
	}{{0, false}, {400, false}, {-400, false}, {-30, false}, {1 << 20, true}, {-1 << 31, true}, {1<<31 - 1, true}, {2000, true}} {
		if got := exact.FromDecimal(decimal.New(7, c.exponent)).IsMissing(); got != c.missing {
			t.Errorf("7e%d missing: %v", c.exponent, got)
		}
	}
	same(t, exact.FromDecimal(decimal.New(0, 1<<30)), new(big.Rat))
	same(t, exact.FromDecimal(decimal.New(-1<<63, -2)), new(big.Rat).SetFrac64(-1<<63, 100))
}
