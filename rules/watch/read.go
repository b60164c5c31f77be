package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// reader reads everything that is watched, again and again.
type reader struct {
	options Options
	roots   []root
	// want asks for hints about the entry of a folder, or with an empty name
	// about all of them. It is called before the folder is looked at, so that
	// no change falls between the look and the first hint.
	want  func(folder, name string)
	known map[string]known // files by name, with NamesOnly
}

type checksum [sha256.Size]byte

// reading is what was found at one time.
type reading struct {
	files    []rules.File
	contents map[string]checksum
	err      error
	// state identifies all of it: the digest of the content, or the error.
	state string
}

// pass is one reading in the making.
type pass struct {
	*reader
	ctx      context.Context
	keep     bool
	found    rules.Diagnostics
	targets  []target
	entries  int // names looked at
	bytes    int64
	contents map[string]checksum
	files    []rules.File
	known    map[string]known
	buffer   []byte
}

// target is a file to be read.
type target struct {
	name string // in the snapshot
	path string
}

func (r *reader) read(ctx context.Context, keep bool) reading {
	p := &pass{
		reader: r, ctx: ctx, keep: keep && !r.options.NamesOnly,
		contents: map[string]checksum{}, known: map[string]known{},
	}
	for _, root := range r.roots {
		p.root(root)
	}
	slices.SortFunc(p.targets, func(a, b target) int { return strings.Compare(a.name, b.name) })
	// Paths may overlap: a folder and a file in it.
	p.targets = slices.CompactFunc(p.targets, func(a, b target) bool { return a.name == b.name })
	digest := sha256.New()
	for _, t := range p.targets {
		sum, ok := p.file(t)
		if p.bytes > p.options.Limit && !p.options.NamesOnly {
			break
		}
		if !ok {
			continue
		}
		p.contents[t.name] = sum
		fmt.Fprintf(digest, "%d:%s%x", len(t.name), t.name, sum)
	}
	r.known = p.known
	if len(p.found.List) > 0 {
		p.found.Sort()
		return reading{err: &p.found, state: "error: " + p.found.Error()}
	}
	return reading{files: p.files, contents: p.contents, state: "sha256:" + hex.EncodeToString(digest.Sum(nil))}
}

// root finds the files at one of the paths.
func (p *pass) root(r root) {
	real, err := p.followPath(r.path)
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(real)
	}
	switch {
	case err != nil:
		p.unreadable(r.shown, err)
	case info.IsDir():
		p.rootFolder(real, r.shown)
	default:
		p.regular(real, r.shown, info.Mode())
	}
}

// regular adds a file, if it is a regular one: reading a pipe or a device could
// wait for ever.
func (p *pass) regular(at, name string, mode fs.FileMode) {
	if !mode.IsRegular() {
		p.report("file-unreadable", name, "", "this is not a regular file")
		return
	}
	p.targets = append(p.targets, target{name: name, path: at})
}

// maxFindings bounds what is kept of a folder in which nothing can be read.
const maxFindings = 200

func (p *pass) report(id, file, hint, format string, args ...any) {
	if len(p.found.List) < maxFindings {
		p.found.Errorf(id, rules.Place{File: file}, hint, format, args...)
	}
}

func (p *pass) unreadable(file string, err error) {
	reason := err
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		reason = pathError.Err // the path it names is not the one given
	}
	if errors.Is(err, fs.ErrNotExist) {
		p.report("file-unreadable", file, "", "there is no such file or folder")
		return
	}
	p.report("file-unreadable", file, "", "cannot be read: %v", reason)
}
