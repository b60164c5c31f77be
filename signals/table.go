package signals

import (
	"math"
	"slices"
)

// table builds the rows of one table. What decides on a row's fate is read
// first: its keys, which rows below it need even if it is refused; then its time,
// for a row that as-of hides is not looked at further; then the rest.
type table struct {
	decl  *Table
	index int
	// parent is nil for the root; parentColumn is the parent's column that key
	// refers to.
	parent       *table
	parentColumn int

	// columns are those to read; nil where a column is not needed.
	columns []*columnBuilder
	key     int
	time    int   // -1 if rows always count
	first   []int // the columns with keys, in order
	rest    []int // the others but time, in order

	// read: rows of this table, or of one below it, are needed at all.
	read bool
	// wayOnly: only rows below are needed; these are read for their keys.
	wayOnly bool

	rows    int
	texts   [][]byte // the key texts of the row at hand by column; nil where missing
	faults  []fault  // of the row at hand
	fields  fields
	summary TableSummary

	ways     ways
	children childRows // not for the root
}

// newTables prepares the tables of a schema for what is needed.
func newTables(schema *Schema, needs Needs) []*table {
	tables := make([]*table, len(schema.Tables))
	for i, decl := range schema.Tables {
		t := &table{
			decl: decl, index: i, time: -1, key: -1, parentColumn: -1,
			columns: make([]*columnBuilder, len(decl.Columns)),
			texts:   make([][]byte, len(decl.Columns)),
			read:    needs.Table(i),
		}
		t.summary.Table = decl.Name
		tables[i] = t
		_, t.key = decl.Column(decl.Key)
		if i > 0 {
			_, at := schema.Table(decl.Parent)
			t.parent = tables[at]
			name := decl.ParentKey
			if name == "" {
				name = decl.Key
				if at == 0 {
					name = schema.Tables[0].Key
				}
			}
			_, t.parentColumn = t.parent.decl.Column(name)
		}
	}
	tables[0].read = true
	for i := len(tables) - 1; i > 0; i-- {
		if t := tables[i]; t.read && !t.parent.read {
			t.parent.read, t.parent.wayOnly = true, true
		}
	}
	for i, t := range tables {
		t.choose(needs, i, tables)
	}
	for _, t := range tables {
		t.fields = newFields(t, tables)
	}
	return tables
}

// choose makes builders for the columns to read.
func (t *table) choose(needs Needs, index int, tables []*table) {
	if !t.read {
		return
	}
	wanted := make([]bool, len(t.decl.Columns))
	keys := make([]bool, len(t.decl.Columns))
	keys[t.key] = true
	for _, below := range tables {
		if below.read && below.parent == t {
			keys[below.parentColumn] = true
		}
	}
	want := func(name string) int {
		_, c := t.decl.Column(name)
		if c >= 0 {
			wanted[c] = true
		}
		return c
	}
	if !t.wayOnly {
		t.time = want(t.decl.Time)
		want(t.decl.Until)
		for c, decl := range t.decl.Columns {
			if needs.Has(index, c) {
				wanted[c] = true
				want(decl.At)
				want(decl.KnownAt)
			}
		}
	}
	for c, decl := range t.decl.Columns {
		if !wanted[c] && !keys[c] {
			continue
		}
		t.columns[c] = newColumnBuilder(decl, t.decl.Blank)
		switch {
		case keys[c]:
			t.first = append(t.first, c)
		case c != t.time:
			t.rest = append(t.rest, c)
		}
	}
	// Where no row replaces another, no key of an account stands twice.
	t.columns[t.key].distinct = t.parent == nil && !t.decl.History
}

// row is where the cells of a row come from.
type row struct {
	input *Input // nil for rows given by a program
	line  int
	// A row of a file with a header has its fields, and at says by column which
	// one, -1 if the file has none. Otherwise cells stand by column.
	fields [][]byte
	at     []int
	cells  []cell
}

func (r *row) read(c *columnBuilder, column int) *fault {
	if r.at == nil {
		return c.readCell(&r.cells[column])
	}
	if field := r.at[column]; field >= 0 {
		return c.readText(r.fields[field], plainForm)
	}
	c.readAbsent()
	return nil
}

// readColumns reads cells, and notes their faults.
func (t *table) readColumns(r *row, columns ...int) {
	for _, c := range columns {
		if f := r.read(t.columns[c], c); f != nil {
			f.column = c
			t.faults = append(t.faults, *f)
		}
	}
}

// readKeys reads the columns with keys and notes their texts, in memory that
// stays until the next row: a refused row is taken back before the rows below it
// are read.
func (t *table) readKeys(r *row) {
	t.faults = t.faults[:0]
	for _, c := range t.first {
		t.readColumns(r, c)
		t.noteText(c)
	}
}

func (t *table) noteText(c int) {
	buf := t.texts[c][:0]
	if buf == nil {
		buf = make([]byte, 0, 32)
	}
	text, ok := t.columns[c].appendText(buf, t.rows)
	if !ok {
		text = nil
	}
	t.texts[c] = text
}

// hidden tells whether the row at hand is not visible at the instant, after its
// time was read; a time that is missing hides as well.
func (t *table) hidden(at int64) bool {
	if t.time < 0 {
		return false
	}
	v := t.columns[t.time].vec
	return v.Missing[t.rows] != Present || v.Ints[t.rows] > at
}

// readTime reads the time of the row at hand, unless it is a key and was read.
// It tells whether as-of hides the row and nothing about it is to be reported.
func (t *table) readTime(r *row, at int64) (hidden bool) {
	if t.time < 0 {
		return false
	}
	others := len(t.faults)
	if slices.Contains(t.first, t.time) {
		others = 0
	} else {
		t.readColumns(r, t.time)
	}
	return t.hidden(at) && len(t.faults) == others
}

// dropRow takes back what was read of the row at hand.
func (t *table) dropRow() {
	for _, c := range t.columns {
		if c != nil {
			c.truncate(t.rows)
		}
	}
}

// takeRows hands over the rows and begins anew.
func (t *table) takeRows() Rows {
	out := Rows{Len: t.rows, Columns: make([]*Vector, len(t.columns))}
	for i, c := range t.columns {
		if c != nil && !t.wayOnly {
			out.Columns[i] = c.take()
		}
	}
	t.rows = 0
	return out
}

// maxRows is as many rows as a Span can count.
const maxRows = math.MaxInt32

func (t *table) full() bool { return t.rows == maxRows }
