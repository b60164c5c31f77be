package jsonschema_test

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/jsonschema"
	"github.com/bellwether-cs/bellwether/rules/load"
)

func TestRulesIsTheSameEachTime(t *testing.T) {
	first, second := jsonschema.Rules(), jsonschema.Rules()
	if !bytes.Equal(first, second) {
		t.Error("the schema changes from call to call")
	}
}

// TestRulesTakeWhatLoads: no editor marks rules that are good.
func TestRulesTakeWhatLoads(t *testing.T) {
	schema := compile(t, jsonschema.Rules())
	good := sets(t)
	if len(good) < 4 {
		t.Errorf("only %d rule sets were found", len(good))
	}
	for path, files := range archives(t, "../load/testdata", "../check/testdata") {
		if _, err := load.Files(files); err == nil {
			good[path] = files
		}
	}
	page, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, block := range yamlBlock.FindAllSubmatch(page, -1) {
		name := fmt.Sprintf("README.md, block %d", i+1)
		if !aboutTests.Match(block[1]) {
			good[name] = []rules.File{{Name: name, Source: block[1]}}
		}
	}
	for set, files := range good {
		for _, f := range files {
			if isTest(f.Name) {
				continue
			}
			root, ok := parse(f.Source)
			if !ok {
				t.Errorf("%s: %s is no YAML", set, f.Name)
				continue
			}
			for _, as := range []reading{core12, yaml11} {
				if err := schema.Validate(see(root, as)); err != nil {
					t.Errorf("%s: %s is refused: %v", set, f.Name, strings.TrimSpace(err.Error()))
				}
			}
		}
	}
}

// aboutTests matches examples of test files.
var aboutTests = regexp.MustCompile(`(?m)^tests:`)

// leaves are the violations that others consist of.
func leaves(err *validator.ValidationError) []*validator.ValidationError {
	if len(err.Causes) == 0 {
		return []*validator.ValidationError{err}
	}
	var all []*validator.ValidationError
	for _, cause := range err.Causes {
		all = append(all, leaves(cause)...)
	}
	return all
}
