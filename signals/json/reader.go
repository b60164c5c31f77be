package json

import (
	"errors"
	"fmt"
	"io"
)

// MaxObject is the length in bytes of the longest object that is read.
const MaxObject = 16 << 20

const firstBuffer = 64 << 10

// RowError reports an object that cannot be given whole. The reader goes on
// behind it.
type RowError struct {
	Line    int // where the object begins, counted from 1
	Message string
}

func (e *RowError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// SyntaxError reports text that is no stream of objects; nothing more can be read.
type SyntaxError struct {
	Line    int
	Message string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// Reader gives the objects of a stream one by one. Not safe for concurrent use.
type Reader interface {
	// Next gives the bytes of the next object, valid until the next call, and the
	// line where it begins. What the bytes hold is not checked. The error is io.EOF
	// at the end, a [*RowError] after which reading can go on, a [*SyntaxError], or
	// what the source failed with.
	Next() (object []byte, line int, err error)
}

// buffer is a window on a source. Its first bytes stay until they are dropped.
type buffer struct {
	source io.Reader
	buf    []byte
	pos    int // buf[pos:] is held
	line   int // of buf[pos], counted from 1
	done   bool
	err    error
}

func newBuffer(source io.Reader) buffer {
	return buffer{source: source, buf: make([]byte, 0, firstBuffer), line: 1}
}

// held is what was read and not dropped.
func (b *buffer) held() []byte { return b.buf[b.pos:] }

// drop forgets the first n bytes held, of which lines are line breaks.
func (b *buffer) drop(n, lines int) {
	b.pos += n
	b.line += lines
}

// fill reads more; false means that the source has ended or failed.
func (b *buffer) fill() bool {
	if b.done {
		return false
	}
	if b.pos > 0 {
		b.buf = b.buf[:copy(b.buf, b.buf[b.pos:])]
		b.pos = 0
	}
	if len(b.buf) == cap(b.buf) {
		b.buf = append(make([]byte, 0, 2*cap(b.buf)), b.buf...)
	}
	const mostEmpty = 100 // reads in a row that give nothing, as in bufio
	for range mostEmpty {
		n, err := b.source.Read(b.buf[len(b.buf):cap(b.buf)])
		b.buf = b.buf[:len(b.buf)+n]
		if err != nil {
			b.done = true
			if !errors.Is(err, io.EOF) {
				b.err = err
			}
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	b.done, b.err = true, io.ErrNoProgress
	return false
}

// end is what to give back when the source gives no more.
func (b *buffer) end(otherwise error) error {
	if b.err != nil {
		return b.err
	}
	return otherwise
}

// skipMark drops a byte-order mark.
func (b *buffer) skipMark() {
	for len(b.held()) < 3 && b.fill() {
	}
	if held := b.held(); len(held) >= 3 && string(held[:3]) == "\xef\xbb\xbf" {
		b.drop(3, 0)
	}
}
