package evaluate

import (
	"encoding/binary"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// ranked compiles quantile and top_share: functions of the items that are there, and
// of a number.
func (c *Program) ranked(n *plan.Node) number {
	walk, item, _ := c.items(n)
	by, reduce := c.number(n.Args[2]), Ranked(n.Kernel)
	return func(f *Frame) exact.Num {
		from := len(f.numbers)
		ok := walk(f, func() bool {
			if v := item(f).num; !v.IsMissing() {
				f.numbers = append(f.numbers, v)
			}
			return true
		})
		var v exact.Num
		if ok {
			q := by(f)
			v = reduce(f.numbers[from:], q)
		}
		f.numbers = f.numbers[:from]
		return v
	}
}

// Ranked is how quantile and top_share reduce the items that are there. It may reorder
// the items.
func Ranked(k expression.Kernel) func(items []exact.Num, by exact.Num) exact.Num {
	if k == expression.Quantile {
		return func(items []exact.Num, q exact.Num) exact.Num {
			sortNumbers(items)
			return quantile(items, q)
		}
	}
	return topShare
}

// topShare is the part of the sum that the largest items make up.
func topShare(items []exact.Num, most exact.Num) exact.Num {
	if most.IsMissing() || most.Cmp(exact.Int(1)) < 0 {
		return exact.Num{}
	}
	sortNumbers(items)
	top := items
	if n, ok := most.Int64(); ok && n < int64(len(items)) {
		top = items[len(items)-int(n):]
	}
	return sum(top).Quo(sum(items))
}

// streak counts the periods, back from as-of, that have a row each. The rows stand by
// time.
func (c *Program) streak(n *plan.Node) number {
	walk, at, d := c.walk(n.Args[0], n.Nested), c.instant(n.Args[1]), n.Duration
	return func(f *Frame) exact.Num {
		var times []int64
		if !walk(f, func() bool {
			if t, ok := at(f); ok {
				times = append(times, t)
			}
			return true
		}) {
			return exact.Num{}
		}
		return exact.Int(Streak(times, f.asOf, d))
	}
}

// Streak counts the periods of a duration, back from as-of, that have one of the
// ascending times each: (as_of - d, as_of], (as_of - 2d, as_of - d] and so on.
func Streak(times []int64, asOf int64, d signals.Duration) int64 {
	last := len(times) - 1
	for last >= 0 && times[last] > asOf {
		last--
	}
	for n := 0; ; n++ {
		after, found := d.Times(n+1).Before(asOf), false
		for last >= 0 && times[last] > after {
			last--
			found = true
		}
		if !found {
			return int64(n)
		}
	}
}

// streakWhere counts the last rows in a row that hold a condition.
func (c *Program) streakWhere(n *plan.Node) number {
	walk, condition := c.walk(n.Args[0], n.Nested), c.truth(n.Args[1])
	return func(f *Frame) exact.Num {
		count := int64(0)
		if !walk(f, func() bool {
			count++
			if condition(f) != yes {
				count = 0
			}
			return true
		}) {
			return exact.Num{}
		}
		return exact.Int(count)
	}
}

// activeDays counts the different pairs of a day and somebody.
func (c *Program) activeDays(n *plan.Node) number {
	walk, day, who := c.walk(n.Args[0], n.Nested), c.number(n.Args[1]), c.scalar(n.Args[2])
	k := kindOf(n.Args[2])
	return func(f *Frame) exact.Num {
		seen := map[string]struct{}{}
		var key []byte
		if !walk(f, func() bool {
			d, v := day(f), who(f)
			if number, ok := d.Int64(); ok && !absent(v, k) {
				key = identity(binary.LittleEndian.AppendUint64(key[:0], uint64(number)), v, k)
				seen[string(key)] = struct{}{}
			}
			return true
		}) {
			return exact.Num{}
		}
		return exact.Int(int64(len(seen)))
	}
}

// WindowDays is how many UTC days the window (as_of - d, as_of] touches.
func WindowDays(asOf int64, d signals.Duration) int64 { return days(d.Before(asOf)+1, asOf) + 1 }

// latest keeps the last rows.
func (c *Program) latest(n *plan.Node) rowsOf {
	base, most := c.rowset(n.Args[0]), c.number(n.Args[1])
	return func(f *Frame) rowset {
		rows, m := base(f), most(f)
		skip, ok := Skipped(rows.len(), m)
		switch {
		case rows.missing || !ok:
			return rowset{missing: true}
		case rows.some:
			rows.picked = rows.picked[skip:]
		default:
			rows.from += int32(skip)
		}
		return rows
	}
}

// Skipped is how many of the rows stand before the last so many; no if that many
// cannot be asked for.
func Skipped(rows int, most exact.Num) (int, bool) {
	if most.IsMissing() || most.Sign() < 0 {
		return 0, false
	}
	if n, ok := most.Int64(); ok && n < int64(rows) {
		return rows - int(n), true
	}
	return 0, true
}
