package signals_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/internal/signaltest"
)

// looseSchema has tables below a table below the accounts.
func looseSchema() *signals.Schema {
	text := func(name string) *signals.Column { return &signals.Column{Name: name, Kind: signals.String} }
	return &signals.Schema{Tables: []*signals.Table{
		{Name: "accounts", Key: "id", Columns: []*signals.Column{text("id")}},
		{Name: "subs", Parent: "accounts", Key: "id", ParentKey: "id", Time: "day", Columns: []*signals.Column{
			text("id"), text("sub"), {Name: "day", Kind: signals.Date, Optional: true},
		}},
		{Name: "invoices", Parent: "subs", Key: "sub", ParentKey: "sub", Columns: []*signals.Column{text("sub"), text("invoice")}},
		{Name: "lines", Parent: "invoices", Key: "invoice", ParentKey: "invoice", Columns: []*signals.Column{text("invoice"), {Name: "n", Kind: signals.Int}}},
	}}
}

// TestLooseRows: rows that stand in the account and not in the row they belong to count
// if that row is there, wherever it stands, as rows of files do.
func TestLooseRows(t *testing.T) {
	for _, c := range []struct{ name, account, want string }{
		{
			"parents before and behind",
			`{"id": "A", "invoices": [{"sub": "S2", "invoice": "I2"}, {"sub": "S1", "invoice": "I1"}], "subs": [{"sub": "S1", "day": "2026-01-01"}, {"sub": "S2", "day": "2026-01-01"}]}`,
			"invoices 2: S2 S1\n",
		},
		{
			"no such parent",
			`{"id": "A", "subs": [{"sub": "S1", "day": "2026-01-01"}], "invoices": [{"sub": "S9", "invoice": "I2"}, {"sub": "S1", "invoice": "I1"}]}`,
			`invoices 1: S1
invoices S9: sub is "S9", and the account has no row of subs with that sub; the row is left out
`,
		},
		{
			"no parents at all",
			`{"id": "A", "invoices": [{"sub": "S1", "invoice": "I1"}]}`,
			`invoices 0:
invoices S1: sub is "S1", and the account has no row of subs with that sub; the row is left out
`,
		},
		{
			"no key",
			`{"id": "A", "subs": [{"sub": "S1", "day": "2026-01-01"}], "invoices": [{"invoice": "I1"}]}`,
			`invoices 0:
invoices: sub is blank, and the column is not optional; the row is left out
`,
		},
		{
			"a parent that is not visible yet", // as in files
			`{"id": "A", "subs": [{"sub": "S1", "day": "2027-01-01"}], "invoices": [{"sub": "S1", "invoice": "I1"}]}`,
			"invoices 1: S1\n",
		},
		{
			"deeper",
			`{"id": "A", "lines": [{"invoice": "I3", "n": 3}, {"invoice": "I4", "n": 4}, {"invoice": "I5", "n": 5}],
			  "subs": [{"sub": "S1", "day": "2026-01-01", "lines": [{"invoice": "I2", "n": 2}], "invoices": [{"invoice": "I3"}]}],
			  "invoices": [{"sub": "S1", "invoice": "I2"}, {"sub": "S8", "invoice": "I4", "lines": [{"n": 6}]}]}`,
			`invoices 2: S1 S1
lines 2: I3 I2
invoices S8: sub is "S8", and the account has no row of subs with that sub; the row is left out
lines I4: invoice is "I4", and the account has no row of invoices with that invoice; the row is left out
lines I5: invoice is "I5", and the account has no row of invoices with that invoice; the row is left out
lines I4: invoice is "I4", and the account has no row of invoices with that invoice; the row is left out
`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var problems strings.Builder
			b := signals.NewBuilder(looseSchema(), asOf(t, "2026-11-01"), nil, func(p signals.Problem) { fmt.Fprintln(&problems, p) })
			// What other accounts have is not theirs.
			for _, account := range []string{`{"id": "B", "subs": [{"sub": "S9", "day": "2026-01-01"}]}`, c.account} {
				if err := b.AddJSON([]byte(account)); err != nil {
					t.Fatal(err)
				}
			}
			p := b.Portfolio()
			var got strings.Builder
			for i, name := range []string{"invoices", "lines"} {
				rows := p.Children[i+1]
				span := rows.Spans[1]
				if i == 1 && span.From == span.To && !strings.Contains(c.want, "lines") {
					continue
				}
				fmt.Fprintf(&got, "%s %d:", name, span.To-span.From)
				for row := span.From; row < span.To; row++ {
					fmt.Fprintf(&got, " %s", rows.Columns[0].Value(int(row), p.Schema.Tables[i+2].Columns[0]))
				}
				got.WriteByte('\n')
			}
			if diff := cmp.Diff(c.want, got.String()+problems.String()); diff != "" {
				t.Errorf("wanted (-) and found (+):\n%s", diff)
			}
		})
	}
}

func TestLooseRowsStrict(t *testing.T) {
	b := signals.NewBuilder(looseSchema(), asOf(t, "2026-11-01"), nil, nil)
	b.Strict = true
	err := b.AddJSON([]byte(`{"id": "A", "subs": [], "invoices": [{"sub": "S1", "invoice": "I1"}]}`))
	var refused *signals.RefusedError
	if !errors.As(err, &refused) || refused.Problem.Table != "invoices" {
		t.Error(err)
	}
}

// TestLooseRowsOfFiles: nested rows belong to rows that came from a file, if these are
// of their account.
func TestLooseRowsOfFiles(t *testing.T) {
	var problems strings.Builder
	b := signals.NewBuilder(looseSchema(), asOf(t, "2026-11-01"), nil, func(p signals.Problem) { fmt.Fprintln(&problems, p) })
	in, err := b.Input("subs", "subs.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Header([]string{"id", "sub", "day"}); err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]string{{"A", "S1", "2026-01-01"}, {"B", "S2", "2026-01-01"}} {
		if err := in.AddCells(i+2, [][]byte{[]byte(row[0]), []byte(row[1]), []byte(row[2])}); err != nil {
			t.Fatal(err)
		}
	}
	accounts, err := b.Input("accounts", "accounts.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	row := []byte(`{"id": "A", "invoices": [{"sub": "S1", "invoice": "I1"}, {"sub": "S2", "invoice": "I2"}]}`)
	if err := accounts.AddObject(1, row); err != nil {
		t.Fatal(err)
	}
	decoder := accounts.Decoder()
	if err := decoder.AddObject(2, []byte(strings.Replace(string(row), `"A"`, `"B"`, 1))); err != nil {
		t.Fatal(err)
	}
	first := signaltest.Print(b.Portfolio())
	second, ok, err := accounts.Accept(decoder.Batch())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	const want = `A:
  subs (1)
   id=A sub=S1 day=2026-01-01
  invoices (1)
   sub=S1 invoice=I1
B:
  subs (1)
   id=B sub=S2 day=2026-01-01
  invoices (1)
   sub=S2 invoice=I2
accounts.ndjson:1: invoices S2: sub is "S2", and the account has no row of subs with that sub; the row is left out
accounts.ndjson:2: invoices S1: sub is "S1", and the account has no row of subs with that sub; the row is left out
`
	got := strings.ReplaceAll(first+signaltest.Print(second)+problems.String(), "    ", "   ")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted (-) and found (+):\n%s", diff)
	}
}
