package load

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// Sources reads the files at a path as they stand: the rule files of a folder and
// its sub-folders with the rule tests among them, or one file, whatever it holds.
// Others are the YAML files of the folder that hold neither rules nor tests.
// What could not be read is among the findings, which are nil if there are none.
func Sources(path string) (files, others []rules.File, found *rules.Diagnostics) {
	var l loader
	files, others = l.readSources(path)
	return files, others, l.foundSo()
}

// Source reads a stream, of which the name is for messages, as far as a file may go.
// Whoever reads the rules in it finds that it is too long.
func Source(stream io.Reader, name string) ([]rules.File, *rules.Diagnostics) {
	var l loader
	source, ok := l.readAll(stream, name)
	if !ok {
		return nil, l.foundSo()
	}
	return []rules.File{{Name: name, Source: source}}, nil
}

func (l *loader) foundSo() *rules.Diagnostics {
	if len(l.found.List) == 0 {
		return nil
	}
	return &l.found
}

func (l *loader) readSources(typed string) (files, others []rules.File) {
	info, err := os.Stat(typed)
	if err != nil || !info.IsDir() {
		return l.readDir(typed), nil // says what is wrong
	}
	shown := filepath.ToSlash(typed)
	found := l.readFolder(os.DirFS(typed), ".", shown)
	tests := l.readTestFolder(os.DirFS(typed), ".", shown)
	l.notAll(found, shown)
	l.notAll(tests, shown)
	found = append(found, tests...)
	if len(found) > 0 {
		l.found.List = slices.DeleteFunc(l.found.List, func(d rules.Diagnostic) bool { return d.ID == "no-rule-files" })
	}
	slices.SortFunc(found, func(a, b rules.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range found {
		if holdsRules(f) {
			files = append(files, f)
		} else {
			others = append(others, f)
		}
	}
	return files, others
}

// notAll says so where reading the files of a folder ended early, since there is more
// of them than a rule set can have.
func (l *loader) notAll(files []rules.File, shown string) {
	bytes := 0
	for _, f := range files {
		bytes += len(f.Source)
	}
	if bytes > maxSetBytes || len(files) > maxFiles {
		l.incomplete("set-size", rules.Place{File: shown}, "name the folder of the rules", "there are more than %d MiB or %d files of YAML here; not all were read",
			maxSetBytes>>20, maxFiles)
	}
}

// sectionLine matches the line of a key at the top of a rule file or a test file.
var sectionLine = regexp.MustCompile(`(?m)^\x{feff}?["']?(?:tests|` + strings.Join(sectionNames, "|") + `)["']?[ \t]*:`)

// holdsRules tells whether a file has a key of rules, or of rule tests, at the top. In
// one that is no YAML, a line that looks like one will do, and one that is no text
// could be anything: what is wrong with it is to be said.
func holdsRules(f rules.File) bool {
	top, err := Tree(f)
	if err != nil {
		return sectionLine.Match(f.Source) || !utf8.Valid(f.Source)
	}
	if top == nil {
		return false
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		if key := top.Content[i].Value; key == "tests" || slices.Contains(sectionNames, key) {
			return true
		}
	}
	return false
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
