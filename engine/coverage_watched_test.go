package engine

import (
	"errors"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine/conformance/reference"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
)

// TestWatchedAgrees: the plan whose branches are counted gives the metrics and scores
// of the plan that scores.
func TestWatchedAgrees(t *testing.T) {
	n := 150
	if testing.Short() {
		n = 40
	}
	generator := reference.Cases()
	for seed := range n {
		c := generator.Example(seed)
		set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(c.Rules)}})
		if err != nil {
			t.Fatal(err)
		}
		p, err := Compile(set, Options{})
		if err != nil {
			t.Fatal(err)
		}
		instant, _ := signals.ParseAsOf(c.AsOf)
		b := signals.NewBuilder(p.Schema(), instant, p.Needs(), nil)
		for line := range strings.Lines(c.Accounts) {
			var refused *signals.RefusedError
			if err := b.AddJSON([]byte(line)); err != nil && !errors.As(err, &refused) {
				t.Fatal(err)
			}
		}
		accounts := b.Portfolio()
		peers, err := p.Peers(t.Context(), accounts)
		if err != nil {
			t.Fatal(err)
		}
		plain, watched := p.frame(), p.NewCoverage().frame
		plain.Bind(accounts, peers.values)
		watched.Bind(accounts, peers.values)
		for i := range accounts.Len() {
			plain.Account(i)
			watched.Account(i)
			if plain.Segment() != watched.Segment() {
				t.Fatalf("seed %d: segment %s, watched %s", seed, plain.Segment(), watched.Segment())
			}
			for m := range p.plan.Metrics {
				if a, b := plain.Metric(m), watched.Metric(m); a.String() != b.String() || a.Missing != b.Missing {
					t.Fatalf("seed %d: metric %d is %v, watched %v", seed, m, a, b)
				}
			}
			for c := range p.plan.Cards {
				if a, b := plain.Score(c), watched.Score(c); !a.Score.Equal(b.Score) || !a.Exact.Equal(b.Exact) || a.Band != b.Band || !a.Coverage.Equal(b.Coverage) {
					t.Fatalf("seed %d: scorecard %d is %+v, watched %+v", seed, c, a, b)
				}
			}
			for f := range p.plan.Flags {
				if plain.Flag(f) != watched.Flag(f) {
					t.Fatalf("seed %d: flag %d differs", seed, f)
				}
			}
		}
	}
}
