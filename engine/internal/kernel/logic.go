package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
)

// logic compiles not, and, or, and the test for missing.
func (l *lane) logic(n *plan.Node) int {
	x := l.need(n.Args[0])
	if n.Op == plan.IsMissing {
		k, at := kindOf(n.Args[0]), l.slot()
		l.add(func(s *scope) { s.vectors[at].isMissing(s.rows, &s.vectors[x], k) })
		return at
	}
	if n.Op == plan.Not {
		at := l.slot()
		l.add(func(s *scope) {
			a, out := s.vectors[x].truth[:s.rows], s.vectors[at].truths(s.rows)
			for i := range out {
				t := a[i] ^ yes
				out[i] = (t>>1 | t<<1) & yes
			}
		})
		return at
	}
	return l.both(n.Op == plan.And, x, l.need(n.Args[1]))
}

// both compiles `and`, else `or`, of two truths.
func (l *lane) both(and bool, x, y int) int {
	at := l.slot()
	l.add(func(s *scope) {
		a, b, out := s.vectors[x].truth[:s.rows], s.vectors[y].truth[:s.rows], s.vectors[at].truths(s.rows)
		if and {
			for i := range out {
				out[i] = a[i] & b[i]
			}
			return
		}
		for i := range out {
			out[i] = a[i] | b[i]
		}
	})
	return at
}

// isMissing fills a vector with whether rows of another, of kind k, are missing.
func (v *vector) isMissing(rows int, a *vector, k kind) {
	out := v.truths(rows)
	switch {
	case k == nothing:
		fill(out, yes)
	case k == truthKind:
		for i, t := range a.truth[:rows] {
			out[i] = truthOf(t == unknown)
		}
	case a.wide != nil && k == numberKind:
		for i := range out {
			out[i] = truthOf(a.wide[i].IsMissing())
		}
	case a.miss == nil:
		fill(out, no)
	default:
		for i, m := range a.miss[:rows] {
			out[i] = truthOf(m != signals.Present)
		}
	}
}

// choice compiles c ? a : b, and a ?? b.
func (l *lane) choice(n *plan.Node) int {
	k := kindOf(n)
	args := n.Args
	var condition int
	if n.Op == plan.Cond {
		condition, args = l.need(args[0]), args[1:]
	}
	a, b := l.need(args[0]), l.need(args[1])
	if n.Op == plan.Coalesce {
		condition = l.slot()
		kind := kindOf(args[0])
		l.add(func(s *scope) {
			v := &s.vectors[condition]
			v.isMissing(s.rows, &s.vectors[a], kind)
			for i := range v.truth {
				v.truth[i] ^= yes
			}
		})
	}
	at := l.slot()
	l.add(func(s *scope) { s.vectors[at].choose(s, &s.vectors[condition], &s.vectors[a], &s.vectors[b], k) })
	return at
}

// choose takes rows from a where the condition holds, from b where it does not; where
// it is not known they are missing.
func (v *vector) choose(s *scope, condition, a, b *vector, k kind) {
	c := condition.truth[:s.rows]
	switch k {
	case truthKind:
		out := v.truths(s.rows)
		for i := range out {
			switch c[i] {
			case yes:
				out[i] = a.truth[i]
			case no:
				out[i] = b.truth[i]
			default:
				out[i] = unknown
			}
		}
		return
	case numberKind:
		v.chooseNumbers(s.rows, c, a, b)
		return
	case textKind:
		v.chooseTexts(s, c, a, b)
	case instantKind:
		n := v.numerators(s.rows, 1)
		for i := range n {
			if c[i] == yes {
				n[i] = a.n[i]
			} else {
				n[i] = b.n[i]
			}
		}
	case nothing:
		v.allMissing(s.rows, k)
		return
	}
	v.chooseMissing(s.rows, c, a, b)
}

func (v *vector) chooseMissing(rows int, c []uint8, a, b *vector) {
	some := a.miss != nil || b.miss != nil
	for _, t := range c {
		some = some || t == unknown
	}
	if !some {
		v.miss = nil
		return
	}
	for i, miss := 0, v.mask(rows); i < len(miss); i++ {
		miss[i] = signals.Present
		switch {
		case c[i] == unknown:
			miss[i] = missing
		case c[i] == yes && a.miss != nil:
			miss[i] = a.miss[i]
		case c[i] == no && b.miss != nil:
			miss[i] = b.miss[i]
		}
	}
}

func (v *vector) chooseNumbers(rows int, c []uint8, a, b *vector) {
	if a.wide == nil && b.wide == nil && a.d == nil && b.d == nil {
		fa, fb, unit, ok := common(a.unit, b.unit)
		if ok && a.magnitude()*float64(fa) < limit && b.magnitude()*float64(fb) < limit {
			out := v.numerators(rows, unit)
			for i := range out {
				if c[i] == yes {
					out[i] = a.n[i] * fa
				} else {
					out[i] = b.n[i] * fb
				}
			}
			v.bounds(min(a.low*float64(fa), b.low*float64(fb)), max(a.high*float64(fa), b.high*float64(fb)))
			v.chooseMissing(rows, c, a, b)
			return
		}
	}
	if a.wide == nil && b.wide == nil {
		n, d := v.ratios(rows)
		for i := range n {
			if c[i] == yes {
				n[i], d[i] = a.n[i], a.below(i)
			} else {
				n[i], d[i] = b.n[i], b.below(i)
			}
		}
		v.bounds(min(a.low, b.low), max(a.high, b.high))
		v.dHigh = max(a.denominator(), b.denominator())
		v.chooseMissing(rows, c, a, b)
		return
	}
	out := v.widen(rows)
	for i := range out {
		switch c[i] {
		case yes:
			out[i] = a.at(i)
		case no:
			out[i] = b.at(i)
		default:
			out[i] = noNumber
		}
	}
}

// chooseTexts puts the dictionary of b behind that of a.
func (v *vector) chooseTexts(s *scope, c []uint8, a, b *vector) {
	v.own.codes = room(v.own.codes, s.rows)
	v.codes = v.own.codes
	offset := uint32(0)
	switch {
	case a.dictionary != 0 && a.dictionary == b.dictionary:
		v.dict, v.dictionary, v.changed = a.dict, a.dictionary, 0
	case a.dictionary != 0 && b.dictionary != 0 && v.changed == a.dictionary && v.joined == b.dictionary:
		offset = uint32(len(a.dict)) // the dictionary is that of the block before
	default:
		v.own.dict = append(append(v.own.dict[:0], a.dict...), b.dict...)
		s.frame.dictionaries++
		v.dict, v.dictionary = v.own.dict, s.frame.dictionaries
		v.changed, v.joined = a.dictionary, b.dictionary
		offset = uint32(len(a.dict))
	}
	for i := range v.codes {
		if c[i] == yes {
			v.codes[i] = a.codes[i]
		} else {
			v.codes[i] = b.codes[i] + offset
		}
	}
}

// gate compiles hiding a value that was not known, or is not fresh.
func (l *lane) gate(n *plan.Node) int {
	x, instant, at, k := l.need(n.Args[0]), l.need(n.Args[1]), l.slot(), kindOf(n)
	fresh := n.Op == plan.Fresh
	l.add(func(s *scope) {
		v, from, t := &s.vectors[at], &s.vectors[x], &s.vectors[instant]
		// Visible from low to high: for freshness counted in days a day is visible whole.
		asOf := s.frame.asOf
		days := fresh && !n.Duration.IsHours()
		least := int64(-1 << 63)
		if fresh {
			least = n.Duration.Before(asOf)
			if days {
				least = signals.DayOf(least)
			}
		}
		visible := func(i int) bool {
			switch {
			case t.miss != nil && t.miss[i] != signals.Present:
				return false
			case !fresh:
				return t.n[i] <= asOf
			case days:
				return signals.DayOf(t.n[i]) >= least
			}
			return t.n[i] >= least
		}
		v.hide(s.rows, from, k, visible)
	})
	return at
}

// hide shows what is visible of another vector.
func (v *vector) hide(rows int, from *vector, k kind, visible func(int) bool) {
	switch {
	case k == truthKind:
		out := v.truths(rows)
		for i := range out {
			out[i] = from.truth[i]
			if !visible(i) {
				out[i] = unknown
			}
		}
	case k == numberKind && from.wide != nil:
		out := v.widen(rows)
		for i := range out {
			out[i] = noNumber
			if visible(i) {
				out[i] = from.wide[i]
			}
		}
	default:
		v.borrow(from)
		of := from.miss
		miss := v.mask(rows)
		for i := range miss {
			miss[i] = missing
			if visible(i) {
				miss[i] = signals.Present
				if of != nil {
					miss[i] = of[i]
				}
			}
		}
	}
}
