package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// columnsSignals declares what the tests of columns see: a column of every type, all
// of them blank at will, a table of events and one of terms.
const columnsSignals = `language: 1
signals:
  accounts:
    key: id
    columns: {id: string, a: optional int, b: optional int, x: optional number, y: optional number, s: optional string, u: optional string, d1: optional date, d2: optional date, m: optional money, v: optional bool}
  usage:
    parent: accounts
    key: id
    time: day
    columns: {id: string, day: date, feature: optional string, actions: optional int, seen: optional bool, n: optional number}
  subs:
    parent: accounts
    key: id
    time: start
    until: end
    columns: {id: string, start: date, end: optional date, amount: money}
`

// TestColumnsEqualDocuments holds the columns of small portfolios against the
// documents of their accounts (see columnCases).
func TestColumnsEqualDocuments(t *testing.T) {
	for _, test := range columnCases {
		t.Run(strings.ReplaceAll(test.name, " ", "_"), func(t *testing.T) {
			declared := test.signals
			if declared == "" {
				declared = columnsSignals
			}
			p := compile(t, declared+test.rules)
			wantColumns(t, p, portfolio(t, p, sampleAsOf, test.accounts...))
		})
	}
}

// wantColumns fails unless a portfolio gives what its documents say: in blocks of
// many sizes, with reasons and without, from one scorer again and again, and one
// account at a time.
func wantColumns(t *testing.T, p *engine.Program, accounts *signals.Portfolio) {
	t.Helper()
	ctx := context.Background()
	peers, err := p.Peers(ctx, accounts)
	if err != nil {
		t.Fatal(err)
	}
	want := documents(t, p, peers, accounts)
	for _, level := range []engine.Level{engine.ExplainNone, engine.ExplainReasons} {
		for _, block := range []int{1, 2, 3, 64, 1024} {
			s, err := p.Scorer(engine.Request{Workers: 1, Block: block, Explain: level, Peers: peers})
			if err != nil {
				t.Fatal(err)
			}
			for round := range 2 {
				r, err := s.Score(ctx, accounts)
				if err != nil {
					t.Fatal(err)
				}
				wantEntries(t, r, want, fmt.Sprintf("blocks of %d, level %d, round %d", block, level, round+1))
			}
			for i := range accounts.Len() {
				r, err := s.ScoreOne(ctx, accounts, i)
				if err != nil {
					t.Fatal(err)
				}
				wantEntries(t, r, want[i:i+1], fmt.Sprintf("blocks of %d, level %d, alone", block, level))
			}
		}
	}
}

// documents are those of all accounts of a portfolio, each scored alone.
func documents(t *testing.T, p *engine.Program, peers *engine.Peers, accounts *signals.Portfolio) [][]result.Document {
	t.Helper()
	out := make([][]result.Document, accounts.Len())
	for i := range out {
		var err error
		if out[i], err = p.Score(context.Background(), signals.One(accounts, i), engine.Request{Explain: engine.ExplainFull, Peers: peers}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// wantEntries fails unless results hold, account by account, what the documents say.
func wantEntries(t *testing.T, r *engine.Results, want [][]result.Document, how string) {
	t.Helper()
	if r.Len() != len(want) {
		t.Fatalf("%s: %d accounts, want %d", how, r.Len(), len(want))
	}
	for i, documents := range want {
		for k, d := range documents {
			s := &r.Scorecards[k]
			withReasons := s.TopReason != nil
			if want, got := documentEntry(d, r.Flags, s.Measures, withReasons), columnsEntry(r, i, k, withReasons); want != got {
				t.Fatalf("%s: account %s, scorecard %s\ndocument: %s\ncolumns:  %s", how, r.Key(i), d.Scorecard, want, got)
			}
		}
	}
}

// documentEntry is what columns show of a document, as text.
func documentEntry(d result.Document, flags []engine.FlagResults, measures []string, withReasons bool) string {
	band := ""
	if d.Band != nil {
		band = *d.Band
	}
	var b strings.Builder
	fmt.Fprintf(&b, "segment %q score %s coverage %s band %q", d.Segment, lowest(d.Score), lowest(d.Coverage), band)
	for _, f := range flags {
		fmt.Fprintf(&b, " %s=%v", f.Name, slices.Contains(d.Flags, f.Name))
	}
	if withReasons {
		top, points := "", map[string]exact.Num{}
		if len(d.Reasons) > 0 {
			top = d.Reasons[0].Measure
		}
		leafPoints(d.Measures, "", points)
		fmt.Fprintf(&b, " top %q", top)
		for _, name := range measures {
			fmt.Fprintf(&b, " %s: %s", name, lowest(points[name]))
		}
	}
	return b.String()
}

// columnsEntry is the same of account i on scorecard k, taken from columns.
func columnsEntry(r *engine.Results, i, k int, withReasons bool) string {
	s := &r.Scorecards[k]
	var b strings.Builder
	fmt.Fprintf(&b, "segment %q score %s coverage %s band %q", r.Segments.At(i), lowest(s.Score.At(i)), lowest(s.Coverage.At(i)), s.Band.At(i))
	for _, f := range r.Flags {
		fmt.Fprintf(&b, " %s=%v", f.Name, f.Holds[i])
	}
	if withReasons {
		fmt.Fprintf(&b, " top %q", s.TopReason.At(i))
		for j, name := range s.Measures {
			fmt.Fprintf(&b, " %s: %s", name, lowest(s.Points[j].At(i)))
		}
	}
	return b.String()
}

// leafPoints are the points in a document by nested name, groups left out.
func leafPoints(measures []result.Measure, under string, points map[string]exact.Num) {
	for _, m := range measures {
		if m.Measures != nil {
			leafPoints(m.Measures, under+m.Name+".", points)
			continue
		}
		points[under+m.Name] = m.Points
	}
}
