package ruletest

import (
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// locator finds the cells that problems are about: a builder knows rows by their
// table and key, and a test file knows where each cell is written.
type locator struct {
	schema *signals.Schema
	used   map[rules.Place]bool // by problems before
}

// place is where the cell of a problem stands in an account, else its row, else the
// account.
func (l *locator) place(p signals.Problem, account rules.TestRow) rules.Place {
	var exact, unfit, lacking, row rules.Place
	note := func(into *rules.Place, at rules.Place) {
		if into.IsZero() && !l.used[at] {
			*into = at
		}
	}
	l.walk(l.schema.Root(), account, "", func(table *signals.Table, r rules.TestRow, key string) {
		if table.Name != p.Table || p.Key != "" && key != p.Key {
			return
		}
		for _, f := range r.Fields {
			column := columnOf(table, f.Name.Text)
			if column == nil || f.Value == nil {
				continue
			}
			text := f.Value.Text
			if f.Value.Null {
				text = ""
			}
			if _, err := signals.ParseValue(column, text); err != nil {
				if strings.HasPrefix(p.Message, column.Name+" ") {
					note(&unfit, f.Value.Place)
				}
				if err.Error() == p.Message {
					note(&exact, f.Value.Place)
				}
			}
		}
		for _, c := range table.Columns {
			if strings.HasPrefix(p.Message, c.Name+" ") && cell(table, r, c.Name) == "" {
				note(&lacking, r.Place)
			}
		}
		note(&row, r.Place)
	})
	for _, at := range []rules.Place{exact, unfit, lacking, row} {
		if !at.IsZero() {
			l.used[at] = true
			return at
		}
	}
	return account.Place
}

// walk visits a row and those below it, with the keys that they have or take from
// the rows they stand in.
func (l *locator) walk(table *signals.Table, row rules.TestRow, inherited string, visit func(*signals.Table, rules.TestRow, string)) {
	key := cell(table, row, table.Key)
	if key == "" {
		key = inherited
	}
	visit(table, row, key)
	for _, f := range row.Fields {
		below, _ := l.schema.Table(f.Name.Text)
		if f.Value != nil || below == nil {
			continue
		}
		parentKey := key
		if below.Parent == table.Name && below.ParentKey != table.Key {
			parentKey = cell(table, row, below.ParentKey)
		}
		for _, r := range f.Rows {
			l.walk(below, r, parentKey, visit)
		}
	}
}
