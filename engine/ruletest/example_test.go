package ruletest_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// ExampleRun runs the tests beside rules, as a test of a Go program may do for rules
// that call its own functions: those go to engine.Options.
func ExampleRun() {
	// load.Dir and load.TestsDir read a folder of the disk.
	folder := fstest.MapFS{
		"rules/health.yaml": {Data: []byte(`
language: 1
signals:
  accounts: {key: id, columns: {id: string, seats: int, users: int}}
metrics: {breadth: users / seats * 100}
scorecards:
  health:
    measures: {breadth: {up_to: {50: 0, else: 100}}}
    bands: {green: {from: 50}, red: {}}
`)},
		"rules/health_test.yaml": {Data: []byte(`
as_of: 2026-11-01
tests:
  - {name: many users, account: {id: A1, seats: 20, users: 12}, expect: {metrics: {breadth: 60}, health: {band: green}}}
  - {name: just half, account: {id: A2, seats: 20, users: 10}, expect: {health: {score: 100}}}
`)},
	}
	set, err := load.FS(folder, "rules")
	if err != nil {
		log.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	tests, err := load.TestsFS(folder, "rules")
	if err != nil {
		log.Fatal(err) // a *rules.Diagnostics, as for rules
	}
	report, err := ruletest.Run(context.Background(), program, tests, ruletest.Options{})
	if err != nil {
		log.Fatal(err) // also where a test names what the rules do not have
	}
	for _, result := range report.Results {
		fmt.Println(result.Test.Name, result.Status)
		for _, c := range result.Failures() {
			fmt.Printf("  %s: %s is %s, not %s\n", c.Place, c.Name(), c.Actual, c.Expected)
		}
	}
	fmt.Println(report.CoverageSummary())
	// Output:
	// many users passed
	// just half failed
	//   rules/health_test.yaml:5:89: health.score is 0, not 100
	// coverage 100% (thresholds 2 of 2)
}
