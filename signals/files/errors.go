package files

import (
	"fmt"
	"strings"
)

// FileError reports a file that cannot be read to its end; it wraps the cause.
type FileError struct {
	File string
	Line int // counted from 1; 0 if the fault is not at one line
	Err  error
}

func (e *FileError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.File, e.Err)
}

// Unwrap gives the cause.
func (e *FileError) Unwrap() error { return e.Err }

// AmbiguousTableError reports two files that hold the same table.
type AmbiguousTableError struct {
	Table string
	Files [2]string
}

func (e *AmbiguousTableError) Error() string {
	return fmt.Sprintf("two files hold the table %s: %s and %s", e.Table, e.Files[0], e.Files[1])
}

// NoAccountsError reports that no input holds the root table.
type NoAccountsError struct {
	Table  string // the name of the root table
	Inputs []string
}

func (e *NoAccountsError) Error() string {
	if len(e.Inputs) == 0 {
		return fmt.Sprintf("no signals are given; expected a folder with a file such as %s.csv, or that file", e.Table)
	}
	return fmt.Sprintf("%s: no file holds the table %s; expected %s.csv, .ndjson, .jsonl or .json",
		strings.Join(e.Inputs, ", "), e.Table, e.Table)
}

// UnknownTableError reports an input for a table that the schema does not have.
type UnknownTableError struct {
	Input, Table string
	Near         string // the table that may be meant; may be empty
}

func (e *UnknownTableError) Error() string {
	text := fmt.Sprintf("%s: there is no table %s, and no such file", e.Input, e.Table)
	if e.Near != "" {
		text += fmt.Sprintf("; did you mean %s?", e.Near)
	}
	return text
}

// ConsumedError reports that accounts cannot be read a second time, because they
// came from standard input.
type ConsumedError struct{ Table string }

func (e *ConsumedError) Error() string {
	return fmt.Sprintf("%s came from standard input, which can be read only once", e.Table)
}
