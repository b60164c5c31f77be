package signals

import "bytes"

// row reads a row with all its fields into row i of the columns. stops are those
// of its fields, behind the one before. false means that the line is not plain.
func (p *plainRows) row(text []byte, stops []uint32, i int) bool {
	last := &stops[len(stops)-1]
	if int(*last) > len(text)-3*wordBytes {
		return false // words would go beyond the text
	}
	if text[*last-1] == '\r' && *last > stops[0]+1 {
		*last--
		defer func() { *last++ }() // the next row begins behind it
	}
	for n := range p.fields {
		f := &p.fields[n]
		if !f.one(text, int(stops[f.index]+1), int(stops[f.index+1]), i) {
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
		return readDigits(w, n)
	}
	n -= wordBytes
	high, ok := readDigits(w, wordBytes)
	low, okLow := readDigits(word(text, from+wordBytes), n)
	return high*tens[n] + low, ok && okLow
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
		whole, okWhole := readDigits(word(text, from), point)
		part, okPart := readDigits(word(text, from+point+1), places)
		value, ok = whole*tens[places]+part, okWhole && okPart
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
	c := f.column
	if _, _, ok := words(text, from, to); !ok || len(c.blank) > 0 && c.isBlank(text[from:to]) {
		return false
	}
	f.codes[i], f.missing[i] = c.dict.add(text[from:to]), Present
	return true
}

// text reads a text that may come again.
func (f *plainField) text(text []byte, from, to, i int) bool {
	w0, w1, ok := words(text, from, to)
	if !ok {
		return false
	}
	slot := f.recent.slot(w0, w1, to-from)
	if slot.is(w0, w1, to-from) {
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
