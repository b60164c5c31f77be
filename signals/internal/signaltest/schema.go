// Package signaltest holds what the tests of package signals and of those below
// it share: a schema, and a way to print a portfolio.
package signaltest

import (
	"fmt"
	"strings"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Schema declares accounts with usage, stakeholders, and subscriptions, which
// have payments below them.
func Schema() *signals.Schema {
	number := func(text string) exact.Num {
		n, err := exact.Parse(text)
		if err != nil {
			panic(err)
		}
		return n
	}
	return &signals.Schema{Tables: []*signals.Table{
		{
			Name: "accounts", Key: "account_id", Blank: []string{"NA"},
			Columns: []*signals.Column{
				{Name: "account_id", Source: "account_id", Kind: signals.String},
				{Name: "name", Source: "name", Kind: signals.String, Optional: true},
				{Name: "size", Source: "size", Kind: signals.String, Optional: true, OneOf: []string{"smb", "mid", "enterprise"}},
				{Name: "csm", Source: "Account Owner", Kind: signals.String, Optional: true},
				{Name: "start_date", Source: "start_date", Kind: signals.Date, Optional: true},
				{Name: "seats", Source: "seats", Kind: signals.Int, Optional: true},
				{Name: "nps", Source: "nps", Kind: signals.Number, Optional: true, Min: number("-100"), Max: number("100")},
				{Name: "open_p1", Source: "open_p1", Kind: signals.Int, Default: signals.Value{Kind: signals.Int, Num: exact.Int(0)}},
				{Name: "mrr", Source: "mrr", Kind: signals.Money, Currency: "EUR"},
				{Name: "live", Source: "live", Kind: signals.Bool, Optional: true},
				{Name: "seen", Source: "seen", Kind: signals.Time, Optional: true},
			},
		},
		{
			Name: "usage", Parent: "accounts", Key: "account_id", ParentKey: "account_id", Time: "day",
			Columns: []*signals.Column{
				{Name: "account_id", Source: "account_id", Kind: signals.String},
				{Name: "day", Source: "day", Kind: signals.Date},
				{Name: "actions", Source: "actions", Kind: signals.Int},
			},
		},
		{
			Name: "stakeholders", Parent: "accounts", Key: "account_id", ParentKey: "account_id",
			Columns: []*signals.Column{
				{Name: "account_id", Source: "account_id", Kind: signals.String},
				{Name: "role", Source: "role", Kind: signals.String},
			},
		},
		{
			Name: "subscriptions", Parent: "accounts", Key: "account_id", ParentKey: "account_id", Time: "start_date", Until: "end_date",
			Columns: []*signals.Column{
				{Name: "subscription_id", Source: "subscription_id", Kind: signals.Int},
				{Name: "account_id", Source: "account_id", Kind: signals.String},
				{Name: "start_date", Source: "start_date", Kind: signals.Date},
				{Name: "end_date", Source: "end_date", Kind: signals.Date, Optional: true},
			},
		},
		{
			Name: "payments", Parent: "subscriptions", Key: "sub", ParentKey: "subscription_id", Time: "paid_at",
			Columns: []*signals.Column{
				{Name: "sub", Source: "sub", Kind: signals.Int},
				{Name: "paid_at", Source: "paid_at", Kind: signals.Time, Optional: true},
				{Name: "amount", Source: "amount", Kind: signals.Money},
			},
		},
	}}
}

// Print writes a portfolio as lines: each account with its cells, and below it
// the rows of each child table that was supplied for it.
func Print(p *signals.Portfolio) string {
	var b strings.Builder
	for i := range p.Len() {
		fmt.Fprintf(&b, "%s:%s\n", p.Key(i), cells(p.Schema.Root(), &p.Root, i))
		for c := range p.Children {
			child, t := &p.Children[c], p.Schema.Tables[c+1]
			if !child.Has(i) {
				continue
			}
			fmt.Fprintf(&b, "  %s (%d)\n", t.Name, child.Spans[i].To-child.Spans[i].From)
			for row := child.Spans[i].From; row < child.Spans[i].To; row++ {
				fmt.Fprintf(&b, "   %s\n", cells(t, &child.Rows, int(row)))
			}
		}
	}
	return b.String()
}

// cells writes the cells of a row that are not blank.
func cells(t *signals.Table, rows *signals.Rows, i int) string {
	var b strings.Builder
	for c, column := range t.Columns {
		v := rows.Columns[c]
		switch {
		case v == nil || column.Name == t.Key && t.Parent == "" || v.Missing[i] == signals.Blank:
		case v.Missing[i] != signals.Present:
			fmt.Fprintf(&b, " %s=<%s>", column.Name, v.Missing[i])
		default:
			fmt.Fprintf(&b, " %s=%s", column.Name, v.Value(i, column))
		}
	}
	return b.String()
}
