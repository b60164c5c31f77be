package signals

import (
	"errors"
	"fmt"
	"time"

	"github.com/bellwether-cs/bellwether/signals/internal/jsontext"
)

// Builder assembles portfolios from rows. A row that breaks its declaration is
// left out and reported, and never costs another row. Not safe for concurrent
// use; the portfolios it hands over are.
//
// Child rows come nested in their accounts, or from files of their own (see
// [Builder.Input]), which are read before the first account.
type Builder struct {
	// Strict makes every row that is left out an error, a [*RefusedError]; the
	// builder should then not be used further. To be set before the first row.
	Strict bool
	// Notice, if set, is told what a person should know and is no problem: for
	// instance which fields are ignored.
	Notice func(string)
	// Spill, if set, opens memory for what is to be kept of keys when there are
	// some hundred thousand accounts or more, so that the builder's own memory does
	// not grow with their number. If it fails, memory has to do. To be set before the
	// first row; see [Builder.Close].
	Spill func() (Spill, error)

	schema *Schema
	asOf   AsOf
	needs  Needs
	report func(Problem)
	tables []*table
	// maxDepth is how deep lists and objects may be nested in an object given.
	maxDepth int

	sealed   bool
	quiet    bool // another pass: everything was reported in the first
	accounts accounts
	// batch, of a decoder: what it reads now.
	batch *Batch
}

// NewBuilder prepares the building of portfolios of a schema as of an instant,
// now if asOf is zero, with the columns that are needed. report is told each
// problem as it is found; nil drops them. The schema is to be sound: parents stand
// before their children, and the columns that tables name as keys and times exist.
func NewBuilder(schema *Schema, asOf AsOf, needs Needs, report func(Problem)) *Builder {
	if asOf.IsZero() {
		asOf = AsOfTime(time.Now())
	}
	if report == nil {
		report = func(Problem) {}
	}
	b := &Builder{schema: schema, asOf: asOf, needs: needs, report: report, tables: newTables(schema, needs)}
	connect(b.tables)
	b.accounts.index = newKeyIndex(func() (Spill, error) {
		if b.Spill == nil {
			return nil, errNoSpill
		}
		return b.Spill()
	})
	b.accounts.start(b.tables[0])
	// An account's object, and a list and an object for each level of tables below
	// it. Two more levels are for what is not declared.
	b.maxDepth = 1 + 2
	for _, t := range b.tables {
		depth := 1 + 2
		for up := t.parent; up != nil; up = up.parent {
			depth += 2
		}
		b.maxDepth = max(b.maxDepth, depth)
	}
	return b
}

// AddJSON adds one account given as a JSON object, with the rows of child tables
// nested as lists under the names of their tables. A [*RefusedError] says that
// the account was left out; the builder can be used further.
func (b *Builder) AddJSON(object []byte) error { return b.addAccountObject(nil, 0, object) }

// AddMap adds one account given as a map, with the rows of child tables nested as
// []map[string]any or []any of such. Cells are strings, numbers of any Go type, a
// float64 being its shortest decimal, json.Number, bool, time.Time,
// decimal.Decimal, *big.Rat, types declared on or pointing to these, or nil for a
// blank. A [*RefusedError] says that the account was left out; the builder can be
// used further.
func (b *Builder) AddMap(object map[string]any) error { return b.addAccountObject(nil, 0, object) }

// Len is the number of accounts that the next call of [Builder.Portfolio] hands
// over.
func (b *Builder) Len() int { return b.tables[0].rows }

// Portfolio hands over the accounts that were added since the last call, and
// begins a new block. Child tables from files of their own are shared by all
// blocks. With Table.History an account may only be completed within one block.
func (b *Builder) Portfolio() *Portfolio {
	b.seal()
	b.accounts.settle(b.tables)
	p := &Portfolio{Schema: b.schema, AsOf: b.asOf}
	n := b.tables[0].rows
	var none []Span
	if len(b.tables) > 1 {
		none = make([]Span, n)
	}
	for _, t := range b.tables[1:] {
		p.Children = append(p.Children, t.take(none, b.accounts.asked))
	}
	p.Root = b.tables[0].takeRows()
	b.accounts.nextBlock(n)
	return p
}

// Rewind forgets all accounts and keeps the child tables that came from files,
// for another pass over the same accounts. That pass reports and counts nothing
// again.
func (b *Builder) Rewind() {
	b.seal()
	b.Portfolio()
	b.Close() // what was kept is not looked at again
	b.accounts.start(b.tables[0])
	b.quiet = true
}

// Close forgets the keys of the accounts and gives the spill back, if one was
// opened. The builder can be used further after [Builder.Rewind].
func (b *Builder) Close() error { return b.accounts.index.close() }

var errNoSpill = errors.New("there is no spill")

// Summary counts what was read. Orphans are counted in full once all accounts
// have been added.
func (b *Builder) Summary() Summary {
	var s Summary
	for i, t := range b.tables {
		one := t.summary
		if i > 0 {
			one.Orphans = t.orphans()
		}
		if one.Rows > 0 || one.File != "" {
			s.Tables = append(s.Tables, one)
		}
	}
	return s
}

// seal puts the child rows that came from files in order, once, before the first
// account is looked up in them.
func (b *Builder) seal() {
	if b.sealed {
		return
	}
	b.sealed = true
	for _, t := range b.tables[1:] {
		t.seal()
	}
}

func (b *Builder) notice(text string) {
	if b.Notice != nil && !b.quiet {
		b.Notice(text)
	}
}

// count adds to a counter of the summary, in the first pass.
func (b *Builder) count(counter *int, n int) {
	if !b.quiet {
		*counter += n
	}
}

// problem describes a finding about the row at hand of a table.
func (b *Builder) problem(t *table, r *row, message string, refused bool) Problem {
	p := Problem{Table: t.decl.Name, Key: string(t.texts[t.key]), Message: message, Refused: refused, Line: r.line}
	if r.input != nil {
		p.File = r.input.file
	}
	return p
}

func (b *Builder) tell(p Problem) {
	if !b.quiet {
		b.report(p)
	}
}

// refuse leaves the row at hand out.
func (b *Builder) refuse(t *table, p Problem) error {
	b.count(&t.summary.Refused, 1)
	b.tell(p)
	return &RefusedError{Problem: p}
}

// settle reports the faults of the row at hand; the error means that they cost
// the row.
func (b *Builder) settle(t *table, r *row) error {
	var refused error
	for _, f := range t.faults {
		p := b.problem(t, r, f.message, f.refuse)
		p.Cell = t.decl.Columns[f.column].Name
		if f.refuse && refused == nil {
			refused = b.refuse(t, p)
		} else {
			b.tell(p)
		}
	}
	if refused == nil {
		b.count(&t.summary.Unreadable, len(t.faults))
	}
	return refused
}

// unlessStrict forgives a row that was left out.
func (b *Builder) unlessStrict(err error) error {
	if err == nil || b.Strict {
		return err // the common case, without an allocation for As
	}
	var refused *RefusedError
	if errors.As(err, &refused) {
		return nil
	}
	return err
}

// scanProblem describes why an object could not be read as a row.
func (b *Builder) scanProblem(t *table, r *row, object any, err error) Problem {
	clear(t.texts)
	p := b.problem(t, r, err.Error(), true)
	p.Key = string(trim(t.fields.cells[t.key].text)) // if it was read before the fault
	var syntax *jsontext.SyntaxError
	if raw, ok := object.([]byte); ok && errors.As(err, &syntax) {
		p.Message = "not JSON: " + p.Message
		line, column := position(raw, syntax.Offset)
		if r.line > 0 {
			p.Line += line
		} else {
			p.Message += fmt.Sprintf(" (line %d, column %d)", line+1, column)
		}
		p.Column = column
	}
	return p
}

// position counts the lines before an offset, and its column from 1.
func position(raw []byte, offset int) (line, column int) {
	column = 1
	for _, b := range raw[:min(offset, len(raw))] {
		column++
		if b == '\n' {
			line, column = line+1, 1
		}
	}
	return line, column
}
