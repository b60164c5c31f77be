package signals

import (
	"testing"

	"pgregory.net/rapid"
)

// filled reads texts as a column and hands over its vector.
func filled(decl *Column, texts ...string) *Vector {
	c := newColumnBuilder(decl, nil)
	for _, text := range texts {
		c.readText([]byte(text), plainForm)
	}
	return c.take()
}

func TestScale(t *testing.T) {
	number := &Column{Name: "c", Kind: Number, Optional: true}
	euro := &Column{Name: "c", Kind: Money, Currency: "EUR", Optional: true}
	for _, test := range []struct {
		name      string
		decl      *Column
		texts     []string
		scale     uint8
		low, high int64
		wide      int
		missing   bool
	}{
		{"nothing", number, nil, 0, 0, 0, 0, false},
		{"whole", number, []string{"1", "20", "-3.0"}, 0, -3, 20, 0, false},
		{"one scale", number, []string{"1.5", "", "0.25"}, 2, 0, 150, 0, true},
		{"above nought", number, []string{"1.5", "0.25"}, 2, 25, 150, 0, false},
		{"a lone row with decimals", number, []string{"900000000000000", "800000000000000", "0.000000001"}, 0, 0, 9e14, 1, false},
		{"a lone row with digits", number, []string{"0.000000002", "900000000000000", "0.000000001"}, 9, 0, 2, 1, false},
		{"no value", number, []string{"", "x"}, 0, 0, 0, 0, true},
		{"money", euro, []string{"2", "", "3.5"}, 2, 0, 350, 0, true},
		{"wide money", euro, []string{"2", "12345678901234567890123"}, 2, 0, 200, 1, false},
		{"no money", euro, []string{""}, 2, 0, 0, 0, true},
	} {
		v := filled(test.decl, test.texts...)
		if v.Scale != test.scale || v.Low != test.low || v.High != test.high || len(v.Wide) != test.wide || v.AnyMissing != test.missing {
			t.Errorf("%s: scale %d, %d to %d, %d wide, missing %v", test.name, v.Scale, v.Low, v.High, len(v.Wide), v.AnyMissing)
		}
	}
}

// TestVectorBounds checks what a vector says of all its rows, and that each value
// is the one that was read.
func TestVectorBounds(t *testing.T) {
	columns := []*Column{
		{Name: "c", Kind: Number, Optional: true},
		{Name: "c", Kind: Money, Optional: true},
		{Name: "c", Kind: Int, Optional: true},
		{Name: "c", Kind: Date, Optional: true},
		{Name: "c", Kind: Bool, Optional: true},
	}
	texts := map[Kind]*rapid.Generator[string]{
		Date: rapid.SampledFrom([]string{"", "2026-01-01", "0001-01-01", "9999-12-31"}),
		Bool: rapid.SampledFrom([]string{"", "true", "false"}),
	}
	number := rapid.OneOf(
		rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9]{1,2})?`),
		rapid.StringMatching(`-?[0-9]{1,18}(\.[0-9]{1,12})?`),
		rapid.Just(""),
	)
	rapid.Check(t, func(t *rapid.T) {
		decl := rapid.SampledFrom(columns).Draw(t, "column")
		text, ok := texts[decl.Kind]
		if !ok {
			text = number
		}
		rows := rapid.SliceOf(text).Draw(t, "rows")
		v := filled(decl, rows...)
		anyMissing := false
		for i, row := range rows {
			anyMissing = anyMissing || v.Missing[i] != Present
			if v.Ints[i] < v.Low || v.Ints[i] > v.High {
				t.Fatalf("row %d is %d, not within %d and %d", i, v.Ints[i], v.Low, v.High)
			}
			want, _ := ParseValue(decl, row)
			if got := v.Value(i, decl); got.String() != want.String() {
				t.Fatalf("row %d is %s, want %s", i, got, want)
			}
			_, wide := v.Wide[i]
			if (wide || v.Missing[i] != Present) && v.Ints[i] != 0 {
				t.Fatalf("row %d stands in Ints as well", i)
			}
			if decl.Kind.Numeric() && max(v.Ints[i], -v.Ints[i]) >= maxMantissa {
				t.Fatalf("row %d is too large: %d", i, v.Ints[i])
			}
		}
		if anyMissing != v.AnyMissing {
			t.Fatal("AnyMissing is", v.AnyMissing)
		}
		if len(rows) > 0 {
			from := rapid.IntRange(0, len(rows)-1).Draw(t, "from")
			s := v.slice(from, len(rows))
			for i := range s.Len() {
				if got := s.Value(i, decl); got.String() != v.Value(from+i, decl).String() || s.Missing[i] != Present && !s.AnyMissing {
					t.Fatalf("row %d of the slice is %s", i, got)
				}
			}
		}
	})
}
