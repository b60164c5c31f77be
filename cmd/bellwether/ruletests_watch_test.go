package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

const watchedTest = `as_of: 2026-11-01
tests:
  - {name: one, signals: ../signals, account: A1, expect: {health: {score: 7}}}
`

// TestWatchTests: tests run again when rules, tests or their signals change, go on
// after errors, and end by an interrupt.
func TestWatchTests(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for files to come to rest")
	}
	defer goleak.VerifyNone(t)
	t.Run("edits", func(t *testing.T) {
		w := &watched{T: t, folder: t.TempDir(), code: make(chan int, 1)}
		if err := os.CopyFS(w.folder, os.DirFS(filepath.Join("testdata", "health"))); err != nil {
			t.Fatal(err)
		}
		tests := filepath.Join(w.folder, "rules", "health_test.yaml")
		if err := os.WriteFile(tests, []byte(watchedTest), 0o644); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		go func() {
			w.code <- run(ctx, []string{"test", "--watch", "--short", filepath.Join(w.folder, "rules")}, strings.NewReader(""), &w.out, &w.errors)
		}()
		t.Cleanup(func() {
			stop()
			if code := <-w.code; code != 0 {
				t.Errorf("exit code %d, expected 0", code)
			}
		})
		w.contains(w.out.take(t, "ctrl-C ends it"), "1 passed, 0 failed\n")

		w.edit("rules/health_test.yaml", "score: 7", "score: 8")
		text := w.out.take(t, "ctrl-C ends it")
		w.contains(text, "rules changed: ")
		w.contains(text, "health.score: expected 8, got 7")
		w.contains(text, "0 passed, 1 failed\n")

		w.edit("rules/health.yaml", "cap: 4", "cup: 4")
		w.contains(w.errors.take(t, "[unknown-key]"), `"cup" is not a key`)
		w.out.take(t, "ctrl-C ends it")

		w.edit("rules/health.yaml", "cup: 4", "cap: 4")
		w.contains(w.out.take(t, "ctrl-C ends it"), "0 passed, 1 failed\n")
		w.edit("rules/health_test.yaml", "score: 8", "score: 5")
		w.contains(w.out.take(t, "ctrl-C ends it"), "expected 5, got 7")

		w.edit("signals/accounts.csv", "A1,Acme,mid,8", "A1,Acme,mid,1")
		text = w.out.take(t, "ctrl-C ends it")
		w.contains(text, "signals of tests changed: ")
		w.contains(text, "1 passed, 0 failed\n")

		w.edit("rules/health_test.yaml", "../signals", "../none")
		w.contains(w.errors.take(t, "[test-file]"), "there is no file or folder")
		w.out.take(t, "ctrl-C ends it")
		if err := os.CopyFS(filepath.Join(w.folder, "none"), os.DirFS(filepath.Join(w.folder, "signals"))); err != nil {
			t.Fatal(err)
		}
		w.contains(w.out.take(t, "ctrl-C ends it"), "1 passed, 0 failed\n")
	})
}
