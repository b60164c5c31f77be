package signals

// columns reads the rows of a stretch column by column, which is faster than row
// by row as long as nothing is out of order: text[at:] begins with as many lines
// as rows, of which each has all its fields. It reads them into the rows from i on;
// false means that at least one row is not plain, and none of them counts.
func (p *plainRows) columns(text []byte, at, rows, i int) bool {
	width := p.in.width
	stops := p.scan.stops[:rows*width]
	if int(stops[len(stops)-1]) > len(text)-3*wordBytes {
		return false
	}
	for n := range p.fields {
		f := &p.fields[n]
		ok := false
		if f.kind == plainInt {
			ok = f.intColumn(text, at, stops, width, rows, i)
		} else {
			ok = f.anyColumn(text, at, stops, width, rows, i)
		}
		if !ok {
			return false
		}
	}
	return true
}

// bounds is where the cell of a row stands in the text; row counts from the one
// that begins at text[at].
func (f *plainField) bounds(at int, stops []uint32, width, row int) (from, to int) {
	place := row*width + f.index
	if place > 0 {
		at = int(stops[place-1]) + 1
	}
	return at, int(stops[place])
}

// intColumn reads the cells of a column of ints.
func (f *plainField) intColumn(text []byte, at int, stops []uint32, width, rows, i int) bool {
	low, high := f.low[0], f.high[0]
	ints, missing := f.ints[i:i+rows], f.missing[i:i+rows]
	for row := range ints {
		from, to := f.bounds(at, stops, width, row)
		if length := to - from; uint(length-1) < wordBytes {
			w := word(text, from)
			value := digitsValue(w, length)
			if allDigits(w, length) && low <= value && value <= high {
				ints[row], missing[row] = value, Present
				continue
			}
		}
		if !f.one(text, from, to, i+row) {
			return false
		}
	}
	return true
}

// anyColumn reads the cells of any other column.
func (f *plainField) anyColumn(text []byte, at int, stops []uint32, width, rows, i int) bool {
	for row := range rows {
		from, to := f.bounds(at, stops, width, row)
		if !f.one(text, from, to, i+row) {
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
