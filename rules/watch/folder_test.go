package watch

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What happens to whole folders.

func TestFolderDeletedAndRecreated(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		for _, text := range []string{"0", "1", "2"} {
			ok(t, os.RemoveAll(dir))
			w.expectErr("there is no such file or folder")
			fill(t, dir, "a.yaml", text)
			w.expect(dir+"/a.yaml", text)
			// In the new folder too.
			write(t, filepath.Join(dir, "a.yaml"), text+text)
			w.expect(dir+"/a.yaml", text+text)
		}
	})
}

func TestFolderDeletedAndRecreatedAtOnce(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0", "sub/b.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0", dir+"/sub/b.yaml", "0")
		for _, text := range []string{"1", "2", "3", "4"} {
			ok(t, os.RemoveAll(dir))
			fill(t, dir, "a.yaml", text, "sub/b.yaml", text)
			w.expect(dir+"/a.yaml", text, dir+"/sub/b.yaml", text)
			write(t, filepath.Join(dir, "sub", "b.yaml"), "x"+text)
			w.expect(dir+"/a.yaml", text, dir+"/sub/b.yaml", "x"+text)
		}
	})
}

func TestFolderReplacedByRename(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		for _, text := range []string{"1", "2"} {
			fill(t, dir+".new", "a.yaml", text)
			ok(t, os.Rename(dir, dir+".old"))
			ok(t, os.Rename(dir+".new", dir))
			w.expect(dir+"/a.yaml", text)
			write(t, filepath.Join(dir, "a.yaml"), "x"+text)
			w.expect(dir+"/a.yaml", "x"+text)
			ok(t, os.RemoveAll(dir+".old"))
		}
	})
}

func TestFolderSwappedByLink(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		base := t.TempDir()
		fill(t, base, "releases/1/a.yaml", "1", "releases/2/a.yaml", "2", "releases/3/a.yaml", "3")
		dir := filepath.Join(base, "rules")
		ok(t, os.Symlink("releases/1", dir))
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1")
		replace(t, "releases/2", dir)
		w.expect(dir+"/a.yaml", "2")
		write(t, filepath.Join(base, "releases", "2", "a.yaml"), "2b")
		w.expect(dir+"/a.yaml", "2b")
		// As ln -sfn does it, with an absolute path this time.
		ok(t, os.Remove(dir))
		ok(t, os.Symlink(filepath.Join(base, "releases", "3"), dir))
		w.expect(dir+"/a.yaml", "3")
		write(t, filepath.Join(base, "releases", "3", "a.yaml"), "3b")
		w.expect(dir+"/a.yaml", "3b")
	})
}

// rules -> current/rules, current -> releases/1: the link in the middle changes.
func TestLinkOnTheWaySwapped(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		base := t.TempDir()
		fill(t, base, "releases/1/rules/a.yaml", "1", "releases/2/rules/a.yaml", "2")
		ok(t, os.Symlink("releases/1", filepath.Join(base, "current")))
		ok(t, os.MkdirAll(filepath.Join(base, "etc"), 0o755))
		dir := filepath.Join(base, "etc", "rules")
		ok(t, os.Symlink("../current/rules", dir))
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1")
		replace(t, "releases/2", filepath.Join(base, "current"))
		w.expect(dir+"/a.yaml", "2")
		write(t, filepath.Join(base, "releases", "2", "rules", "a.yaml"), "2b")
		w.expect(dir+"/a.yaml", "2b")
	})
}

// A link through which the path as it was given goes, not only its end.
func TestPathThroughLink(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		base := t.TempDir()
		fill(t, base, "1/rules/a.yaml", "1", "2/rules/a.yaml", "2")
		ok(t, os.Symlink("1", filepath.Join(base, "current")))
		dir := filepath.Join(base, "current", "rules")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1")
		replace(t, "2", filepath.Join(base, "current"))
		w.expect(dir+"/a.yaml", "2")
	})
}

func TestSubFolderAdded(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		fill(t, dir, "one/two/three/b.yaml", "0")
		w.expect(dir+"/a.yaml", "0", dir+"/one/two/three/b.yaml", "0")
		write(t, filepath.Join(dir, "one", "two", "three", "b.yaml"), "1")
		w.expect(dir+"/a.yaml", "0", dir+"/one/two/three/b.yaml", "1")
		write(t, filepath.Join(dir, "one", "c.yaml"), "1")
		w.expect(dir+"/a.yaml", "0", dir+"/one/two/three/b.yaml", "1", dir+"/one/c.yaml", "1")
		ok(t, os.RemoveAll(filepath.Join(dir, "one")))
		w.expect(dir+"/a.yaml", "0")
	})
}

// An empty folder is no change of the content, but must be watched.
func TestSubFolderFilledLater(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		ok(t, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
		write(t, filepath.Join(dir, "a.yaml"), "1")
		w.expect(dir+"/a.yaml", "1")
		write(t, filepath.Join(dir, "sub", "b.yaml"), "1")
		w.expect(dir+"/a.yaml", "1", dir+"/sub/b.yaml", "1")
	})
}

func TestSubFolderMovedIn(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		other := folder(t, "b.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		ok(t, os.Rename(other, filepath.Join(dir, "sub")))
		w.expect(dir+"/a.yaml", "0", dir+"/sub/b.yaml", "0")
		write(t, filepath.Join(dir, "sub", "b.yaml"), "1")
		w.expect(dir+"/a.yaml", "0", dir+"/sub/b.yaml", "1")
		ok(t, os.Rename(filepath.Join(dir, "sub"), filepath.Join(dir, "named")))
		w.expect(dir+"/a.yaml", "0", dir+"/named/b.yaml", "1")
		write(t, filepath.Join(dir, "named", "b.yaml"), "2")
		w.expect(dir+"/a.yaml", "0", dir+"/named/b.yaml", "2")
	})
}

func TestLinkedSubFolder(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		shared := folder(t, "b.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		ok(t, os.Symlink(shared, filepath.Join(dir, "shared")))
		w.expect(dir+"/a.yaml", "0", dir+"/shared/b.yaml", "0")
		write(t, filepath.Join(shared, "b.yaml"), "1")
		w.expect(dir+"/a.yaml", "0", dir+"/shared/b.yaml", "1")
	})
}

// No event names the folder when one above it is moved, but the link that leads
// there changes as well.
func TestFolderAboveMoved(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		base := t.TempDir()
		fill(t, base, "x/y/rules/a.yaml", "1")
		dir := filepath.Join(base, "current", "y", "rules")
		ok(t, os.Symlink("x", filepath.Join(base, "current")))
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1")
		ok(t, os.Rename(filepath.Join(base, "x"), filepath.Join(base, "z")))
		replace(t, "z", filepath.Join(base, "current"))
		// The content is as before, so that one reading is all there is.
		time.Sleep(10 * o.Quiet)
		write(t, filepath.Join(base, "z", "y", "rules", "a.yaml"), "2")
		w.expect(dir+"/a.yaml", "2")
		write(t, filepath.Join(base, "z", "y", "rules", "a.yaml"), "3")
		w.expect(dir+"/a.yaml", "3")
	})
}

// Nothing tells of this one: the look without a hint finds it, and then the new
// folder is watched.
func TestFolderAboveReplaced(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	fill(t, base, "x/y/rules/a.yaml", "1", "z/y/rules/a.yaml", "2")
	dir := filepath.Join(base, "x", "y", "rules")
	w := start(t, Options{Quiet: 20 * time.Millisecond, Poll: 200 * time.Millisecond}, dir)
	w.expect(dir+"/a.yaml", "1")
	ok(t, os.Rename(filepath.Join(base, "x"), filepath.Join(base, "old")))
	ok(t, os.Rename(filepath.Join(base, "z"), filepath.Join(base, "x")))
	w.expect(dir+"/a.yaml", "2")
	write(t, filepath.Join(dir, "a.yaml"), "3")
	w.expect(dir+"/a.yaml", "3")
}
