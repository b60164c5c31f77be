package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// transcript is what a running program prints. It can be waited for.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

// take waits for a text and gives what was printed until the end of its line.
func (t *transcript) take(tb testing.TB, want string) string {
	tb.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		t.mu.Lock()
		printed := t.text.String()
		if at := strings.Index(printed, want); at >= 0 {
			if end := strings.IndexByte(printed[at:], '\n'); end >= 0 {
				t.text.Next(at + end + 1)
				t.mu.Unlock()
				return printed[:at+end+1]
			}
		}
		t.mu.Unlock()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	tb.Fatalf("%q was not printed; this was:\n%s", want, t.text.String())
	return ""
}

// watched is a program that runs with --watch on a copy of testdata/health.
type watched struct {
	*testing.T
	folder      string
	out, errors transcript
	stop        context.CancelFunc
	code        chan int
}

func startWatching(t *testing.T, args ...string) *watched {
	w := &watched{T: t, folder: t.TempDir(), code: make(chan int, 1)}
	if err := os.CopyFS(w.folder, os.DirFS(filepath.Join("testdata", "health"))); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	args = append([]string{
		"score", "--watch", "--as-of", "2026-11-01",
		"--rules", filepath.Join(w.folder, "rules"), "--signals", filepath.Join(w.folder, "signals"),
	}, args...)
	go func() { w.code <- run(ctx, args, strings.NewReader(""), &w.out, &w.errors) }()
	t.Cleanup(func() {
		stop()
		if code := <-w.code; code != 0 {
			t.Errorf("exit code %d, expected 0", code)
		}
	})
	return w
}

// edit replaces a text in a file.
func (w *watched) edit(file, old, replacement string) {
	w.Helper()
	path := filepath.Join(w.folder, file)
	text, err := os.ReadFile(path)
	if err != nil {
		w.Fatal(err)
	}
	if !bytes.Contains(text, []byte(old)) {
		w.Fatalf("%s does not contain %q", file, old)
	}
	if err := os.WriteFile(path, bytes.Replace(text, []byte(old), []byte(replacement), 1), 0o644); err != nil {
		w.Fatal(err)
	}
}

func (w *watched) contains(text, want string) {
	w.Helper()
	if !strings.Contains(text, want) {
		w.Errorf("%q is missing in:\n%s", want, text)
	}
}

func TestWatch(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for files to come to rest")
	}
	defer goleak.VerifyNone(t)
	t.Run("edits", func(t *testing.T) {
		w := startWatching(t)
		w.contains(w.out.take(t, "5 accounts"), "watching ")

		w.edit("signals/accounts.csv", "A1,Acme,mid,8", "A1,Acme,mid,1")
		text := w.out.take(t, "5 accounts")
		w.contains(text, "signals changed: ")
		w.contains(text, "\n  A1 green 7 -> yellow 5\n")
		w.contains(text, "\nhealth: green 2, yellow 1, red 1, unknown 1 -> green 1, yellow 2, red 1, unknown 1\n")
		w.contains(text, "│ yellow  │")

		w.edit("signals/accounts.csv", "A5,Ever", "A6,Ever")
		text = w.out.take(t, "5 accounts")
		w.contains(text, "\n  A6 new: yellow 4\n") // its usage and stakeholders are those of no account
		w.contains(text, "\n  A5 gone: was green 8\n")

		w.edit("rules/health.yaml", "from: 7", "from: 8")
		w.contains(w.out.take(t, "no score and no band changed"), "rules changed: ")

		// A broken edit is told, and the last good result stands.
		w.edit("rules/health.yaml", "cap: 4", "cpa: 4")
		text = w.errors.take(t, "the last good result stands")
		w.contains(text, `error: "cpa" is not a key of an override`)
		w.contains(text, "^^^")
		w.edit("rules/health.yaml", "cpa: 4", "cap: 4")
		w.out.take(t, "the rules mean the same as before")

		w.edit("rules/health.yaml", "weight: 40", "weight: 80")
		w.contains(w.out.take(t, "accounts"), "A6 yellow 4 -> red 2.86")

		// So is a file that is gone.
		path := filepath.Join(w.folder, "signals", "accounts.csv")
		if err := os.Rename(path, path+".away"); err != nil {
			t.Fatal(err)
		}
		w.contains(w.errors.take(t, "the last good result stands"), "no file holds the table accounts")
		if err := os.Rename(path+".away", path); err != nil {
			t.Fatal(err)
		}
		w.out.take(t, "no score and no band changed")
	})
	t.Run("file", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "scores.csv")
		w := startWatching(t, "--out", out)
		w.out.take(t, "watching ")
		w.edit("signals/usage.csv", "A1,2026-10-20,60", "A1,2026-10-20,600")
		w.out.take(t, "health: ")
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			text, err := os.ReadFile(out)
			if err == nil && strings.Contains(string(text), "\nA1,health,default,9,green,") {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%v\n%s", err, text)
			}
		}
	})
	t.Run("stream", func(t *testing.T) {
		w := startWatching(t, "--format", "ndjson", "--explain", "none", "--limit", "1")
		w.contains(w.out.take(t, `"account":"A1"`), `"score":7`)
		w.errors.take(t, "watching ")
		w.edit("signals/accounts.csv", "A1,Acme,mid,8", "A1,Acme,mid,1")
		w.contains(w.out.take(t, `"account":"A1"`), `"score":5`)
		w.errors.take(t, "A1 green 7 -> yellow 5")
	})
}

// TestWatchNothing ends where there is no first result to stand.
func TestWatchNothing(t *testing.T) {
	defer goleak.VerifyNone(t)
	good := filepath.Join("testdata", "health")
	for name, test := range map[string]struct {
		rules, signals string
		code           int
	}{
		"no rules":   {rules: filepath.Join(good, "signals"), signals: filepath.Join(good, "signals"), code: exitRules},
		"no signals": {rules: filepath.Join(good, "rules"), signals: filepath.Join(good, "nowhere"), code: exitFailure},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errors bytes.Buffer
			code := run(t.Context(), []string{"score", "--watch", "--rules", test.rules, "--signals", test.signals}, strings.NewReader(""), &out, &errors)
			if code != test.code || errors.Len() == 0 || out.Len() > 0 {
				t.Errorf("exit code %d, expected %d\n%s%s", code, test.code, &out, &errors)
			}
		})
	}
}
