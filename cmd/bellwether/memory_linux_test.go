package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMemoryIsFlat scores accounts that stream through the program, ten million of them
// with BELLWETHER_LONG, and wants it to stay small whatever their number. It prints what an
// account takes, too: that must not grow either, but a busy machine may say so.
func TestMemoryIsFlat(t *testing.T) {
	const most = 64 // MiB
	sizes := []int{10_000, 200_000}
	if os.Getenv("BELLWETHER_LONG") != "" {
		sizes = append(sizes, 1_000_000, 10_000_000)
	}
	folder := t.TempDir()
	program := filepath.Join(folder, "bellwether")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	t.Log("format  accounts  ns/account  MiB")
	for _, n := range sizes {
		signals := filepath.Join(folder, "accounts.csv")
		writeAccounts(t, signals, n)
		for _, format := range []string{"csv", "ndjson"} {
			cmd := exec.Command(program, "score", "--rules", benchScorecard, "--signals", signals,
				"--as-of", "2026-11-01", "--format", format, "--explain", "none")
			start := time.Now()
			peak, err := peakMemory(cmd)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%-6s  %8d  %10.0f  %3.0f", format, n, float64(time.Since(start).Nanoseconds())/float64(n), peak)
			if peak > most {
				t.Errorf("%d accounts took %.0f MiB, expected %d at most", n, peak, most)
			}
		}
	}
}

// peakMemory runs a command and gives the most memory in MiB that was resident, as
// the system counts it. The count that comes with the end of a process is of no
// use: it has that of its parent in it.
func peakMemory(cmd *exec.Cmd) (float64, error) {
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	peak := 0.0
	for {
		select {
		case err := <-ended:
			if err != nil {
				return 0, fmt.Errorf("%w: %s", err, &errs)
			}
			return peak, nil
		case <-time.After(5 * time.Millisecond):
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
			if err != nil {
				continue // it has just ended
			}
			_, rest, _ := strings.Cut(string(status), "VmHWM:")
			if fields := strings.Fields(rest); len(fields) > 0 {
				kib, _ := strconv.Atoi(fields[0])
				peak = max(peak, float64(kib)/1024)
			}
		}
	}
}
