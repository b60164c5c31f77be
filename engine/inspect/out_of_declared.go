package inspect

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// outside counts, by table and column, the cells that are not what is declared.
type outside map[[2]string]*outsideColumn

type outsideColumn struct {
	cells   int
	refused int // of which the row was left out
	first   signals.Problem
}

func (o outside) add(p signals.Problem) bool {
	if p.Cell == "" {
		return false
	}
	c := o[[2]string{p.Table, p.Cell}]
	if c == nil {
		c = &outsideColumn{first: p}
		o[[2]string{p.Table, p.Cell}] = c
	}
	c.cells++
	if p.Refused {
		c.refused++
	}
	return true
}

// reportOutside says which columns have cells outside their type, min, max or one_of,
// or blanks that they do not allow.
func (in *Inspection) reportOutside(read signals.Summary) {
	rows := map[string]int{}
	for _, t := range read.Tables {
		rows[t.Table] = t.Rows
	}
	schema := in.program.Schema()
	for t, table := range schema.Tables {
		for c, column := range table.Columns {
			o := in.outside[[2]string{table.Name, column.Name}]
			if o == nil {
				continue
			}
			fault := "are not what is declared; the first: "
			if o.cells == 1 {
				fault = "is not what is declared: "
			}
			in.warn("out-of-declared", in.set.Signals.Tables[t].Columns[c].Place, o.hint(), "%s of %s cells of `%s` %s%s",
				grouped(o.cells), grouped(max(rows[table.Name], o.cells)), nameIn(t, table, column), fault, example(o.first))
		}
	}
}

// hint says what became of the cells, and what to do.
func (o *outsideColumn) hint() string {
	const mend = ": mend the data, or what is declared"
	switch {
	case o.refused == 0 && o.cells == 1:
		return "it counts as missing" + mend
	case o.refused == 0:
		return "they count as missing" + mend
	case o.cells == 1:
		return "its row is left out" + mend + "; of an optional column the cell alone would be missing"
	case o.refused == o.cells:
		return "their rows are left out" + mend + "; of an optional column the cells alone would be missing"
	}
	return "some of their rows are left out, the other cells count as missing" + mend
}

// nameIn is what a column is called: those of child tables with their table.
func nameIn(t int, table *signals.Table, column *signals.Column) string {
	if t == 0 {
		return column.Name
	}
	return table.Name + "." + column.Name
}

// example is a problem with the place in its file; the message names the column.
func example(p signals.Problem) string {
	at := rules.Place{File: p.File, Line: p.Line}
	if at.IsZero() {
		return p.Message
	}
	return at.String() + ": " + p.Message
}
