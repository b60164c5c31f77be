package load

import (
	"fmt"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// Dir reads the rule set in a folder and its sub-folders, or in one file. Places
// name the files by path as it was typed. The error is a [*rules.Diagnostics]
// that holds all that is wrong, also where a file or the folder cannot be read.
func Dir(path string) (*rules.Set, error) { return ReadDir(path).usable() }

// FS is [Dir] for a file system: root is a folder or a file in it.
func FS(fsys fs.FS, root string) (*rules.Set, error) { return ReadFS(fsys, root).usable() }

// Files reads a rule set out of files in memory. They are taken in byte order of
// their names; rule tests among them (*_test.yaml) are left out.
func Files(files []rules.File) (*rules.Set, error) { return ReadFiles(files).usable() }

// loader holds what one run has read and found.
type loader struct {
	found rules.Diagnostics
	set   rules.Set
	// bad are the nodes that a finding was reported for already: whoever reads
	// them has nothing to add.
	bad map[*yaml.Node]bool
	// partial: a file, or a part of one, could not be read, so that what is
	// declared in it is not known. Nothing is reported as undeclared then.
	partial bool
	// goesOn: behind a value that YAML cannot read, the rest of the file is read.
	goesOn bool
	values int // read so far, against maxValues
	unread rules.Unread
	// holes are the mappings that lost entries whose names could not be read.
	holes map[*yaml.Node]bool
	// declared holds the first place of each name, by namespace.
	declared map[namespace]map[string]rules.Place
}

func (l *loader) load(files []rules.File) *Reading {
	l.goesOn = true
	l.bad = map[*yaml.Node]bool{}
	l.holes = map[*yaml.Node]bool{}
	l.unread = rules.Unread{Columns: map[string]bool{}, Tables: map[string]bool{}, Twice: map[string]bool{}, Broken: map[rules.Place]bool{}}
	l.declared = map[namespace]map[string]rules.Place{}
	l.found.Files = files
	l.set.Files = files
	if len(files) == 0 && len(l.found.List) == 0 {
		l.report("no-rule-files", rules.Place{}, "name a folder that holds .yaml files, or one file", "there are no rule files here")
	}
	l.sections(l.documents(files))
	l.found.Sort()
	l.bound()
	set, found := l.set, l.found
	r := &Reading{Set: &set, Found: &found}
	if found.HasErrors() {
		l.unread.Names = l.unread.Names || l.partial
		unread := l.unread
		r.Unread = &unread
	}
	for _, f := range found.List {
		if f.Severity == rules.SeverityWarning {
			set.Warnings = append(set.Warnings, f)
		}
	}
	return r
}

// documents reads each file as YAML. A file that holds nothing adds nothing.
func (l *loader) documents(files []rules.File) []value {
	var roots []value
	bytes := 0
	for i, f := range files {
		whole := rules.Place{File: f.Name}
		if bytes += len(f.Source); bytes > maxSetBytes {
			l.incomplete("set-size", whole, "", "the rule files have more than %d MiB together", maxSetBytes>>20)
			break
		}
		if i == maxFiles {
			l.incomplete("set-size", whole, "", "there are more than %d rule files", maxFiles)
			break
		}
		src, ok := l.source(f)
		if !ok {
			continue
		}
		if root, ok := l.document(src); ok {
			roots = append(roots, root)
		}
	}
	return roots
}

// report adds an error.
func (l *loader) report(id string, at rules.Place, hint, format string, args ...any) {
	l.found.Errorf(id, at, hint, format, args...)
}

// incomplete adds an error that keeps a part of the rules from being read.
func (l *loader) incomplete(id string, at rules.Place, hint, format string, args ...any) {
	l.partial = true
	l.report(id, at, hint, format, args...)
}

// bound drops what was found twice, by way of an alias, and keeps the first findings where there are more than anyone would read.
func (l *loader) bound() {
	l.found.List = slices.CompactFunc(l.found.List, func(a, b rules.Diagnostic) bool {
		return a.ID == b.ID && a.Place == b.Place && a.Message == b.Message
	})
	more := len(l.found.List) - maxFindings
	if more <= 0 {
		return
	}
	// Warnings must not push the errors out, without which the rules would load.
	errors := slices.DeleteFunc(l.found.List, func(f rules.Diagnostic) bool { return f.Severity != rules.SeverityError })
	l.found.List = errors[:min(len(errors), maxFindings)]
	l.found.Add(rules.Diagnostic{ID: "more", Message: fmt.Sprintf("%d more findings are not shown", more)})
}
