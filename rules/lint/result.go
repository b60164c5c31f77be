package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// Options are the options of [Dir] and [Files]. The zero value is good for rules
// that are used by themselves.
type Options struct {
	// Registered are the functions that the program embedding the engine adds.
	Registered []expression.Registered
	// Data, if it is there, looks at rules without errors in the light of data. What
	// it finds is sorted in, and comments switch it off like all else.
	Data func(*rules.Set) []rules.Diagnostic
}

// Result is all that is to be said of a rule set.
type Result struct {
	// Found are errors and warnings, sorted by place, without those that a comment
	// switches off.
	Found *rules.Diagnostics
	// Set is what could be read; complete unless Found has errors.
	Set *rules.Set
	// Checked is nil if Found has errors.
	Checked *check.Checked
}

// Dir reads the rule set in a folder or file, checks it and looks for what is
// probably not meant: everything that is to be said, at once. Where something is
// wrong, nothing is reported that only follows from it, and warnings that need the
// whole of the rules wait until they are right.
func Dir(path string, o Options) *Result { return look(load.ReadDir(path), o) }

// Files is [Dir] for files in memory, as [load.Files] takes them.
func Files(files []rules.File, o Options) *Result { return look(load.ReadFiles(files), o) }

// Errors gives the errors of a rule set, and the warnings of the loader, without
// looking for more: what [Dir] finds before it lints.
func Errors(reading *load.Reading, registered []expression.Registered) *rules.Diagnostics {
	r := &Result{Set: reading.Set, Found: &rules.Diagnostics{List: slices.Clone(reading.Found.List), Files: reading.Set.Files}}
	r.check(reading, registered)
	r.Found.List = ignoresOf(r.Set.Files).apply(r.Found.List)
	pointToNear(r.Found.List, r.Set)
	r.Found.Sort()
	return r.Found
}

func look(reading *load.Reading, o Options) *Result {
	r := &Result{Set: reading.Set, Found: &rules.Diagnostics{List: slices.Clone(reading.Found.List), Files: reading.Set.Files}}
	r.check(reading, o.Registered)
	if r.Checked != nil {
		r.Found.List = append(r.Found.List, Lint(r.Checked)...)
		if o.Data != nil {
			r.Found.List = append(r.Found.List, o.Data(r.Set)...)
		}
	}
	ignored := ignoresOf(r.Set.Files)
	r.Found.List = ignored.apply(r.Found.List)
	r.Found.List = append(r.Found.List, ignored.left(r.Checked != nil, o.Data != nil)...)
	pointToNear(r.Found.List, r.Set)
	r.Found.Sort()
	return r
}

// check adds what is wrong with names and types, unless the files alone are wrong
// in more ways than anyone would read.
func (r *Result) check(reading *load.Reading, registered []expression.Registered) {
	if !reading.Found.HasErrors() {
		checked, found := check.Check(reading.Set, registered)
		r.Checked = checked
		r.Found.List = append(r.Found.List, found.List...)
		return
	}
	if !slices.ContainsFunc(reading.Found.List, func(f rules.Diagnostic) bool { return f.ID == "more" }) {
		r.Found.List = append(r.Found.List, check.Partial(reading.Set, reading.Unread, registered).List...)
	}
}
