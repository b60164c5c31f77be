package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// storm does something over and over until the test ends or stop is called.
func storm(t *testing.T, do func(i int) error) (stop func()) {
	t.Helper()
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for i := 0; ; i++ {
			if err := do(i); err != nil {
				t.Error(err)
				return
			}
			select {
			case <-end:
				return
			case <-time.After(100 * time.Microsecond):
			}
		}
	}()
	stop = sync.OnceFunc(func() { close(end); <-ended })
	t.Cleanup(stop)
	return stop
}

// A log that somebody keeps in the folder never lets it be quiet.
func TestStormBesideTheRules(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		log := filepath.Join(dir, "log.txt")
		storm(t, func(i int) error { return os.WriteFile(log, fmt.Append(nil, i), 0o644) })
		for _, text := range []string{"1", "2", "3"} {
			write(t, filepath.Join(dir, "a.yaml"), text)
			w.expect(dir+"/a.yaml", text)
		}
	})
}

// A file that is replaced without end: each reading may meet another one. When
// it ends, the end is reported.
func TestRenameStorm(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		file := filepath.Join(dir, "a.yaml")
		stop := storm(t, func(i int) error {
			if err := os.WriteFile(file+".new", fmt.Append(nil, i), 0o644); err != nil {
				return err
			}
			return os.Rename(file+".new", file)
		})
		time.Sleep(20 * o.Quiet)
		stop()
		write(t, file, "end")
		w.expect(dir+"/a.yaml", "end")
	})
}

// What lies beside the folder is none of our business.
func TestStormBesideTheFolder(t *testing.T) {
	t.Parallel()
	dir := folder(t, "a.yaml", "0")
	o := modes["events"]
	h := newHints(fsnotifySystem, o.withDefaults())
	defer h.close()
	r := reader{options: o.withDefaults(), want: h.want}
	at, err := newRoot(dir)
	ok(t, err)
	r.roots = []root{at}
	h.begin()
	r.read(t.Context(), false)
	h.end()
	for i := range 100 {
		write(t, dir+".log", fmt.Sprint(i))
	}
	if !h.wanted(dir) || !h.wanted(dir+"/a.yaml") || h.wanted(dir+".log") {
		t.Error("the wrong events count as hints")
	}
	select {
	case <-h.ready:
		t.Error("a file beside the folder was a hint")
	case <-time.After(50 * time.Millisecond):
	}
	write(t, filepath.Join(dir, "a.yaml"), "1")
	select {
	case <-h.ready:
	case <-time.After(deadline):
		t.Error("a file in the folder was none")
	}
}
