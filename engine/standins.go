package engine

import (
	"context"

	"github.com/bellwether-cs/bellwether/signals"
)

// StandIns tells of the points of a portfolio's accounts that are no data: a missing
// policy put them there, or rows and expressions gave them for a missing value. tell
// gets the account, the place of the scorecard in [Program.Scorecards], and that of the
// measure in [Program.Measures], account by account. What `when` leaves out with its
// whole group is told of, too. peers may be nil: peer statistics are missing then. The
// error is [ErrOtherSchema], [ErrOtherRules] or that of the context.
func (p *Program) StandIns(ctx context.Context, portfolio *signals.Portfolio, peers *Peers, tell func(account, scorecard, measure int)) error {
	if err := p.fits(portfolio); err != nil {
		return err
	}
	cards, values, err := p.resolve(Request{Peers: peers})
	if err != nil {
		return err
	}
	f := p.frame()
	defer p.release(f)
	f.Bind(portfolio, values)
	for account := range portfolio.Len() {
		if account%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		f.Account(account)
		for at, card := range cards {
			f.StandIns(card, func(measure int) { tell(account, at, measure) })
		}
	}
	return nil
}
