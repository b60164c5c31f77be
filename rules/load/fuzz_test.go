package load_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// seed adds the files of archives.
func seed(f *testing.F, pattern string) {
	archives, _ := filepath.Glob(pattern)
	for _, path := range archives {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range parseArchive(text).files {
			if file.Name != goldenFile {
				f.Add(file.Source)
			}
		}
	}
}

// FuzzLoad: whatever a file holds, loading it ends with a rule set or with
// findings, each of them at a place that the file has.
func FuzzLoad(f *testing.F) {
	seed(f, "testdata/*.txtar")
	f.Fuzz(func(t *testing.T, source []byte) {
		set, err := load.Files([]rules.File{{Name: "a.yaml", Source: source}})
		if err == nil {
			if again, err := load.Files(set.Files); err != nil || again.Digest() != set.Digest() {
				t.Errorf("a second load differs: %v", err)
			}
			for _, flag := range set.Flags {
				length := utf8.RuneCountInString(flag.When.Text)
				flag.When.At(length, length)
				flag.When.At(0, length)
			}
			for _, c := range set.Scorecards {
				for _, s := range c.Segments {
					c.For(s.Segment.Text)
				}
			}
			return
		}
		found, ok := errors.AsType[*rules.Diagnostics](err)
		if !ok {
			t.Fatalf("no diagnostics: %v", err)
		}
		lines := 1
		for _, c := range source {
			if c == '\n' {
				lines++
			}
		}
		for _, d := range found.List {
			if d.ID == "" || d.Message == "" || d.Place.Line > lines || d.Place.Length < 0 || d.Place.Line > 0 && d.Place.Column < 1 {
				t.Errorf("finding %+v in a file of %d lines", d, lines)
			}
		}
		_ = found.Error()
	})
}
