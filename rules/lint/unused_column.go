package lint

import (
	"strings"

	"github.com/bellwether-cs/bellwether/rules/check"
)

// unusedColumns finds columns that nothing uses. Of a table that nothing uses only
// the table is named.
func (p *pass) unusedColumns(u *usage) {
	set := p.checked.Set
	for i, t := range set.Signals.Schema.Tables {
		if i > 0 && !u.tables[i] {
			continue
		}
		for j, c := range t.Columns {
			if u.columns[check.ColumnRef{Table: i, Column: j}] || u.words[c.Name] || i > 0 && identifies(c.Name) {
				continue
			}
			p.warn("unused-column", set.Signals.Tables[i].Columns[j].Place, "use it, delete it, or keep it by a comment: # bellwether:ignore unused-column",
				"nothing uses the column `%s` of %s", c.Name, t.Name)
		}
	}
}

// identifies tells whether a column of a child table names its row, for people who
// look into the data. Rules have no use for that.
func identifies(column string) bool {
	column = strings.ToLower(column)
	return column == "id" || strings.HasSuffix(column, "_id")
}
