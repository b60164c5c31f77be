package files

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync/atomic"

	"github.com/bellwether-cs/bellwether/signals/internal/jsontext"
	"github.com/bellwether-cs/bellwether/signals/json"
)

// stream is an open file, of which the bytes read are counted.
type stream struct {
	source io.Reader
	closer io.Closer // nil for standard input
	read   *atomic.Int64
	ctx    context.Context // nothing is read once it is done
}

func (s *stream) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.source.Read(p)
	s.read.Add(int64(n))
	return n, err
}

func (s *stream) close() {
	if s.closer != nil {
		s.closer.Close() // it was only read: nothing can be lost
	}
}

// open opens a source with rows of a table and finds out its format.
func (r *Reader) open(ctx context.Context, table string, s source) (*stream, Format, error) {
	in := &stream{read: &r.bytesRead, ctx: ctx}
	if s.path == stdin {
		in.source = r.stdin
	} else {
		file, err := os.Open(s.path)
		if err != nil {
			return nil, "", &FileError{File: s.path, Err: cause(err)}
		}
		in.source, in.closer = file, file
	}
	if s.format != ByContent {
		return in, s.format, nil
	}
	const window = 64 << 10
	buffered := bufio.NewReaderSize(in.source, window)
	in.source = buffered
	start, err := buffered.Peek(window)
	if err != nil && !errors.Is(err, io.EOF) {
		in.close()
		return nil, "", &FileError{File: s.path, Err: cause(err)}
	}
	return in, sniff(start, table), nil
}

// sniff tells the format of a text by how it begins.
func sniff(start []byte, list string) Format {
	text := bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	at := jsontext.SkipSpace(text, 0)
	switch {
	case at == len(text) || text[at] != '{' && text[at] != '[':
		return CSV
	case json.LooksLikeList(text, list):
		return JSON
	}
	return NDJSON
}

// size is the length of a file in bytes; 0 where it is not known.
func size(path string) int64 {
	if info, err := os.Stat(path); path != stdin && err == nil && info.Mode().IsRegular() {
		return info.Size()
	}
	return 0
}

// cause takes the path off an error of the operating system: a FileError names it.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
