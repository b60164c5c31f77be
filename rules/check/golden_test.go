package check_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestGolden holds the findings of each archive in testdata, rule files, against
// its last file, `findings`.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
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
			want := ""
			for _, f := range archive.Files {
				if f.Name == "findings" {
					want = string(f.Data)
					continue
				}
				files = append(files, rules.File{Name: f.Name, Source: f.Data})
			}
			got := findings(t, files)
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				update(t, name, archive, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func findings(t *testing.T, files []rules.File) string {
	set, err := load.Files(files)
	var found *rules.Diagnostics
	if errors.As(err, &found) {
		return found.Error()
	}
	if err != nil {
		t.Fatal(err)
	}
	checked, found := check.Check(set, nil)
	if (checked == nil) != found.HasErrors() {
		t.Error("a rule set is checked exactly when it has no errors")
	}
	return found.Error()
}

func update(t *testing.T, name string, archive *txtar.Archive, findings string) {
	for i := range archive.Files {
		if archive.Files[i].Name == "findings" {
			archive.Files = append(archive.Files[:i], archive.Files[i+1:]...)
			break
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: "findings", Data: []byte(findings)})
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
