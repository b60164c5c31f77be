package signals

import (
	"encoding/binary"
	"math/bits"
)

// columns reads the rows of an even stretch column by column, which is faster than
// row by row as long as nothing is out of order. The first stands on line, and goes
// to row i; false means that at least one is not plain, and none of them counts.
func (p *plainRows) columns(text []byte, line, rows, i int) bool {
	cells := evenCells{text: text, stops: p.scan.stops[:1+rows*p.in.width], width: p.in.width, rows: rows}
	if int(cells.stops[len(cells.stops)-1]) > len(text)-3*wordBytes {
		return false // words would go beyond the text
	}
	for n := range p.fields {
		f := &p.fields[n]
		ok := false
		switch f.kind {
		case plainInt:
			ok = f.intColumn(&cells, i)
		case plainText:
			ok = f.textColumn(&cells, i)
		case plainKey:
			ok = f.keyColumn(&cells, i, p.in.builder, line)
		default:
			ok = f.anyColumn(&cells, i)
		}
		if !ok {
			return false
		}
	}
	return true
}

// evenCells are the cells of an even stretch.
type evenCells struct {
	text        []byte
	stops       []uint32 // as in scan
	width, rows int
}

// bounds is where the cell of a field and row stands.
func (cells *evenCells) bounds(index, row int) (from, to int) {
	at := row*cells.width + index
	return int(cells.stops[at] + 1), int(cells.stops[at+1])
}

// intColumn reads the cells of a column of ints.
func (f *plainField) intColumn(cells *evenCells, i int) bool {
	ints, missing := f.ints[i:i+cells.rows], f.missing[i:i+cells.rows]
	notes := newColumnNotes()
	for row := 0; ; row++ {
		row += cells.ints(f.index, row, f.blank, ints, missing, &notes)
		if row == cells.rows {
			break
		}
		from, to := cells.bounds(f.index, row)
		if !f.one(cells.text, from, to, i+row) {
			return false
		}
		notes.add(ints[row:row+1], missing[row:row+1])
	}
	if (notes.low < f.low[0] || notes.high > f.high[0]) && !f.within(ints, missing) {
		return false
	}
	f.column.note(i, cells.rows, notes)
	return true
}

// within tells whether all ints that are there have a magnitude that is allowed.
func (f *plainField) within(ints []int64, missing []Cause) bool {
	for row, value := range ints {
		if missing[row] == Present && (value < f.low[0] || value > f.high[0]) {
			return false
		}
	}
	return true
}

// blankCauses are the causes of cells that may be blank, by their length.
var blankCauses = [1 + wordBytes]Cause{0: Blank}

// ints reads the cells of a field from a row on, up to one that has more than
// eight digits, or anything else. It gives their number.
func (cells *evenCells) ints(index, row int, blank bool, ints []int64, missing []Cause, notes *columnNotes) int {
	text, stops, width := cells.text, cells.stops, cells.width
	place := row*width + index
	ints = ints[row:]
	missing = missing[row:][:len(ints)]
	fewest := 1
	if blank {
		fewest = 0
	}
	low, high, causes := notes.low, notes.high, notes.causes
	n := 0
	for n < len(ints) {
		from := int(stops[place] + 1)
		length := int(stops[place+1]) - from
		if length < fewest || length > wordBytes {
			break
		}
		digits, ok := digitsOf(word(text, from), length)
		if !ok {
			break
		}
		value, cause := joined(digits), blankCauses[length]
		ints[n], missing[n] = value, cause
		low, high, causes = min(low, value), max(high, value), causes|cause
		place += width
		n++
	}
	notes.low, notes.high, notes.causes = low, high, causes
	return n
}

// textColumn reads the cells of a column of texts.
func (f *plainField) textColumn(cells *evenCells, i int) bool {
	text, stops := cells.text, cells.stops
	codes := f.codes[i : i+cells.rows]
	missing := f.missing[i : i+cells.rows][:len(codes)]
	notes := newColumnNotes()
	place := f.index
	for row := range codes {
		from, to := int(stops[place]+1), int(stops[place+1])
		place += cells.width
		if w0, w1, ok := words(text, from, to); ok {
			if slot := f.recent.slot(w0, w1, to-from); slot.is(w0, w1, to-from) {
				codes[row], missing[row] = slot.code, Present
				continue
			}
		}
		if !f.one(text, from, to, i+row) {
			return false
		}
		notes.causes |= missing[row]
	}
	f.column.note(i, len(codes), notes)
	return true
}

// keyColumn reads the cells of the column of keys, and makes the records that tell
// whether they were there before. The first stands on line. Nothing is noted unless
// all of them are plain.
func (f *plainField) keyColumn(cells *evenCells, i int, b *Builder, line int) bool {
	c, batch := f.column, b.batch
	batch.hashKeys(c, i, &b.accounts.index.seeds)
	top, short := batch.greatest(c)
	if !short || len(c.blank) > 0 {
		return f.anyColumn(cells, i) // the records are made later
	}
	text, stops := cells.text, cells.stops
	codes := f.codes[i : i+cells.rows]
	missing := f.missing[i : i+cells.rows][:len(codes)]
	c.dict.reserve(cells.rows * mostPlainText)
	buf, ends, keys, seeds := c.dict.buf, c.dict.ends, batch.keys, &b.accounts.index.seeds
	ascending, topRow := batch.ascending, batch.topRow
	place := f.index
	for row := range codes {
		from, to := int(stops[place]+1), int(stops[place+1])
		place += cells.width
		w0, w1, ok := words(text, from, to)
		if !ok {
			return false
		}
		if key := newShortText(w0, w1, to-from); top.less(key) {
			top, topRow = key, i+row
		} else {
			ascending = false
		}
		// Words are copied as a whole; what is too much of them is written over by the
		// next.
		begin := len(buf)
		space := buf[begin : begin+mostPlainText]
		binary.LittleEndian.PutUint64(space, w0)
		binary.LittleEndian.PutUint64(space[wordBytes:], w1)
		buf = buf[:begin+to-from]
		codes[row], missing[row] = uint32(len(ends)), Present
		ends = append(ends, len(buf))
		keys = append(keys, seeds.shortRecord(w0, w1, to-from, line+row))
	}
	c.dict.buf, c.dict.ends, batch.keys = buf, ends, keys
	batch.ascending, batch.topRow = ascending, topRow
	c.note(i, len(codes), newColumnNotes())
	return true
}

// shortText is a text of up to sixteen bytes, as words that compare as texts do.
type shortText struct {
	w0, w1 uint64
	length int
}

// newShortText makes one of words as they were loaded, with noughts behind it.
func newShortText(w0, w1 uint64, length int) shortText {
	return shortText{bits.ReverseBytes64(w0), bits.ReverseBytes64(w1), length}
}

func (t shortText) less(other shortText) bool {
	switch {
	case t.w0 != other.w0:
		return t.w0 < other.w0
	case t.w1 != other.w1:
		return t.w1 < other.w1
	}
	return t.length < other.length // one has noughts of its own
}

// anyColumn reads the cells of any other column.
func (f *plainField) anyColumn(cells *evenCells, i int) bool {
	for row := range cells.rows {
		from, to := cells.bounds(f.index, row)
		if !f.one(cells.text, from, to, i+row) {
			return false
		}
	}
	return true
}

// one reads one cell.
func (f *plainField) one(text []byte, from, to, i int) bool {
	if from == to && f.blank {
		f.setBlank(i)
		return true
	}
	return f.cell(text, from, to, i) || f.other(text[from:to], i)
}
