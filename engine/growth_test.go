package engine_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
)

// BenchmarkGrowth shows that growth is straight: by the number of accounts, on the
// scorecard of the benchmarks, and by the number of metrics, each with a measure of
// its own, on one processor; and what it takes to load and compile them. No step may
// bend upward: read the numbers an account, or an account and metric, downward.
// Ten million accounts want BELLWETHER_LONG=1, and some memory.
func BenchmarkGrowth(b *testing.B) {
	sizes := []int{10_000, 100_000, 1_000_000}
	if os.Getenv("BELLWETHER_LONG") != "" {
		sizes = append(sizes, 10_000_000)
	}
	for _, n := range sizes {
		b.Run(fmt.Sprintf("accounts/%d", n), func(b *testing.B) {
			p := compile(b, benchRules(b))
			benchGrowth(b, p, benchPortfolio(b, p, benchAccounts(n)), 1)
		})
	}
	for _, metrics := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("metrics/%d", metrics), func(b *testing.B) {
			p := compile(b, growthRules(b, metrics))
			benchGrowth(b, p, benchPortfolio(b, p, benchAccounts(20_000)), metrics)
		})
	}
	for _, metrics := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("compile/%d", metrics), func(b *testing.B) {
			source := []byte(growthRules(b, metrics))
			b.ReportAllocs()
			for b.Loop() {
				set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: source}})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := engine.Compile(set, engine.Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(metrics), "ns/metric")
		})
	}
}

// benchGrowth scores a portfolio into reused results.
func benchGrowth(b *testing.B, p *engine.Program, portfolio *signals.Portfolio, metrics int) {
	scorer, err := p.Scorer(engine.Request{Workers: 1})
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
	perAccount := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(portfolio.Len())
	b.ReportMetric(perAccount, "ns/account")
	if metrics > 1 {
		b.ReportMetric(perAccount/float64(metrics), "ns/account/metric")
	}
}

// growthRules is the scorecard with other metrics, of which no two share a part.
func growthRules(b testing.TB, metrics int) string {
	columns := []string{"features_configured", "actions", "open_p1", "nps", "pulse"}
	var text, measures strings.Builder
	before, _, _ := strings.Cut(benchRules(b), "metrics:")
	text.WriteString(before + "metrics:\n")
	for i := range metrics {
		of, by := columns[i%len(columns)], []string{"features_total", "active_users"}[i%2]
		fmt.Fprintf(&text, "  metric_%d: (%s + %d) / (%s + %d) * 100\n", i, of, i, by, i%13)
		fmt.Fprintf(&measures, "      metric_%d: {weight: %d, up_to: {%d: 0, %d: 5, else: 10}}\n", i, 1+i%7, 20+i%50, 90+i%40)
	}
	fmt.Fprintf(&text, "scorecards:\n  health:\n    scale: {min: 0, max: 10}\n    measures:\n%s", measures.String())
	text.WriteString("    bands: {green: {from: 7}, yellow: {from: 4}, red: {}}\n")
	return text.String()
}
