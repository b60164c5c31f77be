package csv

import (
	"bytes"
	"fmt"
)

// span is a field of a row with quotes, as positions counted from where the row
// begins: the buffer may move before the row ends.
type span struct {
	from, to int
	doubled  bool // quotes within are doubled
}

// spanBytes is how much memory a span takes.
const spanBytes = 24

// rowScan takes one row with quotes apart; it may go over several lines.
type rowScan struct {
	*Reader
	at    int  // position in the row
	lines int  // line breaks passed
	ended bool // the row has ended, and at is where the next one begins
}

// fault is why a row is malformed.
type fault string

func (f fault) Error() string { return string(f) }

// splitQuoted takes the row at pos apart, whose first line is length bytes long.
// Where the row is malformed, it skips that line only: most often a quote was
// left open in it, and what follows are rows of their own.
func (r *Reader) splitQuoted(length int) error {
	r.spans = r.spans[:0]
	if end, lines, ok := r.splitHeld(); ok {
		r.collect()
		r.pos += end
		r.line += lines
		return nil
	}
	r.spans = r.spans[:0]
	s := rowScan{Reader: r}
	for !s.ended {
		field, err := s.field()
		if why, ok := err.(fault); ok {
			malformed := &RowError{Line: r.line, Message: string(why)}
			if s.at < length {
				malformed.Column = s.at + 1
			}
			r.pos += length
			r.line++
			return malformed
		}
		if err != nil {
			return err
		}
		r.spans = append(r.spans, field)
	}
	r.collect()
	r.pos += s.at
	r.line += s.lines
	return nil
}

// splitHeld takes the row at pos apart if all of it is held, nothing is wrong with
// it, and it is not near the longest. It gives its length and its line breaks.
func (r *Reader) splitHeld() (end, lines int, ok bool) {
	text := r.buf[r.pos:min(len(r.buf), r.pos+MaxRow/2)]
	for at := 0; at < len(text); {
		field := span{from: at}
		if text[at] == '"' {
			field.from = at + 1
			for at++; ; at += 2 {
				// Most fields are too short to be worth a call.
				for at < len(text) && text[at] != '"' {
					if text[at] == '\n' {
						lines++
					}
					at++
				}
				if at+1 >= len(text) {
					return 0, 0, false
				}
				if text[at+1] != '"' {
					break
				}
				field.doubled = true
			}
			field.to = at
			at++
		} else {
			for at < len(text) && text[at] != ',' && text[at] != '\n' && text[at] != '"' {
				at++
			}
			field.to = at
			if at < len(text) && text[at] == '\n' && at > field.from && text[at-1] == '\r' {
				field.to--
			}
		}
		if at < len(text) && text[at] == '\r' {
			at++ // only before a line break, as is seen now
			if at < len(text) && text[at] == ',' {
				return 0, 0, false
			}
		}
		if at == len(text) || text[at] != ',' && text[at] != '\n' {
			return 0, 0, false
		}
		r.spans = append(r.spans, field)
		at++
		if text[at-1] == '\n' {
			return at, lines + 1, true
		}
	}
	return 0, 0, false
}

// field reads the field that begins at the present position, with the separator
// behind it. The error is a fault or what the source failed with.
func (s *rowScan) field() (span, error) {
	if s.has(s.at) && s.char(s.at) == '"' {
		return s.quoted()
	}
	return s.bare()
}

func (s *rowScan) quoted() (span, error) {
	opening := s.at
	field := span{from: opening + 1}
	for i := field.from; ; {
		if !s.has(i) {
			switch {
			case s.err != nil:
				return field, s.err
			case i >= MaxRow:
				return field, fault(fmt.Sprintf("a quoted field is not closed within %d bytes", MaxRow))
			}
			return field, fault("a quoted field is not closed")
		}
		rest := s.buf[s.pos+i:]
		length := bytes.IndexByte(rest, '"')
		if length < 0 {
			length = len(rest)
		}
		s.lines += bytes.Count(rest[:length], []byte{'\n'})
		i += length
		switch {
		case length == len(rest), i >= MaxRow:
			continue
		case s.has(i+1) && s.char(i+1) == '"':
			field.doubled = true
			i += 2
			continue
		case s.err != nil:
			return field, s.err
		}
		field.to = i
		if !s.separator(i + 1) {
			s.at = i + 1
			return field, fault("text follows the closing quote of a field")
		}
		return field, nil
	}
}

func (s *rowScan) bare() (span, error) {
	field := span{from: s.at}
	i := s.at
	for ; s.has(i); i++ {
		if s.char(i) == '"' {
			s.at = i
			return field, fault("a quote stands in a field that does not begin with one")
		}
		if s.separator(i) {
			field.to = i
			return field, nil
		}
	}
	if s.err != nil {
		return field, s.err
	}
	if i >= MaxRow {
		return field, fault(fmt.Sprintf("the row is longer than %d bytes", MaxRow))
	}
	field.to = i
	s.separator(i)
	return field, nil
}

// separator passes over the comma, line break or end at position i; false if
// there is none of these.
func (s *rowScan) separator(i int) bool {
	width := 1
	switch {
	case i >= MaxRow:
		return false
	case !s.has(i):
		s.at, s.ended = i, true
		return true
	case s.char(i) == ',':
		s.at = i + 1
		return true
	case s.char(i) == '\r' && s.has(i+1) && s.char(i+1) == '\n':
		width = 2
	case s.char(i) == '\r' && !s.has(i+1) && i+1 < MaxRow:
	case s.char(i) != '\n':
		return false
	}
	s.at, s.ended = i+width, true
	s.lines++
	return true
}

// has tells whether the row has a byte at position i, reading more as needed;
// not so beyond the length of the longest row.
func (s *rowScan) has(i int) bool {
	if i >= MaxRow {
		return false
	}
	for s.pos+i >= len(s.buf) {
		if !s.fill() {
			return false
		}
	}
	return true
}

func (s *rowScan) char(i int) byte { return s.buf[s.pos+i] }

// collect makes fields of the spans of a row.
func (r *Reader) collect() {
	if r.kept {
		return // only where the row ends is asked for
	}
	r.fields, r.scratch = r.fields[:0], r.scratch[:0]
	for _, s := range r.spans {
		text := r.buf[r.pos+s.from : r.pos+s.to]
		if s.doubled {
			from := len(r.scratch)
			for {
				i := bytes.IndexByte(text, '"')
				if i < 0 {
					break
				}
				r.scratch = append(r.scratch, text[:i+1]...)
				text = text[i+2:]
			}
			r.scratch = append(r.scratch, text...)
			text = r.scratch[from:len(r.scratch):len(r.scratch)]
		}
		r.fields = append(r.fields, text)
	}
	r.dropUnwanted()
}
