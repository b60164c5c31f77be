package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// contribution is what a measure of one variant adds to the sums, by presence.
type contribution struct {
	points  [4]int64 // times its points, in units
	base    [4]int64 // in units
	weights [4]weights
	failed  [4]uint8
}

// weights are three sums of weights in one word, which are added as one: what counts,
// what data stand behind, and what takes part.
type weights uint64

const (
	weightBits = 21
	weightMask = 1<<weightBits - 1
)

func packed(total, behind, asked int64) weights {
	return weights(total) | weights(behind)<<weightBits | weights(asked)<<(2*weightBits)
}

func (w weights) total() int64  { return int64(w & weightMask) }
func (w weights) behind() int64 { return int64(w >> weightBits & weightMask) }
func (w weights) asked() int64  { return int64(w >> (2 * weightBits)) }

// sums are what the measures of a flat card add up to, by row. The exact score is a
// ratio that stands in the results.
type sums struct {
	score   vector
	weights []weights
	failed  []uint8
	// even tells that all rows have points of all measures, so that the sums of
	// weights are those of the variant.
	even     bool
	variants []weights                        // with all measures
	always   []weights                        // of the measures that all rows have points of
	seen     [1 << coverageBits]knownCoverage // coverage by sums of weights
	tables   [][]contribution                 // by leaf, then by variant
	factors  []int64                          // of the tables, by leaf: units of the sums in one of its points
	unit     int64                            // of the tables
}

// combine compiles the exact score and the coverage, then overrides, bands and what
// is written out.
func (c *compiler) combine(k *card) {
	l := c.schedule.accounts
	k.canFail = k.mayFail()
	if k.flat {
		if c.schedule.reasons {
			ordered := false
			k.order, ordered = k.reasonsOrder()
			k.byRow = k.byRow || !ordered
		}
		l.add(func(s *scope) { k.addUp(s) })
	} else {
		k.compileGroups(l)
		l.add(func(s *scope) { k.addGroups(s) })
	}
	k.inputs = noInputs
	if k.looksAtScore() {
		k.inputs = inputs{value: -1, score: l.slot(), coverage: l.slot(), evaluated: true}
		l.add(func(s *scope) { k.showInputs(s) })
	}
	l.place(k.inputs, func() { k.compileOverrides(l) })
	l.add(func(s *scope) { k.finish(s) })
	if c.schedule.reasons {
		l.add(func(s *scope) { k.writePoints(s) })
		if k.flat {
			l.add(func(s *scope) { k.topReason(s) })
		} else {
			l.add(func(s *scope) { k.topOfGroups(s) })
		}
	}
}

// fillPoints computes the points of all measures.
func (c *card) fillPoints(s *scope, f *cardFrame) {
	for j := range c.leaves {
		leaf := &c.leaves[j]
		for i, w := range leaf.ways {
			if w.run(c, j, i, s); f.fallback {
				return
			}
		}
		if leaf.merge(c, j, s); f.fallback {
			return
		}
	}
}

// mayFail tells whether a missing value can make a score fail.
func (c *card) mayFail() bool {
	for _, v := range c.variants {
		for _, m := range v.Leaves {
			if m.Missing.Policy == rules.MissingFail {
				return true
			}
		}
	}
	return false
}

// looksAtScore tells whether an override depends on the score or the coverage.
func (c *card) looksAtScore() bool {
	for _, v := range c.variants {
		for _, o := range v.Overrides {
			if o.When != nil && o.When.Late {
				return true
			}
		}
	}
	return false
}

// wholeWeights gives the weights of a variant's measures as small whole numbers.
func wholeWeights(v *plan.Variant) []int64 {
	out := make([]int64, len(v.Leaves))
	g := int64(0)
	for j, m := range v.Leaves {
		out[j] = 1
		if v.Root.Combine == rules.CombineWeighted {
			out[j] = m.Millionths
			g = gcd(m.Millionths, g)
		}
	}
	for j := range out {
		if g > 0 {
			out[j] /= g
		}
	}
	return out
}

// weightsFit tells whether the sums of weights fit their part of a word.
func (c *card) weightsFit() bool {
	for _, v := range c.variants {
		sum := int64(0)
		for _, w := range wholeWeights(v) {
			if sum += w; sum > weightMask {
				return false
			}
		}
	}
	return true
}

// tabulate makes the tables of contributions for the sums' unit and factors.
func (c *card) tabulate(f *sums) {
	f.tables = make([][]contribution, len(c.leaves))
	f.variants = make([]weights, len(c.variants))
	for j := range c.leaves {
		f.tables[j] = make([]contribution, len(c.variants))
	}
	for i, v := range c.variants {
		w := wholeWeights(v)
		for j := range c.leaves {
			if m := c.leaves[j].measures[i]; m != nil {
				f.tables[j][i].measure(m, w[m.Leaf], f.factors[j], f.unit)
				f.variants[i] += f.tables[j][i].weights[evaluate.HasPoints]
			}
		}
	}
}

// measure fills in the contributions of a measure of some weight.
func (t *contribution) measure(m *plan.Measure, weight, factor, unit int64) {
	asked := weight
	if m.Millionths == 0 {
		asked = 0
	}
	has, none, given := evaluate.HasPoints, evaluate.NoPoints, evaluate.GivenPoints
	t.points[has], t.points[given] = weight*factor, weight*factor
	t.weights[has], t.weights[given] = packed(weight, asked, asked), packed(weight, 0, asked)
	t.weights[none] = packed(0, 0, asked)
	switch m.Missing.Policy {
	case rules.MissingZero:
		t.weights[none] = packed(weight, 0, asked)
	case rules.MissingPoints:
		t.weights[none] = packed(weight, 0, asked)
		points, _ := m.Missing.Points.Value.Mul(exact.Int(unit)).Int64()
		t.base[none] = weight * points
	case rules.MissingFail:
		t.failed[none] = bit(weight > 0)
	}
}

// addUp adds the measures up. Where bounds forbid it, the card is scored by row.
func (c *card) addUp(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	sums := &f.sums
	rows, from, out := s.rows, s.frame.from, &s.frame.out.Cards[c.index]
	coverage := out.Coverage.N[from : from+rows]
	v := &sums.score
	v.n, v.d = out.Exact.N[from:from+rows], out.Exact.D[from:from+rows]
	if c.fused && c.addFused(s, f) {
		c.settle(f, sums, coverage)
		return
	}
	if c.fillPoints(s, f); f.fallback {
		return
	}
	if !c.prepare(f, sums) {
		f.fallback = true
		return
	}
	if !sums.even {
		sums.begin(f, rows)
	}
	clear(v.n)
	for j := range f.leaves {
		leaf, table := &f.leaves[j], sums.tables[j]
		switch {
		case leaf.presence != nil:
			sums.addPresent(leaf, table, f.variants, rows)
		case leaf.miss != nil:
			sums.addThere(leaf, table, f.variants, rows)
		case f.variants == nil:
			w, n, points := table[0].points[0], v.n, leaf.points.n[:rows]
			for i := range n {
				n[i] += w * points[i]
			}
		default:
			n, points, variants := v.n, leaf.points.n[:rows], f.variants[:rows]
			for i := range n {
				n[i] += table[variants[i]].points[0] * points[i]
			}
		}
	}
	c.settle(f, sums, coverage)
}

// prepare brings the units of the measures together, and looks whether the sums fit.
func (c *card) prepare(f *cardFrame, sums *sums) bool {
	same, ok := c.joinUnits(f, sums)
	if !ok {
		return false
	}
	unit := sums.unit
	if !same || sums.tables == nil {
		c.tabulate(sums)
		clear(sums.seen[:])
	}
	sums.even = !c.emptyVariant
	most, low := 0.0, 0.0
	for j := range f.leaves {
		leaf := &f.leaves[j]
		if leaf.presence != nil || leaf.miss != nil {
			sums.even = false
		}
		factor := float64(sums.factors[j])
		most += leaf.points.magnitude() * factor
		low += min(leaf.points.low*factor, 0)
	}
	// Stand-ins lie within the bounds of what is written down.
	written := max(-c.low, c.high) * float64(unit/c.unit)
	most = (most + written*float64(len(f.leaves)) + c.start*float64(unit)) * c.weight
	if c.low < 0 || c.negativeStart {
		low -= most
	}
	below := float64(unit) * c.weight
	v := &sums.score
	v.low, v.high, v.dHigh, v.unit, v.wide, v.miss = min(low*c.weight, 0), most, below, 1, nil, nil
	return most < limit/4 && below < limit/4
}

// joinUnits finds the unit of the sums, and the factors that bring points to it; same
// as for the last block, or not.
func (c *card) joinUnits(f *cardFrame, sums *sums) (same, ok bool) {
	unit := c.sumUnit
	for j := range f.leaves {
		if u := f.leaves[j].points.unit; u != c.unit {
			_, _, both, ok := common(unit, u)
			if !ok {
				return false, false
			}
			unit = both
		}
	}
	same = sums.unit == unit
	sums.unit, sums.factors = unit, room(sums.factors, len(f.leaves))
	for j := range f.leaves {
		factor := int64(1)
		if u := f.leaves[j].points.unit; u != unit {
			factor = unit / u
		}
		same = same && sums.factors[j] == factor
		sums.factors[j] = factor
	}
	return same, true
}

// begin sums the weights of the measures that have points for all rows.
func (s *sums) begin(f *cardFrame, rows int) {
	s.weights, s.failed = room(s.weights, rows), room(s.failed, rows)
	clear(s.failed)
	s.always = append(s.always[:0], s.variants...)
	for j := range f.leaves {
		if f.leaves[j].presence == nil && f.leaves[j].miss == nil {
			continue
		}
		for i := range s.always {
			s.always[i] -= s.tables[j][i].weights[evaluate.HasPoints]
		}
	}
	if f.variants == nil {
		fill(s.weights, s.always[0])
		return
	}
	for i, v := range f.variants[:rows] {
		s.weights[i] = s.always[v]
	}
}

// all sums the weights of all measures.
func (s *sums) all(f *cardFrame) {
	for i := range s.weights {
		s.weights[i] = s.variants[variantAt(f.variants, i)]
	}
}

// addThere adds a measure of which some values are missing.
func (s *sums) addThere(leaf *leafFrame, table []contribution, variants []uint32, rows int) {
	n, points, miss, weights, failed := s.score.n[:rows], leaf.points.n[:rows], leaf.miss[:rows], s.weights[:rows], s.failed[:rows]
	if variants == nil {
		t := &table[0]
		for i := range n {
			p := bit(miss[i] != signals.Present)
			n[i] += t.points[p&3]*points[i] + t.base[p&3]
			weights[i] += t.weights[p&3]
			failed[i] |= t.failed[p&3]
		}
		return
	}
	variants = variants[:rows]
	for i := range n {
		t, p := &table[variants[i]], bit(miss[i] != signals.Present)
		n[i] += t.points[p&3]*points[i] + t.base[p&3]
		weights[i] += t.weights[p&3]
		failed[i] |= t.failed[p&3]
	}
}

// addPresent adds a measure of which the presence is told by row.
func (s *sums) addPresent(leaf *leafFrame, table []contribution, variants []uint32, rows int) {
	n, points, presence := s.score.n[:rows], leaf.points.n[:rows], leaf.presence[:rows]
	for i := range n {
		t, p := &table[variantAt(variants, i)], presence[i]&3
		n[i] += t.points[p]*points[i] + t.base[p]
		s.weights[i] += t.weights[p]
		s.failed[i] |= t.failed[p]
	}
}
