package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/rules"
)

// addUp adds up the measures of a card that cannot be fused.
func (k *oneCard) addUp(f *One, kf *oneCardFrame, variant uint32) (n int64, w weights, failed uint8) {
	for j := range k.leaves {
		l, lf := &k.leaves[j], &kf.leaves[j]
		if lf.way = l.wayOf[variant]; lf.way < 0 {
			continue
		}
		way := &l.ways[lf.way]
		if way.when != nil && way.when(f) != yes {
			lf.way = -1
			continue
		}
		lf.points, lf.presence = way.points(f, kf, k.card, j, variant)
		if f.wide {
			return 0, 0, 0
		}
	}
	if kf.stale && !kf.prepare(k.card) {
		f.wide = true
		return 0, 0, 0
	}
	sums := &kf.tables.sums
	for j := range kf.leaves {
		lf := &kf.leaves[j]
		if lf.way < 0 {
			continue
		}
		t, scale := &sums.tables[j][variant], lf.scales[lf.way]
		if magnitude(lf.points)*float64(scale)*float64(sums.factors[j]) >= kf.roof {
			f.wide = true
			return 0, 0, 0
		}
		n += t.points[lf.presence]*scale*lf.points + t.base[lf.presence]
		w += t.weights[lf.presence]
		failed |= t.failed[lf.presence]
	}
	return n, w, failed
}

// prepare brings the units of the measures together. See card.prepare.
func (f *oneCardFrame) prepare(c *card) bool {
	f.stale = false
	sums, ok := &f.tables.sums, true
	sums.unit, sums.factors = c.sumUnit, room(sums.factors, len(f.leaves))
	for j := range f.leaves {
		lf := &f.leaves[j]
		lf.unit = 1
		for i, w := range c.leaves[j].ways {
			unit := w.unit(c, &f.tables.ways[j][i])
			if _, _, lf.unit, ok = common(lf.unit, unit); !ok {
				f.stale = true
				return false
			}
		}
		for i, w := range c.leaves[j].ways {
			lf.scales[i] = lf.unit / w.unit(c, &f.tables.ways[j][i])
		}
		if _, _, sums.unit, ok = common(sums.unit, lf.unit); !ok {
			f.stale = true
			return false
		}
	}
	for j := range f.leaves {
		sums.factors[j] = sums.unit / f.leaves[j].unit
	}
	c.tabulate(sums)
	unit := float64(sums.unit)
	f.roof = limit/4/c.weight - max(-c.low, c.high)*(unit/float64(c.unit)) - c.start*unit
	if unit*c.weight >= limit/4 {
		f.roof = 0
	}
	return true
}

// unit is that of the points; 1 where it is not known yet.
func (w *way) unit(c *card, wf *wayFrame) int64 {
	if w.kind != rules.PointsLinear {
		return c.unit
	}
	return max(wf.lineUnit, 1)
}

// points are those of the account, in units of the way.
func (w *oneWay) points(f *One, kf *oneCardFrame, c *card, j int, variant uint32) (int64, evaluate.Presence) {
	m := w.way.variants[variant]
	if w.way.kind == rules.PointsMap {
		p, there := w.mapped(f, variant)
		if !there || p.d == 0 {
			return 0, evaluate.NoPoints
		}
		return p.n, evaluate.HasPoints
	}
	n, d := w.number(f)
	if d == 0 {
		return 0, evaluate.NoPoints
	}
	wf := &kf.tables.ways[j][kf.leaves[j].way]
	if w.way.kind == rules.PointsLinear {
		return w.linear(f, kf, wf, n, d, variant), evaluate.HasPoints
	}
	if wf.unit == 0 {
		wf.unit = d
		w.way.tabulate(c, wf)
	}
	t := &wf.tables[variant]
	if wf.unit != d {
		return t.points[passed(m, n, d)], evaluate.HasPoints
	}
	k, _ := slices.BinarySearch(t.edges, n)
	return t.points[k], evaluate.HasPoints
}

// linear computes points that lie on straight lines between knots. See way.linear.
func (w *oneWay) linear(f *One, kf *oneCardFrame, wf *wayFrame, n, d int64, variant uint32) int64 {
	if wf.unit != d {
		before := wf.lineUnit
		wf.unit, wf.lines = d, nil
		w.way.draw(wf)
		kf.stale = kf.stale || wf.lineUnit != before
	}
	if wf.lines == nil {
		f.wide = true
		return 0
	}
	l, k := &wf.lines[variant], 0
	for k < len(l.knots) && l.knots[k] <= n {
		k++
	}
	return f.sum(f.times(l.a[k], n), l.b[k])
}

// mapped looks the value up in a map; no if it is missing.
func (w *oneWay) mapped(f *One, variant uint32) (p bound, there bool) {
	keys, at := w.way.variants[variant].Points.Keys, w.at[variant]
	p = at[len(at)-1]
	switch {
	case w.number != nil:
		n, d := w.number(f)
		for i := range keys {
			if kn, kd, ok := keys[i].Num.Small(); d != 0 && ok && order(n, d, kn, kd) == 0 {
				return at[i], true
			}
		}
		return p, d != 0
	case w.truth != nil:
		t := w.truth(f)
		for i := range keys {
			if t == truthOf(keys[i].Flag) {
				return at[i], true
			}
		}
		return p, t != unknown
	case w.text != nil:
		text, ok := w.text(f)
		for i := range keys {
			if ok && keys[i].Text == text {
				return at[i], true
			}
		}
		return p, ok
	}
	micros, ok := w.instant(f)
	for i := range keys {
		if ok && keys[i].Micros == micros {
			return at[i], true
		}
	}
	return p, ok
}
