package ruletest

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// Bind holds tests against the rules before anything runs: what they name has to be
// there, and what they expect has to be of the right type. The error is a
// [*rules.Diagnostics] with all that is wrong.
func Bind(program *engine.Program, suite *rules.TestSuite) error {
	b := binder{set: program.Rules(), schema: program.Schema(), kinds: program.MetricKinds(), files: map[string]error{}}
	b.found.Files = suite.Files
	for _, t := range suite.Tests {
		b.test(t)
	}
	b.found.Sort()
	// What an alias repeats is wrong once.
	b.found.List = slices.CompactFunc(b.found.List, func(x, y rules.Diagnostic) bool {
		return x.ID == y.ID && x.Place == y.Place && x.Message == y.Message
	})
	return b.found.Err()
}

type binder struct {
	set    *rules.Set
	schema *signals.Schema
	kinds  []signals.Kind // of metrics
	found  rules.Diagnostics
	files  map[string]error // by path: why a file is not there
}

// unknown reports a name that the rules do not have.
func (b *binder) unknown(name rules.Name, what string, names []string) {
	hint := ""
	switch near := spelling.Nearest(name.Text, names); {
	case near != "":
		hint = "did you mean `" + near + "`?"
	case len(names) == 0:
		hint = "the rules have none"
	default:
		hint = "there are: " + strings.Join(bare(names[:min(len(names), 8)]), ", ")
		if len(names) > 8 {
			hint += ", …"
		}
	}
	b.found.Errorf("test-unknown", name.Place, hint, "there is no %s %q", what, name.Text)
}

// bare are names as a list shows them: in quotes where they would not be seen as they
// are.
func bare(names []string) []string {
	shown := slices.Clone(names)
	for i, name := range names {
		if quoted := strconv.Quote(name); quoted != `"`+name+`"` || strings.TrimSpace(name) != name {
			shown[i] = quoted
		}
	}
	return shown
}

func (b *binder) test(t *rules.Test) {
	root := b.schema.Root()
	keys := map[string]bool{}
	for _, row := range t.Rows {
		b.row(root, row)
		key := keyOf(b.schema, cell(root, row, root.Key))
		if key != "" {
			keys[key] = true
		}
		if key == "" {
			b.found.Errorf("test-key", row.Place, "write "+root.Key+": A1", "the account has no %s, which is its key", root.Key)
		}
	}
	for _, input := range t.Inputs {
		b.input(input)
	}
	seen := map[string]bool{}
	for _, x := range t.Expect {
		if x.Account != nil {
			key := keyOf(b.schema, x.Account.Text)
			if t.Rows != nil && !keys[key] {
				b.unknown(rules.Name{Text: x.Account.Text, Place: x.Account.Place}, "account", sortedKeys(keys))
			}
			if seen[key] {
				b.found.Errorf("declared-twice", x.Account.Place, "", "the account %q is expected twice", key)
			}
			seen[key] = true
		}
		b.expectation(x)
	}
}

func sortedKeys(m map[string]bool) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// row looks at the names of the fields of a row, and of the rows below it. What cells
// say is data: a test may be about data that are wrong.
func (b *binder) row(table *signals.Table, row rules.TestRow) {
	var names []string
	for _, c := range table.Columns {
		names = append(names, c.Name)
	}
	for _, below := range b.schema.Tables[1:] {
		if b.stands(below, table) {
			names = append(names, below.Name)
		}
	}
	for _, f := range row.Fields {
		below, _ := b.schema.Table(f.Name.Text)
		isTable := below != nil && b.stands(below, table)
		switch column := columnOf(table, f.Name.Text); {
		case f.Value == nil && isTable:
			for _, r := range f.Rows {
				b.row(below, r)
			}
		case f.Value == nil && column != nil:
			b.found.Errorf("wrong-shape", f.Name.Place, "", "the column `%s` holds one value, not a list", f.Name.Text)
		case column == nil && isTable && !f.Value.Null:
			b.found.Errorf("wrong-shape", f.Value.Place, "write [{...}]", "`%s` is a table: a list of rows", f.Name.Text)
		case column == nil && !isTable:
			b.unknown(f.Name, "column or table below", names)
			b.found.List[len(b.found.List)-1].Message = fmt.Sprintf("%s has no column %q, and there is no table of that name below it", table.Name, f.Name.Text)
		}
	}
}

// stands tells whether rows of a table can stand in those of another.
func (b *binder) stands(below, table *signals.Table) bool {
	for up := below; up != nil && up.Parent != ""; {
		if up.Parent == table.Name {
			return true
		}
		up, _ = b.schema.Table(up.Parent)
	}
	return false
}

func (b *binder) input(input rules.TestInput) {
	if input.Table != "" {
		if t, _ := b.schema.Table(input.Table); t == nil {
			var names []string
			for _, t := range b.schema.Tables {
				names = append(names, t.Name)
			}
			b.unknown(rules.Name{Text: input.Table, Place: input.Place}, "table", names)
			return
		}
	}
	path := Path(input)
	err, known := b.files[path]
	if !known {
		_, err = os.Stat(path)
		b.files[path] = err
	}
	if err != nil {
		b.found.Errorf("test-file", input.Place, "paths start from the folder of the test file", "there is no file or folder %s", path)
	}
}
