package jsonschema_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/jsonschema"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestTestsTakeWhatLoads: no editor marks tests that are good.
func TestTestsTakeWhatLoads(t *testing.T) {
	schema := compile(t, jsonschema.Tests())
	good := sets(t)
	page, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, block := range yamlBlock.FindAllSubmatch(page, -1) {
		if aboutTests.Match(block[1]) {
			name := fmt.Sprintf("README.md, block %d_test.yaml", i+1)
			good[name] = []rules.File{{Name: name, Source: block[1]}}
		}
	}
	for path, files := range archives(t, "../load/testdata/tests") {
		if _, err := load.TestFiles(files); err == nil {
			good[path] = files
		}
	}
	taken := 0
	for set, files := range good {
		if _, err := load.TestFiles(files); err != nil {
			t.Errorf("%s: %v", set, err)
			continue
		}
		for _, f := range files {
			if !isTest(f.Name) {
				continue
			}
			taken++
			root, ok := parse(f.Source)
			if !ok {
				t.Errorf("%s is no YAML", f.Name)
				continue
			}
			for _, as := range []reading{core12, yaml11} {
				if err := schema.Validate(see(root, as)); err != nil {
					t.Errorf("%s is refused: %v", f.Name, strings.TrimSpace(err.Error()))
				}
			}
		}
	}
	if taken < 7 {
		t.Errorf("only %d test files were found", taken)
	}
}
