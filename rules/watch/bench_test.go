package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// From the last write to the call, with the default options. The quiet time is
// part of it.
func BenchmarkLatency(b *testing.B) {
	for name, o := range map[string]Options{"events": {}, "poll": {PollOnly: true}} {
		b.Run(name, func(b *testing.B) {
			dir := benchFolder(b, 30, 5_000)
			file := filepath.Join(dir, "0.yaml")
			enough := errors.New("enough")
			var saved time.Time
			var all, longest time.Duration
			n := -1
			err := Watch(b.Context(), []string{dir}, o, func(Snapshot) error {
				if n++; n > 0 {
					all += time.Since(saved)
					longest = max(longest, time.Since(saved))
				}
				if n == b.N {
					return enough
				}
				if err := os.WriteFile(file, fmt.Append(nil, n), 0o644); err != nil {
					return err
				}
				saved = time.Now()
				return nil
			})
			if err != enough {
				b.Fatal(err)
			}
			b.ReportMetric(float64(all.Milliseconds())/float64(b.N), "ms/change")
			b.ReportMetric(float64(longest.Milliseconds()), "ms-longest")
		})
	}
}

// One look at a folder in which nothing changed, which happens each second.
func BenchmarkLook(b *testing.B) {
	for _, c := range []struct {
		name        string
		files, size int
		namesOnly   bool
	}{
		{"30 files of 5 kB", 30, 5_000, false},
		{"16 files of 1 MB", 16, 1_000_000, false},
		{"16 files of 1 MB, names only", 16, 1_000_000, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			dir := benchFolder(b, c.files, c.size)
			long := time.Now().Add(-time.Hour)
			for i := range c.files {
				if err := os.Chtimes(filepath.Join(dir, fmt.Sprintf("%d.yaml", i)), long, long); err != nil {
					b.Fatal(err)
				}
			}
			o := Options{NamesOnly: c.namesOnly}.withDefaults()
			at, err := newRoot(dir)
			if err != nil {
				b.Fatal(err)
			}
			h := newHints(fsnotifySystem, o)
			defer h.close()
			w := &watcher{hints: h, reader: reader{options: o, want: h.want, roots: []root{at}}}
			b.ReportAllocs()
			for b.Loop() {
				if r, err := w.read(context.Background(), false); err != nil || r.err != nil {
					b.Fatal(err, r.err)
				}
			}
		})
	}
}

func benchFolder(b *testing.B, files, size int) string {
	b.Helper()
	dir := b.TempDir()
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.yaml", i)), make([]byte, size), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}
