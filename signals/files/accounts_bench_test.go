package files_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

const scorecardHeader = "account_id,name,size,region,features_configured,features_total,actions,active_users,nps,pulse,open_p1,note"

// scorecardSchema is what the rules of the scorecard that engines are measured on
// know: nine of the columns that its files have.
func scorecardSchema() *signals.Schema {
	columns := []*signals.Column{
		{Name: "account_id", Kind: signals.String},
		{Name: "size", Kind: signals.String},
	}
	for _, name := range []string{"features_configured", "features_total", "actions", "active_users", "nps", "pulse", "open_p1"} {
		columns = append(columns, &signals.Column{Name: name, Kind: signals.Int, Optional: name == "nps" || name == "pulse"})
	}
	return &signals.Schema{Tables: []*signals.Table{{Name: "accounts", Key: "account_id", Columns: columns}}}
}

// scorecardCells writes the fields of an account.
func scorecardCells(random *rand.Rand, i int) []string {
	nps := ""
	if random.IntN(100) >= 15 {
		nps = fmt.Sprint(random.IntN(101))
	}
	size := []string{"smb", "mid", "enterprise"}[random.IntN(3)]
	return []string{
		fmt.Sprintf("A%07d", i), fmt.Sprintf("Company %d", i), size, "emea",
		fmt.Sprint(random.IntN(21)), "20", fmt.Sprint(random.IntN(2000)), fmt.Sprint(1 + random.IntN(200)),
		nps, fmt.Sprint(1 + random.IntN(10)), fmt.Sprint(max(0, random.IntN(8)-5)), "a note",
	}
}

// scorecardCSV is a file of so many accounts; of one in quotedOneIn the name is in
// quotes, and of one in allOneIn every field.
func scorecardCSV(n, quotedOneIn, allOneIn int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.WriteString(scorecardHeader + "\n")
	for i := range n {
		cells := scorecardCells(random, i)
		if quotedOneIn > 0 && i%quotedOneIn == 0 {
			cells[1] = `"` + cells[1] + `, Inc."`
		}
		if allOneIn > 0 && i%allOneIn == 0 {
			b.WriteString(`"` + strings.Join(cells, `","`) + "\"\n")
			continue
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	return b.Bytes()
}

func scorecardNDJSON(n int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	names := strings.Split(scorecardHeader, ",")
	var b bytes.Buffer
	for i := range n {
		for c, cell := range scorecardCells(random, i) {
			b.WriteString([]string{`{"`, `, "`}[min(c, 1)] + names[c] + `": `)
			switch {
			case cell == "":
				b.WriteString("null")
			case '0' <= cell[0] && cell[0] <= '9':
				b.WriteString(cell)
			default:
				b.WriteString(`"` + cell + `"`)
			}
		}
		b.WriteString("}\n")
	}
	return b.Bytes()
}

// BenchmarkAccounts reads the accounts of the scorecard into blocks: with one
// decoder on one processor, and with all.
func BenchmarkAccounts(b *testing.B) {
	const n = 200_000
	ctx := context.Background()
	for _, file := range []struct {
		name   string
		format files.Format
		data   []byte
	}{
		{"csv/plain", files.CSV, scorecardCSV(n, 0, 0)},
		{"csv/quotes_in_some", files.CSV, scorecardCSV(n, 10, 0)},
		{"csv/name_quoted", files.CSV, scorecardCSV(n, 1, 0)},
		{"csv/all_quoted", files.CSV, scorecardCSV(n, 0, 1)},
		{"ndjson", files.NDJSON, scorecardNDJSON(n)},
	} {
		for _, processors := range []int{1, runtime.NumCPU()} {
			b.Run(fmt.Sprintf("%s/processors=%d", file.name, processors), func(b *testing.B) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
				b.SetBytes(int64(len(file.data)))
				b.ReportAllocs()
				for b.Loop() {
					r, err := files.Open(ctx, scorecardSchema(), []string{"-"}, files.Options{
						Stdin: bytes.NewReader(file.data), Format: file.format,
						Report: func(p signals.Problem) { b.Fatal(p) },
					})
					if err != nil {
						b.Fatal(err)
					}
					read := 0
					err = r.Blocks(ctx, func(p *signals.Portfolio) error {
						read += p.Len()
						p.Release()
						return nil
					})
					if err != nil || read != n {
						b.Fatal(read, err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
			})
		}
	}
}

// BenchmarkAccountsByHand reads the same columns with the least that a program
// could do that knows their order and believes the file: what is left to gain.
func BenchmarkAccountsByHand(b *testing.B) {
	const n = 200_000
	data := scorecardCSV(n, 0, 0)
	wanted := []int{0, 2, 4, 5, 6, 7, 8, 9, 10}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		sums := make([]int, len(wanted))
		rows := 0
		for line := range bytes.Lines(data) {
			field, from, next := 0, 0, 0
			for i, c := range line {
				if c != ',' && c != '\n' {
					continue
				}
				if next < len(wanted) && wanted[next] == field {
					value := 0
					for _, d := range line[from:i] {
						value = value*10 + int(d-'0')
					}
					sums[next] += value
					next++
				}
				field, from = field+1, i+1
			}
			rows++
		}
		if rows != n+1 {
			b.Fatal(rows)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}
