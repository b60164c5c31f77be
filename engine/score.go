package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// Level says how much of an explanation is computed.
type Level uint8

// The levels.
const (
	ExplainNone    Level = iota
	ExplainReasons       // what cost points
	ExplainFull          // measures, overrides, reasons and the nearest change
)

// Request says what to score, and with what.
type Request struct {
	// Peers to compare with; nil: peer statistics are missing.
	Peers *Peers
	// Scorecards to score on, by name; nil: all.
	Scorecards []string
	Explain    Level
	// Workers bounds how many goroutines score a batch; 0 or less: one a processor.
	Workers int
	// Block is how many accounts are evaluated at a time; 0 or less: 1,024. It changes
	// the speed and nothing else.
	Block int
	// Profile asks a [Scorer] to time the parts of the rules, for [Scorer.Timings].
	Profile bool
}

// UnknownScorecardError says that a request names a scorecard the rules do not have.
type UnknownScorecardError struct {
	Name string
	Near string // the name that was probably meant; may be empty
}

// Error says what is wrong and which name is near.
func (e *UnknownScorecardError) Error() string {
	if e.Near == "" {
		return fmt.Sprintf("there is no scorecard %q", e.Name)
	}
	return fmt.Sprintf("there is no scorecard %q; did you mean %q?", e.Name, e.Near)
}

// ErrOtherRules says that peers were computed by another program than they are
// used with.
var ErrOtherRules = errors.New("the peers belong to another rule set")

// ErrNotOne says that Score was given a portfolio of no account, or of several.
var ErrNotOne = errors.New("exactly one account is scored at a time")

// Score scores the one account of a portfolio, and gives a document a scorecard.
func (p *Program) Score(ctx context.Context, account *signals.Portfolio, request Request) ([]result.Document, error) {
	if account.Len() != 1 {
		return nil, ErrNotOne
	}
	if err := p.fits(account); err != nil {
		return nil, err
	}
	cards, peers, err := p.resolve(request)
	if err != nil {
		return nil, err
	}
	f := p.frame()
	defer p.release(f)
	f.Bind(account, peers)
	return p.documents(ctx, f, account, 0, cards, request.Explain)
}

// ErrOtherSchema says that a portfolio was not made for the program: by another
// schema, or without columns that the rules need.
var ErrOtherSchema = errors.New("the portfolio was made by another schema, or without columns that the rules need")

// fits tells whether a portfolio has what the program reads.
func (p *Program) fits(portfolio *signals.Portfolio) error {
	if portfolio.Schema != p.plan.Schema || len(portfolio.Children) != len(p.plan.Needs)-1 {
		return ErrOtherSchema
	}
	for t, columns := range p.plan.Needs {
		rows := portfolio.Root.Columns
		if t > 0 {
			rows = portfolio.Children[t-1].Columns
		}
		for c, needed := range columns {
			if needed && (c >= len(rows) || rows[c] == nil) {
				return ErrOtherSchema
			}
		}
	}
	return nil
}

// resolve finds the scorecards and the peers of a request.
func (p *Program) resolve(request Request) ([]int, *evaluate.Peers, error) {
	var cards []int
	if request.Scorecards == nil {
		for i := range p.plan.Cards {
			cards = append(cards, i)
		}
	}
	for _, name := range request.Scorecards {
		i := p.cardIndex(name)
		if i < 0 {
			return nil, nil, &UnknownScorecardError{Name: name, Near: spelling.Nearest(name, p.Scorecards())}
		}
		cards = append(cards, i)
	}
	if request.Peers == nil {
		return cards, nil, nil
	}
	if request.Peers.program.digest != p.digest {
		return nil, nil, ErrOtherRules
	}
	return cards, request.Peers.values, nil
}

// documents scores account i of the portfolio that the frame is bound to.
func (p *Program) documents(ctx context.Context, f *evaluate.Frame, portfolio *signals.Portfolio, i int, cards []int, explain Level) ([]result.Document, error) {
	f.Account(i)
	flags := p.flagsOf(f)
	out := make([]result.Document, 0, len(cards))
	for _, c := range cards {
		s := f.Score(c)
		d := result.Document{
			Account: portfolio.Key(i), Scorecard: p.plan.Cards[c].Name, Segment: f.Segment(),
			Score: s.Score, Coverage: s.Coverage.Publish(), Cause: f.Cause(c),
			Flags: slices.Clone(flags), Rules: p.digest, AsOf: portfolio.AsOf.String(),
		}
		if band := s.Band; band != "" {
			d.Band = &band
		}
		switch explain {
		case ExplainReasons:
			d.Reasons = f.Reasons(c)
		case ExplainFull:
			f.Explain(c, &d)
			d.Nearest = f.Nearest(ctx, c)
		}
		out = append(out, d)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// flagsOf are the flags that hold for the frame's account.
func (p *Program) flagsOf(f *evaluate.Frame) []string {
	flags := []string{}
	for i, flag := range p.plan.Flags {
		if f.Flag(i) {
			flags = append(flags, flag.Name)
		}
	}
	return flags
}
