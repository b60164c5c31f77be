package evaluate

import (
	"sort"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// maxVisits bounds, for one call, how many rows the row functions inside its
// per-row arguments may visit. Beyond that the call is missing: rows times rows
// must not hang a scoring run. The count depends on the data alone, so that every
// machine gives the same result.
const maxVisits = 4_000_000

type rowsOf = func(*Frame) rowset

// rowset compiles a node that gives rows of a child table.
func (c *Program) rowset(n *plan.Node) rowsOf {
	if fn, ok := c.rows[n]; ok {
		return fn
	}
	fn := c.makeRows(n)
	if c.remember(n) {
		inner, id := fn, n.ID
		fn = func(f *Frame) rowset {
			if m := &f.memos[id]; m.epoch == f.epoch {
				return m.rows
			}
			v := inner(f)
			m := &f.memos[id]
			m.rows, m.epoch = v, f.epoch
			return v
		}
	}
	c.rows[n] = fn
	return fn
}

func (c *Program) makeRows(n *plan.Node) rowsOf {
	switch n.Op {
	case plan.Table:
		t := n.Table - 1
		return func(f *Frame) rowset {
			children := &f.portfolio.Children[t]
			if !children.Has(f.account) {
				return rowset{missing: true}
			}
			span := children.Spans[f.account]
			return rowset{from: span.From, to: span.To}
		}
	case plan.Variable:
		i := n.Index
		return func(f *Frame) rowset { return f.variables[i].rows }
	case plan.Let:
		bind, body := c.bind(n), c.rowset(n.Args[1])
		return func(f *Frame) rowset { bind(f); return body(f) }
	case plan.Call:
		switch n.Kernel {
		case expression.Filter:
			return c.filter(n)
		case expression.Within:
			return c.within(n)
		case expression.Active:
			return c.active(n)
		case expression.Latest:
			return c.latest(n)
		}
	}
	return func(*Frame) rowset { return rowset{missing: true} }
}

// pick gives the rows of base that keep says yes to.
func pick(base rowset, keep func(int32) bool) rowset {
	if base.missing {
		return base
	}
	var picked []int32
	for i := range base.len() {
		if row := base.at(i); keep(row) {
			picked = append(picked, row)
		}
	}
	return rowset{picked: picked, some: true}
}

func (c *Program) filter(n *plan.Node) rowsOf {
	walk, condition := c.walk(n.Args[0], n.Nested), c.truth(n.Args[1])
	return func(f *Frame) rowset {
		// The condition may pick rows itself, so that these cannot share its memory.
		var chosen []int32
		if !walk(f, func() bool {
			if condition(f) == yes {
				chosen = append(chosen, f.row)
			}
			return true
		}) {
			return rowset{missing: true}
		}
		return rowset{picked: chosen, some: true}
	}
}

// within keeps the rows with as_of - d < time <= as_of, or of the stretch of time
// that ends a second duration earlier. The rows stand by time.
func (c *Program) within(n *plan.Node) rowsOf {
	base, table := c.rowset(n.Args[0]), n.Type.Table
	_, column := c.plan.Schema.Tables[table].Column(c.plan.Schema.Tables[table].Time)
	d, before := n.Duration, n.Before
	return func(f *Frame) rowset {
		rows := base(f)
		if rows.missing {
			return rows
		}
		times := f.portfolio.Children[table-1].Columns[column]
		after, until := d.Before(f.asOf), f.asOf
		if !before.IsZero() {
			until = before.Before(f.asOf)
		}
		if rows.some {
			return pick(rows, func(row int32) bool {
				t, ok := instantAt(times, int(row))
				return ok && after < t && t <= until
			})
		}
		return rowset{from: firstAfter(times, rows, after), to: firstAfter(times, rows, until)}
	}
}

// firstAfter finds the first row whose time is later than t.
func firstAfter(times *signals.Vector, rows rowset, t int64) int32 {
	n := int(rows.to - rows.from)
	return rows.from + int32(sort.Search(n, func(i int) bool { return times.Ints[int(rows.from)+i] > t }))
}

// active keeps the rows with time <= then < until; a missing end is open.
func (c *Program) active(n *plan.Node) rowsOf {
	base := c.rowset(n.Args[0])
	table := c.plan.Schema.Tables[n.Type.Table]
	t := n.Type.Table - 1
	_, start := table.Column(table.Time)
	_, end := table.Column(table.Until)
	then := func(f *Frame) (int64, bool) { return f.asOf, true }
	if len(n.Args) > 1 {
		then = c.instant(n.Args[1])
	}
	return func(f *Frame) rowset {
		rows := base(f)
		at, ok := then(f)
		if !ok || n.Nested && !f.visit(rows.len()) {
			return rowset{missing: true}
		}
		columns := f.portfolio.Children[t].Columns
		return pick(rows, func(row int32) bool {
			from, ok := instantAt(columns[start], int(row))
			if !ok || from > at {
				return false
			}
			to, ends := instantAt(columns[end], int(row))
			return !ends || at < to
		})
	}
}

// visit counts rows visited inside another row function; no when it is too many.
func (f *Frame) visit(rows int) bool {
	f.visits += rows
	f.overran = f.overran || f.visits > maxVisits
	return f.visits <= maxVisits
}

// walk compiles going over the rows, or values, of a collection: each becomes the
// current one while visit runs, until that says no. The walk itself says no when
// the collection is missing or too costly.
func (c *Program) walk(n *plan.Node, inner bool) func(f *Frame, visit func() bool) bool {
	if kindOf(n) == listKind {
		values := c.list(n)
		return func(f *Frame, visit func() bool) bool {
			l := values(f)
			if l.missing {
				return false
			}
			outer := f.item
			ok := f.loop(inner, len(l.items), func(i int) bool { f.item = l.items[i]; return visit() })
			f.item = outer
			return ok
		}
	}
	base := c.rowset(n)
	return func(f *Frame, visit func() bool) bool {
		rows := base(f)
		if rows.missing {
			return false
		}
		outer := f.row
		ok := f.loop(inner, rows.len(), func(i int) bool { f.row = rows.at(i); return visit() })
		f.row = outer
		return ok
	}
}

// loop runs visit for each of n, and counts the visits of loops within loops.
func (f *Frame) loop(inner bool, n int, visit func(int) bool) bool {
	if inner {
		if !f.visit(n) {
			return false
		}
	} else {
		outer := f.visits
		f.visits = 0
		defer func() { f.visits = outer }()
	}
	for i := range n {
		if !visit(i) {
			break
		}
	}
	return inner || f.visits <= maxVisits
}
