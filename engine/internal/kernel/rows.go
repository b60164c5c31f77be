package kernel

import (
	"sort"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// rowset is some rows of a child table for each account, when compiled.
type rowset struct {
	at    int // of Frame.rowsets
	table int
	lane  *lane // goes over the rows; made when something looks into them
}

// rows is some rows of a child table for each account of a block: from..to of picked,
// or of the table itself where nothing was picked.
type rows struct {
	from, to []int32
	picked   []int32
	some     bool            // picked counts
	miss     []signals.Cause // not supplied for the account; nil: for none
	gathered bool            // the scope of the rows is filled

	ownFrom, ownTo, ownPicked []int32
	ownMiss                   []signals.Cause
}

// canRows tells whether the rows of a node can be had for a whole block.
func (c *compiler) canRows(n *plan.Node) bool {
	if n.Type.Shape != expression.Rows || n.Depends != 0 || n.Nested {
		return false
	}
	switch n.Op {
	case plan.Table:
		return true
	case plan.Variable:
		let := c.lets[n.Index]
		return let != nil && c.canRows(let.Args[0])
	case plan.Call:
		switch n.Kernel {
		case expression.Within:
			return c.canRows(n.Args[0])
		case expression.Active:
			return c.canRows(n.Args[0]) && c.serve(n.Args[1:]...)
		case expression.Latest:
			return c.canRows(n.Args[0]) && c.serves(n.Args[1])
		case expression.Filter:
			return c.canRows(n.Args[0]) && c.canEach(n.Args[1])
		}
	}
	return false
}

// canEach tells whether an argument can be computed for each row.
func (c *compiler) canEach(n *plan.Node) bool {
	return n.Type.Shape == expression.Scalar && n.Depends&^1 == 0 && !n.Late && onlyRows(n) && c.serves(n)
}

// onlyRows tells whether nothing in a node goes over rows of its own for each row.
func onlyRows(n *plan.Node) bool {
	if n.Depends == 0 {
		return true
	}
	if n.Op == plan.Item || n.Type.Shape != expression.Scalar || n.Nested && n.Op == plan.Call && overRows(n) {
		return false
	}
	for _, a := range n.Args {
		if !onlyRows(a) {
			return false
		}
	}
	return true
}

func overRows(n *plan.Node) bool {
	return len(n.Args) > 0 && n.Args[0].Type.Shape != expression.Scalar
}

// rowset compiles rows of a child table.
func (l *lane) rowset(n *plan.Node) *rowset {
	c := l.compiler
	if r, ok := c.rowsets[n]; ok {
		return r
	}
	if n.Op == plan.Variable {
		return l.rowset(c.bound[n.Index])
	}
	r := &rowset{at: -1, table: n.Type.Table}
	var fill func(s *scope, out *rows)
	switch {
	case n.Op == plan.Table:
		table := n.Table - 1
		c.schedule.tables = append(c.schedule.tables, table)
		fill = func(s *scope, out *rows) { out.all(s, &s.frame.portfolio.Children[table]) }
	case n.Kernel == expression.Within:
		fill = l.within(n)
	case n.Kernel == expression.Active:
		fill = l.active(n)
	case n.Kernel == expression.Latest:
		fill = l.latest(n)
	default:
		fill = l.filter(n)
	}
	r.at = c.schedule.rowsets
	c.schedule.rowsets++
	l.add(func(s *scope) {
		out := &s.frame.rowsets[r.at]
		out.gathered = false
		fill(s, out)
	})
	if !n.Late {
		c.rowsets[n] = r
	}
	return r
}

// all takes all rows of each account.
func (r *rows) all(s *scope, children *signals.Children) {
	r.from, r.to = r.spans(s.rows)
	r.some, r.miss = false, nil
	for i := range r.from {
		span := children.Spans[s.frame.from+i]
		r.from[i], r.to[i] = span.From, span.To
	}
	if children.Supplied == nil && children.SuppliedAll {
		return
	}
	miss := r.mask(s.rows)
	for i := range miss {
		miss[i] = signals.Present
		if !children.Has(s.frame.from + i) {
			miss[i], r.from[i], r.to[i] = missing, 0, 0
		}
	}
}

func (r *rows) spans(n int) (from, to []int32) {
	r.ownFrom, r.ownTo = room(r.ownFrom, n), room(r.ownTo, n)
	return r.ownFrom, r.ownTo
}

func (r *rows) mask(n int) []signals.Cause {
	r.ownMiss = room(r.ownMiss, n)
	r.miss = r.ownMiss
	return r.miss
}

// row is the row of the table that stands at i of the rows.
func (r *rows) row(i int32) int32 {
	if r.some {
		return r.picked[i]
	}
	return i
}

// pick takes the rows of base that keep says yes to.
func (r *rows) pick(base *rows, keep func(account int, row int32) bool) {
	r.from, r.to = r.spans(len(base.from))
	r.some, r.miss = true, base.miss
	picked := r.ownPicked[:0]
	for a := range base.from {
		r.from[a] = int32(len(picked))
		for i := base.from[a]; i < base.to[a]; i++ {
			if row := base.row(i); keep(a, row) {
				picked = append(picked, row)
			}
		}
		r.to[a] = int32(len(picked))
	}
	r.picked, r.ownPicked = picked, picked
}

// within compiles the rows with as_of - d < time <= as_of, or of the stretch of time
// that ends a second duration earlier. The rows of an account stand by time.
func (l *lane) within(n *plan.Node) func(s *scope, out *rows) {
	base := l.rowset(n.Args[0])
	declared := l.compiler.schedule.plan.Schema.Tables[base.table]
	_, column := declared.Column(declared.Time)
	return func(s *scope, out *rows) {
		f := s.frame
		of, times := &f.rowsets[base.at], f.portfolio.Children[base.table-1].Columns[column]
		after, until := n.Duration.Before(f.asOf), f.asOf
		if !n.Before.IsZero() {
			until = n.Before.Before(f.asOf)
		}
		if of.some {
			out.pick(of, func(_ int, row int32) bool {
				t := times.Ints[row]
				return times.Missing[row] == signals.Present && after < t && t <= until
			})
			return
		}
		out.from, out.to = out.spans(s.rows)
		out.some, out.miss = false, of.miss
		for i := range out.from {
			out.from[i] = firstAfter(times.Ints, of.from[i], of.to[i], after)
			out.to[i] = firstAfter(times.Ints, of.from[i], of.to[i], until)
		}
	}
}

// firstAfter finds the first row whose time is later than t.
func firstAfter(times []int64, from, to int32, t int64) int32 {
	return from + int32(sort.Search(int(to-from), func(i int) bool { return times[int(from)+i] > t }))
}

// active compiles the rows with time <= then < until; a missing end is open.
func (l *lane) active(n *plan.Node) func(s *scope, out *rows) {
	base := l.rowset(n.Args[0])
	declared := l.compiler.schedule.plan.Schema.Tables[base.table]
	_, start := declared.Column(declared.Time)
	_, end := declared.Column(declared.Until)
	at := -1
	if len(n.Args) > 1 {
		at = l.need(n.Args[1])
	}
	return func(s *scope, out *rows) {
		of, columns := &s.frame.rowsets[base.at], s.columns(base.table)
		starts, ends := columns[start], columns[end]
		then, known := s.frame.asOf, true
		last := -1
		out.pick(of, func(account int, row int32) bool {
			if at >= 0 && account != last {
				last = account
				then, known = s.vectors[at].n[account], s.vectors[at].has(account)
			}
			if !known || starts.Missing[row] != signals.Present || starts.Ints[row] > then {
				return false
			}
			return ends.Missing[row] != signals.Present || then < ends.Ints[row]
		})
		if at >= 0 {
			out.lose(of.miss, &s.vectors[at])
		}
	}
}

// lose makes the rows of accounts missing where an instant is.
func (r *rows) lose(miss []signals.Cause, instant *vector) {
	if instant.miss == nil {
		return
	}
	out := r.mask(len(r.from))
	for a := range out {
		out[a] = instant.miss[a]
		if miss != nil {
			out[a] |= miss[a]
		}
		if out[a] != signals.Present {
			r.to[a] = r.from[a]
		}
	}
}

// filter compiles the rows that hold a condition.
func (l *lane) filter(n *plan.Node) func(s *scope, out *rows) {
	base := l.rowset(n.Args[0])
	condition, run := l.each(base, n.Args[1])
	return func(s *scope, out *rows) {
		inner := run(s)
		truth, i := inner.vectors[condition].truth, -1
		out.pick(&s.frame.rowsets[base.at], func(int, int32) bool {
			i++
			return truth[i] == yes
		})
	}
}

// each compiles what is computed for each row of a rowset: slots in the scope that run
// fills and gives.
func (l *lane) each(of *rowset, n *plan.Node) (slot int, run func(s *scope) *scope) {
	if of.lane == nil {
		of.lane = l.compiler.newLane(of.table, l)
	}
	inner := of.lane
	slot = inner.need(n)
	// What another aggregate was to compute for these rows, and has not yet, is
	// computed as well: n may need it.
	last := len(inner.steps)
	return slot, func(s *scope) *scope {
		f := s.frame
		in, r := &f.scopes[inner.index], &f.rowsets[of.at]
		if !r.gathered {
			r.gathered = true
			in.done = 0
			in.gatherRows(r)
		}
		for ; in.done < last; in.done++ {
			inner.steps[in.done].run(in)
		}
		return in
	}
}

// gatherRows makes the rows of a rowset those of the scope.
func (s *scope) gatherRows(r *rows) {
	s.row, s.owner = s.row[:0], s.owner[:0]
	s.contiguous = true
	for a := range r.from {
		for i := r.from[a]; i < r.to[a]; i++ {
			row := r.row(i)
			if n := len(s.row); n > 0 && s.row[n-1]+1 != row {
				s.contiguous = false
			}
			s.row = append(s.row, row)
			s.owner = append(s.owner, int32(a))
		}
	}
	s.rows = len(s.row)
}
