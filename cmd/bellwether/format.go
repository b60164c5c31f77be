package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

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

DIR is a folder, or one file; - formats standard input to standard output.`,
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

// format formats the files at a path. What is wrong with one keeps none of the others
// from being formatted.
func (p *program) format(path string, f formatFlags) error {
	files, found := p.formatSources(path)
	if found == nil {
		found = &rules.Diagnostics{}
	}
	changed := false
	for _, file := range files {
		result, err := format.Source(file.Name, file.Source)
		if unreadable, ok := errors.AsType[*rules.Diagnostics](err); ok {
			found.List = append(found.List, unreadable.List...)
			found.Files = append(found.Files, unreadable.Files...)
			continue
		}
		if err != nil {
			return err
		}
		changed = changed || !bytes.Equal(file.Source, result)
		if err := p.formatted(file, result, f); err != nil {
			return err
		}
	}
	if err := found.Err(); err != nil {
		return err
	}
	if f.fail && changed {
		return &silentError{exitFailure}
	}
	return nil
}

// formatSources reads what there is to format.
func (p *program) formatSources(path string) ([]rules.File, *rules.Diagnostics) {
	if path != standardStream {
		return load.Sources(path)
	}
	source, err := io.ReadAll(p.stdin)
	if err != nil {
		found := &rules.Diagnostics{}
		found.Errorf("file-unreadable", rules.Place{File: path}, "", "cannot be read: %v", err)
		return nil, found
	}
	return []rules.File{{Name: path, Source: source}}, nil
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
		if err := replaceFile(file.Name, result); err != nil {
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

// replaceFile makes something else the content of a file, wholly or not at all. Its
// permissions stay; a link stays one, and the file behind it is replaced.
func replaceFile(path string, content []byte) error {
	behind := behindLinks(path)
	info, err := os.Stat(behind)
	if err != nil {
		return err
	}
	written, err := temporaryBeside(behind, content, info.Mode().Perm())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := os.Rename(written, behind); err != nil {
		_ = os.Remove(written)
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// temporaryBeside writes a file in the folder of another, under a name that no
// reader of rules looks at, and gives that name.
func temporaryBeside(path string, content []byte, mode os.FileMode) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".bellwether-fmt-*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync() // or a crash could leave the new name on an empty file
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}
