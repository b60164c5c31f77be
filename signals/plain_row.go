package signals

import (
	"bytes"
	"encoding/binary"
)

// row reads a row into row i of the columns. The line begins at text[at], and
// stops are where its fields end. false means that the line is not plain.
func (p *plainRows) row(text []byte, at int, stops []uint32, i int) bool {
	if len(stops) != p.in.width {
		return false
	}
	if last := stops[len(stops)-1]; int(last) > at && text[last-1] == '\r' {
		stops[len(stops)-1]--
	}
	if int(stops[len(stops)-1]) > len(text)-3*wordBytes {
		return false // words would go beyond the text
	}
	for n := range p.fields {
		f := &p.fields[n]
		from := at
		if f.index > 0 {
			from = int(stops[f.index-1]) + 1
		}
		to := int(stops[f.index])
		length := to - from
		if f.kind == plainInt && uint(length-1) < wordBytes {
			// By far the most frequent: up to eight digits.
			w := word(text, from)
			value := digitsValue(w, length)
			if allDigits(w, length) && f.low[0] <= value && value <= f.high[0] {
				f.ints[i], f.missing[i] = value, Present
				continue
			}
		}
		if !f.one(text, from, to, i) {
			return false
		}
	}
	return true
}

// alone reads a cell that does not stand in a text into row i.
func (p *plainRows) alone(f *plainField, cell []byte, i int) bool {
	if len(cell) == 0 && f.blank {
		f.setBlank(i)
		return true
	}
	if len(cell) <= mostPlainText {
		copy(p.cell[:], cell)
		if f.cell(p.cell[:], 0, len(cell), i) {
			return true
		}
	}
	return f.other(cell, i)
}

// setBlank makes row i missing.
func (f *plainField) setBlank(i int) {
	f.missing[i] = Blank
	if f.codes != nil {
		f.codes[i] = 0
		return
	}
	f.ints[i] = 0
	if f.scales != nil {
		f.scales[i] = 0
	}
}

// cell reads the cell text[from:to] in the quick way of its kind; false means that
// it is not sure of it. At least two words can be loaded from any place in it.
func (f *plainField) cell(text []byte, from, to, i int) bool {
	switch f.kind {
	case plainInt:
		return f.int(text, from, to, i)
	case plainKey:
		return f.key(text, from, to, i)
	case plainText:
		return f.text(text, from, to, i)
	case plainNumber, plainMoney:
		return f.decimal(text, from, to, i)
	case plainDate:
		return f.date(text[from:to], i)
	case plainFlag:
		return f.flag(text[from:to], i)
	}
	return false
}

// digits15 reads one to fifteen digits, and nothing else.
func digits15(text []byte, from, to int) (value int64, ok bool) {
	n := to - from
	if n <= 0 || n > 15 {
		return 0, false
	}
	w := word(text, from)
	if n <= wordBytes {
		return digitsValue(w, n), allDigits(w, n)
	}
	rest := word(text, from+wordBytes)
	n -= wordBytes
	return digitsValue(w, wordBytes)*tens[n] + digitsValue(rest, n), allDigits(w, wordBytes) && allDigits(rest, n)
}

// int reads an int of up to fifteen digits with an optional minus.
func (f *plainField) int(text []byte, from, to, i int) bool {
	negative := from < to && text[from] == '-'
	if negative {
		from++
	}
	value, ok := digits15(text, from, to)
	if negative {
		value = -value
	}
	if !ok || value < f.low[0] || value > f.high[0] {
		return false
	}
	f.ints[i], f.missing[i] = value, Present
	return true
}

// decimal reads a number or an amount of up to fifteen digits before its point,
// or up to eight before and seven behind.
func (f *plainField) decimal(text []byte, from, to, i int) bool {
	negative := from < to && text[from] == '-'
	if negative {
		from++
	}
	point := bytes.IndexByte(text[from:to], '.')
	var value int64
	var ok bool
	scale := uint8(0)
	if point < 0 {
		value, ok = digits15(text, from, to)
	} else {
		places := to - from - point - 1
		if point < 1 || point > 8 || places < 1 || places > 7 {
			return false
		}
		w, behind := word(text, from), word(text, from+point+1)
		ok = allDigits(w, point) && allDigits(behind, places)
		value = digitsValue(w, point)*tens[places] + digitsValue(behind, places)
		scale = uint8(places)
	}
	if negative {
		value = -value
	}
	if !ok || value < f.low[scale] || value > f.high[scale] {
		return false
	}
	if f.kind == plainMoney {
		if scale > f.column.minor {
			return false
		}
		value *= tens[f.column.minor-scale]
	} else {
		if scale > 0 && value%10 == 0 {
			value, scale = withoutTrailingZeros(value, scale)
		}
		f.scales[i] = scale
	}
	f.ints[i], f.missing[i] = value, Present
	return true
}

// date reads a day written as 2006-01-02.
func (f *plainField) date(cell []byte, i int) bool {
	if len(cell) != len("2006-01-02") {
		return false
	}
	days, ok := civilDay(cell)
	if ok {
		f.ints[i], f.missing[i] = days*DayMicros, Present
	}
	return ok
}

// flag reads true or false.
func (f *plainField) flag(cell []byte, i int) bool {
	bit := int64(0)
	switch string(cell) {
	case "true":
		bit = 1
	case "false":
	default:
		return false
	}
	f.ints[i], f.missing[i] = bit, Present
	return true
}

// mostPlainText is the length of the longest text that is held in two words.
const mostPlainText = 2 * wordBytes

// words loads a text of ASCII that neither begins nor ends with a blank; ok is
// false for any other.
func words(text []byte, from, to int) (w0, w1 uint64, ok bool) {
	length := to - from
	if length <= 0 || length > mostPlainText || text[from] <= ' ' || text[to-1] <= ' ' {
		return 0, 0, false
	}
	w0 = word(text, from)
	if length > wordBytes {
		w1 = firstBytes(word(text, from+wordBytes), length-wordBytes)
	} else {
		w0 = firstBytes(w0, length)
	}
	return w0, w1, (w0|w1)&highs == 0
}

// key reads a text that does not come again.
func (f *plainField) key(text []byte, from, to, i int) bool {
	w0, w1, ok := words(text, from, to)
	c := f.column
	if !ok || len(c.blank) > 0 && c.isBlank(text[from:to]) {
		return false
	}
	// The words are copied as a whole; what is too much of them is written over by
	// the next.
	d := &c.dict
	if cap(d.buf)-len(d.buf) < mostPlainText {
		d.buf = append(d.buf, make([]byte, max(len(d.buf), 4<<10))...)[:len(d.buf)]
	}
	begin := len(d.buf)
	space := d.buf[begin : begin+mostPlainText]
	binary.LittleEndian.PutUint64(space, w0)
	binary.LittleEndian.PutUint64(space[wordBytes:], w1)
	d.buf = d.buf[:begin+to-from]
	f.codes[i], f.missing[i] = uint32(len(d.ends)), Present
	d.ends = append(d.ends, len(d.buf))
	return true
}

// text reads a text that may come again.
func (f *plainField) text(text []byte, from, to, i int) bool {
	w0, w1, ok := words(text, from, to)
	if !ok {
		return false
	}
	slot := f.recent.slot(w0, w1, to-from)
	if slot.length == to-from && slot.words == [2]uint64{w0, w1} {
		f.codes[i], f.missing[i] = slot.code, Present
		return true
	}
	if !f.read(text[from:to], i) {
		return false
	}
	if f.missing[i] == Present {
		*slot = recentText{words: [2]uint64{w0, w1}, length: to - from, code: f.codes[i]}
	}
	return true
}

// read reads a cell by the column builder; false if there is anything to report.
func (f *plainField) read(cell []byte, i int) bool {
	limit := len(f.missing)
	f.column.setLen(i)
	fault := f.column.readText(cell, plainForm)
	f.column.setLen(limit)
	return fault == nil
}

// other reads a cell of which no quick way was sure; false if the line is not
// plain, or anything is to be reported.
func (f *plainField) other(cell []byte, i int) bool {
	if !f.blank && f.column.decl.Default.Kind == NoKind && f.column.isBlank(trim(cell)) {
		return false
	}
	return f.read(cell, i)
}
