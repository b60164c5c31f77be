package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// checkOut refuses a file of results that cannot be one, or that would take the
// place of what is read.
func (f *scoreFlags) checkOut() error {
	if f.out == "" {
		return nil
	}
	if info, err := os.Stat(f.out); err == nil && info.IsDir() {
		return usagef("--out: %s is a folder; name a file", f.out)
	}
	target := behindLinks(f.out)
	for _, path := range append(signalPaths(f.signals), f.rules) {
		if path == "-" || !overwrites(target, path) {
			continue
		}
		message := "--out would overwrite what is read: " + f.out
		if filepath.Clean(f.out) != filepath.Clean(path) {
			message += ", which belongs to " + path
		}
		return usagef("%s", message)
	}
	return nil
}

// behindLinks is where a file is, or will be: links are followed, also those that
// lead to its folder.
func behindLinks(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	if behind, err := filepath.EvalSymlinks(path); err == nil {
		return behind
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(folder, filepath.Base(path))
	}
	return path
}

// overwrites tells whether a file to be written is the file that is read, lies in
// the folder that is, or is what a link in that folder leads to.
func overwrites(target, read string) bool {
	info, err := os.Stat(read)
	if err != nil {
		return false // that it cannot be read is told where it is read
	}
	if !info.IsDir() {
		return info.Mode().IsRegular() && sameFile(target, info)
	}
	return liesIn(target, info) || linkedFrom(read, target)
}

// liesIn tells whether a file lies, or will lie, in a folder or below it.
func liesIn(path string, folder fs.FileInfo) bool {
	for above := filepath.Dir(path); ; above = filepath.Dir(above) {
		if sameFile(above, folder) {
			return true
		}
		if above == filepath.Dir(above) {
			return false
		}
	}
}

// linkedFrom tells whether a link in a folder, or below it, leads to a file.
func linkedFrom(folder, target string) bool {
	found := false
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read is not overwritten
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != folder:
			return filepath.SkipDir // nothing is read there
		case entry.Type()&fs.ModeSymlink == 0:
			return nil
		}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && sameFile(target, info) {
			found = true
			return filepath.SkipAll
		}
		return nil
	})
	return found
}

func sameFile(path string, as fs.FileInfo) bool {
	info, err := os.Stat(path)
	return err == nil && os.SameFile(info, as)
}
