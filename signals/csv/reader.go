package csv

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// The sizes of the reader's memory.
const (
	firstBuffer = 64 << 10
	// MaxRow is the length in bytes of the longest row that is read. It bounds how
	// far a quote that is never closed is followed.
	MaxRow = 4 << 20
)

// RowError reports a row that is malformed. The reader goes on with the next
// line.
type RowError struct {
	Line    int // where the row begins, counted from 1
	Column  int // byte of that line, counted from 1; 0 if the fault is not at one place
	Message string
}

func (e *RowError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// HeaderError reports that a file has no usable header; nothing can be read.
type HeaderError struct {
	Line    int
	Message string
}

func (e *HeaderError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// Reader reads the rows of one CSV text. Empty lines are passed over. Not safe
// for concurrent use.
type Reader struct {
	source io.Reader
	// buf[pos:] is what was read and not yet taken apart.
	buf  []byte
	pos  int
	done bool // the source has ended, or failed with err
	err  error
	// kept: the bytes before pos are still in use.
	kept bool

	line   int // of buf[pos], counted from 1
	width  int
	wanted []bool
	fields [][]byte
	// spans are the fields of a row with quotes, before it is known to be whole.
	spans []span
	// scratch holds fields of the row at hand in which quotes were doubled.
	scratch []byte
}

// NewReader reads from source, which it never closes.
func NewReader(source io.Reader) *Reader {
	return &Reader{source: source, buf: make([]byte, 0, firstBuffer), line: 1}
}

// Header reads the header row, before any other. The error is a [*HeaderError],
// or what the source failed with.
func (r *Reader) Header() ([]string, error) {
	if err := r.skipMark(); err != nil {
		return nil, err
	}
	if r.oldMac() {
		return nil, &HeaderError{Line: 1, Message: "the lines end in CR alone, as on old Macs; save the file with line ends LF or CR LF"}
	}
	fields, line, err := r.next()
	var malformed *RowError
	switch {
	case errors.Is(err, io.EOF):
		return nil, &HeaderError{Line: r.line, Message: "the file is empty; expected a header row with the names of columns"}
	case errors.As(err, &malformed):
		return nil, &HeaderError{Line: malformed.Line, Message: "the header row: " + malformed.Message}
	case err != nil:
		return nil, err
	}
	names := make([]string, len(fields))
	seen := make(map[string]bool, len(fields))
	for i, field := range fields {
		name := strings.Trim(string(field), " \t")
		switch {
		case !utf8.ValidString(name):
			return nil, &HeaderError{Line: line, Message: fmt.Sprintf("column %d of the header is not UTF-8", i+1)}
		case seen[name] && name != "":
			return nil, &HeaderError{Line: line, Message: fmt.Sprintf("the header has the column %q twice", name)}
		}
		names[i], seen[name] = name, true
	}
	r.width = len(names)
	return names, nil
}

// Want says which fields are asked for; the others come as nil. By default all
// are.
func (r *Reader) Want(wanted []bool) { r.wanted = wanted }

// Next gives the fields of the next row and the line where it begins. The fields
// are valid until the next call. The error is io.EOF at the end, a [*RowError] if
// the row is malformed and reading goes on behind it, or what the source failed
// with.
func (r *Reader) Next() (fields [][]byte, line int, err error) {
	fields, line, err = r.next()
	if err == nil && len(fields) != r.width {
		err = &RowError{Line: line, Message: fmt.Sprintf("the row has %d fields, and the header %d", len(fields), r.width)}
	}
	return fields, line, err
}

// skipMark skips a byte-order mark, and tells what other encodings are.
func (r *Reader) skipMark() error {
	for len(r.buf) < 3 && r.fill() {
	}
	start := r.buf[:min(len(r.buf), 3)]
	switch {
	case string(start) == "\xef\xbb\xbf":
		r.pos = 3
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return &HeaderError{Line: 1, Message: "the file is UTF-16; save it as UTF-8"}
	}
	return nil
}

// oldMac tells whether a text has several lines that end in CR alone, by how it
// begins.
func (r *Reader) oldMac() bool {
	for bytes.IndexByte(r.buf, '\n') < 0 && len(r.buf) < firstBuffer && r.fill() {
	}
	cr := bytes.IndexByte(r.buf, '\r')
	return cr >= 0 && cr < len(r.buf)-1 && bytes.IndexByte(r.buf, '\n') < 0
}

// next takes one row apart.
func (r *Reader) next() (fields [][]byte, line int, err error) {
	for {
		end, err := r.lineEnd()
		if err != nil {
			return nil, r.line, err
		}
		text := chomp(r.buf[r.pos:end])
		if len(text) == 0 {
			r.pos = end
			r.line++
			continue
		}
		line = r.line
		if bytes.IndexByte(text, '"') < 0 {
			r.split(text)
			r.pos = end
			r.line++
			return r.fields, line, nil
		}
		if err := r.splitQuoted(end - r.pos); err != nil {
			return nil, line, err
		}
		return r.fields, line, nil
	}
}

// lineEnd gives the position behind the line at pos, and reads more as needed. The
// last line may lack its line break. A line that is too long is skipped, with a
// RowError.
func (r *Reader) lineEnd() (int, error) {
	scanned := 0 // of the line
	for {
		if i := bytes.IndexByte(r.buf[r.pos+scanned:], '\n'); i >= 0 {
			length := scanned + i + 1
			if length > MaxRow {
				return 0, r.skipLine()
			}
			return r.pos + length, nil
		}
		scanned = len(r.buf) - r.pos
		switch {
		case scanned > MaxRow:
			return 0, r.skipLine()
		case r.fill():
		case r.err != nil:
			return 0, r.err
		case scanned == 0:
			return 0, io.EOF
		default:
			return len(r.buf), nil
		}
	}
}

// skipLine passes over a line that is too long.
func (r *Reader) skipLine() error {
	err := &RowError{Line: r.line, Message: fmt.Sprintf("the row is longer than %d bytes", MaxRow)}
	for {
		if i := bytes.IndexByte(r.buf[r.pos:], '\n'); i >= 0 {
			r.pos += i + 1
			r.line++
			return err
		}
		r.pos = len(r.buf)
		if !r.fill() {
			return err
		}
	}
}

// split takes a line without quotes apart.
func (r *Reader) split(text []byte) {
	fields := r.fields[:0]
	from := 0
	for i, b := range text {
		if b == ',' {
			fields = append(fields, text[from:i])
			from = i + 1
		}
	}
	r.fields = append(fields, text[from:])
	r.dropUnwanted()
}

// dropUnwanted takes the fields away that are not asked for.
func (r *Reader) dropUnwanted() {
	for i, wanted := range r.wanted[:min(len(r.wanted), len(r.fields))] {
		if !wanted {
			r.fields[i] = nil
		}
	}
}

// fill reads more behind what is there. It first moves the row at hand to the
// front, and makes room if that fills the buffer. false means that the source has
// ended or failed.
func (r *Reader) fill() bool {
	if r.done {
		return false
	}
	if r.pos > 0 && !r.kept {
		r.buf = r.buf[:copy(r.buf, r.buf[r.pos:])]
		r.pos = 0
	}
	if len(r.buf) == cap(r.buf) {
		r.buf = append(make([]byte, 0, max(firstBuffer, 2*cap(r.buf))), r.buf...)
	}
	room := r.buf[len(r.buf):cap(r.buf)]
	if r.kept {
		room = room[:min(len(room), readStep)]
	}
	const mostEmpty = 100 // reads in a row that give nothing, as in bufio
	for range mostEmpty {
		n, err := r.source.Read(room)
		r.buf = r.buf[:len(r.buf)+n]
		if err != nil {
			r.done = true
			if !errors.Is(err, io.EOF) {
				r.err = err
			}
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	r.done, r.err = true, io.ErrNoProgress
	return false
}

// chomp takes the line break off a line.
func chomp(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}
