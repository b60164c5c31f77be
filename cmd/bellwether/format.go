package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/format"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// standardStream stands for standard input or output in place of a file.
const standardStream = "-"

func (p *program) formatCommand() *cobra.Command {
	var f formatFlags
	cmd := &cobra.Command{
		Use:   "fmt [DIR]",
		Short: "Rewrite the rules in their one form",
		Long: `Rewrites rule files and rule tests in one form, and prints the names of those
that it changed. What they say, and their comments, stay. A file that cannot be
read stays as it is; what is wrong with it is printed, and the exit code is 3.
One that may not be written stays as it is, too; the exit code is 1.

DIR is a folder (by default the current one), or one file; - formats standard
input to standard output. In a folder, YAML files without any key of rules or
tests at the top are left alone, and named on standard error.`,
		Example: `  bellwether fmt rules             rewrites the files in rules
  bellwether fmt rules --diff      shows what would change
  bellwether fmt rules --fail      for CI: lists the files that are not formatted, exit code 1
  bellwether fmt - < health.yaml   prints a file formatted`,
		Args: atMost(1),
		RunE: func(_ *cobra.Command, args []string) error {
			path, err := f.rules.of(args)
			if err != nil {
				return err
			}
			return p.format(path, f)
		},
	}
	f.rules.declare(cmd)
	cmd.Flags().BoolVarP(&f.diff, "diff", "d", false, "show what would change, and write nothing")
	cmd.Flags().BoolVar(&f.fail, "fail", false, "exit with code 1 if a file is not formatted, and write nothing")
	return cmd
}

type formatFlags struct {
	rules      rulesDir
	diff, fail bool
}

// format formats the files at a path. What is wrong with one, or with writing it, keeps
// none of the others from being formatted.
func (p *program) format(path string, f formatFlags) error {
	files, others, found := p.formatSources(path)
	if found == nil {
		found = &rules.Diagnostics{}
	}
	for _, other := range others {
		fmt.Fprintf(p.stderr, "%s: left alone: it holds no rules\n", other.Name)
	}
	changed := false
	var failed []string
	for _, file := range files {
		result, err := format.Source(file.Name, file.Source)
		if unreadable, ok := errors.AsType[*rules.Diagnostics](err); ok {
			found.List = append(found.List, unreadable.List...)
			found.Files = append(found.Files, unreadable.Files...)
			continue
		}
		if err == nil {
			changed = changed || !bytes.Equal(file.Source, result)
			err = p.formatted(file, result, f)
		}
		if err != nil {
			failed = append(failed, err.Error())
		}
	}
	for _, failure := range slices.Compact(failed) {
		fmt.Fprintf(p.stderr, "bellwether: %s\n", failure)
	}
	if err := found.Err(); err != nil {
		return err
	}
	if len(failed) > 0 || f.fail && changed {
		return &silentError{exitFailure}
	}
	return nil
}

// formatSources reads what there is to format.
func (p *program) formatSources(path string) (files, others []rules.File, found *rules.Diagnostics) {
	if path != standardStream {
		return load.Sources(path)
	}
	files, found = load.Source(p.stdin, path)
	return files, nil, found
}

// formatted does with a formatted file what was asked for.
func (p *program) formatted(file rules.File, result []byte, f formatFlags) error {
	if file.Name == standardStream && !f.diff && !f.fail {
		_, err := p.stdout.Write(result)
		return err
	}
	if bytes.Equal(file.Source, result) {
		return nil
	}
	if f.diff {
		_, err := p.stdout.Write(unified(file, result))
		return err
	}
	if !f.fail {
		if err := replaceFile(file.Name, result, keepOwner); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(p.stdout, file.Name)
	return err
}

// unified is the difference in the form that patch and reviewers know.
func unified(file rules.File, result []byte) []byte {
	text := diff.Diff(file.Name, file.Source, file.Name, result)
	_, text, _ = bytes.Cut(text, []byte("\n")) // the command line of a diff that nobody ran
	return text
}
