package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// destination is where results go. What it was given is not there for anyone to
// see before commit, unless it goes to standard output or a device.
type destination struct {
	*bufio.Writer
	file *os.File // nil for standard output
	path string   // to rename the file to; empty if it is written in place
	// asked is the name of the file as it was given.
	asked string
	done  bool
}

// openDestination opens a file, or standard output for an empty path.
func openDestination(path string, stdout io.Writer) (*destination, error) {
	if path == "" {
		return &destination{Writer: bufio.NewWriter(stdout)}, nil
	}
	asked := path
	// A link stays, and the file behind it is replaced.
	if behind, err := filepath.EvalSymlinks(path); err == nil {
		path = behind
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() && !info.IsDir() {
			return openDevice(path, asked)
		}
		mode = info.Mode().Perm()
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, outError(asked, err)
	}
	d := &destination{Writer: bufio.NewWriter(outFile{file, asked}), file: file, path: path, asked: asked}
	if err := file.Chmod(mode); err != nil {
		d.discard()
		return nil, outError(asked, err)
	}
	return d, nil
}

func openDevice(path, asked string) (*destination, error) {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, outError(asked, err)
	}
	return &destination{Writer: bufio.NewWriter(outFile{file, asked}), file: file, asked: asked}, nil
}

// outError names the file that was asked for instead of the temporary one.
func outError(asked string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return fmt.Errorf("--out %s: %w", asked, err)
}

// outFile is the file behind a destination. Its errors name the file asked for.
type outFile struct {
	*os.File
	asked string
}

func (f outFile) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	if err != nil {
		err = outError(f.asked, err)
	}
	return n, err
}

// commit makes what was written the content of the file.
func (d *destination) commit() error {
	err := d.Flush()
	if d.file == nil {
		return err
	}
	d.done = true
	failed := d.finish(err == nil)
	if err == nil && failed != nil {
		err = outError(d.asked, failed)
	}
	if err != nil {
		d.remove()
	}
	return err
}

// finish closes the file, and gives it its name if all of it was written.
func (d *destination) finish(whole bool) error {
	var err error
	if whole && d.path != "" {
		err = d.file.Sync() // or a crash could leave the new name on an empty file
	}
	if closing := d.file.Close(); err == nil {
		err = closing
	}
	if whole && err == nil && d.path != "" {
		err = os.Rename(d.file.Name(), d.path)
	}
	return err
}

// discard drops what was written, unless it was committed: an old file stays.
func (d *destination) discard() {
	if d.done {
		return
	}
	d.done = true
	if d.file == nil {
		_ = d.Flush() // what was printed was printed
		return
	}
	_ = d.file.Close()
	d.remove()
}

func (d *destination) remove() {
	if d.path != "" {
		_ = os.Remove(d.file.Name())
	}
}
