package finding_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/finding"
	"github.com/bellwether-cs/bellwether/rules/lint"
)

// TestExamples loads, checks and lints what each page shows: the wrong rules give
// the finding of the page, and of errors only that; the right rules do not, and have
// no errors.
func TestExamples(t *testing.T) {
	frame, err := os.ReadFile("testdata/frame.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range finding.All() {
		if f.InWords {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			wrong := found(files(f, f.Wrong, string(frame)))
			if !slices.ContainsFunc(wrong.List, func(d rules.Diagnostic) bool { return d.ID == f.ID && d.Severity == f.Severity }) {
				t.Errorf("the wrong rules do not give %s [%s]:\n%s", f.Severity, f.ID, wrong)
			}
			for _, d := range wrong.List {
				if d.Severity == rules.SeverityError && d.ID != f.ID {
					t.Errorf("the wrong rules have other errors:\n%s", wrong)
					break
				}
			}
			right := found(files(f, f.Right, string(frame)))
			if right.HasErrors() || slices.ContainsFunc(right.List, func(d rules.Diagnostic) bool { return d.ID == f.ID }) {
				t.Errorf("the right rules give:\n%s", right)
			}
		})
	}
}

// found are all findings of a rule set, but for what the frame declares and the
// example does not use.
func found(files []rules.File) *rules.Diagnostics {
	found := lint.Files(files, lint.Options{}).Found
	found.List = slices.DeleteFunc(found.List, func(d rules.Diagnostic) bool { return d.Place.File == frameFile && d.Severity == rules.SeverityWarning })
	return found
}

const frameFile = "frame.yaml"

// anotherFile is the line of an example that begins another file.
const anotherFile = "# in another file\n"

// files completes an example to a rule set: with the language and the signals of
// testdata/frame.yaml, if it declares none of its own.
func files(f finding.Finding, example, frame string) []rules.File {
	has := func(section string) bool { return strings.Contains("\n"+example, "\n"+section+":") }
	language, signals, _ := strings.Cut(frame, "\n")
	if has("language") || f.ID == "language-missing" {
		language = ""
	}
	if has("signals") {
		signals = ""
	}
	files := []rules.File{{Name: frameFile, Source: []byte(language + "\n" + signals)}}
	for i, part := range strings.Split(example, anotherFile) {
		files = append(files, rules.File{Name: "rules" + string(rune('1'+i)) + ".yaml", Source: []byte(part)})
	}
	return files
}
