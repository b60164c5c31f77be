package main

import (
	"context"
	"runtime"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// scoring scores all accounts of the signals and writes them: they are read in
// blocks, which workers score and encode, and written in order. Only peers, and an
// order other than that of the signals, need all accounts in memory.
type scoring struct {
	rules   *ruleset
	reader  *files.Reader
	out     writer
	filter  *filter
	sort    string // as in --sort
	limit   int    // as in --limit
	block   int    // how many accounts are scored, or encoded, at a time
	request engine.Request
	// total counts the accounts, and watched, if not nil, takes their results.
	total   *tally
	watched *snapshot
}

// scored is a block of accounts with their results.
type scored struct {
	portfolio *signals.Portfolio
	*engine.Results
}

// task is a block of accounts to score, and how many of them to write.
type task struct {
	portfolio *signals.Portfolio
	written   int
}

func (s *scoring) run(ctx context.Context) error {
	// Which accounts are the first that a filter lets through shows only in order.
	ordered := s.sort != "" || s.limit > 0 && !s.filter.all()
	if !ordered && !s.rules.program.NeedsPeers() {
		return s.stream(ctx, s.reader.Blocks)
	}
	all, err := s.reader.All(ctx)
	if err != nil {
		return err
	}
	if s.rules.program.NeedsPeers() {
		if s.request.Peers, err = s.rules.program.Peers(ctx, all); err != nil {
			return err
		}
	}
	if ordered {
		return s.whole(ctx, all)
	}
	// The accounts are in memory already; their results need not be.
	return s.stream(ctx, func(_ context.Context, visit func(*signals.Portfolio) error) error {
		for from := 0; from < all.Len(); from += s.block {
			if err := visit(signals.Slice(all, from, min(from+s.block, all.Len()))); err != nil {
				return err
			}
		}
		return nil
	})
}

// stream scores blocks as they come.
func (s *scoring) stream(ctx context.Context, blocks func(context.Context, func(*signals.Portfolio) error) error) error {
	workers := make([]*worker, runtime.GOMAXPROCS(0))
	line := pipeline[task, encoded]{take: s.take}
	for i := range workers {
		w, err := s.newWorker()
		if err != nil {
			return err
		}
		workers[i] = w
		line.work = append(line.work, w.score)
	}
	left := s.limit
	line.produce = func(ctx context.Context, emit func(task) error) error {
		return blocks(ctx, func(block *signals.Portfolio) error {
			written := block.Len()
			if s.limit > 0 {
				written = min(left, written)
				left -= written
			}
			return emit(task{portfolio: block, written: written})
		})
	}
	if err := line.run(ctx); err != nil {
		return err
	}
	for _, w := range workers {
		s.total.merge(w.total)
	}
	return nil
}

// whole scores all accounts in one piece and writes them in the order asked for.
func (s *scoring) whole(ctx context.Context, all *signals.Portfolio) error {
	if all.Len() == 0 {
		return nil
	}
	results, err := s.rules.program.ScoreBatch(ctx, all, s.request)
	if err != nil {
		return err
	}
	block := scored{portfolio: all, Results: results}
	s.total.add(results)
	if s.watched != nil {
		s.watched.add(block)
	}
	accounts := s.filter.among(inOrder(results, s.rules, s.sort), results, nil)
	if s.limit > 0 {
		accounts = accounts[:min(s.limit, len(accounts))]
	}
	line := pipeline[[]int, encoded]{take: s.take}
	line.produce = func(_ context.Context, emit func([]int) error) error {
		for from := 0; from < len(accounts); from += s.block {
			if err := emit(accounts[from:min(from+s.block, len(accounts))]); err != nil {
				return err
			}
		}
		return nil
	}
	for range runtime.GOMAXPROCS(0) {
		encoder := s.out.encoder()
		line.work = append(line.work, func(ctx context.Context, some []int, to *encoded) error {
			to.reset()
			return encoder.encode(ctx, to, block, some)
		})
	}
	return line.run(ctx)
}

// take writes what became of a block.
func (s *scoring) take(e *encoded) error {
	if e.outcomes != nil {
		s.watched.join(e.outcomes)
	}
	return s.out.write(e)
}

// worker scores and encodes blocks, one at a time, in memory of its own.
type worker struct {
	scorer   *engine.Scorer
	encoder  encoder
	accounts []int // 0, 1, 2 and so on
	filter   *filter
	shown    []int // what the filter let through
	total    *tally
	// watched are the scorecards whose outcomes are kept; nil for none.
	watched []string
}

func (s *scoring) newWorker() (*worker, error) {
	request := s.request
	request.Workers = 1 // others work on other blocks
	scorer, err := s.rules.program.Scorer(request)
	if err != nil {
		return nil, err
	}
	w := &worker{scorer: scorer, encoder: s.out.encoder(), filter: s.filter, total: newTally(s.rules, request.Scorecards)}
	if s.watched != nil {
		w.watched = request.Scorecards
	}
	return w, nil
}

func (w *worker) score(ctx context.Context, t task, to *encoded) error {
	to.reset()
	defer t.portfolio.Release()
	results, err := w.scorer.Score(ctx, t.portfolio)
	if err != nil {
		return err
	}
	block := scored{portfolio: t.portfolio, Results: results}
	w.total.add(results)
	if w.watched != nil {
		to.outcomes = newSnapshot(w.watched)
		to.outcomes.add(block)
	}
	if len(w.accounts) < t.written {
		w.accounts = firstAccounts(t.written)
	}
	accounts := w.accounts[:t.written]
	if !w.filter.all() {
		w.shown = w.filter.among(accounts, results, w.shown)
		accounts = w.shown
	}
	return w.encoder.encode(ctx, to, block, accounts)
}
