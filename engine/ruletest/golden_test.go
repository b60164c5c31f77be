package ruletest_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestGolden runs the tests of each archive in testdata, beside the rules in it, or
// else those in testdata/rules.yaml. What comes out stands in the archive:
// want.txt is what people see; if there is a want.json, want.xml or want.github, those
// are compared, too. The first line of the comment may say `run: REGEXP`.
// BELLWETHER_UPDATE=1 rewrites them.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	shared, err := os.ReadFile("testdata/rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range archives {
		path, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			unpack(t, archive, shared)
			outputs := outcome(t, archive)
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				update(t, path, archive, outputs)
				return
			}
			seen := false
			for _, f := range archive.Files {
				if got, ok := outputs[f.Name]; ok {
					seen = seen || f.Name == "want.txt"
					if diff := cmp.Diff(string(f.Data), got); diff != "" {
						t.Errorf("%s differs (-want +got):\n%s", f.Name, diff)
					}
				}
			}
			if !seen {
				t.Error("the archive has no want.txt")
			}
		})
	}
}

func unpack(t *testing.T, archive *txtar.Archive, shared []byte) {
	t.Helper()
	files := slices.Clone(archive.Files)
	if !slices.ContainsFunc(files, func(f txtar.File) bool { return f.Name == "rules.yaml" }) {
		files = append(files, txtar.File{Name: "rules.yaml", Data: shared})
	}
	for _, f := range files {
		if strings.HasPrefix(f.Name, "want.") {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// outcome gives each output by the name of its file: of tests that do not fit the
// rules, what is wrong with them.
func outcome(t *testing.T, archive *txtar.Archive) map[string]string {
	t.Helper()
	set, err := load.Dir(".")
	if err != nil {
		t.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	suite, err := load.TestsDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var options ruletest.Options
	comment, _, _ := strings.Cut(string(archive.Comment), "\n")
	if chosen, ok := strings.CutPrefix(comment, "run: "); ok {
		options.Run = regexp.MustCompile(chosen)
	}
	report, err := ruletest.Run(context.Background(), program, suite, options)
	if err != nil {
		return map[string]string{"want.txt": err.Error()}
	}
	var pretty, json, junit, github bytes.Buffer
	for _, err := range []error{
		report.Pretty(&pretty, ruletest.PrettyOptions{ASCII: true, Uncovered: true}),
		report.JSON(&json), report.JUnit(&junit), report.GitHub(&github),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	return map[string]string{"want.txt": pretty.String(), "want.json": json.String(), "want.xml": junit.String(), "want.github": github.String()}
}

func update(t *testing.T, path string, archive *txtar.Archive, outputs map[string]string) {
	t.Helper()
	if !slices.ContainsFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want.txt" }) {
		archive.Files = append(archive.Files, txtar.File{Name: "want.txt"})
	}
	for i, f := range archive.Files {
		if got, ok := outputs[f.Name]; ok {
			archive.Files[i].Data = []byte(got)
		}
	}
	if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
