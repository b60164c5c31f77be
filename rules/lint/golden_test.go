package lint_test

import (
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/internal/golden"
	"github.com/bellwether-cs/bellwether/rules/lint"
)

// TestGolden holds what is said of each archive in testdata, rule files, against its
// last file, `findings`. The archives are named after the finding they are about;
// those in whole look at findings of all kinds together.
func TestGolden(t *testing.T) {
	for _, pattern := range []string{"testdata/*.txtar", "testdata/whole/*.txtar"} {
		golden.Archives(t, pattern, "findings", func(t *testing.T, files []rules.File) string {
			result := lint.Files(files, lint.Options{})
			if (result.Checked == nil) != result.Found.HasErrors() {
				t.Error("rules are checked exactly when they have no errors")
			}
			return result.Found.Error()
		})
	}
}
