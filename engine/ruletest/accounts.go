package ruletest

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// source is where the accounts of a test come from.
type source struct {
	portfolio *signals.Portfolio
	peers     *engine.Peers
	index     map[string]int // by key
	problems  []problem
	ignored   []string // files that look like tables and are none
	only      string   // the key of the only account of a test
	inline    bool
	place     rules.Place // of the accounts in the test
}

// problem is what was reported of a row.
type problem struct {
	signals.Problem
	// place is where in the test file; zero for files.
	place rules.Place
	// account is the key of the account that the row belongs to, as far as it is known.
	account string
	// below: it is of a table below the accounts.
	below bool
}

// key is the key of the account that an expectation is about.
func (s *source) key(x *rules.Expectation) string {
	if x.Account == nil {
		return s.only
	}
	return keyOf(s.portfolio.Schema, x.Account.Text)
}

// keyOf is a key as the signals spell it.
func keyOf(schema *signals.Schema, text string) string {
	column, _ := schema.Root().Column(schema.Root().Key)
	if value, err := signals.ParseValue(column, text); err == nil && value.Missing == signals.Present {
		return value.String()
	}
	return text
}

func (r *runner) source(ctx context.Context, test *rules.Test) (*source, error) {
	if test.Rows != nil {
		s := &source{inline: true, place: test.RowsPlace}
		return s, s.build(ctx, r.program, test)
	}
	return r.fixtures.open(ctx, test)
}

// index the accounts, and compare them with each other.
func (s *source) finish(ctx context.Context, program *engine.Program) error {
	s.index = make(map[string]int, s.portfolio.Len())
	for i := range s.portfolio.Len() {
		s.index[s.portfolio.Key(i)] = i
	}
	if !program.NeedsPeers() {
		return nil
	}
	var err error
	s.peers, err = program.Peers(ctx, s.portfolio)
	return err
}

// build makes a portfolio of the accounts that stand in a test.
func (s *source) build(ctx context.Context, program *engine.Program, test *rules.Test) error {
	l := locator{schema: program.Schema(), used: map[rules.Place]bool{}}
	var account string
	row := 0
	root := program.Schema().Root()
	b := signals.NewBuilder(program.Schema(), test.AsOf, program.Needs(), func(p signals.Problem) {
		s.problems = append(s.problems, problem{Problem: p, place: l.place(p, test.Rows[row]), account: account, below: p.Table != root.Name})
	})
	for i, written := range test.Rows {
		row, account = i, keyOf(program.Schema(), cell(root, written, root.Key))
		if i == 0 {
			s.only = account
		}
		var refused *signals.RefusedError
		if err := b.AddMap(object(program.Schema(), root, written)); err != nil && !errors.As(err, &refused) {
			return err
		}
	}
	s.portfolio = b.Portfolio()
	return s.finish(ctx, program)
}

// object is a row as a builder takes it. Values are read as those of files are, but
// for true and false.
func object(schema *signals.Schema, table *signals.Table, row rules.TestRow) map[string]any {
	out := make(map[string]any, len(row.Fields))
	for _, f := range row.Fields {
		if f.Value == nil {
			below, _ := schema.Table(f.Name.Text)
			rows := make([]map[string]any, len(f.Rows))
			for i, r := range f.Rows {
				rows[i] = object(schema, below, r)
			}
			out[f.Name.Text] = rows
			continue
		}
		text := f.Value.Text
		column := columnOf(table, f.Name.Text)
		switch {
		case f.Value.Null:
			out[f.Name.Text] = nil
		case column != nil && column.Kind == signals.Bool && (text == "true" || text == "false"):
			out[f.Name.Text] = text == "true"
		default:
			out[f.Name.Text] = text
		}
	}
	return out
}

// columnOf finds a column by its name in files, or by its own.
func columnOf(table *signals.Table, name string) *signals.Column {
	for _, c := range table.Columns {
		if c.Source == name {
			return c
		}
	}
	c, _ := table.Column(name)
	return c
}

// cell is what a row says of a column, with the blanks around it; empty if nothing.
func cell(table *signals.Table, row rules.TestRow, column string) string {
	for _, f := range row.Fields {
		if c := columnOf(table, f.Name.Text); c != nil && c.Name == column && f.Value != nil && !f.Value.Null && strings.TrimSpace(f.Value.Text) != "" {
			return f.Value.Text
		}
	}
	return ""
}

// fixtures are the signals in files, each read once.
type fixtures struct {
	program *engine.Program
	mu      sync.Mutex
	known   map[string]*fixture
}

// fixture is what one set of files holds as of one instant.
type fixture struct {
	once   sync.Once
	source source
	err    error
}

// open reads the files of a test, or gives what was read for another one.
func (f *fixtures) open(ctx context.Context, test *rules.Test) (*source, error) {
	inputs := make([]string, len(test.Inputs))
	for i, input := range test.Inputs {
		inputs[i] = Path(input)
		if input.Table != "" {
			inputs[i] = input.Table + "=" + inputs[i]
		}
	}
	name := test.AsOf.String() + "\n" + strings.Join(inputs, "\n")
	f.mu.Lock()
	one := f.known[name]
	if one == nil {
		one = &fixture{}
		f.known[name] = one
	}
	f.mu.Unlock()
	one.once.Do(func() { one.err = one.source.read(ctx, f.program, inputs, test.AsOf) })
	s := one.source
	s.place = test.Inputs[0].Place
	return &s, one.err
}

// Path is where the file or folder of an input lies: tests name it from the folder
// that their file stands in.
func Path(input rules.TestInput) string {
	path := filepath.FromSlash(input.Path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(filepath.FromSlash(input.Place.File)), path)
}

func (s *source) read(ctx context.Context, program *engine.Program, inputs []string, asOf signals.AsOf) error {
	reader, err := files.Open(ctx, program.Schema(), inputs, files.Options{
		AsOf: asOf, Needs: program.Needs(),
		Report: func(p signals.Problem) {
			s.problems = append(s.problems, problem{Problem: p, account: p.Key, below: p.Table != program.Schema().Root().Name})
		},
		Ignored: func(text string) { s.ignored = append(s.ignored, text) },
	})
	if err != nil {
		return err
	}
	defer reader.Close() // it was only read
	if s.portfolio, err = reader.All(ctx); err != nil {
		return err
	}
	return s.finish(ctx, program)
}
