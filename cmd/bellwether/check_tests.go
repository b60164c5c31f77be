package main

import (
	"errors"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/lint"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// addTestFindings adds what is wrong with the tests beside the rules: by themselves,
// and, if the rules have no errors, in what they name of these.
func addTestFindings(dir string, result *lint.Result) error {
	suite, err := load.TestsDir(dir)
	if err == nil && len(suite.Tests) > 0 && !result.Found.HasErrors() {
		var r *ruleset
		if r, err = compile(result.Set); err == nil {
			err = ruletest.Bind(r.program, suite)
		}
	}
	var found *rules.Diagnostics
	if !errors.As(err, &found) {
		return err
	}
	result.Found.Files = slices.Concat(result.Found.Files, found.Files)
	for _, d := range found.List {
		// A folder that cannot be read is wrong for both.
		if !containsDiagnostic(result.Found.List, d) {
			result.Found.Add(d)
		}
	}
	result.Found.Sort()
	return nil
}
