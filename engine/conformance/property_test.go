package conformance_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/conformance/reference"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// cases is how many rule sets, with their accounts, the engine is held against the
// referee on; `make long` asks for more.
var cases = flag.Int("cases", 500, "generated rule sets to compare with the referee")

// seldom are the traits that at least 1% of the cases must have, or the comparison
// proves little.
var seldom = []reference.Tag{
	reference.TagMissing, reference.TagThreshold, reference.TagTie, reference.TagRedistribute,
	reference.TagNested, reference.TagPeers, reference.TagOverride,
}

// TestReferee holds the engine against a second implementation on big rationals,
// over generated rule sets and accounts: every field of the documents, except the
// nearest change where the referee has none (measures with points or rows, a change
// that moves other metrics or decides who takes part), the points of a group that
// failed, and what only one side writes: causes, rows matched, places.
func TestReferee(t *testing.T) {
	n := *cases
	switch {
	case testing.Short():
		n = min(n, 100)
	case os.Getenv("BELLWETHER_LONG") != "":
		n = max(n, 50_000)
	}
	seen := map[reference.Tag]int{}
	generator := reference.Cases()
	for seed := range n {
		c := generator.Example(seed)
		for _, tag := range c.Tags {
			seen[tag]++
		}
		if diff := compare(t, c); diff != "" {
			t.Fatalf("case %d (-referee +engine):\n%s\nas of %s\n%s\n%s", seed, diff, c.AsOf, c.Rules, c.Accounts)
		}
	}
	for _, tag := range seldom {
		t.Logf("%-16s %5.1f%% of %d cases", tag, 100*float64(seen[tag])/float64(n), n)
		if seen[tag]*100 < n {
			t.Errorf("less than 1%% of the cases have %s", tag)
		}
	}
}

// FuzzReferee does the same from the fuzzer's bytes.
func FuzzReferee(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		c := reference.DrawCase(t)
		if diff := compare(t, c); diff != "" {
			t.Fatalf("(-referee +engine):\n%s\nas of %s\n%s\n%s", diff, c.AsOf, c.Rules, c.Accounts)
		}
	}))
}

// compare scores a case, as a batch and one account at a time, and tells how the
// documents differ from the referee's.
func compare(t rapid.TB, c reference.Case) string {
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(c.Rules)}})
	if err != nil {
		t.Fatalf("load: %v\n%s", err, c.Rules)
	}
	p, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatalf("compile: %v\n%s", err, c.Rules)
	}
	asOf, err := signals.ParseAsOf(c.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	b := signals.NewBuilder(p.Schema(), asOf, nil, func(signals.Problem) {})
	for line := range bytes.Lines([]byte(c.Accounts)) {
		_ = b.AddJSON(bytes.TrimSpace(line)) // a row that is refused gives no document
	}
	portfolio, ctx := b.Portfolio(), context.Background()
	peers, err := p.Peers(ctx, portfolio)
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.ScoreBatch(ctx, portfolio, engine.Request{Peers: peers})
	if err != nil {
		t.Fatal(err)
	}
	got := []reference.Document{}
	for i := range r.Len() {
		documents, err := r.Documents(ctx, i, engine.ExplainFull)
		if err != nil {
			t.Fatal(err)
		}
		for k, d := range documents {
			d.Nearest = slices.DeleteFunc(d.Nearest, func(c result.Change) bool { return computed(set, d, c.Measure) })
			got = append(got, withoutGroupPoints(restate(d)))
			if column := &r.Scorecards[k]; !column.Score.At(i).Equal(d.Score) || column.Band.At(i) != text(d.Band) {
				t.Fatalf("account %s: the batch has %s %s, the document %s %s", d.Account, column.Score.At(i), column.Band.At(i), d.Score, text(d.Band))
			}
		}
	}
	want := slices.Clone(c.Want)
	for i := range want {
		want[i].Measures = withoutStates(want[i].Measures)
		want[i] = withoutGroupPoints(want[i])
		if i < len(got) && !want[i].NearestKnown {
			got[i].Nearest = want[i].Nearest
		}
		want[i].NearestKnown = false
	}
	return cmp.Diff(want, got)
}

// computed tells the measures whose points are computed or stand in rows: the
// referee has no nearest change for these.
func computed(set *rules.Set, d result.Document, path string) bool {
	for _, s := range set.Scorecards {
		if s.Name != d.Scorecard {
			continue
		}
		m := &s.For(d.Segment).Group
		for _, name := range strings.Split(path, ".") {
			i := slices.IndexFunc(m.Measures, func(m *rules.Measure) bool { return m.Name == name })
			m = m.Measures[i]
		}
		return m.Points.Kind == rules.PointsExpr || m.Points.Kind == rules.PointsRows
	}
	return false
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// withoutGroupPoints drops the points of groups where there is no score, and of
// those that weigh nothing: what a group shows that holds the measure that failed
// is not said anywhere.
func withoutGroupPoints(d reference.Document) reference.Document {
	var drop func([]reference.Measure) []reference.Measure
	drop = func(measures []reference.Measure) []reference.Measure {
		measures = slices.Clone(measures)
		for i := range measures {
			if measures[i].Measures != nil {
				measures[i].Measures = drop(measures[i].Measures)
				if d.Score == nil || measures[i].Weight == "0" {
					measures[i].Points = nil
				}
			}
		}
		return measures
	}
	d.Measures = drop(d.Measures)
	return d
}

func withoutStates(measures []reference.Measure) []reference.Measure {
	out := slices.Clone(measures)
	for i := range out {
		out[i].State = ""
		if out[i].Measures != nil {
			out[i].Measures = withoutStates(out[i].Measures)
		}
	}
	return out
}

// restate writes a document of the engine as the referee writes its own.
func restate(d result.Document) reference.Document {
	out := reference.Document{
		Account: d.Account, Scorecard: d.Scorecard, Segment: d.Segment, Score: decimal(d.Score), Base: decimal(d.Base),
		Band: d.Band, Coverage: d.Coverage.String(), Measures: restateMeasures(d.Measures),
		Overrides: []reference.Applied{}, Reasons: []reference.Reason{}, Flags: d.Flags, Nearest: []reference.Change{}, AsOf: d.AsOf,
	}
	if !d.Base.IsMissing() {
		out.Start = written(d.Start)
	}
	for _, o := range d.Overrides {
		out.Overrides = append(out.Overrides, reference.Applied{
			Reason: o.Reason, Adjust: written(o.Adjust), Cap: written(o.Cap), Floor: written(o.Floor), Band: o.Band,
		})
	}
	for _, r := range d.Reasons {
		out.Reasons = append(out.Reasons, reference.Reason{Measure: r.Measure, Lost: r.Lost.String(), Code: r.Code})
	}
	for _, c := range d.Nearest {
		out.Nearest = append(out.Nearest, reference.Change{
			Measure: c.Measure, From: *value(c.From), To: *value(c.To), Points: c.Points.String(),
			Needs: c.Needs.String(), Score: c.Score.String(), Band: c.Band,
		})
	}
	return out
}

func restateMeasures(measures []result.Measure) []reference.Measure {
	out := []reference.Measure{}
	for _, m := range measures {
		r := reference.Measure{
			Name: m.Name, Value: value(m.Value), Points: decimal(m.Points), Weight: m.Weight.String(),
			Share: decimal(m.Share), Contribution: decimal(m.Contribution),
		}
		if m.Measures != nil {
			r.Measures = restateMeasures(m.Measures)
		}
		out = append(out, r)
	}
	return out
}

func decimal(n exact.Num) *string {
	if n.IsMissing() {
		return nil
	}
	s := n.String()
	return &s
}

func written(n exact.Num) string {
	if n.IsMissing() {
		return ""
	}
	return n.String()
}

// value is the plain text of a value: amounts without needless zeros.
func value(v signals.Value) *string {
	if v.Kind == signals.NoKind || v.Missing != signals.Present {
		return nil
	}
	s := v.String()
	if v.Kind.Numeric() {
		s = v.Num.String()
	}
	return &s
}
