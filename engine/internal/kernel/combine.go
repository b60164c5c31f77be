package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// contribution is what a measure of one variant adds to the sums, by presence.
type contribution struct {
	weight [4]int64 // times its points
	base   [4]int64 // in units
	total  [4]int64 // weight that counts
	behind [4]int64 // weight that data stand behind
	asked  [4]int64 // weight that takes part
	failed [4]uint8
}

// sums are what measures add up to, by row.
type sums struct {
	score  vector // the exact score, as a ratio
	n      []int64
	total  []int64
	behind []int64
	asked  []int64
	failed []uint8
	// even tells that all measures have points for all rows, so that the sums of
	// weights are those of the variant.
	even     bool
	variants []variantSums
	always   []variantSums // of the measures that all rows have points of
	// coverage is published; low tells where it is below what a band needs.
	coverage []int64
	low      []uint8
	tables   [][]contribution // by leaf, then by variant
	factors  []int64          // of the tables, by leaf
	unit     int64            // of the tables
}

// variantSums are the sums of weights of a variant whose measures all have points.
type variantSums struct{ total, behind, asked int64 }

// combine compiles the exact score and the coverage, then overrides, bands and what
// is written out.
func (c *compiler) combine(k *card) {
	l := c.schedule.accounts
	l.add(func(s *scope) { k.addUp(s) })
	k.inputs = inputs{value: -1, score: -1, coverage: -1}
	if k.looksAtScore() {
		k.inputs = inputs{value: -1, score: l.slot(), coverage: l.slot(), evaluated: true}
		l.add(func(s *scope) { k.showInputs(s) })
	}
	outer := l.inputs
	l.inputs = k.inputs
	k.compileOverrides(l)
	l.inputs = outer
	l.add(func(s *scope) { k.finish(s) })
	if c.schedule.reasons {
		l.add(func(s *scope) { k.writePoints(s) })
		l.add(func(s *scope) { k.topReason(s) })
	}
}

// looksAtScore tells whether an override depends on the score or the coverage.
func (c *card) looksAtScore() bool {
	for _, v := range c.plan.Variants {
		for _, o := range v.Overrides {
			if o.When != nil && o.When.Late {
				return true
			}
		}
	}
	return false
}

// weights gives the weights of a variant's measures as small whole numbers.
func weights(v *plan.Variant) []int64 {
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

// tabulate makes the tables of contributions: points of leaf j count in units of
// 1/(unit of its points), times factors[j].
func (c *card) tabulate(f *sums) {
	f.tables = make([][]contribution, len(c.leaves))
	f.variants = make([]variantSums, len(c.plan.Variants))
	for j := range c.leaves {
		f.tables[j] = make([]contribution, len(c.plan.Variants))
	}
	for i, v := range c.plan.Variants {
		w := weights(v)
		for j := range c.leaves {
			m := c.leaves[j].measures[i]
			if m == nil {
				continue
			}
			t := &f.tables[j][i]
			t.measure(m, w[m.Leaf], f.factors[j], f.unit)
			sums := &f.variants[i]
			sums.total += t.total[evaluate.HasPoints]
			sums.behind += t.behind[evaluate.HasPoints]
			sums.asked += t.asked[evaluate.HasPoints]
		}
	}
}

// measure fills in the contributions of a measure of some weight.
func (t *contribution) measure(m *plan.Measure, weight, factor, unit int64) {
	asked := weight
	if m.Millionths == 0 {
		asked = 0
	}
	for _, p := range []evaluate.Presence{evaluate.HasPoints, evaluate.GivenPoints} {
		t.weight[p], t.total[p], t.asked[p] = weight*factor, weight, asked
	}
	t.behind[evaluate.HasPoints] = asked
	none := evaluate.NoPoints
	t.asked[none] = asked
	switch m.Missing.Policy {
	case rules.MissingZero:
		t.total[none] = weight
	case rules.MissingPoints:
		t.total[none] = weight
		points, _ := m.Missing.Points.Value.Mul(exact.Int(unit)).Int64()
		t.base[none] = weight * points
	case rules.MissingFail:
		if weight > 0 {
			t.failed[none] = 1
		}
	}
}

// addUp adds the measures up. Where bounds forbid it, the card is scored by row.
func (c *card) addUp(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	sums := &f.sums
	if !c.prepare(f, sums) {
		f.fallback = true
		return
	}
	rows := s.rows
	sums.n = room(sums.n, rows)
	n := sums.n
	clear(n)
	if !sums.even {
		sums.begin(f, rows)
	}
	for j := range f.leaves {
		leaf, table := &f.leaves[j], sums.tables[j]
		points := leaf.points.n[:rows]
		switch {
		case leaf.presence != nil:
			c.addPresent(sums, leaf, table, f.variants, rows)
		case f.variants == nil:
			w := table[0].weight[0]
			for i := range n {
				n[i] += w * points[i]
			}
		default:
			variants := f.variants[:rows]
			for i := range n {
				n[i] += table[variants[i]].weight[0] * points[i]
			}
		}
	}
	c.settle(f, sums, rows)
}

// prepare brings the units of the measures together, and looks whether the sums fit.
func (c *card) prepare(f *cardFrame, sums *sums) bool {
	unit := c.unit
	for j := range f.leaves {
		_, _, both, ok := common(unit, f.leaves[j].points.unit)
		if !ok {
			return false
		}
		unit = both
	}
	for i := range c.plan.Variants {
		if v := c.plan.Variants[i]; v.HasStart {
			_, d, ok := v.Start.LowestTerms()
			if !ok {
				return false
			}
			if _, _, unit, ok = common(unit, d); !ok {
				return false
			}
		}
	}
	same := sums.tables != nil && sums.unit == unit
	sums.factors = room(sums.factors, len(f.leaves))
	for j := range f.leaves {
		factor := unit / f.leaves[j].points.unit
		same = same && sums.factors[j] == factor
		sums.factors[j] = factor
	}
	if !same {
		sums.unit = unit
		c.tabulate(sums)
	}
	sums.even = true
	most, weight, low := 0.0, 1.0, 0.0
	for j := range f.leaves {
		if f.leaves[j].presence != nil {
			sums.even = false
		}
		w, b, least := 0.0, 0.0, 0.0
		for i := range sums.tables[j] {
			t := &sums.tables[j][i]
			w, b = max(w, float64(t.weight[0])), max(b, magnitude(t.base[evaluate.NoPoints]))
			least = min(least, float64(t.base[evaluate.NoPoints]))
			weight = max(weight, float64(sums.variants[i].total), float64(sums.variants[i].asked))
		}
		most += max(w*f.leaves[j].points.magnitude(), b)
		low += min(w*f.leaves[j].points.low, least)
	}
	for i := range sums.variants {
		if v := &sums.variants[i]; v.total == 0 || v.asked == 0 {
			sums.even = false
		}
	}
	below := float64(unit) * weight
	for _, v := range c.plan.Variants {
		if v.HasStart {
			start := v.Start.Float64()
			most += max(start, -start) * below
			low += min(start, 0) * below
		}
	}
	sums.score.low, sums.score.high, sums.score.dHigh = min(low, 0), most, below
	return most < limit && below < limit
}

// begin sums the weights of the measures that have points for all rows.
func (s *sums) begin(f *cardFrame, rows int) {
	s.total, s.behind, s.asked = room(s.total, rows), room(s.behind, rows), room(s.asked, rows)
	s.failed = room(s.failed, rows)
	clear(s.failed)
	s.always = append(s.always[:0], s.variants...)
	for j := range f.leaves {
		if f.leaves[j].presence == nil {
			continue
		}
		for i := range s.always {
			t, v := &s.tables[j][i], &s.always[i]
			v.total -= t.total[evaluate.HasPoints]
			v.behind -= t.behind[evaluate.HasPoints]
			v.asked -= t.asked[evaluate.HasPoints]
		}
	}
	if f.variants == nil {
		fill(s.total, s.always[0].total)
		fill(s.behind, s.always[0].behind)
		fill(s.asked, s.always[0].asked)
		return
	}
	for i, v := range f.variants[:rows] {
		w := &s.always[v]
		s.total[i], s.behind[i], s.asked[i] = w.total, w.behind, w.asked
	}
}

// addPresent adds a measure that not all rows have points of.
func (c *card) addPresent(sums *sums, leaf *leafFrame, table []contribution, variants []uint32, rows int) {
	points, presence, n := leaf.points.n[:rows], leaf.presence[:rows], sums.n
	total, behind, asked, failed := sums.total[:rows], sums.behind[:rows], sums.asked[:rows], sums.failed[:rows]
	for i := range n {
		t, p := &table[variantAt(variants, i)], presence[i]&3
		n[i] += t.weight[p]*points[i] + t.base[p]
		total[i] += t.total[p]
		behind[i] += t.behind[p]
		asked[i] += t.asked[p]
		failed[i] |= t.failed[p]
	}
}
