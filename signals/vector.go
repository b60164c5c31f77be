package signals

import "github.com/bellwether-cs/bellwether/signals/exact"

// Vector is one column of values in memory. Which slices are filled depends on
// the kind: Ints for Int, Date and Time (microseconds) and Bool (0, 1);
// Ints with Scales for Number and Money (the value is Ints[i] / 10^Scales[i]);
// Codes into Dict for String. A vector is read-only once built, and safe to
// share.
type Vector struct {
	Kind    Kind
	Missing []Cause // by row; Present where there is a value
	Ints    []int64
	Scales  []uint8
	Wide    map[int]exact.Num // numbers whose digits do not fit Ints, by row
	Codes   []uint32
	Dict    []string
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
	return exact.Decimal(v.Ints[i], v.Scales[i])
}

// Text is the text at row i; empty where the cell is missing.
func (v *Vector) Text(i int) string {
	if v.Missing[i] != Present {
		return ""
	}
	return v.Dict[v.Codes[i]]
}
