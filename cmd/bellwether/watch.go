package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/rules/watch"
)

// watching scores again whenever rules or signals change.
type watching struct {
	program *program
	flags   *scoreFlags
	console *console
	// news is where it is said what changed: with the table, but not among results
	// that a program reads.
	news io.Writer

	rules  *ruleset  // the last good ones
	scored *snapshot // the last good result; nil before the first
	total  *tally    // of scored
	digest string    // of the rules that gave scored
}

// edit is a change of the rules or of the signals, come to rest.
type edit struct {
	ofRules bool
	watch.Snapshot
}

// String says what was edited.
func (e edit) String() string {
	what := "signals"
	if e.ofRules {
		what = "rules"
	}
	if len(e.Changed) == 0 {
		return what + " can be read again"
	}
	return what + " changed: " + strings.Join(e.Changed, ", ")
}

// watch scores, and scores again after each change, until its context ends, which
// is no failure.
func (p *program) watch(ctx context.Context, f *scoreFlags) error {
	w := &watching{program: p, flags: f, console: p.console(), news: p.stdout}
	if f.format != formatTable && f.out == "" {
		w.news = p.stderr
	}
	ctx, stop := context.WithCancelCause(ctx)
	var watchers sync.WaitGroup
	defer watchers.Wait()
	defer stop(nil)
	edits := make(chan edit)
	follow := func(ofRules bool, paths []string, options watch.Options) {
		options.Notice = w.console.println
		watchers.Go(func() {
			stop(watch.Watch(ctx, paths, options, func(s watch.Snapshot) error {
				select {
				case edits <- edit{ofRules: ofRules, Snapshot: s}:
					return nil
				case <-ctx.Done():
					return context.Cause(ctx)
				}
			}))
		})
	}
	follow(true, []string{f.rules}, watch.Options{})
	follow(false, signalPaths(f.signals), watch.Options{Match: holdsTable, NamesOnly: true})
	err := w.run(ctx, edits)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// run takes edits until the context ends. Before the first result, what is wrong
// ends it; later on the last good result stands.
func (w *watching) run(ctx context.Context, edits <-chan edit) error {
	var signalsSeen bool
	for {
		var e edit
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case e = <-edits:
		}
		var err error
		if e.ofRules {
			err = w.load(e)
		}
		// Signals that cannot be read are for the scoring to tell.
		signalsSeen = signalsSeen || !e.ofRules
		if err == nil && w.rules != nil && signalsSeen {
			err = w.score(ctx, e)
		}
		switch {
		case err == nil:
		case w.scored == nil || ctx.Err() != nil:
			return err
		default:
			w.complain(err)
		}
	}
}

// errSameMeaning says that rules were edited and nothing follows from it.
var errSameMeaning = errors.New("the rules mean the same as before")

// load makes a rule set of the files at rest.
func (w *watching) load(e edit) error {
	if e.Err != nil {
		return e.Err
	}
	r, err := compileReading(load.ReadFiles(e.Files))
	if err != nil {
		return err
	}
	if w.rules != nil && w.rules.program.Digest() == r.program.Digest() {
		w.rules = r // with its places and descriptions
		return errSameMeaning
	}
	w.rules = r
	return nil
}

// complain says what went wrong, and what holds.
func (w *watching) complain(err error) {
	if errors.Is(err, errSameMeaning) {
		fmt.Fprintf(w.news, "\n%s  %v\n", w.time(), err)
		return
	}
	w.console.println(fmt.Sprintf("\n%s\n%s  the last good result stands (rules %s)",
		strings.TrimRight(err.Error(), "\n"), w.time(), short(w.digest)))
}

// score scores once more and says what changed.
func (w *watching) score(ctx context.Context, e edit) error {
	cards, err := w.flags.chosen(w.rules)
	if err != nil {
		return err
	}
	run := &scoreRun{program: w.program, flags: w.flags, rules: w.rules, scorecards: cards, console: w.console}
	var held bytes.Buffer
	run.out = &held
	out := (*destination)(nil)
	if w.flags.format != formatTable || w.flags.out != "" {
		if out, err = openDestination(w.flags.out, w.program.stdout); err != nil {
			return err
		}
		defer out.discard()
		run.out = out
	}
	now := newSnapshot(cards)
	run.watched = now
	if err := run.do(ctx); err != nil {
		return err
	}
	changed := w.announce(e, now, run.total)
	w.scored, w.total, w.digest = now, run.total, w.rules.program.Digest()
	if out != nil {
		return out.commit()
	}
	if !changed {
		return nil
	}
	_, err = w.news.Write(held.Bytes())
	return err
}

// signalPaths are the files and folders behind --signals.
func signalPaths(inputs []string) []string {
	paths := make([]string, len(inputs))
	for i, input := range inputs {
		paths[i] = input
		if _, file, ok := strings.Cut(input, "="); ok {
			paths[i] = file
		}
	}
	return paths
}

// holdsTable tells whether a file in a folder of signals may hold a table.
func holdsTable(name string) bool {
	return slices.Contains([]string{".csv", ".ndjson", ".jsonl", ".json"}, strings.ToLower(filepath.Ext(name)))
}
