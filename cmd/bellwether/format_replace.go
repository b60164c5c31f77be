package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile makes something else the content of a file. Its permissions and its owner
// stay; a link stays one, and the file behind it is replaced. A file that may not be
// written is an error, although the folder would let it be replaced.
//
// The file is replaced wholly or not at all. Only where a new file cannot get the owner
// of the old one, which keep tries, the old one is written over; then a copy of the new
// content stands beside it until that is done.
func replaceFile(path string, content []byte, keep func(created string, was os.FileInfo) error) error {
	behind := behindLinks(path)
	info, err := writable(behind)
	if err != nil {
		return fmt.Errorf("%s: it stays as it is: %w", path, err)
	}
	created, err := temporaryBeside(behind, content, info.Mode().Perm())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if keep(created, info) != nil {
		if err := overwriteFile(behind, content); err != nil {
			return fmt.Errorf("%s: %w; what was to be written stands in %s", path, err, created)
		}
		return os.Remove(created)
	}
	if err := os.Rename(created, behind); err != nil {
		_ = os.Remove(created)
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

var errReadOnly = errors.New("it is read-only")

// writable says why a file may not be written. To the superuser all are writable, so
// the permissions of the owner count for all.
func writable(path string) (os.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o200 == 0 {
		return nil, errReadOnly
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, pathError.Err
	}
	if err != nil {
		return nil, err
	}
	return info, file.Close()
}

// temporaryBeside writes a file in the folder of another, under a name that no
// reader of rules looks at, and gives that name.
func temporaryBeside(path string, content []byte, mode os.FileMode) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".bellwether-fmt-*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync() // or a crash could leave the new name on an empty file
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// overwriteFile writes a content over that of a file.
func overwriteFile(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Truncate(int64(len(content)))
	}
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}
