package lint

import (
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// pairsAtMost bounds how many pairs of spans are computed apart; more are computed
// from hull to hull.
const pairsAtMost = 36

// ofPairs computes a set from each pair of spans of a and b.
func ofPairs(a, b set, decimals int, f func(a, b span) []span) set {
	out := set{missing: a.missing || b.missing, decimals: decimals}
	if len(a.spans) == 0 || len(b.spans) == 0 {
		return out
	}
	if len(a.spans)*len(b.spans) > pairsAtMost {
		a.spans, b.spans = []span{a.hull()}, []span{b.hull()}
	}
	for _, x := range a.spans {
		for _, y := range b.spans {
			out.spans = append(out.spans, f(x, y)...)
		}
	}
	out.spans = joined(out.spans)
	return out.few()
}

func finer(a, b int) int { return max(a, b) }

func product(a, b int) int {
	if a+b > publishedDecimals {
		return anyDecimals
	}
	return a + b
}

func plus(a, b set) set {
	return ofPairs(a, b, finer(a.decimals, b.decimals), func(a, b span) []span {
		return []span{{
			lo: a.lo.Add(b.lo), loOpen: a.loOpen || b.loOpen, // missing, that is no end, if one has none
			hi: a.hi.Add(b.hi), hiOpen: a.hiOpen || b.hiOpen,
		}}
	})
}

func negative(a set) set {
	out := a
	out.spans = nil
	for i := len(a.spans) - 1; i >= 0; i-- {
		s := a.spans[i]
		out.spans = append(out.spans, span{lo: s.hi.Neg(), loOpen: s.hiOpen, hi: s.lo.Neg(), hiOpen: s.loOpen})
	}
	return out
}

// corner is a product of two ends: infinite (with a sign), or a number that is
// reached or only neared.
type corner struct {
	infinite int
	v        exact.Num
	open     bool
}

// end is an end of a span with the sign of its infinity.
type end struct {
	v    exact.Num
	sign int // of infinity, if v is missing
	open bool
}

func (s span) ends() [2]end {
	return [2]end{{s.lo, -1, s.loOpen}, {s.hi, 1, s.hiOpen}}
}

func multiplied(a, b end) corner {
	zero := func(e end) bool { return !e.v.IsMissing() && e.v.Sign() == 0 }
	sign := func(e end) int {
		if e.v.IsMissing() {
			return e.sign
		}
		return e.v.Sign()
	}
	switch {
	case zero(a) && zero(b):
		return corner{v: exact.Int(0), open: a.open && b.open}
	case zero(a):
		return corner{v: exact.Int(0), open: a.open}
	case zero(b):
		return corner{v: exact.Int(0), open: b.open}
	case a.v.IsMissing() || b.v.IsMissing():
		return corner{infinite: sign(a) * sign(b)}
	}
	return corner{v: a.v.Mul(b.v), open: a.open || b.open}
}

func times(a, b set) set {
	return ofPairs(a, b, product(a.decimals, b.decimals), func(a, b span) []span { return []span{multiply(a, b)} })
}

// multiply finds the products' ends among those of the ends.
func multiply(a, b span) span {
	var out span
	lowest, highest := false, false // no end at all
	first := true
	for _, x := range a.ends() {
		for _, y := range b.ends() {
			c := multiplied(x, y)
			if c.infinite < 0 {
				lowest = true
			} else if c.infinite > 0 {
				highest = true
			}
			if c.infinite != 0 {
				continue
			}
			if first {
				out = span{lo: c.v, loOpen: c.open, hi: c.v, hiOpen: c.open}
				first = false
				continue
			}
			if d := c.v.Cmp(out.lo); d < 0 || d == 0 && !c.open {
				out.lo, out.loOpen = c.v, c.open
			}
			if d := c.v.Cmp(out.hi); d > 0 || d == 0 && !c.open {
				out.hi, out.hiOpen = c.v, c.open
			}
		}
	}
	if lowest {
		out.lo, out.loOpen = exact.Num{}, false
	}
	if highest {
		out.hi, out.hiOpen = exact.Num{}, false
	}
	return out
}

// over is a / b: missing where b is 0.
func over(a, b set) set {
	zero := !b.and(number(exact.Int(0)).coarse()).none(numberShape)
	divided := func(sign span) set { // each side by itself: what is rounded up to a hull has no 0 in it
		side := b.and(numbers(sign, anyDecimals))
		return ofPairs(a, side, anyDecimals, func(a, b span) []span { return []span{multiply(a, inverse(b))} })
	}
	out := divided(span{hi: exact.Int(0), hiOpen: true}).or(divided(span{lo: exact.Int(0), loOpen: true}))
	return out.orMissing(zero || a.missing || b.missing)
}

// coarse is s on no grid.
func (s set) coarse() set {
	s.decimals = anyDecimals
	return s
}

// inverse is 1/x of a span without 0, which may be an open end of it.
func inverse(s span) span {
	of := func(v exact.Num, open bool) (exact.Num, bool) {
		switch {
		case v.IsMissing():
			return exact.Int(0), true
		case v.Sign() == 0:
			return exact.Num{}, false
		}
		return exact.Int(1).Quo(v), open
	}
	var out span
	out.lo, out.loOpen = of(s.hi, s.hiOpen)
	out.hi, out.hiOpen = of(s.lo, s.loOpen)
	return out
}

// remainder has the sign of a, and is smaller than both.
func remainder(a, b set) set {
	out := set{missing: a.missing || b.missing || !b.and(number(exact.Int(0)).coarse()).none(numberShape), decimals: finer(a.decimals, b.decimals)}
	if a.none(numberShape) || b.none(numberShape) {
		return out
	}
	x, y := a.hull(), absolute(b).hull()
	s := span{lo: exact.Int(0), hi: exact.Int(0)}
	if x.hi.IsMissing() || x.hi.Sign() > 0 {
		s.hi, s.hiOpen = y.hi, !y.hi.IsMissing()
		if !x.hi.IsMissing() && (y.hi.IsMissing() || x.hi.Cmp(y.hi) < 0) {
			s.hi, s.hiOpen = x.hi, x.hiOpen
		}
	}
	if x.lo.IsMissing() || x.lo.Sign() < 0 {
		s.lo, s.loOpen = y.hi.Neg(), !y.hi.IsMissing()
		if !x.lo.IsMissing() && (y.hi.IsMissing() || x.lo.Neg().Cmp(y.hi) < 0) {
			s.lo, s.loOpen = x.lo, x.loOpen
		}
	}
	out.spans = []span{s}
	return out
}

func absolute(a set) set {
	sides := a.and(atLeast(0, anyDecimals)).or(negative(a).and(atLeast(0, anyDecimals)))
	sides.missing, sides.decimals = a.missing, a.decimals
	return sides
}

// power is a to the k-th.
func power(a set, k int) set {
	if k == 0 {
		return number(exact.Int(1)).orMissing(a.missing)
	}
	if k < 0 {
		return over(number(exact.Int(1)), power(a, -k))
	}
	base := a
	if k%2 == 0 {
		base = absolute(a)
	}
	d := anyDecimals
	if base.decimals*k <= publishedDecimals {
		d = base.decimals * k
	}
	out := rising(base, d, func(v exact.Num) exact.Num { return v.PowInt(k) })
	for _, s := range base.spans { // a power beyond what numbers can hold is missing
		for _, e := range s.ends() {
			out.missing = out.missing || !e.v.IsMissing() && e.v.PowInt(k).IsMissing()
		}
	}
	return out
}

// rising applies a function that never falls to the ends of spans; where it gives
// missing, there is no end.
func rising(a set, decimals int, f func(exact.Num) exact.Num) set {
	out := set{missing: a.missing, decimals: decimals}
	for _, s := range a.spans {
		out.spans = append(out.spans, span{lo: f(s.lo), loOpen: s.loOpen, hi: f(s.hi), hiOpen: s.hiOpen})
	}
	out.spans = joined(out.spans)
	return out
}

// stepping is rising for functions that bring different numbers together: an end
// that is only neared may be reached.
func stepping(a set, decimals int, f func(exact.Num) exact.Num) set {
	out := rising(a, decimals, f)
	for i := range out.spans {
		out.spans[i].loOpen, out.spans[i].hiOpen = false, false
	}
	out.spans = joined(out.spans)
	return out
}

// publishesExactly is the number up to which publishing keeps all nine decimals.
const publishesExactly = 1_000_000

// published is a as a value of type t is published, to fewer decimals if round says so.
func published(a set, t expression.Type, round *int) set {
	if t.Shape != expression.Scalar || !t.Kind.Numeric() {
		return a
	}
	d, publish := publishedDecimals, exact.Num.Publish
	switch t.Kind {
	case signals.Int:
		d, publish = 0, exact.Num.PublishInt
	case signals.Money:
		d = t.Minor()
	}
	if round != nil {
		d = min(d, *round)
	}
	switch {
	case t.Kind == signals.Money:
		to := d
		d = min(d, publishedDecimals)
		publish = func(v exact.Num) exact.Num { return v.PublishMoney(to) }
	case t.Kind == signals.Number && d < publishedDecimals:
		to := d
		publish = func(v exact.Num) exact.Num { return v.PublishTo(to) }
	}
	if a.decimals <= d && small(a) {
		return a
	}
	a = inReach(a, publish)
	out := stepping(a, min(a.decimals, d), publish)
	if a.decimals > d {
		out.decimals = d
	}
	return out
}

// inReach leaves out numbers that are too large to be published, which makes them
// missing.
func inReach(a set, publish func(exact.Num) exact.Num) set {
	far := func(v exact.Num) bool { return !v.IsMissing() && publish(v).IsMissing() }
	var spans []span
	for _, s := range a.spans {
		low, high := far(s.lo), far(s.hi)
		a.missing = a.missing || low || high
		if low && s.lo.Sign() > 0 || high && s.hi.Sign() < 0 {
			continue
		}
		spans = append(spans, s)
	}
	a.spans = spans
	return a
}

// small tells whether all ends are numbers that publishing does not shorten.
func small(a set) bool {
	for _, s := range a.spans {
		for _, e := range s.ends() {
			if !e.v.IsMissing() && e.v.Abs().Cmp(exact.Int(publishesExactly)) >= 0 {
				return false
			}
		}
	}
	return true
}
