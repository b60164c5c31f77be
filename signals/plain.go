package signals

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// plainRows reads rows that stand on lines without quotes straight from their
// bytes into columns. It knows the plain spellings of values only. A cell that it
// is not sure of is read by the column builder, as any cell is; and a line in
// which anything is out of order is taken back and read in the general way, which
// alone says what it means and what is wrong with it.
type plainRows struct {
	in     *Input
	fields []plainField     // the columns to read, in the order of their fields, the key last
	absent []*columnBuilder // those that the file does not have
	// usable: the columns can be read this way at all.
	usable bool
	scan   scan
	split  [][]byte
	cell   [mostPlainText + 2*wordBytes]byte // a cell with words behind it
	limit  int                               // the length to which columns are extended
	open   bool                              // they are, for rows to come one by one
}

// plainField is a field that is read into a column.
type plainField struct {
	index int // of the field in its line
	kind  plainKind
	// blank: a cell without text is missing, and that is in order.
	blank bool

	// The arrays of the column, as long as the rows may become.
	missing []Cause
	ints    []int64
	codes   []uint32
	scales  []uint8

	// Of numbers, by their decimals as written, the least and greatest digits.
	low, high [10]int64
	column    *columnBuilder
	recent    *recentTexts // of texts that come again
}

// plainKind is how a field is read.
type plainKind uint8

const (
	plainOther plainKind = iota // by the column builder
	plainInt
	plainNumber
	plainMoney
	plainText
	plainKey // texts of which none comes twice
	plainDate
	plainFlag
)

// newPlainRows prepares the reading of lines for a header.
func newPlainRows(in *Input) *plainRows {
	t := in.table
	// A later row of history takes the place of an earlier one.
	p := &plainRows{in: in, usable: !t.decl.History}
	at := make([]int, 0, len(t.columns))
	for c, column := range t.columns {
		switch {
		case column == nil:
		case in.at[c] < 0:
			p.absent = append(p.absent, column)
			p.usable = p.usable && c != t.key && c != t.time
		default:
			at = append(at, c)
		}
	}
	slices.SortFunc(at, func(a, b int) int {
		switch t.key {
		case a:
			return 1
		case b:
			return -1
		}
		return cmp.Compare(in.at[a], in.at[b])
	})
	for _, c := range at {
		f := plainField{
			index: in.at[c], column: t.columns[c], kind: plainKindOf(t.columns[c]),
			blank: t.columns[c].decl.Optional && t.columns[c].decl.Default.Kind == NoKind,
		}
		if slices.Contains(t.first, c) {
			f.blank = false // a key that is blank has consequences
		}
		f.setLimits()
		if f.kind == plainText {
			f.recent = new(recentTexts)
		}
		p.fields = append(p.fields, f)
	}
	p.usable = p.usable && len(p.fields) > 0
	return p
}

// plainKindOf tells how cells of a column can be read without its builder.
func plainKindOf(c *columnBuilder) plainKind {
	if c.decl.Kind == String {
		switch {
		case !c.distinct:
			return plainText
		case c.oneOf == nil:
			return plainKey
		}
		return plainOther
	}
	if c.oneOf != nil {
		return plainOther
	}
	for _, spelling := range c.blank {
		if _, err := parseFree(c.decl, spelling); err == nil {
			return plainOther // it looks like a value, and means none
		}
	}
	switch c.decl.Kind {
	case Int:
		return plainInt
	case Number:
		return plainNumber
	case Money:
		return plainMoney
	case Bool:
		return plainFlag
	case Date:
		return plainDate
	}
	return plainOther
}

// setLimits works out which digits a number may have: those that its type holds
// without a second look, within min and max.
func (f *plainField) setLimits() {
	most := int64(maxInt)
	if f.kind != plainInt {
		most = 1e15 - 1
	}
	for scale := range f.low {
		f.low[scale], f.high[scale] = -most, most
		unit := exact.Decimal(1, uint8(scale))
		if limit := f.column.decl.Min; !limit.IsMissing() {
			f.low[scale] = -digitsWithin(exact.Int(0).Sub(limit), unit, most)
		}
		if limit := f.column.decl.Max; !limit.IsMissing() {
			f.high[scale] = digitsWithin(limit, unit, most)
		}
	}
}

// digitsWithin is the greatest whole number of units that limit holds, at most
// most in magnitude; -most-1 if it is less than that.
func digitsWithin(limit, unit exact.Num, most int64) int64 {
	n, ok := limit.Quo(unit).Floor().Int64()
	switch {
	case ok:
		return max(-most-1, min(n, most))
	case limit.Sign() < 0:
		return -most - 1
	}
	return most
}

// recentTexts remembers the codes of texts of up to sixteen bytes, one for each
// place that a text may have, so that words compare instead of a look into the
// dictionary.
type recentTexts struct {
	vec   *Vector // of which the codes are
	slots [64]recentText
}

type recentText struct {
	words  [2]uint64
	length int // 0 if the slot is free
	code   uint32
}

func (r *recentTexts) slot(w0, w1 uint64, length int) *recentText {
	h := (w0 ^ w1*0x9e3779b97f4a7c15 ^ uint64(length)) * 0xff51afd7ed558ccd
	return &r.slots[h>>(64-6)]
}

// is tells whether the slot holds a text.
func (s *recentText) is(w0, w1 uint64, length int) bool {
	return s.length == length && s.words[0] == w0 && s.words[1] == w1
}

// extend makes room for so many rows more.
func (p *plainRows) extend(rows int) {
	p.limit = p.in.table.rows + rows
	for i := range p.fields {
		p.fields[i].column.grow(rows)
	}
	for _, c := range p.absent {
		c.grow(rows)
	}
	p.setLen(p.limit)
	for i := range p.fields {
		if f := &p.fields[i]; f.recent != nil && f.recent.vec != f.column.vec {
			*f.recent = recentTexts{vec: f.column.vec}
		}
	}
}

// setLen sets the length of all columns: that of the rows for the general way,
// the limit for this one.
func (p *plainRows) setLen(rows int) {
	for i := range p.fields {
		p.fields[i].setLen(rows)
	}
	for _, c := range p.absent {
		c.setLen(rows)
	}
}

func (f *plainField) setLen(rows int) {
	f.column.setLen(rows)
	v := f.column.vec
	f.missing, f.ints, f.codes, f.scales = v.Missing, v.Ints, v.Codes, f.column.scales
}

// add reads the rows of a text: lines without quotes, of which the first is line.
// Empty lines are passed over.
func (p *plainRows) add(line int, text []byte) error {
	t, b := p.in.table, p.in.builder
	p.close()
	if len(text) == 0 {
		return nil
	}
	if t.parent == nil {
		b.seal()
	}
	rows := bytes.Count(text, newline)
	if !bytes.HasSuffix(text, newline) {
		rows++ // the last line lacks its line break
	}
	if !p.usable || t.rows >= maxRows-rows {
		return p.addSlowly(line, text)
	}
	p.extend(rows)
	end := len(text)
	if rows > 0 && text[end-1] == '\n' {
		text = text[:min(cap(text), end+3*wordBytes)]
	}
	var err error
	for at := 0; at < end && err == nil; {
		at, line, err = p.stretch(line, text, at, end)
	}
	p.setLen(t.rows)
	return err
}

// stretchBytes is how much text is searched for separators at a time: little
// enough that these stay near.
const stretchBytes = 4 << 10

// stretch reads the lines that are whole in the stretch of text[:end] from at on,
// or the first, should it be longer. It gives the position and the line behind.
func (p *plainRows) stretch(line int, text []byte, at, end int) (int, int, error) {
	t := p.in.table
	to := min(at+stretchBytes, end)
	p.scan.run(text, at, to)
	rows := bytes.Count(text[at:to], newline)
	if rows == 0 {
		next, err := p.takeBack(line, text[:end], at)
		return next, line + 1, err
	}
	if p.isEven(text, rows) {
		if p.columns(text, line, rows, t.rows) {
			p.admitAll(line, rows)
			return int(p.scan.stops[rows*p.in.width]) + 1, line + rows, nil
		}
		p.setLen(t.rows + rows)
		t.dropRow()
		p.setLen(p.limit)
	}
	stops := p.scan.stops[:1+p.scan.n]
	for range rows {
		width := 1
		for text[stops[width]] != '\n' {
			width++
		}
		next := int(stops[width]) + 1
		var err error
		switch {
		case next-at <= 2 && emptyLine(text[at:next]):
		case width == p.in.width && p.row(text, stops[:1+width], t.rows):
			err = p.admit(line)
		default:
			_, err = p.takeBack(line, text[:end], at)
		}
		at, stops = next, stops[width:]
		line++
		if err != nil {
			return at, line, err
		}
	}
	return at, line, nil
}

// isEven tells whether the rows of the stretch at hand can be read together: each
// line has all its fields, ends in a line break alone, and is taken in whatever it
// says.
func (p *plainRows) isEven(text []byte, rows int) bool {
	t, width := p.in.table, p.in.width
	if p.in.builder.batch == nil || t.time >= 0 || len(t.ways) > 0 || width == 1 || rows*width > p.scan.n {
		return false
	}
	// There are as many line breaks as rows. If one ends each row, none is elsewhere.
	for ends := p.scan.stops[width:]; rows > 0; rows-- {
		last := ends[0]
		if text[last] != '\n' || text[last-1] == '\r' {
			return false
		}
		ends = ends[min(width, len(ends)):]
	}
	return true
}

// emptyLine tells whether there is nothing but the line break.
func emptyLine(line []byte) bool { return len(line) == 1 || line[0] == '\r' }

// admit takes in the row that was read.
func (p *plainRows) admit(line int) error {
	b, t := p.in.builder, p.in.table
	for _, c := range p.absent {
		c.setMissing(t.rows, NoColumn)
	}
	b.count(&t.summary.Rows, 1)
	if b.batch != nil && t.time < 0 && len(t.ways) == 0 {
		t.rows++
		b.batch.lines = append(b.batch.lines, line)
		return nil
	}
	before := t.rows
	var err error
	if t.parent == nil {
		err = b.unlessStrict(b.addPlainAccount(&row{input: p.in, line: line}))
	} else {
		b.addPlainChild(t)
	}
	if t.rows == before {
		p.setLen(p.limit) // the row was dropped
	}
	return err
}

// admitAll takes in rows of an even stretch, of which the first stands on line:
// nothing hides accounts, and no rows look for them.
func (p *plainRows) admitAll(line, rows int) {
	b, t := p.in.builder, p.in.table
	for _, c := range p.absent {
		for i := range rows {
			c.setMissing(t.rows+i, NoColumn)
		}
	}
	b.count(&t.summary.Rows, rows)
	lines := b.batch.lines
	for i := range rows {
		lines = append(lines, line+i)
	}
	b.batch.lines = lines
	t.rows += rows
}

// takeBack drops what was read of the line at text[at:], and reads it in the
// general way. It gives the position behind it.
func (p *plainRows) takeBack(line int, text []byte, at int) (next int, err error) {
	t := p.in.table
	p.setLen(t.rows + 1)
	t.dropRow()
	next = len(text)
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		next = at + i + 1
	}
	err = p.addLine(line, text[at:next])
	p.setLen(p.limit)
	return next, err
}

// addCells reads a row by its fields, if that can be done in the quick way; else it
// does nothing.
func (p *plainRows) addCells(line int, fields [][]byte) (done bool, err error) {
	if !p.usable || p.in.table.full() || len(fields) != p.in.width {
		p.close()
		return false, nil
	}
	p.ahead()
	i := p.in.table.rows
	for n := range p.fields {
		f := &p.fields[n]
		if !p.alone(f, fields[f.index], i) {
			p.dropAhead()
			return false, nil
		}
	}
	err = p.admit(line)
	if p.in.builder.batch == nil {
		p.close() // whoever takes the rows does not know of those ahead
	}
	return true, err
}

// ahead makes room for a row, and for some that may follow.
func (p *plainRows) ahead() {
	t, b := p.in.table, p.in.builder
	if p.open && t.rows < p.limit {
		return
	}
	p.close()
	if t.parent == nil {
		b.seal()
	}
	rows := 1
	if b.batch != nil {
		rows = min(512, maxRows-t.rows)
	}
	p.extend(rows)
	p.open = true
}

// dropAhead drops the row at hand, and makes the columns as long as there are rows.
func (p *plainRows) dropAhead() {
	p.setLen(p.in.table.rows + 1)
	p.in.table.dropRow()
	p.open = false
}

// close makes the columns as long as there are rows.
func (p *plainRows) close() {
	if p.open {
		p.setLen(p.in.table.rows)
		p.open = false
	}
}

// addSlowly reads lines in the general way.
func (p *plainRows) addSlowly(line int, text []byte) error {
	for text := range bytes.Lines(text) {
		if err := p.addLine(line, text); err != nil {
			return err
		}
		line++
	}
	return nil
}

// addLine reads one line in the general way.
func (p *plainRows) addLine(line int, text []byte) error {
	text = trimLineEnd(text)
	if len(text) == 0 {
		return nil
	}
	p.split = p.split[:0]
	for {
		i := bytes.IndexByte(text, ',')
		if i < 0 {
			break
		}
		p.split = append(p.split, text[:i])
		text = text[i+1:]
	}
	p.split = append(p.split, text)
	return p.in.addCells(line, p.split)
}
