package engine

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bellwether-cs/bellwether/engine/internal/kernel"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

// blockAccounts is how many accounts are evaluated at a time by default.
const blockAccounts = 1024

// Scorer scores portfolios, of one account or of many, one after another into the
// same memory. Once that has grown to the largest of them hardly anything is
// allocated: numbers too wide for an int64, names of segments that go by a value,
// and what has no kernel. Not safe for concurrent use; a program can have any number
// of scorers.
type Scorer struct {
	program  *Program
	request  Request
	schedule *kernel.Schedule
	results  Results
	out      kernel.Output
	hidden   []*ScorecardResults // scorecards that only flags ask for
	frames   []*kernel.Frame
	alone    alone
	scored   int64 // accounts, so far
	next     atomic.Int64
	crash    atomic.Pointer[crash]
}

// crash is the panic of a worker.
type crash struct {
	value any
	stack []byte
}

// Scorer prepares for scoring by a request. The error is an
// [*UnknownScorecardError] or [ErrOtherRules].
func (p *Program) Scorer(request Request) (*Scorer, error) {
	cards, peers, err := p.resolve(request)
	if err != nil {
		return nil, err
	}
	reasons := request.Explain >= ExplainReasons
	s := &Scorer{program: p, request: request, schedule: p.schedule(cards, reasons)}
	s.results = Results{program: p, peers: peers, cards: cards, Scorecards: make([]ScorecardResults, len(cards))}
	s.results.Segments.Dict = s.schedule.Segments()
	s.out.Segments = &s.results.Segments
	s.out.Cards = make([]kernel.CardOutput, len(p.plan.Cards))
	for i := range p.plan.Cards {
		if !s.schedule.Computes(i) {
			continue
		}
		columns := &ScorecardResults{}
		if at := slices.Index(cards, i); at >= 0 {
			columns = &s.results.Scorecards[at]
		} else {
			s.hidden = append(s.hidden, columns)
		}
		s.columns(i, columns, reasons)
	}
	for _, flag := range p.plan.Flags {
		s.results.Flags = append(s.results.Flags, FlagResults{Name: flag.Name})
	}
	s.out.Flags = make([][]bool, len(p.plan.Flags))
	return s, nil
}

// columns sets up the columns of a scorecard, and where the kernels write to them.
func (s *Scorer) columns(card int, columns *ScorecardResults, reasons bool) {
	p, schedule := s.program.plan.Cards[card], s.schedule
	columns.Name, columns.Measures = p.Name, slices.Clone(p.Leaves)
	columns.Score.Unit, columns.Coverage.Unit, columns.Exact.Unit = schedule.ScoreUnit(card), schedule.CoverageUnit(), 1
	columns.Exact.D = []int64{}
	columns.Band.Dict = schedule.Bands(card)
	out := &s.out.Cards[card]
	out.Score, out.Exact, out.Coverage, out.Band = &columns.Score, &columns.Exact, &columns.Coverage, &columns.Band
	if !reasons {
		return
	}
	columns.TopReason = &result.Texts{Dict: schedule.Tops(card)}
	out.TopReason = columns.TopReason
	columns.Points = make([]result.Numbers, len(p.Leaves))
	for slot := range columns.Points {
		columns.Points[slot].Unit = schedule.PointsUnit(card, slot)
		out.Points = append(out.Points, &columns.Points[slot])
	}
}

// Score scores all accounts of a portfolio. The results hold until the next call of
// Score or ScoreOne, whether that fails or not; then they show other accounts. The
// error is [ErrOtherSchema] or that of the context.
func (s *Scorer) Score(ctx context.Context, portfolio *signals.Portfolio) (*Results, error) {
	p, r := s.program, &s.results
	if err := p.fits(portfolio); err != nil {
		return nil, err
	}
	n, block := portfolio.Len(), s.request.Block
	if block <= 0 {
		block = blockAccounts
	}
	r.portfolio, r.first, s.alone.portfolio = portfolio, 0, nil
	s.resize(n)
	workers := s.request.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = max(1, min(workers, (n+block-1)/block))
	for len(s.frames) < workers {
		s.frames = append(s.frames, s.schedule.NewFrame(s.request.Profile))
	}
	s.next.Store(0)
	s.scored += int64(n)
	if workers == 1 {
		s.work(ctx, s.frames[0], block)
	} else {
		s.share(ctx, workers, block)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for k, c := range r.cards {
		if first := slices.Index(r.cards, c); first < k {
			r.Scorecards[k] = r.Scorecards[first] // it was asked for twice
		}
	}
	return r, nil
}

// share has several workers score blocks.
func (s *Scorer) share(ctx context.Context, workers, block int) {
	var group sync.WaitGroup
	for _, f := range s.frames[:workers] {
		group.Go(func() {
			defer func() {
				if v := recover(); v != nil {
					s.crash.CompareAndSwap(nil, &crash{v, debug.Stack()})
					s.next.Store(int64(s.results.portfolio.Len())) // the others may stop
				}
			}()
			s.work(ctx, f, block)
		})
	}
	group.Wait()
	if c := s.crash.Swap(nil); c != nil {
		panic(fmt.Sprintf("%v\n\n%s", c.value, c.stack)) // where the caller can recover from it
	}
}

// work scores blocks until none is left.
func (s *Scorer) work(ctx context.Context, f *kernel.Frame, block int) {
	n := s.results.portfolio.Len()
	f.Bind(s.results.portfolio, s.results.peers, &s.out)
	defer f.Unbind()
	for ctx.Err() == nil {
		from := int(s.next.Add(int64(block))) - block
		if from >= n {
			return
		}
		f.Run(from, min(from+block, n))
	}
}

// resize makes room for n accounts.
func (s *Scorer) resize(n int) {
	r := &s.results
	r.Segments.Codes = resized(r.Segments.Codes, n)
	for k := range r.Scorecards {
		r.Scorecards[k].resize(n)
	}
	for _, columns := range s.hidden {
		columns.resize(n)
	}
	for k := range r.Flags {
		r.Flags[k].Holds = resized(r.Flags[k].Holds, n)
		s.out.Flags[k] = r.Flags[k].Holds
	}
	if s.schedule.Segments() == nil {
		s.out.Forget()
	}
}

func (r *ScorecardResults) resize(n int) {
	resizeNumbers(&r.Score, n)
	resizeNumbers(&r.Exact, n)
	resizeNumbers(&r.Coverage, n)
	r.Band.Codes = resized(r.Band.Codes, n)
	if r.TopReason != nil {
		r.TopReason.Codes = resized(r.TopReason.Codes, n)
	}
	for j := range r.Points {
		resizeNumbers(&r.Points[j], n)
	}
}

func resizeNumbers(c *result.Numbers, n int) {
	c.N, c.Wide = resized(c.N, n), nil
	if c.D != nil {
		c.D = resized(c.D, n)
	}
}

func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
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
