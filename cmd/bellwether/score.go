package main

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// scoreFlags are the flags of score.
type scoreFlags struct {
	inputs
	filter  filter
	format  string
	out     string
	explain string
	sort    string
	limit   int
	color   string
	strict  bool
	watch   bool
}

func (p *program) scoreCommand() *cobra.Command {
	f := &scoreFlags{color: colorAuto}
	cmd := &cobra.Command{
		Use:   "score --rules DIR --signals FILE-OR-DIR",
		Short: "Score accounts by the rules",
		Long: `Score scores all accounts of the signals by the rules, and prints a line for each
account and scorecard: its segment, score, band and coverage, and what costs it
most. The signals are a folder with a file a table, such as accounts.csv and
usage.csv, or single files; they are looked at as of the end of a day or an
instant, now if none is named.

A row that does not fit what the rules declare is reported, left out and counted;
with --strict it fails the run, and so does a table without a file. The exit code
is 0 if the accounts were scored, and 3 if the rules are wrong or the signals do
not fit them.`,
		Example: `  bellwether score --rules rules --signals signals
  bellwether score --rules rules --signals signals --sort score --limit 20
  bellwether score --rules rules --signals signals --band red --segment enterprise
  bellwether score --rules rules --signals accounts.csv --signals usage=events.ndjson --as-of 2026-11-01
  bellwether score --rules rules --signals - --format csv < accounts.csv > scores.csv
  bellwether score --rules rules --signals signals --out scores.ndjson
  bellwether score --rules rules --signals signals --watch`,
		Args: exactly(0, "no argument"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			if f.watch {
				return p.watch(cmd.Context(), f)
			}
			return p.score(cmd.Context(), f)
		},
	}
	f.declare(cmd)
	return cmd
}

func (f *scoreFlags) declare(cmd *cobra.Command) {
	f.inputs.declare(cmd)
	f.filter.declare(cmd)
	choose(cmd, &f.format, "format", "the format of the results (default: by the name of --out, else table)",
		formatTable, formatJSON, formatNDJSON, formatCSV)
	choose(cmd, &f.explain, "explain", "how much to explain (default: full in json and ndjson, reasons in table and csv)",
		explainNone, explainReasons, explainFull)
	choose(cmd, &f.sort, "sort", "the order of the accounts, by the first scorecard (default: as in the signals)",
		sortScore, descending+sortScore, sortAccount, descending+sortAccount, sortBand, descending+sortBand)
	choose(cmd, &f.color, "color", "colours in the table", colorAuto, colorAlways, colorNever)
	flags := cmd.Flags()
	flags.StringVar(&f.out, "out", "", "write the results to this `FILE`, whole or not at all")
	flags.IntVar(&f.limit, "limit", 0, "show the first `N` accounts only (0: all)")
	flags.BoolVar(&f.strict, "strict", false, "fail if a row of the signals cannot be used, or a table has no file")
	flags.BoolVar(&f.watch, "watch", false, "score again whenever rules or signals change")
}

// check tells what is wrong in the flags, and fills in what was left out.
func (f *scoreFlags) check() error {
	if err := f.inputs.check(); err != nil {
		return err
	}
	if f.limit < 0 {
		return usagef("--limit: expected a number of accounts, not %d", f.limit)
	}
	if f.watch && f.fromStdin() {
		return usagef("--watch: standard input cannot be read again; name a file or a folder")
	}
	if f.out == "-" {
		f.out = ""
	}
	if err := f.checkOut(); err != nil {
		return err
	}
	if f.format == "" {
		format, known := formatOf(f.out)
		if !known {
			return usagef("--out: %s does not tell its format: name it .txt, .csv, .json, .ndjson or .jsonl, or say --format table, json, ndjson or csv", f.out)
		}
		f.format = format
	}
	if f.explain == "" {
		f.explain = explainReasons
		if f.format == formatJSON || f.format == formatNDJSON {
			f.explain = explainFull
		}
	}
	return nil
}

// chosen are the scorecards to score on. What a filter asks for is one of the
// rules' names, too.
func (f *scoreFlags) chosen(r *ruleset) ([]string, error) {
	cards, err := f.cards(r)
	if err != nil {
		return nil, err
	}
	return cards, f.filter.check(r, cards)
}

// formatOf tells the format that a file's name asks for. A name without an
// extension asks for none in particular, and gets what standard output gets.
func formatOf(path string) (format string, known bool) {
	switch strings.ToLower(filepath.Ext(path)) {
	case "", ".txt":
		return formatTable, true
	case ".csv":
		return formatCSV, true
	case ".json":
		return formatJSON, true
	case ".ndjson", ".jsonl":
		return formatNDJSON, true
	}
	return "", false
}

// score loads the rules, scores once and prints.
func (p *program) score(ctx context.Context, f *scoreFlags) error {
	r, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	scorecards, err := f.chosen(r)
	if err != nil {
		return err
	}
	out, err := openDestination(f.out, p.stdout)
	if err != nil {
		return err
	}
	defer out.discard()
	console := p.console()
	if w := r.warnings(); w != "" {
		console.println(w)
	}
	run := &scoreRun{program: p, flags: f, rules: r, scorecards: scorecards, console: console, out: out}
	if err := run.do(ctx); err != nil {
		return err
	}
	return out.commit()
}

func (p *program) console() *console {
	return &console{out: p.stderr, terminal: isTerminal(p.stderr)}
}
