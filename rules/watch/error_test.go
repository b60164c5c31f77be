package watch

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What cannot be read, and that it is found again.

func TestMissingAtFirst(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		base := t.TempDir()
		dir := filepath.Join(base, "not", "there", "rules")
		w := start(t, o, dir)
		s := w.next()
		if got := ids(t, s.Err); !slices.Equal(got, []string{dir + " file-unreadable"}) {
			t.Fatalf("got %q", got)
		}
		fill(t, dir, "a.yaml", "1")
		w.expect(dir+"/a.yaml", "1")
		write(t, filepath.Join(dir, "a.yaml"), "2")
		w.expect(dir+"/a.yaml", "2")
		ok(t, os.RemoveAll(filepath.Join(base, "not")))
		w.expectErr("there is no such file or folder")
		fill(t, dir, "a.yaml", "2")
		w.expect(dir+"/a.yaml", "2")
	})
}

func TestEmptyFolder(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t)
		w := start(t, o, dir)
		if got := ids(t, w.next().Err); !slices.Equal(got, []string{dir + " no-rule-files"}) {
			t.Fatalf("got %q", got)
		}
		write(t, filepath.Join(dir, "a.yaml"), "1")
		w.expect(dir+"/a.yaml", "1")
		ok(t, os.Remove(filepath.Join(dir, "a.yaml")))
		w.expectErr("no-rule-files")
	})
}

// An error is told once, however often it is met, and the content that was there
// before it is told again after it.
func TestErrorToldOnce(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "1")
		link := filepath.Join(dir, "b.yaml")
		w := start(t, o, dir)
		first := w.next()
		ok(t, os.Symlink("nowhere", link))
		s := w.next()
		if got := ids(t, s.Err); !slices.Equal(got, []string{dir + "/b.yaml file-unreadable"}) {
			t.Fatalf("got %q", got)
		}
		// Touches without effect: the state stays.
		for _, text := range []string{"2", "1"} {
			write(t, filepath.Join(dir, "a.yaml"), text)
		}
		ok(t, os.Remove(link))
		s = w.next()
		if s.Err != nil || s.Digest != first.Digest || len(s.Changed) != 0 {
			t.Errorf("the content that is back came as %+v", s)
		}
	})
}

// A dangling link stands for a file that cannot be read, as root reads all.
func TestUnreadableFileBecomesReadable(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		base := t.TempDir()
		dir := filepath.Join(base, "rules")
		fill(t, dir, "a.yaml", "1")
		ok(t, os.Symlink("../store/deep/b", filepath.Join(dir, "b.yaml")))
		w := start(t, o, dir)
		w.expectErr("there is no such file")
		fill(t, filepath.Join(base, "store"), "deep/b", "1")
		w.expect(dir+"/a.yaml", "1", dir+"/b.yaml", "1")
		write(t, filepath.Join(base, "store", "deep", "b"), "2")
		w.expect(dir+"/a.yaml", "1", dir+"/b.yaml", "2")
		ok(t, os.RemoveAll(filepath.Join(base, "store")))
		w.expectErr("there is no such file")
		fill(t, filepath.Join(base, "store"), "deep/b", "3")
		w.expect(dir+"/a.yaml", "1", dir+"/b.yaml", "3")
	})
}

func TestLinkLoops(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "1")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1")
		up := filepath.Join(dir, "up")
		ok(t, os.Symlink("..", up))
		w.expectErr("folder-loop")
		ok(t, os.Remove(up))
		w.expect(dir+"/a.yaml", "1")
		ok(t, os.Symlink("self.yaml", filepath.Join(dir, "self.yaml")))
		w.expectErr("too many levels")
		ok(t, os.Remove(filepath.Join(dir, "self.yaml")))
		w.expect(dir+"/a.yaml", "1")
	})
}

func TestLimit(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		o.Limit = 10
		dir := folder(t, "a.yaml", "12345", "b.yaml", "12345")
		file := filepath.Join(dir, "b.yaml")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "12345", dir+"/b.yaml", "12345")
		write(t, file, "123456")
		w.expectErr("the files have more than 10 bytes together [set-size]")
		write(t, file, strings.Repeat("x", 1<<20))
		write(t, file, "1234")
		w.expect(dir+"/a.yaml", "12345", dir+"/b.yaml", "1234")
	})
}

func TestTooDeep(t *testing.T) {
	t.Parallel()
	dir := folder(t, strings.Repeat("d/", maxFolderDepth)+"a.yaml", "1")
	w := start(t, modes["events"], dir)
	w.expect(dir+"/"+strings.Repeat("d/", maxFolderDepth)+"a.yaml", "1")
	ok(t, os.Mkdir(filepath.Join(dir, strings.Repeat("d/", maxFolderDepth+1)), 0o755))
	w.expectErr("folder-depth")
}
