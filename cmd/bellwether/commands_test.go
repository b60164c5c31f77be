package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestCommandsExplainThemselves: each command says in a line what it does, and shows
// how it is used with commands that exist and flags that it has.
func TestCommandsExplainThemselves(t *testing.T) {
	root := (&program{}).root()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "help" || cmd.Name() == "completion" {
			continue
		}
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: its line is %q", cmd.Name(), cmd.Short)
		}
		if cmd.Example == "" {
			t.Errorf("%s: its help has no example", cmd.Name())
		}
		for line := range strings.SplitSeq(cmd.Example, "\n") {
			checkExample(t, root, cmd, strings.TrimSpace(line))
		}
	}
}

func checkExample(t *testing.T, root, cmd *cobra.Command, line string) {
	t.Helper()
	line, _, _ = strings.Cut(line, "   #") // a comment
	for command := range strings.SplitSeq(line, " && ") {
		_, after, ours := strings.Cut(command, "bellwether ")
		if !ours {
			continue
		}
		after, _, _ = strings.Cut(after, " < ")
		after, _, _ = strings.Cut(after, " > ")
		after, _, _ = strings.Cut(after, " | ")
		words := strings.Fields(after)
		meant, rest, err := root.Find(words)
		if err != nil || !meant.Runnable() || meant == root {
			t.Errorf("%s: an example runs something else: %s", cmd.Name(), line)
			continue
		}
		for _, word := range rest {
			flag, isFlag := strings.CutPrefix(word, "--")
			flag, _, _ = strings.Cut(flag, "=")
			if isFlag && meant.Flags().Lookup(flag) == nil && meant.InheritedFlags().Lookup(flag) == nil {
				t.Errorf("%s: an example has a flag that %s does not: %s", cmd.Name(), meant.Name(), line)
			}
		}
	}
}
