// Package golden holds what tests of rules find against what it should be: archives
// of rule files, each with the expected text as its last file.
package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/rules"
)

// Archives runs a test for each archive that pattern finds, of which there has to be
// one: what tested gives for its files is held against the file called last.
// BELLWETHER_UPDATE=1 rewrites that instead.
func Archives(t *testing.T, pattern, last string, tested func(t *testing.T, files []rules.File) string) {
	t.Helper()
	archives, err := filepath.Glob(pattern)
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", pattern, err)
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
				if f.Name == last {
					want = string(f.Data)
					continue
				}
				kept = append(kept, f)
				files = append(files, rules.File{Name: f.Name, Source: f.Data})
			}
			got := tested(t, files)
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				archive.Files = append(kept, txtar.File{Name: last, Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", last, diff)
			}
		})
	}
}
