package json

import (
	"bytes"
	"fmt"
	"io"
)

// lineReader reads NDJSON.
type lineReader struct {
	buffer
	begun bool
}

// NewLineReader reads NDJSON, one object a line, from source, which it never
// closes. Lines of white space are passed over.
func NewLineReader(source io.Reader) Reader { return &lineReader{buffer: newBuffer(source)} }

func (r *lineReader) Next() (object []byte, line int, err error) {
	if !r.begun {
		r.begun = true
		r.skipMark()
	}
	for {
		length, err := r.lineLength()
		if err != nil {
			return nil, r.line, err
		}
		line, text := r.line, r.held()[:length]
		r.drop(length, 1)
		text = bytes.TrimRight(text, " \t\r\n")
		if len(text) > 0 {
			return text, line, nil
		}
	}
}

// lineLength is the length of the next line with its line break, which the last
// may lack. A line that is too long is skipped, with a RowError.
func (r *lineReader) lineLength() (int, error) {
	scanned := 0
	for {
		if i := bytes.IndexByte(r.held()[scanned:], '\n'); i >= 0 {
			if scanned+i > MaxObject {
				return 0, r.skipLine()
			}
			return scanned + i + 1, nil
		}
		scanned = len(r.held())
		switch {
		case scanned > MaxObject:
			return 0, r.skipLine()
		case r.fill():
		case r.err != nil:
			return 0, r.err
		case scanned == 0:
			return 0, io.EOF
		default:
			return scanned, nil
		}
	}
}

func (r *lineReader) skipLine() error {
	err := &RowError{Line: r.line, Message: fmt.Sprintf("the object is longer than %d bytes", MaxObject)}
	for {
		if i := bytes.IndexByte(r.held(), '\n'); i >= 0 {
			r.drop(i+1, 1)
			return err
		}
		r.drop(len(r.held()), 0)
		if !r.fill() {
			return err
		}
	}
}
