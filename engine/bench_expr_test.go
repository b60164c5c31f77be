package engine_test

import (
	"math"
	"sync"
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// exprCard scores the same rules with one expr program an expression, as a
// program would that only has the expression library: machines pooled.
type exprCard struct {
	setup, usage, enterprise, smb, capped *vm.Program
	machines                              sync.Pool
	env                                   map[string]any
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
		env: map[string]any{},
	}
	c.machines.New = func() any { return new(vm.VM) }
	return c
}

func (c *exprCard) run(p *vm.Program) any {
	machine := c.machines.Get().(*vm.VM)
	defer c.machines.Put(machine)
	v, err := machine.Run(p, c.env)
	if err != nil {
		panic(err)
	}
	return v
}

func (c *exprCard) scoreAll(accounts []benchAccount, out []benchScore) {
	for i := range accounts {
		out[i] = c.score(&accounts[i])
	}
}

func (c *exprCard) score(a *benchAccount) benchScore {
	c.env["size"], c.env["configured"], c.env["total"] = a.size, a.configured, a.total
	c.env["actions"], c.env["users"], c.env["open_p1"] = a.actions, a.users, a.openP1
	segment := &benchMid
	switch {
	case c.run(c.enterprise).(bool):
		segment = &benchEnterprise
	case c.run(c.smb).(bool):
		segment = &benchSMB
	}
	total, weight, all := 0.0, 0.0, 0.0
	add := func(measure int, v float64, edges *[2]float64) {
		w := segment.weights[measure]
		switch {
		case v > edges[1]:
			total += 10 * w
		case v > edges[0]:
			total += 5 * w
		}
		weight += w
	}
	if v := c.run(c.setup).(float64); !math.IsNaN(v) && !math.IsInf(v, 0) {
		add(0, v, &segment.setup)
	}
	if v := c.run(c.usage).(float64); !math.IsNaN(v) && !math.IsInf(v, 0) {
		add(1, v, &segment.usage)
	}
	if a.nps != missingInt {
		add(2, float64(a.nps), &npsEdges)
	}
	if a.pulse != missingInt {
		add(3, float64(a.pulse), &pulseEdges)
	}
	for _, w := range segment.weights {
		all += w
	}
	if weight == 0 {
		return benchScore{score: math.NaN()}
	}
	score := total / weight
	if c.run(c.capped).(bool) {
		score = min(score, 4)
	}
	score = math.Round(score*100) / 100
	band := bandRed
	switch {
	case score >= 7:
		band = bandGreen
	case score >= 4:
		band = bandYellow
	}
	return benchScore{score: score, coverage: weight / all, band: band}
}
