package engine

import (
	"context"
	"errors"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/kernel"
	"github.com/bellwether-cs/bellwether/signals"
)

// ErrNoAccount says that an account was asked for that the portfolio does not have.
var ErrNoAccount = errors.New("the portfolio has no such account")

// alone is what a scorer keeps to score one account after another.
type alone struct {
	kernels   *kernel.One
	portfolio *signals.Portfolio // that of the last call; nil after a batch
	twice     [][2]int           // scorecards that were asked for before
}

// ScoreOne scores one account of a portfolio, by its index: fast for account after
// account of one portfolio, in any order. The results have one entry, which is that
// account's, and hold until the next call. The error is [ErrOtherSchema],
// [ErrNoAccount] or that of the context.
func (s *Scorer) ScoreOne(ctx context.Context, portfolio *signals.Portfolio, account int) (*Results, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.alone.portfolio != portfolio {
		if err := s.bindOne(portfolio); err != nil {
			return nil, err
		}
	}
	if account < 0 || account >= portfolio.Root.Len {
		return nil, ErrNoAccount
	}
	r := &s.results
	r.first = account
	s.scored++
	s.alone.kernels.Run(account)
	for _, t := range s.alone.twice {
		r.Scorecards[t[1]] = r.Scorecards[t[0]]
	}
	return r, nil
}

// bindOne makes a portfolio the one whose accounts are scored one at a time.
func (s *Scorer) bindOne(portfolio *signals.Portfolio) error {
	s.alone.portfolio = nil
	if err := s.program.fits(portfolio); err != nil {
		return err
	}
	r := &s.results
	if s.alone.kernels == nil {
		s.alone.kernels = s.schedule.NewOne(s.block, s.request.Profile)
		for k, c := range r.cards {
			if first := slices.Index(r.cards, c); first < k {
				s.alone.twice = append(s.alone.twice, [2]int{first, k})
			}
		}
	}
	r.portfolio = portfolio
	s.resize(1)
	s.alone.kernels.Bind(portfolio, r.peers, &s.out)
	s.alone.portfolio = portfolio
	return nil
}

// block is the memory in which a block of one is scored.
func (s *Scorer) block() *kernel.Frame {
	if len(s.frames) == 0 {
		s.frames = append(s.frames, s.schedule.NewFrame(s.request.Profile))
	}
	return s.frames[0]
}
