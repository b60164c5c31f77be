package load_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// goldenFile is the last file of an archive: what loading the others gives.
const goldenFile = "want"

// TestGolden loads the rule files of each archive in testdata. What comes out,
// all findings as a user sees them, stands in the archive itself;
// BELLWETHER_UPDATE=1 rewrites it.
func TestGolden(t *testing.T) {
	goldens(t, "testdata/*.txtar", func(files []rules.File) string { return outcome(load.Files(files)) })
}

// goldens holds what loaded gives for the files of each archive against its last file.
// Archives are read by [parseArchive], which keeps every byte.
func goldens(t *testing.T, pattern string, loaded func([]rules.File) string) {
	archives, err := filepath.Glob(pattern)
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			kept := parseArchive(text)
			want := ""
			if last := len(kept.files) - 1; last >= 0 && kept.files[last].Name == goldenFile {
				want = string(kept.files[last].Source)
				kept.files = kept.files[:last]
			}
			got := loaded(kept.files)
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				kept.files = append(kept.files, rules.File{Name: goldenFile, Source: []byte(got)})
				if err := os.WriteFile(path, kept.format(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

// outcome is what a load gave, for people: the findings, or a short account of
// the set and its warnings.
func outcome(set *rules.Set, err error) string {
	if err != nil {
		found, ok := errors.AsType[*rules.Diagnostics](err)
		if !ok {
			return fmt.Sprintf("not diagnostics: %v\n", err)
		}
		return found.Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d tables, %d metrics, %d segments, %d scorecards, %d flags, %d functions\n",
		len(set.Signals.Schema.Tables), len(set.Metrics), len(set.Segments.List), len(set.Scorecards), len(set.Flags), len(set.Functions))
	if len(set.Warnings) > 0 {
		b.WriteString((&rules.Diagnostics{List: set.Warnings, Files: set.Files}).Error())
	}
	return b.String()
}
