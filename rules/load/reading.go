package load

import (
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// Reading is what came of reading rule files: what they say, as far as it could
// be read, and what is wrong with them. It is for who wants to look further
// although something is wrong; a rule set to score by comes from [Dir], [FS] or
// [Files].
type Reading struct {
	// Set is what could be read. Unless Found has errors, it is complete. Else parts
	// of it may be nil or empty where they were written, and names may be declared
	// twice; it always has a root table.
	Set *rules.Set
	// Found are all findings, sorted by place.
	Found *rules.Diagnostics
	// Unread says what Set does not hold although it was written; nil without errors.
	Unread *rules.Unread
}

// ReadDir is [Dir] for who wants to know what could be read in spite of errors.
func ReadDir(path string) *Reading {
	var l loader
	return l.load(l.readDir(path))
}

// ReadFS is [FS] for who wants to know what could be read in spite of errors.
func ReadFS(fsys fs.FS, root string) *Reading {
	var l loader
	return l.load(l.readFS(fsys, root))
}

// ReadFiles is [Files] for who wants to know what could be read in spite of errors.
func ReadFiles(files []rules.File) *Reading {
	var l loader
	kept := make([]rules.File, 0, len(files))
	for _, f := range files {
		if !IsTests(f.Name) {
			kept = append(kept, f)
		}
	}
	slices.SortStableFunc(kept, func(a, b rules.File) int { return strings.Compare(a.Name, b.Name) })
	return l.load(kept)
}

// usable is the set if nothing is wrong with it.
func (r *Reading) usable() (*rules.Set, error) {
	if err := r.Found.Err(); err != nil {
		return nil, err
	}
	return r.Set, nil
}

// findings is how many findings there are so far.
func (l *loader) findings() int { return len(l.found.List) }

// broken marks the declaration of an entry if something is wrong in it: the
// findings have become more while it was read, or YAML took something away.
func (l *loader) broken(e entry, findingsBefore int) {
	if l.findings() > findingsBefore || l.damaged(e.value.node) {
		l.unread.Broken[e.key.place()] = true
	}
}

// damaged tells whether a finding of the structure lies in or below a node.
func (l *loader) damaged(n *yaml.Node) bool {
	if len(l.bad) == 0 && len(l.holes) == 0 {
		return false
	}
	return l.bad[n] || l.holes[n] || slices.ContainsFunc(n.Content, l.damaged)
}
