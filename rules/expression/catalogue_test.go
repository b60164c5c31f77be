package expression_test

import (
	"slices"
	"testing"

	"github.com/bellwether-cs/bellwether/rules/expression"
)

// TestCatalogue: of each function and operator everything is said, and each name is
// there once.
func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range expression.Functions() {
		if !slices.Contains(expression.Topics(), f.Topic) {
			t.Errorf("%s is about %q, which is no topic", f.Name, f.Topic)
		}
		if slices.Contains([]string{f.Does, f.Missing, f.Formula, f.Example, f.Gives}, "") {
			t.Errorf("%s: something is not said: %+v", f.Name, f)
		}
		name := f.Name
		if f.Topic == "peers" {
			name = "peers." + name
		}
		if seen[name] {
			t.Errorf("%s is there twice", name)
		}
		seen[name] = true
	}
	for _, o := range expression.Operators() {
		if len(o.Symbols) == 0 || slices.Contains([]string{o.Does, o.Missing, o.Example, o.Gives}, "") {
			t.Errorf("something is not said: %+v", o)
		}
	}
}
