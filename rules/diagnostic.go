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
func (d *Diagnostics) Error() string {
	var b strings.Builder
	lines := excerpts{files: d.Files, split: map[string][]string{}}
	for i, f := range d.List {
		if i > 0 {
			b.WriteString("\n")
		}
		lines.render(&b, f)
	}
	return b.String()
}

// excerpts shows findings with their source lines; each file is split once.
type excerpts struct {
	files []File
	split map[string][]string
}

func (d excerpts) render(b *strings.Builder, f Diagnostic) {
	if !f.Place.IsZero() {
		fmt.Fprintf(b, "%s: ", f.Place)
	}
	fmt.Fprintf(b, "%s: %s [%s]\n", f.Severity, f.Message, f.ID)
	d.excerpt(b, f.Place)
	for _, n := range f.Also {
		fmt.Fprintf(b, "  %s: %s\n", n.Place, n.Message)
	}
	if f.Hint != "" {
		fmt.Fprintf(b, "  = %s\n", f.Hint)
	}
}

// excerptWidth bounds the source line shown, in characters.
const excerptWidth = 120

func (d excerpts) excerpt(b *strings.Builder, at Place) {
	line, ok := d.line(at)
	if !ok {
		return
	}
	runes := []rune(line)
	column := max(at.Column, 1)
	if column > len(runes)+1 {
		return
	}
	from := 0
	if column > excerptWidth {
		from = column - excerptWidth/2
	}
	to := min(len(runes), from+excerptWidth)
	shown := strings.ReplaceAll(string(runes[from:to]), "\t", " ")
	length := max(1, min(at.Length, to-(column-1)))
	fmt.Fprintf(b, "  %5d | %s\n        | %s%s\n", at.Line, shown, strings.Repeat(" ", column-1-from), strings.Repeat("^", length))
}

func (d excerpts) line(at Place) (string, bool) {
	lines, ok := d.split[at.File]
	if !ok {
		if i := slices.IndexFunc(d.files, func(f File) bool { return f.Name == at.File }); i >= 0 {
			lines = strings.Split(string(d.files[i].Source), "\n")
		}
		d.split[at.File] = lines
	}
	if at.Line == 0 || at.Line > len(lines) {
		return "", false
	}
	return strings.TrimPrefix(strings.TrimSuffix(lines[at.Line-1], "\r"), "\ufeff"), true
}
