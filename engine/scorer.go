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

// blockAccounts is how many accounts are evaluated at a time by default.
const blockAccounts = 1024

// Scorer scores portfolios, of one account or of many, one after another into the
// same memory: once that has grown to the largest of them, nothing is allocated.
// Not safe for concurrent use; a program can have any number of scorers.
type Scorer struct {
	program *Program
	request Request
	cards   []int
	results Results
	frames  []*evaluate.Frame
	next    atomic.Int64
	crash   atomic.Pointer[any]
}

// Scorer prepares for scoring by a request. The error is an
// [*UnknownScorecardError] or [ErrOtherRules].
func (p *Program) Scorer(request Request) (*Scorer, error) {
	cards, peers, err := p.resolve(request)
	if err != nil {
		return nil, err
	}
	s := &Scorer{program: p, request: request, cards: cards}
	s.results = p.newResults(peers, cards, request.Explain)
	return s, nil
}

// Score scores all accounts of a portfolio. The results hold until the next call.
// The error is [ErrOtherSchema] or that of the context.
func (s *Scorer) Score(ctx context.Context, portfolio *signals.Portfolio) (*Results, error) {
	p, r := s.program, &s.results
	if err := p.fits(portfolio); err != nil {
		return nil, err
	}
	n, block := portfolio.Len(), s.request.Block
	if block <= 0 {
		block = blockAccounts
	}
	r.portfolio = portfolio
	r.resize(n)
	workers := s.request.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = max(1, min(workers, (n+block-1)/block))
	for len(s.frames) < workers {
		s.frames = append(s.frames, p.evaluator.NewFrame())
	}
	s.next.Store(0)
	if true {
		s.work(ctx, s.frames[0], block)
	} else {
		var group sync.WaitGroup
		for w := range workers {
			group.Go(func() {
				defer func() {
					if v := recover(); v != nil {
						s.crash.CompareAndSwap(nil, &v)
					}
				}()
				s.work(ctx, s.frames[w], block)
			})
		}
		group.Wait()
		if v := s.crash.Swap(nil); v != nil {
			panic(*v) // where the caller can recover from it
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// work scores blocks until none is left.
func (s *Scorer) work(ctx context.Context, f *evaluate.Frame, block int) {
	r := &s.results
	f.Bind(r.portfolio, r.peers)
	defer f.Unbind()
	for ctx.Err() == nil {
		from := int(s.next.Add(int64(block))) - block
		if from >= r.portfolio.Len() {
			return
		}
		for i := from; i < min(from+block, r.portfolio.Len()); i++ {
			r.score(f, i)
		}
	}
}

// ScoreBatch scores all accounts of a portfolio, on all processors. Points and
// reasons are computed if the request's Explain asks for reasons; the full
// explanation of an account comes from [Results.Documents]. Who scores again and
// again takes a [Scorer].
func (p *Program) ScoreBatch(ctx context.Context, portfolio *signals.Portfolio, request Request) (*Results, error) {
	s, err := p.Scorer(request)
	if err != nil {
		return nil, err
	}
	return s.Score(ctx, portfolio)
}

func (p *Program) newResults(peers *evaluate.Peers, cards []int, explain Level) Results {
	r := Results{program: p, peers: peers, cards: cards}
	for _, c := range cards {
		columns := ScorecardResults{Name: p.plan.Cards[c].Name, Measures: slices.Clone(p.plan.Cards[c].Leaves)}
		if explain >= ExplainReasons {
			columns.TopReason = &result.Texts{}
			columns.Points = make([]result.Numbers, len(p.plan.Cards[c].Leaves))
		}
		r.Scorecards = append(r.Scorecards, columns)
	}
	for _, flag := range p.plan.Flags {
		r.Flags = append(r.Flags, FlagResults{Name: flag.Name})
	}
	return r
}

// resize makes room for n accounts.
func (r *Results) resize(n int) {
	r.Segments.Codes = grown(r.Segments.Codes, n)
	for k := range r.Scorecards {
		s := &r.Scorecards[k]
		for _, c := range []*result.Numbers{&s.Score, &s.Exact, &s.Coverage} {
			resizeNumbers(c, n)
		}
		s.Band.Codes = grown(s.Band.Codes, n)
		if s.TopReason != nil {
			s.TopReason.Codes = grown(s.TopReason.Codes, n)
		}
		for j := range s.Points {
			resizeNumbers(&s.Points[j], n)
		}
	}
	for k := range r.Flags {
		r.Flags[k].Holds = grown(r.Flags[k].Holds, n)
	}
}

func resizeNumbers(c *result.Numbers, n int) {
	c.N, c.Unit = grown(c.N, n), 1
	c.Wide = make(map[int]exact.Num, n)
}

func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// score fills the entries of account i.
func (r *Results) score(f *evaluate.Frame, i int) {
	f.Account(i)
	r.Segments.Codes[i] = r.Segments.Code(f.Segment())
	put := func(c *result.Numbers, v exact.Num) { c.N[i], c.Wide[i] = result.Absent, v }
	for k, c := range r.cards {
		s, out := f.Score(c), &r.Scorecards[k]
		put(&out.Score, s.Score)
		put(&out.Exact, s.Exact)
		put(&out.Coverage, s.Coverage.Publish())
		out.Band.Codes[i] = out.Band.Code(s.Band)
		if out.TopReason == nil {
			continue
		}
		leaves := r.program.plan.Cards[c].Variants[s.Variant].Leaves
		for j := range out.Points {
			put(&out.Points[j], exact.Num{})
		}
		for j, l := range s.Leaves() {
			if l.State == evaluate.Scored || l.State == evaluate.Assumed {
				put(&out.Points[leaves[j].Slot], l.Points.Round(9))
			}
		}
		top := ""
		if reasons := f.Reasons(c); len(reasons) > 0 {
			top = reasons[0].Measure
		}
		out.TopReason.Codes[i] = out.TopReason.Code(top)
	}
	for k := range r.Flags {
		r.Flags[k].Holds[i] = f.Flag(k)
	}
}
