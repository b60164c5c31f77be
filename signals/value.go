package signals

import "github.com/bellwether-cs/bellwether/signals/exact"

// Cause says why a cell has no value. The zero Cause means that it has one.
type Cause uint8

// The causes that lie in the data themselves.
const (
	Present    Cause = iota
	Blank            // the cell is empty
	Unreadable       // outside the column's type, one_of, min or max
	OutOfRange       // a number of 10^15 or more
	NoColumn         // no file has the column
)

var causeTexts = [...]string{"", "blank", "not what its column allows", "out of range", "no such column in the signals"}

// String is the cause as a person reads it.
func (c Cause) String() string { return causeTexts[c] }

// Value is one cell: a kind with its value, or missing with its cause. The zero
// Value is no value at all (Kind NoKind).
type Value struct {
	Kind    Kind
	Missing Cause
	Flag    bool      // Bool
	Micros  int64     // Date, Time: microseconds since 1970-01-01 UTC
	Num     exact.Num // Int, Number, Money
	Text    string    // String
	Minor   uint8     // Money: decimals to print
}
