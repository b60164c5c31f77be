package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity tells errors, which keep a rule set from being used, from warnings.
type Severity uint8

// The severities.
const (
	SeverityError Severity = iota
	SeverityWarning
)

// String is the severity's name.
func (s Severity) String() string {
	if s == SeverityWarning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one finding in a rule set: what is wrong, where, and what to
// write instead. ID is stable from version to version.
type Diagnostic struct {
	Severity Severity
	ID       string
	Place    Place
	Message  string // what is wrong and what was expected
	Hint     string // how to mend it; may be empty
	Also     []Note // other places that belong to it
}

// Note names another place that belongs to a diagnostic.
type Note struct {
	Place   Place
	Message string
}

// Diagnostics are the findings of one rule set, with the files they point into.
// It is an error when one of them is.
type Diagnostics struct {
	List  []Diagnostic
	Files []File
}

// File is a rule file as it was read.
type File struct {
	Name   string
	Source []byte
}

// Add adds a finding.
func (d *Diagnostics) Add(f Diagnostic) { d.List = append(d.List, f) }

// Errorf adds an error.
func (d *Diagnostics) Errorf(id string, at Place, hint, format string, args ...any) {
	d.Add(Diagnostic{ID: id, Place: at, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// HasErrors tells whether one of the findings is an error.
func (d *Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(d.List, func(f Diagnostic) bool { return f.Severity == SeverityError })
}

// Err is d as an error, nil if it holds none.
func (d *Diagnostics) Err() error {
	if d == nil || !d.HasErrors() {
		return nil
	}
	return d
}

// Sort orders the findings by place, as they stand in the files.
func (d *Diagnostics) Sort() {
	slices.SortStableFunc(d.List, func(a, b Diagnostic) int {
		return cmp.Or(
			strings.Compare(a.Place.File, b.Place.File),
			cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Column, b.Place.Column),
			strings.Compare(a.ID, b.ID),
			strings.Compare(a.Message, b.Message),
		)
	})
}

// Error renders all findings for people, each with its source line and a caret.
func (d *Diagnostics) Error() string { return d.Styled(Style{}) }

// Styled is [Diagnostics.Error] with its parts marked, for terminals.
func (d *Diagnostics) Styled(s Style) string {
	var b strings.Builder
	lines := NewExcerpts(d.Files)
	for i, f := range d.List {
		if i > 0 {
			b.WriteString("\n")
		}
		lines.render(&b, f, s)
	}
	return b.String()
}
