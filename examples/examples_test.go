package examples_test

import (
	"context"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// run scores all accounts of an example, of which every row and cell has to be
// readable.
func run(t *testing.T, rules, input string) (*engine.Program, *engine.Results) {
	t.Helper()
	ctx := context.Background()
	set, err := load.Dir(rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range set.Warnings {
		t.Errorf("%s: %s", w.Place, w.Message)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at, err := signals.ParseAsOf("2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	reader, err := files.Open(ctx, program.Schema(), []string{input}, files.Options{
		AsOf: at, Strict: true, Report: func(p signals.Problem) { t.Error(p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	portfolio, err := reader.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	peers, err := program.Peers(ctx, portfolio)
	if err != nil {
		t.Fatal(err)
	}
	results, err := program.ScoreBatch(ctx, portfolio, engine.Request{Peers: peers, Explain: engine.ExplainReasons})
	if err != nil {
		t.Fatal(err)
	}
	return program, results
}

func TestTelco(t *testing.T) {
	for _, rules := range []string{"telco/rules-a", "telco/rules-b"} {
		if _, results := run(t, rules, "telco/Telco-Customer-Churn.csv"); results.Len() != 7043 {
			t.Errorf("%s scores %d accounts", rules, results.Len())
		}
	}
}
