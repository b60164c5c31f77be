package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// streakWhere counts the last rows in a row that hold a condition.
func (v *vector) streakWhere(r *rows, truth []uint8) {
	out := v.numerators(len(r.from), 1)
	most := int64(0)
	r.stretches(func(a, from, to int) {
		n := int64(0)
		for i := to - 1; i >= from && truth[i] == yes; i-- {
			n++
		}
		out[a] = n
		most = max(most, n)
	})
	v.miss = r.miss
	v.bounds(0, float64(most))
}

// streak counts periods back from as-of that have one of the times each.
func (v *vector) streak(s *scope, r *rows, times *vector, d signals.Duration) {
	out := v.numerators(len(r.from), 1)
	most := int64(0)
	r.stretches(func(a, from, to int) {
		there := times.n[from:to]
		if times.miss != nil {
			s.frame.ints = s.frame.ints[:0]
			for i := from; i < to; i++ {
				if times.has(i) {
					s.frame.ints = append(s.frame.ints, times.n[i])
				}
			}
			there = s.frame.ints
		}
		out[a] = evaluate.Streak(there, s.frame.asOf, d)
		most = max(most, out[a])
	})
	v.miss = r.miss
	v.bounds(0, float64(most))
}

// rankEach reduces exact numbers by the number of each account.
func (v *vector) rankEach(s *scope, r *rows, items, by *vector, reduce func([]exact.Num, exact.Num) exact.Num) {
	out := v.widen(len(r.from))
	r.stretches(func(a, from, to int) {
		out[a] = noNumber
		if r.miss != nil && r.miss[a] != signals.Present {
			return
		}
		there := s.frame.items[:0]
		for i := from; i < to; i++ {
			if x := items.at(i); !x.IsMissing() {
				there = append(there, x)
			}
		}
		out[a] = reduce(there, by.at(a))
		s.frame.items = there
	})
}

// countPairs counts the different pairs of a day and a text, of a column as it is.
func (v *vector) countPairs(s *scope, r *rows, days, texts *vector) {
	out := v.numerators(len(r.from), 1)
	most := int64(0)
	r.stretches(func(a, from, to int) {
		pairs := s.frame.ints[:0]
		for i := from; i < to; i++ {
			if days.has(i) && texts.has(i) {
				pairs = append(pairs, days.n[i]<<32|int64(texts.codes[i]))
			}
		}
		s.frame.ints = pairs
		slices.Sort(pairs)
		out[a] = int64(len(slices.Compact(pairs)))
		most = max(most, out[a])
	})
	v.miss = r.miss
	v.bounds(0, float64(most))
}

// between compiles a function of two instants.
func (l *lane) between(n *plan.Node) int {
	from, to, at := l.need(n.Args[0]), l.need(n.Args[1]), l.slot()
	count, unit := evaluate.Between(n)
	l.add(func(s *scope) {
		v, a, b := &s.vectors[at], &s.vectors[from], &s.vectors[to]
		out, d := v.ratios(s.rows)
		miss := v.mask(s.rows)
		low, high := int64(0), int64(0)
		for i := range out {
			out[i], d[i], miss[i] = 0, unit, missing
			if a.has(i) && b.has(i) {
				out[i], miss[i] = count(a.n[i], b.n[i]), signals.Present
				low, high = min(low, out[i]), max(high, out[i])
			}
		}
		v.dHigh = float64(unit)
		v.bounds(float64(low), float64(high))
	})
	return at
}

// startOf compiles the first instant of the week, month and so on of another.
func (l *lane) startOf(n *plan.Node) int {
	x, at := l.need(n.Args[0]), l.slot()
	l.add(func(s *scope) {
		v, a := &s.vectors[at], &s.vectors[x]
		for i, out := 0, v.numerators(s.rows, 1); i < len(out); i++ {
			out[i] = evaluate.StartOf(n.Text, a.n[i])
		}
		v.miss = a.miss
	})
	return at
}

// latest compiles the last rows, as many as a number says.
func (l *lane) latest(n *plan.Node) func(s *scope, out *rows) {
	base, most := l.rowset(n.Args[0]), l.need(n.Args[1])
	return func(s *scope, out *rows) {
		of, by := &s.frame.rowsets[base.at], &s.vectors[most]
		out.from, out.to = out.spans(s.rows)
		out.some, out.picked, out.miss = of.some, of.picked, of.miss
		lost := false
		for a := range out.from {
			skip, ok := evaluate.Skipped(int(of.to[a]-of.from[a]), by.at(a))
			if !ok {
				skip, lost = int(of.to[a]-of.from[a]), true
			}
			out.from[a], out.to[a] = of.from[a]+int32(skip), of.to[a]
		}
		if !lost {
			return
		}
		miss := out.mask(s.rows)
		for a := range miss {
			miss[a] = signals.Present
			if of.miss != nil {
				miss[a] = of.miss[a]
			}
			if _, ok := evaluate.Skipped(0, by.at(a)); !ok {
				miss[a] = missing
			}
		}
	}
}
