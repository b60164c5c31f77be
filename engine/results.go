package engine

import (
	"context"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

// Results are the scores of a portfolio, as columns: one entry an account, in the
// portfolio's order. Read-only and safe for concurrent use.
type Results struct {
	program   *Program
	portfolio *signals.Portfolio
	peers     *evaluate.Peers
	cards     []int
	first     int // the account of entry 0

	// Segments holds each account's segment. Where segments go by a value, the codes
	// of the names may differ from run to run.
	Segments result.Texts
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
	Score result.Numbers
	// Exact is the score before overrides and rounding, for ranking.
	Exact result.Numbers
	// Band is empty where the scorecard has none.
	Band result.Texts
	// Coverage is the part of the weight, 0 to 1, that data stand behind.
	Coverage result.Numbers
	// Points holds, by measure as Measures names them, the published points; missing
	// where it has none or is not in the account's segment. Nil unless reasons were
	// asked for.
	Points []result.Numbers
	// TopReason is the nested name of the measure that cost most; empty if none did.
	// Nil unless reasons were asked for.
	TopReason *result.Texts
}

// Len is the number of accounts.
func (r *Results) Len() int { return r.Segments.Len() }

// Key is the key of account i.
func (r *Results) Key(i int) string { return r.portfolio.Key(r.first + i) }

// Documents gives the documents of account i, one a scorecard, with as much of the
// explanation as asked for.
func (r *Results) Documents(ctx context.Context, i int, explain Level) ([]result.Document, error) {
	p := r.program
	f := p.frame()
	defer p.release(f)
	f.Bind(r.portfolio, r.peers)
	return p.documents(ctx, f, r.portfolio, r.first+i, r.cards, explain)
}
