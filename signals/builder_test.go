package signals_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/internal/signaltest"
)

func asOf(t testing.TB, text string) signals.AsOf {
	t.Helper()
	a, err := signals.ParseAsOf(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAddMap(t *testing.T) {
	type tier string
	seats := 10
	var nobody *string
	var problems []string
	b := signals.NewBuilder(signaltest.Schema(), asOf(t, "2026-11-01"), nil, func(p signals.Problem) { problems = append(problems, p.String()) })
	accounts := []map[string]any{
		{
			"account_id": "A1", "size": tier("mid"), "csm": nobody, "start_date": time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC),
			"seats": &seats, "nps": 0.1, "open_p1": uint8(2), "mrr": decimal.RequireFromString("1200.50"), "live": true,
			"seen":         time.Date(2026, 1, 5, 1, 2, 3, 456789999, time.FixedZone("", 3600)),
			"usage":        []map[string]any{{"day": "2026-10-02", "actions": int64(2)}, {"day": "2026-10-01", "actions": json.Number("1")}},
			"stakeholders": []any{map[string]any{"role": 7}, "no row"},
		},
		{"account_id": 2, "mrr": big.NewRat(1, 3), "nps": big.NewRat(-1, 3), "usage": nil, "stakeholders": []any(nil)},
		{"account_id": "A3", "mrr": 1, "nps": math.NaN(), "seats": float32(0.5), "live": "true", "start_date": time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC), "seen": []int{1}},
		{"account_id": "A4", "mrr": decimal.New(1, math.MaxInt32), "nps": decimal.New(1, math.MinInt32)},
		{"mrr": 1},
		{"account_id": "A6", "mrr": 1, "usage": map[string]any{}},
	}
	var failed []int
	for i, account := range accounts {
		var refused *signals.RefusedError
		if err := b.AddMap(account); errors.As(err, &refused) {
			failed = append(failed, i)
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]int{4, 5}, failed); diff != "" {
		t.Errorf("refused:\n%s", diff)
	}
	want := `A1: size=mid start_date=2026-01-05 seats=10 nps=0.1 open_p1=2 mrr=1200.50 live=true seen=2026-01-05T00:02:03.456789Z
  usage (2)
   account_id=A1 day=2026-10-01 actions=1
   account_id=A1 day=2026-10-02 actions=2
  stakeholders (1)
   account_id=A1 role=7
2: nps=-0.333333333 open_p1=0 mrr=0.33
A3: start_date=<not what its column allows> seats=<not what its column allows> nps=<not what its column allows> open_p1=0 mrr=1.00 live=<not what its column allows> seen=<not what its column allows>
A4: nps=<out of range> open_p1=0 mrr=<out of range>
`
	if diff := cmp.Diff(want, strings.ReplaceAll(signaltest.Print(b.Portfolio()), "    ", "   ")); diff != "" {
		t.Errorf("wanted (-) and found (+):\n%s", diff)
	}
	for _, text := range []string{
		"stakeholders: a row of stakeholders must be an object; the row is left out",
		"accounts A3: nps is no value that a cell can hold; expected a number",
		`accounts A3: seats "0.5" is not a whole number`,
		"accounts A3: start_date has a time of day; declare the column as time",
		"accounts: account_id is blank, and the column is not optional; the row is left out",
		"accounts A6: usage must be a list of rows; the row is left out",
	} {
		if !strings.Contains(strings.Join(problems, "\n")+"\n", text+"\n") {
			t.Errorf("no problem %q in:\n%s", text, strings.Join(problems, "\n"))
		}
	}
}

func TestNumericKeys(t *testing.T) {
	schema := &signals.Schema{Tables: []*signals.Table{
		{Name: "accounts", Key: "id", Columns: []*signals.Column{{Name: "id", Kind: signals.Int}}},
		{Name: "usage", Parent: "accounts", Key: "id", ParentKey: "id", Columns: []*signals.Column{{Name: "id", Kind: signals.String}}},
	}}
	b := signals.NewBuilder(schema, signals.AsOf{}, nil, nil)
	in, err := b.Input("usage", "usage.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Header([]string{"id"}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"7", "8", "7", "07"} {
		if err := in.AddCells(1, [][]byte{[]byte(id)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{`7.0`, `"7"`, `9`} {
		err := b.AddJSON(fmt.Appendf(nil, `{"id": %s}`, id))
		if (err != nil) != (id == `"7"`) {
			t.Fatal(id, err)
		}
	}
	p := b.Portfolio()
	if p.Len() != 2 || p.Key(0) != "7" || p.Key(1) != "9" {
		t.Fatalf("%d accounts, %s, %s", p.Len(), p.Key(0), p.Key(1))
	}
	if s := p.Children[0].Spans; s[0].To-s[0].From != 2 || s[1].To != s[1].From || !p.Children[0].Has(1) {
		t.Error(s)
	}
	if s := b.Summary(); s.Tables[1].Orphans != 2 || s.Refused() != 1 {
		t.Errorf("%+v", s)
	}
}

func TestSlice(t *testing.T) {
	b := signals.NewBuilder(signaltest.Schema(), asOf(t, "2026-11-01"), nil, func(p signals.Problem) { t.Error(p) })
	const n = 20
	for i := range n {
		usage := "null"
		if i%3 == 0 {
			usage = fmt.Sprintf(`[{"day": "2026-01-01", "actions": %d}]`, i)
		}
		// Every fourth amount is too wide for 64 bits.
		amount := []string{"1.25", "99999999999999999999999.75", "3", "4"}[i%4]
		if err := b.AddJSON(fmt.Appendf(nil, `{"account_id": "A%d", "mrr": %s, "usage": %s}`, i, amount, usage)); err != nil {
			t.Fatal(err)
		}
	}
	all := b.Portfolio()
	var joined strings.Builder
	for i := range n {
		joined.WriteString(signaltest.Print(signals.One(all, i)))
	}
	if diff := cmp.Diff(signaltest.Print(all), joined.String()); diff != "" {
		t.Error(diff)
	}
	joined.Reset()
	for i := 0; i < n; i += 7 {
		joined.WriteString(signaltest.Print(signals.Slice(all, i, min(i+7, n))))
	}
	if diff := cmp.Diff(signaltest.Print(all), joined.String()); diff != "" {
		t.Error(diff)
	}
}

func TestStrictNestedRow(t *testing.T) {
	b := signals.NewBuilder(signaltest.Schema(), asOf(t, "2026-11-01"), nil, nil)
	b.Strict = true
	err := b.AddJSON([]byte(`{"account_id": "A1", "mrr": 1, "usage": [{"day": "never", "actions": 1}]}`))
	var refused *signals.RefusedError
	if !errors.As(err, &refused) || refused.Problem.Table != "usage" {
		t.Error(err)
	}
}

func TestInputOrder(t *testing.T) {
	b := signals.NewBuilder(signaltest.Schema(), signals.AsOf{}, nil, nil)
	if _, err := b.Input("payments", "payments.csv"); err == nil {
		t.Error("payments cannot be read before the subscriptions they belong to")
	}
	if _, err := b.Input("subscriptions", "subscriptions.csv"); err != nil {
		t.Error(err)
	}
	if _, err := b.Input("subscriptions", "more.csv"); err == nil {
		t.Error("a table comes from one file")
	}
	if err := b.AddJSON([]byte(`{"account_id": "A1", "mrr": 1}`)); err != nil {
		t.Error(err)
	}
	if _, err := b.Input("usage", "usage.csv"); err == nil {
		t.Error("child tables are read before accounts")
	}
	if _, err := b.Input("none", "none.csv"); err == nil {
		t.Error("there is no such table")
	}
}

func ExampleBuilder() {
	schema := &signals.Schema{Tables: []*signals.Table{
		{Name: "accounts", Key: "id", Columns: []*signals.Column{
			{Name: "id", Kind: signals.String},
			{Name: "mrr", Kind: signals.Money, Currency: "EUR"},
		}},
		{Name: "usage", Parent: "accounts", Key: "id", ParentKey: "id", Time: "day", Columns: []*signals.Column{
			{Name: "id", Kind: signals.String},
			{Name: "day", Kind: signals.Date},
			{Name: "actions", Kind: signals.Int},
		}},
	}}
	asOf, _ := signals.ParseAsOf("2026-11-01")
	b := signals.NewBuilder(schema, asOf, nil, func(p signals.Problem) { fmt.Println(p) })
	_ = b.AddJSON([]byte(`{"id": "A1", "mrr": "99.5", "usage": [{"day": "2026-10-30", "actions": 3}, {"day": "2026-11-02", "actions": 5}]}`))
	_ = b.AddMap(map[string]any{"id": "A2", "mrr": "1,000"})
	p := b.Portfolio()
	span := p.Children[0].Spans[0]
	fmt.Println(p.Key(0), p.Root.Columns[1].Value(0, schema.Root().Columns[1]), span.To-span.From, "day of usage")
	// Output:
	// accounts A2: mrr "1,000" is not an amount: thousands separators are not read; the row is left out
	// A1 99.50 1 day of usage
}

func ExampleDuration_Before() {
	month, _ := signals.ParseDuration("1mo")
	at, _ := signals.ParseDate("2026-03-31")
	fmt.Println(signals.FormatDate(month.Before(at)))
	// Output: 2026-02-28
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"account_id": "A1", "mrr": 1e5, "usage": [{"day": "2026-01-01", "actions": 1}], "subscriptions": [{"subscription_id": 1, "payments": []}]}`))
	f.Add([]byte(`{"account_id": "\ud800", "mrr": "1e1000000000"}`))
	f.Add([]byte(`{"a": [[[[[[]]]]]]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		refused := 0
		b := signals.NewBuilder(signaltest.Schema(), asOf(t, "2026-11-01"), nil, func(p signals.Problem) {
			if p.Refused && p.Table == "accounts" {
				refused++
			}
		})
		err := b.AddJSON(data)
		if err != nil && !json.Valid(data) && refused != 1 {
			t.Fatal("a refused account is reported once", refused)
		}
		if err == nil && !json.Valid(data) {
			t.Fatalf("%q is no JSON, and was taken", data)
		}
		if err := b.AddJSON([]byte(`{"account_id": "after", "mrr": 1}`)); err != nil && !strings.Contains(string(data), "after") {
			t.Fatal("a bad account cost the next one:", err)
		}
		p := b.Portfolio()
		for c := range p.Children {
			for _, s := range p.Children[c].Spans {
				if s.From > s.To || int(s.To) > p.Children[c].Len {
					t.Fatal("a span is outside its rows", s)
				}
			}
			for _, v := range p.Children[c].Columns {
				if v.Len() != p.Children[c].Len {
					t.Fatal("columns differ in length")
				}
			}
		}
	})
}
