package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// oddRules have several scorecards, flags, bands and no bands, and scores that are
// missing or have many decimals.
const oddRules = `language: 1
signals:
  accounts:
    key: id
    columns: {id: string, kind: optional string, seats: optional number, used: optional int}
metrics:
  rate: used / seats
segments: {by: kind}
flags:
  small: seats < 10
  busy: used > 5
scorecards:
  health:
    missing: fail
    round: 9
    measures:
      rate: {linear: {0: 0, 7: 100}}
    bands: {"fine, really": {from: 50}, "<bad>": {}}
  use:
    measures:
      used: {linear: {0: 0, 9: 100}}
`

func compileText(t testing.TB, text string) *ruleset {
	t.Helper()
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := compile(set)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// oddBlock scores accounts with odd keys, segments and numbers.
func oddBlock(t testing.TB, r *ruleset, n int) scored {
	t.Helper()
	asOf, err := signals.ParseAsOf("2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	builder := signals.NewBuilder(r.program.Schema(), asOf, nil, func(p signals.Problem) { t.Error(p) })
	random := rand.New(rand.NewPCG(3, 4))
	for i := range n {
		account := map[string]any{"id": fmt.Sprintf("%d%sx", i, oddTexts[i%len(oddTexts)])}
		if kind := oddTexts[random.IntN(len(oddTexts))]; kind != "" && validText(kind) {
			account["kind"] = kind
		}
		if !validText(account["id"].(string)) {
			account["id"] = fmt.Sprint(i)
		}
		if random.IntN(4) > 0 {
			account["seats"] = random.IntN(30)
		}
		if random.IntN(4) > 0 {
			account["used"] = random.IntN(12)
		}
		if err := builder.AddMap(account); err != nil {
			t.Fatal(err)
		}
	}
	portfolio := builder.Portfolio()
	results, err := r.program.ScoreBatch(context.Background(), portfolio, engine.Request{Explain: engine.ExplainReasons})
	if err != nil {
		t.Fatal(err)
	}
	return scored{portfolio: portfolio, Results: results}
}

// validText tells whether signals take a text.
func validText(text string) bool {
	for _, c := range text {
		if c == '\uFFFD' || c < ' ' && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// TestColumnsEncoder: documents made from columns are those of the engine.
func TestColumnsEncoder(t *testing.T) {
	r := compileText(t, oddRules)
	block := oddBlock(t, r, 500)
	layout := documentLayout{
		level: engine.ExplainNone, scorecards: r.program.Scorecards(), flags: r.flags(),
		rules: r.program.Digest(), asOf: block.portfolio.AsOf.String(), before: "<", after: ">\n",
	}
	var got, want encoded
	accounts := firstAccounts(block.Len())
	if err := newColumnsEncoder(layout).encode(t.Context(), &got, block, accounts); err != nil {
		t.Fatal(err)
	}
	if err := newDocumentEncoder(layout).encode(t.Context(), &want, block, accounts); err != nil {
		t.Fatal(err)
	}
	if string(got.text) != string(want.text) {
		t.Errorf("got\n%s\nexpected\n%s", got.text, want.text)
	}
}

// TestCSVEncoder: lines made from codes and numerators are those made from texts
// and numbers.
func TestCSVEncoder(t *testing.T) {
	r := compileText(t, oddRules)
	block := oddBlock(t, r, 500)
	for _, reasons := range []bool{true, false} {
		layout := newCells(nil, r, r.program.Scorecards(), reasons).layout
		encoder := newCSVEncoder(layout)
		var got encoded
		var want []byte
		for _, accounts := range [][]int{firstAccounts(block.Len()), {7, 3, 3}, nil} {
			if err := encoder.encode(t.Context(), &got, block, accounts); err != nil {
				t.Fatal(err)
			}
			for _, account := range accounts {
				for card := range block.Scorecards {
					want = appendLine(want, block, card, account, layout)
				}
			}
		}
		if string(got.text) != string(want) {
			t.Errorf("got\n%s\nexpected\n%s", got.text, want)
		}
	}
}

// appendLine appends a line of CSV cell by cell.
func appendLine(b []byte, block scored, card, account int, layout csvLayout) []byte {
	s := &block.Scorecards[card]
	b = appendCell(b, block.portfolio.Key(account))
	b = appendCell(append(b, ','), s.Name)
	b = appendCell(append(b, ','), block.Segments.At(account))
	b = appendNumber(append(b, ','), s.Score.At(account))
	b = appendCell(append(b, ','), s.Band.At(account))
	b = appendNumber(append(b, ','), s.Coverage.At(account))
	b = append(b, ',')
	if layout.reasons {
		b = appendCell(b, s.TopReason.At(account))
	}
	for _, measure := range layout.points[card] {
		b = append(b, ',')
		if measure >= 0 {
			b = appendNumber(b, s.Points[measure].At(account))
		}
	}
	return append(b, '\n')
}

// appendNumber appends a published number; what is missing is an empty cell.
func appendNumber(b []byte, n exact.Num) []byte {
	if n.IsMissing() {
		return b
	}
	return n.AppendDecimal(b, mostDecimals)
}

// BenchmarkEncode makes text of results as compact as kernels leave them: lines of
// CSV with four points, and documents without explanations.
func BenchmarkEncode(b *testing.B) {
	const n = 2048
	r, err := loadRules("../../engine/testdata/scorecard.yaml")
	if err != nil {
		b.Fatal(err)
	}
	builder := signals.NewBuilder(r.program.Schema(), signals.AsOf{}, nil, func(p signals.Problem) { b.Error(p) })
	for i := range n {
		account := map[string]any{
			"account_id": fmt.Sprintf("A%07d", i), "size": "smb",
			"features_configured": 1, "features_total": 1, "actions": 1, "active_users": 1, "open_p1": 0,
		}
		if err := builder.AddMap(account); err != nil {
			b.Fatal(err)
		}
	}
	block := scored{portfolio: builder.Portfolio(), Results: compactResults(n)}
	encoders := map[string]encoder{
		"csv": newCSVEncoder(newCells(nil, r, []string{"health"}, true).layout),
		"ndjson": newColumnsEncoder(documentLayout{
			scorecards: []string{"health"}, rules: r.program.Digest(), asOf: "2026-11-01", after: "\n",
		}),
	}
	for _, name := range []string{"csv", "ndjson"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var text encoded
			accounts := firstAccounts(n)
			for b.Loop() {
				text.reset()
				if err := encoders[name].encode(context.Background(), &text, block, accounts); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(len(text.text)))
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/line")
		})
	}
}

// compactResults are results of the scorecard that benchmarks run.
func compactResults(n int) *engine.Results {
	random := rand.New(rand.NewPCG(5, 6))
	numbers := func(unit int64, some ...int64) result.Numbers {
		c := result.Numbers{N: make([]int64, n), Unit: unit}
		for i := range c.N {
			c.N[i] = some[random.IntN(len(some))]
		}
		return c
	}
	texts := func(dict ...string) result.Texts {
		c := result.Texts{Codes: make([]uint32, n), Dict: dict}
		for i := range c.Codes {
			c.Codes[i] = uint32(random.IntN(len(dict)))
		}
		return c
	}
	reasons := texts("", "setup_rate", "usage_rate", "nps", "pulse")
	card := engine.ScorecardResults{
		Name: "health", Score: numbers(100, 0, 125, 250, 313, 400, 475, 500, 625, 738, 750, 875, 1000), Exact: numbers(1, 1),
		Band: texts("green", "yellow", "red"), Coverage: numbers(1e9, 1e9, 8e8, 6e8), TopReason: &reasons,
	}
	for range 4 {
		card.Points = append(card.Points, numbers(1e9, 0, 5e9, 1e10, result.Absent))
	}
	return &engine.Results{Segments: texts("default", "enterprise", "smb"), Scorecards: []engine.ScorecardResults{card}}
}
