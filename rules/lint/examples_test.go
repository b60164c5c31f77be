package lint_test

import (
	"path/filepath"
	"testing"

	"github.com/bellwether-cs/bellwether/rules/lint"
)

// TestExamples: there is nothing to say of the examples, and of what init writes.
func TestExamples(t *testing.T) {
	folders, err := filepath.Glob("../../examples/starters/*/rules")
	if err != nil || len(folders) < 4 {
		t.Fatal("no starters", folders, err)
	}
	for _, dir := range append(folders, "../../examples/saas/rules", "../../examples/telco/rules-a", "../../examples/telco/rules-b") {
		if result := lint.Dir(dir, lint.Options{}); len(result.Found.List) > 0 {
			t.Errorf("%s:\n%v", dir, result.Found)
		}
	}
}
