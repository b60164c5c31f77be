package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
	"github.com/bellwether-cs/bellwether/signals/internal/signaltest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pieces gives its text in pieces of random lengths.
type pieces struct {
	text   []byte
	random *rand.Rand
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.text) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.text[:1+p.random.IntN(min(len(p.text), 50))])
	p.text = p.text[n:]
	return n, nil
}

// told is everything that reading tells: accounts, and problems and notices in
// their order.
func told(t *rapid.T, stdin io.Reader, usage string, options files.Options, all bool) string {
	var out, accounts strings.Builder
	schema := signaltest.Schema()
	options.Stdin = stdin
	options.AsOf, _ = signals.ParseAsOf("2026-06-01")
	options.Report = func(p signals.Problem) { fmt.Fprintln(&out, p) }
	options.Notice = func(text string) { fmt.Fprintln(&out, text) }
	ctx := context.Background()
	inputs := []string{"-"}
	if usage != "" {
		inputs = append(inputs, "usage="+usage)
	}
	r, err := files.Open(ctx, schema, inputs, options)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	visit := func(p *signals.Portfolio) error {
		if n := p.Len(); !all && (n == 0 || n > options.BlockSize) {
			t.Fatalf("a block of %d accounts", n)
		}
		accounts.WriteString(signaltest.Print(p))
		return nil
	}
	if all {
		var p *signals.Portfolio
		if p, err = r.All(ctx); err == nil {
			err = visit(p)
		}
	} else {
		err = r.Blocks(ctx, visit)
	}
	if options.Strict && err != nil {
		// What came before the row that ends it is not the same for a whole.
		return out.String() + err.Error()
	}
	return fmt.Sprintf("%s%s%v%v", &out, &accounts, err, r.Summary())
}

var drawnCells = map[string][]string{
	"size":          {"smb", "mid", "", "NA", "big", `"smb"`, `"mi""d"`},
	"seats":         {"1", "20", "", "x", `"3"`, "007", "+4"},
	"mrr":           {"1", "2.50", "3", "99999999999999999999999.75", "1.005", `"7.5"`, ""},
	"Account Owner": {"Ann", "Bob, Jr.", `"Bob, ""B"", Jr."`, "\"two\nlines\"", "", "é", "\xff", `open"`, `"open`},
	"start_date":    {"2026-01-01", "2026-07-01", "", "2026-02-30"},
	"open_p1":       {"0", "", "1", "y"},
	"unknown":       {"", "x", `"y"`},
}

func drawCSV(t *rapid.T) []byte {
	names := []string{"Account Owner", "account_id", "seats", "unknown", "mrr", "size", "start_date", "open_p1"}
	end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
	var b bytes.Buffer
	b.WriteString(rapid.SampledFrom([]string{"", "\xef\xbb\xbf"}).Draw(t, "mark"))
	b.WriteString(strings.Join(names, ",") + end)
	rows := rapid.IntRange(0, 30).Draw(t, "rows")
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	odd := rapid.IntRange(1, 20).Draw(t, "one in so many is odd")
	for i := range rows {
		for c, name := range names {
			if c > 0 {
				b.WriteByte(',')
			}
			cells := drawnCells[name]
			switch {
			case name == "account_id" && random.IntN(odd) == 0:
				fmt.Fprintf(&b, "A%d", random.IntN(rows))
			case name == "account_id":
				fmt.Fprintf(&b, "A%d", i)
			case random.IntN(odd) == 0:
				b.WriteString(cells[random.IntN(len(cells))])
			default:
				b.WriteString(cells[random.IntN(2)])
			}
		}
		if i < rows-1 || random.IntN(2) == 0 {
			b.WriteString(end)
		}
		if random.IntN(10) == 0 {
			b.WriteString(end)
		}
	}
	return b.Bytes()
}

func drawNDJSON(t *rapid.T) []byte {
	var b bytes.Buffer
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	rows := rapid.IntRange(0, 20).Draw(t, "rows")
	for i := range rows {
		id := i
		if random.IntN(8) == 0 {
			id = random.IntN(rows)
		}
		fmt.Fprintf(&b, `{"account_id": "A%d", "mrr": %s, "seats": %s`, id, pick("1", "2.5", `"3"`, `"x"`), pick("1", "2", "null", "1.5"))
		b.WriteString(pick("", `, "unknown": 1`, fmt.Sprintf(`, "odd%d": 1`, i), `, "mrr": 2`, `, "unknown": 1, "unknown": 2`, `, "size"`))
		b.WriteString(pick("", "", `, "stakeholders": [{"role": "x"}, {"role": 7}, 5]`, `, "subscriptions": [{"subscription_id": 1, "start_date": "2026-01-01", "payments": [{"amount": 1}]}]`))
		b.WriteString("}" + pick("\n", "\n\n", "\r\n"))
	}
	return b.Bytes()
}

// TestBlocksAreTheWhole reads accounts in blocks of any size, by any number of
// decoders, from pieces of any length, and expects what is read one by one.
func TestBlocksAreTheWhole(t *testing.T) {
	usage := filepath.Join(t.TempDir(), "usage.csv")
	if err := os.WriteFile(usage, []byte("account_id,day,actions\nA1,2026-01-01,1\nA3,2026-01-02,x\n\"A1\",2026-01-03,3\nA99,2026-01-01,1\nA2,2026-09-01,1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		options := files.Options{Format: files.CSV, Strict: rapid.IntRange(0, 5).Draw(t, "strict") == 0}
		var text []byte
		if rapid.Bool().Draw(t, "csv") {
			text = drawCSV(t)
		} else {
			options.Format, text = files.NDJSON, drawNDJSON(t)
		}
		table := ""
		if !options.Strict && rapid.Bool().Draw(t, "usage") {
			table = usage
		}
		want := told(t, bytes.NewReader(text), table, options, true)
		options.BlockSize = rapid.IntRange(1, 12).Draw(t, "block size")
		options.Decoders = rapid.IntRange(1, 4).Draw(t, "decoders")
		if diff := cmp.Diff(want, told(t, &pieces{text: text, random: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "pieces"), 0))}, table, options, false)); diff != "" {
			t.Fatalf("%q:\n%s", text, diff)
		}
	})
}

// TestBlocksEndPromptly ends the reading of what would never end: by an error of
// visit, by the context, and by an error of the source.
func TestBlocksEndPromptly(t *testing.T) {
	stop := errors.New("stop")
	header := "account_id,mrr,open_p1\n"
	read := func(ctx context.Context, stdin io.Reader, visit func(*signals.Portfolio) error) error {
		r, err := files.Open(ctx, signaltest.Schema(), []string{"-"}, files.Options{
			Stdin: stdin, Format: files.CSV, BlockSize: 10, Decoders: 3,
		})
		if err != nil {
			return err
		}
		defer r.Close()
		return r.Blocks(ctx, visit)
	}
	endless := func() io.Reader {
		return io.MultiReader(strings.NewReader(header), &counting{})
	}
	blocks := 0
	err := read(context.Background(), endless(), func(*signals.Portfolio) error {
		if blocks++; blocks == 5 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || blocks != 5 {
		t.Error(err, blocks)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = read(ctx, endless(), func(*signals.Portfolio) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	blocks = 0
	source := io.MultiReader(strings.NewReader(header+"A1,1,0\nA2,2,0\n"), &failing{err: stop})
	err = read(context.Background(), source, func(p *signals.Portfolio) error { blocks += p.Len(); return nil })
	if !errors.Is(err, stop) || blocks != 2 {
		t.Error(err, blocks)
	}
	// A pipe that nobody writes to any more does not hold up the end.
	in, out := io.Pipe()
	go func() { _, _ = io.WriteString(out, header+strings.Repeat("A1,1,0\n", 30_000)) }()
	err = read(context.Background(), in, func(*signals.Portfolio) error { return stop })
	if !errors.Is(err, stop) {
		t.Error(err)
	}
	out.Close()
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// counting gives accounts without end.
type counting struct{ n int }

func (c *counting) Read(b []byte) (int, error) {
	c.n++
	return copy(b, fmt.Sprintf("A%d,1,0\n", c.n)), nil
}

// TestManyAccounts reads more accounts than are held in memory to tell keys apart,
// in order and not, with one that comes twice.
func TestManyAccounts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	const n = 900_000
	for name, key := range map[string]func(int) int{
		"ascending": func(i int) int { return i },
		"shuffled":  func(i int) int { return i * 700_001 % n },
		"disorder at last": func(i int) int {
			if i > n-10 {
				return i - 500_000
			}
			return i
		},
	} {
		t.Run(name, func(t *testing.T) {
			text := []byte("account_id,mrr,open_p1\n")
			seen := make(map[int]int)
			want := 0
			for i := range n {
				k := key(i)
				if i == n-1 {
					k = key(n / 3)
				}
				if seen[k] == 0 {
					seen[k] = i + 2
					want++
				}
				text = fmt.Appendf(text, "A%07d,1,0\n", k)
			}
			last := ""
			r, err := files.Open(context.Background(), signaltest.Schema(), []string{"-"}, files.Options{
				Stdin: bytes.NewReader(text), Format: files.CSV, Report: func(p signals.Problem) { last = p.String() },
				Needs: needs(signaltest.Schema(), []string{"accounts.mrr"}),
			})
			if err != nil {
				t.Fatal(err)
			}
			got := 0
			if err := r.Blocks(context.Background(), func(p *signals.Portfolio) error { got += p.Len(); return nil }); err != nil || got != want {
				t.Fatalf("%d accounts, want %d: %v", got, want, err)
			}
			if text := fmt.Sprintf("standard input:%d: accounts A%07d: a second row of this account_id; the first is in line %d;", n+1, key(n/3), seen[key(n/3)]); !strings.HasPrefix(last, text) {
				t.Errorf("%s\nwant %s", last, text)
			}
			if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
				t.Error(left, err)
			}
		})
	}
}
