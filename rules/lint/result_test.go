package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/lint"
)

// TestFiles holds all that is said of the rule files of each archive in
// testdata/whole against its last file, `findings`; BELLWETHER_UPDATE=1 rewrites it.
func TestFiles(t *testing.T) {
	archives, err := filepath.Glob("testdata/whole/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var files []rules.File
			want, kept := "", archive.Files[:0]
			for _, f := range archive.Files {
				if f.Name == "findings" {
					want = string(f.Data)
					continue
				}
				kept = append(kept, f)
				files = append(files, rules.File{Name: f.Name, Source: f.Data})
			}
			result := lint.Files(files, lint.Options{})
			if (result.Checked == nil) != result.Found.HasErrors() {
				t.Error("rules are checked exactly when they have no errors")
			}
			got := result.Found.Error()
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				archive.Files = append(kept, txtar.File{Name: "findings", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
