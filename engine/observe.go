package engine

import (
	"context"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

// Observation is all that rules say about one account: what a test of rules can hold
// against what it expects.
type Observation struct {
	// Segment is the account's segment.
	Segment string
	// Metrics are all metrics, in the order of the rules.
	Metrics []Figure
	// Documents are those of [Program.Score], fully explained.
	Documents []result.Document
}

// Figure is the published value of a metric.
type Figure struct {
	Name  string
	Value signals.Value
	// Cause says why the value is missing, in the words of explanations; else empty.
	Cause string
}

// Observe scores one account of a portfolio, by its index, and gives its metrics
// beside its documents, one a scorecard. The request says which scorecards, and which
// peers to compare with; explanations are full in any case. seen, if not nil, is told
// which parts of the rules had a say. The error is an [*UnknownScorecardError], one of
// [ErrOtherRules], [ErrOtherSchema] and [ErrNoAccount], or that of the context.
func (p *Program) Observe(ctx context.Context, portfolio *signals.Portfolio, account int, request Request, seen *Coverage) (Observation, error) {
	if err := p.fits(portfolio); err != nil {
		return Observation{}, err
	}
	if account < 0 || account >= portfolio.Len() {
		return Observation{}, ErrNoAccount
	}
	cards, peers, err := p.resolve(request)
	if err != nil {
		return Observation{}, err
	}
	if seen != nil && seen.program != p {
		return Observation{}, ErrOtherRules
	}
	f := p.frame()
	defer p.release(f)
	f.Bind(portfolio, peers)
	f.Account(account)
	o := Observation{Segment: f.Segment(), Metrics: make([]Figure, len(p.set.Metrics))}
	for i, m := range p.set.Metrics {
		o.Metrics[i] = Figure{Name: m.Name, Value: f.Metric(i)}
		if o.Metrics[i].Value.Missing != signals.Present {
			o.Metrics[i].Cause = f.MetricCause(i)
		}
	}
	if seen != nil {
		f.Account(account) // looking for causes leaves traces
		seen.observe(f, cards)
		seen.observeBranches(portfolio, peers, account, cards)
	}
	o.Documents, err = p.documents(ctx, f, portfolio, account, cards, ExplainFull)
	return o, err
}
