package examples_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestRuleTests runs the tests beside the rules of examples: all pass, and reach most of
// the rules.
func TestRuleTests(t *testing.T) {
	const percent = 80
	for _, folder := range []string{"saas/rules", "telco/rules-a"} {
		set, err := load.Dir(folder)
		if err != nil {
			t.Fatal(err)
		}
		program, err := engine.Compile(set, engine.Options{})
		if err != nil {
			t.Fatal(err)
		}
		suite, err := load.TestsDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		report, err := ruletest.Run(context.Background(), program, suite, ruletest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if report.Count(ruletest.Failed) > 0 || len(suite.Tests) < 5 {
			var b bytes.Buffer
			if err := report.Pretty(&b, ruletest.PrettyOptions{Short: true}); err != nil {
				t.Error(err)
			}
			t.Errorf("%s:\n%s", folder, b.String())
		}
		if c := report.TotalCoverage(); c.Covered*100 < percent*c.Total {
			t.Errorf("%s: the tests reach %s of the rules", folder, c)
		}
	}
}
