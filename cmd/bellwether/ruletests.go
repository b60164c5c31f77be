package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/rules/report"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// formatJUnit is JUnit XML.
const formatJUnit = "junit"

// testFlags are the flags of test.
type testFlags struct {
	rulesDir
	run         string
	format      string
	out         string
	color       string
	minCoverage string
	coverage    bool
	short       bool
	ascii       bool
	watch       bool

	path    string // of the rules
	chosen  *regexp.Regexp
	atLeast exact.Num // missing if no coverage is asked for
}

func (p *program) testCommand() *cobra.Command {
	f := &testFlags{color: colorAuto}
	cmd := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Run the tests that stand beside the rules",
		Long: `Test runs the tests in the files named *_test.yaml beside the rules. Each gives
accounts, an instant, and what the rules are to say of them:

  tests:
    - name: few features, and no usage at all
      as_of: 2026-11-01
      account: {account_id: A1, size: mid, features_configured: 2, features_total: 10}
      expect:
        metrics: {setup_rate: 20, relationship: missing}
        health: {score: 0, band: red, measures: {setup_rate: {points: 0}}}

The exit code is 0 if all passed, 4 if one failed or the coverage is too low, and 3
if the rules or the tests themselves are wrong.`,
		Example: `  bellwether test rules
  bellwether test rules --run 'champion|peers'
  bellwether test rules --watch
  bellwether test rules --coverage --min-coverage 80%
  bellwether test rules --out report.xml   # for CI: JUnit by the name of the file`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(args); err != nil {
				return err
			}
			if f.watch {
				return p.watchTests(cmd.Context(), f)
			}
			return p.test(cmd.Context(), f)
		},
	}
	f.declare(cmd)
	choose(cmd, &f.format, "format", "the format of the report (default: by the name of --out, else pretty)",
		formatPretty, formatJSON, formatJUnit, formatGitHub)
	choose(cmd, &f.color, "color", "colours in the report", colorAuto, colorAlways, colorNever)
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "run only the tests whose name matches the `REGEXP`")
	flags.StringVar(&f.out, "out", "", "write the report to this `FILE`, whole or not at all")
	flags.BoolVar(&f.coverage, "coverage", false, "list the parts of the rules that no test reached")
	flags.StringVar(&f.minCoverage, "min-coverage", "", "fail if the tests reach less than this `PART` of the rules, such as 80%")
	flags.BoolVar(&f.short, "short", false, "leave out the pages that explain the scores of a failed test")
	flags.BoolVar(&f.ascii, "ascii", false, "use plain characters for the bars")
	flags.BoolVar(&f.watch, "watch", false, "run the tests again whenever rules, tests or their signals change")
	return cmd
}

// check tells what is wrong in the flags, and fills in what was left out.
func (f *testFlags) check(args []string) error {
	var err error
	if f.path, err = f.of(args); err != nil {
		return err
	}
	if load.IsTests(f.path) {
		return usagef("%s is a file of tests: name the folder of the rules, and choose tests by --run", f.path)
	}
	if f.run != "" {
		if f.chosen, err = regexp.Compile(f.run); err != nil {
			return usagef("--run: %v", err)
		}
	}
	if f.minCoverage != "" {
		if f.chosen != nil {
			return usagef("--min-coverage looks at what all tests reach together: leave out --run")
		}
		if f.atLeast, err = part(f.minCoverage); err != nil {
			return usagef("--min-coverage: %v", err)
		}
	}
	if f.out == "-" {
		f.out = ""
	}
	if f.watch && f.out != "" {
		return usagef("--watch prints to the screen: leave out --out")
	}
	if f.format == "" {
		f.format = formatPretty
		switch strings.ToLower(filepath.Ext(f.out)) {
		case "", ".txt":
		case ".json":
			f.format = formatJSON
		case ".xml":
			f.format = formatJUnit
		default:
			return usagef("--out: %s does not tell its format: name it .txt, .json or .xml, or say --format pretty, json, junit or github", f.out)
		}
	}
	return nil
}

// part reads 80% or 0.8.
func part(text string) (exact.Num, error) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	n, err := exact.Parse(strings.TrimSpace(digits))
	if percent {
		n = n.Quo(exact.Int(100))
	}
	switch {
	case err != nil:
		return n, fmt.Errorf("%q is not a part; expected 80%%, or 0.8", text)
	case n.Sign() < 0 || n.Cmp(exact.Int(1)) > 0:
		if !percent && n.Cmp(exact.Int(100)) <= 0 && n.Sign() > 0 {
			return n, fmt.Errorf("%s lies above 1; did you mean %s%%?", text, text)
		}
		return n, fmt.Errorf("%s does not lie between 0%% and 100%%", text)
	}
	return n, nil
}

// test runs the tests once. Where rules or tests are wrong, the report says so, too.
func (p *program) test(ctx context.Context, f *testFlags) error {
	err := p.testOnce(ctx, f)
	var found *rules.Diagnostics
	if f.format == formatPretty || !errors.As(err, &found) {
		return err
	}
	if err := p.writeRefused(f, found); err != nil {
		return err
	}
	if f.format == formatGitHub && f.out == "" {
		return &silentError{exitRules} // people read the annotations
	}
	return err
}

func (p *program) writeRefused(f *testFlags, found *rules.Diagnostics) error {
	out, err := openDestination(f.out, p.stdout)
	if err != nil {
		return err
	}
	defer out.discard()
	switch f.format {
	case formatJSON:
		err = ruletest.RefusedJSON(out, found)
	case formatJUnit:
		err = ruletest.RefusedJUnit(out, found)
	case formatGitHub:
		err = report.GitHub(out, found)
	}
	if err != nil {
		return err
	}
	return out.commit()
}

func (p *program) testOnce(ctx context.Context, f *testFlags) error {
	set, rulesErr := load.Dir(f.path)
	suite, testsErr := load.TestsDir(f.path)
	if err := bothFound(rulesErr, testsErr); err != nil {
		return err
	}
	r, err := compile(set)
	if err != nil {
		return err
	}
	if w := r.warnings(); w != "" {
		p.console().println(w)
	}
	return p.runTests(ctx, f, r, suite)
}

// bothFound joins what is wrong with the rules and with the tests.
func bothFound(rulesErr, testsErr error) error {
	var inRules, inTests *rules.Diagnostics
	if rulesErr == nil || !errors.As(rulesErr, &inRules) || !errors.As(testsErr, &inTests) {
		return errors.Join(rulesErr, testsErr)
	}
	joined := rules.Diagnostics{Files: append(inRules.Files, inTests.Files...)}
	for _, d := range append(inRules.List, inTests.List...) {
		// A folder that cannot be read is wrong for both.
		if !containsDiagnostic(joined.List, d) {
			joined.Add(d)
		}
	}
	return &joined
}

func containsDiagnostic(list []rules.Diagnostic, d rules.Diagnostic) bool {
	for _, o := range list {
		if o.ID == d.ID && o.Place == d.Place && o.Message == d.Message {
			return true
		}
	}
	return false
}

// runTests runs the tests and prints the report.
func (p *program) runTests(ctx context.Context, f *testFlags, r *ruleset, suite *rules.TestSuite) error {
	report, err := ruletest.Run(ctx, r.program, suite, ruletest.Options{Run: f.chosen})
	if err != nil {
		return err
	}
	out, err := openDestination(f.out, p.stdout)
	if err != nil {
		return err
	}
	defer out.discard()
	switch f.format {
	case formatJSON:
		err = report.JSON(out)
	case formatJUnit:
		err = report.JUnit(out)
	case formatGitHub:
		err = report.GitHub(out)
	default:
		if len(suite.Tests) == 0 {
			fmt.Fprintf(out, "no tests: write some in files named *_test.yaml beside the rules (bellwether test --help)\n")
			break
		}
		err = report.Pretty(out, ruletest.PrettyOptions{
			Color: f.out == "" && inColor(p.stdout, f.color), ASCII: f.ascii || asciiOnly(), Short: f.short, Uncovered: f.coverage,
		})
	}
	if err != nil {
		return err
	}
	if err := out.commit(); err != nil {
		return err
	}
	if n := len(suite.Tests); f.chosen != nil && n > 0 && report.Count(ruletest.Skipped) == n {
		p.console().println(fmt.Sprintf("no test matches --run %q, so that none ran", f.run))
	}
	return p.verdict(f, report)
}

// verdict is an error if a test failed, or the tests reach too little.
func (p *program) verdict(f *testFlags, report *ruletest.Report) error {
	var failed error
	if report.Count(ruletest.Failed) > 0 {
		failed = &silentError{code: exitTests}
	}
	if f.atLeast.IsMissing() {
		return failed
	}
	c := report.TotalCoverage()
	if f.atLeast.Mul(exact.Int(int64(c.Total))).Cmp(exact.Int(int64(c.Covered))) <= 0 {
		return failed
	}
	text := fmt.Sprintf("the tests reach %s of the rules (%d of %d parts), and --min-coverage asks for %s", c, c.Covered, c.Total, f.minCoverage)
	if f.format == formatGitHub {
		text = "::error title=coverage::" + strings.ReplaceAll(text, "%", "%25")
	}
	p.console().println(text)
	return &silentError{code: exitTests}
}
