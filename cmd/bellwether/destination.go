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
	d := &destination{Writer: bufio.NewWriter(file), file: file, path: path, asked: asked}
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
	return &destination{Writer: bufio.NewWriter(file), file: file, asked: asked}, nil
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

// Write writes to the buffer; what fails names the file asked for.
func (d *destination) Write(p []byte) (int, error) {
	n, err := d.Writer.Write(p)
	if err != nil && d.file != nil {
		err = outError(d.asked, err)
	}
	return n, err
}

// commit makes what was written the content of the file.
func (d *destination) commit() error {
	err := d.Flush()
	if d.file == nil {
		return err
	}
	if err == nil && d.path != "" {
		err = d.file.Sync() // or a crash could leave the new name on an empty file
	}
	if closing := d.file.Close(); err == nil {
		err = closing
	}
	if err == nil && d.path != "" {
		err = os.Rename(d.file.Name(), d.path)
	}
	if err != nil {
		d.remove()
		err = outError(d.asked, err)
	}
	d.done = true
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
