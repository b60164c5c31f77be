package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// isRules tells whether a file of this name, found in a folder, holds rules.
func isRules(name string) bool {
	name = strings.ToLower(name)
	return (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")) && !IsTests(name)
}

// IsTests tells whether a file of this name holds rule tests: it ends in _test.yaml or
// _test.yml, in capitals or not.
func IsTests(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, "_test.yaml") || strings.HasSuffix(name, "_test.yml")
}

// readDir reads the files at a path of the operating system.
func (l *loader) readDir(typed string) []rules.File {
	shown := filepath.ToSlash(typed)
	info, err := os.Stat(typed)
	if err != nil {
		l.unreadable(shown, err)
		return nil
	}
	if info.IsDir() {
		return l.readFolder(os.DirFS(typed), ".", shown)
	}
	// Named outright, so anything that can be read will do, a pipe too.
	return l.readNamed(typed, shown)
}

// readNamed reads one file of the operating system.
func (l *loader) readNamed(at, shown string) []rules.File {
	f, err := os.Open(at)
	if err != nil {
		l.unreadable(shown, err)
		return nil
	}
	defer f.Close()
	source, ok := l.readAll(f, shown)
	if !ok {
		return nil
	}
	return []rules.File{{Name: shown, Source: source}}
}

// readFS reads the files at root in a file system.
func (l *loader) readFS(fsys fs.FS, root string) []rules.File {
	info, err := fs.Stat(fsys, root)
	if err != nil {
		l.unreadable(root, err)
		return nil
	}
	if info.IsDir() {
		return l.readFolder(fsys, root, root)
	}
	source, ok := l.readFile(fsys, root, root)
	if !ok {
		return nil
	}
	return []rules.File{{Name: root, Source: source}}
}

// readFolder reads the rule files in root and below, in byte order of their
// paths. Places call root by the name shown.
func (l *loader) readFolder(fsys fs.FS, root, shown string) []rules.File {
	before := len(l.found.List)
	files, names := l.readWanted(fsys, root, shown, isRules)
	if names == 0 && len(l.found.List) == before {
		l.incomplete("no-rule-files", rules.Place{File: strings.TrimSuffix(below(shown), "/")},
			"rule files end in .yaml or .yml; names that start with a dot and *_test.yaml are not rule files",
			"the folder holds no rule files")
	}
	return files
}

// below is what the names of files in a folder begin with.
func below(folder string) string {
	if folder == "." {
		return ""
	}
	return strings.TrimRight(folder, "/") + "/"
}

// readWanted reads the files in root and below whose names are wanted, in byte order
// of their paths, and tells how many there are.
func (l *loader) readWanted(fsys fs.FS, root, shown string, wanted func(name string) bool) (files []rules.File, names int) {
	shown = below(shown)
	w := walk{loader: l, fsys: fsys, shown: shown, wanted: wanted}
	w.folder(root, "", nil)
	slices.Sort(w.names)
	if len(w.names) > maxFiles {
		l.incomplete("set-size", rules.Place{File: strings.TrimSuffix(shown, "/")}, "", "there are more than %d rule files", maxFiles)
		return nil, len(w.names)
	}
	bytes := 0
	for _, name := range w.names {
		source, ok := l.readFile(fsys, path.Join(root, name), shown+name)
		if !ok {
			continue
		}
		files = append(files, rules.File{Name: shown + name, Source: source})
		if bytes += len(source); bytes > maxSetBytes {
			break // documents says so
		}
	}
	return files, len(w.names)
}

// walk looks for rule files. Links are followed, as in the folder of a
// Kubernetes ConfigMap, where each file is one; a link back to a folder that
// it stands in is an error.
type walk struct {
	*loader
	fsys    fs.FS
	shown   string
	wanted  func(name string) bool // tells which files count
	names   []string               // found, relative to the root
	entries int
}

// folder looks through a folder: at is its path in fsys, name its path from the
// root, above the folders that it stands in.
func (w *walk) folder(at, name string, above []fs.FileInfo) {
	shown := strings.TrimSuffix(w.shown+name, "/")
	info, err := fs.Stat(w.fsys, at)
	if err != nil {
		w.unreadable(shown, err)
		return
	}
	for _, a := range above {
		if os.SameFile(a, info) {
			w.incomplete("folder-loop", rules.Place{File: shown}, "remove the link", "this link leads back to a folder that it stands in")
			return
		}
	}
	if len(above) > maxFolderDepth {
		w.incomplete("folder-depth", rules.Place{File: shown}, "", "sub-folders are nested more than %d deep", maxFolderDepth)
		return
	}
	entries, err := fs.ReadDir(w.fsys, at)
	if err != nil {
		w.unreadable(shown, err)
		return
	}
	above = append(slices.Clone(above), info)
	for _, e := range entries {
		if w.entries++; w.entries > maxEntries {
			if w.entries == maxEntries+1 {
				w.incomplete("set-size", rules.Place{File: shown}, "name the folder of the rules", "there are more than %d files and folders here", maxEntries)
			}
			return
		}
		if !strings.HasPrefix(e.Name(), ".") {
			w.entry(path.Join(at, e.Name()), path.Join(name, e.Name()), e, above)
		}
	}
}

func (w *walk) entry(at, name string, e fs.DirEntry, above []fs.FileInfo) {
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := fs.Stat(w.fsys, at)
		if err != nil {
			if w.wanted(name) {
				w.unreadable(w.shown+name, err)
			}
			return
		}
		mode = info.Mode()
	}
	switch {
	case mode.IsDir():
		w.folder(at, name, above)
	case !w.wanted(name):
	case mode.IsRegular():
		w.names = append(w.names, name)
	default:
		// Reading a pipe or a device could wait for ever.
		w.incomplete("file-unreadable", rules.Place{File: w.shown + name}, "", "this is not a regular file")
	}
}

func (l *loader) readFile(fsys fs.FS, at, shown string) ([]byte, bool) {
	f, err := fsys.Open(at)
	if err != nil {
		l.unreadable(shown, err)
		return nil, false
	}
	defer f.Close()
	return l.readAll(f, shown)
}

func (l *loader) readAll(r io.Reader, shown string) ([]byte, bool) {
	source, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err != nil {
		l.unreadable(shown, err)
		return nil, false
	}
	return source, true
}

func (l *loader) unreadable(shown string, err error) {
	reason := err
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		reason = pathError.Err // the path it names is not the one typed
	}
	message := fmt.Sprintf("cannot be read: %v", reason)
	if errors.Is(err, fs.ErrNotExist) {
		message = "there is no such file or folder"
	}
	l.incomplete("file-unreadable", rules.Place{File: shown}, "", "%s", message)
}
