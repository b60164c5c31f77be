package conformance_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// TestBlocks: on the two data sets every size of blocks and every number of workers
// gives the columns that the documents of the accounts, scored one at a time, give.
func TestBlocks(t *testing.T) {
	for name, set := range map[string]struct{ rules, input, asOf string }{
		"telco A":      {telco + "/rules-a", telco + "/Telco-Customer-Churn.csv", telcoAsOf},
		"telco B":      {telco + "/rules-b", telco + "/Telco-Customer-Churn.csv", telcoAsOf},
		"ravenstack A": {ravenstack + "/rules-a", ravenstack + "/signals", ravenstackAsOf},
		"ravenstack B": {ravenstack + "/rules-b", ravenstack + "/signals", ravenstackAsOf},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program := programIn(t, set.rules)
			blocksAgree(t, program, readAll(t, program, set.input, set.asOf))
		})
	}
}

func blocksAgree(t *testing.T, program *engine.Program, portfolio *signals.Portfolio) {
	ctx := context.Background()
	peers, err := program.Peers(ctx, portfolio)
	if err != nil {
		t.Fatal(err)
	}
	documents := make([][]result.Document, portfolio.Len())
	for i := range documents {
		documents[i], err = program.Score(ctx, signals.One(portfolio, i), engine.Request{Peers: peers, Explain: engine.ExplainFull})
		if err != nil {
			t.Fatal(err)
		}
	}
	blocks, workers := []int{1, 7, 1024, 100_000}, []int{1, 3}
	if os.Getenv("BELLWETHER_LONG") != "" {
		blocks, workers = []int{1, 2, 3, 7, 64, 1000, 1024, 7042, 7043, 7044, 100_000}, []int{1, 2, 3, 4, 16}
	}
	exacts := map[[2]int]exact.Num{} // the same in all, and the base when rounded as the rules say
	for _, block := range blocks {
		for _, n := range workers {
			for _, level := range []engine.Level{engine.ExplainNone, engine.ExplainReasons} {
				r, err := program.ScoreBatch(ctx, portfolio, engine.Request{Peers: peers, Block: block, Workers: n, Explain: level})
				if err != nil {
					t.Fatal(err)
				}
				how := fmt.Sprintf("blocks of %d, %d workers, level %d", block, n, level)
				if r.Len() != len(documents) {
					t.Fatalf("%s: %d accounts, want %d", how, r.Len(), len(documents))
				}
				for i, d := range documents {
					for k := range d {
						at := [2]int{i, k}
						if _, ok := exacts[at]; !ok {
							exacts[at] = r.Scorecards[k].Exact.At(i)
							if base := exacts[at].Round(4); !same(base, d[k].Base) {
								t.Fatalf("%s: account %s is exactly %s, its base is %s", how, r.Key(i), base, d[k].Base)
							}
						}
						if diff := rowDiffers(r, k, i, d[k], exacts[at], level); diff != "" {
							t.Fatalf("%s: account %s (-documents +columns):\n%s", how, r.Key(i), diff)
						}
					}
				}
			}
		}
	}
}
