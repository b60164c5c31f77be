package diff_test

import (
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/diff"
	"github.com/bellwether-cs/bellwether/rules/internal/golden"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestGolden holds the changes between the rule sets a and b of each archive in
// testdata against its last file, `changes`.
func TestGolden(t *testing.T) {
	golden.Archives(t, "testdata/*.txtar", "changes", func(t *testing.T, files []rules.File) string {
		sets := map[string][]rules.File{}
		for _, f := range files {
			sets[f.Name[:2]] = append(sets[f.Name[:2]], f)
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
		mirrored(t, d, diff.Sets(b, a))
		if (d.A == d.B) != d.SameMeaning() {
			t.Errorf("the digests are equal: %v", d.A == d.B)
		}
		return shown(d)
	})
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
