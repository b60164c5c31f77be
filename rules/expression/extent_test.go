package expression_test

import (
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// TestExtent: the brackets between the parts of an expression belong to it, those
// around it do not.
func TestExtent(t *testing.T) {
	schema := &signals.Schema{Tables: []*signals.Table{{Name: "accounts", Columns: []*signals.Column{
		{Name: "n", Kind: signals.Int}, {Name: "t", Kind: signals.String},
	}}}}
	for _, text := range []string{
		"n", "n > 3", "(n + 3) * 2", "2 * (n + 3)", "n == nil", "nil == n", "n in [1, 2]", "min(n, (3))",
		`t == ")" or (n > 3)`, `(n > 3) or t == "("`, `t == 'it\'s)' or (n > 3)`, "(n > 3) and (n < (5))", "not (n > 3)",
		"n > 3 ? (n) : (n + 1)", "((n) + (1)) > (2)", "days_since(ago(\"3d\"))",
	} {
		for _, written := range []string{text, " ( " + text + " ) "} {
			var found rules.Diagnostics
			e := &rules.Expression{Text: written}
			n := expression.NewChecker(found.Add).Check(e, &expression.Scope{Schema: schema}, expression.Want{Kinds: expression.AnyScalar, What: "it"})
			if n == nil {
				t.Errorf("%s: %v", written, found.List)
				continue
			}
			from, to := n.Extent()
			if got := string([]rune(written)[from:to]); got != text {
				t.Errorf("%q in %q: %q", text, written, got)
			}
		}
	}
}
