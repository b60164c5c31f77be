package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
)

// sampleSignals declares what the tests of expressions see.
const sampleSignals = `language: 1
signals:
  accounts:
    key: account_id
    columns:
      account_id: string
      name: optional string
      size: string
      start_date: date
      renewal: optional date
      features_configured: int
      features_total: int
      active_users: int
      nps: optional number
      ratio: optional number
      big: optional int
      mrr: money
      mrr_opening: money
      vip: optional bool
      seen: optional time
      pulse: {type: number, optional: true, at: pulse_at, fresh_for: 'value in [1, 10] ? "30d" : "90d"'}
      pulse_at: optional date
      grade: {type: string, optional: true, known_at: pulse_at}
      missing_number: optional number
      missing_text: optional string
      missing_bool: optional bool
      missing_date: optional date
  usage:
    parent: accounts
    key: account_id
    time: day
    columns: {account_id: string, day: date, feature: string, actions: int, errors: optional int}
  tickets:
    parent: accounts
    key: account_id
    columns: {account_id: string, priority: string, hours: optional number}
  subscriptions:
    parent: accounts
    key: account_id
    time: start_date
    until: end_date
    columns: {account_id: string, start_date: date, end_date: optional date, amount: money}
  stakeholders:
    parent: accounts
    key: account_id
    columns: {account_id: string, influence: number, sentiment: optional number}
  surveys:
    parent: accounts
    key: account_id
    columns: {account_id: string, answer: int}
`

const sampleAsOf = "2026-11-01"

// sampleAccount is the account of the catalogue's examples. Its surveys were not
// supplied.
const sampleAccount = `{"account_id": "A1", "name": "Ömer & Co", "size": "mid", "start_date": "2025-05-01", "renewal": "2026-12-01",
"features_configured": 8, "features_total": 10, "active_users": 10, "nps": 32, "ratio": 0.1, "big": 9007199254740992,
"mrr": "120.00", "mrr_opening": "100.10", "vip": true, "seen": "2026-10-31T22:30:00+02:00",
"pulse": 9, "pulse_at": "2026-09-01", "grade": "gold",
"usage": [
  {"day": "2026-09-15", "feature": "reports", "actions": 40},
  {"day": "2026-10-20", "feature": "export", "actions": 25, "errors": 1},
  {"day": "2026-10-03", "feature": "reports", "actions": 35, "errors": 0},
  {"day": "2026-11-02", "feature": "future", "actions": 1000}],
"tickets": [{"priority": "high", "hours": 2}, {"priority": "low", "hours": 30}, {"priority": "high", "hours": 4}, {"priority": "low"}],
"subscriptions": [{"start_date": "2025-05-01", "amount": "300.00"}, {"start_date": "2025-05-01", "end_date": "2026-11-01", "amount": "55.50"},
  {"start_date": "2026-12-01", "amount": "999"}],
"stakeholders": [{"influence": 3, "sentiment": 0.8}, {"influence": 1, "sentiment": 0.4}, {"influence": 9}]}`

// samplePeers are the other accounts of the catalogue's examples.
var samplePeers = []string{
	`{"account_id": "A2", "size": "mid", "start_date": "2026-01-01", "features_configured": 5, "features_total": 10,
"active_users": 5, "mrr": "130.00", "mrr_opening": "130.00"}`,
	`{"account_id": "A3", "size": "mid", "start_date": "2024-01-01", "features_configured": 9, "features_total": 10,
"active_users": 15, "mrr": "200.00", "mrr_opening": "180.00"}`,
}

// compile compiles rules written in a test.
func compile(t testing.TB, text string, functions ...engine.Function) *engine.Program {
	t.Helper()
	p, err := tryCompile(text, functions...)
	if err != nil {
		t.Fatalf("compile: %v\n%s", err, text)
	}
	return p
}

func tryCompile(text string, functions ...engine.Function) (*engine.Program, error) {
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(text)}})
	if err != nil {
		return nil, err
	}
	return engine.Compile(set, engine.Options{Functions: functions})
}

// portfolio reads accounts written as JSON, one a string.
func portfolio(t testing.TB, p *engine.Program, asOf string, accounts ...string) *signals.Portfolio {
	t.Helper()
	instant, err := signals.ParseAsOf(asOf)
	if err != nil {
		t.Fatal(err)
	}
	b := signals.NewBuilder(p.Schema(), instant, p.Needs(), func(problem signals.Problem) { t.Errorf("problem: %s", problem) })
	for _, a := range accounts {
		if err := b.AddJSON([]byte(a)); err != nil {
			t.Fatalf("account: %v\n%s", err, a)
		}
	}
	return b.Portfolio()
}

// document scores one account on the one scorecard of the rules, fully explained.
func document(t testing.TB, p *engine.Program, asOf, account string) result.Document {
	t.Helper()
	docs, err := p.Score(context.Background(), portfolio(t, p, asOf, account), engine.Request{Explain: engine.ExplainFull})
	if err != nil {
		t.Fatal(err)
	}
	return docs[0]
}

// expressionRules is a rule set that shows the value of one expression.
func expressionRules(expression string) string {
	quoted := "'" + strings.ReplaceAll(expression, "'", "''") + "'"
	return sampleSignals + "metrics:\n  x: " + quoted + `
functions:
  per_user: {args: [n], expr: n / active_users}
  twice: {args: [n], expr: n + n}
  third: {args: [n], expr: n / 3}
scorecards:
  card: {measures: {x: {points: "1"}}}
`
}

// valueOf evaluates an expression over the sample account.
func valueOf(t testing.TB, expression string) result.Measure {
	t.Helper()
	return document(t, compile(t, expressionRules(expression)), sampleAsOf, sampleAccount).Measures[0]
}

// valueAmong evaluates an expression over the sample account among its peers.
func valueAmong(t testing.TB, expression string) result.Measure {
	t.Helper()
	ctx, p := context.Background(), compile(t, expressionRules(expression))
	peers, err := p.Peers(ctx, portfolio(t, p, sampleAsOf, append([]string{sampleAccount}, samplePeers...)...))
	if err != nil {
		t.Fatal(err)
	}
	docs, err := p.Score(ctx, portfolio(t, p, sampleAsOf, sampleAccount), engine.Request{Peers: peers, Explain: engine.ExplainFull})
	if err != nil {
		t.Fatal(err)
	}
	return docs[0].Measures[0]
}
