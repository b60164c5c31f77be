package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// Most scorecards give points by edges, and nobody asks for their reasons. Then the
// points of a measure need no vector: one pass compares the values with the edges and
// adds the points, weighted, to the sums.

// fusedChain is the edges of one variant, with what the measure adds: by how many
// edges are below the value, or where the value is missing.
type fusedChain struct {
	edges   [few]int64
	points  [2 * (few + 1)]int64 // times the weight; the second half of missing values
	weights [2]weights
}

// fusedFrame is the values of a measure in the block, and the tables for them.
type fusedFrame struct {
	values   *vector
	ratio    bool  // values are ratios, not published
	times    int64 // what their numerators are compared times
	chains   []fusedChain
	reasons  []reasonChain // where they are asked for
	unit     int64         // of the values that the chains are for
	ofRatios bool          // the chains are for ratios
	some     bool          // some values are missing
	first    bool          // the first measure of which values are missing: it begins the weights
}

// canFuse tells whether all measures of a card give points by few edges, and each has
// the same value in all variants.
func (c *card) canFuse() bool {
	first := make([]*plan.Measure, len(c.plan.Leaves))
	for _, v := range c.variants {
		for _, m := range v.Leaves {
			if k := m.Points.Kind; k != rules.PointsUpTo && k != rules.PointsFrom {
				return false
			}
			if m.When != nil || len(m.Points.Edges) > few || m.Missing.Policy == rules.MissingFail {
				return false
			}
			if f := first[m.Slot]; f != nil && (f.Value != m.Value || f.Points.Kind != m.Points.Kind) {
				return false
			}
			first[m.Slot] = m
		}
	}
	return !slices.Contains(first, nil)
}

// addFused adds all measures up; no if some values are neither numerators over a unit
// nor ratios that can be compared as they are.
func (c *card) addFused(s *scope, f *cardFrame) bool {
	sums := &f.sums
	if !c.prepareFused(f, sums) {
		return false
	}
	even := true
	for j := range c.leaves {
		v, ok := c.value(s, f, j)
		if !ok {
			return false
		}
		f.fused[j].values = v
		even = even && v.miss == nil
	}
	sums.even = even && !c.emptyVariant
	c.tabulateFused(f)
	if !sums.even {
		sums.weights = room(sums.weights, s.rows)
		if even {
			sums.all(f)
		}
	}
	n := sums.score.n[:s.rows]
	clear(n)
	if c.order != nil {
		if f.unreasoned {
			return false
		}
		c.addReasoned(s, f)
		f.reasoned = true
		return true
	}
	variants := f.variants
	if variants == nil {
		variants = s.frame.zeros(s.rows)
	}
	for j := range c.leaves {
		f.fused[j].add(n, sums.weights, variants)
	}
	return true
}

// value is what the edges of a measure are compared with: a ratio that is not published
// where that makes no difference, else the published value.
func (c *card) value(s *scope, f *cardFrame, j int) (*vector, bool) {
	w, fl := c.leaves[j].ways[0], &f.fused[j]
	if w.lazy == nil {
		v := &s.vectors[w.value]
		fl.ratio = false
		return v, v.wide == nil && v.d == nil
	}
	from, unit := &s.vectors[w.lazy.from], pow10[w.lazy.decimals]
	fl.ratio = from.wide == nil && from.d != nil && from.low >= 0 && from.high*float64(w.lazy.factor) < exactBelow &&
		2*from.high*float64(w.lazy.factor)*float64(unit) < limit && from.dHigh*c.furthest(j)*2*float64(unit) < limit
	if fl.ratio {
		fl.times = 2 * w.lazy.factor * unit
		return from, true
	}
	w.lazy.run(s)
	v := &s.vectors[w.value]
	return v, v.wide == nil && v.d == nil
}

// furthest bounds the edges of a measure; it is beyond all bounds if an edge lies where
// fewer decimals are published.
func (c *card) furthest(j int) float64 {
	most := 1.0
	for _, m := range c.leaves[j].measures {
		if m == nil {
			continue
		}
		for _, e := range m.Points.Edges {
			x := e.Float64()
			most = max(most, x+1, 1-x)
		}
	}
	if most >= 999_999 {
		return limit
	}
	return most
}

// add adds the measure to the sums.
func (fl *fusedFrame) add(n []int64, weights []weights, variants []uint32) {
	v := fl.values
	switch {
	case fl.ratio && v.miss == nil:
		addRatios(n, v.n, v.d, fl.times, variants, fl.chains)
	case fl.ratio:
		addSomeRatios(n, weights, v, variants, fl)
	case v.miss == nil:
		addChains(n, v.n, variants, fl.chains)
	default:
		addSome(n, weights, v, variants, fl)
	}
}

// addRatios compares ratios with edges as if they were published. A value n/d that is
// not negative is published, over a unit u, as floor(nu/d + 1/2), which is above an
// edge of e units if 2nu >= (2e + 1)d.
func addRatios(n, above, below []int64, times int64, variants []uint32, chains []fusedChain) {
	above, below, variants = above[:len(n)], below[:len(n)], variants[:len(n)]
	for i := range n {
		t, x, d := &chains[variants[i]], above[i]*times, below[i]
		k := bit(x >= t.edges[0]*d) + bit(x >= t.edges[1]*d) + bit(x >= t.edges[2]*d)
		n[i] += t.points[k&few]
	}
}

// addSomeRatios is addRatios where some values are missing.
func addSomeRatios(n []int64, weights []weights, v *vector, variants []uint32, fl *fusedFrame) {
	above, below, miss := v.n[:len(n)], v.d[:len(n)], v.miss[:len(n)]
	weights, variants, chains := weights[:len(n)], variants[:len(n)], fl.chains
	if fl.first {
		clear(weights)
	}
	for i := range n {
		t, x, d := &chains[variants[i]], above[i]*fl.times, below[i]
		k := bit(x >= t.edges[0]*d) + bit(x >= t.edges[1]*d) + bit(x >= t.edges[2]*d)
		m := bit(miss[i] != signals.Present)
		n[i] += t.points[(k|m<<2)&(2*few+1)]
		weights[i] += t.weights[m]
	}
}

func addChains(n, values []int64, variants []uint32, chains []fusedChain) {
	values, variants = values[:len(n)], variants[:len(n)]
	for i := range n {
		t, x := &chains[variants[i]], values[i]
		k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
		n[i] += t.points[k&few]
	}
}

// addSome adds a measure of which some values are missing, and its weight.
func addSome(n []int64, weights []weights, v *vector, variants []uint32, fl *fusedFrame) {
	values, miss := v.n[:len(n)], v.miss[:len(n)]
	weights, variants, chains := weights[:len(n)], variants[:len(n)], fl.chains
	if fl.first {
		clear(weights)
	}
	for i := range n {
		t, x := &chains[variants[i]], values[i]
		k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
		m := bit(miss[i] != signals.Present)
		n[i] += t.points[(k|m<<2)&(2*few+1)]
		weights[i] += t.weights[m]
	}
}

// prepareFused readies the sums, whose unit and bounds are known from the rules.
func (c *card) prepareFused(f *cardFrame, sums *sums) bool {
	if f.fused == nil {
		sums.unit = c.sumUnit
		sums.factors = room(sums.factors, len(c.leaves))
		fill(sums.factors, c.sumUnit/c.unit)
		c.tabulate(sums)
		f.fused = make([]fusedFrame, len(c.leaves))
	}
	factor := float64(c.sumUnit / c.unit)
	most := (max(-c.low, c.high)*factor*float64(len(c.leaves)) + c.start*float64(c.sumUnit)) * c.weight
	v := &sums.score
	v.low, v.high, v.dHigh, v.unit, v.wide, v.miss = 0, most, float64(c.sumUnit)*c.weight, 1, nil, nil
	if c.low < 0 || c.negativeStart {
		v.low = -most
	}
	return most < limit/4 && v.dHigh < limit/4
}

// tabulateFused makes the tables that the values of the block need, unless they are
// there.
func (c *card) tabulateFused(f *cardFrame) {
	changed := false
	for j := range f.fused {
		fl := &f.fused[j]
		unit, some := fl.values.unit, fl.values.miss != nil
		if fl.ratio {
			unit = pow10[c.leaves[j].ways[0].lazy.decimals]
		}
		if fl.chains == nil || fl.unit != unit || fl.ofRatios != fl.ratio {
			fl.unit, fl.ofRatios = unit, fl.ratio
			c.tabulateChains(f, j)
			f.unreasoned = f.unreasoned || c.order != nil && !c.tabulateReasons(f, j)
			changed = true
		}
		if fl.some != some {
			fl.some = some
			changed = true
		}
	}
	if changed {
		c.tabulateWeights(f)
	}
}

// tabulateChains makes the chains of a measure.
func (c *card) tabulateChains(f *cardFrame, j int) {
	w, wf, fl := c.leaves[j].ways[0], &f.ways[j][0], &f.fused[j]
	if wf.unit != fl.unit {
		wf.unit = fl.unit
		w.tabulate(c, wf)
	}
	fl.chains = room(fl.chains, len(w.variants))
	for i := range fl.chains {
		t, of := &fl.chains[i], &f.sums.tables[j][i]
		*t = fusedChain{edges: wf.chains[i].edges}
		for k, points := range wf.chains[i].points {
			t.points[k] = points * of.points[evaluate.HasPoints]
			t.points[k+few+1] = of.base[evaluate.NoPoints]
		}
		if fl.ratio {
			t.doubled(len(wf.tables[i].edges))
		}
	}
}

// doubled makes n edges those that ratios are compared with. Where there is room for
// more, the last is repeated: who passes it passes all.
func (t *fusedChain) doubled(n int) {
	last := int64(0)
	for k := range t.edges {
		if k < n {
			last = 2*t.edges[k] + 1
		}
		t.edges[k] = last
	}
	t.points[few] = t.points[n]
}

// tabulateWeights makes the weights of all measures. The first measure of which values
// are missing adds the weights of those of which none is.
func (c *card) tabulateWeights(f *cardFrame) {
	first := -1
	for j := range f.fused {
		fl := &f.fused[j]
		fl.first = fl.some && first < 0
		if fl.first {
			first = j
		}
		for i := range fl.chains {
			of := &f.sums.tables[j][i]
			fl.chains[i].weights = [2]weights{of.weights[evaluate.HasPoints], of.weights[evaluate.NoPoints]}
		}
	}
	if first < 0 {
		return
	}
	for j := range f.fused {
		if f.fused[j].some {
			continue
		}
		for i := range f.fused[first].chains {
			rest := f.sums.tables[j][i].weights[evaluate.HasPoints]
			f.fused[first].chains[i].weights[0] += rest
			f.fused[first].chains[i].weights[1] += rest
		}
	}
}
