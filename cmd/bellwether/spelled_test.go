package main

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// TestSpelledNumbers: numbers read straight from numerators are spelled as the
// numbers themselves are, whatever was remembered of the blocks before.
func TestSpelledNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s := &spelledNumbers{before: ",", after: ";", missing: "null", remember: fewNumbers}
	units := []int64{1, 10, 100, 1e9, 1e18, 3, 70, math.MaxInt64}
	for range 2000 {
		c := randomNumbers(random, units[random.IntN(len(units))])
		s.learn(c)
		for i := range c.Len() {
			want := "null"
			if n := c.At(i); !n.IsMissing() {
				want = string(n.AppendDecimal(nil, 30))
			}
			if got := string(s.append([]byte("x"), c, i)); got != "x,"+want+";" {
				t.Fatalf("%d over %d: got %s, expected %s", c.N[i], c.Unit, got, want)
			}
		}
	}
}

// randomNumbers makes a column of numbers of all sizes, of which some are missing.
func randomNumbers(random *rand.Rand, unit int64) *result.Numbers {
	c := &result.Numbers{N: make([]int64, 40), Unit: unit}
	for i := range c.N {
		c.N[i] = max(random.Int64()>>random.IntN(64), -math.MaxInt64)
		if random.IntN(2) == 0 {
			c.N[i] = -c.N[i]
		}
		if random.IntN(10) == 0 {
			c.N[i] = result.Absent
		}
	}
	switch random.IntN(4) {
	case 0:
		c.D = make([]int64, len(c.N))
		for i := range c.D {
			c.D[i] = 1 + random.Int64N(1000)
		}
	case 1:
		huge := exact.Int(math.MaxInt64)
		c.N[0], c.Wide = result.Absent, map[int]exact.Num{0: huge.Mul(huge)}
	}
	return c
}

var oddTexts = []string{
	"", "plain", " ", " blank in front", "blank behind ", "\ttab", "a,b", `say "hi"`, "two\nlines", "return\r", "größe", "größ",
	"\u00a0no break", "\u2028", "<b>&amp;</b>", "back\\slash", "\x00\x1f\x7f", "not UTF-8 \xff\xc3", "\xff",
}

func TestAppendCell(t *testing.T) {
	texts := oddTexts
	for c := range 256 { // each byte at each place of eight, and beyond
		for at := range 9 {
			text := []byte("ABCDEFGHI")
			text[at] = byte(c)
			texts = append(texts, string(text))
		}
	}
	for _, text := range texts {
		want := text
		if strings.ContainsAny(text, ",\"\r\n") || strings.TrimSpace(text) != text {
			want = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		}
		if got := string(appendCell(nil, text)); got != want {
			t.Errorf("%q became %s, expected %s", text, got, want)
		}
	}
}

func TestAppendJSONText(t *testing.T) {
	for _, text := range oddTexts {
		var want bytes.Buffer
		encoder := json.NewEncoder(&want)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(text); err != nil {
			t.Fatal(err)
		}
		if got := string(appendJSONText(nil, text)) + "\n"; got != want.String() {
			t.Errorf("%q became %s, expected %s", text, got, &want)
		}
	}
}

// TestSpelledTexts: a dictionary may grow from block to block, or be another.
func TestSpelledTexts(t *testing.T) {
	s := &spelledTexts{before: "<", after: ">", spell: appendCell}
	for _, dict := range [][]string{nil, {"a"}, {"a", "b,c"}, {"b"}, {"b", "b,c", ""}} {
		c := &result.Texts{Dict: dict}
		for code := range dict {
			c.Codes = append(c.Codes, uint32(code))
		}
		s.learn(c)
		for i := range c.Codes {
			if got, want := string(s.append(nil, c, i)), "<"+string(appendCell(nil, dict[i]))+">"; got != want {
				t.Errorf("got %s, expected %s", got, want)
			}
		}
	}
}
