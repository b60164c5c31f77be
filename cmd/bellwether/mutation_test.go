package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/lint"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// mutated are the examples that are broken, with signals to score.
var mutated = []struct{ rules, signals string }{
	{"../../examples/saas/rules", "../../examples/saas/signals"},
	{"../../examples/telco/rules-a", "../../examples/telco/Telco-Customer-Churn.csv"},
	{"../../examples/telco/rules-b", "../../examples/telco/Telco-Customer-Churn.csv"},
	{"../../examples/starters/minimal/rules", "../../examples/starters/minimal/signals"},
	{"../../examples/starters/saas/rules", "../../examples/starters/saas/signals"},
	{"../../examples/starters/product-led/rules", "../../examples/starters/product-led/signals"},
	{"../../examples/starters/telecom/rules", "../../examples/starters/telecom/signals"},
	{"testdata/health/rules", "testdata/health/signals"},
}

// pointsAt is how many of the findings have to point at the line that was broken,
// in percent.
const pointsAt = 95

// TestMutants breaks the examples in random ways. Whatever is done to rules, check
// ends, finds what keeps them from being scored, and nearly always points at the
// line where it was done.
func TestMutants(t *testing.T) {
	mutants := 200
	switch {
	case os.Getenv("BELLWETHER_LONG") != "":
		mutants = 5000
	case testing.Short():
		mutants = 25
	}
	seed := uint64(1)
	if text := os.Getenv("BELLWETHER_SEED"); text != "" {
		parsed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = parsed
	}
	var total tallyOfMutants
	for i, example := range mutated {
		t.Run(strings.TrimPrefix(example.rules, "../../"), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, uint64(i)))
			files := ruleFiles(t, example.rules)
			signals := fewAccounts(t, example.signals)
			var mutators []*mutator
			for _, f := range files {
				mutators = append(mutators, newMutator(random, f.Source))
			}
			for range mutants {
				which := random.IntN(len(files))
				broken := slices.Clone(files)
				m := mutators[which].next()
				broken[which].Source = m.text
				total.judge(t, broken, files[which].Name, m, signals)
			}
		})
	}
	t.Logf("%d mutants: %d can be scored, %d have errors; pointed at by the first error %d, by a place of any %d, or named where the line is gone %d",
		total.all, total.all-total.found, total.found, total.first, total.placed, total.atLine)
	if total.found == 0 || total.atLine*100 < total.found*pointsAt {
		t.Errorf("of %d mutants with errors, %d are pointed at, fewer than %d%%", total.found, total.atLine, pointsAt)
	}
}

// tallyOfMutants counts what became of mutants.
type tallyOfMutants struct{ all, found, first, placed, atLine int }

func (c *tallyOfMutants) judge(t *testing.T, files []rules.File, name string, m mutant, signals string) {
	t.Helper()
	c.all++
	at := fmt.Sprintf("%s %s", name, m.how)
	defer func() {
		if cause := recover(); cause != nil {
			t.Fatalf("%s: %v\n%s", at, cause, m.text)
		}
	}()
	result := lint.Files(files, lint.Options{})
	if !result.Found.HasErrors() {
		scores(t, at, files, signals)
		return
	}
	c.found++
	found := slices.DeleteFunc(slices.Clone(result.Found.List), func(d rules.Diagnostic) bool { return d.Severity != rules.SeverityError })
	if m.placed(name, found[0]) {
		c.first++
	}
	if slices.ContainsFunc(found, func(d rules.Diagnostic) bool { return m.placed(name, d) }) {
		c.placed++
	}
	if slices.ContainsFunc(found, func(d rules.Diagnostic) bool { return m.meant(name, d) }) {
		c.atLine++
	} else {
		t.Logf("%s\n%s", at, result.Found)
	}
}

// meant tells whether a finding points at what was broken. At a line that is gone
// nothing can point: there it is enough that a finding names what was declared in it.
func (m mutant) meant(file string, d rules.Diagnostic) bool {
	return m.placed(file, d) || m.gone != "" && strings.Contains(d.Message, m.gone)
}

// placed tells whether a place of a finding lies in the lines that were changed.
func (m mutant) placed(file string, d rules.Diagnostic) bool {
	in := func(p rules.Place) bool { return p.File == file && m.first <= p.Line && p.Line <= m.last }
	return in(d.Place) || slices.ContainsFunc(d.Also, func(n rules.Note) bool { return in(n.Place) })
}

// scores tells whether rules without errors can be scored. That a file has no such
// column is for the signals to tell: check has not seen them here.
func scores(t *testing.T, at string, files []rules.File, signals string) {
	t.Helper()
	folder := t.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(f.Name)), f.Source, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var errs strings.Builder
	args := []string{"score", "--rules", folder, "--signals", signals, "--as-of", "2026-11-01", "--format", "ndjson"}
	code := run(context.Background(), args, nil, io.Discard, &errs)
	said := errs.String()
	unfit := code == exitRules && !strings.Contains(said, "error:") || strings.Contains(said, "no account could be used") ||
		strings.Contains(said, "have no scorecard")
	if code != exitGood && !unfit {
		t.Errorf("%s: check finds nothing, and scoring says (exit code %d):\n%s", at, code, said)
	}
}

func ruleFiles(t *testing.T, folder string) []rules.File {
	t.Helper()
	set, err := load.Dir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return set.Files
}

// fewAccounts gives a copy of signals with the first rows of each file: enough to
// see whether accounts can be scored.
func fewAccounts(t *testing.T, path string) string {
	t.Helper()
	folder := t.TempDir()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := func(from, to string) {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(text), "\n")
		lines = lines[:min(len(lines), 40)]
		if err := os.WriteFile(to, []byte(strings.Join(lines, "")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if !info.IsDir() {
		to := filepath.Join(folder, "accounts.csv")
		cut(path, to)
		return to
	}
	found, err := filepath.Glob(filepath.Join(path, "*.csv"))
	if err != nil || len(found) == 0 {
		t.Fatal("no signals", err)
	}
	for _, f := range found {
		cut(f, filepath.Join(folder, filepath.Base(f)))
	}
	return folder
}
