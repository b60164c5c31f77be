package diff_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/diff"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestGolden holds the changes between the rule sets a and b of each archive in
// testdata against its last file, `changes`.
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
			sets := map[string][]rules.File{}
			last := len(archive.Files) - 1
			for _, f := range archive.Files[:last] {
				sets[f.Name[:2]] = append(sets[f.Name[:2]], rules.File{Name: f.Name, Source: f.Data})
			}
			a, err := load.Files(sets["a/"])
			if err != nil {
				t.Fatal(err)
			}
			b, err := load.Files(sets["b/"])
			if err != nil {
				t.Fatal(err)
			}
			d := diff.Sets(a, b)
			got := shown(d)
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				archive.Files[last].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if archive.Files[last].Name != "changes" {
				t.Fatal("the last file must be `changes`")
			}
			if difference := cmp.Diff(string(archive.Files[last].Data), got); difference != "" {
				t.Errorf("changes (-want +got):\n%s", difference)
			}
			mirrored(t, d, diff.Sets(b, a))
			if (d.A == d.B) != d.SameMeaning() {
				t.Errorf("the digests are equal: %v", d.A == d.B)
			}
		})
	}
}

// shown are changes with all that they say but for the contents, which the words
// repeat.
func shown(d *diff.Diff) string {
	var b strings.Builder
	group := ""
	for _, c := range d.Changes {
		if c.Group != group {
			group = c.Group
			b.WriteString(group + "\n")
		}
		kind := c.Kind.String()
		if c.WordsOnly {
			kind += " words"
		}
		b.WriteString("  " + kind + ": " + c.Sentence() + "\n    " + c.Path)
		for _, at := range []rules.Place{c.A, c.B} {
			if !at.IsZero() {
				b.WriteString(" " + at.String())
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
