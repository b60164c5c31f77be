package signals

// Portfolio is a set of accounts with their child rows, as columns, as of one
// instant: it holds nothing that was not visible then (accounts and rows whose
// time is later, or missing, are not in it). Read-only once built; safe for
// concurrent use. A stream of accounts comes as several portfolios, blocks,
// which may share the columns of their child tables.
type Portfolio struct {
	Schema *Schema
	AsOf   AsOf
	Root   Rows
	// Children stand as in Schema.Tables[1:].
	Children []Children

	memory *blockMemory // of the root's columns, if it can be given back
}

// Release gives the memory of the accounts back to the reader that they came from,
// which then needs no new memory for each block. Neither the portfolio nor anything
// that shares its memory is to be used from then on; texts that were taken from it,
// such as keys, stay good. Nobody has to call it.
func (p *Portfolio) Release() {
	if p.memory != nil {
		p.memory.takeBack(p.Root.Columns)
		*p = Portfolio{Schema: p.Schema, AsOf: p.AsOf}
	}
}

// Rows are the rows of one table, as columns. A column that was not asked for is nil.
type Rows struct {
	Len     int
	Columns []*Vector // as in Table.Columns
}

// Span is a run of rows, From included, To not.
type Span struct{ From, To int32 }

// Children are the rows of a child table. The rows of one account stand
// together, ordered by the table's time if it has one, else as written.
type Children struct {
	Rows
	// Spans gives the rows of each account.
	Spans []Span
	// Supplied tells by account whether the table was supplied for it; nil if that
	// is the same for all, and then SuppliedAll says it.
	Supplied    []bool
	SuppliedAll bool
}

// Len is the number of accounts.
func (p *Portfolio) Len() int { return p.Root.Len }

// Key is the key of account i.
func (p *Portfolio) Key(i int) string {
	c, k := p.Schema.Root().Column(p.Schema.Root().Key)
	if c.Kind == String {
		return p.Root.Columns[k].Text(i)
	}
	return p.Root.Columns[k].Value(i, c).String()
}

// Has tells whether child table c was supplied for account i.
func (c *Children) Has(i int) bool {
	if c.Supplied == nil {
		return c.SuppliedAll
	}
	return c.Supplied[i]
}

// Needs says which columns are asked for, by table and column as in the schema.
// Keys and the columns that decide on visibility are read whether asked for or
// not. The nil Needs asks for all.
type Needs [][]bool

// Has tells whether column c of table t is asked for.
func (n Needs) Has(t, c int) bool { return n == nil || n[t] != nil && n[t][c] }

// Table tells whether table t is asked for: an entry without any column asks for
// its rows alone, a nil entry for nothing.
func (n Needs) Table(t int) bool { return n == nil || n[t] != nil }
