package signals

import (
	"fmt"
	"strings"
)

// Problem is one finding about a row or cell that could not be taken as it is.
// Everything else was.
type Problem struct {
	File    string // as it was named when it was opened; empty for rows given by a program
	Line    int    // counted from 1; 0 if not known
	Column  int    // byte of the line, counted from 1; 0 if not known
	Table   string
	Cell    string // the column in the rules, if it is about one cell; else empty
	Key     string // of the row, as far as it could be read
	Message string
	Refused bool // the row is left out; else only the cell is missing
}

// String is the problem on one line, place first: usage.csv:17: ...
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		b.WriteByte(':')
		if p.Line > 0 {
			fmt.Fprintf(&b, "%d:", p.Line)
		}
		if p.Line > 0 && p.Column > 0 {
			fmt.Fprintf(&b, "%d:", p.Column)
		}
		b.WriteByte(' ')
	}
	if p.Table != "" {
		b.WriteString(p.Table)
		if p.Key != "" {
			b.WriteByte(' ')
			b.WriteString(p.Key)
		}
		b.WriteString(": ")
	}
	b.WriteString(p.Message)
	if p.Refused {
		b.WriteString("; the row is left out")
	}
	return b.String()
}

// RefusedError reports a row that was left out, where that is an error: any row
// under [Builder.Strict], and the account itself for [Builder.AddJSON] and
// [Builder.AddMap].
type RefusedError struct{ Problem Problem }

func (e *RefusedError) Error() string { return e.Problem.String() }

// MissingColumnsError reports columns that a table needs and its file does not
// have.
type MissingColumnsError struct {
	File, Table string
	Columns     []string // as files are expected to name them
	Declared    []string // the same columns, by their names in the rules
	Hint        string   // what may have gone wrong; may be empty
}

func (e *MissingColumnsError) Error() string {
	noun, verb := "column", "is"
	if len(e.Columns) > 1 {
		noun, verb = "columns", "are"
	}
	names := make([]string, len(e.Columns))
	for i, name := range e.Columns {
		if names[i] = name; i < len(e.Declared) && e.Declared[i] != name {
			names[i] = fmt.Sprintf("%q (%s in the rules)", name, e.Declared[i])
		}
	}
	text := fmt.Sprintf("%s has no %s %s, which the rules expect in %s and %s not optional",
		e.File, noun, strings.Join(names, ", "), e.Table, verb)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// NoParentError reports a file whose rows cannot be led to accounts, because they
// belong to rows of a table that has no file.
type NoParentError struct{ File, Table, Parent string }

func (e *NoParentError) Error() string {
	return fmt.Sprintf("%s: its rows belong to those of %s, which has no file", e.File, e.Parent)
}

// Summary counts what was read. The rows of a table that were read are those
// left out and those taken; the latter are in the portfolio unless their time
// hides them or no account has their key.
type Summary struct {
	Tables []TableSummary // the tables of which anything was read, as in the schema
}

// TableSummary counts what was read of one table.
type TableSummary struct {
	Table      string
	File       string // empty if the rows came nested or from a program
	Rows       int    // read
	Refused    int    // rows left out because of a problem
	Unreadable int    // cells that are missing because of a problem
	Hidden     int    // rows whose time is missing or later than the as-of, or that a later row of history replaces
	Orphans    int    // rows that belong to no account, visible or not
}

// Refused is the number of rows left out because of a problem, in all tables.
func (s Summary) Refused() int {
	n := 0
	for _, t := range s.Tables {
		n += t.Refused
	}
	return n
}

// Unreadable is the number of cells that are missing because of a problem, in all
// tables.
func (s Summary) Unreadable() int {
	n := 0
	for _, t := range s.Tables {
		n += t.Unreadable
	}
	return n
}
