package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/diff"
)

// formatPretty is the format for people of what has no table.
const formatPretty = "pretty"

// diffFlags are the flags of diff.
type diffFlags struct {
	format   string
	color    string
	exitCode bool
}

func (p *program) diffCommand() *cobra.Command {
	f := &diffFlags{format: formatPretty, color: colorAuto}
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Say what changed between two rule sets, in the words of the language",
		Long: `Diff compares two folders or files of rules, A before and B after. It lists what
changed in what the rules mean: weights, thresholds, conditions, orders.
Comments, layout and file names are not listed, descriptions as words only.`,
		Example: `  bellwether diff published rules
  bellwether diff published rules --format json
  bellwether diff published rules --exit-code || echo 'the scores may change'
  git worktree add ../before main && bellwether diff ../before/rules rules`,
		Args: exactly(2, "two folders or files of rules: before and after"),
		RunE: func(_ *cobra.Command, args []string) error { return p.diff(f, args[0], args[1]) },
	}
	choose(cmd, &f.format, "format", "the format of the changes", formatPretty, formatJSON)
	choose(cmd, &f.color, "color", "colours in the list", colorAuto, colorAlways, colorNever)
	cmd.Flags().BoolVar(&f.exitCode, "exit-code", false, "exit with 1 if the meaning changed")
	return cmd
}

func (p *program) diff(f *diffFlags, before, after string) error {
	for _, path := range []string{before, after} {
		if err := noTests(path); err != nil {
			return err
		}
	}
	a, b, err := loadBoth(before, after)
	if err != nil {
		return err
	}
	d := diff.Sets(a.set, b.set)
	text := ""
	if f.format == formatJSON {
		text, err = diffJSON(d, before, after)
	} else {
		text = (&diffPage{color: inColor(p.stdout, f.color)}).render(d)
	}
	if err != nil {
		return err
	}
	if _, err := io.WriteString(p.stdout, text); err != nil {
		return err
	}
	if f.exitCode && !d.SameMeaning() {
		return &silentError{exitFailure}
	}
	return nil
}

// loadBoth loads two rule sets. What is wrong with either is in the error.
func loadBoth(before, after string) (a, b *ruleset, err error) {
	a, errA := loadRules(before)
	b, errB := loadRules(after)
	var foundA, foundB *rules.Diagnostics
	if errors.As(errA, &foundA) && errors.As(errB, &foundB) && before != after {
		return nil, nil, &rules.Diagnostics{
			List:  append(foundA.List, foundB.List...),
			Files: append(foundA.Files, foundB.Files...),
		}
	}
	if errA != nil {
		return nil, nil, errA
	}
	return a, b, errB
}
