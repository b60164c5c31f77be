package format_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// The files of an archive: a source, and what formatting makes of it.
const (
	goldenIn  = "in.yaml"
	goldenOut = "out.yaml"
)

// TestGolden formats in.yaml of each archive in testdata to its out.yaml, which
// BELLWETHER_UPDATE=1 rewrites.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if archive.Files[0].Name != goldenIn {
				t.Fatalf("the first file is %s, not %s", archive.Files[0].Name, goldenIn)
			}
			got := formatted(t, archive.Files[0].Data)
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				archive.Files = append(archive.Files[:1], txtar.File{Name: goldenOut, Data: got})
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(archive.Files) != 2 || archive.Files[1].Name != goldenOut {
				t.Fatalf("the second and last file is not %s", goldenOut)
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), string(got)); diff != "" {
				t.Errorf("formatted otherwise (-want +got):\n%s", diff)
			}
		})
	}
}
