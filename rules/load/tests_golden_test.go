package load_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestTestsGolden loads the test files of each archive in testdata/tests, as
// TestGolden does with rules.
func TestTestsGolden(t *testing.T) {
	goldens(t, "testdata/tests/*.txtar", func(files []rules.File) string { return testsOutcome(load.TestFiles(files)) })
}

// testsOutcome is what loading tests gave: the findings, or the names of the tests.
func testsOutcome(suite *rules.TestSuite, err error) string {
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, test := range suite.Tests {
		fmt.Fprintf(&b, "%s: %s as of %s: %d rows, %d inputs, %d expectations\n",
			test.Place, test.Name, test.AsOf, len(test.Rows), len(test.Inputs), len(test.Expect))
	}
	return b.String()
}

const oneTest = `tests: [{name: it, as_of: 2026-11-01, account: {id: A1}, expect: {segment: smb}}]`

// TestWhereTestsAre: tests stand in a folder and below, or beside a file; hidden
// files, and rules, are none.
func TestWhereTestsAre(t *testing.T) {
	fsys := fstest.MapFS{
		"rules/b_test.yaml":      {Data: []byte(oneTest)},
		"rules/sub/a_test.yml":   {Data: []byte(oneTest)},
		"rules/.hidden_test.yml": {Data: []byte("]")},
		"rules/health.yaml":      {Data: []byte("]")},
	}
	suite, err := load.TestsFS(fsys, "rules")
	if err != nil {
		t.Fatal(err)
	}
	if got := fileNames(suite); got != "rules/b_test.yaml rules/sub/a_test.yml" {
		t.Errorf("found %s", got)
	}

	folder := t.TempDir()
	for name, text := range map[string]string{"health.yaml": "]", "health_test.yaml": oneTest, "other_test.yaml": "]", "alone.yaml": "]"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if suite, err = load.TestsDir(filepath.Join(folder, "health.yaml")); err != nil || len(suite.Tests) != 1 {
		t.Errorf("beside a file: %v", err)
	}
	if suite, err = load.TestsDir(filepath.Join(folder, "alone.yaml")); err != nil || len(suite.Tests) != 0 {
		t.Errorf("beside a file without tests: %v", err)
	}
	if _, err = load.TestsDir(folder); err == nil {
		t.Error("a broken test file is not found")
	}
	if _, err = load.TestsDir(filepath.Join(folder, "none")); err == nil {
		t.Error("there is no such folder, and nothing is said")
	}
}

// TestTestsBesideAreBounded: of a file beside the rules no more is read than of one in
// a folder.
func TestTestsBesideAreBounded(t *testing.T) {
	folder := t.TempDir()
	for name, size := range map[string]int64{"health.yaml": 0, "health_test.yaml": 1 << 40} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(file, size); err != nil { // holes take no room
			t.Fatal(err)
		}
	}
	_, err := load.TestsDir(filepath.Join(folder, "health.yaml"))
	if err == nil || !strings.Contains(err.Error(), "[file-size]") {
		t.Errorf("the error is %v", err)
	}
}

func fileNames(suite *rules.TestSuite) string {
	var names []string
	for _, f := range suite.Files {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

// FuzzTests: whatever a test file holds, reading it ends with tests or with findings,
// each of them at a place that the file has; and no test expects nothing.
func FuzzTests(f *testing.F) {
	seed(f, "testdata/tests/*.txtar")
	f.Fuzz(func(t *testing.T, source []byte) {
		suite, err := load.TestFiles([]rules.File{{Name: "a_test.yaml", Source: source}})
		if err == nil {
			for _, test := range suite.Tests {
				if test.Name == "" || test.AsOf.IsZero() || len(test.Expect) == 0 || len(test.Rows)+len(test.Inputs) == 0 {
					t.Errorf("a test without what it needs: %+v", test)
				}
				for _, x := range test.Expect {
					if x.Segment == nil && x.Metrics == nil && x.Flags == nil && x.Scorecards == nil && x.Problems == nil {
						t.Errorf("nothing is expected in %s", test.Name)
					}
				}
			}
			return
		}
		found, ok := err.(*rules.Diagnostics)
		if !ok || len(found.List) == 0 {
			t.Fatalf("no diagnostics: %v", err)
		}
		lines := 1 + strings.Count(string(source), "\n")
		for _, d := range found.List {
			if d.ID == "" || d.Message == "" || d.Place.Line > lines || d.Place.Length < 0 || d.Place.Line > 0 && d.Place.Column < 1 {
				t.Errorf("finding %+v in a file of %d lines", d, lines)
			}
		}
		_ = found.Error()
	})
}
