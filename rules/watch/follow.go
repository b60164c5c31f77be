package watch

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// maxLinks is how many links one path may lead through, as on Linux.
const maxLinks = 40

// followPath gives the path without links of what an absolute path leads to.
func (p *pass) followPath(absolute string) (string, error) {
	start, names := split(absolute)
	return p.follow(start, names)
}

// follow goes from a folder, whose path has no links, along names, as the
// operating system would. It asks for hints about each link on the way, about
// the name at the end, and about the first that does not exist: a change of any
// of them leads somewhere else, and no event names what was found before.
// Folders on the way are left out, as everything passes through / and /home;
// when one is moved, the next look without a hint finds it.
func (p *pass) follow(folder string, names []string) (string, error) {
	for links := 0; len(names) > 0; {
		name := names[0]
		names = names[1:]
		if name == ".." {
			folder = filepath.Dir(folder)
			continue
		}
		at := filepath.Join(folder, name)
		info, err := os.Lstat(at)
		if err != nil || len(names) == 0 || info.Mode()&fs.ModeSymlink != 0 {
			p.want(folder, name)
			// It may have changed before anyone would have told.
			info, err = os.Lstat(at)
		}
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			folder = at
			continue
		}
		if links++; links > maxLinks {
			return "", &fs.PathError{Op: "open", Path: at, Err: syscall.ELOOP}
		}
		link, err := os.Readlink(at)
		if err != nil {
			return "", err
		}
		start, more := split(link)
		if start != "" {
			folder = start
		}
		names = append(more, names...)
	}
	return folder, nil
}

// split takes a path apart: the root of the file system, which a relative path
// does not have, and the names.
func split(path string) (start string, names []string) {
	volume := filepath.VolumeName(path)
	rest := filepath.ToSlash(path[len(volume):])
	if filepath.IsAbs(path) {
		start = volume + string(filepath.Separator)
	}
	for name := range strings.SplitSeq(rest, "/") {
		if name != "" && name != "." {
			names = append(names, name)
		}
	}
	return start, names
}
