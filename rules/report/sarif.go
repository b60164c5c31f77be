package report

import (
	"encoding/json"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/finding"
)

// The parts of SARIF 2.1.0 that we write, as OASIS names them.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string        `json:"id"`
		ShortDescription *sarifText    `json:"shortDescription,omitempty"`
		Help             *sarifText    `json:"help,omitempty"`
		Default          *sarifDefault `json:"defaultConfiguration,omitempty"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// SARIF writes findings as SARIF 2.1.0, which code scanning and editors read.
// version is that of the program.
func SARIF(w io.Writer, found *rules.Diagnostics, version string) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "bellwether", Version: version, Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints",
		Results:    make([]sarifResult, 0, len(found.List)),
	}
	lines := rules.NewExcerpts(found.Files)
	index := map[string]int{}
	for _, f := range found.List {
		at, known := index[f.ID]
		if !known {
			at = len(run.Tool.Driver.Rules)
			index[f.ID] = at
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, ruleOf(f))
		}
		r := sarifResult{RuleID: f.ID, RuleIndex: at, Level: f.Severity.String(), Message: sarifText{f.Message}}
		if f.Hint != "" {
			r.Message.Text += "\n" + f.Hint
		}
		l, ok := location(f.Place, lines)
		if !ok {
			l, _ = location(somewhere(found), lines)
		}
		r.Locations = []sarifLocation{l}
		for i, n := range f.Also {
			if l, ok := location(n.Place, lines); ok {
				l.ID, l.Message = i+1, &sarifText{n.Message}
				r.Related = append(r.Related, l)
			}
		}
		run.Results = append(run.Results, r)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// somewhere is where a finding about the rules as a whole stands, for readers that show
// none without a location: at the beginning of the first file, or else in the folder.
func somewhere(found *rules.Diagnostics) rules.Place {
	if len(found.Files) == 0 {
		return rules.Place{File: ".", Line: 1}
	}
	return rules.Place{File: found.Files[0].Name, Line: 1}
}

// ruleOf is what the page of a finding says.
func ruleOf(f rules.Diagnostic) sarifRule {
	r := sarifRule{ID: f.ID, Default: &sarifDefault{f.Severity.String()}}
	if page, ok := finding.Find(f.ID); ok {
		r.ShortDescription, r.Help = &sarifText{page.Title}, &sarifText{page.Text}
	}
	return r
}

func location(p rules.Place, lines *rules.Excerpts) (sarifLocation, bool) {
	if p.File == "" {
		return sarifLocation{}, false
	}
	l := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{artifactURI(p.File)}}}
	if p.Line > 0 {
		r := &sarifRegion{StartLine: p.Line, StartColumn: p.Column, EndColumn: endColumn(p)}
		if p.Column > 0 {
			r.EndLine = p.Line
			if text, ok := snippet(p, lines); ok {
				r.Snippet = &sarifText{text}
			}
		}
		l.Physical.Region = r
	}
	return l, true
}

// snippet is the text of a place; false for one of no length.
func snippet(p rules.Place, lines *rules.Excerpts) (string, bool) {
	line, _ := lines.Line(p)
	text := []rune(line)
	from, to := p.Column-1, p.Column-1+p.Length
	if from >= len(text) || to > len(text) || from >= to {
		return "", false
	}
	return string(text[from:to]), true
}

// artifactURI is a file name as a URI: relative as the name is, or absolute.
func artifactURI(name string) string {
	name = path.Clean(name)
	if strings.HasPrefix(name, "/") {
		return (&url.URL{Scheme: "file", Path: name}).String()
	}
	return (&url.URL{Path: name}).String()
}
