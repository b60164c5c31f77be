package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The files beside the rules are those that this program writes.
func TestWritesTheCommittedFiles(t *testing.T) {
	folder := t.TempDir()
	if err := write(folder); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("../signals")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(newTables().all()); len(entries) != want {
		t.Errorf("there are %d files, want %d", len(entries), want)
	}
	size := 0
	for _, entry := range entries {
		committed, err := os.ReadFile(filepath.Join("../signals", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		written, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(committed, written) {
			t.Errorf("%s is another than the one written; run go run ./examples/saas/generate", entry.Name())
		}
		size += len(written)
	}
	if size > 3<<20 {
		t.Errorf("the files have %d bytes together, which is too much to clone", size)
	}
}
