package load

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// Sources reads the files at a path as they stand: the rule files of a folder and
// its sub-folders with the rule tests among them, or one file, whatever it holds.
// What could not be read is among the findings, which are nil if there are none.
func Sources(path string) ([]rules.File, *rules.Diagnostics) {
	var l loader
	files := l.readSources(path)
	if len(l.found.List) == 0 {
		return files, nil
	}
	return files, &l.found
}

func (l *loader) readSources(typed string) []rules.File {
	info, err := os.Stat(typed)
	if err != nil || !info.IsDir() {
		return l.readDir(typed) // says what is wrong
	}
	files := l.readFolder(os.DirFS(typed), ".", filepath.ToSlash(typed))
	files = append(files, l.readTestFolder(os.DirFS(typed), ".", filepath.ToSlash(typed))...)
	if len(files) > 0 {
		l.found.List = slices.DeleteFunc(l.found.List, func(d rules.Diagnostic) bool { return d.ID == "no-rule-files" })
	}
	slices.SortFunc(files, func(a, b rules.File) int { return strings.Compare(a.Name, b.Name) })
	return files
}

// Tree reads a file, rules or rule tests, as YAML: the top mapping, nil if the file
// holds nothing but comments. The error is a [*rules.Diagnostics] with what keeps the
// file from being taken for what it looks like: characters that nobody sees, YAML
// that cannot be read, tags, keys that are no names, expressions torn apart by
// commas. What the file says does not matter.
func Tree(f rules.File) (*yaml.Node, error) {
	l := loader{bad: map[*yaml.Node]bool{}, holes: map[*yaml.Node]bool{}}
	l.found.Files = []rules.File{f}
	src, ok := l.source(f)
	if !ok {
		return nil, &l.found
	}
	root, ok := l.document(src)
	if ok && !root.isMapping() {
		l.wrongShape(root, "a rule file", "a mapping", "its keys: language, signals, metrics, ...")
	}
	before := len(l.found.List)
	l.found.List = slices.DeleteFunc(l.found.List, func(d rules.Diagnostic) bool {
		return d.ID == "yaml-number" || d.ID == "duplicate-key" // what is meant is unknown, not where it stands
	})
	switch {
	case len(l.found.List) > 0:
		l.found.Sort()
		l.bound()
		return nil, &l.found
	case !ok:
		return nil, nil
	case before > 0:
		// The entries that were found wanting were taken out of the tree.
		var whole yaml.Node
		loader, err := yaml.NewLoader(bytes.NewReader(src.bytes))
		if err == nil {
			err = loader.Load(&whole)
		}
		if err != nil {
			return nil, err
		}
		return whole.Content[0], nil
	}
	return root.node, nil
}
