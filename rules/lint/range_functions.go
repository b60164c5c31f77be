package lint

import (
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// call is what a function of the catalogue can give.
func (s scope) call(n *expression.Node) set {
	if n.Type.Shape == expression.Rows {
		return onlyMissing() // nobody asks for the values of rows
	}
	k := n.Overload.Kernel
	if v, ok := s.ofPeriods(n); ok {
		return published(v, n.Type, nil)
	}
	if n.Overload.Params[0].Is == expression.Collection {
		v := s.ofRows(n)
		if n.Type.Shape == expression.Scalar {
			v = published(v, n.Type, nil)
		}
		return v
	}
	switch k {
	case expression.Ago:
		return anyNumber(anyDecimals)
	case expression.DaysSince, expression.DaysUntil:
		return anyNumber(0).orMissing(s.values(n.Args[0]).missing)
	case expression.DateOf:
		return anyNumber(0).orMissing(true)
	case expression.Lower, expression.Upper, expression.Trim:
		return eachText(s.values(n.Args[0]), sameTexts[k])
	case expression.DecaySince:
		return atLeast(0, publishedDecimals).orMissing(true)
	}
	v := s.ofValues(n)
	if k == expression.Share || k == expression.Percent {
		v.missing = v.missing || v.endless() // divided by next to nothing
	}
	return s.publishes(n.Type, nil, v, n.Args...)
}

// ofValues is what a function of single numbers can give, before it is published.
func (s scope) ofValues(n *expression.Node) set {
	args := make([]set, len(n.Args))
	missing := false
	for i, a := range n.Args {
		args[i] = s.values(a)
		missing = missing || args[i].missing
		if args[i].none(shapeOf(a.Type.Kind)) {
			return onlyMissing()
		}
	}
	x := args[0]
	switch n.Overload.Kernel {
	case expression.Share:
		return over(x, args[1])
	case expression.Percent:
		return times(over(x, args[1]), number(exact.Int(100)))
	case expression.Clamp:
		return clamped(x, args[1], args[2])
	case expression.MinValue, expression.MaxValue:
		return extreme(args, n.Overload.Kernel == expression.MaxValue).orMissing(missing)
	case expression.Round:
		return rounded(args)
	case expression.Floor:
		return stepping(x, 0, exact.Num.Floor)
	case expression.Ceil:
		return stepping(x, 0, exact.Num.Ceil)
	case expression.Abs:
		return absolute(x)
	case expression.Sqrt:
		inside := x.and(atLeast(0, anyDecimals))
		return stepping(inside, publishedDecimals, exact.Sqrt).orMissing(x.missing || !x.minus(inside).none(numberShape))
	case expression.Ln:
		inside := x.and(numbers(span{lo: zero, loOpen: true}, anyDecimals))
		outside := !x.present().minus(inside).none(numberShape)
		return stepping(inside, publishedDecimals, exact.Ln).orMissing(x.missing || outside)
	case expression.DecayDays:
		if x.present().within(atLeast(0, anyDecimals), numberShape) {
			half := args[1].present().within(numbers(span{lo: zero, loOpen: true}, anyDecimals), numberShape)
			return between(0, 1, publishedDecimals).orMissing(missing || !half)
		}
		return atLeast(0, publishedDecimals).orMissing(true)
	}
	return everything()
}

// clamped is x between low and high, both of which may vary.
func clamped(x, low, high set) set {
	h, l, u := x.hull(), low.hull(), high.hull()
	out := set{missing: x.missing || low.missing || high.missing, decimals: finer(x.decimals, finer(low.decimals, high.decimals))}
	crossed := l.hi.IsMissing() || u.lo.IsMissing() || l.hi.Cmp(u.lo) > 0
	out.missing = out.missing || crossed
	if _, fixedLow := low.only(); fixedLow {
		if _, fixedHigh := high.only(); fixedHigh {
			if crossed {
				return onlyMissing()
			}
			// What lies between stays as it is, gaps included.
			room := numbers(span{lo: l.lo, hi: u.hi}, anyDecimals)
			inside := x.present().and(room)
			if compareLow(h, span{lo: l.lo}) < 0 {
				inside = inside.or(low)
			}
			if compareHigh(h, span{hi: u.hi}) > 0 {
				inside = inside.or(high)
			}
			inside.missing, inside.decimals = out.missing, out.decimals
			return inside
		}
	}
	// Clamping never falls where one of the three rises.
	least, most := h, h
	if compareLow(least, l) < 0 {
		least = l
	}
	if compareLow(least, u) > 0 {
		least = u
	}
	if compareHigh(most, l) < 0 {
		most = l
	}
	if compareHigh(most, u) > 0 {
		most = u
	}
	out.spans = []span{{lo: least.lo, hi: most.hi}}
	return out
}

// extreme is the greatest, or the least, of several numbers.
func extreme(args []set, greatest bool) set {
	if !greatest {
		turned := make([]set, len(args))
		for i, a := range args {
			turned[i] = negative(a)
		}
		return negative(extreme(turned, true))
	}
	out := args[0]
	for _, a := range args[1:] {
		x, y := out.hull(), a.hull()
		low := x
		if compareLow(y, x) > 0 {
			low = y
		}
		from := numbers(span{lo: low.lo, loOpen: low.loOpen}, anyDecimals)
		out = out.present().or(a.present()).and(from)
	}
	return out
}

func rounded(args []set) set {
	x := args[0]
	if len(args) == 1 {
		return stepping(x, 0, func(v exact.Num) exact.Num { return v.Round(0) })
	}
	missing := x.missing || args[1].missing || !args[1].within(between(0, 9, anyDecimals), numberShape)
	if v, ok := args[1].only(); ok {
		if k, whole := v.Int64(); whole && 0 <= k && k <= publishedDecimals {
			return stepping(x, min(int(k), x.decimals), func(v exact.Num) exact.Num { return v.Round(int(k)) })
		}
		return onlyMissing()
	}
	low := stepping(x, 0, exact.Num.Floor).hull()
	high := stepping(x, 0, exact.Num.Ceil).hull()
	return numbers(span{lo: low.lo, hi: high.hi}, publishedDecimals).orMissing(missing)
}

// overRows is a scope for what is evaluated for each row, or value, of a collection.
func (s scope) overRows(collection *expression.Node) scope {
	if collection.Type.Shape == expression.List {
		s.item = s.values(collection)
	}
	s.depth++
	return s
}

// supplied tells whether a collection is there for every account.
func supplied(n *expression.Node) bool {
	switch {
	case n.Op == expression.OpList:
		return true
	case n.Op == expression.OpCall && (n.Overload.Kernel == expression.Map || n.Overload.Kernel == expression.Uniq || n.Overload.Kernel == expression.Filter):
		return supplied(n.Args[0])
	}
	return false
}

// length bounds how many items a collection has, if it is a list written out; -1
// if it is not.
func length(n *expression.Node) int64 {
	switch {
	case n.Op == expression.OpList:
		return int64(len(n.Args))
	case n.Op == expression.OpCall && (n.Overload.Kernel == expression.Map || n.Overload.Kernel == expression.Uniq || n.Overload.Kernel == expression.Filter):
		return length(n.Args[0])
	}
	return -1
}

// ofRows is what a function over rows or a list can give.
func (s scope) ofRows(n *expression.Node) set {
	base := n.Args[0]
	there := supplied(base)
	k := n.Overload.Kernel
	item := set{}
	switch {
	case len(n.Args) > 1:
		item = s.overRows(base).values(n.Args[1])
	case base.Type.Shape == expression.List:
		item = s.values(base)
	}
	few := length(base)
	switch k {
	case expression.CountRows, expression.CountWhere, expression.CountItems:
		if few >= 0 {
			return between(0, few, 0).orMissing(!there)
		}
		return atLeast(0, 0).orMissing(!there)
	case expression.Any, expression.All, expression.None:
		return truth(true, true, !there)
	case expression.ShareWhere:
		return between(0, 1, anyDecimals).orMissing(true)
	case expression.PercentWhere:
		return between(0, 100, anyDecimals).orMissing(true)
	case expression.Filter, expression.Uniq, expression.Map:
		if k == expression.Filter {
			item = set{}
			if base.Type.Shape == expression.List {
				item = s.values(base)
			}
		}
		return item
	case expression.NPS:
		return between(-100, 100, anyDecimals).orMissing(true)
	case expression.CSAT:
		return between(0, 100, anyDecimals).orMissing(true)
	}
	if shapeOf(n.Type.Kind) == numberShape && item.none(numberShape) && k != expression.Sum {
		return onlyMissing()
	}
	switch k {
	case expression.Sum:
		return total(item, few).orMissing(true)
	case expression.Mean, expression.Median:
		return set{missing: true, spans: item.spans[:len(item.spans):len(item.spans)], decimals: anyDecimals}.whole()
	case expression.Stddev:
		return deviation(item)
	case expression.MinOf, expression.MaxOf, expression.First, expression.Last:
		return item.orMissing(true)
	case expression.WeightedMean:
		weight := s.overRows(base).values(n.Args[2])
		if weight.present().within(atLeast(0, anyDecimals), numberShape) {
			return set{missing: true, spans: item.spans, decimals: anyDecimals}.whole()
		}
		return anyNumber(anyDecimals).orMissing(true)
	}
	return everything()
}

// whole is s without gaps.
func (s set) whole() set {
	s.spans = []span{s.hull()}
	return s
}

// total is the sum of any number of items, or of up to few of them.
func total(item set, few int64) set {
	out := set{decimals: item.decimals, spans: []span{{lo: zero, hi: zero}}}
	if item.none(numberShape) {
		return out
	}
	h, s := item.hull(), &out.spans[0]
	if h.lo.IsMissing() || h.lo.Sign() < 0 {
		s.lo = exact.Num{}
		if few >= 0 {
			s.lo = h.lo.Mul(exact.Int(few))
		}
	}
	if h.hi.IsMissing() || h.hi.Sign() > 0 {
		s.hi = exact.Num{}
		if few >= 0 {
			s.hi = h.hi.Mul(exact.Int(few))
		}
	}
	return out
}

// deviation: no two items lie further from each other than the ends.
func deviation(item set) set {
	h := item.hull()
	out := atLeast(0, anyDecimals)
	if h.bounded() {
		out = numbers(span{lo: zero, hi: h.hi.Sub(h.lo)}, anyDecimals)
	}
	return out.orMissing(true)
}

// peers is what a comparison with other accounts can give.
func (s scope) peers(n *expression.Node) set {
	all := s.plain().values(n.Args[0]) // of the peers, not of this account
	all.missing = true
	var out set
	switch n.Overload.Kernel {
	case expression.PeersMean, expression.PeersMedian, expression.PeersQuantile:
		if all.none(numberShape) {
			return onlyMissing()
		}
		out = set{missing: true, spans: all.spans, decimals: anyDecimals}.whole()
	case expression.PeersMin, expression.PeersMax:
		out = all
	case expression.PeersStddev:
		if all.none(numberShape) {
			return onlyMissing()
		}
		out = deviation(all)
	case expression.PeersCount:
		out = atLeast(0, 0)
	case expression.PeersPercentile:
		out = between(0, 1, anyDecimals)
	case expression.PeersNtile:
		out = atLeast(0, 0)
		if v, ok := s.values(n.Args[1]).only(); ok && v.Sign() > 0 {
			out = numbers(span{lo: zero, hi: v.Sub(one)}, 0)
		}
	default:
		return everything()
	}
	return published(out.orMissing(true), n.Type, nil)
}
