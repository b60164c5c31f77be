package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// way is how some variants of a scorecard come from the same value to the points of
// a measure: one kernel with a table of parameters by variant. Variants that differ
// in more than numbers have ways of their own.
type way struct {
	kind     rules.PointsKind
	variants []*plan.Measure // by variant; nil where it is not this way's
	value    int             // slot; -1: none
	of       kind            // of value
	when     int             // slot; -1: always
	computed int             // slot of the points that expressions give
	// lazy is how value is published, where nothing else needs that; nil: it is there.
	lazy *publication
}

// wayFrame is the memory of a way.
type wayFrame struct {
	points   vector
	presence []uint8         // evaluate.Presence by row; nil: miss tells
	miss     []signals.Cause // values that are missing; nil: none is
	own      []uint8
	unit     int64 // of the values that the tables are for
	// chains are tables of few edges, tables those of any number.
	chains   []chain
	tables   []stepTable
	lines    []line
	lineUnit int64
	texts    textPoints
}

// few is how many edges a chain has room for.
const few = 3

// chain is the edges and points of one variant: points[k] if k edges are below the
// value.
type chain struct {
	edges  [few]int64
	points [few + 1]int64
}

type stepTable struct {
	edges  []int64
	points []int64
}

// steps compares values with edges.
func (w *way) steps(c *card, wf *wayFrame, s *scope, variant []uint32) bool {
	v := &s.vectors[w.value]
	if v.wide != nil || v.d != nil {
		return w.stepsEach(c, wf, s, variant)
	}
	if wf.unit != v.unit {
		wf.unit = v.unit
		w.tabulate(c, wf)
	}
	n, out := v.n[:s.rows], wf.points.numerators(s.rows, c.unit)
	wf.points.bounds(c.low, c.high)
	switch {
	case wf.chains == nil:
		for i := range out {
			t := &wf.tables[variantAt(variant, i)]
			k, _ := slices.BinarySearch(t.edges, n[i])
			out[i] = t.points[k]
		}
	case variant == nil:
		t := &wf.chains[0]
		for i := range out {
			x := n[i]
			k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
			out[i] = t.points[k&few]
		}
	default:
		variant = variant[:s.rows]
		for i := range out {
			t, x := &wf.chains[variant[i]], n[i]
			k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
			out[i] = t.points[k&few]
		}
	}
	wf.presence, wf.miss = nil, v.miss
	return true
}

func variantAt(variant []uint32, i int) uint32 {
	if variant == nil {
		return 0
	}
	return variant[i]
}

// tell tells the presence by row, if it was not told so.
func (wf *wayFrame) tell(rows int) {
	if wf.presence != nil {
		return
	}
	wf.own = room(wf.own, rows)
	wf.presence = wf.own
	clear(wf.own)
	for i, m := range wf.miss {
		wf.own[i] = bit(m != signals.Present) * uint8(evaluate.NoPoints)
	}
}

// above means an edge that no value passes.
const above = 1<<63 - 1

// tabulate makes the tables of edges for values over a unit. A value passes an edge
// of `up_to` above it, one of `from` at it.
func (w *way) tabulate(c *card, wf *wayFrame) {
	wf.chains, wf.tables = nil, make([]stepTable, len(w.variants))
	most := 0
	for i, m := range w.variants {
		if m == nil {
			wf.tables[i].points = []int64{0}
			continue
		}
		t, p := &wf.tables[i], m.Points
		for _, e := range p.Edges {
			floor, whole := edge(wf.unit, e)
			if w.kind == rules.PointsFrom && whole {
				floor--
			}
			t.edges = append(t.edges, floor)
		}
		points := append(slices.Clone(p.At), p.Else)
		if w.kind == rules.PointsFrom {
			points = append([]exact.Num{p.Else}, p.At...)
		}
		for _, x := range points {
			t.points = append(t.points, c.whole(x))
		}
		most = max(most, len(t.edges))
	}
	if most > few {
		return
	}
	wf.chains = make([]chain, len(w.variants))
	for i, t := range wf.tables {
		ch := &wf.chains[i]
		fill(ch.edges[:], above)
		copy(ch.edges[:], t.edges)
		copy(ch.points[:], t.points)
	}
}

// stepsEach compares exact numbers.
func (w *way) stepsEach(c *card, wf *wayFrame, s *scope, variant []uint32) bool {
	v, out := &s.vectors[w.value], wf.points.numerators(s.rows, c.unit)
	wf.points.bounds(c.low, c.high)
	wf.own = room(wf.own, s.rows)
	wf.presence, wf.miss = wf.own, nil
	for i := range out {
		out[i], wf.own[i] = 0, uint8(evaluate.NoPoints)
		m, x := w.variants[variantAt(variant, i)], v.at(i)
		if m == nil || x.IsMissing() {
			continue
		}
		p := m.Points
		points, _ := evaluate.UpTo(p.Edges, p.At, p.Else, x)
		if w.kind == rules.PointsFrom {
			points, _ = evaluate.From(p.Edges, p.At, p.Else, x)
		}
		out[i], wf.own[i] = c.whole(points), uint8(evaluate.HasPoints)
	}
	return true
}

// line is the pieces of one variant: points are (a*n + b) / unit for values n, where
// unit is the same for all.
type line struct {
	knots []int64
	a, b  []int64 // by how many knots are below the value or at it
}

// linear computes points that lie on straight lines between knots.
func (w *way) linear(_ *card, wf *wayFrame, s *scope, variant []uint32) bool {
	v := &s.vectors[w.value]
	if v.wide != nil || v.d != nil {
		return false
	}
	if wf.unit != v.unit {
		wf.unit = v.unit
		wf.lines = nil
		w.draw(wf)
	}
	if wf.lines == nil {
		return false
	}
	most := 0.0
	for i := range wf.lines {
		l := &wf.lines[i]
		for k := range l.a {
			most = max(most, magnitude(l.a[k])*v.magnitude()+magnitude(l.b[k]))
		}
	}
	if most >= limit {
		return false
	}
	n, out := v.n[:s.rows], wf.points.numerators(s.rows, wf.lineUnit)
	for i := range out {
		l, x := &wf.lines[variantAt(variant, i)], n[i]
		k := 0
		for k < len(l.knots) && l.knots[k] <= x {
			k++
		}
		out[i] = l.a[k]*x + l.b[k]
	}
	wf.points.bounds(-most, most)
	wf.presence, wf.miss = nil, v.miss
	return true
}

func magnitude(n int64) float64 { return float64(max(n, -n)) }

// draw makes the lines for values over a unit; none if they do not fit.
func (w *way) draw(wf *wayFrame) {
	type piece struct{ slope, offset exact.Num }
	all := make([][]piece, len(w.variants))
	lines := make([]line, len(w.variants))
	unit := int64(1)
	for i, m := range w.variants {
		if m == nil {
			all[i] = []piece{{exact.Int(0), exact.Int(0)}}
			continue
		}
		x, y := m.Points.Edges, m.Points.At
		zero := exact.Int(0)
		all[i] = append(all[i], piece{zero, y[0]})
		for k := range x {
			floor, whole := edge(wf.unit, x[k])
			if !whole {
				floor++ // the first value at the knot or above
			}
			lines[i].knots = append(lines[i].knots, floor)
			if k+1 == len(x) {
				all[i] = append(all[i], piece{zero, y[k]})
				break
			}
			slope := y[k+1].Sub(y[k]).Quo(x[k+1].Sub(x[k]))
			all[i] = append(all[i], piece{slope.Quo(exact.Int(wf.unit)), y[k].Sub(slope.Mul(x[k]))})
		}
		for _, p := range all[i] {
			for _, f := range []exact.Num{p.slope, p.offset} {
				_, d, ok := f.LowestTerms()
				if !ok {
					return
				}
				_, _, both, ok := common(unit, d)
				if !ok {
					return
				}
				unit = both
			}
		}
	}
	for i := range lines {
		for _, p := range all[i] {
			a, okA := p.slope.Mul(exact.Int(unit)).Int64()
			b, okB := p.offset.Mul(exact.Int(unit)).Int64()
			if !okA || !okB {
				return
			}
			lines[i].a, lines[i].b = append(lines[i].a, a), append(lines[i].b, b)
		}
	}
	wf.lines, wf.lineUnit = lines, unit
}

// textPoints is the points of texts by code: of each variant one after another.
type textPoints struct {
	dictionary uint64
	points     []int64
	presence   []uint8
}

// mapped looks values up in a map.
func (w *way) mapped(c *card, wf *wayFrame, s *scope, variant []uint32) bool {
	v, out := &s.vectors[w.value], wf.points.numerators(s.rows, c.unit)
	wf.points.bounds(c.low, c.high)
	wf.own = room(wf.own, s.rows)
	wf.presence, wf.miss = wf.own, nil
	if w.of == textKind && (len(v.dict) <= 2*s.rows+64 || len(v.dict) <= 2*s.frame.portfolio.Len()) {
		w.tabulateTexts(c, wf, v)
		for i := range out {
			at := int(variantAt(variant, i))*len(v.dict) + int(v.codes[i])
			out[i], wf.own[i] = wf.texts.points[at], wf.texts.presence[at]
			if !v.has(i) {
				wf.own[i] = uint8(evaluate.NoPoints)
			}
		}
		return true
	}
	for i := range out {
		out[i], wf.own[i] = 0, uint8(evaluate.NoPoints)
		m := w.variants[variantAt(variant, i)]
		if m == nil {
			continue
		}
		if k, there := w.find(m, v, i); there {
			points := m.Points.Else
			if k >= 0 {
				points = m.Points.At[k]
			}
			if !points.IsMissing() {
				out[i], wf.own[i] = c.whole(points), uint8(evaluate.HasPoints)
			}
		}
	}
	return true
}

// find looks up the value of row i: its key, or -1; no if the value is missing.
func (w *way) find(m *plan.Measure, v *vector, i int) (key int, there bool) {
	var same func(k int) bool
	keys := m.Points.Keys
	switch w.of {
	case numberKind:
		x := v.at(i)
		there = !x.IsMissing()
		same = func(k int) bool { return keys[k].Num.Equal(x) }
	case truthKind:
		there = v.truth[i] != unknown
		same = func(k int) bool { return keys[k].Flag == (v.truth[i] == yes) }
	case textKind:
		var text string
		text, there = v.text(i)
		same = func(k int) bool { return keys[k].Text == text }
	case instantKind:
		there = v.has(i)
		same = func(k int) bool { return keys[k].Micros == v.n[i] }
	}
	if there {
		for k := range keys {
			if same(k) {
				return k, true
			}
		}
	}
	return -1, there
}

// tabulateTexts makes the table of points for a dictionary.
func (w *way) tabulateTexts(c *card, wf *wayFrame, v *vector) {
	t := &wf.texts
	if t.dictionary == v.dictionary && v.dictionary != 0 {
		return
	}
	t.dictionary = v.dictionary
	size := len(w.variants) * len(v.dict)
	t.points, t.presence = room(t.points, size), room(t.presence, size)
	for i, m := range w.variants {
		if m == nil {
			continue
		}
		for code, text := range v.dict {
			points := m.Points.Else
			if k := slices.IndexFunc(m.Points.Keys, func(k check.Key) bool { return k.Text == text }); k >= 0 {
				points = m.Points.At[k]
			}
			at := i*len(v.dict) + code
			t.points[at], t.presence[at] = 0, uint8(evaluate.NoPoints)
			if !points.IsMissing() {
				t.points[at], t.presence[at] = c.whole(points), uint8(evaluate.HasPoints)
			}
		}
	}
}

// given takes points that an expression computed.
func (w *way) given(_ *card, wf *wayFrame, s *scope, _ []uint32) bool {
	points := &s.vectors[w.computed]
	if points.wide != nil {
		points.narrow(s.rows, 9)
	}
	if points.wide != nil || points.d != nil {
		return false
	}
	wf.points.borrow(points)
	wf.presence, wf.miss = nil, points.miss
	if w.value < 0 {
		return true
	}
	value := &s.vectors[w.value]
	for i := range s.rows {
		absent := w.of == truthKind && value.truth[i] == unknown || w.of != truthKind && !value.has(i)
		if !absent {
			continue
		}
		if wf.tell(s.rows); wf.presence[i] == uint8(evaluate.HasPoints) {
			wf.presence[i] = uint8(evaluate.GivenPoints)
		}
	}
	return true
}
