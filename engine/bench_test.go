package engine_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
)

// benchRules is the scorecard that the benchmarks run.
func benchRules(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/scorecard.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// benchAccount is what is known of an account. -1000 is missing.
type benchAccount struct {
	size                                                  string
	configured, total, actions, users, nps, pulse, openP1 int
}

const missingInt = -1000

func benchAccounts(n int) []benchAccount {
	random := rand.New(rand.NewPCG(1, 2))
	sizes := []string{"smb", "mid", "enterprise"}
	out := make([]benchAccount, n)
	for i := range out {
		a := benchAccount{
			size: sizes[random.IntN(3)], total: 10 + random.IntN(11), users: 1 + random.IntN(200),
			nps: random.IntN(101), pulse: 1 + random.IntN(10), openP1: max(0, random.IntN(8)-5),
		}
		a.configured, a.actions = random.IntN(a.total+1), random.IntN(16*a.users)
		if random.IntN(100) < 15 {
			a.nps = missingInt
		}
		if random.IntN(100) < 10 {
			a.pulse = missingInt
		}
		out[i] = a
	}
	return out
}

func benchPortfolio(b testing.TB, p *engine.Program, accounts []benchAccount) *signals.Portfolio {
	asOf, err := signals.ParseAsOf("2026-11-01")
	if err != nil {
		b.Fatal(err)
	}
	builder := signals.NewBuilder(p.Schema(), asOf, p.Needs(), func(problem signals.Problem) { b.Error(problem) })
	for i, a := range accounts {
		row := map[string]any{
			"account_id": fmt.Sprintf("A%06d", i), "size": a.size, "features_configured": a.configured,
			"features_total": a.total, "actions": a.actions, "active_users": a.users, "open_p1": a.openP1,
		}
		if a.nps != missingInt {
			row["nps"] = a.nps
		}
		if a.pulse != missingInt {
			row["pulse"] = a.pulse
		}
		if err := builder.AddMap(row); err != nil {
			b.Fatal(err)
		}
	}
	return builder.Portfolio()
}

// benchScore is what the scorecard gives for an account; NaN is no score.
type benchScore struct {
	score, coverage float64
	band            benchBand
}

type benchBand uint8

const (
	bandUnknown benchBand = iota
	bandRed
	bandYellow
	bandGreen
)

var benchBands = [...]string{bandUnknown: "unknown", bandRed: "red", bandYellow: "yellow", bandGreen: "green"}

// benchSegment is what the scorecard says differently for a segment.
type benchSegment struct {
	setup, usage [2]float64 // the edges of 0 and of 5 points
	weights      [4]float64 // of setup rate, usage rate, NPS, pulse
}

var (
	benchMid        = benchSegment{[2]float64{50, 70}, [2]float64{5, 10}, [4]float64{20, 40, 20, 20}}
	benchEnterprise = benchSegment{[2]float64{60, 80}, [2]float64{8, 15}, [4]float64{25, 25, 25, 25}}
	benchSMB        = benchSegment{[2]float64{40, 60}, [2]float64{3, 7}, [4]float64{20, 40, 20, 20}}
	npsEdges        = [2]float64{25, 35}
	pulseEdges      = [2]float64{6, 8}
)

// scoresOf restates the first n scores of the engine as floats.
func scoresOf(r *engine.Results) []benchScore {
	card := r.Scorecards[0]
	out := make([]benchScore, r.Len())
	for i := range out {
		out[i] = benchScore{score: math.NaN(), coverage: card.Coverage.At(i).Float64()}
		if score := card.Score.At(i); !score.IsMissing() {
			out[i].score = score.Float64()
		}
		for band, name := range benchBands {
			if card.Band.At(i) == name {
				out[i].band = benchBand(band)
			}
		}
	}
	return out
}

// wantScores fails unless two score all accounts alike: no time counts that was
// taken for another answer.
func wantScores(b testing.TB, who string, got, want []benchScore) {
	b.Helper()
	if len(got) != len(want) {
		b.Fatalf("%s scores %d accounts, the engine %d", who, len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		sameScore := g.score == w.score || math.IsNaN(g.score) && math.IsNaN(w.score)
		if !sameScore || g.band != w.band || math.Abs(g.coverage-w.coverage) > 1e-9 {
			b.Fatalf("account %d: %s gives %v, the engine %v", i, who, g, w)
		}
	}
}

// TestHandWritten holds those that the engine is timed against to its answers where
// the data of the benchmark have no example: denominators of 0, and nothing at all.
func TestHandWritten(t *testing.T) {
	var accounts []benchAccount
	for _, size := range []string{"smb", "mid", "enterprise"} {
		for odd := range 32 {
			a := benchAccount{size: size, configured: 7, total: 10, actions: 40, users: 5, nps: 30, pulse: 8, openP1: odd >> 4 * 2}
			for i, field := range []*int{&a.total, &a.users, &a.nps, &a.pulse} {
				if odd>>i&1 == 1 {
					*field = []int{0, 0, missingInt, missingInt}[i]
				}
			}
			accounts = append(accounts, a)
		}
	}
	p, n := compile(t, benchRules(t)), len(accounts)
	r, err := p.ScoreBatch(context.Background(), benchPortfolio(t, p, accounts), engine.Request{})
	if err != nil {
		t.Fatal(err)
	}
	out, outColumns, want := make([]benchScore, n), newHandScores(n), scoresOf(r)
	scoreRows(newHandRows(accounts), out)
	wantScores(t, "hand/rows", out, want)
	scoreColumns(newHandColumns(accounts), outColumns)
	wantScores(t, "hand/columns", outColumns.all(), want)
	newExprCard(t).scoreAll(accounts, out)
	wantScores(t, "expr/pooled", out, want)
}

// BenchmarkScorecard scores 100,000 accounts on one scorecard: by hand over rows
// and over columns, with one expr program an expression, and by the engine, as a
// batch on one processor and on all, and one at a time. All of them are verified to
// agree on every account before any is timed.
func BenchmarkScorecard(b *testing.B) {
	const n = 100_000
	ctx, p, accounts := context.Background(), compile(b, benchRules(b)), benchAccounts(n)
	scorer := func(workers int) *engine.Scorer {
		s, err := p.Scorer(engine.Request{Workers: workers})
		if err != nil {
			b.Fatal(err)
		}
		return s
	}
	score := func(s *engine.Scorer, portfolio *signals.Portfolio) *engine.Results {
		r, err := s.Score(ctx, portfolio)
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	batch, parallel, one := scorer(1), scorer(0), scorer(1)
	whole := benchPortfolio(b, p, accounts)
	scoreOne := func(account int) *engine.Results {
		r, err := one.ScoreOne(ctx, whole, account)
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	rows, columns, card := newHandRows(accounts), newHandColumns(accounts), newExprCard(b)
	out, outColumns := make([]benchScore, n), newHandScores(n)

	want := scoresOf(score(batch, whole))
	wantScores(b, "engine/batch-parallel", scoresOf(score(parallel, whole)), want)
	for i := range accounts {
		wantScores(b, "engine/one", scoresOf(scoreOne(i)), want[i:i+1])
	}
	scoreRows(rows, out)
	wantScores(b, "hand/rows", out, want)
	scoreColumns(columns, outColumns)
	wantScores(b, "hand/columns", outColumns.all(), want)
	clear(out)
	card.scoreAll(accounts, out)
	wantScores(b, "expr/pooled", out, want)

	run := func(name string, accounts int, f func(i int)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				f(i)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(accounts), "ns/account")
		})
	}
	run("hand/rows", n, func(int) { scoreRows(rows, out) })
	run("hand/columns", n, func(int) { scoreColumns(columns, outColumns) })
	run("expr/pooled", n, func(int) { card.scoreAll(accounts, out) })
	run("engine/batch", n, func(int) { score(batch, whole) })
	run("engine/batch-parallel", n, func(int) { score(parallel, whole) })
	run("engine/one", n, func(int) {
		for i := range accounts {
			scoreOne(i)
		}
	})
}
