package ruletest

import (
	"encoding/json"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/report"
)

// RefusedJSON writes what stands in place of [Report.JSON] where rules or tests are
// wrong, so that no test ran. The error is that of w.
func RefusedJSON(w io.Writer, found *rules.Diagnostics) error {
	wrong := &rules.Diagnostics{Files: found.Files}
	for _, f := range found.List {
		if f.Severity == rules.SeverityError {
			wrong.Add(f)
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Passed  int              `json:"passed"`
		Failed  int              `json:"failed"`
		Skipped int              `json:"skipped"`
		Tests   []jsonTest       `json:"tests"`
		Errors  []report.Finding `json:"errors"`
	}{Tests: []jsonTest{}, Errors: report.Findings(wrong)})
}

// RefusedJUnit writes what stands in place of [Report.JUnit] where rules or tests are
// wrong: a suite for each file that is, and a case with an error for each finding. The
// error is that of w.
func RefusedJUnit(w io.Writer, found *rules.Diagnostics) error {
	out := junitReport{Name: "bellwether test"}
	for _, f := range found.List {
		if f.Severity != rules.SeverityError {
			continue
		}
		file := f.Place.File
		i := slices.IndexFunc(out.Suites, func(s junitSuite) bool { return s.File == file })
		if i < 0 {
			i = len(out.Suites)
			out.Suites = append(out.Suites, junitSuite{Name: file, File: file})
		}
		text := f.Message
		for _, n := range f.Also {
			text += "\n" + n.Place.String() + ": " + n.Message
		}
		if f.Hint != "" {
			text += "\n" + f.Hint
		}
		out.Tests, out.Errors = out.Tests+1, out.Errors+1
		suite := &out.Suites[i]
		suite.Tests, suite.Errors = suite.Tests+1, suite.Errors+1
		suite.Cases = append(suite.Cases, junitCase{
			Name: f.Place.String(), File: file, Line: f.Place.Line, ClassName: strings.TrimSuffix(file, path.Ext(file)),
			Error: &junitFailure{Message: f.Message, Type: f.ID, Text: text},
		})
	}
	return out.write(w)
}
