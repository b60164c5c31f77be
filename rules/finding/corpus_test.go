package finding_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/finding"
)

// brokenAtLeast is how many broken rule sets stand in the archives.
const brokenAtLeast = 150

var foundID = regexp.MustCompile(`(?m): (?:error|warning): .* \[([a-z-]+)\]$`)

// elsewhere are the findings that files cannot show: they need a folder, a pipe, or
// very large input. They have tests in Go.
var elsewhere = map[string]bool{
	"file-unreadable": true, "folder-loop": true, "folder-depth": true, "no-rule-files": true, "no-files": true,
	"set-size": true, "file-size": true, "more": true, "format-failed": true,
	"file-encoding": true, "file-character": true, "yaml-depth": true,
	// What the YAML library says that is not put into our words; nothing is known to.
	"yaml-syntax": true,
	// The loader finds these first, in other words; the checker stays safe without it.
	"no-points": true, "measure-shape": true,
	// By hand in engine/inspect and engine/ruletest.
	"always-missing": true, "out-of-declared": true, "empty-segment": true, "same-points": true,
}

// TestCorpus: there are many broken rule sets with their exact findings, and each
// finding is among them.
func TestCorpus(t *testing.T) {
	seen := map[string]bool{}
	broken := 0
	for _, pattern := range []string{
		"../load/testdata/*.txtar", "../load/testdata/tests/*.txtar", "../check/testdata/*.txtar", "../lint/testdata/*.txtar", "../lint/testdata/whole/*.txtar",
		"../../engine/ruletest/testdata/*.txtar",
	} {
		archives, err := filepath.Glob(pattern)
		if err != nil || len(archives) == 0 {
			t.Fatal("no archives", pattern, err)
		}
		for _, name := range archives {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found := foundID.FindAllStringSubmatch(string(text), -1)
			if len(found) > 0 {
				broken++
			}
			for _, f := range found {
				seen[f[1]] = true
			}
		}
	}
	t.Logf("%d broken rule sets", broken)
	if broken < brokenAtLeast {
		t.Errorf("%d broken rule sets, fewer than %d", broken, brokenAtLeast)
	}
	for _, f := range finding.All() {
		if !seen[f.ID] && !elsewhere[f.ID] {
			t.Errorf("no archive shows %s (%s)", f.ID, f.Severity)
		}
		if seen[f.ID] && elsewhere[f.ID] {
			t.Errorf("%s is shown by an archive: take it off the list", f.ID)
		}
	}
	if !seen["unused-metric"] || finding.All()[0].Severity > rules.SeverityWarning {
		t.Error("the archives are not read")
	}
}
