package inspect

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// Source gives the accounts of the signals, with all columns that the rules declare:
// block by block, or all at once. A *files.Reader of the rules' schema is one.
type Source interface {
	Blocks(ctx context.Context, visit func(*signals.Portfolio) error) error
	All(ctx context.Context) (*signals.Portfolio, error)
	// Summary is what was read, once it was.
	Summary() signals.Summary
}

// Inspection looks at data through the eyes of one rule set. It is used once: each
// problem of reading goes to Problem, then Run reads the accounts.
type Inspection struct {
	program *engine.Program
	set     *rules.Set
	found   []rules.Diagnostic

	lock    sync.Mutex
	outside outside

	columns  columns
	gaps     *engine.Gaps
	segments segments
	points   points
}

// New prepares the inspection of data by a rule set and the program that was compiled
// from it.
func New(program *engine.Program, set *rules.Set) *Inspection {
	return &Inspection{
		program: program, set: set,
		outside: outside{}, columns: newColumns(program.Schema()), gaps: program.NewGaps(), segments: segments{},
	}
}

// Problem takes note of a row or cell that could not be used; it is made to be the
// report of whoever reads the data. It tells whether the problem is about a cell, and
// will be a finding. Safe for concurrent use.
func (in *Inspection) Problem(p signals.Problem) bool {
	in.lock.Lock()
	defer in.lock.Unlock()
	return in.outside.add(p)
}

// Run reads the accounts of a source and gives the findings, all of them warnings, in
// the order of their places. Accounts come and go in blocks, unless the rules compare
// them with their peers. The error is that of the source or of the context.
func (in *Inspection) Run(ctx context.Context, source Source) ([]rules.Diagnostic, error) {
	if err := in.read(ctx, source); err != nil {
		return nil, err
	}
	read := source.Summary()
	in.lock.Lock()
	in.reportOutside(read)
	in.lock.Unlock()
	if in.columns.accounts > 0 {
		in.reportMissing(read)
		in.reportSegments()
		in.reportPoints()
	}
	sorted := &rules.Diagnostics{List: in.found}
	sorted.Sort()
	return sorted.List, nil
}

// Accounts is how many accounts Run has seen.
func (in *Inspection) Accounts() int { return in.columns.accounts }

func (in *Inspection) read(ctx context.Context, source Source) error {
	if !in.program.NeedsPeers() {
		return in.blocks(ctx, source.Blocks, nil)
	}
	all, err := source.All(ctx)
	if err != nil {
		return err
	}
	peers, err := in.program.Peers(ctx, all)
	if err != nil {
		return err
	}
	return in.blocks(ctx, func(_ context.Context, visit func(*signals.Portfolio) error) error {
		const block = 4096
		for from := 0; from < all.Len(); from += block {
			if err := visit(signals.Slice(all, from, min(from+block, all.Len()))); err != nil {
				return err
			}
		}
		return nil
	}, peers)
}

// blocks looks at blocks of accounts, one after another.
func (in *Inspection) blocks(ctx context.Context, blocks func(context.Context, func(*signals.Portfolio) error) error, peers *engine.Peers) error {
	scorer, err := in.program.Scorer(engine.Request{Peers: peers, Explain: engine.ExplainReasons})
	if err != nil {
		return err
	}
	return blocks(ctx, func(block *signals.Portfolio) error {
		defer block.Release()
		in.columns.add(block)
		if err := in.gaps.Look(ctx, block, peers); err != nil {
			return err
		}
		results, err := scorer.Score(ctx, block)
		if err != nil {
			return err
		}
		in.segments.add(&results.Segments)
		without := standIns{}
		if err := in.program.StandIns(ctx, block, peers, without.add); err != nil {
			return err
		}
		in.points.add(results, without)
		return nil
	})
}

func (in *Inspection) warn(id string, at rules.Place, hint, format string, args ...any) {
	in.found = append(in.found, rules.Diagnostic{
		Severity: rules.SeverityWarning, ID: id, Place: at, Hint: hint, Message: fmt.Sprintf(format, args...),
	})
}

// grouped is a number of things with its digits in groups of three: 7,043.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
