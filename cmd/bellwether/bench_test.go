package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkScoreCommand runs the whole command, CSV in to CSV out, over growing
// numbers of accounts, and reports the memory that it held at most.
func BenchmarkScoreCommand(b *testing.B) {
	folder := b.TempDir()
	// These rules need neither peers nor child tables, so that accounts can stream.
	const rules = "../../engine/testdata/scorecard.yaml"
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		signals := filepath.Join(folder, fmt.Sprintf("accounts%d.csv", n))
		writeAccounts(b, signals, n)
		b.Run(fmt.Sprintf("accounts=%d", n), func(b *testing.B) {
			var peak atomic.Uint64
			done := watchHeap(&peak)
			defer done()
			for b.Loop() {
				var errs strings.Builder
				args := []string{"score", "--rules", rules, "--signals", signals, "--as-of", "2026-11-01", "--format", "csv"}
				if code := run(context.Background(), args, strings.NewReader(""), io.Discard, &errs); code != 0 {
					b.Fatalf("exit code %d: %s", code, errs.String())
				}
			}
			perRun := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
			b.ReportMetric(perRun/float64(n), "ns/account")
			b.ReportMetric(float64(n)/perRun*1e9, "accounts/s")
			b.ReportMetric(float64(peak.Load())/(1<<20), "heap-MiB")
		})
	}
}

func writeAccounts(b *testing.B, path string, n int) {
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "account_id,name,size,region,features_configured,features_total,actions,active_users,nps,pulse,open_p1,note")
	random := rand.New(rand.NewPCG(1, 2))
	sizes := []string{"smb", "mid", "enterprise"}
	for i := range n {
		nps := ""
		if random.IntN(100) >= 15 {
			nps = fmt.Sprint(random.IntN(101))
		}
		fmt.Fprintf(w, "A%07d,Company %d,%s,emea,%d,20,%d,%d,%s,%d,%d,a note\n", i, i, sizes[random.IntN(3)],
			random.IntN(21), random.IntN(2000), 1+random.IntN(200), nps, 1+random.IntN(10), max(0, random.IntN(8)-5))
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// watchHeap keeps the most heap that was in use, looked at every few
// milliseconds, until the function it gives is called.
func watchHeap(peak *atomic.Uint64) (done func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapInuse))
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	return func() { close(stop); <-stopped }
}
