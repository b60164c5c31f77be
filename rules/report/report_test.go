package report_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/report"
)

// sample has findings of all forms: with and without a place, a column, notes and a hint.
func sample() *rules.Diagnostics {
	source := "language: 1\n\tmétrics: 株式 seets\nlast: x\n"
	return &rules.Diagnostics{
		Files: []rules.File{{Name: "rules/a b%:.yaml", Source: []byte(source)}, {Name: "/abs/b.yaml", Source: []byte("x: 1\r\n")}},
		List: []rules.Diagnostic{
			{ID: "no-rule-files", Message: "there are no rule files here"},
			{ID: "file-size", Place: rules.Place{File: "rules/c.yaml"}, Message: "too large"},
			{
				ID: "unknown-name", Place: rules.Place{File: "rules/a b%:.yaml", Line: 2, Column: 14, Length: 5},
				Message: "unknown name `seets`: 50% of it,\nor all", Hint: "did you mean `seats`?",
				Also: []rules.Note{{Place: rules.Place{File: "/abs/b.yaml", Line: 1, Column: 1, Length: 1}, Message: "it stands here"}},
			},
			{Severity: rules.SeverityWarning, ID: "unused-metric", Place: rules.Place{File: "/abs/b.yaml", Line: 1, Column: 4}, Message: "nothing uses it"},
			{Severity: rules.SeverityWarning, ID: "not-a-page", Place: rules.Place{File: "./rules/../d.yaml", Line: 7}, Message: "no column"},
		},
	}
}

func TestPretty(t *testing.T) {
	want := "error: there are no rule files here [no-rule-files]\n" +
		"\nrules/c.yaml: error: too large [file-size]\n" +
		"\nrules/a b%:.yaml:2:14: error: unknown name `seets`: 50% of it,\nor all [unknown-name]\n" +
		"      2 |  métrics: 株式 seets\n" +
		"        |                ^^^^^\n" +
		"  /abs/b.yaml:1:1: it stands here\n" +
		"  = did you mean `seats`?\n" +
		"\n/abs/b.yaml:1:4: warning: nothing uses it [unused-metric]\n" +
		"      1 | x: 1\n" +
		"        |    ^\n" +
		"\n./rules/../d.yaml:7: warning: no column [not-a-page]\n" +
		"\n3 errors, 2 warnings in 4 files\n"
	var b bytes.Buffer
	if err := report.Pretty(&b, sample(), false); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var colored bytes.Buffer
	if err := report.Pretty(&colored, sample(), true); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(colored.String(), "\x1b[1;31merror:\x1b[0m") || !strings.Contains(colored.String(), "\x1b[1;33m^\x1b[0m") {
		t.Errorf("severity and caret are not coloured:\n%q", colored.String())
	}
	plain := colored.String()
	for _, escape := range []string{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[2m", "\x1b[0m"} {
		plain = strings.ReplaceAll(plain, escape, "")
	}
	if plain != want {
		t.Error("colours change more than colours")
	}
	b.Reset()
	if err := report.Pretty(&b, &rules.Diagnostics{}, false); err != nil || b.Len() > 0 {
		t.Errorf("without findings: %q, %v", b.String(), err)
	}
}

func TestCounts(t *testing.T) {
	for want, counts := range map[string]report.Counts{
		"0 errors":                       {},
		"1 error in 1 file":              {Errors: 1, Files: 1},
		"2 errors, 1 warning in 3 files": {Errors: 2, Warnings: 1, Files: 3},
		"12 warnings in 1 file":          {Warnings: 12, Files: 1},
		"1 error, 2 warnings":            {Errors: 1, Warnings: 2},
	} {
		if got := counts.String(); got != want {
			t.Errorf("%+v is %q, not %q", counts, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := report.JSON(&b, sample()); err != nil {
		t.Fatal(err)
	}
	var got report.Document
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	none := []report.Note{}
	want := report.Document{
		Counts: report.Counts{Errors: 3, Warnings: 2, Files: 4},
		Findings: []report.Finding{
			{Severity: "error", ID: "no-rule-files", Message: "there are no rule files here", Also: none},
			{Severity: "error", ID: "file-size", File: "rules/c.yaml", Message: "too large", Also: none},
			{
				Severity: "error", ID: "unknown-name", File: "rules/a b%:.yaml", Line: 2, Column: 14, EndColumn: 19,
				Message: "unknown name `seets`: 50% of it,\nor all", Hint: "did you mean `seats`?", Source: "\tmétrics: 株式 seets",
				Also: []report.Note{{File: "/abs/b.yaml", Line: 1, Column: 1, EndColumn: 2, Message: "it stands here"}},
			},
			{Severity: "warning", ID: "unused-metric", File: "/abs/b.yaml", Line: 1, Column: 4, EndColumn: 5, Message: "nothing uses it", Source: "x: 1", Also: none},
			{Severity: "warning", ID: "not-a-page", File: "./rules/../d.yaml", Line: 7, Message: "no column", Also: none},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGitHub(t *testing.T) {
	var b bytes.Buffer
	if err := report.GitHub(&b, sample()); err != nil {
		t.Fatal(err)
	}
	want := "::error title=no-rule-files::there are no rule files here\n" +
		"::error file=rules/c.yaml,title=file-size::too large\n" +
		"::error file=rules/a b%25%3A.yaml,line=2,col=14,endColumn=19,title=unknown-name::unknown name `seets`: 50%25 of it,%0Aor all%0A/abs/b.yaml:1:1: it stands here%0Adid you mean `seats`?\n" +
		"::warning file=/abs/b.yaml,line=1,col=4,endColumn=5,title=unused-metric::nothing uses it\n" +
		"::warning file=d.yaml,line=7,title=not-a-page::no column\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzGitHub reads a workflow command back as the runner does: nothing that a
// message or a file name holds may end it, or be lost.
func FuzzGitHub(f *testing.F) {
	f.Add("rules/a.yaml", "unknown name", "hint")
	f.Add("a,b:c%0A::error::x", "100%25\r\n::warning::", "")
	f.Fuzz(func(t *testing.T, file, message, hint string) {
		if file == "" || hint == "" || strings.Contains(file, "/") || file == "." || file == ".." {
			return
		}
		found := &rules.Diagnostics{List: []rules.Diagnostic{{ID: "id", Place: rules.Place{File: file, Line: 3, Column: 4}, Message: message, Hint: hint}}}
		var b bytes.Buffer
		if err := report.GitHub(&b, found); err != nil {
			t.Fatal(err)
		}
		line, rest, _ := strings.Cut(b.String(), "\n")
		if rest != "" || strings.Contains(line, "\r") {
			t.Fatalf("more than a line: %q", b.String())
		}
		properties, data, ok := strings.Cut(strings.TrimPrefix(line, "::error "), "::")
		if !ok {
			t.Fatalf("no command: %q", line)
		}
		unescape := strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",").Replace
		got := map[string]string{}
		for _, p := range strings.Split(properties, ",") {
			name, value, _ := strings.Cut(p, "=")
			got[name] = unescape(value)
		}
		want := map[string]string{"file": file, "line": "3", "col": "4", "endColumn": "5", "title": "id"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("properties (-want +got):\n%s", diff)
		}
		if unescape(data) != message+"\n"+hint {
			t.Errorf("message %q became %q", message, unescape(data))
		}
	})
}

// TestSARIF reads what is written as a reader of SARIF 2.1.0 does.
func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	if err := report.SARIF(&b, sample(), "1.2.3"); err != nil {
		t.Fatal(err)
	}
	type text struct{ Text string }
	type physical struct {
		ArtifactLocation struct{ URI string }
		Region           *struct {
			StartLine, StartColumn, EndLine, EndColumn int
			Snippet                                    *text
		}
	}
	type location struct {
		ID               int
		PhysicalLocation physical
		Message          *text
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct {
					Name, Version string
					Rules         []struct {
						ID                     string
						ShortDescription, Help *text
						DefaultConfiguration   struct{ Level string }
					}
				}
			}
			Results []struct {
				RuleID           string
				RuleIndex        int
				Level            string
				Message          text
				Locations        []location
				RelatedLocations []location
			}
		}
	}
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	if err := d.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || !strings.HasSuffix(log.Schema, "sarif-schema-2.1.0.json") || len(log.Runs) != 1 {
		t.Fatalf("no log of SARIF 2.1.0: %+v", log)
	}
	run, found := log.Runs[0], sample().List
	if run.ColumnKind != "unicodeCodePoints" || run.Tool.Driver.Name != "bellwether" || run.Tool.Driver.Version != "1.2.3" {
		t.Errorf("run: %+v", run)
	}
	if len(run.Results) != len(found) {
		t.Fatalf("%d results of %d findings", len(run.Results), len(found))
	}
	uris := []string{"rules/a%20b%25:.yaml", "rules/c.yaml", "rules/a%20b%25:.yaml", "file:///abs/b.yaml", "d.yaml"}
	for i, r := range run.Results {
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		if r.RuleID != found[i].ID || rule.ID != found[i].ID || r.Level != found[i].Severity.String() || !strings.HasPrefix(r.Message.Text, found[i].Message) {
			t.Errorf("result %d: %+v of %+v", i, r, rule)
		}
		if hasPage := rule.ID != "not-a-page"; hasPage != (rule.Help != nil && rule.Help.Text != "" && rule.ShortDescription != nil) {
			t.Errorf("rule %+v", rule)
		}
		if len(r.Locations) != 1 {
			t.Fatalf("result %d has %d locations: code scanning shows those with one", i, len(r.Locations))
		}
		if got := r.Locations[0].PhysicalLocation.ArtifactLocation.URI; got != uris[i] {
			t.Errorf("result %d is in %q, not %q", i, got, uris[i])
		}
		if _, err := url.Parse(uris[i]); err != nil {
			t.Error(err)
		}
	}
	region := run.Results[2].Locations[0].PhysicalLocation.Region
	if region.StartLine != 2 || region.StartColumn != 14 || region.EndLine != 2 || region.EndColumn != 19 || region.Snippet.Text != "seets" {
		t.Errorf("region %+v", region)
	}
	if utf8.RuneCountInString("\tmétrics: 株式 ") != region.StartColumn-1 {
		t.Error("columns do not count characters")
	}
	related := run.Results[2].RelatedLocations
	if len(related) != 1 || related[0].ID != 1 || related[0].Message.Text != "it stands here" {
		t.Errorf("related %+v", related)
	}
	if run.Results[1].Locations[0].PhysicalLocation.Region != nil || run.Results[4].Locations[0].PhysicalLocation.Region.StartColumn != 0 {
		t.Error("what is not known of a place is made up")
	}
}

// TestSARIFWithoutFiles: a finding about a folder without rules has a location, too.
func TestSARIFWithoutFiles(t *testing.T) {
	var b bytes.Buffer
	found := &rules.Diagnostics{List: []rules.Diagnostic{{ID: "no-rule-files", Message: "there are no rule files here"}}}
	if err := report.SARIF(&b, found, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"uri": "."`) || !strings.Contains(b.String(), `"startLine": 1`) {
		t.Error(b.String())
	}
}
