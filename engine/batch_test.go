package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestWorkersAgree: the same columns and documents whatever the number of workers,
// and one account at a time; with several batches at once.
func TestWorkersAgree(t *testing.T) {
	p := compile(t, benchRules(t))
	accounts := benchPortfolio(t, p, benchAccounts(5000))
	ctx := context.Background()
	want, err := p.ScoreBatch(ctx, accounts, engine.Request{Workers: 1, Explain: engine.ExplainReasons})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for workers := range 4 {
		group.Go(func() {
			got, err := p.ScoreBatch(ctx, accounts, engine.Request{Workers: workers, Explain: engine.ExplainReasons})
			if err != nil {
				t.Error(err)
				return
			}
			if printed(want) != printed(got) {
				t.Errorf("%d workers give other columns than one", workers)
			}
		})
	}
	group.Wait()
	for i := 0; i < accounts.Len(); i += 97 {
		one, err := p.Score(ctx, signals.One(accounts, i), engine.Request{Explain: engine.ExplainFull})
		if err != nil {
			t.Fatal(err)
		}
		batch, err := want.Documents(ctx, i, engine.ExplainFull)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(encode(t, one), encode(t, batch)) {
			t.Fatalf("account %d alone:\n%s\nin the batch:\n%s", i, encode(t, one), encode(t, batch))
		}
	}
}

// printed is all that results hold, as text.
func printed(r *engine.Results) string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Segments.All(), r.Flags)
	for i := range r.Scorecards {
		s := &r.Scorecards[i]
		fmt.Fprintln(&b, s.Name, s.Score.All(), s.Exact.All(), s.Band.All(), s.Coverage.All())
		if s.TopReason != nil {
			fmt.Fprintln(&b, s.TopReason.All())
		}
		for j := range s.Points {
			fmt.Fprintln(&b, s.Points[j].All())
		}
	}
	return b.String()
}

func encode(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestDocumentRoundTrip: a document goes to JSON and back unchanged.
func TestDocumentRoundTrip(t *testing.T) {
	p := compile(t, sampleSignals+`
metrics:
  setup: features_configured / features_total * 100
scorecards:
  health:
    measures:
      setup: {weight: 2, up_to: {50: 0, 70: 50, else: 100}}
      mrr: {linear: {0: 0, 1000: 100}}
      voice:
        combine: max
        measures:
          nps: {up_to: {0: 0, else: 60}}
          missing_number: {up_to: {0: 0, else: 50}}
      renewal: {map: {2026-12-01: 40, else: 0}}
      vip: {map: {"true": 10, "false": 90}}
    overrides: [{when: vip, cap: 50, band: green, reason: a reason}]
    bands: {green: {from: 80}, red: {}}
flags: {big: health.score > 10}
`)
	d := document(t, p, sampleAsOf, sampleAccount)
	text := encode(t, d)
	var back result.Document
	if err := json.Unmarshal([]byte(text), &back); err != nil {
		t.Fatal(err)
	}
	if again := encode(t, back); again != text {
		t.Errorf("there:\n%s\nand back:\n%s", text, again)
	}
}

func TestScoreErrors(t *testing.T) {
	p := compile(t, benchRules(t))
	accounts := benchPortfolio(t, p, benchAccounts(2))
	ctx := context.Background()
	if _, err := p.Score(ctx, accounts, engine.Request{}); !errors.Is(err, engine.ErrNotOne) {
		t.Errorf("two accounts at a time: %v", err)
	}
	_, err := p.ScoreBatch(ctx, accounts, engine.Request{Scorecards: []string{"healht"}})
	var unknown *engine.UnknownScorecardError
	if !errors.As(err, &unknown) || unknown.Near != "health" {
		t.Errorf("an unknown scorecard: %v", err)
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := p.ScoreBatch(canceled, accounts, engine.Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that is over: %v", err)
	}
	empty := benchPortfolio(t, p, nil)
	r, err := p.ScoreBatch(ctx, empty, engine.Request{})
	if err != nil || r.Len() != 0 {
		t.Errorf("no accounts: %v, %v", r, err)
	}
}

// TestRegisteredFunctions: missing arguments, errors and panics give missing, and
// versions are part of the digest.
func TestRegisteredFunctions(t *testing.T) {
	function := func(version string) engine.Function {
		return engine.Function{
			Name: "grade", Version: version, Args: []signals.Kind{signals.Number}, Result: signals.String,
			Call: func(args []signals.Value) (signals.Value, error) {
				switch {
				case args[0].Num.Sign() < 0:
					return signals.Value{}, errors.New("negative")
				case args[0].Num.Sign() == 0:
					panic("zero")
				}
				return signals.Value{Kind: signals.String, Text: "high"}, nil
			},
		}
	}
	for expression, want := range map[string]string{
		"grade(3)": "high", "grade(-1)": "", "grade(0)": "", "grade(missing_number)": "", `grade(1) + "!"`: "high!",
	} {
		p := compile(t, expressionRules(expression), function("1"))
		m := document(t, p, sampleAsOf, sampleAccount).Measures[0]
		if m.Value.Text != want || (want == "") != (m.Cause != "") {
			t.Errorf("%s gives %q (%s), want %q", expression, m.Value.Text, m.Cause, want)
		}
	}
	a, b := compile(t, expressionRules("grade(3)"), function("1")), compile(t, expressionRules("grade(3)"), function("2"))
	if a.Digest() == b.Digest() {
		t.Error("another version of a function has the same digest")
	}
	call := function("1").Call
	for _, wrong := range []engine.Function{
		{Name: "look", Result: signals.Bool},
		{Name: "sum", Result: signals.Bool, Call: call},
		{Name: "two words", Result: signals.Bool, Call: call},
		{Name: "look", Args: []signals.Kind{signals.NoKind}, Result: signals.Bool, Call: call},
	} {
		_, err := tryCompile(expressionRules("1"), wrong)
		var refused *engine.FunctionError
		if !errors.As(err, &refused) || refused.Name != wrong.Name {
			t.Errorf("registering %q: %v", wrong.Name, err)
		}
	}
	if _, err := tryCompile(expressionRules(`grade("a")`), function("1")); err == nil || !strings.Contains(err.Error(), "must be a number") {
		t.Errorf("a text argument: %v", err)
	}
}
