package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/rules/watch"
)

// testWatch runs tests whenever rules, tests or the files that tests name change.
type testWatch struct {
	program *program
	flags   *testFlags
	console *console
	edits   chan edit
	running sync.WaitGroup

	rules *ruleset
	suite *rules.TestSuite
	// fixtures are the files and folders that the tests name, and leave ends the
	// watching of those.
	fixtures []string
	leave    context.CancelFunc
	// waiting: the tests run once the fixtures have come to rest for the first time.
	waiting bool
}

// errNotYet says that there is nothing to run yet.
var errNotYet = errors.New("the tests cannot run yet")

// watchTests runs the tests, and runs them again after each change, until its context
// ends, which is no failure.
func (p *program) watchTests(ctx context.Context, f *testFlags) error {
	ctx, stop := context.WithCancelCause(ctx)
	w := &testWatch{program: p, flags: f, console: p.console(), edits: make(chan edit), leave: func() {}}
	defer w.running.Wait()
	defer stop(nil)
	w.follow(ctx, stop, true, besideRules(f.path), watch.Options{})
	for {
		var e edit
		select {
		case <-ctx.Done():
			if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		case e = <-w.edits:
		}
		err := w.take(ctx, stop, e)
		var silent *silentError
		switch {
		case ctx.Err() != nil, errors.Is(err, errNotYet):
			continue
		case err == nil, errors.As(err, &silent):
		default:
			w.console.println(strings.TrimRight(err.Error(), "\n"))
		}
		fmt.Fprintf(p.stdout, "\n%s  watching %s; ctrl-C ends it\n", p.now().Format("15:04:05"), f.path)
	}
}

// follow watches paths and hands over what changed in them.
func (w *testWatch) follow(ctx context.Context, stop context.CancelCauseFunc, ofRules bool, paths []string, options watch.Options) {
	options.Notice = w.console.println
	w.running.Go(func() {
		err := watch.Watch(ctx, paths, options, func(s watch.Snapshot) error {
			select {
			case w.edits <- edit{ofRules: ofRules, Snapshot: s}:
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
		if ctx.Err() == nil {
			stop(err)
		}
	})
}

// take takes in an edit and runs the tests.
func (w *testWatch) take(ctx context.Context, stop context.CancelCauseFunc, e edit) error {
	switch {
	case !e.ofRules && w.waiting:
		w.waiting = false
	case !e.ofRules && w.suite != nil:
		w.announce("signals of tests changed: " + strings.Join(e.Changed, ", "))
	case e.ofRules:
		if w.rules != nil {
			w.announce(e.String())
		}
		if err := w.load(ctx, stop, e); err != nil {
			return err
		}
	}
	if w.waiting || w.suite == nil {
		return errNotYet // or what is wrong was said before
	}
	return w.program.runTests(ctx, w.flags, w.rules, w.suite)
}

func (w *testWatch) announce(news string) {
	fmt.Fprintf(w.program.stdout, "\n%s  %s\n\n", w.program.now().Format("15:04:05"), news)
}

// load makes rules and tests of the files at rest. What was loaded before does not
// stand in for what is wrong: its tests would pass and say nothing.
func (w *testWatch) load(ctx context.Context, stop context.CancelCauseFunc, e edit) error {
	w.suite = nil
	if e.Err != nil {
		return e.Err
	}
	set, rulesErr := load.Files(e.Files)
	suite, testsErr := load.TestFiles(e.Files)
	if suite != nil {
		w.followFixtures(ctx, stop, suite)
	}
	if err := bothFound(rulesErr, testsErr); err != nil {
		return err
	}
	r, err := compile(set)
	if err != nil {
		return err
	}
	w.rules, w.suite = r, suite
	return nil
}

// followFixtures watches the files that tests name, if they are others than before.
func (w *testWatch) followFixtures(ctx context.Context, stop context.CancelCauseFunc, suite *rules.TestSuite) {
	var paths []string
	for _, t := range suite.Tests {
		for _, input := range t.Inputs {
			paths = append(paths, ruletest.Path(input))
		}
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	if slices.Equal(paths, w.fixtures) {
		return
	}
	w.leave()
	w.fixtures, w.waiting = paths, len(paths) > 0
	if !w.waiting {
		w.leave = func() {}
		return
	}
	var below context.Context
	below, w.leave = context.WithCancel(ctx)
	w.follow(below, stop, false, paths, watch.Options{Match: holdsTable, NamesOnly: true})
}

// besideRules are the paths with rules and their tests: a folder has both.
func besideRules(path string) []string {
	paths := []string{path}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		if tests, err := load.TestsDir(path); err == nil {
			for _, file := range tests.Files {
				paths = append(paths, file.Name)
			}
		}
	}
	return paths
}
