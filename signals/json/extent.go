package json

import (
	"bytes"
	"fmt"
)

// extent follows a value to its end, by its brackets and quotes alone: what else
// is wrong in it shall not cost the values behind it.
type extent struct {
	depth    int
	inString bool
	escaped  bool
	begun    bool
}

// step takes the next byte; done means that the value ended, before the byte if
// the byte is not part of it.
func (e *extent) step(b byte) (done, part bool) {
	if e.inString {
		switch {
		case e.escaped:
			e.escaped = false
		case b == '\\':
			e.escaped = true
		case b == '"':
			e.inString = false
			return e.depth == 0, true
		}
		return false, true
	}
	first := !e.begun
	e.begun = true
	switch b {
	case '"':
		if !first && e.depth == 0 {
			return true, false
		}
		e.inString = true
	case '{', '[':
		if !first && e.depth == 0 {
			return true, false
		}
		e.depth++
	case '}', ']':
		if e.depth == 0 {
			return true, false
		}
		e.depth--
		return e.depth == 0, true
	case ',', ':', ' ', '\t', '\n', '\r':
		return e.depth == 0, e.depth > 0
	}
	return false, true
}

// value finds the value at the front of what is held. A value that is longer than
// most is passed over, with a RowError.
func (r *listReader) value(most int) (length, lines int, err error) {
	var e extent
	for at := 0; ; {
		held := r.held()
		for ; at < len(held); at++ {
			done, part := e.step(held[at])
			if !done {
				continue
			}
			if part {
				at++
			}
			if at == 0 {
				return 0, 0, r.unexpected("a value")
			}
			lines := bytes.Count(held[:at], newline)
			if at > most {
				err = r.tooLong(most)
				r.drop(at, lines)
				return 0, 0, err
			}
			return at, lines, nil
		}
		if at > most {
			err = r.tooLong(most)
			if err := r.skip(e, at); err != nil {
				return 0, 0, err
			}
			return 0, 0, err
		}
		if !r.fill() {
			return 0, 0, r.end(&SyntaxError{Line: r.line, Message: "the text ends within the value that begins here"})
		}
	}
}

// skipValue passes over the value at the front, however long.
func (r *listReader) skipValue() error {
	b, err := r.peek()
	if err != nil {
		return err
	}
	if done, part := new(extent).step(b); done && !part {
		return r.unexpected("a value")
	}
	return r.skip(extent{}, 0)
}

func (r *listReader) tooLong(most int) error {
	return &RowError{Line: r.line, Message: fmt.Sprintf("the object is longer than %d bytes", most)}
}

// skip passes over a value of which the first bytes held were taken.
func (r *listReader) skip(e extent, taken int) error {
	begin := r.line
	for {
		held := r.held()
		for at := taken; at < len(held); at++ {
			done, part := e.step(held[at])
			if !done {
				continue
			}
			if part {
				at++
			}
			r.drop(at, bytes.Count(held[:at], newline))
			return nil
		}
		r.drop(len(held), bytes.Count(held, newline))
		taken = 0
		if !r.fill() {
			return r.end(&SyntaxError{Line: begin, Message: "the text ends within the value that begins here"})
		}
	}
}
