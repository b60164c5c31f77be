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
	line   int
	text   []byte
	quoted bool // a quote stands somewhere
	faults []chunkFault
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
	*into = Chunk{line: r.line, faults: into.faults[:0]}
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
	c.quoted = true
	from := r.pos
	err := r.splitQuoted(length)
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

// Size is the number of bytes of memory that the chunk holds.
func (c *Chunk) Size() int { return cap(c.text) }

// Each gives the rows of the chunk to rows, in order; of rows with quotes only the
// fields wanted, if that is not nil. It may be called again.
func (c *Chunk) Each(wanted []bool, rows Rows) error {
	if !c.quoted && len(c.faults) == 0 {
		return rows.AddLines(c.line, c.text)
	}
	// The faults are known, so that all other rows end within the chunk.
	r := Reader{buf: c.text, done: true, line: c.line, wanted: wanted}
	faults := c.faults
	for {
		next := len(r.buf)
		if len(faults) > 0 {
			next = faults[0].from
		}
		if err := r.rowsUpTo(next, rows); err != nil {
			return err
		}
		if len(faults) == 0 {
			return nil
		}
		f := faults[0]
		faults = faults[1:]
		if err := rows.Refuse(f.err.Line, f.err.Column, f.err.Message); err != nil {
			return err
		}
		r.line = f.err.Line + bytes.Count(r.buf[f.from:f.to], []byte{'\n'})
		r.pos = f.to
	}
}

// rowsUpTo gives the rows that begin before a position.
func (r *Reader) rowsUpTo(end int, rows Rows) error {
	for r.pos < end {
		plain := r.buf[r.pos:end]
		if quote := bytes.IndexByte(plain, '"'); quote >= 0 {
			plain = plain[:bytes.LastIndexByte(plain[:quote], '\n')+1]
		}
		if len(plain) > 0 {
			if err := rows.AddLines(r.line, plain); err != nil {
				return err
			}
			r.pos += len(plain)
			r.line += bytes.Count(plain, []byte{'\n'})
			continue
		}
		fields, line, err := r.next()
		if err != nil {
			return err // cannot happen: faults were found before
		}
		if err := rows.AddCells(line, fields); err != nil {
			return err
		}
	}
	return nil
}

// Line is where the chunk begins, and where the reader failed if it came with an
// error.
func (c *Chunk) Line() int { return c.line }
