package lint_test

import (
	"slices"
	"testing"

	"github.com/bellwether-cs/bellwether/rules/lint"
)

// TestExamples: what the values of the examples are said to be leads to no finding but
// that a measure weighs much, which is so.
func TestExamples(t *testing.T) {
	silent := []string{
		"rows-gap", "rows-overlap", "row-unreachable", "edge-out-of-range", "outside-one-of", "map-incomplete",
		"constant-condition", "band-unreachable", "segment-shadowed", "share-or-percent",
	}
	for _, dir := range []string{"../../examples/saas/rules", "../../examples/telco/rules-a", "../../examples/telco/rules-b", "../../cmd/bellwether/testdata/health/rules"} {
		result := lint.Dir(dir, lint.Options{})
		if result.Checked == nil {
			t.Errorf("%s: %v", dir, result.Found)
			continue
		}
		for _, f := range result.Found.List {
			if slices.Contains(silent, f.ID) {
				t.Errorf("%s: %s [%s]", f.Place, f.Message, f.ID)
			}
		}
	}
}
