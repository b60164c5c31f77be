package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// coverageUnit is the unit of published coverage.
const coverageUnit = 1_000_000_000

// coverageBits says how many sums of weights have their coverage kept.
const coverageBits = 10

// knownCoverage is what sums of weights come to: the denominator of the score, 0 where
// there is none, and the coverage.
type knownCoverage struct {
	weights         weights
	below, coverage int64
}

// settle turns the sums into a score, as a ratio, and coverage.
func (c *card) settle(f *cardFrame, s *sums, coverage []int64) {
	v := &s.score
	switch {
	case s.even && f.variants == nil:
		fill(v.d, s.below(c, s.variants[0].total()))
		fill(coverage, coverageUnit)
	case s.even:
		for i, variant := range f.variants[:len(v.d)] {
			v.d[i] = s.below(c, s.variants[variant].total())
		}
		fill(coverage, coverageUnit)
	default:
		c.settleUneven(s, coverage)
	}
	if c.hasStart {
		c.addStart(f, s)
	}
}

// below is the denominator of a score in which so much weight counts.
func (s *sums) below(c *card, total int64) int64 {
	if c.addsOnly {
		return s.unit
	}
	return total * s.unit
}

func (c *card) settleUneven(s *sums, coverage []int64) {
	v := &s.score
	d, some := v.d, false
	weights, coverage := s.weights[:len(d)], coverage[:len(d)]
	for i, w := range weights {
		known := &s.seen[uint64(w)*0x9E3779B97F4A7C15>>(64-coverageBits)]
		if known.weights != w || known.below == 0 {
			*known = knownCoverage{w, s.below(c, w.total()), coverageOf(w)}
			if w.total() == 0 {
				known.below = 0
			}
		}
		d[i], coverage[i] = known.below, known.coverage
		some = some || known.below == 0
	}
	if c.canFail {
		for i, failed := range s.failed[:len(d)] {
			if failed != 0 {
				d[i], some = 0, true
			}
		}
	}
	if !some {
		return
	}
	miss := v.mask(len(d))
	for i := range d {
		miss[i] = signals.Present
		if d[i] == 0 {
			miss[i], v.n[i], d[i], coverage[i] = missing, 0, 1, 0
		}
	}
}

// coverageOf is the published part of the weight that data stand behind.
func coverageOf(w weights) int64 {
	if w.asked() == 0 {
		return 0
	}
	return roundOne(w.behind(), w.asked(), coverageUnit)
}

// addStart adds what a variant starts with.
func (c *card) addStart(f *cardFrame, s *sums) {
	v := &s.score
	for i := range v.n {
		start := c.variants[variantAt(f.variants, i)].Start
		if v.miss != nil && v.miss[i] != signals.Present || start.Sign() == 0 {
			continue
		}
		units, _ := start.Mul(exact.Int(s.unit)).Int64()
		v.n[i] += units * (v.d[i] / s.unit)
	}
}

// showInputs publishes the score and the coverage for overrides that look at them.
func (c *card) showInputs(s *scope) {
	f := &s.frame.cards[c.index]
	score, coverage := &s.vectors[c.inputs.score], &s.vectors[c.inputs.coverage]
	if f.fallback {
		score.allMissing(s.rows, numberKind)
		coverage.allMissing(s.rows, numberKind)
		return
	}
	if !score.publish(s.rows, &f.sums.score, 9, plan.RoundNumber) {
		for i, out := 0, score.widen(s.rows); i < len(out); i++ {
			out[i] = f.sums.score.at(i).Publish()
		}
		score.narrow(s.rows, 9)
	}
	from := s.frame.from
	coverage.n = s.frame.out.Cards[c.index].Coverage.N[from : from+s.rows]
	coverage.d, coverage.unit, coverage.wide, coverage.miss = nil, coverageUnit, nil, nil
	coverage.bounds(0, coverageUnit)
}

// measureCard notes what is the same for all accounts.
func (c *card) measureCard() bool {
	if !c.weightsFit() {
		return false
	}
	c.sumUnit, c.weight = c.unit, 1
	for _, v := range c.variants {
		total := int64(0)
		for _, w := range wholeWeights(v) {
			total += w
		}
		c.emptyVariant = c.emptyVariant || total == 0
		c.weight = max(c.weight, float64(total))
		c.addsOnly = v.Root.Combine == rules.CombineSum
		for _, m := range v.Leaves {
			c.emptyVariant = c.emptyVariant || m.Millionths == 0 // it may be all there is
		}
		if !v.HasStart {
			continue
		}
		c.hasStart = true
		start := v.Start.Float64()
		c.start, c.negativeStart = max(c.start, start, -start), c.negativeStart || start < 0
		_, d, ok := v.Start.LowestTerms()
		if !ok {
			return false
		}
		if _, _, c.sumUnit, ok = common(c.sumUnit, d); !ok {
			return false
		}
	}
	return true
}
