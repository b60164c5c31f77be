package rules

import (
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Set is a rule set as it was written: structure and literals are checked,
// names and types are not (see rules/check). Slices stand in written order, files
// in path order. Read-only once loaded.
type Set struct {
	Files      []File
	Signals    Signals
	Metrics    []*Metric
	Segments   Segments
	Scorecards []*Scorecard
	Flags      []*Flag
	Functions  []*Function
	Peers      Peers
	// Later holds the sections that are kept for later versions of the program
	// (revenue, rollups, experiments), in canonical text, for the digest.
	Later []Later
	// Warnings are the findings of the loader that do not keep the set from being
	// used, sorted by place.
	Warnings []Diagnostic
}

// Later is a section of the language that this version reads but does not use.
type Later struct {
	Name      string
	Place     Place
	Canonical string
}

// Signals is the declared schema with the places and freshness rules of its parts.
type Signals struct {
	Schema *signals.Schema
	Tables []TableDeclaration // as in Schema.Tables
}

// TableDeclaration says where a table and its columns were declared.
type TableDeclaration struct {
	Place   Place
	Columns []ColumnDeclaration // as in Table.Columns
}

// ColumnDeclaration is what a column says beyond its type.
type ColumnDeclaration struct {
	Place       Place
	Description string
	// FreshFor bounds the age of the value counted from Column.At: a Duration, or
	// an expression of `value` that gives one; nil if the value does not age.
	FreshFor *Freshness
}

// Freshness is how long a value stays fresh: Fixed, or else by Expression.
type Freshness struct {
	Fixed      signals.Duration // the zero Duration if Expression says it
	Expression *Expression
}

// Expression is the text of an expression, with the place of each character.
type Expression struct {
	Text string
	// Places holds the place of each character of Text and of its end. Nil: the
	// text stands on one line from Place on.
	Places []Place
	Place  Place
}

// At is the place of the characters from..to (counted in runes) of the expression.
func (e *Expression) At(from, to int) Place {
	at := e.Place
	if e.Places == nil {
		at.Column += from
	} else {
		at = e.Places[min(from, len(e.Places)-1)]
		// A character may be written as several: an escape, a quote within quotes.
		if behind := e.Places[min(to, len(e.Places)-1)]; to > from && behind.Line == at.Line && behind.Column > at.Column {
			at.Length = behind.Column - at.Column
			return at
		}
	}
	at.Length = max(1, to-from)
	return at
}

// Literal is a number written in the rules.
type Literal struct {
	Value exact.Num
	Place Place
}

// Name is a reference to something by its name.
type Name struct {
	Text  string
	Place Place
}

// Metric is a named expression of an account.
type Metric struct {
	Name        string
	Place       Place
	Expr        *Expression
	Unit        string
	Round       *int // decimals of the published value; nil = as numbers are published
	Description string
}

// Segments sorts accounts: by conditions of which the first that holds wins, or
// by the value of one expression.
type Segments struct {
	Place Place
	By    *Expression
	List  []*Segment
}

// Segment is one named condition.
type Segment struct {
	Name  string
	Place Place
	When  *Expression
}

// Flag is a yes or no of an account, on top of its scores.
type Flag struct {
	Name  string
	Place Place
	When  *Expression
}

// Function is a function written in the rules; it is inlined where it is called.
type Function struct {
	Name  string
	Place Place
	Args  []Name
	Expr  *Expression
}

// Peers says whom an account is compared with: the accounts that agree with it
// in By. Each name is `segment`, a column or a metric.
type Peers struct {
	Place Place
	By    []Name // the default, `segment`, if Set is false
	Set   bool
}
