package signals

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// plainSchema has columns of all kinds, with all that can be said about them, and
// a table below with its own file.
func plainSchema() *Schema {
	number := func(text string) exact.Num {
		n, err := exact.Parse(text)
		if err != nil {
			panic(err)
		}
		return n
	}
	return &Schema{Tables: []*Table{
		{Name: "accounts", Key: "id", Blank: []string{"NA"}, Columns: []*Column{
			{Name: "id", Kind: String},
			{Name: "note", Kind: String, Optional: true},
			{Name: "size", Kind: String, Optional: true, OneOf: []string{"smb", "mid", "enterprise of some size"}},
			{Name: "seats", Kind: Int, Optional: true},
			{Name: "open", Kind: Int, Default: Value{Kind: Int, Num: exact.Int(3)}},
			{Name: "must", Kind: Int},
			{Name: "nps", Kind: Number, Optional: true, Min: number("-100.5"), Max: number("100")},
			{Name: "ratio", Kind: Number, Optional: true},
			{Name: "mrr", Kind: Money, Currency: "EUR", Optional: true, Min: number("-5")},
			{Name: "yen", Kind: Money, Currency: "JPY", Optional: true},
			{Name: "live", Kind: Bool, Optional: true},
			{Name: "since", Kind: Date, Optional: true},
			{Name: "seen", Kind: Time, Optional: true},
			{Name: "level", Kind: Int, Optional: true, OneOf: []string{"1", "2"}},
			{Name: "absent", Kind: Int, Optional: true},
		}},
		{Name: "usage", Parent: "accounts", Key: "id", ParentKey: "id", Time: "day", Columns: []*Column{
			{Name: "id", Kind: String},
			{Name: "day", Kind: Date},
			{Name: "actions", Kind: Int, Optional: true},
		}},
	}}
}

var plainHeader = []string{"size", "id", "other", "note", "seats", "open", "must", "nps", "ratio", "mrr", "yen", "live", "since", "seen", "level", "last"}

// plainCells are cells that columns may have, right and wrong, plain and not.
var plainCells = []string{
	"", "", " ", "NA", " NA", "NA ", "-1", "x", "smb", "mid", "big", "enterprise of some size", "a text that is longer than two words", "é", "\xff", "a\rb",
	"0", "1", "2", "3", "7", "-7", "+7", "007", "100", "101", "-100", "-101", "12345678", "123456789", "1234567890123456", "9007199254740992", "9007199254740993",
	"1.5", "-1.50", ".5", "5.", "0.0000001", "0.00000001", "12345678.1234567", "123456789.5", "999999999999999", "1000000000000000", "1e3", "1.005", "-0", "-", "--1", "1-", "0.10", "12.345",
	"true", "false", "True", "2026-01-02", "2026-02-30", "2026-1-2", "2026-01-02T03:04:05Z", "0001-01-01", "12345678901234567890.12",
}

type randomText struct {
	random *rand.Rand
	ids    int
}

func (r *randomText) pick(from []string) string { return from[r.random.IntN(len(from))] }

// line writes a line, mostly one that is right.
func (r *randomText) line() string {
	cells := make([]string, len(plainHeader))
	r.ids++
	for i, name := range plainHeader {
		switch name {
		case "id":
			cells[i] = fmt.Sprintf("A%d", r.ids)
		case "must":
			cells[i] = "1"
		case "size":
			cells[i] = r.pick([]string{"smb", "mid", ""})
		case "seats", "open", "yen", "level":
			cells[i] = r.pick([]string{"1", "2", ""})
		case "nps", "ratio", "mrr":
			cells[i] = r.pick([]string{"1", "2.5", "", "-3.75", "10.00"})
		case "since":
			cells[i] = r.pick([]string{"2026-01-02", ""})
		case "live":
			cells[i] = r.pick([]string{"true", "false", ""})
		}
	}
	for range r.random.IntN(3) {
		cells[r.random.IntN(len(cells))] = r.pick(plainCells)
	}
	if r.random.IntN(10) == 0 {
		cells[1] = fmt.Sprintf("A%d", 1+r.random.IntN(r.ids))
	}
	if r.random.IntN(20) == 0 {
		cells = cells[:r.random.IntN(len(cells))]
	}
	return strings.Join(cells, ",") + r.pick([]string{"\n", "\n", "\n", "\r\n", "\n\n", "\r\n\r\n"})
}

// readPlainly reads accounts, and usage before them if it is not nil, and tells
// everything that came of it. plain says whether lines may be read in the quick
// way; variant gives the schema odd traits; pieces, if not 0, how many lines decoders take at a time.
func readPlainly(t testing.TB, usage, text []byte, variant int, plain bool, pieces int) string {
	schema := plainSchema()
	if variant&1 != 0 {
		schema.Tables[0].Time = "since"
	}
	if variant&2 != 0 {
		// A number means none.
		schema.Tables[0].Blank = append(schema.Tables[0].Blank, "-1")
	}
	if variant&4 != 0 {
		schema.Tables[0].Columns[3].Source = "must" // two columns out of one field
	}
	var out strings.Builder
	asOf, _ := ParseAsOf("2026-01-15")
	b := NewBuilder(schema, asOf, nil, func(p Problem) { fmt.Fprintln(&out, p) })
	read := func(table string, names []string, text []byte, visit func(*Input)) {
		in, err := b.Input(table, table+".csv")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := in.Header(names); err != nil {
			t.Fatal(err)
		}
		in.plain.usable = in.plain.usable && plain
		if visit != nil {
			visit(in)
			return
		}
		if err := in.AddLines(2, text); err != nil {
			t.Fatal(err)
		}
	}
	if usage != nil {
		read("usage", []string{"id", "day", "actions"}, usage, nil)
	}
	var blocks []*Portfolio
	if pieces < 0 {
		read("accounts", plainHeader, text, func(in *Input) {
			line := 2
			for l := range bytes.Lines(text) {
				if l = trimLineEnd(l); len(l) > 0 {
					if err := in.AddCells(line, bytes.Split(l, []byte(","))); err != nil {
						t.Fatal(err)
					}
				}
				line++
			}
		})
		blocks = append(blocks, b.Portfolio())
	} else if pieces == 0 {
		read("accounts", plainHeader, text, nil)
		blocks = append(blocks, b.Portfolio())
	} else {
		read("accounts", plainHeader, text, func(in *Input) {
			decoders := []*Decoder{in.Decoder(), in.Decoder()}
			lines := slices.Collect(bytes.Lines(text))
			rest := text
			for n := 0; n < len(lines); n += pieces {
				length := len(bytes.Join(lines[n:min(n+pieces, len(lines))], nil))
				piece := rest[:length] // with more behind it
				rest = rest[length:]
				d := decoders[n/pieces%2]
				if err := d.AddLines(2+n, piece); err != nil {
					t.Fatal(err)
				}
				accounts, ok, err := in.Accept(d.Batch())
				if err != nil {
					t.Fatal(err)
				}
				if !ok {
					if err := in.AddLines(2+n, piece); err != nil {
						t.Fatal(err)
					}
					accounts = b.Portfolio()
				}
				blocks = append(blocks, accounts)
			}
		})
	}
	for _, p := range blocks {
		for i := range p.Len() {
			for c, v := range p.Root.Columns {
				fmt.Fprintf(&out, " %d:%s", v.Missing[i], v.Value(i, schema.Tables[0].Columns[c]))
				if v.Ints != nil && (v.Ints[i] < v.Low || v.Ints[i] > v.High) || v.Missing[i] != Present && !v.AnyMissing {
					t.Fatalf("bounds of column %d do not hold", c)
				}
			}
			span := p.Children[0].Spans[i]
			fmt.Fprintf(&out, " %v %d", p.Children[0].Has(i), span.To-span.From)
			for row := span.From; row < span.To; row++ {
				fmt.Fprintf(&out, " %s", p.Children[0].Columns[2].Num(int(row)))
			}
			out.WriteByte('\n')
		}
	}
	fmt.Fprintln(&out, b.Summary())
	return out.String()
}

// compareWays expects the same of all ways to read lines.
func compareWays(t testing.TB, usage, text []byte, variant, pieces int) {
	t.Helper()
	want := readPlainly(t, usage, text, variant, false, 0)
	if diff := cmp.Diff(want, readPlainly(t, usage, text, variant, true, 0)); diff != "" {
		t.Fatalf("%q: in the quick way (+):\n%s", text, diff)
	}
	if diff := cmp.Diff(want, readPlainly(t, usage, text, variant, true, -1)); diff != "" {
		t.Fatalf("%q: cell by cell (+):\n%s", text, diff)
	}
	if diff := cmp.Diff(want, readPlainly(t, usage, text, variant, true, pieces)); diff != "" {
		t.Fatalf("%q: in batches of %d lines (+):\n%s", text, pieces, diff)
	}
}

// TestPlainRows reads the same rows in the quick way and in the general one.
func TestPlainRows(t *testing.T) {
	rounds := 1000
	if testing.Short() {
		rounds = 200
	}
	for seed := range rounds {
		r := &randomText{random: rand.New(rand.NewPCG(uint64(seed), 1))}
		var text, usage []byte
		for range 1 + r.random.IntN(12) {
			text = append(text, r.line()...)
		}
		if r.random.IntN(3) == 0 {
			text = bytes.TrimSuffix(text, []byte("\n"))
		}
		if r.random.IntN(2) == 0 {
			usage = []byte{}
			for range r.random.IntN(20) {
				usage = fmt.Appendf(usage, "A%d,%s,%s\n", r.random.IntN(15), r.pick([]string{"2026-01-02", "2026-01-03", "2026-03-01", "x"}), r.pick([]string{"1", "", "y"}))
			}
		}
		compareWays(t, usage, text, r.random.IntN(8), 1+r.random.IntN(5))
	}
}

func FuzzPlainRows(f *testing.F) {
	r := &randomText{random: rand.New(rand.NewPCG(1, 1))}
	for range 20 {
		f.Add([]byte(r.line()+r.line()+r.line()), 0, 2)
	}
	f.Fuzz(func(t *testing.T, text []byte, variant, pieces int) {
		if bytes.IndexByte(text, '"') >= 0 || len(text) == 0 {
			return
		}
		compareWays(t, nil, text, variant, 1+max(0, pieces)%7)
	})
}
