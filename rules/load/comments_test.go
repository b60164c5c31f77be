package load_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestLayout tells comments from all that only looks like one.
func TestLayout(t *testing.T) {
	const source = "\ufeff# top\r\n" +
		"plain: a#b # one\r\n" +
		"double: \"a # \\\" # no\" # two\r\n" +
		"single: 'it''s # no' # three\r\n" +
		"literal: | # four\r\n" +
		"  a\r\n" +
		"  # no\r\n" +
		"\r\n" +
		"  b # no\r\n" +
		"# five\r\n" +
		"folded: >-\r\n" +
		"    a # no\r\n" +
		"  # six\r\n" +
		"flow: {a: 1, # seven\r\n" +
		"  b: [1, # eight\r\n" +
		"    2]} # nine\r\n" +
		"several: a\r\n" +
		"  b # ten\r\n" +
		"anchor: &x 1 # eleven\r\n" +
		"empty: # twelve\r\n" +
		"quoted: \"a\r\n" +
		"  # no\r\n" +
		"  b\" # thirteen"
	layout, ok := load.LayoutOf(rules.File{Name: "a.yaml", Source: []byte(source)})
	if !ok {
		t.Fatal("this is YAML")
	}
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(source, "\ufeff"), "\r", ""), "\n")
	var texts, alone []string
	for _, c := range layout.Comments {
		texts = append(texts, strings.TrimSpace(c.Text))
		if c.Alone {
			alone = append(alone, strings.TrimSpace(c.Text))
		}
		if got := []rune(lines[c.Place.Line-1])[c.Place.Column-1:]; string(got) != "#"+c.Text || len(got) != c.Place.Length {
			t.Errorf("%s: %q stands there, not %q", c.Place, string(got), c.Text)
		}
	}
	want := []string{"top", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"top", "five", "six"}, alone); diff != "" {
		t.Errorf("alone (-want +got):\n%s", diff)
	}
	long := map[load.Lines]bool{}
	for _, l := range layout.Long {
		long[l] = true
	}
	for _, l := range []load.Lines{{5, 9}, {11, 12}, {14, 16}, {15, 16}, {17, 18}, {21, 23}} {
		if !long[l] {
			t.Errorf("lines %d to %d belong together: %v", l.First, l.Last, layout.Long)
		}
	}
	if len(long) != 6 {
		t.Errorf("more belongs together than there is: %v", layout.Long)
	}
	if _, ok := load.LayoutOf(rules.File{Name: "a.yaml", Source: []byte("a: [")}); ok {
		t.Error("a file that is not YAML has no layout")
	}
}

// FuzzLayout finds no comment where there is none, in any YAML.
func FuzzLayout(f *testing.F) {
	f.Add([]byte("a: 'b # c' # d\nb: |2-\n   x # y\n # z\n"))
	f.Add([]byte("{a: \"\\\" # \", b: # c\n 1}"))
	f.Add([]byte("? - a # b\n: >+\n # c\n\n  # d\n"))
	f.Fuzz(func(t *testing.T, source []byte) {
		file := rules.File{Name: "a.yaml", Source: source}
		layout, ok := load.LayoutOf(file)
		if !ok || bytes.ContainsRune(source, '\t') { // a tab is allowed or not by what stands above
			return
		}
		// Without its comments the file says the same.
		lines := strings.Split(string(source), "\n")
		for i := len(layout.Comments) - 1; i >= 0; i-- {
			c := layout.Comments[i]
			line := []rune(strings.TrimPrefix(lines[c.Place.Line-1], "\ufeff"))
			if line[c.Place.Column-1] != '#' {
				t.Fatalf("%s is no comment in %q", c.Place, string(line))
			}
			if c.Alone && c.Place.Line < len(lines) { // an empty line would belong to a text that keeps its line ends
				lines = append(lines[:c.Place.Line-1], lines[c.Place.Line:]...)
				continue
			}
			end := ""
			if strings.HasSuffix(lines[c.Place.Line-1], "\r") {
				end = "\r"
			}
			mark := ""
			if c.Place.Line == 1 && strings.HasPrefix(lines[0], "\ufeff") {
				mark = "\ufeff"
			}
			lines[c.Place.Line-1] = mark + string(line[:c.Place.Column-1]) + end
		}
		before, errBefore := yamlValue(source)
		after, errAfter := yamlValue([]byte(strings.Join(lines, "\n")))
		if errBefore == nil && (errAfter != nil || !cmp.Equal(before, after)) {
			t.Errorf("without its comments %q says something else: %v, %v, %v", source, before, after, errAfter)
		}
	})
}
