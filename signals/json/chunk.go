package json

import "errors"

// Rows takes the objects of a chunk. The bytes it is given are not kept.
type Rows interface {
	// AddObject takes one object.
	AddObject(line int, object []byte) error
	// Refuse takes note of an object that cannot be given whole; the column is 0.
	Refuse(line, column int, message string) error
}

// Cutter cuts a stream of objects into chunks. Not safe for concurrent use.
type Cutter struct {
	from Reader
	line int // where the error happened
	err  error
}

// NewCutter cuts what a reader gives.
func NewCutter(from Reader) *Cutter { return &Cutter{from: from} }

// Chunk is a run of objects, held so that they can be read elsewhere, and beside
// other chunks.
type Chunk struct {
	line  int
	text  []byte
	items []item
}

// item is an object as the bytes of a chunk, or one that cannot be given.
type item struct {
	from, to int
	line     int
	err      *RowError
}

// Chunk gives the objects to come, up to so many, and no more than the first that
// goes beyond so many bytes. It is held in memory of the chunk given, which must
// not be in use any more. The error is io.EOF at the end, or what the reader
// failed with, at the chunk's line.
func (c *Cutter) Chunk(into *Chunk, objects, size int) error {
	*into = Chunk{text: into.text[:0], items: into.items[:0]}
	for c.err == nil && len(into.items) < objects && len(into.text) < size {
		object, line, err := c.from.Next()
		var malformed *RowError
		switch {
		case err == nil:
			from := len(into.text)
			into.text = append(into.text, object...)
			into.items = append(into.items, item{from: from, to: len(into.text), line: line})
		case errors.As(err, &malformed):
			into.items = append(into.items, item{err: malformed})
		default:
			c.line, c.err = line, err
		}
	}
	if len(into.items) > 0 {
		return nil
	}
	into.line = c.line
	return c.err
}

// Line is where the reader failed, of a chunk that came with an error.
func (c *Chunk) Line() int { return c.line }

// Size is the number of bytes of memory that the text of the chunk takes.
func (c *Chunk) Size() int { return cap(c.text) }

// Each gives the objects to rows, in order. It may be called again.
func (c *Chunk) Each(rows Rows) error {
	for i := range c.items {
		var err error
		if it := &c.items[i]; it.err != nil {
			err = rows.Refuse(it.err.Line, 0, it.err.Message)
		} else {
			err = rows.AddObject(it.line, c.text[it.from:it.to:it.to])
		}
		if err != nil {
			return err
		}
	}
	return nil
}
