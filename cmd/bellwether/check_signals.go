package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/engine/inspect"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// declareSignals declares the flags that say which data to look at, for a command that
// takes its rules as an argument.
func (in *inputs) declareSignals(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&in.signals, "signals", nil,
		"look at real data, too: a folder with a file a table, a `FILE` with the accounts, TABLE=FILE, or - for standard input; may be repeated")
	in.typed = func(name string) bool { return isTyped(f, name) }
	f.Var(instantOf(&in.asOf), "as-of", "the `DATE` (its end, UTC) or RFC 3339 time to look at the data as of (default now)")
	choose(cmd, &in.inputFormat, "input-format", "the format of standard input, and of files whose names do not tell (default: as it looks)",
		string(files.CSV), string(files.NDJSON), string(files.JSON))
}

// checkOptional tells what is wrong in the flags of declareSignals. What the settings
// say for other commands means nothing without signals.
func (in *inputs) checkOptional() error {
	switch {
	case len(in.signals) > 0:
	case in.typed("as-of"):
		return usagef("--as-of says when data are looked at: name them with --signals")
	case in.typed("input-format"):
		return usagef("--input-format says how data are read: name them with --signals")
	}
	return in.checkSignals()
}

// checkSignals gives what real data show about rules that have no errors. Rows that
// cannot be used for another reason than one of their cells are told on standard error.
func (p *program) checkSignals(ctx context.Context, in *inputs, r *ruleset) ([]rules.Diagnostic, error) {
	console := p.console()
	rest := newProblems(console)
	look := inspect.New(r.program, r.set)
	reader, err := files.Open(ctx, r.program.Schema(), in.signals, files.Options{
		AsOf: in.instant(p), Format: files.Format(in.inputFormat), Stdin: &interruptible{ctx: ctx, from: p.stdin},
		Notice: console.println,
		Report: func(problem signals.Problem) {
			if !look.Problem(problem) {
				rest.report(problem)
			}
		},
	})
	if err != nil {
		return nil, err
	}
	defer reader.Close() // it was only read
	defer console.follow(func() string { return readStatus(reader) })()
	found, err := look.Run(ctx, reader)
	if err != nil {
		return nil, err
	}
	rest.finish(reader.Summary())
	if look.Accounts() == 0 {
		console.println(fmt.Sprintf("the signals hold no account as of %s, so that they show nothing about the rules", in.instant(p)))
	}
	return found, nil
}
