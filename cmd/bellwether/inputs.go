package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// inputs are the flags that say what to score: rules, signals and the instant.
type inputs struct {
	rules       string
	signals     []string
	asOf        string
	inputFormat string
	scorecards  []string
	// typed tells which flags stand on the command line.
	typed func(flag string) bool
}

func (in *inputs) declare(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(rulesFlag(&in.rules), "rules", "the `DIR` or file with the rules")
	f.StringArrayVar(&in.signals, "signals", nil,
		"the signals: a folder with a file a table, a `FILE` with the accounts, TABLE=FILE, or - for standard input; may be repeated")
	f.Var(instantOf(&in.asOf), "as-of", "the `DATE` (its end, UTC) or RFC 3339 time to score as of (default now)")
	choose(cmd, &in.inputFormat, "input-format", "the format of standard input, and of files whose names do not tell (default: as it looks)",
		string(files.CSV), string(files.NDJSON), string(files.JSON))
	f.StringArrayVar(&in.scorecards, "scorecard", nil, "the scorecard `NAME` to score on (default: all); may be repeated")
	complete(cmd, "rules", completeFolders)
	complete(cmd, "scorecard", fromRules(scorecardNames))
}

// check tells what is missing or wrong in the flags.
func (in *inputs) check() error {
	if in.rules == "" {
		return usagef("--rules is missing: name the folder with the rules")
	}
	if len(in.signals) == 0 {
		return usagef("--signals is missing: name a folder or a file, or - for standard input")
	}
	if err := in.checkSignals(); err != nil {
		return err
	}
	return noTests(in.rules)
}

// checkSignals refuses a name that is empty.
func (in *inputs) checkSignals() error {
	if slices.Contains(in.signals, "") {
		return usagef("--signals: the value is empty: name a folder or a file, or - for standard input")
	}
	return nil
}

// instantOf is a flag that holds a date or a time.
func instantOf(value *string) *filled {
	return &filled{value: value, want: "write a date such as 2026-11-01, or leave it out", fits: func(text string) error {
		_, err := signals.ParseAsOf(text)
		return err
	}}
}

// instant is what --as-of says, else now by the program's clock.
func (in *inputs) instant(p *program) signals.AsOf {
	if in.asOf == "" {
		return signals.AsOfTime(p.now())
	}
	asOf, _ := signals.ParseAsOf(in.asOf) // the flag takes no other
	return asOf
}

// open opens the signals for what the rules need, and the column `name` of the
// accounts, if there is one.
func (in *inputs) open(ctx context.Context, r *ruleset, stdin io.Reader, options files.Options) (*files.Reader, error) {
	options.Needs = withName(r)
	options.Format = files.Format(in.inputFormat)
	options.Stdin = &interruptible{ctx: ctx, from: stdin}
	return files.Open(ctx, r.program.Schema(), in.signals, options)
}

// errNoScorecards says that there is nothing to score on.
var errNoScorecards = errors.New("the rules have no scorecard to score on")

// cards are the scorecards asked for, else all; there is at least one.
func (in *inputs) cards(r *ruleset) ([]string, error) {
	all := r.program.Scorecards()
	if len(all) == 0 {
		return nil, errNoScorecards
	}
	if len(in.scorecards) == 0 {
		return all, nil
	}
	for _, name := range in.scorecards {
		if !slices.Contains(all, name) {
			return nil, &engine.UnknownScorecardError{Name: name, Near: spelling.Nearest(name, all)}
		}
	}
	return in.scorecards, nil
}

// fromStdin tells whether signals come from standard input.
func (in *inputs) fromStdin() bool {
	return slices.ContainsFunc(in.signals, func(s string) bool { return s == "-" || strings.HasSuffix(s, "=-") })
}

// nameColumn is the place of the column that says what an account is called; -1
// where the rules declare none.
func nameColumn(schema *signals.Schema) int {
	if c, i := schema.Root().Column("name"); i >= 0 && c.Kind == signals.String {
		return i
	}
	return -1
}

func withName(r *ruleset) signals.Needs {
	needs := r.program.Needs()
	name := nameColumn(r.program.Schema())
	if needs == nil || name < 0 {
		return needs
	}
	needs = slices.Clone(needs)
	root := make([]bool, len(r.program.Schema().Root().Columns))
	copy(root, needs[0])
	root[name] = true
	needs[0] = root
	return needs
}

// nameOf is what account i is called; empty where that is not known.
func nameOf(p *signals.Portfolio, i int) string {
	column := nameColumn(p.Schema)
	if column < 0 || p.Root.Columns[column] == nil {
		return ""
	}
	return p.Root.Columns[column].Text(i)
}
