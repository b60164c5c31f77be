package inspect

import (
	"fmt"
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// columns tells of each column whether some row has a value in it.
type columns struct {
	accounts int
	tables   []tableColumns // as in the schema
}

type tableColumns struct {
	rows     int  // of accounts
	supplied bool // for some account
	columns  []columnSeen
}

type columnSeen struct {
	value  bool // some row has one
	absent bool // for some row, the file had no such column
	other  bool // a row is missing for another cause
}

func newColumns(schema *signals.Schema) columns {
	c := columns{tables: make([]tableColumns, len(schema.Tables))}
	for t, table := range schema.Tables {
		c.tables[t].columns = make([]columnSeen, len(table.Columns))
	}
	return c
}

// add looks at a block of accounts and at their rows in child tables.
func (c *columns) add(block *signals.Portfolio) {
	c.accounts += block.Len()
	root := &c.tables[0]
	root.rows += block.Len()
	root.supplied = true
	for i, v := range block.Root.Columns {
		root.columns[i].look(v, 0, block.Len())
	}
	for t := range block.Children {
		children, table := &block.Children[t], &c.tables[t+1]
		for account, span := range children.Spans {
			table.supplied = table.supplied || children.Has(account)
			from, to := int(span.From), int(span.To)
			if from == to {
				continue
			}
			table.rows += to - from
			for i, v := range children.Columns {
				table.columns[i].look(v, from, to)
			}
		}
	}
}

// look goes over some rows of a column, unless one before had a value.
func (s *columnSeen) look(v *signals.Vector, from, to int) {
	if s.value || v == nil {
		return
	}
	for _, cause := range v.Missing[from:to] {
		switch cause {
		case signals.Present:
			s.value = true
			return
		case signals.NoColumn:
			s.absent = true
		default:
			s.other = true
		}
	}
}

// reportMissing says which columns have no value in any row, and which metrics none
// for any account.
func (in *Inspection) reportMissing(read signals.Summary) {
	files := map[string]string{}
	for _, t := range read.Tables {
		files[t.Table] = t.File
	}
	missing := map[string]bool{} // columns that are reported
	for t, table := range in.program.Schema().Tables {
		seen := &in.columns.tables[t]
		if seen.rows == 0 {
			continue
		}
		for c, column := range table.Columns {
			s, at := seen.columns[c], in.set.Signals.Tables[t].Columns[c].Place
			if s.value || !s.absent && !s.other {
				continue
			}
			missing[nameIn(t, table, column)] = true
			if s.absent && !s.other {
				in.warn("always-missing", at, "name it as the file does: {column: ...}; or delete it here, with what uses it",
					"%s", noSuchColumn(files[table.Name], table, column))
				continue
			}
			kind, hint := "value", "look for the values in the source of the file; or delete the column here, with what uses it"
			if in.outside[[2]string{table.Name, column.Name}] != nil {
				kind, hint = "usable value", "what the cells hold is not what is declared"
			}
			in.warn("always-missing", at, hint, "`%s` has no %s in any of %s", nameIn(t, table, column), kind, rowsOf(seen.rows, table.Name))
		}
	}
	places := map[string]rules.Place{}
	for _, m := range in.set.Metrics {
		places[m.Name] = m.Place
	}
	for _, g := range in.gaps.Found() {
		if missing[g.Name] || g.Cause == "" || slices.ContainsFunc(g.Columns, func(name string) bool { return missing[name] }) {
			continue // said of the column
		}
		cause := g.Cause
		if !g.Common {
			cause = "mostly " + cause
		}
		if at, ok := places[g.Name]; ok {
			in.warn("always-missing", at, "mend what it is computed from; what uses it never sees a value",
				"metric `%s` has no value for any of %s: %s", g.Name, accounts(in.columns.accounts), cause)
			continue
		}
		column, c := in.program.Schema().Root().Column(g.Name)
		if column == nil {
			continue
		}
		in.warn("always-missing", in.set.Signals.Tables[0].Columns[c].Place, "look at `at`, `known_at` and `fresh_for`, and at the instant that all is computed as of",
			"`%s` does not count for any of %s: %s", g.Name, accounts(in.columns.accounts), cause)
	}
}

func noSuchColumn(file string, table *signals.Table, column *signals.Column) string {
	if file == "" {
		file = "the data of " + table.Name
	}
	source := column.Source
	if source == "" {
		source = column.Name
	}
	text := fmt.Sprintf("%s has no column %q", file, source)
	if column.Default.Kind != signals.NoKind {
		text += "; its default stands in for blank cells, not for a column that is not there"
	}
	return text
}

func rowsOf(n int, table string) string {
	if n == 1 {
		return "1 row of " + table
	}
	return grouped(n) + " rows of " + table
}

func accounts(n int) string {
	if n == 1 {
		return "1 account"
	}
	return grouped(n) + " accounts"
}
