package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

// TestVariablesKeepApart: a metric lowered on the way has variables of its own.
func TestVariablesKeepApart(t *testing.T) {
	for _, metrics := range []string{
		"  a: 'let x = features_total > 0 ? 1 : b; b + x'\n  b: 'let z = features_total * 0 + 7; z'\n",
		"  b: 'let z = features_total * 0 + 7; z'\n  a: 'let x = features_total > 0 ? 1 : b; b + x'\n",
	} {
		p := compile(t, sampleSignals+"metrics:\n"+metrics+"scorecards:\n  card: {measures: {a: {points: value}}}\n")
		if got := document(t, p, sampleAsOf, sampleAccount).Measures[0].Value.Num.String(); got != "8" {
			t.Errorf("a is %s, want 8, with\n%s", got, metrics)
		}
	}
}

// TestNestingThroughFunctions: functions of the rules do not open a way to nest
// row functions deeper.
func TestNestingThroughFunctions(t *testing.T) {
	functions := "functions:\n  f0: {args: [x], expr: x}\n"
	for i := range 10 {
		functions += fmt.Sprintf("  f%d: {args: [x], expr: 'sum(usage, f%d(.actions + x))'}\n", i+1, i)
	}
	_, err := tryCompile(sampleSignals + functions + "metrics: {a: f10(1)}\nscorecards:\n  card: {measures: {a: {points: value}}}\n")
	if err == nil || !strings.Contains(err.Error(), "row-nesting") {
		t.Errorf("the error is %v", err)
	}
}

// TestNearestIsBounded: neither metrics that double nor measures with many knots
// and overrides make an explanation hang, and it ends with its context.
func TestNearestIsBounded(t *testing.T) {
	var rules strings.Builder
	rules.WriteString(sampleSignals + "metrics:\n  m0: active_users\n")
	for i := range 40 {
		fmt.Fprintf(&rules, "  m%d: m%d / 2 + m%d / 2\n", i+1, i, i)
	}
	rules.WriteString("scorecards:\n  card:\n    measures:\n      active_users: {linear: {")
	for i := range 130 {
		fmt.Fprintf(&rules, "%d: %d, ", i*3, i*7%50)
	}
	rules.WriteString("1000: 50}}\n    overrides:\n      - {when: m40 < 5, cap: 10}\n")
	for i := range 100 {
		fmt.Fprintf(&rules, "      - {when: score > %d and nps > %d, cap: 49}\n", i%50, i)
	}
	rules.WriteString("    bands: {green: {from: 70}, red: {}}\n")
	p := compile(t, rules.String())
	done := make(chan struct{})
	go func() {
		defer close(done)
		document(t, p, sampleAsOf, sampleAccount)
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("an explanation took more than a minute")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Score(ctx, portfolio(t, p, sampleAsOf, sampleAccount), engine.Request{Explain: engine.ExplainFull}); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that is over: %v", err)
	}
}

// TestRowsTimesRowsElsewhere: rows within rows are counted wherever they hide.
func TestRowsTimesRowsElsewhere(t *testing.T) {
	var rows strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&rows, `,{"start_date": "2025-05-01", "amount": "%d"}`, i)
	}
	account := strings.Replace(sampleAccount, `"subscriptions": [`, `"subscriptions": [`+rows.String()[1:]+",", 1)
	p := compile(t, expressionRules(`sum(subscriptions, count(active(subscriptions, .start_date)))`))
	m := document(t, p, sampleAsOf, account).Measures[0]
	if !m.Value.Num.IsMissing() || !strings.Contains(m.Cause, "too many rows") {
		t.Errorf("it gives %s (%s)", m.Value, m.Cause)
	}
}

// TestCausesBelongToTheirMeasure: the cause of a measure is computed with its own
// value.
func TestCausesBelongToTheirMeasure(t *testing.T) {
	p := compile(t, sampleSignals+`metrics: {zero: features_total - 10}
scorecards:
  card: {measures: {zero: {points: 10 / value}, missing_number: {points: value}}}
`)
	if got := document(t, p, sampleAsOf, sampleAccount).Measures[0].Cause; got != "no points: division by zero" {
		t.Errorf("the cause is %q", got)
	}
}

// TestContributionsWithStart: contributions and a start that is rounded up add up
// to the base.
func TestContributionsWithStart(t *testing.T) {
	p := compile(t, sampleSignals+`scorecards:
  card:
    scale: none
    combine: sum
    start: 0.5
    round: 0
    measures: {nps: {points: "-1"}}
`)
	d := document(t, p, sampleAsOf, sampleAccount)
	sum := d.Start.Add(d.Measures[0].Contribution)
	if !sum.Equal(d.Base) {
		t.Errorf("start %s and contribution %s do not make %s", d.Start, d.Measures[0].Contribution, d.Base)
	}
}

// TestDeclaredKinds: a function gets the kinds that it declares.
func TestDeclaredKinds(t *testing.T) {
	var got []signals.Kind
	look := engine.Function{
		Name: "look", Args: []signals.Kind{signals.Number, signals.Time}, Result: signals.Bool,
		Call: func(args []signals.Value) (signals.Value, error) {
			got = []signals.Kind{args[0].Kind, args[1].Kind}
			return signals.Value{Kind: signals.Bool, Flag: true}, nil
		},
	}
	document(t, compile(t, expressionRules("look(active_users, start_date)"), look), sampleAsOf, sampleAccount)
	if fmt.Sprint(got) != "[number time]" {
		t.Errorf("the function got %v", got)
	}
}

// TestOtherSchema: a portfolio that was not made for the program is an error.
func TestOtherSchema(t *testing.T) {
	a, b := compile(t, benchRules(t)), compile(t, sampleSignals+"scorecards:\n  card: {measures: {nps: {points: value}}}\n")
	foreign := portfolio(t, b, sampleAsOf, sampleAccount)
	ctx := context.Background()
	_, one := a.Score(ctx, foreign, engine.Request{})
	_, batch := a.ScoreBatch(ctx, foreign, engine.Request{})
	_, peers := a.Peers(ctx, foreign)
	for _, err := range []error{one, batch, peers} {
		if !errors.Is(err, engine.ErrOtherSchema) {
			t.Errorf("the error is %v", err)
		}
	}
}

// TestNearestSeesItsOwnCondition: a change that would take the measure out of the
// score is not offered for what it would have brought.
func TestNearestSeesItsOwnCondition(t *testing.T) {
	p := compile(t, sampleSignals+`scorecards:
  card:
    measures:
      nps: {when: nps < 75, linear: {0: 0, 100: 100}}
      active_users: {linear: {0: 0, 20: 100}}
    bands: {green: {from: 60}, red: {}}
`)
	var nps []result.Change
	for _, c := range document(t, p, sampleAsOf, sampleAccount).Nearest {
		if c.Measure == "nps" {
			nps = append(nps, c)
		}
	}
	if len(nps) != 1 || nps[0].To.Num.String() != "69.99" {
		t.Errorf("nearest changes of nps: %+v", nps)
	}
}
