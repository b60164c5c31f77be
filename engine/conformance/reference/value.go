package reference

import (
	"math/big"
	"strings"
	"time"
)

// Kind is what a value is at run time.
type Kind int

// The kinds; the zero Value is missing.
const (
	Missing Kind = iota
	Bool
	Text
	Num
	Instant
	List
	Rows
)

// Value is one value of the language. Numbers are exact; the static type of
// the expression that gave them says how they publish.
type Value struct {
	Kind  Kind
	Bool  bool
	Text  string
	Num   *big.Rat
	At    time.Time
	Clock bool // a time: shown as one also where it is the first instant of a day
	Items []Value
	Rows  []*row
}

func boolValue(b bool) Value         { return Value{Kind: Bool, Bool: b} }
func textValue(s string) Value       { return Value{Kind: Text, Text: s} }
func numValue(r *big.Rat) Value      { return Value{Kind: Num, Num: r} }
func instantValue(t time.Time) Value { return Value{Kind: Instant, At: t} }

func (v Value) missing() bool { return v.Kind == Missing }

// holds is a value where a yes or no is needed: missing is no.
func (v Value) holds() bool { return v.Kind == Bool && v.Bool }

// text is how a document shows the value; nil is missing.
func (v Value) text() *string {
	var s string
	switch v.Kind {
	case Missing:
		return nil
	case Bool:
		s = "false"
		if v.Bool {
			s = "true"
		}
	case Text:
		s = v.Text
	case Num:
		s = decimalText(v.Num)
	case Instant:
		s = v.At.Format(time.RFC3339Nano)
		if !v.Clock && v.At.Equal(midnight(v.At)) {
			s = v.At.Format("2006-01-02")
		}
	default:
		panic("reference: a table is no single value")
	}
	return &s
}

// compare orders two present values of one kind.
func compare(a, b Value) int {
	switch a.Kind {
	case Text:
		return strings.Compare(a.Text, b.Text)
	case Num:
		return a.Num.Cmp(b.Num)
	case Instant:
		return a.At.Compare(b.At)
	}
	panic("reference: values without an order")
}

func equal(a, b Value) bool {
	if a.Kind == Bool {
		return a.Bool == b.Bool
	}
	return compare(a, b) == 0
}

// Base is a static type, as far as it decides publishing.
type Base int

// The static types.
const (
	NoType Base = iota // of nil
	IntType
	NumberType
	MoneyType
	BoolType
	TextType
	InstantType
	ListType
	RowsType
)

// Type is a static type: of a list with its items', of rows with their table.
type Type struct {
	Base Base
	Elem Base
	Of   *Table
}
