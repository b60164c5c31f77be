package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// canAggregate tells whether a function over child rows has a kernel.
func (c *compiler) canAggregate(n *plan.Node) bool {
	if len(n.Args) > 0 && n.Args[0].Type.Shape == expression.List {
		return c.canReduceList(n)
	}
	if len(n.Args) == 0 || !c.canRows(n.Args[0]) {
		return false
	}
	switch n.Kernel {
	case expression.CountRows:
		return true
	case expression.CountWhere, expression.ShareWhere, expression.PercentWhere, expression.CountItems,
		expression.Any, expression.All, expression.None:
		return len(n.Args) == 2 && c.canEach(n.Args[1])
	case expression.StreakWhere, expression.Streak:
		return c.canEach(n.Args[1])
	case expression.Quantile, expression.TopShare:
		return c.canEach(n.Args[1]) && c.serves(n.Args[2])
	case expression.ActiveDaysOf:
		return c.canEach(n.Args[1]) && c.canEach(n.Args[2]) && kindOf(n.Args[2]) == textKind && isColumn(n.Args[2])
	case expression.Sum, expression.Mean, expression.Median, expression.Stddev, expression.NPS, expression.CSAT, expression.CES:
		return len(n.Args) == 2 && c.canEach(n.Args[1])
	case expression.MinOf, expression.MaxOf, expression.First, expression.Last:
		return len(n.Args) == 2 && c.canEach(n.Args[1]) && kindOf(n) != truthKind
	case expression.WeightedMean:
		return len(n.Args) == 3 && c.canEach(n.Args[1]) && c.canEach(n.Args[2])
	}
	return false
}

// aggregate compiles a function over child rows: a reduction of each account's
// stretch of the rows.
func (l *lane) aggregate(n *plan.Node) int {
	of, each, distinct := n.Args[0], n, false
	if of.Type.Shape == expression.List {
		each = of
		of, _, distinct, _ = l.compiler.listed(of)
	}
	base := l.rowset(of)
	at := l.slot()
	if n.Kernel == expression.CountRows && each == n {
		l.add(func(s *scope) {
			r := &s.frame.rowsets[base.at]
			s.vectors[at].counts(r, func(a int) int64 { return int64(r.to[a] - r.from[a]) })
		})
		return at
	}
	item, run := l.each(base, each.Args[1])
	k := kindOf(each.Args[1])
	if distinct {
		coded := isColumn(each.Args[1])
		l.add(func(s *scope) {
			s.vectors[at].countDistinct(s, &s.frame.rowsets[base.at], &run(s).vectors[item], k, coded)
		})
		return at
	}
	switch n.Kernel {
	case expression.CountWhere, expression.ShareWhere, expression.PercentWhere:
		l.add(func(s *scope) {
			s.vectors[at].countWhere(&s.frame.rowsets[base.at], run(s).vectors[item].truth, n.Kernel)
		})
	case expression.CountItems, expression.CountRows:
		l.add(func(s *scope) { s.vectors[at].countItems(&s.frame.rowsets[base.at], &run(s).vectors[item], k) })
	case expression.Any, expression.All, expression.None:
		l.add(func(s *scope) {
			s.vectors[at].quantify(&s.frame.rowsets[base.at], run(s).vectors[item].truth, n.Kernel)
		})
	case expression.First, expression.Last:
		l.add(func(s *scope) {
			s.vectors[at].pickOne(s, &s.frame.rowsets[base.at], &run(s).vectors[item], k, n.Kernel)
		})
	case expression.StreakWhere:
		l.add(func(s *scope) { s.vectors[at].streakWhere(&s.frame.rowsets[base.at], run(s).vectors[item].truth) })
	case expression.Streak:
		l.add(func(s *scope) {
			s.vectors[at].streak(s, &s.frame.rowsets[base.at], &run(s).vectors[item], n.Duration)
		})
	case expression.Quantile, expression.TopShare:
		by, reduce := l.need(n.Args[2]), evaluate.Ranked(n.Kernel)
		l.add(func(s *scope) {
			s.vectors[at].rankEach(s, &s.frame.rowsets[base.at], &run(s).vectors[item], &s.vectors[by], reduce)
		})
	case expression.ActiveDaysOf:
		who, again := l.each(base, n.Args[2])
		l.add(func(s *scope) {
			in := run(s)
			again(s)
			s.vectors[at].countPairs(s, &s.frame.rowsets[base.at], &in.vectors[item], &in.vectors[who])
		})
	case expression.WeightedMean:
		weight, again := l.each(base, n.Args[2])
		l.add(func(s *scope) {
			in := run(s)
			again(s)
			s.vectors[at].weightedMean(&s.frame.rowsets[base.at], &in.vectors[item], &in.vectors[weight])
		})
	default:
		reduce := evaluate.Reducer(n)
		l.add(func(s *scope) {
			v, r, items := &s.vectors[at], &s.frame.rowsets[base.at], &run(s).vectors[item]
			if k == instantKind {
				v.extremeInstant(r, items, n.Kernel == expression.MinOf)
				return
			}
			if items.wide == nil && items.d == nil && v.reduce(r, items, n.Kernel) {
				return
			}
			v.reduceEach(s, r, items, reduce)
		})
	}
	return at
}

// counts fills a vector with a whole number for each account whose rows are known.
func (v *vector) counts(r *rows, count func(account int) int64) {
	out := v.numerators(len(r.from), 1)
	high := int64(0)
	for a := range out {
		out[a] = count(a)
		high = max(high, out[a])
	}
	v.miss = r.miss
	v.bounds(0, float64(high))
}

// stretches calls visit with each account's stretch of the rows that were gathered.
func (r *rows) stretches(visit func(account, from, to int)) {
	at := 0
	for a := range r.from {
		n := int(r.to[a] - r.from[a])
		visit(a, at, at+n)
		at += n
	}
}

func (v *vector) countWhere(r *rows, truth []uint8, k expression.Kernel) {
	n := len(r.from)
	counts := v.numerators(n, 1)
	high := int64(0)
	r.stretches(func(a, from, to int) {
		count := int64(0)
		for _, t := range truth[from:to] {
			count += int64(t >> 1)
		}
		counts[a] = count
		high = max(high, count)
	})
	v.miss = r.miss
	v.bounds(0, float64(high))
	if k == expression.CountWhere {
		return
	}
	factor := int64(1)
	if k == expression.PercentWhere {
		factor = 100
	}
	counts, d := v.ratios(n)
	v.bounds(0, float64(high)*float64(factor))
	v.overCounts(r, func(a int) int64 { return int64(r.to[a] - r.from[a]) })
	for a := range counts {
		counts[a] *= factor
		d[a] = max(d[a], 1)
	}
}

// overCounts sets the denominators to counts; where there is nothing to count the
// rows are missing.
func (v *vector) overCounts(r *rows, count func(a int) int64) {
	miss := v.mask(len(v.d))
	v.dHigh = 1
	for a := range v.d {
		miss[a] = signals.Present
		if r.miss != nil {
			miss[a] = r.miss[a]
		}
		c := count(a)
		if c == 0 {
			c, miss[a] = 1, missing
		}
		v.d[a] = c
		v.dHigh = max(v.dHigh, float64(c))
	}
}

func (v *vector) countItems(r *rows, items *vector, k kind) {
	n := len(r.from)
	out := v.numerators(n, 1)
	high := int64(0)
	r.stretches(func(a, from, to int) {
		count := int64(0)
		for i := from; i < to; i++ {
			if k == truthKind && items.truth[i] != unknown || k != truthKind && k != nothing && items.has(i) {
				count++
			}
		}
		out[a] = count
		high = max(high, count)
	})
	v.miss = r.miss
	v.bounds(0, float64(high))
}

// quantify computes any, all and none: a condition that is missing is a no.
func (v *vector) quantify(r *rows, truth []uint8, k expression.Kernel) {
	out := v.truths(len(r.from))
	r.stretches(func(a, from, to int) {
		holding := 0
		for _, t := range truth[from:to] {
			holding += int(t >> 1)
		}
		switch {
		case r.miss != nil && r.miss[a] != signals.Present:
			out[a] = unknown
		case k == expression.Any:
			out[a] = truthOf(holding > 0)
		case k == expression.All:
			out[a] = truthOf(holding == to-from)
		default:
			out[a] = truthOf(holding == 0)
		}
	})
}

// pickOne takes the first, or last, item that is there.
func (v *vector) pickOne(s *scope, r *rows, items *vector, k kind, which expression.Kernel) {
	n := len(r.from)
	find := func(from, to int) int {
		if which == expression.First {
			for i := from; i < to; i++ {
				if items.has(i) {
					return i
				}
			}
			return -1
		}
		for i := to - 1; i >= from; i-- {
			if items.has(i) {
				return i
			}
		}
		return -1
	}
	if k == numberKind && items.wide != nil {
		out := v.widen(n)
		r.stretches(func(a, from, to int) {
			out[a] = noNumber
			if i := find(from, to); i >= 0 {
				out[a] = items.wide[i]
			}
		})
		return
	}
	v.allMissing(n, k)
	if items.d != nil && k == numberKind {
		v.ratios(n)
	}
	r.stretches(func(a, from, to int) {
		i := find(from, to)
		if k == numberKind && v.d != nil {
			v.d[a] = 1
		}
		if i < 0 || r.miss != nil && r.miss[a] != signals.Present {
			return
		}
		v.miss[a] = signals.Present
		switch {
		case k == textKind:
			v.codes[a] = items.codes[i]
		default:
			v.n[a] = items.n[i]
			if v.d != nil {
				v.d[a] = items.d[i]
			}
		}
	})
	if k == textKind {
		v.dict, v.dictionary = items.dict, items.dictionary
		if len(v.dict) == 0 { // there are no rows at all
			v.dict, v.dictionary = noTexts, 0
		}
		return
	}
	if v.d == nil {
		v.unit = items.unit
	}
	v.low, v.high, v.dHigh = min(items.low, 0), max(items.high, 0), max(items.dHigh, 1)
}

// extremeInstant takes the earliest or latest instant.
func (v *vector) extremeInstant(r *rows, items *vector, least bool) {
	out, miss := v.numerators(len(r.from), 1), v.mask(len(r.from))
	r.stretches(func(a, from, to int) {
		out[a], miss[a] = 0, missing
		for i := from; i < to; i++ {
			if items.has(i) && (miss[a] == missing || (items.n[i] < out[a]) == least) {
				out[a], miss[a] = items.n[i], signals.Present
			}
		}
		if r.miss != nil && r.miss[a] != signals.Present {
			miss[a] = missing
		}
	})
}

// reduce reduces numerators over one unit; no if the function has no such kernel, or
// the bounds forbid it.
func (v *vector) reduce(r *rows, items *vector, k expression.Kernel) bool {
	n := len(r.from)
	longest := 1
	for a := range r.from {
		longest = max(longest, int(r.to[a]-r.from[a]))
	}
	most := items.magnitude() * float64(longest)
	if most >= limit {
		return false
	}
	switch k {
	case expression.Sum:
		out, miss := v.numerators(n, items.unit), v.mask(n)
		r.stretches(func(a, from, to int) {
			sum, there := items.addUp(from, to)
			out[a], miss[a] = sum, signals.Present
			if there == 0 && to > from || r.miss != nil && r.miss[a] != signals.Present {
				miss[a] = missing
			}
		})
		v.bounds(-most, most)
		if items.low >= 0 {
			v.low = 0
		}
		return true
	case expression.Mean:
		if float64(longest)*float64(items.unit) >= limit {
			return false
		}
		out, d := v.ratios(n)
		miss := v.mask(n)
		v.dHigh = 1
		r.stretches(func(a, from, to int) {
			sum, there := items.addUp(from, to)
			out[a], d[a], miss[a] = sum, int64(max(there, 1))*items.unit, signals.Present
			v.dHigh = max(v.dHigh, float64(d[a]))
			if there == 0 || r.miss != nil && r.miss[a] != signals.Present {
				miss[a] = missing
			}
		})
		v.bounds(-most, most)
		if items.low >= 0 {
			v.low = 0
		}
		return true
	case expression.MinOf, expression.MaxOf:
		least := k == expression.MinOf
		out, miss := v.numerators(n, items.unit), v.mask(n)
		r.stretches(func(a, from, to int) {
			out[a], miss[a] = 0, missing
			for i := from; i < to; i++ {
				if items.has(i) && (miss[a] == missing || (items.n[i] < out[a]) == least) {
					out[a], miss[a] = items.n[i], signals.Present
				}
			}
			if r.miss != nil && r.miss[a] != signals.Present {
				miss[a] = missing
			}
		})
		v.bounds(min(items.low, 0), max(items.high, 0))
		return true
	}
	return false
}

// addUp adds up a stretch, and counts what is there.
func (v *vector) addUp(from, to int) (sum int64, there int) {
	n := v.n[from:to]
	if v.miss == nil {
		for _, x := range n {
			sum += x
		}
		return sum, len(n)
	}
	miss := v.miss[from:to]
	for i, x := range n {
		if miss[i] == signals.Present {
			sum += x
			there++
		}
	}
	return sum, there
}

// reduceEach reduces exact numbers.
func (v *vector) reduceEach(s *scope, r *rows, items *vector, reduce func([]exact.Num, int) exact.Num) {
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
		out[a] = reduce(there, to-from)
		s.frame.items = there
	})
}

func (v *vector) weightedMean(r *rows, items, weights *vector) {
	n := len(r.from)
	longest := 1
	for a := range r.from {
		longest = max(longest, int(r.to[a]-r.from[a]))
	}
	most := items.magnitude() * weights.magnitude() * float64(longest)
	below := weights.magnitude() * float64(longest) * float64(items.unit)
	if items.wide != nil || weights.wide != nil || items.d != nil || weights.d != nil || most >= limit || below >= limit {
		v.weightedMeanEach(r, items, weights)
		return
	}
	// sum(v w) / (u x) divided by sum(w) / x: the units of the weights cancel.
	out, d := v.ratios(n)
	miss := v.mask(n)
	r.stretches(func(a, from, to int) {
		var products, sum int64
		for i := from; i < to; i++ {
			if items.has(i) && weights.has(i) {
				products += items.n[i] * weights.n[i]
				sum += weights.n[i]
			}
		}
		miss[a] = signals.Present
		if sum == 0 || r.miss != nil && r.miss[a] != signals.Present {
			products, sum, miss[a] = 0, 1, missing
		}
		if sum < 0 {
			products, sum = -products, -sum
		}
		out[a], d[a] = products, sum*items.unit
	})
	v.bounds(-most, most)
	v.dHigh = max(below, float64(items.unit))
}

func (v *vector) weightedMeanEach(r *rows, items, weights *vector) {
	out := v.widen(len(r.from))
	r.stretches(func(a, from, to int) {
		out[a] = noNumber
		if r.miss != nil && r.miss[a] != signals.Present {
			return
		}
		var products, sum exact.Sum
		for i := from; i < to; i++ {
			x, w := items.at(i), weights.at(i)
			if !x.IsMissing() && !w.IsMissing() {
				products.Add(x.Mul(w))
				sum.Add(w)
			}
		}
		out[a] = products.Num().Quo(sum.Num())
	})
}
