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

// benchRules need neither peers nor child tables, so that accounts can stream.
const benchRules = `language: 1
signals:
  accounts:
    key: account_id
    columns:
      account_id: string
      size: string
      features_configured: int
      features_total: int
      actions: int
      active_users: int
      nps: optional int
      pulse: optional int
      open_p1: int
metrics:
  setup_rate: features_configured / features_total * 100
  usage_rate: actions / active_users
segments:
  enterprise: size == "enterprise"
  smb: size == "smb"
scorecards:
  health:
    scale: {min: 0, max: 10}
    measures:
      setup_rate: {weight: 20, up_to: {50: 0, 70: 5, else: 10}}
      usage_rate: {weight: 40, up_to: {5: 0, 10: 5, else: 10}}
      nps:        {weight: 20, up_to: {25: 0, 35: 5, else: 10}}
      pulse:      {weight: 20, up_to: {6: 0, 8: 5, else: 10}}
    segments:
      smb: {measures: {setup_rate: {up_to: {40: 0, 60: 5, else: 10}}}}
    overrides:
      - {when: open_p1 >= 2, cap: 4, reason: open P1 tickets}
    bands: {green: {from: 7}, yellow: {from: 4}, red: {}}
`

// BenchmarkScoreCommand runs the whole command, CSV in to CSV out, over growing
// numbers of accounts, and reports the memory that it held at most.
func BenchmarkScoreCommand(b *testing.B) {
	folder := b.TempDir()
	rules := filepath.Join(folder, "rules.yaml")
	if err := os.WriteFile(rules, []byte(benchRules), 0o644); err != nil {
		b.Fatal(err)
	}
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
