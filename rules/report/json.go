package report

import (
	"encoding/json"
	"io"

	"github.com/bellwether-cs/bellwether/rules"
)

// Document is what [JSON] writes. Its names are stable: later versions may add to
// it and take nothing away.
type Document struct {
	Findings []Finding `json:"findings"`
	Counts   Counts    `json:"counts"`
}

// Finding is one finding of a [Document]. Lines and columns count from 1, columns
// in characters (Unicode code points); EndColumn is the one behind the last. What
// is not known is 0.
type Finding struct {
	Severity  string `json:"severity"` // error or warning
	ID        string `json:"id"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndColumn int    `json:"end_column"`
	Message   string `json:"message"`
	Hint      string `json:"hint"`   // how to mend it
	Source    string `json:"source"` // the line in the file
	Also      []Note `json:"also"`
}

// Note is another place that belongs to a finding.
type Note struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndColumn int    `json:"end_column"`
	Message   string `json:"message"`
}

// JSON writes findings as one [Document].
func JSON(w io.Writer, found *rules.Diagnostics) error {
	doc := Document{Findings: Findings(found), Counts: Count(found)}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}

// Findings are findings as a [Document] has them.
func Findings(found *rules.Diagnostics) []Finding {
	lines := rules.NewExcerpts(found.Files)
	list := make([]Finding, 0, len(found.List))
	for _, f := range found.List {
		source, _ := lines.Line(f.Place)
		finding := Finding{
			Severity: f.Severity.String(), ID: f.ID, Message: f.Message, Hint: f.Hint, Source: source,
			File: f.Place.File, Line: f.Place.Line, Column: f.Place.Column, EndColumn: endColumn(f.Place), Also: []Note{},
		}
		for _, n := range f.Also {
			finding.Also = append(finding.Also, Note{n.Place.File, n.Place.Line, n.Place.Column, endColumn(n.Place), n.Message})
		}
		list = append(list, finding)
	}
	return list
}

// endColumn is the column behind a place; 0 if its column is not known.
func endColumn(p rules.Place) int {
	if p.Column == 0 {
		return 0
	}
	return p.Column + max(1, p.Length)
}
