//go:build unix

package watch

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Opening a pipe waits for a writer.
func TestPipe(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "1")
		pipe := filepath.Join(dir, "b.yaml")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1")
		ok(t, syscall.Mkfifo(pipe, 0o600))
		w.expectErr("not a regular file")
		ok(t, os.Remove(pipe))
		w.expect(dir+"/a.yaml", "1")
	})
}
