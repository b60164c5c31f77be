package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// endless gives the same line for ever.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.read += len(p); e.read > 64<<20 {
		return 0, errors.New("nobody stopped reading")
	}
	for i := range p {
		p[i] = "# a\n"[i%4]
	}
	return len(p), nil
}

// Standard input is read no further than a file may go.
func TestFormatEndlessInput(t *testing.T) {
	var stderr bytes.Buffer
	code := run(t.Context(), []string{"fmt", "-"}, &endless{}, io.Discard, &stderr)
	if code != exitRules || !strings.Contains(stderr.String(), "the file has more than 4 MiB") {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
}

// A failure to print is told once, after the files are formatted.
func TestFormatCannotPrint(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a.yaml", "b.yaml"} {
		write(t, filepath.Join(folder, name), "metrics:   {}\n")
	}
	var stderr bytes.Buffer
	code := run(t.Context(), []string{"fmt", folder}, strings.NewReader(""), full{}, &stderr)
	if code != exitFailure || stderr.String() != "bellwether: no room\n" {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	for _, name := range []string{"a.yaml", "b.yaml"} {
		if got := content(t, filepath.Join(folder, name)); got != "metrics: {}\n" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

// A file whose owner a new one cannot get is written over.
func TestReplaceFileInPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	write(t, path, "a long text")
	before := stat(t, path)
	refuse := func(string, os.FileInfo) error { return os.ErrPermission }
	if err := replaceFile(path, []byte("short"), refuse); err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, stat(t, path)) {
		t.Error("it is another file")
	}
	if got := content(t, path); got != "short" {
		t.Errorf("it holds %q", got)
	}
	checkAlone(t, path)
}

// Where the owner can be kept, a new file takes the place of the old one.
func TestReplaceFileAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	write(t, path, "before")
	before := stat(t, path)
	if err := replaceFile(path, []byte("after"), keepOwner); err != nil {
		t.Fatal(err)
	}
	if os.SameFile(before, stat(t, path)) {
		t.Error("it was written over")
	}
	if got := content(t, path); got != "after" {
		t.Errorf("it holds %q", got)
	}
	checkAlone(t, path)
}

// Where writing over a file fails, the new content is not lost.
func TestReplaceFileHalfWay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	write(t, path, "before")
	vanish := func(string, os.FileInfo) error { return errors.Join(os.ErrPermission, os.Remove(path)) }
	err := replaceFile(path, []byte("after"), vanish)
	if err == nil {
		t.Fatal("no error")
	}
	_, kept, ok := strings.Cut(err.Error(), "stands in ")
	if !ok || content(t, kept) != "after" {
		t.Errorf("the content is lost: %v", err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func stat(t *testing.T, path string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// checkAlone checks that nothing was left beside a file.
func checkAlone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
