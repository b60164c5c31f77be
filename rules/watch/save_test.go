package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// The ways in which a file is saved.

func TestSavedInPlace(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "1", "b.yml", "1")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1", dir+"/b.yml", "1")
		write(t, filepath.Join(dir, "a.yaml"), "2")
		w.expect(dir+"/a.yaml", "2", dir+"/b.yml", "1")
		write(t, filepath.Join(dir, "b.yml"), "2")
		w.expect(dir+"/a.yaml", "2", dir+"/b.yml", "2")
	})
}

func TestSavedByRename(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		for _, text := range []string{"1", "2", "3"} {
			write(t, filepath.Join(dir, ".a.yaml.tmp"), text)
			ok(t, os.Rename(filepath.Join(dir, ".a.yaml.tmp"), filepath.Join(dir, "a.yaml")))
			w.expect(dir+"/a.yaml", text)
		}
	})
}

func TestSavedByRenameFromElsewhere(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		elsewhere := folder(t, "new", "1")
		ok(t, os.Rename(filepath.Join(elsewhere, "new"), filepath.Join(dir, "a.yaml")))
		w.expect(dir+"/a.yaml", "1")
	})
}

func TestSavedByVim(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		file := filepath.Join(dir, "a.yaml")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0")
		for _, text := range []string{"1", "2"} {
			write(t, filepath.Join(dir, "4913"), "")
			ok(t, os.Remove(filepath.Join(dir, "4913")))
			write(t, filepath.Join(dir, ".a.yaml.swp"), "b0VIM")
			ok(t, os.Rename(file, file+"~"))
			write(t, file, text)
			ok(t, os.Chmod(file, 0o600))
			ok(t, os.Remove(file+"~"))
			w.expect(dir+"/a.yaml", text)
		}
	})
}

func TestDeletedAndCreated(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0", "b.yaml", "0")
		file := filepath.Join(dir, "a.yaml")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0", dir+"/b.yaml", "0")
		ok(t, os.Remove(file))
		w.expect(dir+"/b.yaml", "0")
		write(t, file, "1")
		w.expect(dir+"/a.yaml", "1", dir+"/b.yaml", "0")
	})
}

// A file that takes many writes is seen before the first and after the last.
func TestHalfWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 3 seconds")
	}
	inModes(t, func(t *testing.T, o Options) {
		o.Quiet = 400 * time.Millisecond
		dir := folder(t, "a.yaml", "old")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "old")

		f, err := os.Create(filepath.Join(dir, "a.yaml"))
		ok(t, err)
		longest, last := time.Duration(0), time.Now()
		whole := ""
		// Longer than the pause between two readings, shorter than the quiet
		// time, and all together shorter than the longest wait for quiet.
		for range 12 {
			time.Sleep(o.Quiet * 45 / 100)
			whole += "new "
			_, err := f.WriteString("new ")
			ok(t, err)
			longest, last = max(longest, time.Since(last)), time.Now()
		}
		ok(t, f.Close())
		before := w.expect(dir+"/a.yaml", whole)
		if longest > o.Quiet*8/10 {
			t.Skipf("the machine was too slow: %v between two writes", longest)
		}
		if len(before) > 0 {
			t.Errorf("half a file was taken for a whole one: %q", texts(before[0]))
		}
	})
}

// What does not alter the content is no change.
func TestTouched(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "1")
		file := filepath.Join(dir, "a.yaml")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1")
		ok(t, os.Chtimes(file, time.Now(), time.Now()))
		time.Sleep(2 * o.Quiet)
		write(t, filepath.Join(dir, ".hidden.yaml"), "1")
		write(t, filepath.Join(dir, "README.md"), "1")
		ok(t, os.Mkdir(filepath.Join(dir, "empty"), 0o755))
		time.Sleep(2 * o.Quiet)
		write(t, filepath.Join(dir, "c.yaml"), "1")
		s := w.next()
		if got := texts(s); len(got) != 2 {
			t.Errorf("got %q", got)
		}
	})
}

func TestSavedWhileCalledBack(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := folder(t, "a.yaml", "0")
		ctx, cancel := context.WithTimeout(t.Context(), deadline)
		defer cancel()
		var got []string
		enough := errors.New("enough")
		err := Watch(ctx, []string{dir}, o, func(s Snapshot) error {
			got = append(got, texts(s)[dir+"/a.yaml"])
			if len(got) == 4 {
				return enough
			}
			write(t, filepath.Join(dir, "a.yaml"), fmt.Sprint(len(got)))
			return nil
		})
		if err != enough || !slices.Equal(got, []string{"0", "1", "2", "3"}) {
			t.Errorf("got %q, then %v", got, err)
		}
	})
}
