package csv

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

// Rows takes the rows of a chunk. The bytes it is given are not kept.
type Rows interface {
	// AddLines takes whole lines in which no quote stands, of which the first is
	// line; empty ones mean nothing.
	AddLines(line int, text []byte) error
	// AddCells takes the fields of one row.
	AddCells(line int, fields [][]byte) error
	// Refuse takes note of a row that is malformed.
	Refuse(line, column int, message string) error
}

// Chunk is a run of whole rows that is not taken apart yet, so that this can be
// done elsewhere, and beside other chunks.
type Chunk struct {
	line int
	text []byte
	// quoted are the rows with quotes, and spans their fields, one row's behind the
	// other's: a row is taken apart once, to find its end.
	quoted []quotedRow
	spans  []span
	faults []chunkFault
}

// quotedRow is a row with quotes, as positions in the chunk.
type quotedRow struct {
	from, to int
	line     int
	spans    int // how many
}

// chunkFault is a row that is malformed, as positions in the chunk. What is wrong
// with it may depend on text behind the chunk.
type chunkFault struct {
	from, to int
	err      *RowError
}

// readStep is how much is read at a time into a chunk.
const readStep = 64 << 10

// Chunk gives the rows to come, up to so many lines, and no more than the first
// that goes beyond so many bytes. It is held in memory of the chunk given, which
// must not be in use any more. The error is io.EOF at the end, or what the source
// failed with. A reader is used by Chunk or by Next, not by both.
func (r *Reader) Chunk(into *Chunk, lines, size int) error {
	held := r.buf[r.pos:]
	r.buf, r.pos, r.kept = append(into.text[:0], held...), 0, true
	*into = Chunk{line: r.line, quoted: into.quoted[:0], spans: into.spans[:0], faults: into.faults[:0]}
	var err error
	for lines > 0 && r.pos < size && err == nil {
		var n int
		n, err = r.advance(into, lines)
		lines -= n
	}
	into.text = r.buf[:r.pos]
	if r.pos > 0 || len(into.faults) > 0 {
		return nil // err will come again
	}
	return err
}

// errCut ends a chunk before its time.
var errCut = errors.New("the chunk ends here")

// advance takes lines into the chunk, without reading more if there are any.
func (r *Reader) advance(c *Chunk, most int) (lines int, err error) {
	held := r.buf[r.pos:]
	end := bytes.LastIndexByte(held, '\n') + 1
	if end == 0 {
		return r.advanceOpen(c)
	}
	if bytes.IndexByte(held, '\n') >= MaxRow {
		return 1, r.skipLong(c)
	}
	if quote := bytes.IndexByte(held[:end], '"'); quote >= 0 {
		if end = bytes.LastIndexByte(held[:quote], '\n') + 1; end == 0 {
			return 1, r.advanceQuoted(c, bytes.IndexByte(held, '\n')+1)
		}
	}
	end, lines = firstLines(held[:end], most)
	r.pos += end
	r.line += lines
	return lines, nil
}

// advanceOpen goes on where no whole line is held.
func (r *Reader) advanceOpen(c *Chunk) (lines int, err error) {
	held := r.buf[r.pos:]
	switch {
	case len(held) > MaxRow:
		return 1, r.skipLong(c)
	case r.fill():
		return 0, nil
	case r.err != nil:
		return 0, r.err
	case len(held) == 0:
		return 0, io.EOF
	case bytes.IndexByte(held, '"') >= 0:
		return 1, r.advanceQuoted(c, len(held))
	}
	r.pos = len(r.buf)
	r.line++
	return 1, nil
}

// advanceQuoted takes a row with quotes into the chunk, whose first line is length
// bytes long.
func (r *Reader) advanceQuoted(c *Chunk, length int) error {
	from, line := r.pos, r.line
	err := r.splitQuoted(length)
	if err == nil {
		c.quoted = append(c.quoted, quotedRow{from: from, to: r.pos, line: line, spans: len(r.spans)})
		c.spans = append(c.spans, r.spans...)
		return nil
	}
	var malformed *RowError
	if errors.As(err, &malformed) {
		c.faults = append(c.faults, chunkFault{from: from, to: r.pos, err: malformed})
		return nil
	}
	return err
}

// skipLong passes over a line that is too long, which makes a chunk of its own, so
// that none of it needs to be held.
func (r *Reader) skipLong(c *Chunk) error {
	if r.pos > 0 || len(c.faults) > 0 {
		return errCut
	}
	r.kept = false
	err := r.skipLine()
	r.kept = true
	// What is behind the line begins the next chunk.
	r.buf = slices.Delete(r.buf, 0, r.pos)
	r.pos = 0
	var malformed *RowError
	errors.As(err, &malformed)
	c.faults = append(c.faults, chunkFault{err: malformed})
	return errCut
}

// firstLines gives the length and the number of the first whole lines of a text.
func firstLines(text []byte, most int) (length, lines int) {
	if n := bytes.Count(text, []byte{'\n'}); n <= most {
		return len(text), n
	}
	const window = 4 << 10
	for {
		n := bytes.Count(text[length:min(length+window, len(text))], []byte{'\n'})
		if lines+n >= most {
			break
		}
		lines += n
		length += window
	}
	for ; lines < most; lines++ {
		length += bytes.IndexByte(text[length:], '\n') + 1
	}
	return length, lines
}

// Size is about the number of bytes of memory that the chunk holds.
func (c *Chunk) Size() int { return cap(c.text) + cap(c.spans)*spanBytes }

// Each gives the rows of the chunk to rows, in order; of rows with quotes only the
// fields wanted, if that is not nil. It may be called again.
func (c *Chunk) Each(wanted []bool, rows Rows) error {
	r := Reader{buf: c.text, line: c.line, wanted: wanted}
	quoted, faults, spans := c.quoted, c.faults, c.spans
	for {
		// What is next: lines without quotes, a row with quotes, or a fault.
		next := len(c.text)
		isQuoted := len(quoted) > 0 && (len(faults) == 0 || quoted[0].from < faults[0].from)
		switch {
		case isQuoted:
			next = quoted[0].from
		case len(faults) > 0:
			next = faults[0].from
		}
		if r.pos < next {
			if err := rows.AddLines(r.line, c.text[r.pos:next]); err != nil {
				return err
			}
		}
		switch {
		case isQuoted:
			q := quoted[0]
			r.spans, r.pos = spans[:q.spans], q.from
			r.collect()
			if err := rows.AddCells(q.line, r.fields); err != nil {
				return err
			}
			r.pos, r.line = q.to, q.line+bytes.Count(c.text[q.from:q.to], []byte{'\n'})
			quoted, spans = quoted[1:], spans[q.spans:]
		case len(faults) > 0:
			f := faults[0]
			if err := rows.Refuse(f.err.Line, f.err.Column, f.err.Message); err != nil {
				return err
			}
			r.pos, r.line = f.to, f.err.Line+bytes.Count(c.text[f.from:f.to], []byte{'\n'})
			faults = faults[1:]
		default:
			return nil
		}
	}
}

// Line is where the chunk begins, and where the reader failed if it came with an
// error.
func (c *Chunk) Line() int { return c.line }
