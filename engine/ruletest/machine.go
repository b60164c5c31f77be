package ruletest

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// place is where something stands, in reports for programs.
type place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func placeOf(p rules.Place) place { return place{p.File, p.Line, p.Column} }

type jsonReport struct {
	Rules    string       `json:"rules"`
	Passed   int          `json:"passed"`
	Failed   int          `json:"failed"`
	Skipped  int          `json:"skipped"`
	Tests    []jsonTest   `json:"tests"`
	Coverage jsonCoverage `json:"coverage"`
}

type jsonTest struct {
	place
	Name     string        `json:"name"`
	Status   string        `json:"status"`
	Failures []jsonFailure `json:"failures,omitempty"`
}

type jsonFailure struct {
	place
	Account   string `json:"account,omitempty"`
	Scorecard string `json:"scorecard,omitempty"`
	What      string `json:"what"`
	Expected  string `json:"expected"`
	Actual    string `json:"actual"`
	Note      string `json:"note,omitempty"`
}

type jsonCoverage struct {
	Covered int         `json:"covered"`
	Total   int         `json:"total"`
	Share   exact.Num   `json:"share"`
	Kinds   []jsonKind  `json:"kinds"`
	Points  []jsonPoint `json:"points"`
}

type jsonKind struct {
	Kind    string `json:"kind"`
	Covered int    `json:"covered"`
	Total   int    `json:"total"`
}

type jsonPoint struct {
	place
	Kind      string `json:"kind"`
	Scorecard string `json:"scorecard,omitempty"`
	Segment   string `json:"segment,omitempty"`
	Measure   string `json:"measure,omitempty"`
	What      string `json:"what"`
	Hits      int    `json:"hits"`
}

// JSON writes the report as one JSON object; its form stands in README.md. The error
// is that of w.
func (r *Report) JSON(w io.Writer) error {
	out := jsonReport{
		Rules: r.Digest, Passed: r.Count(Passed), Failed: r.Count(Failed), Skipped: r.Count(Skipped),
		Tests: []jsonTest{}, Coverage: jsonCoverage{Kinds: []jsonKind{}, Points: []jsonPoint{}},
	}
	for _, result := range r.Results {
		t := jsonTest{place: placeOf(result.Test.Place), Name: result.Test.Name, Status: result.Status.String()}
		for _, c := range result.Failures() {
			t.Failures = append(t.Failures, jsonFailure{
				place: placeOf(c.Place), Account: c.Account, Scorecard: c.Scorecard, What: c.What,
				Expected: c.Expected, Actual: c.Actual, Note: c.Note,
			})
		}
		out.Tests = append(out.Tests, t)
	}
	total := r.TotalCoverage()
	out.Coverage.Covered, out.Coverage.Total, out.Coverage.Share = total.Covered, total.Total, total.share()
	for _, k := range coverageKinds {
		c := r.CoverageOf(k.kind)
		out.Coverage.Kinds = append(out.Coverage.Kinds, jsonKind{k.kind.String(), c.Covered, c.Total})
	}
	for _, p := range r.Coverage {
		out.Coverage.Points = append(out.Coverage.Points, jsonPointOf(p))
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func jsonPointOf(p engine.CoveragePoint) jsonPoint {
	return jsonPoint{
		place: placeOf(p.Place), Kind: p.Kind.String(), Scorecard: p.Scorecard, Segment: p.Segment,
		Measure: p.Measure, What: p.What, Hits: p.Hits,
	}
}

// share is the covered part, 0 to 1, rounded down to 6 decimals.
func (c Covered) share() exact.Num {
	if c.Total == 0 {
		return one
	}
	const unit = 1_000_000
	return exact.Ratio(int64(c.Covered)*unit, int64(c.Total)).Floor().Quo(exact.Int(unit))
}

// GitHub writes each failure as an annotation of GitHub, and then the summary. The
// error is that of w.
func (r *Report) GitHub(w io.Writer) error {
	var b strings.Builder
	for _, result := range r.Results {
		for _, c := range result.Failures() {
			message := fmt.Sprintf("%s%s: expected %s, got %s", accountOf(c, result.Test), c.Name(), c.Expected, c.Actual)
			if c.Note != "" {
				message += " (" + c.Note + ")"
			}
			fmt.Fprintf(&b, "::error file=%s,line=%d,col=%d,title=%s::%s\n",
				property.Replace(c.Place.File), c.Place.Line, c.Place.Column, property.Replace(result.Test.Name), data.Replace(message))
		}
	}
	fmt.Fprintf(&b, "%s\n%s\n", r.Summary(), r.CoverageSummary())
	_, err := io.WriteString(w, b.String())
	return err
}

// How GitHub wants the text of annotations, and of their properties.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
