package kernel

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// reasonsFrame is the memory for the top reason.
type reasonsFrame struct {
	most    []int64    // what the top reason so far has cost
	tables  [][]ranked // by variant, in the order of reasons
	unit    int64
	factors []int64
}

// ranked is the loss of a leaf.
type ranked struct {
	loss
	leaf int
}

// loss is what a measure of one variant costs: base - slope*points by presence, in the
// units of the sums. Of is 0 where it is no reason.
type loss struct {
	slope, base [4]int64
	of          [4]uint32 // the code of its name
	least       int64     // it is a reason from here on
}

// topNames are the names that a top reason can have; the first is that of none.
func topNames(p *plan.Card) []string {
	names := []string{""}
	var walk func(m *plan.Measure)
	walk = func(m *plan.Measure) {
		if m.Path != "" && !slices.Contains(names, m.Path) {
			names = append(names, m.Path)
		}
		for _, member := range m.Members {
			walk(member)
		}
	}
	for _, v := range p.Variants {
		walk(v.Root)
	}
	return names
}

// reasonsOrder is the order in which equal costs count: measures with a baseline of
// their own as written, then the others by name.
func (c *card) reasonsOrder(variant int) []int {
	order := []int{}
	for j := range c.leaves {
		if c.leaves[j].measures[variant] != nil {
			order = append(order, j)
		}
	}
	measure := func(j int) *plan.Measure { return c.leaves[j].measures[variant] }
	slices.SortStableFunc(order, func(a, b int) int {
		da, db := !measure(a).Baseline.IsMissing(), !measure(b).Baseline.IsMissing()
		switch {
		case da && db:
			return measure(a).Leaf - measure(b).Leaf
		case da:
			return -1
		case db:
			return 1
		}
		return strings.Compare(measure(a).Path, measure(b).Path)
	})
	return order
}

// writePoints writes the points of each measure.
func (c *card) writePoints(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	from, rows := s.frame.from, s.rows
	for slot := range c.leaves {
		leaf, out := &f.leaves[slot], s.frame.out.Cards[c.index].Points[slot]
		n, points := out.N[from:from+rows], leaf.points
		switch {
		case points.unit == out.Unit:
			copy(n, points.n)
		case roundOver(n, points.n[:rows], points.unit, out.Unit) >= exactBelow:
			for i := range n {
				p, m := leaf.at(i), c.leaves[slot].measures[variantAt(f.variants, i)]
				if m != nil && (p == evaluate.HasPoints || p == evaluate.GivenPoints) {
					s.frame.out.put(out, from+i, points.at(i).Round(9))
				}
			}
		}
		c.absentPoints(f, slot, s, n, out)
	}
}

// absentPoints corrects the rows that have no points of their own.
func (c *card) absentPoints(f *cardFrame, slot int, s *scope, n []int64, out *result.Numbers) {
	leaf, measures := &f.leaves[slot], c.leaves[slot].measures
	off := slices.Contains(c.leaves[slot].wayOf, -1)
	if leaf.presence == nil && leaf.miss == nil && !off {
		return
	}
	for i := range n {
		m := measures[variantAt(f.variants, i)]
		presence := leaf.at(i)
		switch {
		case m == nil || presence == evaluate.TakesNoPart:
			n[i] = result.Absent
		case presence == evaluate.NoPoints:
			n[i] = result.Absent
			switch m.Missing.Policy {
			case rules.MissingZero:
				n[i] = 0
			case rules.MissingPoints:
				s.frame.out.put(out, s.frame.from+i, m.Missing.Points.Value.Round(9))
			}
		}
	}
}

// at is the presence of row i.
func (l *leafFrame) at(i int) evaluate.Presence {
	switch {
	case l.presence != nil:
		return evaluate.Presence(l.presence[i])
	case l.miss != nil && l.miss[i] != signals.Present:
		return evaluate.NoPoints
	}
	return evaluate.HasPoints
}

// tabulateLosses makes the tables of losses for the unit and the factors of the sums;
// no if they do not fit.
func (c *card) tabulateLosses(f *cardFrame) bool {
	r, sums := &f.reasons, &f.sums
	r.unit = sums.unit
	r.tables = make([][]ranked, len(c.variants))
	for i, v := range c.variants {
		w := wholeWeights(v)
		for _, j := range c.reasonsOrder(i) {
			m := c.leaves[j].measures[i]
			l, ok := c.lossOf(v, m, w[m.Leaf], sums.factors[j], sums.unit)
			if !ok {
				return false
			}
			r.tables[i] = append(r.tables[i], ranked{l, j})
		}
	}
	return true
}

func (c *card) lossOf(v *plan.Variant, m *plan.Measure, weight, factor, unit int64) (loss, bool) {
	scale := c.plan.Scale
	best, sign, l := scale.Max, int64(1), loss{least: 1}
	switch {
	case !m.Baseline.IsMissing():
		best, l.least = m.Baseline, 0
	case scale.None:
		return l, true
	case v.Better == rules.BetterLow:
		best, sign = scale.Min, -1
	}
	if v.Root.Combine == rules.CombineWeighted && m.Millionths == 0 {
		// It has no share; only what has a baseline is a reason then.
		weight = 0
	}
	base, ok := best.Mul(exact.Int(unit)).Int64()
	if !ok || magnitude(base)*float64(weight) >= limit/4 {
		return l, false
	}
	code := uint32(slices.Index(c.tops, m.Path))
	for _, p := range []evaluate.Presence{evaluate.HasPoints, evaluate.GivenPoints} {
		l.base[p], l.slope[p], l.of[p] = sign*base*weight, sign*weight*factor, code
	}
	none := evaluate.NoPoints
	switch m.Missing.Policy {
	case rules.MissingZero:
		l.base[none], l.of[none] = sign*base*weight, code
	case rules.MissingPoints:
		points, _ := m.Missing.Points.Value.Mul(exact.Int(unit)).Int64()
		l.base[none], l.of[none] = sign*(base-points)*weight, code
	}
	return l, true
}

// topReason finds the measure that cost most. All costs of an account have the same
// denominator, so that numerators are compared.
func (c *card) topReason(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	r, sums := &f.reasons, &f.sums
	if sums.score.high >= limit/4 || sums.score.low <= -limit/4 {
		f.fallback = true
		return
	}
	if r.tables == nil || r.unit != sums.unit || !slices.Equal(r.factors, sums.factors) {
		r.factors = append(r.factors[:0], sums.factors...)
		if !c.tabulateLosses(f) {
			r.tables, f.fallback = nil, true
			return
		}
	}
	out := s.frame.out.Cards[c.index].TopReason.Codes[s.frame.from : s.frame.from+s.rows]
	clear(out)
	r.most = room(r.most, s.rows)
	fill(r.most, -1)
	for k := range c.leaves {
		c.cost(f, k, out)
	}
	for i := range out {
		if m := sums.score.miss; m != nil && m[i] != signals.Present {
			out[i] = 0
		}
	}
}

// cost looks at the k-th measure in the order of reasons of each account's variant.
func (c *card) cost(f *cardFrame, k int, out []uint32) {
	r := &f.reasons
	for i := range out {
		variant := variantAt(f.variants, i)
		table := r.tables[variant]
		if k >= len(table) {
			continue
		}
		l, leaf := &table[k].loss, &f.leaves[table[k].leaf]
		p := leaf.at(i) & 3
		cost := l.base[p] - l.slope[p]*leaf.points.n[i]
		if cost > r.most[i] && cost >= l.least && l.of[p] != 0 {
			r.most[i], out[i] = cost, l.of[p]
		}
	}
}
