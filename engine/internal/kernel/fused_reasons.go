package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Where points come from few edges, what a measure has cost is as well known in
// advance as what it adds: by how many edges are below the value. One pass finds that
// place, a second one looks up the points to write out, what they add and what they
// cost.

// reasonChain is the points of one variant as they are written out, and what they cost,
// by place: how many edges are below the value, and further on where it is missing.
type reasonChain struct {
	written [2 * (few + 1)]int64
	cost    [2 * (few + 1)]int64 // see loss
	name    uint32
}

// addReasoned adds all measures up, in the order of reasons, and writes points and top
// reasons.
func (c *card) addReasoned(s *scope, f *cardFrame) {
	out, from, rows := &s.frame.out.Cards[c.index], s.frame.from, s.rows
	r := &f.reasons
	r.most, f.places = room(r.most, rows), room(f.places, rows)
	clear(r.most)
	top := out.TopReason.Codes[from : from+rows]
	clear(top)
	n, places, variants := f.sums.score.n[:rows], f.places, f.variants
	if variants == nil {
		variants = s.frame.zeros(rows)
	}
	if slices.ContainsFunc(f.fused, func(fl fusedFrame) bool { return fl.some }) {
		clear(f.sums.weights)
	}
	for _, j := range c.order {
		fl := &f.fused[j]
		fl.find(places, variants)
		fl.look(places, variants, n, out.Points[j].N[from:from+rows], r.most, top)
		if fl.some {
			weights := f.sums.weights[:rows]
			for i, k := range places {
				weights[i] += fl.chains[variants[i]].weights[k>>2&1]
			}
		}
	}
}

// find finds the place of each value.
func (fl *fusedFrame) find(places []uint8, variants []uint32) {
	v, chains := fl.values, fl.chains
	values, variants := v.n[:len(places)], variants[:len(places)]
	if fl.ratio {
		below := v.d[:len(places)]
		for i := range places {
			t, x, d := &chains[variants[i]], values[i]*fl.times, below[i]
			places[i] = bit(x >= t.edges[0]*d) + bit(x >= t.edges[1]*d) + bit(x >= t.edges[2]*d)
		}
	} else {
		for i := range places {
			t, x := &chains[variants[i]], values[i]
			places[i] = bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
		}
	}
	if v.miss == nil {
		return
	}
	miss := v.miss[:len(places)]
	for i := range places {
		places[i] |= bit(miss[i] != signals.Present) << 2
	}
}

// look looks up what the places mean.
func (fl *fusedFrame) look(places []uint8, variants []uint32, n, points, most []int64, top []uint32) {
	n, points, most, top = n[:len(places)], points[:len(places)], most[:len(places)], top[:len(places)]
	variants, chains, reasons := variants[:len(places)], fl.chains, fl.reasons
	for i, k := range places {
		variant := variants[i]
		t, r := &chains[variant], &reasons[variant]
		k &= 2*few + 1
		n[i] += t.points[k]
		points[i] = r.written[k]
		m, name := most[i], top[i]
		if c := r.cost[k]; c > m {
			m, name = c, r.name
		}
		most[i], top[i] = m, name
	}
}

// tabulateReasons makes the reason chains of a measure; no if they do not fit.
func (c *card) tabulateReasons(f *cardFrame, j int) bool {
	fl, wf, sums := &f.fused[j], &f.ways[j][0], &f.sums
	fl.reasons = make([]reasonChain, len(c.variants))
	for i, v := range c.variants {
		r, m := &fl.reasons[i], c.leaves[j].measures[i]
		fill(r.written[:], result.Absent)
		fill(r.cost[:], noLoss)
		if m == nil {
			continue
		}
		var l loss
		fill(l.base[:], noLoss)
		if !c.loss(&l, v, m, wholeWeights(v)[m.Leaf], sums.factors[j], sums.unit) {
			return false
		}
		r.name = l.name
		has, none := evaluate.HasPoints, evaluate.NoPoints
		for k := range few + 1 {
			points := wf.chains[i].points[k]
			if edges := len(wf.tables[i].edges); k > edges || fl.ratio && k == few {
				points = wf.chains[i].points[edges]
			}
			r.written[k], r.cost[k] = points, l.base[has]-l.slope[has]*points
			r.written[k+few+1], r.cost[k+few+1] = c.standIn(m), l.base[none]
		}
	}
	return true
}

// standIn is the points, in units, that stand in for a missing value.
func (c *card) standIn(m *plan.Measure) int64 {
	switch m.Missing.Policy {
	case rules.MissingZero:
		return 0
	case rules.MissingPoints:
		n, _ := m.Missing.Points.Value.Mul(exact.Int(c.unit)).Int64()
		return n
	}
	return result.Absent
}
