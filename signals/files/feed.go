package files

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/csv"
	"github.com/bellwether-cs/bellwether/signals/json"
)

// feed is a file with rows of one table that is being read.
type feed struct {
	in     *stream
	target *signals.Input
	name   string
	// piece makes an empty piece of the file.
	piece func() piece
}

// piece is a run of rows that were cut off the file, but not read.
type piece interface {
	// fill cuts the next rows off. The error is io.EOF at the end.
	fill(rows int) error
	// each gives the rows to whoever reads them.
	each(rows) error
	// size is how many bytes of memory it holds.
	size() int
}

// rows takes rows as they stand in a piece.
type rows interface {
	csv.Rows
	json.Rows
}

// mostBytes is where a piece ends, however few rows it has.
const mostBytes = 512 << 10

// begin opens the file of a table.
func (r *Reader) begin(ctx context.Context, table string, s source) (*feed, error) {
	in, format, err := r.open(ctx, table, s)
	if err != nil {
		return nil, err
	}
	if table == r.schema.Root().Name {
		r.format = format
	}
	f := &feed{in: in, name: display(s.path)}
	if f.target, err = r.builder.Input(table, f.name); err == nil {
		err = f.take(format, table)
	}
	if err != nil {
		in.close()
		return nil, err
	}
	return f, nil
}

// take prepares the cutting of a format.
func (f *feed) take(format Format, table string) error {
	switch format {
	case CSV:
		return f.csv()
	case NDJSON:
		f.json(json.NewLineReader(f.in))
		return nil
	case JSON:
		f.json(json.NewListReader(f.in, table))
		return nil
	}
	return &FileError{File: f.name, Err: fmt.Errorf("there is no format %q; expected csv, ndjson or json", format)}
}

func (f *feed) csv() error {
	r := csv.NewReader(f.in)
	names, err := r.Header()
	var header *csv.HeaderError
	if errors.As(err, &header) {
		return &FileError{File: f.name, Line: header.Line, Err: errors.New(header.Message)}
	}
	if err != nil {
		return &FileError{File: f.name, Err: cause(err)}
	}
	wanted, err := f.target.Header(names)
	if err != nil {
		return err // it names the file
	}
	f.piece = func() piece { return &csvPiece{file: f.name, reader: r, wanted: wanted} }
	return nil
}

func (f *feed) json(r json.Reader) {
	cutter := json.NewCutter(r)
	f.piece = func() piece { return &jsonPiece{file: f.name, cutter: cutter} }
}

// all gives every row to the target, one after the other.
func (f *feed) all(ctx context.Context) error {
	const rowsAtATime = 4096
	p := f.piece()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := p.fill(rowsAtATime)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = p.each(f.target)
		}
		if err != nil {
			return err
		}
	}
}

type csvPiece struct {
	file   string
	reader *csv.Reader
	wanted []bool
	chunk  csv.Chunk
}

func (p *csvPiece) fill(rows int) error {
	err := p.reader.Chunk(&p.chunk, rows, mostBytes)
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return &FileError{File: p.file, Line: p.chunk.Line(), Err: cause(err)}
}

func (p *csvPiece) each(to rows) error { return p.chunk.Each(p.wanted, to) }
func (p *csvPiece) size() int          { return p.chunk.Size() }

type jsonPiece struct {
	file   string
	cutter *json.Cutter
	chunk  json.Chunk
}

func (p *jsonPiece) fill(rows int) error {
	err := p.cutter.Chunk(&p.chunk, rows, mostBytes)
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return &FileError{File: p.file, Line: syntax.Line, Err: errors.New(syntax.Message)}
	}
	return &FileError{File: p.file, Line: p.chunk.Line(), Err: cause(err)}
}

func (p *jsonPiece) each(to rows) error { return p.chunk.Each(to) }
func (p *jsonPiece) size() int          { return p.chunk.Size() }

func orphanText(n int, table string) string {
	if n == 1 {
		return fmt.Sprintf("1 row of %s belongs to no account", table)
	}
	return fmt.Sprintf("%d rows of %s belong to no account", n, table)
}
