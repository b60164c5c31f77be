package main

import (
	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/rules/load"
)

// rulesDir is the folder or file with the rules, of commands that work on rules
// alone: the argument, else --rules, else the folder that the program runs in.
type rulesDir struct{ flag string }

func (d *rulesDir) declare(cmd *cobra.Command) {
	cmd.Flags().Var(rulesFlag(&d.flag), "rules", "the `DIR` or file with the rules; the same as the argument")
	complete(cmd, "rules", completeFolders)
	cmd.ValidArgsFunction = completeFolders
}

// of gives the folder that a command line means.
func (d *rulesDir) of(args []string) (string, error) {
	switch {
	case len(args) == 0 && d.flag == "":
		return ".", nil
	case len(args) == 0:
		return d.flag, nil
	case d.flag != "" && d.flag != args[0]:
		return "", usagef("the rules are named twice: %s and --rules %s", args[0], d.flag)
	}
	return args[0], nil
}

// rulesFlag is a flag that names the folder or file with the rules.
func rulesFlag(value *string) *filled {
	return &filled{value: value, want: "name the folder or file with the rules"}
}

// noTests tells a file of rule tests from the rules that a command wants.
func noTests(path string) error {
	if load.IsTests(path) {
		return usagef("%s is a file of tests: name the folder of the rules", path)
	}
	return nil
}
