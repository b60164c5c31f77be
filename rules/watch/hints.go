package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// system is what hints need of the operating system.
type system struct {
	open func() (*fsnotify.Watcher, error)
	add  func(w *fsnotify.Watcher, folder string) error
}

var fsnotifySystem = system{
	open: fsnotify.NewWatcher,
	add:  (*fsnotify.Watcher).Add,
}

// hints tell that something may have changed. Folders are watched, never files:
// editors and Kubernetes put another file in the place of one.
type hints struct {
	ready chan struct{} // holds one when there was a hint, however many there were

	system  system
	options Options
	watcher *fsnotify.Watcher // nil if there are no hints
	noticed bool
	done    chan struct{} // closed when receive has ended

	round int // counts readings

	mu      sync.Mutex // guards folders, all and names in them
	folders map[string]*interest
}

// interest is what is wanted to be known about a folder. Numbers are those of
// the last reading that wanted it.
type interest struct {
	info  fs.FileInfo // of the folder that fsnotify was told to watch
	added int
	all   int
	names map[string]int
}

func newHints(sys system, o Options) *hints {
	h := &hints{
		ready: make(chan struct{}, 1), done: make(chan struct{}),
		system: sys, options: o, folders: map[string]*interest{},
	}
	if o.PollOnly {
		return h
	}
	watcher, err := sys.open()
	if err != nil {
		h.notice(err)
		return h
	}
	h.watcher = watcher
	go h.receive()
	return h
}

func (h *hints) close() {
	if h.watcher == nil {
		return
	}
	h.watcher.Close()
	<-h.done
}

// receive takes events at all times: fsnotify has no room for those that nobody
// takes, and on Windows it would not even add a folder.
func (h *hints) receive() {
	defer close(h.done)
	events, failures := h.watcher.Events, h.watcher.Errors
	for events != nil || failures != nil {
		select {
		case e, ok := <-events:
			if !ok {
				events = nil
				continue
			}
			if !h.wanted(e.Name) {
				continue
			}
		case _, ok := <-failures:
			if !ok {
				failures = nil
				continue
			}
			// Hints may have been lost.
		}
		select {
		case h.ready <- struct{}{}:
		default:
		}
	}
}

// wanted tells whether an event with this path is a hint.
func (h *hints) wanted(path string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.folders[path]; ok {
		return true // the folder itself was moved or removed
	}
	f, ok := h.folders[filepath.Dir(path)]
	if !ok {
		return true // a folder under another name than it had
	}
	return f.all > 0 || f.names[filepath.Base(path)] > 0
}

// begin begins a reading. What the one before it wanted counts until its end.
func (h *hints) begin() { h.round++ }

// want asks for hints about the entry of a folder, or about all of them if name
// is empty. The path of the folder has no links in it, as fsnotify mixes up two
// paths of one folder.
func (h *hints) want(folder, name string) {
	if h.watcher == nil {
		return
	}
	f := h.note(folder, name)
	if f.added < h.round {
		f.added = h.round
		h.add(folder, f)
	}
}

func (h *hints) note(folder, name string) *interest {
	h.mu.Lock()
	defer h.mu.Unlock()
	f, ok := h.folders[folder]
	if !ok {
		f = &interest{names: map[string]int{}}
		h.folders[folder] = f
	}
	if name == "" {
		f.all = h.round
	} else {
		f.names[name] = h.round
	}
	return f
}

// add has a folder watched. It is done in each reading, as it costs little and
// a watch ends silently when its folder is moved or made anew.
func (h *hints) add(folder string, f *interest) {
	info, err := os.Stat(folder)
	if err != nil {
		return // the reading finds out
	}
	if f.info != nil && !os.SameFile(f.info, info) {
		h.watcher.Remove(folder) // it may know that already
	}
	f.info = info
	if err := h.system.add(h.watcher, folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.notice(err)
	}
}

// end ends a reading: folders that it did not want are no longer watched.
func (h *hints) end() {
	if h.watcher == nil {
		return
	}
	removed := false
	for _, folder := range h.sweep() {
		h.watcher.Remove(folder)
		removed = true
	}
	if !removed {
		return
	}
	// A folder that was moved is the same to the operating system, so that the
	// watch just removed may have been that of a folder that is still wanted.
	for folder, f := range h.folders {
		h.add(folder, f)
	}
}

// sweep forgets what the reading did not want, and gives the folders in which
// it wanted nothing.
func (h *hints) sweep() (unwanted []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for folder, f := range h.folders {
		if f.all < h.round {
			f.all = 0
		}
		maps.DeleteFunc(f.names, func(_ string, round int) bool { return round < h.round })
		if f.all == 0 && len(f.names) == 0 {
			delete(h.folders, folder)
			unwanted = append(unwanted, folder)
		}
	}
	return unwanted
}

// notice tells once that changes will be seen by polling only.
func (h *hints) notice(err error) {
	if h.noticed {
		return
	}
	h.noticed = true
	h.options.Notice(fmt.Sprintf("changes of files are looked for every %v, as they cannot be watched: %v", h.options.Poll, reason(err)))
}

// reason words the errors that mean something else here than they say.
func reason(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the user has no more watches (on Linux: sysctl fs.inotify.max_user_watches)"
	case errors.Is(err, syscall.EMFILE):
		return "the user or the process has too many files open (on Linux: sysctl fs.inotify.max_user_instances, ulimit -n)"
	}
	return err.Error()
}
