package main

import (
	"time"

	"github.com/spf13/cobra"
)

// formatGo is what Go's own benchmarks print.
const formatGo = "go"

// benchFlags are the flags of bench.
type benchFlags struct {
	inputs
	format  string
	time    time.Duration
	profile bool
}

func (p *program) benchCommand() *cobra.Command {
	f := &benchFlags{format: formatTable}
	cmd := &cobra.Command{
		Use:   "bench --rules DIR --signals FILE-OR-DIR",
		Short: "Measure how fast accounts are scored, and which rules take the time",
		Long: `Bench compiles the rules, reads the signals, and scores them in memory again and
again: as a batch on all processors and on one, and one account at a time. With
--profile it tells how much of the time each part of the rules takes.

Nothing is written but the figures. They vary from run to run: benchstat compares
several runs that were printed with --format go.`,
		Example: `  bellwether bench --rules rules --signals signals
  bellwether bench --rules rules --signals signals --profile
  bellwether bench --rules rules --signals signals --time 10s --format go > new.txt`,
		Args: exactly(0, "no argument"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			figures, err := p.bench(cmd.Context(), f)
			if err != nil {
				return err
			}
			return figures.write(p.stdout, f.format)
		},
	}
	f.declare(cmd)
	choose(cmd, &f.format, "format", "tables for people, a JSON object, or lines as Go's benchmarks print them",
		formatTable, formatJSON, formatGo)
	flags := cmd.Flags()
	flags.DurationVar(&f.time, "time", 3*time.Second, "how `LONG` to measure, about")
	flags.BoolVar(&f.profile, "profile", false, "tell what each part of the rules takes, slowest first")
	return cmd
}

func (f *benchFlags) check() error {
	if err := f.inputs.check(); err != nil {
		return err
	}
	if f.time <= 0 {
		return usagef("--time: expected some time, such as 3s or 1m30s, not %v", f.time)
	}
	return nil
}
