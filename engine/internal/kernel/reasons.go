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
	most    []int64     // what the top reason so far has cost, doubled
	tables  [][]loss    // by leaf, then by variant
	costs   [][]costing // of a card with groups: by variant, in the order of reasons
	unit    int64
	factors []int64
}

// loss is what a measure of one variant costs: base - slope*points by presence, in
// units of the sums. It is doubled, and one more where the measure has a baseline of
// its own: such a measure is a reason even if it cost nothing, any other if it cost
// something, and of two that cost as much it comes first.
type loss struct {
	slope, base [4]int64
	name        uint32
}

// noLoss is the base of what is no reason.
const noLoss = -1 << 62

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

// reasonsOrder puts the measures in the order in which equal costs count: those with a
// baseline of their own as written, then the others by name. No if variants differ in
// it.
func (c *card) reasonsOrder() (order []int, ok bool) {
	for variant := range c.variants {
		less := func(a, b int) int {
			x, y := c.leaves[a].measures[variant], c.leaves[b].measures[variant]
			dx, dy := !x.Baseline.IsMissing(), !y.Baseline.IsMissing()
			switch {
			case dx && dy:
				return x.Leaf - y.Leaf
			case dx:
				return -1
			case dy:
				return 1
			}
			return strings.Compare(x.Path, y.Path)
		}
		var own []int
		for j := range c.leaves {
			if c.leaves[j].measures[variant] != nil {
				own = append(own, j)
			}
		}
		slices.SortStableFunc(own, less)
		order, ok = merged(order, own)
		if !ok {
			return nil, false
		}
	}
	return order, true
}

// merged puts what order lacks of own into it; no if they order something differently.
func merged(order, own []int) ([]int, bool) {
	at := 0 // what comes next goes here or further on
	for _, j := range own {
		switch i := slices.Index(order, j); {
		case i < 0:
			order = slices.Insert(order, at, j)
			at++
		case i < at:
			return nil, false
		default:
			at = i + 1
		}
	}
	return order, true
}

// writePoints writes the points of each measure.
func (c *card) writePoints(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback || f.reasoned {
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
	leaf, l := &f.leaves[slot], &c.leaves[slot]
	if leaf.presence == nil && leaf.miss == nil && l.everywhere {
		return
	}
	if leaf.presence == nil && l.everywhere && l.redistributes {
		miss := leaf.miss[:len(n)]
		for i := range n {
			if miss[i] != signals.Present {
				n[i] = result.Absent
			}
		}
		return
	}
	for i := range n {
		m, presence := l.measures[variantAt(f.variants, i)], leaf.at(i)
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
	r.unit, r.tables = sums.unit, make([][]loss, len(c.leaves))
	for j := range c.leaves {
		r.tables[j] = make([]loss, len(c.variants))
	}
	for i, v := range c.variants {
		w := wholeWeights(v)
		for j := range c.leaves {
			l, m := &r.tables[j][i], c.leaves[j].measures[i]
			fill(l.base[:], noLoss)
			if m != nil && !c.loss(l, v, m, w[m.Leaf], sums.factors[j], sums.unit) {
				return false
			}
		}
	}
	return true
}

// loss fills in what a measure of some weight costs; no if that does not fit.
func (c *card) loss(l *loss, v *plan.Variant, m *plan.Measure, weight, factor, unit int64) bool {
	scale := c.plan.Scale
	best, sign, declared := scale.Max, int64(2), int64(0)
	switch {
	case !m.Baseline.IsMissing():
		best, declared = m.Baseline, 1
	case scale.None:
		return true
	case v.Better == rules.BetterLow:
		best, sign = scale.Min, -2
	}
	base, ok := best.Mul(exact.Int(unit)).Int64()
	if !ok || magnitude(base)*float64(weight) >= limit/8 {
		return false
	}
	l.name = uint32(slices.Index(c.tops, m.Path))
	for _, p := range []evaluate.Presence{evaluate.HasPoints, evaluate.GivenPoints} {
		l.base[p], l.slope[p] = sign*base*weight+declared, sign*weight*factor
	}
	none := evaluate.NoPoints
	switch m.Missing.Policy {
	case rules.MissingZero:
		l.base[none] = sign*base*weight + declared
	case rules.MissingPoints:
		points, _ := m.Missing.Points.Value.Mul(exact.Int(unit)).Int64()
		l.base[none] = sign*(base-points)*weight + declared
	}
	return true
}

// topReason finds the measure that cost most. All costs of an account have the same
// denominator, so that numerators are compared.
func (c *card) topReason(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	r, sums := &f.reasons, &f.sums
	out := s.frame.out.Cards[c.index].TopReason.Codes[s.frame.from : s.frame.from+s.rows]
	if f.reasoned {
		noReason(out, &sums.score)
		return
	}
	if sums.score.high >= limit/8 || sums.score.low <= -limit/8 {
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
	clear(out)
	r.most = room(r.most, s.rows)
	clear(r.most)
	for _, j := range c.order {
		leaf, table := &f.leaves[j], r.tables[j]
		switch {
		case leaf.presence != nil:
			costPresent(r.most, out, leaf, table, f.variants)
		case leaf.miss != nil:
			costThere(r.most, out, leaf, table, f.variants)
		default:
			cost(r.most, out, leaf, table, f.variants)
		}
	}
	noReason(out, &sums.score)
}

// noReason takes the reasons away from what has no score.
func noReason(out []uint32, score *vector) {
	for i, m := range score.miss {
		if m != signals.Present {
			out[i] = 0
		}
	}
}

// cost looks at a measure that all rows have points of.
func cost(most []int64, out []uint32, leaf *leafFrame, table []loss, variants []uint32) {
	points, out := leaf.points.n[:len(most)], out[:len(most)]
	for i, top := range most {
		t, name := &table[variantAt(variants, i)], out[i]
		if c := t.base[0] - t.slope[0]*points[i]; c > top {
			top, name = c, t.name
		}
		most[i], out[i] = top, name
	}
}

// costThere looks at a measure of which some values are missing.
func costThere(most []int64, out []uint32, leaf *leafFrame, table []loss, variants []uint32) {
	points, miss, out := leaf.points.n[:len(most)], leaf.miss[:len(most)], out[:len(most)]
	for i, top := range most {
		t, name := &table[variantAt(variants, i)], out[i]
		p := bit(miss[i] != signals.Present) & 3
		if c := t.base[p] - t.slope[p]*points[i]; c > top {
			top, name = c, t.name
		}
		most[i], out[i] = top, name
	}
}

// costPresent looks at a measure of which the presence is told by row.
func costPresent(most []int64, out []uint32, leaf *leafFrame, table []loss, variants []uint32) {
	points := leaf.points.n
	for i, top := range most {
		t, p := &table[variantAt(variants, i)], leaf.presence[i]&3
		if c := t.base[p] - t.slope[p]*points[i]; c > top {
			most[i], out[i] = c, t.name
		}
	}
}
