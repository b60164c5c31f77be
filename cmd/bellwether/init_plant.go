package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bellwether-cs/bellwether/examples/starters"
)

// plant writes files to a folder that is new or empty: all of them, or nothing at
// all. They are written to a folder inside it first, and then moved.
func plant(dir string, written []starters.File) (err error) {
	if err := vacant(dir); err != nil {
		return err
	}
	undo := undoing{}
	defer func() {
		if err != nil {
			undo.all()
			err = fmt.Errorf("%s was not written: %w", dir, err)
		}
	}()
	if err := undo.makeFolder(dir); err != nil {
		return err
	}
	stage, err := os.MkdirTemp(dir, ".bellwether-init-")
	if err != nil {
		return err
	}
	undo.add(func() { _ = os.RemoveAll(stage) })
	var tops []string // what stands at the top of the folder
	for _, f := range written {
		path := filepath.Join(stage, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Content, 0o644); err != nil {
			return err
		}
		top, _, _ := strings.Cut(f.Path, "/")
		if len(tops) == 0 || tops[len(tops)-1] != top {
			tops = append(tops, top)
		}
	}
	for _, top := range tops {
		to := filepath.Join(dir, top)
		if err := os.Rename(filepath.Join(stage, top), to); err != nil {
			return err
		}
		undo.add(func() { _ = os.RemoveAll(to) })
	}
	return os.Remove(stage)
}

// ignorable stands in folders that people would call empty.
var ignorable = map[string]bool{".git": true, ".DS_Store": true}

// vacant refuses a folder that holds something.
func vacant(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return usagef("%s is a file; name a new or empty folder", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, e := range entries {
		if !ignorable[e.Name()] {
			names = append(names, e.Name())
		}
	}
	const most = 3
	if more := len(names) - most; more > 0 {
		names = append(names[:most], fmt.Sprintf("%d more", more))
	}
	if len(names) > 0 {
		return usagef("%s is not empty (%s); name a new or empty folder, nothing was written", dir, strings.Join(names, ", "))
	}
	return nil
}

// undoing takes back what was done, the last first.
type undoing struct{ steps []func() }

func (u *undoing) add(step func()) { u.steps = append(u.steps, step) }

func (u *undoing) all() {
	for i := len(u.steps) - 1; i >= 0; i-- {
		u.steps[i]()
	}
}

// makeFolder makes a folder and those above it.
func (u *undoing) makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if above := filepath.Dir(dir); above != dir {
		if err := u.makeFolder(above); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	u.add(func() { _ = os.Remove(dir) }) // stays if somebody else put something there
	return nil
}
