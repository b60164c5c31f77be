package main

import (
	"context"

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

// writer writes scored accounts in one format. Workers encode blocks of accounts,
// and the writer puts them one behind the other.
type writer interface {
	// encoder makes an encoder for one worker.
	encoder() encoder
	// write takes what was encoded, block by block in order.
	write(e *encoded) error
	// close writes what comes after the last account.
	close(total *tally, skippedRows int) error
}

// encoder encodes accounts. Not safe for concurrent use.
type encoder interface {
	// encode appends accounts of a block, in the order given.
	encode(ctx context.Context, to *encoded, block scored, accounts []int) error
}

// encoded is what became of some accounts on the way to the output.
type encoded struct {
	text []byte
	// lines are those of a table: how wide its columns are is known only when all
	// of a page are there.
	lines    [][]string
	accounts int // in text or lines
	// outcomes are of all accounts of the block; nil unless they are watched.
	outcomes *snapshot
}

// reset empties e and keeps its memory.
func (e *encoded) reset() {
	e.text, e.lines, e.accounts, e.outcomes = e.text[:0], e.lines[:0], 0, nil
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
