package signals

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// oddValues are JSON values that columns may have, right and wrong, plain and not,
// and some that are no JSON.
var oddValues = []string{
	"null", "null", "true", "false", "tru", `""`, `" "`, `"NA"`, `" smb"`, `"smb"`, `"big"`, `"1"`, `"-1"`, `"1.5"`, `"true"`, `"é"`, "\"\xff\"", `"a\tb"`, "\"a\tb\"", `"a`, `"\u00e9"`,
	`"a text that is longer than two words"`, `"2026-01-02"`, `"2026-01-02T03:04:05Z"`, `"2026-02-30"`,
	"0", "1", "-1", "-0", "01", "-", "1.", ".5", "1.50", "-3.75", "101", "1e3", "12345678", "1234567890123456", "9007199254740993", "12345678901234567890.12",
	"[]", "{}", `[{"day": "2026-01-02", "actions": 1}]`, `{"a": 1}`,
}

// object writes an object, mostly one that is plain.
func (r *randomText) object() string {
	r.ids++
	members := []string{fmt.Sprintf(`"id": "A%d"`, r.ids), `"must": 1`, `"seats": 2`, `"nps": 2.5`, `"size": "smb"`, `"live": true`, `"since": "2026-01-02"`, `"other": "x"`, `"note": "n"`}
	for range r.random.IntN(3) {
		i := r.random.IntN(len(members))
		name, _, _ := strings.Cut(members[i], ":")
		members[i] = name + ": " + r.pick(oddValues)
	}
	switch r.random.IntN(12) {
	case 0:
		i := r.random.IntN(len(members))
		members = slices.Delete(members, i, i+1)
	case 1:
		members = append(members, r.pick(members))
	case 2:
		members = append(members, r.pick([]string{`"usage": `, `"more": `, `"m\u006fre": `, `"": `, ``})+r.pick(oddValues))
	case 3:
		i := r.random.IntN(len(members))
		members[0], members[i] = members[i], members[0]
	case 4:
		members[0] = fmt.Sprintf(`"id": "A%d"`, 1+r.random.IntN(r.ids))
	}
	begin, end := "{", "}"
	if r.random.IntN(30) == 0 {
		begin, end = r.pick([]string{"{", "", "x", "[", "{ "}), r.pick([]string{"}", "", "]", "}}", ",}"})
	}
	return begin + strings.Join(members, ", ") + end
}

// readObjects reads objects, a few at a time, and tells everything that came of
// them. plain says whether they may be read in the quick way.
func readObjects(t testing.TB, objects [][]byte, variant int, plain bool, pieces int) string {
	schema := plainSchema()
	if variant&1 != 0 {
		schema.Tables[0].Time = "since"
	}
	if variant&2 != 0 {
		schema.Tables[0].Columns[3].Source = "other"
	}
	if variant&4 != 0 {
		schema.Tables = schema.Tables[:1]
	}
	var out strings.Builder
	asOf, _ := ParseAsOf("2026-01-15")
	b := NewBuilder(schema, asOf, nil, func(p Problem) { fmt.Fprintln(&out, p) })
	b.Notice = func(text string) { fmt.Fprintln(&out, text) }
	in, err := b.Input("accounts", "accounts.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	decoders := []*Decoder{in.Decoder(), in.Decoder()}
	for _, d := range decoders {
		d.objects.rows.usable = d.objects.rows.usable && plain
	}
	line := 1
	for piece := range slices.Chunk(objects, pieces) {
		d := decoders[line/pieces%2]
		for i, object := range piece {
			if err := d.AddObject(line+i, object); err != nil {
				t.Fatal(err)
			}
		}
		accounts, ok, err := in.Accept(d.Batch())
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			for i, object := range piece {
				if err := in.AddObject(line+i, object); err != nil {
					t.Fatal(err)
				}
			}
			accounts = b.Portfolio()
		}
		line += len(piece)
		for i := range accounts.Len() {
			for c, v := range accounts.Root.Columns {
				fmt.Fprintf(&out, " %d:%s", v.Missing[i], v.Value(i, schema.Tables[0].Columns[c]))
			}
			for c := range accounts.Children {
				fmt.Fprintf(&out, " %v %v", accounts.Children[c].Has(i), accounts.Children[c].Spans[i])
			}
			out.WriteByte('\n')
		}
		accounts.Release()
	}
	fmt.Fprintln(&out, b.Summary())
	return out.String()
}

func compareObjects(t testing.TB, objects [][]byte, variant, pieces int) {
	want := readObjects(t, objects, variant, false, pieces)
	if diff := cmp.Diff(want, readObjects(t, objects, variant, true, pieces)); diff != "" {
		t.Fatalf("%s\nvariant %d, pieces %d: %s", bytes.Join(objects, newline), variant, pieces, diff)
	}
}

// TestPlainObjects: objects come to the same in the quick way and in the general
// one.
func TestPlainObjects(t *testing.T) {
	rounds := 2000
	if testing.Short() {
		rounds = 300
	}
	for seed := range rounds {
		r := &randomText{random: rand.New(rand.NewPCG(uint64(seed), 2))}
		var objects [][]byte
		for range 1 + r.random.IntN(30) {
			objects = append(objects, []byte(r.object()))
		}
		compareObjects(t, objects, r.random.IntN(8), 1+r.random.IntN(8))
	}
}

func FuzzPlainObjects(f *testing.F) {
	r := &randomText{random: rand.New(rand.NewPCG(1, 2))}
	for range 20 {
		f.Add([]byte(r.object()+"\n"+r.object()+"\n"+r.object()), 0, 2)
	}
	f.Fuzz(func(t *testing.T, text []byte, variant, pieces int) {
		objects := slices.DeleteFunc(bytes.Split(text, newline), func(o []byte) bool { return len(o) == 0 })
		if len(objects) > 0 {
			compareObjects(t, objects, variant&7, 1+max(0, pieces)%7)
		}
	})
}

// TestPlainObjectsAreQuick: what is flat and alike is read in the quick way, though
// fields are left out now and then.
func TestPlainObjectsAreQuick(t *testing.T) {
	b := NewBuilder(plainSchema(), AsOf{}, nil, nil)
	in, err := b.Input("accounts", "accounts.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	d := in.Decoder()
	for i := range 100 {
		nps := `, "nps": 7`
		if i > 0 && i%3 == 0 {
			nps = ""
		}
		if err := d.AddObject(1+i, fmt.Appendf(nil, `{"id": "A%d", "must": %d%s, "note": "n", "more": null}`, i, i, nps)); err != nil {
			t.Fatal(err)
		}
	}
	if n := d.Batch().Len(); n != 100 || d.objects.hits != 99 {
		t.Errorf("of %d objects %d were read in the quick way", n, d.objects.hits)
	}
}
