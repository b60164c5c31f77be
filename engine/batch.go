package engine

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Results are the scores of a portfolio, as columns: one entry an account, in the
// portfolio's order. Read-only and safe for concurrent use.
type Results struct {
	program   *Program
	portfolio *signals.Portfolio
	peers     *evaluate.Peers
	cards     []int

	// Segments holds each account's segment.
	Segments []string
	// Scorecards holds a scorecard's columns, in the order asked for.
	Scorecards []ScorecardResults
	// Flags holds a column of each flag, as written.
	Flags []FlagResults
}

// FlagResults is the column of one flag.
type FlagResults struct {
	Name  string
	Holds []bool
}

// ScorecardResults are the columns of one scorecard.
type ScorecardResults struct {
	Name string
	// Measures names the columns of Points: nested names, groups left out.
	Measures []string
	// Score is published; missing where there is none.
	Score []exact.Num
	// Exact is the score before overrides and rounding, for ranking.
	Exact []exact.Num
	// Band is empty where the scorecard has none.
	Band []string
	// Coverage is the part of the weight, 0 to 1, that data stand behind.
	Coverage []exact.Num
	// Points holds, by measure as Measures names them, the published points; missing where it has none or is not in the account's segment. Nil
	// unless reasons were asked for.
	Points [][]exact.Num
	// TopReason is the nested name of the measure that cost most; empty if none did.
	// Nil unless reasons were asked for.
	TopReason []string
}

// Len is the number of accounts.
func (r *Results) Len() int { return len(r.Segments) }

// Key is the key of account i.
func (r *Results) Key(i int) string { return r.portfolio.Key(i) }

// blockAccounts is how many accounts a worker takes at a time.
const blockAccounts = 1024

// ScoreBatch scores all accounts of a portfolio, on all processors. Points and
// reasons are computed if the request's Explain asks for reasons; the full
// explanation of an account comes from [Results.Documents].
func (p *Program) ScoreBatch(ctx context.Context, portfolio *signals.Portfolio, request Request) (*Results, error) {
	cards, peers, err := p.resolve(request)
	if err != nil {
		return nil, err
	}
	if err := p.fits(portfolio); err != nil {
		return nil, err
	}
	r := p.newResults(portfolio, peers, cards, request.Explain)
	n := portfolio.Len()
	workers := request.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, (n+blockAccounts-1)/blockAccounts)
	var next atomic.Int64
	var crash atomic.Pointer[any]
	work := func() {
		defer func() {
			if v := recover(); v != nil {
				crash.CompareAndSwap(nil, &v)
			}
		}()
		f := p.frame()
		defer p.release(f)
		f.Bind(portfolio, peers)
		for ctx.Err() == nil {
			from := int(next.Add(blockAccounts)) - blockAccounts
			if from >= n {
				return
			}
			for i := from; i < min(from+blockAccounts, n); i++ {
				r.score(f, i)
			}
		}
	}
	if workers <= 1 {
		work()
	} else {
		var group sync.WaitGroup
		for range workers {
			group.Go(work)
		}
		group.Wait()
	}
	if v := crash.Load(); v != nil {
		panic(*v) // where the caller can recover from it
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

func (p *Program) newResults(portfolio *signals.Portfolio, peers *evaluate.Peers, cards []int, explain Level) *Results {
	n := portfolio.Len()
	r := &Results{program: p, portfolio: portfolio, peers: peers, cards: cards, Segments: make([]string, n)}
	for _, c := range cards {
		columns := ScorecardResults{
			Name: p.plan.Cards[c].Name, Measures: slices.Clone(p.plan.Cards[c].Leaves), Score: make([]exact.Num, n), Exact: make([]exact.Num, n),
			Band: make([]string, n), Coverage: make([]exact.Num, n),
		}
		if explain >= ExplainReasons {
			columns.TopReason = make([]string, n)
			columns.Points = make([][]exact.Num, len(p.plan.Cards[c].Leaves))
			for l := range columns.Points {
				columns.Points[l] = make([]exact.Num, n)
			}
		}
		r.Scorecards = append(r.Scorecards, columns)
	}
	for _, flag := range p.plan.Flags {
		r.Flags = append(r.Flags, FlagResults{Name: flag.Name, Holds: make([]bool, n)})
	}
	return r
}

// score fills the entries of account i.
func (r *Results) score(f *evaluate.Frame, i int) {
	f.Account(i)
	r.Segments[i] = f.Segment()
	for k, c := range r.cards {
		s, out := f.Score(c), &r.Scorecards[k]
		out.Score[i], out.Exact[i], out.Band[i], out.Coverage[i] = s.Score, s.Exact, s.Band, s.Coverage.Publish()
		if out.TopReason == nil {
			continue
		}
		leaves := r.program.plan.Cards[c].Variants[s.Variant].Leaves
		for j, l := range s.Leaves() {
			if l.State == evaluate.Scored || l.State == evaluate.Assumed {
				out.Points[leaves[j].Slot][i] = l.Points.Round(9)
			}
		}
		if reasons := f.Reasons(c); len(reasons) > 0 {
			out.TopReason[i] = reasons[0].Measure
		}
	}
	for k := range r.Flags {
		r.Flags[k].Holds[i] = f.Flag(k)
	}
}

// Documents gives the documents of account i, one a scorecard, with as much of the
// explanation as asked for.
func (r *Results) Documents(ctx context.Context, i int, explain Level) ([]result.Document, error) {
	p := r.program
	f := p.frame()
	defer p.release(f)
	f.Bind(r.portfolio, r.peers)
	return p.documents(ctx, f, r.portfolio, i, r.cards, explain)
}
