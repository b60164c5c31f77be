package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// benchScorecard needs neither peers nor child tables, so that accounts can stream.
const benchScorecard = "../../engine/testdata/scorecard.yaml"

// BenchmarkScoreCommand runs the whole command, CSV in to CSV out, over growing
// numbers of accounts, beside programs written by hand for the same rules. All
// write the same bytes. "paired" runs the command and the fastest of the others in
// turns, and says how many times as long it takes: the one figure that a busy
// machine leaves alone.
func BenchmarkScoreCommand(b *testing.B) {
	folder := b.TempDir()
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		signals := filepath.Join(folder, fmt.Sprintf("accounts%d.csv", n))
		writeAccounts(b, signals, n)
		b.Run(fmt.Sprintf("accounts=%d", n), func(b *testing.B) { benchPrograms(b, signals, n) })
	}
}

func benchPrograms(b *testing.B, signals string, n int) {
	all := runtime.GOMAXPROCS(0)
	programs := []struct {
		name    string
		threads int
		run     func(signals string, out io.Writer) error
	}{
		{"command", all, scoreFile},
		{"command-one-thread", 1, scoreFile},
		{"by-hand", all, fromFile(func(in io.Reader, out io.Writer) error { return handThreads(in, out, all) })},
		{"by-hand-one-thread", 1, fromFile(handOneThread)},
		{"encoding-csv", 1, fromFile(handStandard)},
	}
	var want [sha256.Size]byte
	for i, p := range programs {
		sum := sha256.New()
		if err := p.run(signals, sum); err != nil {
			b.Fatalf("%s: %v", p.name, err)
		}
		if got := [sha256.Size]byte(sum.Sum(nil)); i == 0 {
			want = got
		} else if got != want {
			b.Fatalf("%s writes other bytes than the command", p.name)
		}
	}
	for _, p := range programs {
		b.Run(p.name, func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(p.threads))
			var peak atomic.Uint64
			done := watchHeap(&peak)
			for b.Loop() {
				if err := p.run(signals, io.Discard); err != nil {
					b.Fatal(err)
				}
			}
			done()
			perRun := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
			b.ReportMetric(perRun/float64(n), "ns/account")
			b.ReportMetric(float64(n)/perRun*1e9, "accounts/s")
			b.ReportMetric(float64(peak.Load())/(1<<20), "heap-MiB")
		})
	}
	for _, threads := range []int{all, 1} {
		command, byHand := programs[0], programs[2]
		if threads == 1 {
			command, byHand = programs[1], programs[3]
		}
		b.Run(fmt.Sprintf("paired/threads=%d", threads), func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(threads))
			var times [2]time.Duration
			for b.Loop() {
				for i, run := range []func(string, io.Writer) error{command.run, byHand.run} {
					start := time.Now()
					if err := run(signals, io.Discard); err != nil {
						b.Fatal(err)
					}
					times[i] += time.Since(start)
				}
			}
			b.ReportMetric(times[0].Seconds()/times[1].Seconds(), "times-by-hand")
		})
	}
}

// scoreFile is the command.
func scoreFile(signals string, out io.Writer) error {
	var errs strings.Builder
	args := []string{"score", "--rules", benchScorecard, "--signals", signals, "--as-of", "2026-11-01", "--format", "csv"}
	if code := run(context.Background(), args, strings.NewReader(""), out, &errs); code != 0 {
		return fmt.Errorf("exit code %d: %s", code, &errs)
	}
	return nil
}

func fromFile(score func(io.Reader, io.Writer) error) func(string, io.Writer) error {
	return func(signals string, out io.Writer) error {
		f, err := os.Open(signals)
		if err != nil {
			return err
		}
		defer f.Close()
		return score(f, out)
	}
}

// TestByHand: the programs that the command is measured against do the same.
func TestByHand(t *testing.T) {
	signals := filepath.Join(t.TempDir(), "accounts.csv")
	writeAccounts(t, signals, 20_000)
	var want bytes.Buffer
	if err := scoreFile(signals, &want); err != nil {
		t.Fatal(err)
	}
	for name, score := range map[string]func(io.Reader, io.Writer) error{
		"one thread":   handOneThread,
		"threads":      func(in io.Reader, out io.Writer) error { return handThreads(in, out, 3) },
		"encoding/csv": handStandard,
	} {
		var got bytes.Buffer
		if err := fromFile(score)(signals, &got); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Errorf("%s writes other bytes than the command", name)
		}
	}
}

// writeAccounts writes a file of accounts with a dozen columns, of which the
// scorecard reads nine.
func writeAccounts(t testing.TB, path string, n int) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "account_id,name,size,region,features_configured,features_total,actions,active_users,nps,pulse,open_p1,note")
	random := rand.New(rand.NewPCG(1, 2))
	sizes := []string{"smb", "mid", "enterprise"}
	optional := func(missing, value int) string {
		if random.IntN(100) < missing {
			return ""
		}
		return fmt.Sprint(value)
	}
	for i := range n {
		total := random.IntN(21)
		fmt.Fprintf(w, "A%07d,Company %d,%s,emea,%d,%d,%d,%d,%s,%s,%d,a note\n", i, i, sizes[random.IntN(3)],
			random.IntN(total+1), total, random.IntN(2000), random.IntN(200), optional(15, random.IntN(101)),
			optional(10, 1+random.IntN(10)), max(0, random.IntN(8)-5))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// watchHeap keeps the most heap that was in use, looked at every few
// milliseconds, until the function it gives is called.
func watchHeap(peak *atomic.Uint64) (done func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		// Unlike runtime.ReadMemStats, this does not stop the program.
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
		for {
			metrics.Read(heap)
			peak.Store(max(peak.Load(), heap[0].Value.Uint64()+heap[1].Value.Uint64()))
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	return func() { close(stop); <-stopped }
}
