package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// choice is a flag with a fixed set of values. It is a pflag.Value.
type choice struct {
	value   *string
	allowed []string
}

func (c *choice) String() string { return *c.value }

func (c *choice) Type() string { return strings.Join(c.allowed, "|") }

func (c *choice) Set(text string) error {
	if !slices.Contains(c.allowed, text) {
		return fmt.Errorf("expected %s", c.expected())
	}
	*c.value = text
	return nil
}

// expected lists the values: a, b or c.
func (c *choice) expected() string {
	last := len(c.allowed) - 1
	return strings.Join(c.allowed[:last], ", ") + " or " + c.allowed[last]
}

// choose declares a flag with a fixed set of values, which completion offers too.
func choose(cmd *cobra.Command, value *string, name, usage string, allowed ...string) {
	cmd.Flags().Var(&choice{value: value, allowed: allowed}, name, usage)
	// The only error is a flag that was not declared.
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(allowed, cobra.ShellCompDirectiveNoFileComp))
}
