package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

func TestPercentOf(t *testing.T) {
	for fraction, want := range map[string]string{
		"0": "0%", "1": "100%", "0.5": "50%", "0.875": "87.5%", "0.333333333": "33.3%",
		"0.99999": "99.9%", "0.00001": "0.1%",
	} {
		n, err := exact.Parse(fraction)
		if err != nil {
			t.Fatal(err)
		}
		if got := percentOf(n); got != want {
			t.Errorf("%s is %s, expected %s", fraction, got, want)
		}
	}
}

// TestPages shows more accounts than are held: one header, and columns that go on.
func TestPages(t *testing.T) {
	folder := t.TempDir()
	var accounts strings.Builder
	accounts.WriteString("id,seats\n")
	for i := range 2*pageLines + 1 {
		fmt.Fprintf(&accounts, "A%06d,%d\n", i, i%100)
	}
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	rules := write("rules.yaml", `
language: 1
signals: {accounts: {key: id, columns: {id: string, seats: int}}}
scorecards: {health: {measures: {seats: {linear: {0: 0, 100: 100}}}}}
`)
	var out, problems bytes.Buffer
	args := []string{"score", "--rules", rules, "--signals", write("accounts.csv", accounts.String()), "--as-of", "2026-11-01"}
	if code := run(t.Context(), args, strings.NewReader(""), &out, &problems); code != 0 {
		t.Fatal(code, problems.String())
	}
	lines := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
	if want := 2 + 2*pageLines + 1 + 3; len(lines) != want {
		t.Fatalf("%d lines, expected %d", len(lines), want)
	}
	first, last := lines[2], lines[len(lines)-4]
	if strings.Index(first, "100%") != strings.Index(last, "100%") || !strings.Contains(last, " A020000 ") {
		t.Errorf("the first line and the last:\n%s\n%s", first, last)
	}
	if got, want := lines[len(lines)-2], "20001 accounts: average score 49.5"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}
