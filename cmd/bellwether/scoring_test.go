package main

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// scoreArgs are the arguments that score a file of many blocks.
func scoreArgs(signals string, more ...string) []string {
	return append([]string{"score", "--rules", benchScorecard, "--signals", signals, "--as-of", "2026-11-01"}, more...)
}

// TestScoreOnAnyProcessors: how many blocks are scored at a time changes nothing,
// be it the order of the accounts, what is left out by a limit, or the sums.
func TestScoreOnAnyProcessors(t *testing.T) {
	signals := filepath.Join(t.TempDir(), "accounts.csv")
	writeAccounts(t, signals, 9000)
	for _, flags := range [][]string{
		{"--format", "csv"},
		{"--format", "csv", "--limit", "5000"},
		{"--format", "csv", "--sort", "-score"},
		{"--format", "ndjson", "--explain", "none"},
		{"--format", "ndjson", "--limit", "300"},
		{"--format", "json", "--explain", "reasons", "--limit", "1000"},
		{"--format", "table"},
		{"--format", "table", "--limit", "1"},
	} {
		var want []byte
		for _, processors := range []int{1, 2, 5} {
			out := func() []byte {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
				var out bytes.Buffer
				var errs strings.Builder
				if code := run(t.Context(), scoreArgs(signals, flags...), nil, &out, &errs); code != exitGood {
					t.Fatalf("%v: exit code %d: %s", flags, code, &errs)
				}
				return out.Bytes()
			}()
			if want == nil {
				want = out
			} else if !bytes.Equal(out, want) {
				t.Errorf("%v: %d processors print otherwise than one", flags, processors)
			}
		}
	}
}

// TestScoreEndsEarly: when the output fails, or the run is interrupted, it ends,
// says so, and leaves no goroutine behind.
func TestScoreEndsEarly(t *testing.T) {
	signals := filepath.Join(t.TempDir(), "accounts.csv")
	writeAccounts(t, signals, 50_000)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2)) // or all blocks may be under way at once
	tests := map[string]struct {
		says    string
		written func(stop func()) error // called at each write
	}{
		"the output fails": {"bellwether: no room", func(func()) error { return errors.New("no room") }},
		"an interrupt":     {"bellwether: interrupted", func(stop func()) error { stop(); return nil }},
	}
	for name, test := range tests {
		for _, more := range [][]string{nil, {"--sort", "score"}} {
			t.Run(name+strings.Join(more, " "), func(t *testing.T) {
				before := runtime.NumGoroutine()
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				out := writerFunc(func(p []byte) (int, error) {
					return len(p), test.written(stop)
				})
				var errs strings.Builder
				args := scoreArgs(signals, append(more, "--format", "csv")...)
				if code := run(ctx, args, nil, out, &errs); code != exitFailure || !strings.Contains(errs.String(), test.says) {
					t.Errorf("exit code %d, %s", code, &errs)
				}
				if n := settledGoroutines(before); n > before {
					t.Errorf("%d goroutines were left behind", n-before)
				}
			})
		}
	}
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
