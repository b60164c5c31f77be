package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
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

// fusedFrame is the tables of a measure, for values over a unit.
type fusedFrame struct {
	unit   int64
	first  bool // the first measure of which values are missing: it begins the weights
	always int  // how many measures had all values when the tables were made
	chains []fusedChain
}

// canFuse tells whether all measures of a card give points by few edges.
func (c *card) canFuse() bool {
	for j := range c.leaves {
		leaf := &c.leaves[j]
		if len(leaf.ways) != 1 || leaf.ways[0].when >= 0 {
			return false
		}
		if k := leaf.ways[0].kind; k != rules.PointsUpTo && k != rules.PointsFrom {
			return false
		}
		for _, m := range leaf.measures {
			if m != nil && (len(m.Points.Edges) > few || m.Missing.Policy == rules.MissingFail) {
				return false
			}
		}
	}
	return len(c.leaves) > 0
}

// addFused adds all measures up; no if some values are no numerators over a unit.
func (c *card) addFused(s *scope, f *cardFrame) bool {
	sums := &f.sums
	even := true
	for j := range c.leaves {
		v := &s.vectors[c.leaves[j].ways[0].value]
		if v.wide != nil || v.d != nil {
			return false
		}
		even = even && v.miss == nil
	}
	if !c.prepareFused(f, sums) {
		return false
	}
	sums.even = even && !c.emptyVariant
	rows := s.rows
	if !sums.even {
		sums.weights = room(sums.weights, rows)
	}
	n := sums.score.n[:rows]
	c.tabulateFused(s, f)
	if even && !sums.even {
		sums.all(f)
	}
	first := true
	for j := range c.leaves {
		v, fl := &s.vectors[c.leaves[j].ways[0].value], &f.fused[j]
		if first {
			clear(n)
		}
		first = false
		switch {
		case v.miss == nil && f.variants == nil:
			addChain(n, v.n, &fl.chains[0])
		case v.miss == nil:
			addChains(n, v.n, f.variants, fl.chains)
		default:
			addSome(n, sums.weights, v, f.variants, fl)
		}
	}
	return true
}

func addChain(n, values []int64, t *fusedChain) {
	values = values[:len(n)]
	for i := range n {
		x := values[i]
		k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
		n[i] += t.points[k&few]
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
	values, miss, weights := v.n[:len(n)], v.miss[:len(n)], weights[:len(n)]
	if fl.first {
		clear(weights)
	}
	for i := range n {
		t, x := &fl.chains[variantAt(variants, i)], values[i]
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
// there. The first measure of which values are missing adds the weights of those of
// which none is.
func (c *card) tabulateFused(s *scope, f *cardFrame) {
	always, first := 0, -1
	for j := range c.leaves {
		if v := &s.vectors[c.leaves[j].ways[0].value]; v.miss == nil {
			always |= 1 << (j % 62)
		} else if first < 0 {
			first = j
		}
	}
	for j := range c.leaves {
		v, fl, w := &s.vectors[c.leaves[j].ways[0].value], &f.fused[j], c.leaves[j].ways[0]
		if fl.chains != nil && fl.unit == v.unit && fl.first == (j == first) && (j != first || fl.always == always && len(c.leaves) <= 62) {
			continue
		}
		wf := &f.ways[j][0]
		if wf.unit != v.unit {
			wf.unit = v.unit
			w.tabulate(c, wf)
		}
		fl.unit, fl.first, fl.always = v.unit, j == first, always
		fl.chains = room(fl.chains, len(w.variants))
		for i := range fl.chains {
			t := &fl.chains[i]
			*t = fusedChain{edges: wf.chains[i].edges}
			of := &f.sums.tables[j][i]
			for k, points := range wf.chains[i].points {
				t.points[k] = points * of.points[evaluate.HasPoints]
				t.points[k+few+1] = of.base[evaluate.NoPoints]
			}
			t.weights = [2]weights{of.weights[evaluate.HasPoints], of.weights[evaluate.NoPoints]}
			if j != first {
				continue
			}
			for other := range c.leaves {
				if s.vectors[c.leaves[other].ways[0].value].miss == nil {
					more := f.sums.tables[other][i].weights[evaluate.HasPoints]
					t.weights[0] += more
					t.weights[1] += more
				}
			}
		}
	}
}
