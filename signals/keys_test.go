package signals

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestDictionary compares a dictionary and a key set with a map.
func TestDictionary(t *testing.T) {
	var d dictionary
	rapid.Check(t, func(t *rapid.T) {
		d.reset()
		s := newKeySet()
		codes := make(map[string]int)
		var order []string
		for _, text := range rapid.SliceOf(rapid.StringN(0, 3, -1)).Draw(t, "texts") {
			want, known := codes[text]
			if !known {
				want = len(order)
				codes[text] = want
				order = append(order, text)
			}
			if _, ok := d.find([]byte(text)); ok != known {
				t.Fatalf("find %q: %v", text, ok)
			}
			if code, added := d.intern([]byte(text)); int(code) != want || added == known {
				t.Fatalf("intern %q: %d, %v; want %d", text, code, added, want)
			}
			if number, added := s.add([]byte(text)); number != want || added == known {
				t.Fatalf("add %q: %d, %v; want %d", text, number, added, want)
			}
		}
		if got := d.strings(); !slices.Equal(got, order) {
			t.Fatalf("%q, want %q", got, order)
		}
	})
}

// TestColumnRows takes rows back, moves and reorders them at random, and compares
// the column with a list of texts.
func TestColumnRows(t *testing.T) {
	columns := []*Column{
		{Name: "c", Kind: String, Optional: true},
		{Name: "c", Kind: Number, Optional: true},
		{Name: "c", Kind: Money, Optional: true},
		{Name: "c", Kind: Int, Optional: true},
	}
	rapid.Check(t, func(t *rapid.T) {
		decl := rapid.SampledFrom(columns).Draw(t, "column")
		c := newColumnBuilder(decl, nil)
		var want []string
		t.Repeat(map[string]func(*rapid.T){
			"append": func(t *rapid.T) {
				text := rapid.SampledFrom([]string{"", "1", "7", "12345678901234567890123", "2.50", "-3"}).Draw(t, "text")
				v, err := ParseValue(decl, text)
				c.readText([]byte(text), plainForm)
				if err != nil {
					want = append(want, "")
				} else {
					want = append(want, v.String())
				}
			},
			"truncate": func(t *rapid.T) {
				n := rapid.IntRange(0, len(want)).Draw(t, "rows")
				c.truncate(n)
				want = want[:n]
			},
			"move": func(t *rapid.T) {
				if len(want) < 2 {
					return
				}
				i := rapid.IntRange(0, len(want)-2).Draw(t, "row")
				c.moveLast(i)
				want[i] = want[len(want)-1]
				want = want[:len(want)-1]
			},
			"reorder": func(t *rapid.T) {
				from := rapid.IntRange(0, len(want)).Draw(t, "from")
				order := make([]int32, len(want)-from)
				for i := range order {
					order[i] = int32(i)
				}
				order = rapid.Permutation(order).Draw(t, "order")
				order = order[:rapid.IntRange(0, len(order)).Draw(t, "kept")]
				c.reorder(from, order)
				moved := slices.Clone(want[:from])
				for _, row := range order {
					moved = append(moved, want[from+int(row)])
				}
				want = moved
			},
			"": func(t *rapid.T) {
				if c.len() != len(want) {
					t.Fatalf("%d rows, want %d", c.len(), len(want))
				}
			},
		})
		v := c.take()
		for i, text := range want {
			if got := v.Value(i, decl).String(); got != text {
				t.Fatalf("row %d is %q, want %q", i, got, text)
			}
		}
	})
}

func BenchmarkKeySet(b *testing.B) {
	keys := make([][]byte, 100_000)
	for i := range keys {
		keys[i] = fmt.Appendf(nil, "A%07d", i)
	}
	b.ReportAllocs()
	for b.Loop() {
		s := newKeySet()
		for _, key := range keys {
			s.add(key)
		}
	}
}
