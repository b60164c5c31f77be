package engine_test

import (
	"context"
	"fmt"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
)

// A test of rules observes accounts, and then asks which parts of the rules no account
// came to.
func ExampleProgram_Observe() {
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(`
language: 1
signals:
  accounts: {key: id, columns: {id: string, seats: int, users: int}}
metrics:
  use: 'seats > 0 ? users / seats * 100 : 0'
scorecards:
  health: {measures: {use: {up_to: {50: 0, else: 100}}}}
`)}})
	if err != nil {
		panic(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		panic(err)
	}
	asOf, _ := signals.ParseAsOf("2026-11-01")
	accounts := signals.NewBuilder(program.Schema(), asOf, program.Needs(), nil)
	if err := accounts.AddJSON([]byte(`{"id": "A1", "seats": 10, "users": 8}`)); err != nil {
		panic(err)
	}
	seen := program.NewCoverage()
	o, err := program.Observe(context.Background(), accounts.Portfolio(), 0, engine.Request{}, seen)
	if err != nil {
		panic(err)
	}
	fmt.Println(o.Metrics[0].Name, o.Metrics[0].Value, o.Documents[0].Score)
	for _, point := range seen.Points() {
		if point.Hits == 0 {
			fmt.Printf("%s: no account: %s\n", point.Place, point.What)
		}
	}
	// Output:
	// use 80 100
	// rules.yaml:6:43: no account: taken when `seats > 0` is no
	// rules.yaml:8:37: no account: up to 50
}
