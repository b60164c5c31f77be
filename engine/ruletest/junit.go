package ruletest

import (
	"encoding/xml"
	"io"
	"path"
	"strings"
)

type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	File     string      `xml:"file,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string        `xml:"name,attr"`
	ClassName string        `xml:"classname,attr"`
	File      string        `xml:"file,attr"`
	Line      int           `xml:"line,attr"`
	Failure   *junitFailure `xml:"failure"`
	Error     *junitFailure `xml:"error"`
	Skipped   *struct{}     `xml:"skipped"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report as JUnit XML: a suite a file, a case a test. The error is
// that of w.
func (r *Report) JUnit(w io.Writer) error {
	out := junitReport{Name: "bellwether test", Tests: len(r.Results), Failures: r.Count(Failed), Skipped: r.Count(Skipped)}
	for _, f := range r.files {
		ran, failed, skipped := r.count(f.Name)
		suite := junitSuite{Name: f.Name, File: f.Name, Tests: ran + skipped, Failures: failed, Skipped: skipped}
		for _, result := range r.Results {
			if result.Test.Place.File == f.Name {
				suite.Cases = append(suite.Cases, caseOf(result))
			}
		}
		out.Suites = append(out.Suites, suite)
	}
	return out.write(w)
}

func (r junitReport) write(w io.Writer) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(r); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func caseOf(result Result) junitCase {
	at := result.Test.Place
	c := junitCase{
		Name: result.Test.Name, File: at.File, Line: at.Line,
		ClassName: strings.TrimSuffix(at.File, path.Ext(at.File)),
	}
	switch result.Status {
	case Skipped:
		c.Skipped = &struct{}{}
	case Failed:
		var lines []string
		for _, f := range result.Failures() {
			lines = append(lines, f.Place.String()+": "+sentence(f, result.Test))
		}
		c.Failure = &junitFailure{Message: lines[0], Type: "expectation", Text: strings.Join(lines, "\n")}
	}
	return c
}
