package json

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/bellwether-cs/bellwether/signals/internal/jsontext"
)

// listReader reads the items of a list.
type listReader struct {
	buffer
	name  string // of the field with the list, should an object hold it
	stage stage
	// wrapped: the document is an object around the list.
	wrapped bool
}

type stage uint8

const (
	atStart stage = iota
	inList        // before the first item
	afterItem
	atEnd
)

// NewListReader reads JSON from source, which it never closes: a list of objects,
// or an object whose field of that name is one. Its other fields are passed over.
func NewListReader(source io.Reader, name string) Reader {
	return &listReader{buffer: newBuffer(source), name: name}
}

func (r *listReader) Next() (object []byte, line int, err error) {
	if r.stage == atStart {
		r.skipMark()
		if err := r.open(); err != nil {
			return nil, r.line, err
		}
		r.stage = inList
	}
	if r.stage == atEnd {
		return nil, r.line, io.EOF
	}
	b, err := r.peek()
	switch {
	case err != nil:
		return nil, r.line, err
	case b == ']':
		r.drop(1, 0)
		return nil, r.line, r.close()
	case r.stage == afterItem && b != ',':
		return nil, r.line, r.unexpected("a comma or the end of the list")
	case r.stage == afterItem:
		r.drop(1, 0)
		if b, err = r.peek(); err != nil {
			return nil, r.line, err
		}
		if b == ']' {
			return nil, r.line, r.unexpected("an object after the comma")
		}
	}
	r.stage = afterItem
	line = r.line
	length, lines, err := r.value(MaxObject)
	if err != nil {
		return nil, line, err
	}
	object = r.held()[:length]
	r.drop(length, lines)
	return object, line, nil
}

// open finds the list.
func (r *listReader) open() error {
	b, err := r.peek()
	switch {
	case err != nil:
		return err
	case b == '[':
		r.drop(1, 0)
		return nil
	case b != '{':
		return r.unexpected("a list of objects")
	}
	r.drop(1, 0)
	r.wrapped = true
	for first := true; ; first = false {
		found, err := r.field(first)
		if err != nil {
			return err
		}
		if found {
			return nil
		}
	}
}

// field reads the next field of the object around the list; found tells that it
// has the list, whose bracket is passed.
func (r *listReader) field(first bool) (found bool, err error) {
	b, err := r.peek()
	if err != nil {
		return false, err
	}
	if b == '}' {
		return false, &SyntaxError{Line: r.line, Message: fmt.Sprintf("expected a list of objects, or an object with the field %q", r.name)}
	}
	if !first {
		if b != ',' {
			return false, r.unexpected("a comma")
		}
		r.drop(1, 0)
		if b, err = r.peek(); err != nil {
			return false, err
		}
	}
	if b != '"' {
		return false, r.unexpected("the name of a field in quotes")
	}
	length, lines, err := r.value(MaxObject)
	var tooLong *RowError
	if errors.As(err, &tooLong) {
		return false, &SyntaxError{Line: r.line, Message: "the name of a field is too long"}
	}
	if err != nil {
		return false, err
	}
	name := r.held()[:length]
	if _, end, err := jsontext.Value(name, 0, 1); err != nil || end != length {
		return false, r.unexpected("the name of a field")
	}
	text, _ := jsontext.Unquoted(name, nil)
	named := string(text) == r.name
	r.drop(length, lines)
	if b, err = r.peek(); err != nil {
		return false, err
	}
	if b != ':' {
		return false, r.unexpected("a colon after the name of a field")
	}
	r.drop(1, 0)
	if b, err = r.peek(); err != nil {
		return false, err
	}
	if named {
		if b != '[' {
			return false, r.unexpected(fmt.Sprintf("a list of objects as %q", r.name))
		}
		r.drop(1, 0)
		return true, nil
	}
	return false, r.skipValue()
}

// close reads what follows the list.
func (r *listReader) close() error {
	r.stage = atEnd
	for r.wrapped {
		b, err := r.peek()
		if err != nil {
			return err
		}
		if b == '}' {
			r.drop(1, 0)
			break
		}
		found, err := r.field(false)
		if err != nil {
			return err
		}
		if found {
			return &SyntaxError{Line: r.line, Message: fmt.Sprintf("the field %q is given twice", r.name)}
		}
	}
	for {
		held := r.held()
		if start := jsontext.SkipSpace(held, 0); start < len(held) {
			r.drop(start, bytes.Count(held[:start], newline))
			return r.unexpected("the end")
		}
		r.drop(len(held), 0)
		if !r.fill() {
			return r.end(io.EOF)
		}
	}
}

// peek drops white space and gives the byte behind it.
func (r *listReader) peek() (byte, error) {
	for {
		held := r.held()
		start := jsontext.SkipSpace(held, 0)
		r.drop(start, bytes.Count(held[:start], newline))
		if start < len(held) {
			return held[start], nil
		}
		if !r.fill() {
			return 0, r.end(&SyntaxError{Line: r.line, Message: "the text ends too early"})
		}
	}
}

var newline = []byte{'\n'}

func (r *listReader) unexpected(expected string) error {
	found := "the end"
	if held := r.held(); len(held) > 0 {
		found = fmt.Sprintf("%q", held[:1])
	}
	return &SyntaxError{Line: r.line, Message: fmt.Sprintf("expected %s, found %s", expected, found)}
}
