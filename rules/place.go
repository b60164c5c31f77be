package rules

import "fmt"

// Place is where in the rule files something stands. Line and Column count from
// 1, columns in characters. Length is the number of characters meant, 0 if unknown.
type Place struct {
	File         string
	Line, Column int
	Length       int
}

// IsZero tells whether the place is not known.
func (p Place) IsZero() bool { return p.File == "" && p.Line == 0 }

// String is the place as file:line:column, as far as it is known.
func (p Place) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}
