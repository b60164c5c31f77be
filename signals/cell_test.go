package signals

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

func num(t testing.TB, text string) exact.Num {
	t.Helper()
	n, err := exact.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestParseValue(t *testing.T) {
	text := &Column{Name: "c", Kind: String, Optional: true}
	whole := &Column{Name: "c", Kind: Int, Optional: true}
	number := &Column{Name: "c", Kind: Number, Optional: true}
	euro := &Column{Name: "c", Kind: Money, Currency: "EUR", Optional: true}
	yen := &Column{Name: "c", Kind: Money, Currency: "JPY", Optional: true}
	dinar := &Column{Name: "c", Kind: Money, Currency: "KWD", Optional: true}
	flag := &Column{Name: "c", Kind: Bool, Optional: true}
	day := &Column{Name: "c", Kind: Date, Optional: true}
	instant := &Column{Name: "c", Kind: Time, Optional: true}
	few := &Column{Name: "c", Kind: Number, OneOf: []string{"1", "2.50"}, Optional: true}
	days := &Column{Name: "c", Kind: Date, OneOf: []string{"2026-01-01"}, Optional: true}
	onlyTrue := &Column{Name: "c", Kind: Bool, OneOf: []string{"true"}, Optional: true}
	tests := []struct {
		column *Column
		text   string
		want   string // the value, or ! and a part of the message
	}{
		{text, " as it is ", " as it is "},
		{text, "  ", ""},
		{text, "\xff", "!not UTF-8"},
		{whole, " 3.0 ", "3"},
		{whole, "-0", "0"},
		{whole, "1e3", "1000"},
		{whole, "9007199254740992", "9007199254740992"},
		{whole, "9007199254740993", "!beyond 2^53"},
		{whole, "1e300", "!beyond 2^53"},
		{whole, "3.5", "!not a whole number"},
		{whole, "1,000", "!thousands separators are not read"},
		{whole, "1 000 000", "!thousands separators"},
		{whole, "0x10", "!not a whole number"},
		{number, "0.1234567885", "0.123456789"},
		{number, "-0.1234567885", "-0.123456789"},
		{number, "1.50", "1.5"},
		{number, ".5", "0.5"},
		{number, "123456789012.3456", "123456789012.346"},
		{number, "999999999999999", "999999999999999"},
		{number, "1000000000000000", "!too large"},
		{number, "1,5", "!decimals are written with a point"},
		{number, "50%", "!percent"},
		{number, "NaN", "!not a number"},
		{number, "1e1000000000", "!exponent"},
		{euro, "1.005", "1.01"},
		{euro, "-1.005", "-1.01"},
		{euro, "5", "5.00"},
		{euro, "123456789012345678901234567.89", "123456789012345678901234567.89"},
		{euro, "€5", "!leave out the currency sign"},
		{yen, "12.5", "13"},
		{dinar, "1.0005", "1.001"},
		{flag, "true", "true"},
		{flag, "False", "!neither true nor false"},
		{day, " 2026-11-01 ", "2026-11-01"},
		{day, "2026-11-01T00:00:00Z", "!declare the column as time"},
		{instant, "2026-11-01 10:00:00+01:00", "2026-11-01T09:00:00Z"},
		{instant, "2026-11-01", "!declare the column as date"},
		{few, "2.5", "2.5"},
		{few, "1.0", "1"},
		{few, "3", "!not one of 1, 2.50"},
		{days, "2026-01-01", "2026-01-01"},
		{days, "2026-01-02", "!not one of 2026-01-01"},
		{onlyTrue, "true", "true"},
		{onlyTrue, "false", "!not one of true"},
	}
	for _, test := range tests {
		v, err := ParseValue(test.column, test.text)
		want, fails := strings.CutPrefix(test.want, "!")
		switch {
		case fails && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%v %q: %v, %v; expected an error with %q", test.column.Kind, test.text, v, err, want)
		case !fails && (err != nil || v.String() != want):
			t.Errorf("%v %q: %v, %v; want %q", test.column.Kind, test.text, v, err, want)
		}
	}
}

func TestBlankCells(t *testing.T) {
	column := &Column{Name: "seats", Source: "Seats #", Kind: Int}
	if _, err := ParseValue(column, " "); err == nil || err.Error() != `seats (column "Seats #") is blank, and the column is not optional` {
		t.Error(err)
	}
	column.Optional = true
	if v, err := ParseValue(column, ""); err != nil || v.Missing != Blank {
		t.Error(v, err)
	}
	column.Default = Value{Kind: Int, Num: exact.Int(7)}
	if v, err := ParseValue(column, ""); err != nil || v.String() != "7" {
		t.Error(v, err)
	}
}

func TestBounds(t *testing.T) {
	column := &Column{Name: "nps", Kind: Number, Min: num(t, "-0.5"), Max: num(t, "1e2")}
	for text, want := range map[string]string{
		"-0.5": "", "100": "", "-0.50000000001": "", "-0.51": "less than the min -0.5", "100.1": "more than the max 100", "1e3": "more than the max 100",
	} {
		_, err := ParseValue(column, text)
		if got := err == nil; got != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// TestNumbersAreExact compares the short way of reading numbers with that over
// rationals.
func TestNumbersAreExact(t *testing.T) {
	columns := []*Column{
		{Name: "i", Kind: Int, Optional: true},
		{Name: "n", Kind: Number, Optional: true},
		{Name: "m", Kind: Money, Currency: "EUR", Optional: true},
		{Name: "y", Kind: Money, Currency: "JPY", Optional: true},
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[-+]?[0-9]{1,20}(\.[0-9]{0,12})?`).Draw(t, "text")
		for _, column := range columns {
			short, long := newColumnBuilder(column, nil), newColumnBuilder(column, nil)
			shortFault := short.readText([]byte(text), plainForm)
			n, err := exact.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			longFault := long.readNum(n)
			a, b := short.take(), long.take()
			if (shortFault == nil) != (longFault == nil) || a.Missing[0] != b.Missing[0] {
				t.Fatalf("%v %s: %v and %v", column.Kind, text, shortFault, longFault)
			}
			if a.Missing[0] == Present && (a.Num(0).Cmp(b.Num(0)) != 0 || a.Value(0, column).String() != b.Value(0, column).String()) {
				t.Fatalf("%v %s: %v and %v", column.Kind, text, a.Num(0), b.Num(0))
			}
		}
	})
}

func TestValueJSON(t *testing.T) {
	micros, _ := ParseTime("2026-11-01T09:30:00.5Z")
	tests := []struct {
		value Value
		want  string
	}{
		{Value{Kind: String, Text: "a \"b\""}, `"a \"b\""`},
		{Value{Kind: Int, Num: exact.Int(-3)}, `-3`},
		{Value{Kind: Number, Num: num(t, "1.50")}, `1.5`},
		{Value{Kind: Money, Num: num(t, "1.5"), Minor: 2}, `"1.50"`},
		{Value{Kind: Bool, Flag: true}, `true`},
		{Value{Kind: Bool}, `false`},
		{Value{Kind: Date, Micros: micros}, `"2026-11-01"`},
		{Value{Kind: Time, Micros: micros}, `"2026-11-01T09:30:00.5Z"`},
		{Value{Kind: Money, Missing: OutOfRange}, `null`},
		{Value{}, `null`},
	}
	for _, test := range tests {
		data, err := json.Marshal(test.value)
		if err != nil || string(data) != test.want {
			t.Errorf("%+v: %s, %v; want %s", test.value, data, err, test.want)
		}
		var back Value
		if err := json.Unmarshal(data, &back); err != nil {
			t.Errorf("%s: %v", data, err)
		}
		if again, err := json.Marshal(back); err != nil || string(again) != test.want {
			t.Errorf("%s came back as %s, %v", test.want, again, err)
		}
	}
	var v Value
	for _, text := range []string{`[1]`, `{}`, ``} {
		if err := v.UnmarshalJSON([]byte(text)); err == nil {
			t.Errorf("%q is no cell", text)
		}
	}
}

func TestDefaults(t *testing.T) {
	for kind, text := range map[Kind]string{
		String: "none", Int: "-3", Number: "0.5", Money: "123456789012345678901234567.89", Bool: "true", Date: "2026-01-01", Time: "2026-01-01T00:00:00.5Z",
	} {
		want, err := ParseValue(&Column{Name: "c", Kind: kind}, text)
		if err != nil {
			t.Fatal(err)
		}
		c := newColumnBuilder(&Column{Name: "c", Kind: kind, Default: want}, []string{"n/a"})
		if f := c.readText([]byte(" n/a "), plainForm); f != nil {
			t.Fatal(f.message)
		}
		c.readAbsent()
		v := c.take()
		if got := v.Value(0, c.decl).String(); got != text {
			t.Errorf("the default of a %s is %q, want %q", kind, got, text)
		}
		if got := v.Value(1, c.decl).Missing; got != NoColumn {
			t.Errorf("a %s of no column is missing because it is %q", kind, got)
		}
	}
}
