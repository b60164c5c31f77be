package engine

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// Rules is the rule set that was compiled. It is not to be changed.
func (p *Program) Rules() *rules.Set { return p.set }

// MetricKinds gives the kind of value of each metric, as in the rules.
func (p *Program) MetricKinds() []signals.Kind {
	kinds := make([]signals.Kind, len(p.plan.Metrics))
	for i, m := range p.plan.Metrics {
		kinds[i] = m.Type.Kind
	}
	return kinds
}
