package signals

import (
	"math"
	"slices"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// columnBuilder fills one column row by row. Every read or append adds exactly
// one row, so that a row refused halfway is taken back by truncating all columns
// of its table. Not safe for concurrent use.
type columnBuilder struct {
	decl    *Column
	blank   []string // of the table
	oneOf   []Value  // nil if any value is allowed
	minor   uint8    // decimals of money
	bounded bool     // one_of, min or max restrict numbers
	// distinct: no text comes twice (keys of accounts), so texts are not looked up.
	distinct bool
	vec      *Vector
	dict     dictionary
	// scales are, by row, the decimals of numbers, until they are handed over at
	// one scale. Amounts are at their minor unit from the first.
	scales []uint8
	// notes are of the first rows, as many as noted.
	notes columnNotes
	noted int
	// memory, if not nil, gives the memory of vectors.
	memory *blockMemory
	// keeps: the dictionary stays from block to block.
	keeps bool
}

// columnNotes are what is to be known of the rows of a column, should it have been
// seen while they were read.
type columnNotes struct {
	low, high int64 // of Ints
	causes    Cause // of all rows, as bits
}

func newColumnNotes() columnNotes { return columnNotes{low: math.MaxInt64, high: math.MinInt64} }

// add adds rows to the notes.
func (n *columnNotes) add(ints []int64, missing []Cause) {
	for _, value := range ints {
		n.low, n.high = min(n.low, value), max(n.high, value)
	}
	for _, cause := range missing {
		n.causes |= cause
	}
}

func newColumnBuilder(decl *Column, blank []string) *columnBuilder {
	c := &columnBuilder{decl: decl, blank: blank, minor: uint8(decl.Minor())}
	c.start(0)
	for _, text := range decl.OneOf {
		// The loader has checked one_of against the type; a value it could not
		// read cannot be matched by any cell either.
		if v, err := parseFree(decl, text); err == nil {
			c.oneOf = append(c.oneOf, v)
		}
	}
	if len(decl.OneOf) > 0 && c.oneOf == nil {
		c.oneOf = []Value{}
	}
	c.bounded = c.oneOf != nil || !decl.Min.IsMissing() || !decl.Max.IsMissing()
	return c
}

// start begins a new vector with room for so many rows.
func (c *columnBuilder) start(rows int) {
	c.vec = &Vector{Kind: c.decl.Kind}
	c.notes, c.noted = newColumnNotes(), 0
	c.memory.lend(c.vec, rows)
	if c.decl.Kind == String {
		if !c.keeps || c.dict.len() > mostKept {
			c.dict.reset()
		}
		return
	}
	c.scales = c.scales[:0]
	if c.decl.Kind == Money {
		c.vec.Scale = c.minor
	}
}

// mostKept is how many texts a dictionary may have to stay for the next block.
const mostKept = 256

// take hands over the vector that was filled and begins a new one, with room for
// as many rows, up to the length of a block.
func (c *columnBuilder) take() *Vector {
	const most = 8192
	v := c.vec
	if c.decl.Kind == String {
		v.Dict = c.dict.strings()
	}
	if c.decl.Kind == Number {
		v.align(c.scales)
	}
	c.notes.add(v.Ints[min(c.noted, len(v.Ints)):], v.Missing[c.noted:])
	v.AnyMissing = c.notes.causes != 0
	if len(v.Ints) > 0 {
		v.Low, v.High = c.notes.low, c.notes.high
	}
	c.start(min(v.Len(), most))
	return v
}

// note takes note of rows from i on, if all before them were.
func (c *columnBuilder) note(i, rows int, notes columnNotes) {
	if c.noted != i {
		return
	}
	c.noted = i + rows
	c.notes.low, c.notes.high = min(c.notes.low, notes.low), max(c.notes.high, notes.high)
	c.notes.causes |= notes.causes
}

func (c *columnBuilder) len() int { return len(c.vec.Missing) }

func (c *columnBuilder) appendMissing(cause Cause) {
	if c.decl.Kind == String {
		// The code of a missing text is never looked at.
		c.vec.Codes = append(c.vec.Codes, 0)
		c.vec.Missing = append(c.vec.Missing, cause)
		return
	}
	c.appendDecimal(0, 0)
	c.vec.Missing[c.len()-1] = cause
}

func (c *columnBuilder) appendInt(i int64) {
	c.vec.Ints = append(c.vec.Ints, i)
	c.vec.Missing = append(c.vec.Missing, Present)
}

// appendDecimal appends a number; an amount is at the column's minor unit.
func (c *columnBuilder) appendDecimal(mantissa int64, scale uint8) {
	if c.decl.Kind == Number {
		c.scales = append(c.scales, scale)
	}
	c.appendInt(mantissa)
}

func (c *columnBuilder) appendString(text []byte) {
	var code uint32
	if c.distinct {
		code = c.dict.add(text)
	} else {
		code, _ = c.dict.intern(text)
	}
	c.vec.Codes = append(c.vec.Codes, code)
	c.vec.Missing = append(c.vec.Missing, Present)
}

// appendNum appends a number that has been published as the column's kind.
func (c *columnBuilder) appendNum(n exact.Num) {
	if i, ok := n.Int64(); ok && c.decl.Kind == Int {
		c.appendInt(i)
		return
	}
	var digits [64]byte
	mantissa, scale, ok := parseShortDecimal(n.AppendDecimal(digits[:0], 30))
	if ok && c.decl.Kind == Money {
		mantissa, ok = rescale(mantissa, scale, c.minor)
		scale = c.minor
	}
	if !ok {
		c.vec.widen(c.len(), n)
		mantissa, scale = 0, 0
	}
	c.appendDecimal(mantissa, scale)
}

// appendValue appends a value of the column's kind as it is.
func (c *columnBuilder) appendValue(v Value) {
	switch kind := c.decl.Kind; {
	case v.Missing != Present:
		c.appendMissing(v.Missing)
	case kind == String:
		c.appendString([]byte(v.Text))
	case kind.Numeric():
		c.appendNum(v.Num)
	case kind == Bool:
		bit := int64(0)
		if v.Flag {
			bit = 1
		}
		c.appendInt(bit)
	default:
		c.appendInt(v.Micros)
	}
}

// appendText writes the text of row i as keys are compared: a string as it is,
// everything else in its one canonical spelling. false where the cell is missing.
func (c *columnBuilder) appendText(b []byte, i int) ([]byte, bool) {
	switch {
	case c.vec.Missing[i] != Present:
		return b, false
	case c.decl.Kind == String:
		return append(b, c.dict.text(c.vec.Codes[i])...), true
	}
	return c.value(i).append(b), true
}

// value is the value of row i, which is not missing and no text, while the column
// is filled.
func (c *columnBuilder) value(i int) Value {
	if c.decl.Kind != Number {
		return c.vec.Value(i, c.decl)
	}
	n, ok := c.vec.Wide[i]
	if !ok {
		n = exact.Decimal(c.vec.Ints[i], c.scales[i])
	}
	return Value{Kind: Number, Num: n}
}

// grow makes room for so many rows more.
func (c *columnBuilder) grow(rows int) {
	v := c.vec
	v.Missing = slices.Grow(v.Missing, rows)
	if c.decl.Kind == String {
		v.Codes = slices.Grow(v.Codes, rows)
		return
	}
	v.Ints = slices.Grow(v.Ints, rows)
	if c.decl.Kind == Number {
		c.scales = slices.Grow(c.scales, rows)
	}
}

// setLen sets the number of rows within what there is room for; those beyond the
// rows that were appended are to be written before anything else looks at them.
func (c *columnBuilder) setLen(rows int) {
	v := c.vec
	v.Missing = v.Missing[:rows]
	if c.decl.Kind == String {
		v.Codes = v.Codes[:rows]
		return
	}
	v.Ints = v.Ints[:rows]
	if c.decl.Kind == Number {
		c.scales = c.scales[:rows]
	}
}

// setMissing makes row i missing.
func (c *columnBuilder) setMissing(i int, cause Cause) {
	v := c.vec
	v.Missing[i] = cause
	if c.decl.Kind == String {
		v.Codes[i] = 0
		return
	}
	v.Ints[i] = 0
	if c.decl.Kind == Number {
		c.scales[i] = 0
	}
}

// truncate forgets all rows from n on.
func (c *columnBuilder) truncate(n int) {
	v := c.vec
	if n >= len(v.Missing) {
		return
	}
	if n < c.noted {
		c.notes, c.noted = newColumnNotes(), 0
	}
	if c.distinct && c.decl.Kind == String {
		kept := 0
		for i := n - 1; i >= 0; i-- {
			if v.Missing[i] == Present {
				kept = int(v.Codes[i]) + 1
				break
			}
		}
		c.dict.truncate(kept)
	}
	if v.Wide != nil {
		for row := n; row < len(v.Missing); row++ {
			delete(v.Wide, row)
		}
	}
	v.Missing = v.Missing[:n]
	if c.decl.Kind == String {
		v.Codes = v.Codes[:n]
		return
	}
	v.Ints = v.Ints[:n]
	if c.decl.Kind == Number {
		c.scales = c.scales[:n]
	}
}

// moveLast puts the last row in the place of row i.
func (c *columnBuilder) moveLast(i int) {
	v, last := c.vec, c.len()-1
	v.Missing[i] = v.Missing[last]
	if c.decl.Kind == String {
		v.Codes[i] = v.Codes[last]
	} else {
		v.Ints[i] = v.Ints[last]
	}
	if c.decl.Kind == Number {
		c.scales[i] = c.scales[last]
	}
	if v.Wide != nil {
		delete(v.Wide, i)
		if n, ok := v.Wide[last]; ok {
			v.Wide[i] = n
		}
	}
	c.truncate(last)
}

// reorder keeps the rows from `from` on that order names, in that order; order
// counts from `from`.
func (c *columnBuilder) reorder(from int, order []int32) {
	v := c.vec
	v.Missing = reorder(v.Missing, from, order)
	if c.decl.Kind == String {
		v.Codes = reorder(v.Codes, from, order)
		return
	}
	v.Ints = reorder(v.Ints, from, order)
	if c.decl.Kind == Number {
		c.scales = reorder(c.scales, from, order)
	}
	if len(v.Wide) == 0 {
		return
	}
	moved := make(map[int]exact.Num, len(v.Wide))
	for row, n := range v.Wide {
		if row < from {
			moved[row] = n
		}
	}
	for to, row := range order {
		if n, ok := v.Wide[from+int(row)]; ok {
			moved[from+to] = n
		}
	}
	v.Wide = moved
}

func reorder[T any](all []T, from int, order []int32) []T {
	before := slices.Clone(all[from:])
	all = all[:from+len(order)]
	for to, row := range order {
		all[from+to] = before[row]
	}
	return all
}
