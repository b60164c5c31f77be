package lint

import (
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// rowsNotRead finds functions of rows that take the same from each row: nothing of what
// they compute, or ask, is of the row.
func (p *pass) rowsNotRead() {
	for _, s := range p.sites() {
		s.node.Walk(func(n *expression.Node) bool {
			for i, item := range n.Args {
				if perRow(n, i) && !readsRow(item) {
					p.rowNotRead(n, item)
				}
			}
			return true
		})
	}
}

// readsRow tells whether something of the row stands in what is computed of it. In the
// rows of a function further in, `.name` is of those.
func readsRow(n *expression.Node) bool {
	if n.Op == expression.OpField || n.Op == expression.OpItem {
		return true
	}
	for i, a := range n.Args {
		if !perRow(n, i) && readsRow(a) {
			return true
		}
	}
	return false
}

func (p *pass) rowNotRead(call, item *expression.Node) {
	rows, hint := "the list", "the current value is written #"
	if first := call.Args[0].Type; first.Shape == expression.Rows {
		table := p.checked.Set.Signals.Schema.Tables[first.Table]
		rows, hint = "`"+table.Name+"`", "a column of the row is written with a dot before it, like ."+table.Columns[len(table.Columns)-1].Name
		if item.Op == expression.OpNumber {
			hint = "count(" + table.Name + ") counts rows; " + hint
		}
		item.Walk(func(n *expression.Node) bool {
			name := p.nameOf(n)
			if column, _ := table.Column(name); column != nil {
				hint = "did you mean `." + name + "`, the column of the row?"
			}
			return true
		})
	}
	p.once("rows-not-read", place(item.Expr, item), hint, "`%s` is the same for all rows of %s", source(item.Expr, item), rows)
}

// nameOf is the name of a column of the account or of a metric; empty for all else.
func (p *pass) nameOf(n *expression.Node) string {
	switch n.Op {
	case expression.OpColumn:
		return p.checked.Set.Signals.Schema.Root().Columns[n.Index].Name
	case expression.OpMetric:
		return p.checked.Set.Metrics[n.Index].Name
	}
	return ""
}
