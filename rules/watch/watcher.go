package watch

import (
	"context"
	"maps"
	"slices"
	"time"
)

// watcher is a running [Watch]. One goroutine has it.
type watcher struct {
	options Options
	reader  reader
	hints   *hints
	changed func(Snapshot) error

	reported string              // the state that changed was told last
	contents map[string]checksum // of the files of the last snapshot without Err

	quiet *time.Timer // runs out when it was quiet for long enough
	poll  *time.Timer

	// Of the change that is waited for; since is zero when there is none.
	since time.Time
	// announced: the operating system told of the change, so that it would tell
	// of another one. If not, the content itself must have stayed as it was seen.
	announced bool
	seen      string
	// failing is what could not be read at the last reading, and was not told yet.
	failing string
}

func (w *watcher) run(ctx context.Context) error {
	w.quiet = time.NewTimer(w.options.Quiet)
	w.quiet.Stop()
	defer w.quiet.Stop()
	w.poll = time.NewTimer(w.options.Poll)
	defer w.poll.Stop()
	err := w.first(ctx)
	for err == nil {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-w.hints.ready:
			w.hint()
		case <-w.poll.C:
			err = w.look(ctx)
		case <-w.quiet.C:
			err = w.settle(ctx)
		}
	}
	return err
}

// first reports the content without waiting, unless it is just being written.
func (w *watcher) first(ctx context.Context) error {
	one, err := w.read(ctx, false)
	if err != nil {
		return err
	}
	w.failing = one.state // whoever starts wants to hear at once
	return w.confirm(ctx, one)
}

// hint notes that the operating system told of a change.
func (w *watcher) hint() {
	if w.since.IsZero() {
		w.since = time.Now()
	}
	w.announced = true
	left := w.options.Quiet*patience - time.Since(w.since)
	w.quiet.Reset(max(0, min(w.options.Quiet, left)))
}

// look looks for a change that nobody told of.
func (w *watcher) look(ctx context.Context) error {
	// Counted from the end of the look, so that one that takes long, on a slow
	// file system, leaves time for something else.
	defer func() { w.poll.Reset(w.options.Poll) }()
	if !w.since.IsZero() {
		return nil
	}
	now, err := w.read(ctx, false)
	if err == nil && now.state != w.reported {
		w.again(now)
	}
	return err
}

// again waits for quiet from now on, the content being as it was just read.
func (w *watcher) again(now reading) {
	w.since, w.announced, w.seen = time.Now(), false, now.state
	w.quiet.Reset(w.options.Quiet)
}

// settle reports the content if it is at rest, now that it was quiet or that
// the quiet was waited for in vain.
func (w *watcher) settle(ctx context.Context) error {
	one, err := w.read(ctx, false)
	switch {
	case err != nil:
		return err
	case one.state == w.reported:
		w.rest()
		return nil
	case !w.announced && one.state != w.seen:
		w.again(one)
		return nil
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-w.hints.ready:
		if time.Since(w.since) < w.options.Quiet*patience {
			w.hint()
			return nil
		}
	case <-time.After(w.options.Quiet / pause):
	}
	return w.confirm(ctx, one)
}

// confirm reads a second time, and reports what both readings agree on. Where
// they do not, somebody is writing.
func (w *watcher) confirm(ctx context.Context, one reading) error {
	two, err := w.read(ctx, true)
	switch {
	case err != nil:
		return err
	case two.state != one.state:
		w.again(two)
		return nil
	}
	if two.err != nil && two.state != w.failing && two.state != w.reported {
		// A file that is swapped while it is read looks gone for a moment: what cannot
		// be read is told when it stays so for another quiet.
		w.failing = two.state
		w.again(two)
		return nil
	}
	w.rest()
	w.failing = ""
	if two.state == w.reported {
		return nil
	}
	w.reported = two.state
	if two.err != nil {
		return w.changed(Snapshot{Err: two.err})
	}
	snapshot := Snapshot{Files: two.files, Digest: two.state, Changed: difference(w.contents, two.contents)}
	w.contents = two.contents
	return w.changed(snapshot)
}

// rest ends the wait for a change.
func (w *watcher) rest() {
	w.since, w.announced, w.seen = time.Time{}, false, ""
	w.quiet.Stop()
}

// read reads everything; keep keeps the content, which comparing does not need.
func (w *watcher) read(ctx context.Context, keep bool) (reading, error) {
	w.hints.begin()
	r := w.reader.read(ctx, keep)
	if ctx.Err() != nil {
		return reading{}, context.Cause(ctx) // the reading is not complete
	}
	w.hints.end()
	return r, nil
}

// difference are the names that only one of a and b has, or both with different
// content.
func difference(a, b map[string]checksum) []string {
	names := map[string]bool{}
	for name, sum := range a {
		if other, ok := b[name]; !ok || other != sum {
			names[name] = true
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
