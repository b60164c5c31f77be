package signals

import "github.com/bellwether-cs/bellwether/signals/exact"

// Kind is the kind of a column's values.
type Kind uint8

// The kinds of the rule language.
const (
	NoKind Kind = iota
	String
	Int    // whole numbers, exact to 2^53
	Number // decimals, published: see exact.Num.Publish
	Money  // amounts, with the minor unit of their currency
	Bool
	Date // a UTC day, held as its first instant
	Time // an instant
)

var kindNames = [...]string{"", "string", "int", "number", "money", "bool", "date", "time"}

// String is the kind's name in the rule language.
func (k Kind) String() string { return kindNames[k] }

// Numeric tells whether values of the kind are held as exact numbers.
func (k Kind) Numeric() bool { return k == Int || k == Number || k == Money }

// Temporal tells whether values of the kind are instants.
func (k Kind) Temporal() bool { return k == Date || k == Time }

// Schema is what a rule set declares to be known. Tables[0] is the root table,
// one row an account; parents stand before their children. Immutable once
// loaded.
type Schema struct {
	Tables []*Table
}

// Table declares one table.
type Table struct {
	Name string
	// Parent is the table whose rows this one's rows belong to; empty for the root.
	Parent string
	// Key names the column with an account's key (root), or the column that holds
	// the parent's key (child).
	Key string
	// ParentKey names the column of the parent that Key refers to.
	ParentKey string
	// Time names the column from which on a row counts; empty if rows always count.
	Time string
	// Until names the column that ends a row's activity; it never hides a row.
	Until string
	// History: the root table holds several rows a key, of which the latest counts.
	History bool
	// Blank are the spellings of a missing cell, beside the empty one.
	Blank   []string
	Columns []*Column
}

// Column declares one column of a table.
type Column struct {
	Name string
	// Source is the column's name in files; equal to Name unless declared.
	Source   string
	Kind     Kind
	Currency string // ISO 4217, for Money; empty = two decimals, no currency named
	Optional bool
	OneOf    []string // spelled as in the rules; empty = any value
	Min, Max exact.Num
	Default  Value // stands in for a blank cell; Value{} if none
	// At names the column that says when the value was observed.
	At string
	// KnownAt names the column that says when the value became known.
	KnownAt string
}

// Root is the table of accounts, nil for a schema that is still empty.
func (s *Schema) Root() *Table {
	if len(s.Tables) == 0 {
		return nil
	}
	return s.Tables[0]
}

// Table finds a table and its index by name; nil and -1 if there is none.
func (s *Schema) Table(name string) (*Table, int) {
	for i, t := range s.Tables {
		if t.Name == name {
			return t, i
		}
	}
	return nil, -1
}

// Column finds a column and its index by name; nil and -1 if there is none.
func (t *Table) Column(name string) (*Column, int) {
	for i, c := range t.Columns {
		if c.Name == name {
			return c, i
		}
	}
	return nil, -1
}

// Minor is the number of decimals of the column's money.
func (c *Column) Minor() int { return MinorUnit(c.Currency) }
