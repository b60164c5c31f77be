package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A folder that was moved away with the one above it keeps no watch in the
// kernel, where fsnotify does not see it any more.
func TestKernelWatchIsGivenBack(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	fill(t, base, "x/y/rules/a.yaml", "1", "z/y/rules/a.yaml", "2")
	dir := filepath.Join(base, "x", "y", "rules")
	w := start(t, Options{Quiet: 20 * time.Millisecond, Poll: 20 * time.Millisecond}, dir)
	w.expect(dir+"/a.yaml", "1")
	if !inotifyWatches(t, dir) {
		t.Skip("/proc does not tell the watches")
	}
	ok(t, os.Rename(filepath.Join(base, "x"), filepath.Join(base, "old")))
	ok(t, os.Rename(filepath.Join(base, "z"), filepath.Join(base, "x")))
	w.expect(dir+"/a.yaml", "2")
	if !inotifyWatches(t, dir) {
		t.Error("the new folder is not watched")
	}
	if inotifyWatches(t, filepath.Join(base, "old", "y", "rules")) {
		t.Error("the old folder is still watched")
	}
}

// inotifyWatches tells whether this process watches a folder.
func inotifyWatches(t *testing.T, folder string) bool {
	t.Helper()
	info, err := os.Stat(folder)
	ok(t, err)
	wanted := fmt.Sprintf(" ino:%x ", info.Sys().(*syscall.Stat_t).Ino)
	files, err := filepath.Glob("/proc/self/fdinfo/*")
	ok(t, err)
	for _, file := range files {
		text, _ := os.ReadFile(file) // it may be closed by now
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "inotify ") && strings.Contains(line, wanted) {
				return true
			}
		}
	}
	return false
}
