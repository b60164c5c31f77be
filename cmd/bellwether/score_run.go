package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// errSkipped fails a strict run. The rows were reported one by one.
var errSkipped = errors.New("rows were skipped, and --strict allows none")

// errNoTable fails a strict run. The tables were reported one by one.
var errNoTable = errors.New("tables have no file, and --strict allows none")

// scoreRun scores all accounts once and writes them.
type scoreRun struct {
	program *program
	flags   *scoreFlags
	rules   *ruleset
	// scorecards are those to score on; at least one.
	scorecards []string
	console    *console
	out        io.Writer
	// watched takes what people want to know of changes; nil unless they do.
	watched *snapshot
	total   *tally
}

// do runs it.
func (run *scoreRun) do(ctx context.Context) error {
	f, r, scorecards := run.flags, run.rules, run.scorecards
	asOf := f.instant(run.program)
	out := run.writer(asOf)
	found := newProblems(run.console)
	reader, err := f.open(ctx, r, run.program.stdin, files.Options{
		AsOf: asOf, BlockSize: run.blockSize(), Report: found.report, Notice: run.console.println,
	})
	if err != nil {
		return err
	}
	defer reader.Close() // it was only read
	defer run.console.follow(func() string { return readStatus(reader) })()

	run.total = newTally(r, scorecards)
	scoring := &scoring{
		rules: r, reader: reader, out: out, filter: &f.filter, sort: f.sort, limit: f.limit, block: run.blockSize(),
		request: engine.Request{Scorecards: scorecards, Explain: run.batchLevel()},
		total:   run.total, watched: run.watched,
	}
	if err := scoring.run(ctx); err != nil {
		return err
	}
	read := reader.Summary()
	found.finish(read)
	for _, table := range reader.Absent() {
		run.console.println(fmt.Sprintf("no file holds the table %s: what the rules make of it is missing", table))
	}
	if f.strict && read.Refused() > 0 {
		return errSkipped
	}
	if f.strict && len(reader.Absent()) > 0 {
		return errNoTable
	}
	if n := refusedAccounts(r, read); n > 0 && run.total.accounts == 0 {
		return fmt.Errorf("no account could be used: %s", skipped(n))
	}
	return out.close(run.total, read.Refused())
}

// blockSize is how many accounts are read, scored and encoded at a time: enough to
// be fast, few enough that the text of several blocks fits into little memory. An
// account explained in full is some kilobytes of text.
func (run *scoreRun) blockSize() int {
	switch f := run.flags; {
	case f.format == formatCSV, f.format == formatTable, f.explain == explainNone:
		return 2048
	}
	return 128
}

// batchLevel is what the columns of results are asked for: documents explain
// themselves.
func (run *scoreRun) batchLevel() engine.Level {
	switch run.flags.format {
	case formatCSV:
		return engine.ExplainReasons // for its points, which it always has
	case formatTable:
		return min(levelOf(run.flags.explain), engine.ExplainReasons)
	}
	return engine.ExplainNone
}

// refusedAccounts is how many rows with accounts were left out.
func refusedAccounts(r *ruleset, read signals.Summary) int {
	for _, t := range read.Tables {
		if t.Table == r.program.Schema().Root().Name {
			return t.Refused
		}
	}
	return 0
}

func (run *scoreRun) writer(asOf signals.AsOf) writer {
	f, digest := run.flags, run.rules.program.Digest()
	documents := documentLayout{
		level: levelOf(f.explain), scorecards: run.scorecards, flags: run.rules.flags(), rules: digest, asOf: asOf.String(),
	}
	switch f.format {
	case formatJSON:
		return newDocumentList(run.out, documents)
	case formatNDJSON:
		return newDocumentLines(run.out, documents)
	case formatCSV:
		return newCells(run.out, run.rules, run.scorecards, f.explain != explainNone)
	}
	color, width := f.color == colorAlways, 0
	if f.out == "" {
		color, width = inColor(run.program.stdout, f.color), terminalWidth(run.program.stdout)
	}
	table := newAccountTable(run.out, run.rules, run.scorecards, f.explain != explainNone, color, width)
	table.footer = fmt.Sprintf("as of %s, rules %s", asOf, digest)
	return table
}

func readStatus(reader *files.Reader) string {
	read, size := reader.Progress()
	if size == 0 {
		return fmt.Sprintf("%d MB read", read/1e6)
	}
	return fmt.Sprintf("%d of %d MB read (%d%%)", read/1e6, size/1e6, min(read*100/size, 100))
}
