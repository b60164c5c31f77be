package load_test

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// flag loads a rule set with one flag, whose value is source, and gives its
// expression with the lines of the file.
func flag(t *testing.T, source string) (*rules.Expression, [][]rune) {
	t.Helper()
	text := base + "flags:\n  late: " + source + "\n"
	set, err := load.Files([]rules.File{{Name: "a.yaml", Source: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]rune
	for _, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		lines = append(lines, []rune(strings.TrimSuffix(line, "\r")))
	}
	return set.Flags[0].When, lines
}

// TestExpressionPlaces: a place within an expression is that of the character in
// the file, however the expression is written. X, whose place is looked for, is
// a character that stands in the file but once.
func TestExpressionPlaces(t *testing.T) {
	for name, test := range map[string]struct{ source, text string }{
		"plain":                  {`seats > X`, `seats > X`},
		"plain behind accents":   {`größe > X`, `größe > X`},
		"plain, anchored":        {`&name seats > X`, `seats > X`},
		"plain, two lines":       {"seats >\n    X + 1", "seats > X + 1"},
		"plain, empty line":      {"seats\n\n    > X", "seats\n> X"},
		"plain on a line below":  {"\n    seats > X", "seats > X"},
		"plain, CRLF":            {"seats >\r\n    X + 1", "seats > X + 1"},
		"single quotes":          {`'size == "a" ? X : 2'`, `size == "a" ? X : 2`},
		"single, quotes within":  {`'size == ''a'' ? X : 2'`, `size == 'a' ? X : 2`},
		"single, two lines":      {"'size ==\n     X'", "size == X"},
		"double quotes":          {`"size == X"`, `size == X`},
		"double, escapes":        {`"size == \"a\" and \x41\u0042\U00000043\\ == X"`, `size == "a" and ABC\ == X`},
		"double, escaped blanks": {`"size\t==\n X"`, "size\t==\n X"},
		"double, two lines":      {"\"size ==\n     X\"", "size == X"},
		"double, continued":      {"\"size \\\n     == X\"", "size == X"},
		"double, blanks around":  {`"  size == X  "`, `size == X`},
		"literal":                {"|\n    size ==\n      X\n", "size ==\n  X"},
		"literal, comment":       {"|-  # as a comment\n    size == X", "size == X"},
		"literal, indented":      {"|2\n    size == X", "size == X"},
		"folded":                 {">-\n    size\n    == X", "size == X"},
		"folded, empty line":     {">\n    size\n\n    == X\n", "size\n== X"},
		"folded, more indented":  {">\n    size\n      == X\n    + 1", "size\n  == X\n+ 1"},
		"alias":                  {"&e seats > X\n  again: *e", "seats > X"},
	} {
		t.Run(name, func(t *testing.T) {
			e, lines := flag(t, test.source)
			if e.Text != test.text {
				t.Fatalf("the expression is %q, want %q", e.Text, test.text)
			}
			runes := []rune(e.Text)
			for i, r := range runes {
				at := e.At(i, i+1)
				if r == ' ' || r == '\n' || r == '\t' {
					continue
				}
				got := lines[at.Line-1][at.Column-1]
				if got != r && got != '\\' { // an escape begins where its backslash stands
					t.Errorf("character %d (%c) is said to stand at %s, where %c stands", i, r, at, got)
				}
			}
			end := e.At(len(runes), len(runes))
			last := e.At(len(runes)-1, len(runes))
			if end.Line != last.Line || end.Column <= last.Column {
				t.Errorf("the end is at %s, the last character at %s", end, last)
			}
		})
	}
}

// TestExpressionPlacesAreCompact: nearly all expressions stand on one line, and
// need no list of places.
func TestExpressionPlacesAreCompact(t *testing.T) {
	for _, source := range []string{`seats > 3`, `'seats > 3'`, `"seats > 3"`} {
		e, _ := flag(t, source)
		if e.Places != nil {
			t.Errorf("%s has a list of places", source)
		}
		if e.Place.Length != len(e.Text) {
			t.Errorf("%s: length %d", source, e.Place.Length)
		}
	}
}

// TestExpressionPlacesOfAnyText lets the YAML library write texts in all styles,
// folded to short lines, and looks for each of their characters.
func TestExpressionPlacesOfAnyText(t *testing.T) {
	styles := []yaml.Style{0, yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle, yaml.LiteralStyle, yaml.FoldedStyle}
	word := rapid.StringMatching(`[a-zäß€"'\\\\.,:#()0-9😀]{1,8}`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 1, 12).Draw(t, "words"), rapid.SampledFrom([]string{" ", "\n", "  "}).Draw(t, "between"))
		node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: rapid.SampledFrom(styles).Draw(t, "style")}
		source, err := yaml.Dump(map[string]any{"flags": map[string]any{"late": node}}, yaml.WithLineWidth(30))
		if err != nil {
			t.Fatal(err)
		}
		all := base + string(source)
		set, err := load.Files([]rules.File{{Name: "a.yaml", Source: []byte(all)}})
		if err != nil {
			return // cut off by a comment, for example
		}
		lines := strings.Split(all, "\n")
		e := set.Flags[0].When
		for i, r := range []rune(e.Text) {
			if r == ' ' || r == '\n' {
				continue
			}
			at := e.At(i, i+1)
			if got := []rune(lines[at.Line-1])[at.Column-1]; got != r && got != '\\' {
				t.Fatalf("character %d (%c) is said to stand at %s, where %c stands:\n%s", i, r, at, got, source)
			}
		}
	})
}
