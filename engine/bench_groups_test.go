package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
)

// groupsRules is a scorecard of groups, each with so many measures: columns m0, m1
// and so on. how says how a group combines them.
func groupsRules(groups, each int, how func(group int) string) string {
	var columns, measures strings.Builder
	for g := range groups {
		fmt.Fprintf(&measures, "      g%d:\n        weight: %d\n        combine: %s\n        measures:\n", g, 10+7*g%23, how(g))
		for k := range each {
			i := g*each + k
			fmt.Fprintf(&columns, ", m%d: optional int", i)
			fmt.Fprintf(&measures, "          m%d: {weight: %d, up_to: {%d: 0, %d: 50, else: 100}}\n", i, 18+(i*i*7)%19, 20+i%30, 60+i%30)
		}
	}
	return "language: 1\nsignals:\n  accounts: {key: id, columns: {id: string" + columns.String() + "}}\n" +
		"scorecards:\n  health:\n    measures:\n" + measures.String() +
		"    bands: {green: {from: 70}, yellow: {from: 40}, red: {}}\n"
}

// groupsPortfolio has n accounts; each value is missing for some in a hundred.
func groupsPortfolio(tb testing.TB, p *engine.Program, n, measures, missing int) *signals.Portfolio {
	random := rand.New(rand.NewPCG(3, 4))
	asOf, err := signals.ParseAsOf("2026-11-01")
	if err != nil {
		tb.Fatal(err)
	}
	builder := signals.NewBuilder(p.Schema(), asOf, p.Needs(), func(problem signals.Problem) { tb.Error(problem) })
	for i := range n {
		row := map[string]any{"id": fmt.Sprintf("A%06d", i)}
		for m := range measures {
			if random.IntN(100) >= missing {
				row[fmt.Sprintf("m%d", m)] = random.IntN(101)
			}
		}
		if err := builder.AddMap(row); err != nil {
			tb.Fatal(err)
		}
	}
	return builder.Portfolio()
}

func always(how string) func(int) string { return func(int) string { return how } }

// BenchmarkGroups scores scorecards whose measures stand in groups: with few missing
// values and with many, groups that take the least or greatest of their measures, and
// far more measures than there are combinations of missing ones.
func BenchmarkGroups(b *testing.B) {
	mixed := func(g int) string { return []string{"weighted", "min", "max", "mean"}[g%4] }
	for _, test := range []struct {
		name                           string
		accounts, groups, each, absent int
		how                            func(int) string
		explain                        engine.Level
	}{
		{"4x3/there", 20_000, 4, 3, 0, always("weighted"), engine.ExplainNone},
		{"4x3/10-percent-missing", 20_000, 4, 3, 10, always("weighted"), engine.ExplainNone},
		{"4x3/reasons", 20_000, 4, 3, 10, always("weighted"), engine.ExplainReasons},
		{"4x3/min-and-max", 20_000, 4, 3, 10, mixed, engine.ExplainNone},
		{"20x10/mean", 2_000, 20, 10, 10, always("mean"), engine.ExplainNone},
		{"20x10/weighted", 2_000, 20, 10, 10, always("weighted"), engine.ExplainNone},
		{"40x10/weighted", 2_000, 40, 10, 10, always("weighted"), engine.ExplainNone},
	} {
		b.Run(test.name, func(b *testing.B) {
			p := compile(b, groupsRules(test.groups, test.each, test.how))
			portfolio := groupsPortfolio(b, p, test.accounts, test.groups*test.each, test.absent)
			benchScorer(b, p, portfolio, engine.Request{Workers: 1, Explain: test.explain})
		})
	}
}

// benchScorer scores a portfolio into reused results.
func benchScorer(b *testing.B, p *engine.Program, portfolio *signals.Portfolio, request engine.Request) {
	scorer, err := p.Scorer(request)
	if err != nil {
		b.Fatal(err)
	}
	score := func() {
		if _, err := scorer.Score(context.Background(), portfolio); err != nil {
			b.Fatal(err)
		}
	}
	score() // the results have grown
	b.ReportAllocs()
	for b.Loop() {
		score()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(portfolio.Len()), "ns/account")
}

// BenchmarkPeers compares 50,000 accounts with their peers, and scores them.
func BenchmarkPeers(b *testing.B) {
	const n = 50_000
	rules := func(by string) string {
		return `language: 1
signals:
  accounts: {key: id, columns: {id: string, region: string, plan: int, mrr: optional number, users: int}}
` + by + `
metrics:
  per_user: mrr / users
  typical: peers.median(mrr)
  spread: peers.quantile(per_user, 0.9)
  standing: peers.percentile(mrr) * 100
  quarter: peers.ntile(per_user, 4)
scorecards:
  health:
    measures:
      typical: {up_to: {500: 0, 1000: 50, else: 100}}
      spread: {up_to: {5: 0, 10: 50, else: 100}}
      standing: {linear: {0: 0, 100: 100}}
      quarter: {map: {0: 0, 1: 30, 2: 60, 3: 100}}
`
	}
	for _, test := range []struct{ name, by string }{
		{"segments", "segments: {by: region}"},
		{"columns", "peers: {by: [region, plan]}"},
	} {
		p := compile(b, rules(test.by))
		random := rand.New(rand.NewPCG(5, 6))
		asOf, err := signals.ParseAsOf("2026-11-01")
		if err != nil {
			b.Fatal(err)
		}
		builder := signals.NewBuilder(p.Schema(), asOf, p.Needs(), func(problem signals.Problem) { b.Error(problem) })
		for i := range n {
			row := map[string]any{"id": fmt.Sprintf("A%06d", i), "region": fmt.Sprintf("r%d", random.IntN(20)), "plan": random.IntN(5), "users": 1 + random.IntN(300)}
			if random.IntN(20) > 0 {
				row["mrr"] = float64(random.IntN(200_000)) / 100
			}
			if err := builder.AddMap(row); err != nil {
				b.Fatal(err)
			}
		}
		portfolio := builder.Portfolio()
		peers, err := p.Peers(context.Background(), portfolio)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("compute/"+test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Peers(context.Background(), portfolio); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/account")
		})
		b.Run("score/"+test.name, func(b *testing.B) {
			benchScorer(b, p, portfolio, engine.Request{Workers: 1, Peers: peers})
		})
	}
}
