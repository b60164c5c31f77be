package engine

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/kernel"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals"
)

// Options adjust how a rule set is compiled. The zero Options are fine.
type Options struct {
	// Functions can be called by the expressions of the rules.
	Functions []Function
}

// Program is a compiled rule set. It is immutable and safe for concurrent use.
type Program struct {
	set       *rules.Set
	plan      *plan.Plan
	evaluator *evaluate.Program
	digest    string
	frames    sync.Pool // of *evaluate.Frame
	schedules *schedules
	functions []Function
	watched   func() *watched // made once, when it is first asked for
}

// Compile checks a rule set and makes a program of it. What is wrong with the
// rules comes as a *rules.Diagnostics, all of it at once, each with its place; a
// function that cannot be registered is a *FunctionError.
func Compile(set *rules.Set, options Options) (*Program, error) {
	types, identities, calls, err := register(options.Functions)
	if err != nil {
		return nil, err
	}
	checked, found := check.Check(set, types)
	if err := found.Err(); err != nil {
		return nil, err
	}
	p := &Program{set: set, plan: plan.Build(checked), digest: set.Digest(identities...), functions: slices.Clone(options.Functions)}
	p.watched = sync.OnceValue(p.watch)
	p.evaluator = evaluate.Compile(p.plan, calls)
	p.schedules = &schedules{}
	p.frames.New = func() any { return p.evaluator.NewFrame() }
	return p, nil
}

// Digest identifies the rules: equal digests score alike. It is "sha256:" and 64
// hexadecimal digits.
func (p *Program) Digest() string { return p.digest }

// Rules is the rule set that was compiled. It is not to be changed.
func (p *Program) Rules() *rules.Set { return p.set }

// MetricKinds gives the kind of value of each metric, as in the rules.
func (p *Program) MetricKinds() []signals.Kind {
	kinds := make([]signals.Kind, len(p.plan.Metrics))
	for i, m := range p.plan.Metrics {
		kinds[i] = m.Type.Kind
	}
	return kinds
}

// Schema is what the rules declare to be known.
func (p *Program) Schema() *signals.Schema { return p.plan.Schema }

// Needs says which columns of the signals the rules read.
func (p *Program) Needs() signals.Needs { return p.plan.Needs }

// NeedsPeers tells whether accounts are compared with their peers, so that a whole
// portfolio has to be seen before the first account can be scored.
func (p *Program) NeedsPeers() bool { return len(p.plan.Subjects) > 0 }

// Scorecards are the names of the scorecards, as written.
func (p *Program) Scorecards() []string {
	names := make([]string, len(p.plan.Cards))
	for i, c := range p.plan.Cards {
		names[i] = c.Name
	}
	return names
}

// Measures are the nested names of a scorecard's measures over all segments, in
// written order, groups left out; nil for an unknown scorecard.
func (p *Program) Measures(scorecard string) []string {
	if i := p.cardIndex(scorecard); i >= 0 {
		return slices.Clone(p.plan.Cards[i].Leaves)
	}
	return nil
}

func (p *Program) cardIndex(name string) int {
	return slices.IndexFunc(p.plan.Cards, func(c *plan.Card) bool { return c.Name == name })
}

// frame takes scratch memory from the pool; release gives it back, without what
// it was bound to.
func (p *Program) frame() *evaluate.Frame { return p.frames.Get().(*evaluate.Frame) }

func (p *Program) release(f *evaluate.Frame) {
	f.Unbind()
	p.frames.Put(f)
}

// Peers is what accounts are compared with: statistics of a portfolio. Read-only
// and safe to share; it fits the program that made it.
type Peers struct {
	program *Program
	values  *evaluate.Peers
}

// Accounts is how many accounts were looked at.
func (p *Peers) Accounts() int { return p.values.Accounts() }

// Digest identifies the values compared with.
func (p *Peers) Digest() string { return p.values.Digest() }

// Peers compares the accounts of one portfolio, given whole or in blocks, with
// each other. The portfolio is the whole of the signals: statistics over a part of
// it are others.
func (p *Program) Peers(ctx context.Context, blocks ...*signals.Portfolio) (*Peers, error) {
	for _, block := range blocks {
		if err := p.fits(block); err != nil {
			return nil, err
		}
	}
	values, err := kernel.ComputePeers(ctx, p.plan, p.evaluator, blocks...)
	if err != nil {
		return nil, fmt.Errorf("comparing peers: %w", err)
	}
	return &Peers{program: p, values: values}, nil
}
