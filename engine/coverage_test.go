package engine_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/engine"
)

// TestCoverage observes the accounts of each archive and lists the points: how often
// each counted, what is written at its place, what it is.
func TestCoverage(t *testing.T) {
	files, err := filepath.Glob("testdata/coverage/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			source := string(archive.Files[0].Data)
			p := compile(t, source)
			accounts := portfolio(t, p, sampleAsOf, lines(string(archive.Files[1].Data))...)
			seen := p.NewCoverage()
			for i := range accounts.Len() {
				if _, err := p.Observe(context.Background(), accounts, i, engine.Request{}, seen); err != nil {
					t.Fatal(err)
				}
			}
			got := listed(source, seen.Points())
			golden := &archive.Files[2]
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				golden.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(golden.Data), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func lines(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }

// listed prints points with what is written at their places.
func listed(source string, points []engine.CoveragePoint) string {
	rows := strings.Split(source, "\n")
	var b strings.Builder
	for _, p := range points {
		row := []rune(rows[p.Place.Line-1])
		from := p.Place.Column - 1
		written := string(row[from:min(from+p.Place.Length, len(row))])
		of := strings.Join(strings.Fields(p.Scorecard+" "+p.Segment+" "+p.Measure), "/")
		fmt.Fprintf(&b, "%d  %d:%d %s  %s | %s", p.Hits, p.Place.Line, p.Place.Column, p.Kind, written, p.What)
		if of != "" {
			fmt.Fprintf(&b, "  (%s)", of)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestCoverageAddsUp(t *testing.T) {
	p := compile(t, expressionRules("nps > 30 ? 1 : 2"))
	accounts := portfolio(t, p, sampleAsOf, sampleAccount)
	a, b := p.NewCoverage(), p.NewCoverage()
	for range 3 {
		if _, err := p.Observe(context.Background(), accounts, 0, engine.Request{}, b); err != nil {
			t.Fatal(err)
		}
	}
	a.Add(b)
	a.Add(b)
	for _, point := range a.Points() {
		want := 6
		if strings.HasSuffix(point.What, " is no") {
			want = 0
		}
		if point.Hits != want {
			t.Errorf("%s: %d hits, want %d", point.What, point.Hits, want)
		}
	}
	other := compile(t, expressionRules("1"))
	if _, err := p.Observe(context.Background(), accounts, 0, engine.Request{}, other.NewCoverage()); !errors.Is(err, engine.ErrOtherRules) {
		t.Errorf("coverage of another program: %v", err)
	}
}
