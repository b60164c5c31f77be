package engine_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"sync"
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

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

// benchAccount is a row as an embedding program would hold it. -1000 is missing.
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

// exprCard scores the same rules with one expr program an expression, as a
// program would that only has the expression library: machines pooled.
type exprCard struct {
	setup, usage, enterprise, smb, capped *vm.Program
	machines                              sync.Pool
}

func newExprCard(b testing.TB) *exprCard {
	environment := expr.Env(map[string]any{"size": "", "configured": 0, "total": 0, "actions": 0, "users": 0, "open_p1": 0})
	program := func(text string) *vm.Program {
		p, err := expr.Compile(text, environment)
		if err != nil {
			b.Fatal(err)
		}
		return p
	}
	c := &exprCard{
		setup: program("configured / total * 100"), usage: program("actions / users"),
		enterprise: program(`size == "enterprise"`), smb: program(`size == "smb"`), capped: program("open_p1 >= 2"),
	}
	c.machines.New = func() any { return new(vm.VM) }
	return c
}

func (c *exprCard) run(p *vm.Program, env map[string]any) any {
	machine := c.machines.Get().(*vm.VM)
	defer c.machines.Put(machine)
	v, err := machine.Run(p, env)
	if err != nil {
		panic(err)
	}
	return v
}

func (c *exprCard) score(a *benchAccount, env map[string]any) float64 {
	env["size"], env["configured"], env["total"] = a.size, a.configured, a.total
	env["actions"], env["users"], env["open_p1"] = a.actions, a.users, a.openP1
	setupEdges, usageEdges, weights := [2]float64{50, 70}, [2]float64{5, 10}, [4]float64{20, 40, 20, 20}
	switch {
	case c.run(c.enterprise, env).(bool):
		setupEdges, usageEdges, weights = [2]float64{60, 80}, [2]float64{8, 15}, [4]float64{25, 25, 25, 25}
	case c.run(c.smb, env).(bool):
		setupEdges, usageEdges = [2]float64{40, 60}, [2]float64{3, 7}
	}
	points := func(v float64, edges [2]float64) float64 {
		switch {
		case v <= edges[0]:
			return 0
		case v <= edges[1]:
			return 5
		}
		return 10
	}
	total, weight := 0.0, 0.0
	add := func(p, w float64) { total, weight = total+p*w, weight+w }
	add(points(c.run(c.setup, env).(float64), setupEdges), weights[0])
	add(points(c.run(c.usage, env).(float64), usageEdges), weights[1])
	if a.nps != missingInt {
		add(points(float64(a.nps), [2]float64{25, 35}), weights[2])
	}
	if a.pulse != missingInt {
		add(points(float64(a.pulse), [2]float64{6, 8}), weights[3])
	}
	score := total / weight
	if c.run(c.capped, env).(bool) {
		score = min(score, 4)
	}
	return math.Round(score*100) / 100
}

// BenchmarkScorecard scores 100,000 accounts: as a batch on one processor and on
// all, one at a time, and with one expr program an expression.
func BenchmarkScorecard(b *testing.B) {
	const n = 100_000
	p := compile(b, benchRules(b))
	accounts := benchAccounts(n)
	whole := benchPortfolio(b, p, accounts)
	ctx := context.Background()
	perAccount := func(b *testing.B, accounts int) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(accounts), "ns/account")
	}
	r, err := p.ScoreBatch(ctx, whole, engine.Request{})
	if err != nil {
		b.Fatal(err)
	}
	peer, env := newExprCard(b), map[string]any{}
	for i := range accounts {
		if got, want := r.Scorecards[0].Score.At(i).Float64(), peer.score(&accounts[i], env); math.Abs(got-want) > 0.011 {
			b.Fatalf("account %d: the engine scores %v, expr %v", i, got, want)
		}
	}
	b.Run("engine/batch", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := p.ScoreBatch(ctx, whole, engine.Request{Workers: 1}); err != nil {
				b.Fatal(err)
			}
		}
		perAccount(b, n)
	})
	b.Run("engine/batch-parallel", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := p.ScoreBatch(ctx, whole, engine.Request{}); err != nil {
				b.Fatal(err)
			}
		}
		perAccount(b, n)
	})
	b.Run("engine/one", func(b *testing.B) {
		ones := make([]*signals.Portfolio, 1000)
		for i := range ones {
			ones[i] = benchPortfolio(b, p, accounts[i:i+1])
		}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := p.Score(ctx, ones[i%len(ones)], engine.Request{}); err != nil {
				b.Fatal(err)
			}
		}
		perAccount(b, 1)
	})
	b.Run("expr/pooled", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i := range accounts {
				peer.score(&accounts[i], env)
			}
		}
		perAccount(b, n)
	})
}
