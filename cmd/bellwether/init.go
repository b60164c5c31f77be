package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/examples/starters"
	"github.com/bellwether-cs/bellwether/rules/jsonschema"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// The schemas that a new rule set gets, from the top of its folder.
const (
	rulesSchema = ".bellwether/rules.schema.json"
	testsSchema = ".bellwether/tests.schema.json"
)

// starterAsOf is the day for which the sample signals of the templates are made.
const starterAsOf = "2026-11-01"

func (p *program) initCommand() *cobra.Command {
	var template string
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a rule set with signals and tests, to start from",
		Long: `Write a rule set to a new or empty folder: rules with comments that say what to
change first, tests that pass, sample signals, and what editors need to help.

The templates:
` + templateLines(),
		Example: `  bellwether init acme
  bellwether init acme --template telecom`,
		Args: exactly(1, "a folder to write to: bellwether init DIR"),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.init(args[0], template)
		},
	}
	cmd.Flags().StringVar(&template, "template", starters.Templates()[0].Name, "the `NAME` of the rule set to start from")
	// The only error is a flag that was not declared.
	_ = cmd.RegisterFlagCompletionFunc("template", cobra.FixedCompletions(templateNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func templateNames() []string {
	var names []string
	for _, t := range starters.Templates() {
		names = append(names, t.Name)
	}
	return names
}

func templateLines() string {
	var b strings.Builder
	for _, t := range starters.Templates() {
		fmt.Fprintf(&b, "  %-12s %s\n", t.Name, t.About)
	}
	return strings.TrimRight(b.String(), "\n")
}

func (p *program) init(dir, template string) error {
	written, err := starterFiles(template)
	if err != nil {
		return err
	}
	if err := plant(dir, written); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Wrote a rule set to %s:\n\n", dir)
	for _, f := range written {
		fmt.Fprintf(&b, "  %s\n", f.Path)
	}
	rules, signals := typed(dir, "rules"), typed(dir, "signals")
	fmt.Fprintf(&b, `
Next, see that it works:

  bellwether check %s
  bellwether test %s
  bellwether score --rules %s --signals %s --as-of %s

Then open %s: it says what to change first.
`, rules, rules, rules, signals, starterAsOf, filepath.Join(dir, "README.md"))
	_, err = p.stdout.Write([]byte(b.String()))
	return err
}

// starterFiles are the files of a template as they are written: rules with the line
// by which editors find the schema, and the schemas.
func starterFiles(template string) ([]starters.File, error) {
	found, err := starters.Files(template)
	if err != nil {
		message := fmt.Sprintf("--template: there is no template %q", template)
		if near := spelling.Nearest(template, templateNames()); near != "" {
			message += fmt.Sprintf("; did you mean %s?", near)
		}
		return nil, usagef("%s (the templates: %s)", message, strings.Join(templateNames(), ", "))
	}
	for i, f := range found {
		if schema := schemaFor(f.Path); schema != "" {
			found[i].Content = append([]byte("# yaml-language-server: $schema=../"+schema+"\n"), f.Content...)
		}
	}
	return append(found,
		starters.File{Path: rulesSchema, Content: jsonschema.Rules()},
		starters.File{Path: testsSchema, Content: jsonschema.Tests()},
	), nil
}

// schemaFor is the schema of a file of a template; empty if it has none.
func schemaFor(path string) string {
	switch {
	case strings.HasSuffix(path, "_test.yaml"):
		return testsSchema
	case strings.HasSuffix(path, ".yaml"):
		return rulesSchema
	}
	return ""
}

// typed is a path in a folder as people type it on a command line.
func typed(dir, name string) string {
	path := filepath.Join(dir, name)
	if strings.HasPrefix(path, "-") {
		path = "." + string(filepath.Separator) + path
	}
	return shellQuoted(path, runtime.GOOS)
}

// shellQuoted puts a word in quotes if a shell would read more than a word in it.
func shellQuoted(word, system string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 127 ||
			strings.ContainsRune("._-/+,:@%=", r) || system == "windows" && r == '\\'
	}
	switch {
	case !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }):
		return word
	case system == "windows":
		return `"` + word + `"`
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
