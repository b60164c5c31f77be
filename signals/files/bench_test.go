package files_test

import (
	"bytes"
	"context"
	stdcsv "encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"testing"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/csv"
	"github.com/bellwether-cs/bellwether/signals/files"
	"github.com/bellwether-cs/bellwether/signals/internal/signaltest"
)

const benchRows = 100_000

// benchCSV is a file of accounts as customer-success tools export them.
func benchCSV() []byte {
	var b bytes.Buffer
	b.WriteString("account_id,name,size,Account Owner,start_date,seats,nps,open_p1,mrr,live,seen\n")
	sizes := []string{"smb", "mid", "enterprise"}
	for i := range benchRows {
		fmt.Fprintf(&b, "A%07d,Customer %d,%s,Manager %d,20%02d-%02d-%02d,%d,%d.%d,%d,%d.%02d,%t,2026-10-%02dT09:30:00Z\n",
			i, i, sizes[i%3], i%40, i%20+5, i%12+1, i%28+1, i%500, i%100, i%10, i%4, i%10_000, i%100, i%2 == 0, i%30+1)
	}
	return b.Bytes()
}

func reportRows(b *testing.B) {
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkBlocks reads CSV into blocks of columns.
func BenchmarkBlocks(b *testing.B) {
	data := benchCSV()
	ctx := context.Background()
	run := func(b *testing.B, needs signals.Needs) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r, err := files.Open(ctx, signaltest.Schema(), []string{"-"}, files.Options{
				Stdin: bytes.NewReader(data), Format: files.CSV, Needs: needs,
			})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			err = r.Blocks(ctx, func(p *signals.Portfolio) error {
				n += p.Len()
				return nil
			})
			if err != nil || n != benchRows {
				b.Fatal(n, err)
			}
		}
		reportRows(b)
	}
	b.Run("all", func(b *testing.B) { run(b, nil) })
	b.Run("three", func(b *testing.B) {
		run(b, needs(signaltest.Schema(), []string{"accounts.seats", "accounts.nps", "accounts.mrr"}))
	})
}

// BenchmarkTokens takes the same file apart without reading any cell.
func BenchmarkTokens(b *testing.B) {
	data := benchCSV()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(data))
		if _, err := r.Header(); err != nil {
			b.Fatal(err)
		}
		for {
			if _, _, err := r.Next(); err != nil {
				break
			}
		}
	}
	reportRows(b)
}

// BenchmarkEncodingCSV is what the standard library needs for the fields, without
// and with the plainest reading of three of them.
func BenchmarkEncodingCSV(b *testing.B) {
	data := benchCSV()
	run := func(b *testing.B, read func([]string)) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r := stdcsv.NewReader(bytes.NewReader(data))
			r.ReuseRecord = true
			for {
				fields, err := r.Read()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
				read(fields)
			}
		}
		reportRows(b)
	}
	b.Run("fields", func(b *testing.B) { run(b, func([]string) {}) })
	b.Run("three", func(b *testing.B) {
		run(b, func(fields []string) {
			var sum float64
			for _, i := range []int{5, 6, 8} {
				f, _ := strconv.ParseFloat(fields[i], 64)
				sum += f
			}
			_ = sum
		})
	})
}
