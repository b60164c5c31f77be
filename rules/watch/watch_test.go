package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/bellwether-cs/bellwether/rules/load"
)

func TestSnapshot(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "b.yaml", "b: 1", "a.yaml", "a: 1", "b/z.Yml", "c: 1", "a_test.yaml", "t: 1",
			".x.yaml", "x: 1", ".git/y.yaml", "x: 1", "c.txt", "x")
		w := start(t, o, dir+"/")
		s := w.next()
		want := []string{dir + "/a.yaml", dir + "/a_test.yaml", dir + "/b.yaml", dir + "/b/z.Yml"}
		if diff := cmp.Diff(want, names(s)); diff != "" {
			t.Errorf("files, - wanted, + got:\n%s", diff)
		}
		if diff := cmp.Diff(want, s.Changed); diff != "" {
			t.Errorf("changed, - wanted, + got:\n%s", diff)
		}
		if !strings.HasPrefix(s.Digest, "sha256:") || len(s.Digest) != len("sha256:")+64 {
			t.Errorf("the digest is %s", s.Digest)
		}

		ok(t, os.Rename(filepath.Join(dir, "b.yaml"), filepath.Join(dir, "c.yaml")))
		before := w.expect(dir+"/a.yaml", "a: 1", dir+"/a_test.yaml", "t: 1", dir+"/b/z.Yml", "c: 1", dir+"/c.yaml", "b: 1")
		if len(before) > 0 {
			t.Errorf("before it came %+v", before)
		}
	})
}

func names(s Snapshot) []string {
	var list []string
	for _, f := range s.Files {
		list = append(list, f.Name)
	}
	return list
}

func TestChanged(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "1", "b.yaml", "1", "c.yaml", "1")
		w := start(t, o, dir)
		first := w.next()
		// One step on disk, so that one snapshot has all of it.
		fill(t, dir+".new", "a.yaml", "1", "b.yaml", "2", "d.yaml", "1")
		ok(t, os.Rename(dir, dir+".old"))
		ok(t, os.Rename(dir+".new", dir))
		var s Snapshot
		w.until(func(next Snapshot) bool { s = next; return s.Err == nil })
		want := []string{dir + "/b.yaml", dir + "/c.yaml", dir + "/d.yaml"}
		if diff := cmp.Diff(want, s.Changed); diff != "" {
			t.Errorf("changed, - wanted, + got:\n%s", diff)
		}
		if s.Digest == first.Digest {
			t.Error("the digest is the same")
		}
	})
}

// What was read can be loaded, and has the names that load.Dir gives.
func TestLoads(t *testing.T) {
	t.Parallel()
	dir := folder(t, "a.yaml", "language: 1\nnonsense: 1\n")
	s := start(t, modes["events"], dir).next()
	_, got := load.Files(s.Files)
	_, want := load.Dir(dir)
	if got == nil || want == nil || got.Error() != want.Error() {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFile(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "rules.txt", "0", "other.yaml", "0")
		file := filepath.Join(dir, "rules.txt")
		w := start(t, o, file)
		w.expect(file, "0")
		write(t, file, "1")
		w.expect(file, "1")
		write(t, file+".tmp", "2")
		ok(t, os.Rename(file+".tmp", file))
		w.expect(file, "2")
		ok(t, os.Remove(file))
		w.expectErr("there is no such file")
		write(t, file, "3")
		w.expect(file, "3")
		ok(t, os.RemoveAll(dir))
		w.expectErr("there is no such file")
		fill(t, dir, "rules.txt", "4")
		w.expect(file, "4")
	})
}

func TestLinkedFile(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "x/a.yaml", "0", "y/a.yaml", "1")
		link := filepath.Join(dir, "a.yaml")
		ok(t, os.Symlink("x/a.yaml", link))
		w := start(t, o, link)
		w.expect(link, "0")
		write(t, filepath.Join(dir, "x", "a.yaml"), "0b")
		w.expect(link, "0b")
		replace(t, "y/a.yaml", link)
		w.expect(link, "1")
		write(t, filepath.Join(dir, "y", "a.yaml"), "1b")
		w.expect(link, "1b")
	})
}

func TestSeveralPaths(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		one, two := folder(t, "a.yaml", "0", "b.yaml", "0"), folder(t, "c.yaml", "0")
		w := start(t, o, two, one, filepath.Join(one, "a.yaml"))
		w.expect(one+"/a.yaml", "0", one+"/b.yaml", "0", two+"/c.yaml", "0")
		write(t, filepath.Join(two, "c.yaml"), "1")
		w.expect(one+"/a.yaml", "0", one+"/b.yaml", "0", two+"/c.yaml", "1")
		ok(t, os.RemoveAll(two))
		w.expectErr(two)
	})
}

func TestMatch(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		o.Match = func(name string) bool { return strings.HasSuffix(name, "/x/a.csv") }
		dir := folder(t, "x/a.csv", "0", "y/a.csv", "0", "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/x/a.csv", "0")
		ok(t, os.Remove(filepath.Join(dir, "x", "a.csv")))
		s := w.next()
		if got := ids(t, s.Err); !slices.Equal(got, []string{dir + " no-files"}) {
			t.Errorf("got %q", got)
		}
	})
}

func TestNamesOnly(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		o.NamesOnly, o.Limit = true, 1
		dir := folder(t, "a.yaml", "0", "b.yaml", "0")
		file := filepath.Join(dir, "a.yaml")
		long := time.Now().Add(-time.Hour)
		ok(t, os.Chtimes(file, long, long))
		w := start(t, o, dir)
		digests := map[string]bool{}
		for _, text := range []string{"1", "2", "longer", "short"} {
			s := w.next()
			if s.Err != nil || len(s.Files) != 2 || s.Files[0].Source != nil || digests[s.Digest] {
				t.Fatalf("got %+v", s)
			}
			digests[s.Digest] = true
			write(t, file, text)
		}
		if s := w.next(); !slices.Equal(s.Changed, []string{dir + "/a.yaml"}) {
			t.Errorf("changed are %q", s.Changed)
		}
	})
}

// A file is read again unless its time of modification says that this is not
// needed.
func TestSettled(t *testing.T) {
	t.Parallel()
	file := filepath.Join(folder(t, "a", "0"), "a")
	now := time.Now()
	stat := func(modified time.Time) os.FileInfo {
		ok(t, os.Chtimes(file, modified, modified))
		info, err := os.Stat(file)
		ok(t, err)
		return info
	}
	old, fresh, future := stat(now.Add(-time.Hour)), stat(now.Add(-time.Second)), stat(now.Add(time.Hour))
	write(t, file, "12")
	larger := stat(now.Add(-time.Hour))
	for _, c := range []struct {
		name       string
		before, at os.FileInfo
		since      time.Duration
		want       bool
	}{
		{"nothing known", nil, old, 0, false},
		{"old", old, old, 0, true},
		{"modified", old, fresh, 0, false},
		{"another size", old, larger, 0, false},
		{"just modified", fresh, fresh, time.Second, false},
		{"a clock that is ahead", future, future, time.Second, false},
		{"a clock that is ahead, after a while", future, future, time.Minute, true},
	} {
		k := known{info: c.before, since: now.Add(-c.since), taken: now}
		if got := k.settled(c.at); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestRelativePath(t *testing.T) {
	dir := folder(t, "a.yaml", "0", "sub/b.yaml", "0")
	t.Chdir(dir)
	w := start(t, modes["events"], ".")
	w.expect("a.yaml", "0", "sub/b.yaml", "0")
	other := start(t, modes["events"], "./sub/")
	other.expect("sub/b.yaml", "0")
	t.Chdir(t.TempDir())
	write(t, filepath.Join(dir, "sub", "b.yaml"), "1")
	w.expect("a.yaml", "0", "sub/b.yaml", "1")
	other.expect("sub/b.yaml", "1")
}

func TestReturns(t *testing.T) {
	dir := folder(t, "a.yaml", "0")
	t.Run("the error of changed", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		broken := errors.New("broken")
		err := Watch(t.Context(), []string{dir}, Options{}, func(Snapshot) error { return broken })
		if err != broken {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the cause of the end", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		cause := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		err := Watch(ctx, []string{dir}, Options{}, func(Snapshot) error { cancel(cause); return nil })
		if err != cause {
			t.Errorf("got %v", err)
		}
	})
	t.Run("an end before the beginning", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := Watch(ctx, []string{dir}, Options{}, func(Snapshot) error { t.Error("called"); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("wrong use", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		for _, paths := range [][]string{nil, {""}} {
			if err := Watch(t.Context(), paths, Options{}, nil); err == nil {
				t.Errorf("%q was accepted", paths)
			}
		}
	})
}
