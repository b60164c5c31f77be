package ruletest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestReadme runs the examples of the reference page: all of them pass.
func TestReadme(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?ms)^```yaml( rules)?\n(.*?)^```$").FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 5 || blocks[0][1] == "" {
		t.Fatal("the page has lost its examples")
	}
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(blocks[0][2])}})
	if err != nil {
		t.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range blocks[1:] {
		source := block[2]
		suite, err := load.TestFiles([]rules.File{{Name: "a_test.yaml", Source: []byte(source)}})
		if err != nil {
			t.Errorf("%v\n%s", err, source)
			continue
		}
		report, err := ruletest.Run(context.Background(), program, suite, ruletest.Options{})
		if err != nil {
			t.Errorf("%v\n%s", err, source)
			continue
		}
		if report.Count(ruletest.Passed) != len(suite.Tests) {
			var b bytes.Buffer
			if err := report.Pretty(&b, ruletest.PrettyOptions{}); err != nil {
				t.Error(err)
			}
			t.Errorf("an example fails:\n%s", b.String())
		}
	}
}

// TestReadmeNamesJSON: the page names each key of the JSON report.
func TestReadmeNamesJSON(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	program := compileShared(t)
	suite, err := load.TestFiles([]rules.File{{Name: "a_test.yaml", Source: []byte(
		`tests: [{name: it, as_of: 2026-11-01, account: {account_id: A1, size: mid, features_configured: 8, features_total: 10}, expect: {health: {measures: {setup_rate: {points: 3}}}}}]`,
	)}})
	if err != nil {
		t.Fatal(err)
	}
	report, err := ruletest.Run(context.Background(), program, suite, ruletest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := report.JSON(&b); err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(b.Bytes(), &value); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	keys(value, names)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("README.md does not name %s", name)
		}
	}
}

func keys(value any, names map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		for name, below := range v {
			names[name] = true
			keys(below, names)
		}
	case []any:
		for _, below := range v {
			keys(below, names)
		}
	}
}
