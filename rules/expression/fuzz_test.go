package expression_test

import (
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

var fuzzSchema = &signals.Schema{Tables: []*signals.Table{
	{Name: "accounts", Key: "id", Columns: []*signals.Column{
		{Name: "id", Kind: signals.String},
		{Name: "seats", Kind: signals.Int},
		{Name: "mrr", Kind: signals.Money},
		{Name: "renewal", Kind: signals.Date, Optional: true},
		{Name: "vip", Kind: signals.Bool},
	}},
	{Name: "usage", Parent: "accounts", Key: "id", ParentKey: "id", Time: "day", Until: "day", Columns: []*signals.Column{
		{Name: "id", Kind: signals.String}, {Name: "day", Kind: signals.Date}, {Name: "actions", Kind: signals.Int},
	}},
}}

// FuzzCheck: no text makes the checker panic or hang; what it takes has a type,
// and what it refuses a place inside the text.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		`sum(within(usage, "30d"), .actions) / seats`, `mrr * 12 > 1000 ? "a" : "b"`, `peers.median(mrr)`,
		`let x = count(usage); x ?? 0`, `not (vip == true)`, `renewal < "2026-01-01"`, `usage | filter(.actions > 3) | count()`,
		`((((`, `#`, `.x`, `"\u0000`, `1..2`, `{a: 1}`, "`raw`", `x?.y`, `a // comment`, `/* a */ seats`, `seats ** 3`, `max(1, 2, seats)`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var found []rules.Diagnostic
		checker := expression.NewChecker(func(d rules.Diagnostic) { found = append(found, d) })
		e := &rules.Expression{Text: text, Place: rules.Place{File: "a.yaml", Line: 1, Column: 1}}
		n := checker.Check(e, &expression.Scope{Schema: fuzzSchema}, expression.Want{Kinds: expression.AnyScalar, What: "a metric"})
		if (n == nil) != (len(found) > 0) {
			t.Fatalf("%q: node %v with %d findings", text, n, len(found))
		}
		if n != nil && !expression.AnyScalar.Has(n.Type.Kind) {
			t.Fatalf("%q has type %v", text, n.Type)
		}
		for _, d := range found {
			if d.Message == "" || d.ID == "" || d.Place.Column < 1 || d.Place.Column > len([]rune(text))+1 {
				t.Fatalf("%q: finding %+v", text, d)
			}
		}
	})
}
