package main

import (
	"context"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// scoring scores all accounts of the signals.
type scoring struct {
	program *engine.Program
	reader  *files.Reader
	request engine.Request
	// whole asks for all accounts in one piece.
	whole bool
}

// scored is a block of accounts with their results.
type scored struct {
	portfolio *signals.Portfolio
	*engine.Results
}

// each scores the accounts and calls visit for each block of them, in order.
func (s *scoring) each(ctx context.Context, visit func(scored) error) error {
	score := func(block *signals.Portfolio) error {
		if block.Len() == 0 {
			return nil
		}
		results, err := s.program.ScoreBatch(ctx, block, s.request)
		if err != nil {
			return err
		}
		return visit(scored{portfolio: block, Results: results})
	}
	if !s.whole && !s.program.NeedsPeers() {
		return readAhead(ctx, s.reader, score)
	}
	all, err := s.reader.All(ctx)
	if err != nil {
		return err
	}
	if s.program.NeedsPeers() {
		if s.request.Peers, err = s.program.Peers(ctx, all); err != nil {
			return err
		}
	}
	if s.whole {
		return score(all)
	}
	// The accounts are in memory already; their results need not be.
	for from := 0; from < all.Len(); from += files.DefaultBlockSize {
		if err := score(signals.Slice(all, from, min(from+files.DefaultBlockSize, all.Len()))); err != nil {
			return err
		}
	}
	return nil
}

// readAhead calls visit for each block of accounts while the next one is read.
func readAhead(ctx context.Context, reader *files.Reader, visit func(*signals.Portfolio) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	blocks := make(chan *signals.Portfolio)
	var failed error
	go func() {
		defer close(blocks)
		failed = reader.Blocks(ctx, func(block *signals.Portfolio) error {
			select {
			case blocks <- block:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	for block := range blocks {
		if err := visit(block); err != nil {
			stop()
			for range blocks {
				// Wait for the reader to end.
			}
			return err
		}
	}
	return failed
}
