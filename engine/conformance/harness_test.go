package conformance_test

import (
	"context"
	"encoding/csv"
	"math/big"
	"os"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// programIn compiles the rules in a folder.
func programIn(t *testing.T, folder string) *engine.Program {
	t.Helper()
	set, err := load.Dir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, set)
}

// programOf compiles rules written in a test.
func programOf(t *testing.T, text string) *engine.Program {
	t.Helper()
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, set)
}

func compile(t *testing.T, set *rules.Set) *engine.Program {
	t.Helper()
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func asOf(t *testing.T, text string) signals.AsOf {
	t.Helper()
	at, err := signals.ParseAsOf(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// scoreFiles scores all accounts of a file or folder, of which every row and cell
// must be readable.
func scoreFiles(t *testing.T, program *engine.Program, input, at string) *engine.Results {
	t.Helper()
	return scorePortfolio(t, program, readAll(t, program, input, at))
}

// readAll reads a file or folder, of which every row and cell must be readable.
func readAll(t *testing.T, program *engine.Program, input, at string) *signals.Portfolio {
	t.Helper()
	ctx := context.Background()
	reader, err := files.Open(ctx, program.Schema(), []string{input}, files.Options{
		AsOf: asOf(t, at), Needs: program.Needs(),
		Report: func(p signals.Problem) { t.Errorf("unreadable: %s", p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	portfolio, err := reader.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return portfolio
}

func scorePortfolio(t *testing.T, program *engine.Program, portfolio *signals.Portfolio) *engine.Results {
	t.Helper()
	ctx := context.Background()
	peers, err := program.Peers(ctx, portfolio)
	if err != nil {
		t.Fatal(err)
	}
	results, err := program.ScoreBatch(ctx, portfolio, engine.Request{Peers: peers, Explain: engine.ExplainReasons})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// explain scores one account given as JSON, as of 2026-11-01, and gives its full
// documents by scorecard.
func explain(t *testing.T, program *engine.Program, account string) map[string]result.Document {
	t.Helper()
	builder := signals.NewBuilder(program.Schema(), asOf(t, "2026-11-01"), program.Needs(), func(p signals.Problem) {
		t.Errorf("unreadable: %s", p)
	})
	if err := builder.AddJSON([]byte(account)); err != nil {
		t.Fatal(err)
	}
	documents, err := program.Score(context.Background(), builder.Portfolio(), engine.Request{Explain: engine.ExplainFull})
	if err != nil {
		t.Fatal(err)
	}
	byCard := map[string]result.Document{}
	for _, d := range documents {
		byCard[d.Scorecard] = d
	}
	return byCard
}

// record is a line of an expected file, by column.
type record map[string]string

func readRecords(t *testing.T, path string) []record {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var records []record
	for _, line := range lines[1:] {
		r := record{}
		for i, cell := range line {
			r[lines[0][i]] = cell
		}
		records = append(records, r)
	}
	return records
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// number reads a decimal or a fraction such as 109/4; blank is missing.
func number(t *testing.T, text string) exact.Num {
	t.Helper()
	if text == "" {
		return exact.Num{}
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return exact.FromRat(r)
}

func same(a, b exact.Num) bool {
	return a.IsMissing() && b.IsMissing() || !a.IsMissing() && !b.IsMissing() && a.Equal(b)
}

// documentOf gives the document of account i on the first scorecard, with reasons.
func documentOf(t *testing.T, results *engine.Results, i int) result.Document {
	t.Helper()
	documents, err := results.Documents(context.Background(), i, engine.ExplainReasons)
	if err != nil {
		t.Fatal(err)
	}
	return documents[0]
}
