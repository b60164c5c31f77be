package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/finding"
	"github.com/bellwether-cs/bellwether/rules/lint"
	"github.com/bellwether-cs/bellwether/rules/report"
)

// The formats of findings for other programs.
const (
	formatGitHub = "github"
	formatSARIF  = "sarif"
)

// checkFlags are the flags of check.
type checkFlags struct {
	rules   rulesDir
	inputs  inputs // signals, their format and the instant
	format  string
	out     string
	color   string
	explain string
}

func (p *program) checkCommand() *cobra.Command {
	f := &checkFlags{color: colorAuto}
	cmd := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Find what is wrong in the rules, and what is legal and probably not meant",
		Long: `Check reads the rules in DIR (by default the current folder) and prints all
findings: errors, which keep the rules from being used, and warnings about what
is legal and probably not meant. Tests beside the rules (*_test.yaml) are looked at,
too, and do not run. With errors the exit code is 3, with warnings alone 0.

A warning that is meant to stay is switched off by its id, in a comment at the
end of its line or alone on the line above:

  old_rate: seats / 20   # bellwether:ignore unused-metric -- for a rule test`,
		Example: `  bellwether check
  bellwether check rules
  bellwether check rules --format json
  bellwether check rules --format github        # in a workflow of GitHub Actions
  bellwether check rules --out findings.sarif   # the format by the name of the file
  bellwether check rules --signals signals      # look at real data, too
  bellwether check --explain unused-metric`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.explain != "" {
				return p.explainFinding(f.explain, f.color)
			}
			dir, err := f.rules.of(args)
			if err != nil {
				return err
			}
			if err := f.check(dir); err != nil {
				return err
			}
			return p.check(cmd.Context(), dir, f)
		},
	}
	f.declare(cmd)
	return cmd
}

func (f *checkFlags) declare(cmd *cobra.Command) {
	f.rules.declare(cmd)
	f.inputs.declareSignals(cmd)
	choose(cmd, &f.format, "format", "the format of the findings (default: by the name of --out, else pretty)", formatPretty, formatJSON, formatGitHub, formatSARIF)
	choose(cmd, &f.color, "color", "colours in the findings", colorAuto, colorAlways, colorNever)
	cmd.Flags().StringVar(&f.out, "out", "", "write the findings to this `FILE`, whole or not at all")
	cmd.Flags().StringVar(&f.explain, "explain", "", "print the page of the finding with this `ID`, and nothing else")
	// The only error is a flag that was not declared.
	_ = cmd.RegisterFlagCompletionFunc("explain", func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		return beginning(findingIDs(), begun), cobra.ShellCompDirectiveNoFileComp
	})
}

// check tells what is wrong in the flags, and fills in what was left out.
func (f *checkFlags) check(dir string) error {
	if err := noTests(dir); err != nil {
		return err
	}
	if err := f.inputs.checkOptional(); err != nil {
		return err
	}
	if f.out == "-" {
		f.out = ""
	}
	if f.format != "" {
		return nil
	}
	switch strings.ToLower(filepath.Ext(f.out)) {
	case "", ".txt":
		f.format = formatPretty
	case ".json":
		f.format = formatJSON
	case ".sarif":
		f.format = formatSARIF
	default:
		return usagef("--out: %s does not tell its format: name it .txt, .json or .sarif, or say --format pretty, json, github or sarif", f.out)
	}
	return nil
}

// findingIDs are the ids of all findings, with what completion says of them.
func findingIDs() []string {
	var ids []string
	for _, f := range finding.All() {
		ids = append(ids, cobra.CompletionWithDesc(f.ID, f.Title))
	}
	return ids
}

// explainFinding prints the page of a finding.
func (p *program) explainFinding(id, color string) error {
	page, ok := finding.Find(id)
	if !ok {
		message := fmt.Sprintf("--explain: no finding is called %q", id)
		if near := finding.Nearest(id); near != "" {
			message += fmt.Sprintf("; did you mean %s?", near)
		}
		return usagef("%s", message)
	}
	_, err := io.WriteString(p.stdout, page.Page(inColor(p.stdout, color)))
	return err
}

// check prints what is to be said of the rules. Errors among it end the program.
func (p *program) check(ctx context.Context, dir string, f *checkFlags) error {
	out, err := openDestination(f.out, p.stdout)
	if err != nil {
		return err
	}
	defer out.discard()
	result, unread := p.findings(ctx, dir, f)
	if errors.Is(unread, context.Canceled) {
		return unread
	}
	wrong := result.Found.HasErrors()
	if err := addTestFindings(dir, result); err != nil {
		return err
	}
	if err := f.write(out, result, inColor(p.stdout, f.color) && (f.out == "" || f.color == colorAlways)); err != nil {
		return err
	}
	if err := out.commit(); err != nil {
		return err
	}
	if result.Found.HasErrors() {
		if wrong && len(f.inputs.signals) > 0 {
			p.console().println("the signals were not looked at: that has to wait until the rules have no errors")
		}
		if unread != nil {
			p.exit(unread) // tells it; the code is that of the findings
		}
		return &silentError{exitRules}
	}
	return unread
}

// findings looks at the rules, and at the signals if there are some. The error is that
// of the signals: the findings are those of the rules alone then.
func (p *program) findings(ctx context.Context, dir string, f *checkFlags) (*lint.Result, error) {
	if len(f.inputs.signals) == 0 {
		return lint.Dir(dir, lint.Options{}), nil
	}
	var failed error
	result := lint.Dir(dir, lint.Options{Data: func(set *rules.Set) []rules.Diagnostic {
		var found []rules.Diagnostic
		r, err := compile(set)
		if err == nil {
			found, err = p.checkSignals(ctx, &f.inputs, r)
		}
		failed = err
		return found
	}})
	if failed != nil {
		// Comments that switch findings of signals off are not idle for it.
		result = lint.Dir(dir, lint.Options{})
	}
	return result, failed
}

func (f *checkFlags) write(w io.Writer, result *lint.Result, color bool) error {
	switch f.format {
	case formatJSON:
		return report.JSON(w, result.Found)
	case formatGitHub:
		return report.GitHub(w, result.Found)
	case formatSARIF:
		return report.SARIF(w, result.Found, version)
	}
	if len(result.Found.List) == 0 {
		_, err := io.WriteString(w, "no findings in "+contents(result.Set)+"\n")
		return err
	}
	return report.Pretty(w, result.Found, color)
}

// contents says what a rule set holds: 2 files, 9 columns, 5 metrics...
func contents(set *rules.Set) string {
	columns := 0
	for _, t := range set.Signals.Schema.Tables {
		columns += len(t.Columns)
	}
	measures := 0
	for _, s := range set.Scorecards {
		measures += leaves(&s.Group)
	}
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{
		{len(set.Files), "file"},
		{columns, "column"},
		{len(set.Metrics), "metric"},
		{len(set.Functions), "function"},
		{len(set.Segments.List), "segment"},
		{len(set.Scorecards), "scorecard"},
		{measures, "measure"},
		{len(set.Flags), "flag"},
	} {
		if p.n > 0 {
			parts = append(parts, report.Counted(p.n, p.word))
		}
	}
	return strings.Join(parts, ", ")
}

// leaves is the number of measures that turn a value into points.
func leaves(m *rules.Measure) int {
	if !m.IsGroup {
		return 1
	}
	n := 0
	for _, member := range m.Measures {
		n += leaves(member)
	}
	return n
}
