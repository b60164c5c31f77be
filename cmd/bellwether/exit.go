package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// The exit codes.
const (
	exitGood = iota
	exitFailure
	exitUsage
	exitRules // the rules have errors, or the signals do not fit what they declare
	exitTests // rule tests failed
)

// silentError ends the program with a code. What there is to say was printed
// already.
type silentError struct{ code int }

func (e *silentError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// usageError is a wrong use of the program that only shows once it runs.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error {
	return &usageError{message: fmt.Sprintf(format, args...)}
}

// exit prints what went wrong and gives the exit code.
func (p *program) exit(err error) int {
	var found *rules.Diagnostics
	var usage *usageError
	var scorecard *engine.UnknownScorecardError
	var columns *signals.MissingColumnsError
	var silent *silentError
	switch {
	case err == nil:
		return exitGood
	case errors.As(err, &silent):
		return silent.code
	case errors.As(err, &found):
		fmt.Fprintln(p.stderr, strings.TrimRight(err.Error(), "\n"))
		return exitRules
	case !p.running, errors.As(err, &usage), errors.As(err, &scorecard):
		fmt.Fprintf(p.stderr, "bellwether: %v\n", err)
		return exitUsage
	case errors.As(err, &columns), errors.Is(err, errSkipped), errors.Is(err, errNoTable):
		fmt.Fprintf(p.stderr, "bellwether: %v\n", err)
		return exitRules
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.stderr, "bellwether: interrupted")
	default:
		fmt.Fprintf(p.stderr, "bellwether: %v\n", err)
	}
	return exitFailure
}

// knownCommand refuses what is left on the command line when no command was found.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	message := fmt.Sprintf("there is no command %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		message += "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return usagef("%s (bellwether --help lists the commands)", message)
}

// flagError says what is wrong with a flag, and which one was probably meant.
func flagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return unfit("--"+invalid.GetFlag().Name, invalid.GetValue(), invalid.GetFlag(), err)
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || unknown.GetSpecifiedShortnames() != "" {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	message := fmt.Sprintf("there is no flag --%s", unknown.GetSpecifiedName())
	if near := spelling.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		message += fmt.Sprintf("; did you mean --%s?", near)
	}
	return usagef("%s (%s --help lists the flags)", message, cmd.CommandPath())
}

// unfit says that a flag cannot have a value, and why.
func unfit(where, value string, f *pflag.Flag, err error) error {
	var fault *faultError
	if errors.As(err, &fault) {
		return usagef("%s: %v", where, fault)
	}
	return usagef("%s: %q does not fit; expected %s", where, value, expectedOf(f.Value))
}

// expectedOf says which values a flag can have.
func expectedOf(v pflag.Value) string {
	if c, ok := v.(*choice); ok {
		return c.expected()
	}
	switch v.Type() {
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	case "duration":
		return "a time such as 3s or 1m30s"
	}
	return v.Type()
}

// exactly takes so many arguments, named in what.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n || slices.Contains(args[:n], "") {
			return usagef("%s needs %s", cmd.Name(), what)
		}
		return atMost(n)(cmd, args)
	}
}

// atMost takes up to so many arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usagef("%s: unexpected argument %q", cmd.Name(), args[n])
		}
		return nil
	}
}
