package conformance_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/conformance/reference"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

// TestOrderOfMetrics: metrics declared in another order are the same rules: the
// same digest, the same documents, and peers that fit both.
func TestOrderOfMetrics(t *testing.T) {
	n, changed := 150, 0
	if testing.Short() {
		n = 40
	}
	for seed := range n {
		c := reference.Cases().Example(seed)
		turned := turnMetrics(c.Rules)
		if turned == c.Rules {
			continue
		}
		changed++
		a, b := programOf(t, c.Rules), programOf(t, turned)
		if a.Digest() != b.Digest() {
			t.Fatalf("case %d: other digests\n%s", seed, turned)
		}
		peers, err := a.Peers(context.Background(), accountsOf(t, a, c))
		if err != nil {
			t.Fatal(err)
		}
		if da, db := documentsOf(t, a, c, peers), documentsOf(t, b, c, peers); da != db {
			t.Fatalf("case %d:\n%s\nturned:\n%s\n%s", seed, da, db, c.Rules)
		}
	}
	if changed < n/4 {
		t.Errorf("only %d of %d cases have metrics to turn", changed, n)
	}
}

// turnMetrics writes the metrics, a line each, from last to first.
func turnMetrics(rules string) string {
	before, rest, ok := strings.Cut(rules, "metrics:\n")
	if !ok {
		return rules
	}
	lines := strings.SplitAfter(rest, "\n")
	end := slices.IndexFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "  ") })
	metrics := slices.Clone(lines[:end])
	slices.Reverse(metrics)
	return before + "metrics:\n" + strings.Join(metrics, "") + strings.Join(lines[end:], "")
}

func accountsOf(t *testing.T, p *engine.Program, c reference.Case) *signals.Portfolio {
	t.Helper()
	b := signals.NewBuilder(p.Schema(), asOf(t, c.AsOf), p.Needs(), func(signals.Problem) {})
	for line := range strings.Lines(c.Accounts) {
		_ = b.AddJSON([]byte(strings.TrimSpace(line))) // a row that is refused gives no document
	}
	return b.Portfolio()
}

func documentsOf(t *testing.T, p *engine.Program, c reference.Case, peers *engine.Peers) string {
	t.Helper()
	r, err := p.ScoreBatch(context.Background(), accountsOf(t, p, c), engine.Request{Peers: peers})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i := range r.Len() {
		documents, err := r.Documents(context.Background(), i, engine.ExplainFull)
		if err != nil {
			t.Fatal(err)
		}
		for k := range documents {
			forget(documents[k].Measures)
			for o := range documents[k].Overrides {
				documents[k].Overrides[o].Declared = ""
			}
		}
		text, err := json.MarshalIndent(documents, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	return out.String()
}

// forget drops where measures were declared: that is what was changed.
func forget(measures []result.Measure) {
	for i := range measures {
		measures[i].Declared = ""
		forget(measures[i].Measures)
	}
}
