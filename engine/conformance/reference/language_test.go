package reference

import (
	"fmt"
	"testing"
)

func bin(op string, l, r Node) Node { return Binary{op, l, r} }

func num(s Dec) Node { return Lit{s} }

// evaluated is the published value of an expression over one account.
func evaluated(t *testing.T, n Node, rec *Record, tables ...*Table) string {
	t.Helper()
	root := numbersTable("a", "b", "gone")
	rs := &RuleSet{Tables: append([]*Table{root}, tables...), Metrics: []*Metric{{Name: "m", Expr: n}}}
	if rec == nil {
		rec = numbersRecord(map[string]string{"a": "3", "b": "7"})
	}
	return str(newPortfolio(rs, "2026-03-31", []*Record{rec}).accounts[0].lookup("m").text())
}

func TestPublishing(t *testing.T) {
	for _, c := range []struct {
		n    Node
		want string
	}{
		{bin("+", num("0.1"), num("0.2")), "0.3"},
		{bin("*", bin("/", num("7"), num("100")), num("100")), "7"},
		{bin("*", bin("/", Name{"a"}, Name{"b"}), Name{"b"}), "3"},                                  // operators are exact
		{bin("*", call("percent", Name{"a"}, Name{"b"}), Name{"b"}), "299.999999999"},               // a call publishes: 42.857142857 x 7
		{bin("+", num("0"), num("0.0000000005")), "0.000000001"},                                    // half away from zero
		{bin("-", num("0"), num("0.0000000005")), "-0.000000001"},                                   //
		{num("1234567.123456785"), "1234567.12345679"},                                              // 15 significant digits
		{num("999999999999999.4"), "999999999999999"},                                               //
		{bin("*", num("1000000000000000.5"), num("1")), "null"},                                     // out of range
		{bin("*", num("9007199254740992"), num("1")), "9007199254740992"},                           // an int, exact to 2^53
		{bin("+", num("9007199254740992"), num("1")), "null"},                                       //
		{bin("/", num("1"), num("0")), "null"},                                                      //
		{bin("%", num("7"), num("0")), "null"},                                                      //
		{call("round", num("2.5")), "3"},                                                            //
		{call("round", num("-2.345"), num("2")), "-2.35"},                                           //
		{call("floor", num("-0.5")), "-1"},                                                          //
		{call("ceil", num("-0.5")), "0"},                                                            //
		{call("clamp", num("12.5"), num("0"), num("10")), "10"},                                     //
		{Let{"x", bin("/", Name{"a"}, Name{"b"}), bin("*", Name{"x"}, Name{"b"})}, "3"},             // let does not publish
		{bin("*", call("min", bin("/", Name{"a"}, Name{"b"}), num("5")), Name{"b"}), "3.000000003"}, // a call does
		{call("days_since", call("date", Str{"2026-03-01"})), "30"},
		{call("days_since", call("ago", Str{"1mo"})), "31"}, // the last of February
	} {
		want(t, Print(c.n), evaluated(t, c.n, nil), c.want)
	}
}

func TestMissing(t *testing.T) {
	gone := Name{"gone"}
	no, yes := Truth{false}, Truth{true}
	unsure := bin(">", gone, num("1"))
	for _, c := range []struct {
		n    Node
		want string
	}{
		{bin("+", Name{"a"}, gone), "null"},
		{unsure, "null"},
		{bin("==", gone, Nil{}), "true"},
		{bin("!=", gone, Nil{}), "false"},
		{bin("and", unsure, no), "false"},
		{bin("and", unsure, yes), "null"},
		{bin("or", unsure, yes), "true"},
		{bin("or", unsure, no), "null"},
		{Unary{"not", unsure}, "null"},
		{Cond{unsure, num("1"), num("2")}, "null"},
		{bin("??", gone, num("4")), "4"},
		{bin("in", gone, Items{[]Node{num("1")}}), "null"},
		{call("max", Name{"a"}, gone), "null"},
		{Chain{[]string{"<", "<"}, []Node{num("1"), Name{"a"}, num("7")}}, "true"},
	} {
		want(t, Print(c.n), evaluated(t, c.n, nil), c.want)
	}
}

func TestPrinting(t *testing.T) {
	a, b, c := Name{"a"}, Name{"b"}, Name{"c"}
	for _, x := range []struct {
		n    Node
		want string
	}{
		{bin("-", a, bin("-", b, c)), "a - (b - c)"},
		{bin("-", bin("-", a, b), c), "a - b - c"},
		{bin("*", bin("+", a, b), c), "(a + b) * c"},
		{bin("??", bin("/", a, b), num("0")), "(a / b) ?? 0"},
		{bin("/", bin("??", a, num("0")), b), "(a ?? 0) / b"},
		{Unary{"not", bin("==", a, b)}, "not (a == b)"},
		{bin("==", Unary{"not", a}, b), "(not a) == b"},
		{bin("and", bin("or", a, b), Unary{"not", c}), "(a or b) and not c"},
		{Cond{Cond{a, b, c}, b, c}, "(a ? b : c) ? b : c"},
		{bin("+", Cond{a, b, c}, num("1")), "(a ? b : c) + 1"},
		{Unary{"-", bin("+", a, b)}, "-(a + b)"},
		{bin("*", num("-2"), a), "-2 * a"},
		{Call{"round", []Node{bin("/", a, b), num("1")}, true}, "(a / b) | round(1)"},
		{bin("+", Call{"round", []Node{a}, true}, b), "(a | round()) + b"},
		{Chain{[]string{"<", "<="}, []Node{num("1"), bin("+", a, b), num("9")}}, "1 < a + b <= 9"},
		{Let{"x", a, bin("*", Name{"x"}, Name{"x"})}, "let x = a; x * x"},
		{call("sum", call("within", Name{"t"}, Str{"30d"}), Dot{"x"}), `sum(within(t, "30d"), .x)`},
	} {
		want(t, "printed", Print(x.n), x.want)
	}
}

// events is a child table with a time, an end and a number.
func events() *Table {
	return &Table{Name: "events", Parent: "accounts", Key: "id", Time: "at", Until: "end", Columns: []*Column{
		{Name: "id", Type: "string"},
		{Name: "at", Type: "date", Optional: true},
		{Name: "end", Type: "date", Optional: true},
		{Name: "x", Type: "int", Optional: true},
	}}
}

func withEvents(rows ...map[string]string) *Record {
	rec := numbersRecord(nil)
	rec.Children = map[string][]*Record{"events": {}}
	for _, cells := range rows {
		rec.Children["events"] = append(rec.Children["events"], numbersRecord(cells))
	}
	return rec
}

func event(at, end, x string) map[string]string {
	cells := map[string]string{}
	for name, v := range map[string]string{"at": at, "end": end} {
		if v != "" {
			cells[name] = quoted(v)
		}
	}
	if x != "" {
		cells["x"] = x
	}
	return cells
}

func TestRowsInTime(t *testing.T) {
	// As of the last microsecond of 2026-03-31; the last rows are not yet, or never, seen.
	rec := withEvents(
		event("2026-03-31", "", "1"), event("2026-03-01", "2026-03-31", "2"),
		event("2026-03-02", "2026-04-01", "4"), event("2026-01-31", "", "8"),
		event("2026-01-30", "2026-02-28", "16"), event("2026-04-01", "", "32"), event("", "", "64"))
	x := Dot{"x"}
	table := Name{"events"}
	for _, c := range []struct {
		over Node
		want string
	}{
		{table, "31"},
		{call("within", table, Str{"30d"}), "5"},              // (03-01 23:59:59.999999, 03-31 23:59:59.999999]
		{call("within", table, Str{"60d"}, Str{"30d"}), "10"}, // (01-30 23:59:59.999999, 03-01 23:59:59.999999]
		{call("within", table, Str{"1mo"}), "7"},              // since the end of February
		{call("active", table), "13"},
		{call("active", table, call("ago", Str{"1mo"})), "8"},
		{call("filter", table, bin(">", Dot{"end"}, Dot{"at"})), "22"},
	} {
		n := call("sum", c.over, x)
		want(t, Print(n), evaluated(t, n, rec, events()), c.want)
	}
	want(t, "first", evaluated(t, call("first", table, x), rec, events()), "16")
	want(t, "last", evaluated(t, call("last", table, x), rec, events()), "1")
}

func TestRowsMissing(t *testing.T) {
	table, x := Name{"events"}, Dot{"x"}
	day := "2026-03-01"
	notSupplied, empty := numbersRecord(nil), withEvents()
	blanks := withEvents(event(day, "", ""), event(day, "", ""))
	some := withEvents(event(day, "", ""), event(day, "", "3"), event(day, "", "8"))
	for _, c := range []struct {
		fn                  string
		none, empty, blanks string
		some                string
	}{
		{"sum", "null", "0", "null", "11"},
		{"mean", "null", "null", "null", "5.5"},
		{"median", "null", "null", "null", "5.5"},
		{"max", "null", "null", "null", "8"},
		{"first", "null", "null", "null", "3"},
	} {
		for i, rec := range []*Record{notSupplied, empty, blanks, some} {
			wanted := []string{c.none, c.empty, c.blanks, c.some}[i]
			want(t, fmt.Sprint(c.fn, i), evaluated(t, call(c.fn, table, x), rec, events()), wanted)
		}
	}
	high := bin(">", x, num("5"))
	want(t, "count all", evaluated(t, call("count", table), some, events()), "3")
	want(t, "count", evaluated(t, call("count", table, high), some, events()), "1")
	want(t, "any", evaluated(t, call("any", table, high), blanks, events()), "false")
	want(t, "all", evaluated(t, call("all", table, high), empty, events()), "true")
	want(t, "none", evaluated(t, call("none", table, high), blanks, events()), "true")
	want(t, "none over nothing supplied", evaluated(t, call("none", table, high), notSupplied, events()), "null")
}

func TestPeersFunctions(t *testing.T) {
	rs := &RuleSet{Tables: []*Table{numbersTable("x")}}
	var records []*Record
	for i, x := range []string{"1", "2", "2", "4", "", "10"} {
		rec := numbersRecord(map[string]string{})
		rec.Cells["id"] = Cell(quoted(fmt.Sprint("A", i)))
		if x != "" {
			rec.Cells["x"] = Cell(x)
		}
		records = append(records, rec)
	}
	second := newPortfolio(rs, "2026-03-31", records).accounts[1]
	for _, c := range []struct {
		n    Peers
		want string
	}{
		{Peers{Fn: "mean", Of: "x"}, "3.8"},
		{Peers{Fn: "median", Of: "x"}, "2"},
		{Peers{Fn: "count", Of: "x"}, "5"},
		{Peers{Fn: "percentile", Of: "x"}, "0.4"},           // (1 smaller + 2 equal / 2) / 5
		{Peers{"ntile", "x", []Node{num("4")}}, "0"},        // the first cut is 2, not below 2
		{Peers{"quantile", "x", []Node{num("0.9")}}, "7.6"}, // type 7: 4 + 0.6 x 6
		{Peers{Fn: "stddev", Of: "x"}, "3.633180425"},       // sqrt(52.8 / 4)
	} {
		want(t, Print(c.n), str(second.peers(c.n).text()), c.want)
	}
}
