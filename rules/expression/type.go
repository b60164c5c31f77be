package expression

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/signals"
)

// Shape tells a single value from many.
type Shape uint8

// The shapes.
const (
	Scalar Shape = iota
	List         // values of one kind
	Rows         // rows of a child table
)

// Type is the type of an expression. The zero Type is of an expression whose
// error was reported already: it fits everywhere.
type Type struct {
	Shape    Shape
	Kind     signals.Kind // of the value, or of the list's values
	Currency string       // of money, if its column names one
	// Literal: a number made of literals only; beside money it is an amount.
	Literal bool
	// Nil is the type of `nil` alone.
	Nil   bool
	Table int // of rows: index in the schema
}

// Of is the scalar type of a kind.
func Of(k signals.Kind) Type { return Type{Kind: k} }

// Invalid tells a type that is not known because of an error reported before.
func (t Type) Invalid() bool { return t.Shape == Scalar && t.Kind == signals.NoKind && !t.Nil }

// Numeric tells whether t is a single number or amount.
func (t Type) Numeric() bool { return t.Shape == Scalar && t.Kind.Numeric() }

// Is tells whether t is a single value of the kind.
func (t Type) Is(k signals.Kind) bool { return t.Shape == Scalar && t.Kind == k && !t.Nil }

// Item is the type of one value of a list.
func (t Type) Item() Type { return Type{Kind: t.Kind, Currency: t.Currency} }

// Minor is the number of decimals of an amount of the type.
func (t Type) Minor() int { return signals.MinorUnit(t.Currency) }

// String is the type as messages name it.
func (t Type) String() string {
	switch {
	case t.Nil:
		return "nil"
	case t.Shape == Rows:
		return "rows of a table"
	case t.Shape == List:
		return "a list"
	}
	return kindPhrase(t)
}

func kindPhrase(t Type) string {
	switch t.Kind {
	case signals.String:
		return "text"
	case signals.Int:
		return "a whole number"
	case signals.Number:
		return "a number"
	case signals.Money:
		if t.Currency != "" {
			return fmt.Sprintf("money (%s)", t.Currency)
		}
		return "money"
	case signals.Bool:
		return "a yes or no"
	case signals.Date:
		return "a date"
	case signals.Time:
		return "a time"
	}
	return "unknown"
}

// unify finds the type that both a and b have, or can be read as.
func unify(a, b Type) (Type, bool) {
	switch {
	case a.Invalid() || b.Nil:
		return a, true
	case b.Invalid() || a.Nil:
		return b, true
	case a.Shape != Scalar || b.Shape != Scalar:
		return Type{}, false
	case a.Numeric() && b.Numeric():
		return unifyNumbers(a, b)
	case a.Kind == b.Kind:
		return a, true
	case a.Kind.Temporal() && b.Kind.Temporal():
		return Of(signals.Time), true
	}
	return Type{}, false
}

func unifyNumbers(a, b Type) (Type, bool) {
	am, bm := a.Kind == signals.Money, b.Kind == signals.Money
	switch {
	case am && bm:
		if a.Currency != b.Currency {
			return Type{}, false
		}
		return a, true
	case am:
		return a, b.Literal
	case bm:
		return b, a.Literal
	}
	t := Type{Kind: signals.Number, Literal: a.Literal && b.Literal}
	if a.Kind == signals.Int && b.Kind == signals.Int {
		t.Kind = signals.Int
	}
	return t, true
}
