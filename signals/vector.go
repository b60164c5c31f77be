package signals

import "github.com/bellwether-cs/bellwether/signals/exact"

// Vector is one column of values in memory. Which slices are filled depends on
// the kind: Ints for Int, Date and Time (microseconds) and Bool (0, 1), and with
// Scale for Number and Money; Codes into Dict for String. A vector is read-only
// once built, and safe to share.
type Vector struct {
	Kind    Kind
	Missing []Cause // by row; Present where there is a value
	// Ints holds 0 where the row is missing or stands in Wide. For Number and
	// Money the value is Ints[i] / 10^Scale, and |Ints[i]| < 2^62.
	Ints []int64
	// Scale is the number of decimals of all Ints: for Money that of the currency's
	// minor unit, for Number the least that loses nothing, for the other kinds 0.
	Scale uint8
	// Low and High bound Ints: Low <= Ints[i] <= High for all rows, those that are
	// missing or wide included with their 0. A slice has the bounds of the whole,
	// and a vector without rows or without Ints has 0 and 0.
	Low, High int64
	// AnyMissing is true if a row is missing. It may be true for a slice in which
	// none is; it is never false if one is.
	AnyMissing bool
	// Wide holds, by row, the numbers that Ints cannot hold at Scale. Where most
	// numbers have few decimals or many digits, a few with many decimals stand here
	// rather than that all the others do.
	Wide  map[int]exact.Num
	Codes []uint32
	Dict  []string
}

// Len is the number of rows.
func (v *Vector) Len() int { return len(v.Missing) }

// Num is the number at row i, missing where the cell is.
func (v *Vector) Num(i int) exact.Num {
	if v.Missing[i] != Present {
		return exact.Num{}
	}
	if v.Kind == Int {
		return exact.Int(v.Ints[i])
	}
	if v.Wide != nil {
		if n, ok := v.Wide[i]; ok {
			return n
		}
	}
	return exact.Decimal(v.Ints[i], v.Scale)
}

// Text is the text at row i; empty where the cell is missing.
func (v *Vector) Text(i int) string {
	if v.Missing[i] != Present {
		return ""
	}
	return v.Dict[v.Codes[i]]
}

// bound sets Low and High.
func (v *Vector) bound() {
	v.Low, v.High = 0, 0
	if len(v.Ints) == 0 {
		return
	}
	low, high := v.Ints[0], v.Ints[0]
	for _, n := range v.Ints {
		low, high = min(low, n), max(high, n)
	}
	v.Low, v.High = low, high
}
