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

// feed reads one file into the builder and calls row after each of its rows.
func (r *Reader) feed(ctx context.Context, table string, s source, row func() error) error {
	in, format, err := r.open(table, s)
	if err != nil {
		return err
	}
	defer in.close()
	name := display(s.path)
	target, err := r.builder.Input(table, name)
	if err != nil {
		return err
	}
	f := feeder{ctx: ctx, target: target, name: name, row: row}
	switch format {
	case CSV:
		return f.csv(in)
	case NDJSON:
		return f.json(json.NewLineReader(in))
	case JSON:
		return f.json(json.NewListReader(in, table))
	}
	return &FileError{File: name, Err: fmt.Errorf("there is no format %q; expected csv, ndjson or json", format)}
}

type feeder struct {
	ctx    context.Context
	target *signals.Input
	name   string
	row    func() error
	rows   int
}

func (f *feeder) csv(in io.Reader) error {
	r := csv.NewReader(in)
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
	r.Want(wanted)
	for {
		fields, line, err := r.Next()
		if err == nil {
			err = f.target.AddCells(line, fields)
		} else if errors.Is(err, io.EOF) {
			return nil
		} else {
			err = f.malformedCSV(line, err)
		}
		if err := f.after(err); err != nil {
			return err
		}
	}
}

// malformedCSV refuses a malformed row; any other error it gives back.
func (f *feeder) malformedCSV(line int, err error) error {
	var malformed *csv.RowError
	if errors.As(err, &malformed) {
		return f.target.Refuse(malformed.Line, malformed.Column, malformed.Message)
	}
	return &FileError{File: f.name, Line: line, Err: cause(err)}
}

func (f *feeder) json(r json.Reader) error {
	for {
		object, line, err := r.Next()
		if err == nil {
			err = f.target.AddObject(line, object)
		} else if errors.Is(err, io.EOF) {
			return nil
		} else {
			err = f.malformedJSON(line, err)
		}
		if err := f.after(err); err != nil {
			return err
		}
	}
}

// malformedJSON refuses a malformed object; any other error it gives back.
func (f *feeder) malformedJSON(line int, err error) error {
	var malformed *json.RowError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &malformed):
		return f.target.Refuse(malformed.Line, 0, malformed.Message)
	case errors.As(err, &syntax):
		return &FileError{File: f.name, Line: syntax.Line, Err: errors.New(syntax.Message)}
	}
	return &FileError{File: f.name, Line: line, Err: cause(err)}
}

// after ends a row.
func (f *feeder) after(err error) error {
	if err != nil {
		return err
	}
	const rowsBetweenLooks = 1024 // at the context, which takes a lock
	if f.rows++; f.rows%rowsBetweenLooks == 0 {
		if err := f.ctx.Err(); err != nil {
			return err
		}
	}
	return f.row()
}

func orphanText(n int, table string) string {
	if n == 1 {
		return fmt.Sprintf("1 row of %s belongs to no account", table)
	}
	return fmt.Sprintf("%d rows of %s belong to no account", n, table)
}
