package format_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/format"
)

func ExampleSource() {
	source := `metrics:
    seat_use: active/seats*100   # of those paid for
`
	result, err := format.Source("metrics.yaml", []byte(source))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(result))
	// Output:
	// metrics:
	//   seat_use: active / seats * 100  # of those paid for
}

// A file that cannot be read is refused, with the findings of the loader.
func TestSourceErrors(t *testing.T) {
	for source, want := range map[string]string{
		"a: b: c\n":                     "yaml-colon",
		"a: [1\n":                       "yaml-unclosed",
		"a: {expr: f(x, y)}\n":          "yaml-flow",
		"a: !x\n":                       "yaml-tag",
		"a: 1\n---\nb: 2\n":             "yaml-documents",
		"a: \xff\n":                     "file-encoding",
		"a: x\u202ey\n":                 "file-character",
		"- a\n":                         "wrong-shape",
		"<<: {a: 1}\n":                  "yaml-merge",
		"? [a]\n: 1\n":                  "yaml-key",
		"a: &a [*a]\n":                  "yaml-alias",
		"a: 1\na: {[x]: 2}\n":           "yaml-key",
		"e:\ne: {[]}\n":                 "yaml-key",
		"007: {[x]: 2}\n":               "yaml-key",
		"a: {b: 1, b: f(x, y)}\n":       "yaml-flow",
		"a: 1\na: &a [*a]\n":            "yaml-alias",
		"a: 1\na: !x 2\n":               "yaml-tag",
		strings.Repeat("a", 5<<20):      "file-size",
		"a: " + strings.Repeat("[", 99): "yaml-depth",
	} {
		result, err := format.Source("rules/a.yaml", []byte(source))
		found, ok := errors.AsType[*rules.Diagnostics](err)
		if !ok || len(found.List) == 0 || found.List[0].ID != want || found.List[0].Place.File != "rules/a.yaml" {
			t.Errorf("%.40q: %v, expected %s", source, err, want)
		}
		if result != nil {
			t.Errorf("%.40q: a result beside the error", source)
		}
	}
}

// What is wrong with the rules, and not with the YAML, keeps no file from being
// formatted.
func TestSourceWrongRules(t *testing.T) {
	for _, source := range []string{"", "langauge: 1\n", "a: 1\na: 2\n", "a: 007\n"} {
		if result, err := format.Source("a.yaml", []byte(source)); err != nil || string(result) != source {
			t.Errorf("%q: %q, %v", source, result, err)
		}
	}
}

// The source is not written to.
func TestSourceKeepsSource(t *testing.T) {
	source := []byte("\ufeffa:   1\r\n")
	before := bytes.Clone(source)
	if _, err := format.Source("a.yaml", source); err != nil || !bytes.Equal(source, before) {
		t.Errorf("%q became %q: %v", before, source, err)
	}
}

func BenchmarkSource(b *testing.B) {
	text, err := os.ReadFile("../../examples/saas/rules/health.yaml")
	if err != nil {
		b.Fatal(err)
	}
	// Many scorecards, in one file of a mebibyte.
	card := bytes.TrimPrefix(text[bytes.Index(text, []byte("  health:")):], []byte("  health:"))
	var large bytes.Buffer
	large.WriteString("scorecards:\n")
	for i := 0; large.Len() < 1<<20; i++ {
		fmt.Fprintf(&large, "  health_%d:", i)
		large.Write(card)
	}
	b.SetBytes(int64(large.Len()))
	for b.Loop() {
		if _, err := format.Source("a.yaml", large.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
