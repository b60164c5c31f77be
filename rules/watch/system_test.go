package watch

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Systems that cannot watch.

func TestFallsBackToPolling(t *testing.T) {
	t.Parallel()
	for name, sys := range map[string]system{
		"no inotify": {
			open: func() (*fsnotify.Watcher, error) { return nil, syscall.EMFILE },
		},
		"no watches left": {
			open: fsnotify.NewWatcher,
			add:  func(*fsnotify.Watcher, string) error { return syscall.ENOSPC },
		},
		"few watches left": {
			open: fsnotify.NewWatcher,
			add: func(w *fsnotify.Watcher, folder string) error {
				if strings.Contains(folder, "sub") {
					return syscall.ENOSPC
				}
				return w.Add(folder)
			},
		},
		"another error": {
			open: fsnotify.NewWatcher,
			add:  func(*fsnotify.Watcher, string) error { return errors.New("not here") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, "a.yaml", "0", "sub/b.yaml", "0")
			var notices []string // read when Watch has returned
			w := startOn(t, sys, Options{
				Quiet:  20 * time.Millisecond,
				Poll:   10 * time.Millisecond,
				Notice: func(text string) { notices = append(notices, text) },
			}, dir)
			w.expect(dir+"/a.yaml", "0", dir+"/sub/b.yaml", "0")
			write(t, filepath.Join(dir, "sub", "b.yaml"), "1")
			w.expect(dir+"/a.yaml", "0", dir+"/sub/b.yaml", "1")
			ok(t, os.RemoveAll(dir))
			w.expectErr("there is no such file")
			fill(t, dir, "a.yaml", "2", "sub/b.yaml", "2")
			w.expect(dir+"/a.yaml", "2", dir+"/sub/b.yaml", "2")
			w.stop()
			if len(notices) != 1 || !strings.HasPrefix(notices[0], "changes of files are looked for every 10ms, as they cannot be watched: ") {
				t.Errorf("notices: %q", notices)
			}
		})
	}
}

// Events that were lost, because they came faster than they were taken, are a
// hint as well.
func TestOverflow(t *testing.T) {
	t.Parallel()
	events := &fsnotify.Watcher{}
	sys := system{
		open: func() (*fsnotify.Watcher, error) {
			w, err := fsnotify.NewWatcher()
			events = w
			return w, err
		},
		add: func(*fsnotify.Watcher, string) error { return nil },
	}
	h := newHints(sys, Options{}.withDefaults())
	defer h.close()
	events.Errors <- fsnotify.ErrEventOverflow
	select {
	case <-h.ready:
	case <-time.After(deadline):
		t.Error("an overflow was no hint")
	}
}

// Watches of folders that are not needed any more are given back.
func TestWatchesAreGivenBack(t *testing.T) {
	t.Parallel()
	var watcher *fsnotify.Watcher
	sys := fsnotifySystem
	sys.open = func() (w *fsnotify.Watcher, err error) {
		watcher, err = fsnotify.NewWatcher()
		return watcher, err
	}
	base, err := filepath.EvalSymlinks(t.TempDir())
	ok(t, err)
	fill(t, base, "releases/0/a.yaml", "0", "releases/1/a.yaml", "1", "releases/2/a.yaml", "2")
	dir := filepath.Join(base, "rules")
	ok(t, os.Symlink("releases/0", dir))
	w := startOn(t, sys, modes["events"], dir)
	w.expect(dir+"/a.yaml", "0")
	for _, text := range []string{"1", "2"} {
		replace(t, "releases/"+text, dir)
		w.expect(dir+"/a.yaml", text)
	}
	want := []string{base, filepath.Join(base, "releases"), filepath.Join(base, "releases", "2")}
	if got := slices.Sorted(slices.Values(watcher.WatchList())); !slices.Equal(got, want) {
		t.Errorf("watched are %q, not %q", got, want)
	}
}
