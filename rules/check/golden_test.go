package check_test

import (
	"errors"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/internal/golden"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestGolden holds the findings of each archive in testdata, rule files, against
// its last file, `findings`.
func TestGolden(t *testing.T) { golden.Archives(t, "testdata/*.txtar", "findings", findings) }

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
