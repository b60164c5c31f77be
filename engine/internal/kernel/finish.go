package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// coverageUnit is the unit of published coverage.
const coverageUnit = 1_000_000_000

// settle turns the sums into scores and coverage: n over total weight times unit.
func (c *card) settle(f *cardFrame, sums *sums, rows int) {
	v := &sums.score
	v.n, v.unit, v.wide, v.miss = sums.n, 1, nil, nil
	v.own.d = room(v.own.d, rows)
	v.d = v.own.d
	sums.coverage, sums.low = room(sums.coverage, rows), room(sums.low, rows)
	if sums.even {
		c.settleEven(f, sums, rows)
		return
	}
	miss := v.mask(rows)
	for i := range miss {
		variant := variantAt(f.variants, i)
		total, behind, asked := sums.total[i], sums.behind[i], sums.asked[i]
		miss[i], sums.low[i] = signals.Present, no
		if total == 0 || sums.failed[i] != 0 {
			miss[i] = missing
			v.n[i], v.d[i], sums.coverage[i] = 0, 1, 0
			continue
		}
		c.divide(variant, sums, v, i, total)
		switch {
		case behind == asked && asked > 0:
			sums.coverage[i] = coverageUnit
		case asked == 0:
			sums.coverage[i], behind, asked = 0, 0, 1
		default:
			sums.coverage[i] = roundOne(behind, asked, coverageUnit)
		}
		if least := c.bands.variants[variant].minCoverage; !least.IsMissing() {
			sums.low[i] = bit(exact.Ratio(behind, max(asked, 1)).Cmp(least) < 0)
		}
	}
}

// settleEven settles rows that have points of all measures.
func (c *card) settleEven(f *cardFrame, sums *sums, rows int) {
	for i := range rows {
		variant := variantAt(f.variants, i)
		sums.low[i], sums.coverage[i] = no, coverageUnit
		c.divide(variant, sums, &sums.score, i, sums.variants[variant].total)
	}
}

// divide sets the denominator of row i, and adds the start.
func (c *card) divide(variant uint32, sums *sums, v *vector, i int, total int64) {
	p := c.plan.Variants[variant]
	if p.Root.Combine == rules.CombineSum {
		total = 1
	}
	v.d[i] = total * sums.unit
	if p.HasStart {
		start, _ := p.Start.Mul(exact.Int(sums.unit)).Int64()
		v.n[i] += start * total
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
	coverage.n, coverage.d, coverage.unit, coverage.wide, coverage.miss = f.sums.coverage, nil, coverageUnit, nil, nil
	coverage.bounds(0, coverageUnit)
}

// finish applies overrides, scale, rounding and bands, in that order, and writes the
// results.
func (c *card) finish(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	v, rows := &f.sums.score, s.rows
	from := s.frame.from
	out := &s.frame.out.Cards[c.index]
	copy(out.Exact.N[from:], v.n[:rows])
	copy(out.Exact.D[from:], v.d[:rows])
	copy(out.Coverage.N[from:], f.sums.coverage[:rows])
	codes := out.Band.Codes[from : from+rows]
	clear(codes)
	for i := range c.overrides {
		o := &c.overrides[i]
		var truth []uint8
		if o.when >= 0 {
			truth = s.vectors[o.when].truth[:rows]
		}
		if !c.apply(v, o, truth, f.variants, codes) {
			f.fallback = true
			return
		}
	}
	scores, unit := out.Score.N[from:from+rows], pow10[c.plan.Round]
	if v.denominator() >= limit {
		f.fallback = true
		return
	}
	var most uint64
	if v.low >= 0 {
		most = roundPositive(scores, v.n, v.d, unit)
	} else {
		most = roundRatios(scores, v.n, v.d, unit)
	}
	if most >= exactBelow {
		f.fallback = true
		return
	}
	for i := range scores {
		switch {
		case v.miss != nil && v.miss[i] != signals.Present:
			scores[i], out.Exact.N[from+i] = result.Absent, result.Absent
			if codes[i] == 0 {
				codes[i] = unknownCode
			}
		case codes[i] != 0: // an override gave it
		case f.sums.low[i] != no:
			codes[i] = unknownCode
		default:
			codes[i] = c.bands.variants[variantAt(f.variants, i)].of(scores[i])
		}
	}
}

// apply applies an override to the rows for which it holds; no if that might not fit.
func (c *card) apply(v *vector, o *override, truth []uint8, variants, codes []uint32) bool {
	var change func(i int)
	switch {
	case !o.adjust.IsMissing():
		n, d, ok := o.adjust.LowestTerms()
		if most := v.magnitude()*float64(d) + magnitude(n)*v.dHigh; !ok || most >= limit || v.dHigh*float64(d) >= limit {
			return false
		} else {
			v.bounds(-most, most)
		}
		v.dHigh *= float64(d)
		change = func(i int) { v.n[i], v.d[i] = v.n[i]*d+n*v.d[i], v.d[i]*d }
	case !o.cap.IsMissing() || !o.floor.IsMissing():
		bound, sign := o.cap, int64(1)
		if bound.IsMissing() {
			bound, sign = o.floor, -1
		}
		n, d, ok := bound.LowestTerms()
		if !ok || v.magnitude()*float64(d) >= limit || magnitude(n)*v.dHigh >= limit {
			return false
		}
		v.bounds(min(v.low, float64(n)), max(v.high, float64(n)))
		v.dHigh = max(v.dHigh, float64(d))
		change = func(i int) {
			if sign*v.n[i]*d > sign*n*v.d[i] {
				v.n[i], v.d[i] = n, d
			}
		}
	default:
		change = func(int) {}
	}
	for i := range codes {
		if truth != nil && truth[i] != yes || o.variants != nil && !o.variants[variantAt(variants, i)] {
			continue
		}
		if v.miss == nil || v.miss[i] == signals.Present {
			change(i)
		}
		if o.band != 0 {
			codes[i] = o.band
		}
	}
	return true
}
