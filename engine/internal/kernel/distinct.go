package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// listed takes a list apart that is made of child rows: an item for each row, or each
// different item once.
func (c *compiler) listed(n *plan.Node) (rows, item *plan.Node, distinct, ok bool) {
	if n.Type.Shape != expression.List || n.Op != plan.Call || n.Nested || len(n.Args) != 2 {
		return nil, nil, false, false
	}
	if n.Kernel != expression.Map && n.Kernel != expression.Uniq {
		return nil, nil, false, false
	}
	rows, item = n.Args[0], n.Args[1]
	return rows, item, n.Kernel == expression.Uniq, c.canRows(rows) && c.canEach(item)
}

// canReduceList tells whether an aggregate of a list has a kernel.
func (c *compiler) canReduceList(n *plan.Node) bool {
	_, item, distinct, ok := c.listed(n.Args[0])
	if !ok || len(n.Args) != 1 || kindOf(item) == nothing {
		return false
	}
	switch n.Kernel {
	case expression.CountRows, expression.CountItems:
		return true
	case expression.Sum, expression.Mean, expression.Median, expression.Stddev, expression.NPS, expression.CSAT, expression.CES:
		return !distinct
	case expression.MinOf, expression.MaxOf, expression.First, expression.Last:
		return !distinct && kindOf(n) != truthKind
	}
	return false
}

// isColumn tells whether a node shows a column as it is, so that different codes are
// different texts.
func isColumn(n *plan.Node) bool {
	for n.Op == plan.Publish || n.Op == plan.Guard || n.Op == plan.Fresh {
		n = n.Args[0]
	}
	return n.Op == plan.Field
}

// countDistinct counts the different items of each account's stretch; coded tells that
// different codes are different texts.
func (v *vector) countDistinct(s *scope, r *rows, items *vector, k kind, coded bool) {
	out := v.numerators(len(r.from), 1)
	most := 0
	r.stretches(func(a, from, to int) {
		n := 0
		switch {
		case k == textKind && !coded:
			n = s.frame.differentStrings(items, from, to)
		case k == textKind:
			n = s.frame.differentTexts(items, from, to)
		case k == truthKind:
			var seen [yes + 1]bool
			for _, t := range items.truth[from:to] {
				seen[t] = true
			}
			n = int(bit(seen[no]) + bit(seen[yes]))
		case k == numberKind && (items.wide != nil || items.d != nil):
			n = s.frame.differentNumbers(items, from, to)
		default:
			n = s.frame.differentInts(items, from, to)
		}
		out[a] = int64(n)
		most = max(most, n)
	})
	v.miss = r.miss
	v.bounds(0, float64(most))
}

// differentTexts counts codes by leaving a mark of the stretch at each.
func (f *Frame) differentTexts(items *vector, from, to int) (n int) {
	if len(f.marks) < len(items.dict) {
		f.marks = make([]uint32, len(items.dict))
		f.mark = 0
	}
	if f.mark++; f.mark == 0 {
		clear(f.marks)
		f.mark = 1
	}
	for i := from; i < to; i++ {
		if items.has(i) && f.marks[items.codes[i]] != f.mark {
			f.marks[items.codes[i]] = f.mark
			n++
		}
	}
	return n
}

// differentStrings counts texts, of which several codes may stand for the same.
func (f *Frame) differentStrings(items *vector, from, to int) int {
	f.strings = f.strings[:0]
	for i := from; i < to; i++ {
		if text, ok := items.text(i); ok {
			f.strings = append(f.strings, text)
		}
	}
	slices.Sort(f.strings)
	return len(slices.Compact(f.strings))
}

// differentInts counts numerators over one unit, or instants.
func (f *Frame) differentInts(items *vector, from, to int) int {
	f.ints = f.ints[:0]
	for i := from; i < to; i++ {
		if items.has(i) && (len(f.ints) == 0 || f.ints[len(f.ints)-1] != items.n[i]) {
			f.ints = append(f.ints, items.n[i])
		}
	}
	slices.Sort(f.ints)
	return len(slices.Compact(f.ints))
}

// differentNumbers counts exact numbers.
func (f *Frame) differentNumbers(items *vector, from, to int) int {
	f.items = f.items[:0]
	for i := from; i < to; i++ {
		if x := items.at(i); !x.IsMissing() {
			f.items = append(f.items, x)
		}
	}
	slices.SortFunc(f.items, exact.Num.Cmp)
	return len(slices.CompactFunc(f.items, exact.Num.Equal))
}
