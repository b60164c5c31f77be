package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/lint"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// FuzzFiles looks at any file: nothing makes it panic, whatever is wrong with it has
// a place that is in it, and rules are whole exactly when the loader and the checker
// say so.
func FuzzFiles(f *testing.F) {
	for _, pattern := range []string{"testdata/*.txtar", "testdata/whole/*.txtar", "../load/testdata/*.txtar", "../check/testdata/*.txtar"} {
		archives, err := filepath.Glob(pattern)
		if err != nil || len(archives) == 0 {
			f.Fatal(pattern, err)
		}
		for _, path := range archives {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				f.Fatal(err)
			}
			for _, file := range archive.Files {
				if strings.HasSuffix(file.Name, ".yaml") {
					f.Add(file.Data)
				}
			}
		}
	}
	example, err := os.ReadFile("../testdata/digest.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	f.Fuzz(func(t *testing.T, source []byte) {
		files := []rules.File{{Name: "a.yaml", Source: source}}
		result := lint.Files(files, lint.Options{})
		if (result.Checked == nil) != result.Found.HasErrors() {
			t.Error("rules are checked exactly when they have no errors")
		}
		if _, err := load.Files(files); err != nil && !result.Found.HasErrors() {
			t.Errorf("errors of the loader are lost: %v", err)
		}
		lines := strings.Count(string(source), "\n") + 1
		for _, d := range result.Found.List {
			if d.Place.Line > lines || d.Place.Line > 0 && d.Place.File != "a.yaml" {
				t.Errorf("%s stands at %s, and the file has %d lines", d.ID, d.Place, lines)
			}
		}
	})
}
