package engine_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// exampleRules stands for a folder of rule files; load.Dir reads one from disk.
var exampleRules = fstest.MapFS{
	"rules/health.yaml": {Data: []byte(`
language: 1
signals:
  accounts:
    key: account_id
    columns: {account_id: string, seats: int, active_users: int, nps: optional int}
metrics:
  breadth: active_users / seats * 100
scorecards:
  health:
    measures:
      breadth: {weight: 3, linear: {0: 0, 80: 100}}
      nps:     {weight: 1, up_to: {0: 0, 30: 50, else: 100}}
    bands: {green: {from: 70}, yellow: {from: 40}, red: {}}
`)},
}

// Example loads rules, compiles them, and scores one account.
func Example() {
	set, err := load.FS(exampleRules, "rules")
	if err != nil {
		log.Fatal(err) // a *rules.Diagnostics: every problem with its place
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	asOf, err := signals.ParseAsOf("2026-11-01")
	if err != nil {
		log.Fatal(err)
	}
	accounts := signals.NewBuilder(program.Schema(), asOf, program.Needs(), nil)
	if err := accounts.AddMap(map[string]any{"account_id": "A1", "seats": 40, "active_users": 18}); err != nil {
		log.Fatal(err)
	}
	documents, err := program.Score(context.Background(), accounts.Portfolio(), engine.Request{Explain: engine.ExplainFull})
	if err != nil {
		log.Fatal(err)
	}
	d := documents[0]
	fmt.Printf("%s scores %s, %s, with data behind %s of the weight\n", d.Account, d.Score, *d.Band, d.Coverage)
	fmt.Println("missing:", d.Measures[1].Cause)
	fmt.Printf("nearest: %s %s -> %s\n", d.Nearest[0].Measure, d.Nearest[0].From, d.Nearest[0].To)
	// Output:
	// A1 scores 56.25, yellow, with data behind 0.75 of the weight
	// missing: nps is blank
	// nearest: breadth 45 -> 55.996
}

// ExampleProgram_ScoreBatch scores a portfolio and reads the results as columns.
func ExampleProgram_ScoreBatch() {
	set, err := load.FS(exampleRules, "rules")
	if err != nil {
		log.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	asOf, _ := signals.ParseAsOf("2026-11-01")
	accounts := signals.NewBuilder(program.Schema(), asOf, program.Needs(), nil)
	for _, line := range []string{
		`{"account_id": "A1", "seats": 40, "active_users": 18, "nps": 55}`,
		`{"account_id": "A2", "seats": 10, "active_users": 9, "nps": 10}`,
	} {
		if err := accounts.AddJSON([]byte(line)); err != nil {
			log.Fatal(err)
		}
	}
	results, err := program.ScoreBatch(context.Background(), accounts.Portfolio(), engine.Request{Explain: engine.ExplainReasons})
	if err != nil {
		log.Fatal(err)
	}
	health := results.Scorecards[0]
	for i := range results.Len() {
		fmt.Println(results.Key(i), health.Score.At(i), health.Band.At(i), health.TopReason.At(i))
	}
	// Output:
	// A1 67.19 yellow breadth
	// A2 87.5 green nps
}

// ExampleProgram_Peers compares accounts with each other before scoring them.
func ExampleProgram_Peers() {
	set, err := load.Files([]rules.File{{Name: "peers.yaml", Source: []byte(`
language: 1
signals:
  accounts: {key: id, columns: {id: string, mrr: number}}
metrics:
  standing: peers.percentile(mrr) * 100
scorecards:
  size: {measures: {standing: {points: value}}}
`)}})
	if err != nil {
		log.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	asOf, _ := signals.ParseAsOf("2026-11-01")
	b := signals.NewBuilder(program.Schema(), asOf, program.Needs(), nil)
	for id, mrr := range []int{100, 200, 300, 400} {
		if err := b.AddMap(map[string]any{"id": fmt.Sprint("A", id+1), "mrr": mrr}); err != nil {
			log.Fatal(err)
		}
	}
	accounts, ctx := b.Portfolio(), context.Background()
	peers, err := program.Peers(ctx, accounts)
	if err != nil {
		log.Fatal(err)
	}
	results, err := program.ScoreBatch(ctx, accounts, engine.Request{Peers: peers})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(results.Scorecards[0].Score.All())
	// Output: [12.5 37.5 62.5 87.5]
}

// ExampleFunction adds a function written in Go to the language.
func ExampleFunction() {
	half := engine.Function{
		Name: "half", Version: "1", Args: []signals.Kind{signals.Number}, Result: signals.Number,
		Call: func(args []signals.Value) (signals.Value, error) {
			return signals.Value{Kind: signals.Number, Num: args[0].Num.Quo(exact.Int(2))}, nil
		},
	}
	set, err := load.Files([]rules.File{{Name: "half.yaml", Source: []byte(`
language: 1
signals:
  accounts: {key: id, columns: {id: string, seats: int}}
metrics: {half_seats: half(seats)}
scorecards:
  size: {measures: {half_seats: {points: value}}}
`)}})
	if err != nil {
		log.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{Functions: []engine.Function{half}})
	if err != nil {
		log.Fatal(err)
	}
	asOf, _ := signals.ParseAsOf("2026-11-01")
	b := signals.NewBuilder(program.Schema(), asOf, program.Needs(), nil)
	if err := b.AddMap(map[string]any{"id": "A1", "seats": 45}); err != nil {
		log.Fatal(err)
	}
	documents, err := program.Score(context.Background(), b.Portfolio(), engine.Request{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(documents[0].Score)
	// Output: 22.5
}

// ExampleCompile shows what a program gets to see of wrong rules.
func ExampleCompile() {
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(`
language: 1
signals:
  accounts: {key: id, columns: {id: string, seats: int}}
metrics: {half_seats: saets / 2}
scorecards:
  size: {measures: {half_seats: {points: value}}}
`)}})
	if err != nil {
		log.Fatal(err)
	}
	_, err = engine.Compile(set, engine.Options{})
	var found *rules.Diagnostics
	if errors.As(err, &found) {
		for _, d := range found.List {
			fmt.Println(d.Place, d.Message, d.Hint)
		}
	}
	// Output: rules.yaml:5:23 unknown name `saets` did you mean `seats`?
}
