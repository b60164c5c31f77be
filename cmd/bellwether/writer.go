package main

import (
	"context"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/bellwether-cs/bellwether/engine"
)

// The values of --format.
const (
	formatTable  = "table"
	formatJSON   = "json"
	formatNDJSON = "ndjson"
	formatCSV    = "csv"
)

// The values of --explain.
const (
	explainNone    = "none"
	explainReasons = "reasons"
	explainFull    = "full"
)

// writer writes scored accounts in one format.
type writer interface {
	// write takes accounts of a block, in the order given.
	write(ctx context.Context, block scored, accounts []int) error
	// close writes what comes after the last account.
	close(total *tally, skippedRows int) error
}

// levelOf is how much is computed for --explain.
func levelOf(explain string) engine.Level {
	switch explain {
	case explainFull:
		return engine.ExplainFull
	case explainReasons:
		return engine.ExplainReasons
	}
	return engine.ExplainNone
}

// encodeRun and encodeBatch are how many accounts are encoded in a row by one
// worker, and how many are held as text at most.
const (
	encodeRun   = 64
	encodeBatch = 4096
)

// encodeInOrder encodes accounts on all processors and writes them in their order.
func encodeInOrder(ctx context.Context, w io.Writer, accounts []int, encode func(b []byte, account int) ([]byte, error)) error {
	for len(accounts) > 0 {
		n := min(len(accounts), encodeBatch)
		texts, err := encodeTexts(ctx, accounts[:n], encode)
		if err != nil {
			return err
		}
		for _, text := range texts {
			if _, err := w.Write(text); err != nil {
				return err
			}
		}
		accounts = accounts[n:]
	}
	return nil
}

// encodeTexts gives one text for each run of accounts.
func encodeTexts(ctx context.Context, accounts []int, encode func([]byte, int) ([]byte, error)) ([][]byte, error) {
	texts := make([][]byte, (len(accounts)+encodeRun-1)/encodeRun)
	failed := make([]error, len(texts))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(len(texts), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for ctx.Err() == nil {
				run := int(next.Add(1)) - 1
				if run >= len(texts) {
					return
				}
				for _, account := range accounts[run*encodeRun : min((run+1)*encodeRun, len(accounts))] {
					if texts[run], failed[run] = encode(texts[run], account); failed[run] != nil {
						return
					}
				}
			}
		})
	}
	workers.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return texts, ctx.Err()
}
