package signals

import (
	"cmp"
	"slices"
)

// childRows says to which accounts the rows of a child table belong. Rows that
// come from a file of their own are shared by all blocks of accounts; rows that
// come nested in accounts belong to the block of these.
type childRows struct {
	shared bool
	// root is the way on the root table that all rows of the table end with.
	root *way
	// up is the way on the parent; nil if that is the root.
	up *way

	// Of shared rows: the account of each row until they are sealed; then the rows
	// themselves and the span of each account.
	accounts []uint32
	sealed   Rows

	// spans, of shared rows by number of the account on root, else by account of
	// the block.
	spans []Span
	// Of nested rows: by account of the block, whether the table was supplied.
	supplied []bool

	// Of the account at hand: whether an object had a list of this table, how many
	// rows stood in it, and where those that were taken begin.
	given bool
	count int
	from  int
	loose []looseRow
}

// connect finds the ways by which the rows of each child table reach accounts.
func connect(tables []*table) {
	for _, t := range tables[1:] {
		if !t.read {
			continue
		}
		w := t.parent.ways.by(t.parentColumn)
		if t.parent.parent == nil {
			t.children.root = w
		} else {
			t.children.root, t.children.up = t.parent.children.root, w
		}
	}
}

// account finds the account that a row with that key belongs to; false if none
// of the parent's rows has it. A row right below the root asks for an account
// that may come later.
func (c *childRows) account(key []byte) (uint32, bool) {
	if c.up == nil {
		code, _ := c.root.values.intern(key)
		return code, true
	}
	code, ok := c.up.values.find(key)
	if !ok {
		return 0, false
	}
	return c.up.accounts[code], true
}

// shareWith makes the rows that came from files those of another builder.
func (c *childRows) shareWith(other *childRows) {
	c.shared, c.sealed, c.spans = other.shared, other.sealed, other.spans
	if !c.shared {
		c.spans = nil
	}
}

// seal puts shared rows in their final order: by account, then time.
func (t *table) seal() {
	c := &t.children
	if !c.shared {
		return
	}
	accounts := c.root.values.len()
	c.spans = make([]Span, accounts)
	for _, account := range c.accounts {
		c.spans[account].To++
	}
	from := int32(0)
	for i := range c.spans {
		n := c.spans[i].To
		c.spans[i] = Span{From: from, To: from}
		from += n
	}
	order := make([]int32, len(c.accounts))
	for row, account := range c.accounts {
		at := &c.spans[account].To
		order[*at] = int32(row)
		*at++
	}
	c.accounts = nil
	if t.time >= 0 {
		times := t.columns[t.time].vec.Ints
		for _, s := range c.spans {
			sortByTime(order[s.From:s.To], times)
		}
	}
	t.reorder(0, order)
	c.sealed = t.takeRows()
}

// sortByTime sorts rows by their time, and leaves those of equal times as they
// are.
func sortByTime(order []int32, times []int64) {
	byTime := func(a, b int32) int { return cmp.Compare(times[a], times[b]) }
	if !slices.IsSortedFunc(order, byTime) {
		slices.SortStableFunc(order, byTime)
	}
}

// reorder keeps the rows from `from` on that order names, counted from there, in
// that order.
func (t *table) reorder(from int, order []int32) {
	t.rows = from + len(order)
	inPlace := true
	for to, row := range order {
		inPlace = inPlace && int(row) == to
	}
	if inPlace {
		t.dropRow() // of rows beyond
		return
	}
	for _, c := range t.columns {
		if c != nil {
			c.reorder(from, order)
		}
	}
}

// closeAccount ends the nested rows of the account at hand, and gives their span.
func (t *table) closeAccount() Span {
	from := t.children.from
	if t.time >= 0 && t.rows > from+1 {
		times := t.columns[t.time].vec.Ints[from:]
		order := make([]int32, t.rows-from)
		for i := range order {
			order[i] = int32(i)
		}
		sortByTime(order, times)
		t.reorder(from, order)
	}
	return Span{From: int32(from), To: int32(t.rows)}
}

// compact leaves out the nested rows of accounts that a later row of history
// replaced, and puts the others in the order of accounts.
func (t *table) compact() {
	c := &t.children
	order := make([]int32, 0, t.rows)
	for i, s := range c.spans {
		from := int32(len(order))
		for row := s.From; row < s.To; row++ {
			order = append(order, row)
		}
		c.spans[i] = Span{From: from, To: int32(len(order))}
	}
	t.reorder(0, order)
}

// take hands over the rows of a block of accounts. none has an empty span for each
// account, which tables without rows may share; asked gives, for shared rows, the
// number of each account on the way they end with, plus one.
func (t *table) take(none []Span, asked map[*way][]uint32) Children {
	c := &t.children
	if !t.read || t.wayOnly {
		return Children{Rows: Rows{Columns: make([]*Vector, len(t.columns))}, Spans: none}
	}
	if c.shared {
		out := Children{Rows: c.sealed, Spans: make([]Span, len(none)), SuppliedAll: true}
		for i, number := range asked[c.root] {
			if number > 0 && int(number) <= len(c.spans) {
				out.Spans[i] = c.spans[number-1]
			}
		}
		return out
	}
	out := Children{Rows: t.takeRows(), Spans: c.spans, Supplied: c.supplied}
	c.spans, c.supplied = nil, nil
	if n := len(out.Supplied); n == 0 || !slices.Contains(out.Supplied, !out.Supplied[0]) {
		out.SuppliedAll = n > 0 && out.Supplied[0]
		out.Supplied = nil
	}
	return out
}

// orphans counts the rows that no account, visible or not, has asked for.
func (t *table) orphans() int {
	n := t.summary.Orphans
	for account, s := range t.children.spans {
		if t.children.shared && !t.children.root.wasSeen(account) {
			n += int(s.To - s.From)
		}
	}
	return n
}
