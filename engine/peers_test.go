package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
)

// peerRules show one peer statistic, of accounts in groups.
func peerRules(expression string) string {
	return `language: 1
signals:
  accounts: {key: id, columns: {id: string, group: optional string, x: optional number}}
peers: {by: [group]}
metrics:
  double: x * 2
  above: x - peers.mean(x)
  shown: ` + expression + `
scorecards:
  card: {scale: none, measures: {shown: {points: value}}}
`
}

var peerAccounts = []string{
	`{"id": "a", "group": "g", "x": 1}`,
	`{"id": "b", "group": "g", "x": 2}`,
	`{"id": "c", "group": "g", "x": 2}`,
	`{"id": "d", "group": "g", "x": 10}`,
	`{"id": "e", "group": "g"}`,
	`{"id": "f", "group": "other", "x": 7}`,
	`{"id": "g", "x": 5}`,
}

// TestPeers computes each peer statistic by hand: group g holds 1, 2, 2 and 10.
func TestPeers(t *testing.T) {
	for _, test := range []struct {
		expression string
		want       string // by account
	}{
		{"peers.mean(x)", "[3.75 3.75 3.75 3.75 3.75 7 missing]"},
		{"peers.median(x)", "[2 2 2 2 2 7 missing]"},
		{"peers.min(x)", "[1 1 1 1 1 7 missing]"},
		{"peers.max(x)", "[10 10 10 10 10 7 missing]"},
		{"peers.count(x)", "[4 4 4 4 4 1 missing]"},
		{"peers.count(id)", "[5 5 5 5 5 1 missing]"},
		// Deviations from 3.75: 2.75, 1.75, 1.75 and 6.25; sqrt(52.75 / 3).
		{"peers.stddev(x)", "[4.193248542 4.193248542 4.193248542 4.193248542 4.193248542 missing missing]"},
		// Type 7: h = 3 x 0.9 = 2.7, so 2 + 0.7 x 8.
		{"peers.quantile(x, 0.9)", "[7.6 7.6 7.6 7.6 7.6 7 missing]"},
		{"peers.quantile(x, 2)", "[missing missing missing missing missing missing missing]"},
		// (smaller + half of the equal) / 4.
		{"peers.percentile(x)", "[0.125 0.5 0.5 0.875 missing 0.5 missing]"},
		// Cut points: quantiles 1/4, 2/4, 3/4 are 1.75, 2 and 4.
		{"peers.ntile(x, 4)", "[0 1 1 3 missing 0 missing]"},
		{"peers.mean(double)", "[7.5 7.5 7.5 7.5 7.5 14 missing]"},
		// Statistics of a metric that depends on statistics.
		{"peers.max(above)", "[6.25 6.25 6.25 6.25 6.25 0 missing]"},
	} {
		t.Run(test.expression, func(t *testing.T) {
			p := compile(t, peerRules(test.expression))
			if !p.NeedsPeers() {
				t.Error("the program does not say that it needs peers")
			}
			accounts := portfolio(t, p, sampleAsOf, peerAccounts...)
			peers, err := p.Peers(context.Background(), accounts)
			if err != nil {
				t.Fatal(err)
			}
			r, err := p.ScoreBatch(context.Background(), accounts, engine.Request{Peers: peers})
			if err != nil {
				t.Fatal(err)
			}
			got := make([]string, r.Len())
			for i := range got {
				docs, err := r.Documents(context.Background(), i, engine.ExplainFull)
				if err != nil {
					t.Fatal(err)
				}
				got[i] = docs[0].Measures[0].Value.Num.String()
			}
			if fmt.Sprint(got) != test.want {
				t.Errorf("%s gives %v, want %s", test.expression, got, test.want)
			}
		})
	}
}

// TestPeersInBlocks: a portfolio in blocks has the peers of the whole.
func TestPeersInBlocks(t *testing.T) {
	p := compile(t, peerRules("peers.percentile(x)"))
	ctx := context.Background()
	whole, err := p.Peers(ctx, portfolio(t, p, sampleAsOf, peerAccounts...))
	if err != nil {
		t.Fatal(err)
	}
	parts, err := p.Peers(ctx, portfolio(t, p, sampleAsOf, peerAccounts[:3]...), portfolio(t, p, sampleAsOf, peerAccounts[3:]...))
	if err != nil {
		t.Fatal(err)
	}
	if whole.Digest() != parts.Digest() || whole.Accounts() != parts.Accounts() {
		t.Errorf("the whole is %s of %d accounts, the blocks %s of %d", whole.Digest(), whole.Accounts(), parts.Digest(), parts.Accounts())
	}
	other, err := p.Peers(ctx, portfolio(t, p, sampleAsOf, peerAccounts[1:]...))
	if err != nil {
		t.Fatal(err)
	}
	if other.Digest() == whole.Digest() {
		t.Error("other accounts have the same digest")
	}
}

// TestPeersOfOtherRules: statistics are not used with rules that they do not
// belong to.
func TestPeersOfOtherRules(t *testing.T) {
	a, b := compile(t, peerRules("peers.mean(x)")), compile(t, peerRules("peers.max(x)"))
	peers, err := a.Peers(context.Background(), portfolio(t, a, sampleAsOf, peerAccounts...))
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.ScoreBatch(context.Background(), portfolio(t, b, sampleAsOf, peerAccounts...), engine.Request{Peers: peers})
	if !errors.Is(err, engine.ErrOtherRules) {
		t.Errorf("the error is %v", err)
	}
}

// TestPeersByColumns holds columns against documents, where peers have values of every
// kind in common, in blocks of several sizes, compared with all and with some.
func TestPeersByColumns(t *testing.T) {
	for _, test := range []struct{ by, digest string }{
		{"segments: {by: region}", "sha256:c5b9d70183385ff720981ea85eb0b982185de821c94df851096c7861ba69b4af"},
		{"segments: {large: seats > 50, rich: mrr > 1000}", "sha256:782600c311f312f10993782e2ca83c30c6552884f2c688426090266ab91341b4"},
		{"peers: {by: [plan]}", "sha256:bfbae6e0df851bb9d505e698af96269740172eacbc5488107d6aa09a840d7c3f"},
		{"peers: {by: [region]}", "sha256:3b64c2391b81cfae8210824eaade07528561cf35b709c370c5c7eddcafde263b"},
		{"segments: {by: region}\npeers: {by: [segment, vip, since, share]}", "sha256:3ad4f7da90f2cde604fdee4d308562488510dbcc2ffab3d2cba7d39d8da41a01"},
	} {
		t.Run(test.by, func(t *testing.T) {
			p := compile(t, `language: 1
signals:
  accounts: {key: id, columns: {id: string, region: optional string, plan: optional int, vip: optional bool, since: optional date, share: optional number, seats: int, mrr: {type: money, currency: EUR, optional: true}}}
`+test.by+`
metrics:
  per_seat: mrr / seats
  each: seats / 7
  m1: peers.median(mrr)
  m2: peers.quantile(per_seat, 0.9)
  m3: peers.percentile(mrr) * 100
  m4: peers.ntile(each, 4)
  m5: peers.quantile(each, share)
  m6: peers.stddev(each)
  m7: peers.count(region)
  m8: peers.ntile(mrr, 40)
  m9: peers.mean(above)
  m10: peers.max(each) - peers.min(each)
  m11: peers.ntile(seats, plan)
  above: per_seat - peers.mean(per_seat)
scorecards:
  card: {scale: none, measures: {each: {points: value}, m4: {points: value}, m5: {points: value}, m6: {points: value}, m7: {points: value}, m8: {points: value}, m10: {points: value}, m11: {points: value}, m3: {points: value}, typical: {metric: m1, from: {else: 0, 400: 1}}, spread: {metric: m2, from: {else: 0, 15: 1}}, nine: {metric: m9, from: {else: 0, 0: 1}}}}
`)
			random := rand.New(rand.NewPCG(7, 8))
			lines := make([]string, 400)
			for i := range lines {
				row := map[string]any{"id": fmt.Sprint("a", i), "seats": 1 + random.IntN(99)}
				for _, column := range []struct {
					name  string
					value any
				}{
					{"region", fmt.Sprint("r", random.IntN(6))},
					{"plan", random.IntN(5)},
					{"vip", random.IntN(2) == 0},
					{"since", fmt.Sprintf("2026-0%d-01", 1+random.IntN(3))},
					{"share", float64(random.IntN(4)) / 3},
					{"mrr", random.IntN(200_000)},
				} {
					if random.IntN(10) > 0 {
						row[column.name] = column.value
					}
				}
				line, err := json.Marshal(row)
				if err != nil {
					t.Fatal(err)
				}
				lines[i] = string(line)
			}
			ctx, accounts := context.Background(), portfolio(t, p, sampleAsOf, lines...)
			for _, compared := range [][]string{lines, lines[:20]} {
				peers, err := p.Peers(ctx, portfolio(t, p, sampleAsOf, compared...))
				if err != nil {
					t.Fatal(err)
				}
				if len(compared) == len(lines) && peers.Digest() != test.digest {
					t.Errorf("the digest is %s", peers.Digest())
				}
				for _, block := range []int{1, 7, 1024} {
					r, err := p.ScoreBatch(ctx, accounts, engine.Request{Peers: peers, Block: block, Explain: engine.ExplainReasons})
					if err != nil {
						t.Fatal(err)
					}
					wantDocuments(t, r, engine.ExplainReasons)
				}
			}
		})
	}
}
