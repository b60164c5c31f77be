package reference

import (
	"math/big"
	"sort"
)

// tableFunction gives some of a table's rows.
func (s scope) tableFunction(n Call) Value {
	over := s.eval(n.Args[0])
	if over.missing() {
		return over
	}
	t := s.typeOf(n.Args[0]).Of
	keep := func(r *row) bool { return s.inRow(r, t).eval(n.Args[1]).holds() }
	switch n.Fn {
	case "within":
		keep = s.within(n)
	case "active":
		then := s.account.portfolio.asOf.Time
		if len(n.Args) > 1 {
			at := s.eval(n.Args[1])
			if at.missing() {
				return Value{}
			}
			then = at.At
		}
		keep = func(r *row) bool { return r.activeAt(then) }
	}
	kept := []*row{}
	for _, r := range over.Rows {
		if keep(r) {
			kept = append(kept, r)
		}
	}
	return Value{Kind: Rows, Rows: kept}
}

// within keeps (as_of - long, as_of], or (as_of - long, as_of - short].
func (s scope) within(n Call) func(*row) bool {
	asOf := s.account.portfolio.asOf.Time
	from := parseSpan(n.Args[1].(Str).Text).before(asOf)
	to := asOf
	if len(n.Args) > 2 {
		to = parseSpan(n.Args[2].(Str).Text).before(asOf)
	}
	return func(r *row) bool {
		at := r.cells[r.table.Time]
		return !at.missing() && at.At.After(from) && !at.At.After(to)
	}
}

// rowFunction aggregates over a table, item by item, or over a list.
func (s scope) rowFunction(n Call) Value {
	over := s.eval(n.Args[0])
	if over.missing() {
		return over
	}
	items := over.Items
	if over.Kind == Rows {
		items = make([]Value, len(over.Rows))
	}
	second := make([]Value, len(items)) // weights, where the function takes them
	t := s.typeOf(n.Args[0]).Of
	for i, r := range over.Rows {
		in := s.inRow(r, t)
		items[i] = boolValue(true) // count(table) counts its rows
		if len(n.Args) > 1 {
			items[i] = in.eval(n.Args[1])
		}
		if len(n.Args) > 2 {
			second[i] = in.eval(n.Args[2])
		}
	}
	switch n.Fn {
	case "map":
		return Value{Kind: List, Items: items}
	case "count", "any", "all", "none", "share":
		return yesNo(n.Fn, items, over.Kind == List)
	case "weighted_mean":
		return weightedMean(items, second)
	}
	return aggregate(n.Fn, items)
}

// yesNo are the functions that need a yes or no of each row: missing is no.
// The items of a list count as they are there.
func yesNo(fn string, items []Value, list bool) Value {
	yes := 0
	for _, v := range items {
		if v.holds() || list && !v.missing() {
			yes++
		}
	}
	switch fn {
	case "count":
		return numValue(ratInt(yes))
	case "any":
		return boolValue(yes > 0)
	case "all":
		return boolValue(yes == len(items))
	case "none":
		return boolValue(yes == 0)
	}
	return arithmetic("/", ratInt(yes), ratInt(len(items)))
}

func weightedMean(values, weights []Value) Value {
	sum, weight := zero(), zero()
	for i, v := range values {
		if !v.missing() && !weights[i].missing() {
			sum = add(sum, mul(v.Num, weights[i].Num))
			weight = add(weight, weights[i].Num)
		}
	}
	return arithmetic("/", sum, weight)
}

func present(items []Value) []Value {
	var some []Value
	for _, v := range items {
		if !v.missing() {
			some = append(some, v)
		}
	}
	return some
}

// aggregate are the functions that pass over missing items.
func aggregate(fn string, items []Value) Value {
	some := present(items)
	if fn == "uniq" {
		return Value{Kind: List, Items: distinct(some)}
	}
	if fn == "sum" && len(items) == 0 {
		return numValue(zero())
	}
	if len(some) == 0 {
		return Value{}
	}
	switch fn {
	case "sum":
		return numValue(total(some))
	case "mean":
		return numValue(quo(total(some), ratInt(len(some))))
	case "median":
		return numValue(quantile(ascending(some), half))
	case "min":
		return ascending(some)[0]
	case "max":
		return ascending(some)[len(some)-1]
	case "first":
		return some[0]
	case "last":
		return some[len(some)-1]
	case "nps":
		return numValue(sub(percentage(some, 9, 0), percentage(some, 0, 6)))
	case "ces":
		return effort(some)
	case "csat":
		return numValue(percentage(some, 4, 0))
	}
	panic("reference: unknown row function " + fn)
}

func total(items []Value) *big.Rat {
	sum := zero()
	for _, v := range items {
		sum = add(sum, v.Num)
	}
	return sum
}

func ascending(items []Value) []Value {
	sorted := append([]Value(nil), items...)
	sort.SliceStable(sorted, func(i, j int) bool { return compare(sorted[i], sorted[j]) < 0 })
	return sorted
}

// quantile is type 7 over ascending numbers; the median is its middle.
func quantile(sorted []Value, q *big.Rat) *big.Rat {
	at := mul(q, ratInt(len(sorted)-1))
	i := int(floorInt(at).Int64())
	if i == len(sorted)-1 {
		return sorted[i].Num
	}
	low, high := sorted[i].Num, sorted[i+1].Num
	return add(low, mul(sub(at, ratInt(i)), sub(high, low)))
}

// percentage of the answers that are at least (or, with no least, at most) so much.
func percentage(answers []Value, least, most int) *big.Rat {
	n := 0
	for _, v := range answers {
		if least > 0 && v.Num.Cmp(ratInt(least)) >= 0 || least == 0 && v.Num.Cmp(ratInt(most)) <= 0 {
			n++
		}
	}
	return big.NewRat(int64(100*n), int64(len(answers)))
}

func distinct(items []Value) []Value {
	var some []Value
next:
	for _, v := range items {
		for _, seen := range some {
			if equal(v, seen) {
				continue next
			}
		}
		some = append(some, v)
	}
	return some
}
