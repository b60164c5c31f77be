package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/bellwether-cs/bellwether/rules"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// deadline is for what must come. It is only waited for when a test fails.
const deadline = 30 * time.Second

// modes are the ways to find changes. With events a look without a hint never
// comes, so that the hints alone must do.
var modes = map[string]Options{
	"events": {Quiet: 20 * time.Millisecond, Poll: time.Hour},
	"poll":   {Quiet: 20 * time.Millisecond, Poll: 10 * time.Millisecond, PollOnly: true},
}

// inModes runs a scenario in each mode.
func inModes(t *testing.T, scenario func(t *testing.T, o Options)) {
	t.Helper()
	t.Parallel()
	for name, o := range modes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scenario(t, o)
		})
	}
}

// watching is a running Watch.
type watching struct {
	t         *testing.T
	snapshots chan Snapshot
	stop      func() error
}

func start(t *testing.T, o Options, paths ...string) *watching {
	t.Helper()
	return startOn(t, fsnotifySystem, o, paths...)
}

func startOn(t *testing.T, sys system, o Options, paths ...string) *watching {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w := &watching{t: t, snapshots: make(chan Snapshot, 1000)}
	ended := make(chan error, 1)
	go func() {
		ended <- watch(ctx, paths, o, sys, func(s Snapshot) error {
			select {
			case w.snapshots <- s:
			case <-ctx.Done():
			}
			return nil
		})
	}()
	w.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() {
		if err := w.stop(); !errors.Is(err, context.Canceled) {
			t.Errorf("Watch returned %v", err)
		}
	})
	return w
}

func (w *watching) next() Snapshot {
	w.t.Helper()
	select {
	case s := <-w.snapshots:
		if (s.Err == nil) != (s.Digest != "") || s.Err != nil && (s.Files != nil || s.Changed != nil) {
			w.t.Fatalf("neither content nor an error: %+v", s)
		}
		return s
	case <-time.After(deadline):
		w.t.Fatal("no snapshot came")
		panic("unreachable")
	}
}

// expect waits for the content given as names and texts by turns. A machine
// that stops for a moment in the middle of a change sees its parts, so that
// snapshots that come before do not matter; they are given back.
func (w *watching) expect(namesAndTexts ...string) (before []Snapshot) {
	w.t.Helper()
	want := map[string]string{}
	for i := 0; i < len(namesAndTexts); i += 2 {
		want[namesAndTexts[i]] = namesAndTexts[i+1]
	}
	return w.until(func(s Snapshot) bool { return s.Err == nil && cmp.Equal(want, texts(s)) })
}

// expectErr waits for an error that has a part in its text.
func (w *watching) expectErr(part string) {
	w.t.Helper()
	w.until(func(s Snapshot) bool { return s.Err != nil && strings.Contains(s.Err.Error(), part) })
}

func (w *watching) until(is func(Snapshot) bool) (before []Snapshot) {
	w.t.Helper()
	for end := time.Now().Add(deadline); ; {
		select {
		case s := <-w.snapshots:
			if is(s) {
				return before
			}
			before = append(before, s)
		case <-time.After(time.Until(end)):
			for _, s := range before {
				w.t.Logf("came: %q %v", texts(s), s.Err)
			}
			w.t.Fatal("what was expected did not come")
		}
	}
}

func texts(s Snapshot) map[string]string {
	m := map[string]string{}
	for _, f := range s.Files {
		m[f.Name] = string(f.Source)
	}
	return m
}

func ids(t *testing.T, err error) []string {
	t.Helper()
	found, ok := errors.AsType[*rules.Diagnostics](err)
	if !ok {
		t.Fatalf("%v are no diagnostics", err)
	}
	var list []string
	for _, f := range found.List {
		list = append(list, f.Place.File+" "+f.ID)
	}
	return list
}

// folder makes a folder of files given as names and texts by turns.
func folder(t *testing.T, namesAndTexts ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "rules")
	fill(t, dir, namesAndTexts...)
	return dir
}

func fill(t *testing.T, dir string, namesAndTexts ...string) {
	t.Helper()
	ok(t, os.MkdirAll(dir, 0o755))
	for i := 0; i < len(namesAndTexts); i += 2 {
		at := filepath.Join(dir, namesAndTexts[i])
		ok(t, os.MkdirAll(filepath.Dir(at), 0o755))
		write(t, at, namesAndTexts[i+1])
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	ok(t, os.WriteFile(path, []byte(text), 0o644))
}

// replace puts a link to target at path, in one step as `mv -T` does.
func replace(t *testing.T, target, path string) {
	t.Helper()
	ok(t, os.Symlink(target, path+".new"))
	ok(t, os.Rename(path+".new", path))
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
