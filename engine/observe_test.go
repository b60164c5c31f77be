package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/conformance/reference"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

const observedRules = sampleSignals + `
metrics:
  gap: features_total - features_configured
  unused: mrr / 7
  gone: missing_number + 1
  never: nps / (features_total - 10)
  kind: 'vip ? "very important" : missing_text'
segments:
  mid: size == "mid"
scorecards:
  health:
    measures:
      gap: {linear: {0: 100, 10: 0}}
      gone: {missing: 20, points: value}
    bands: {green: {from: 90}, red: {}}
  second:
    measures:
      gap: {up_to: {3: 1, else: 0}}
flags:
  call: health.band == "red"
`

func TestObserve(t *testing.T) {
	p := compile(t, observedRules)
	ctx := context.Background()
	accounts := portfolio(t, p, sampleAsOf, `{"account_id": "A0", "size": "smb", "start_date": "2025-05-01", "features_configured": 1,
		"features_total": 1, "active_users": 1, "mrr": "1", "mrr_opening": "1"}`, sampleAccount)
	for _, seen := range []*engine.Coverage{nil, p.NewCoverage()} {
		o, err := p.Observe(ctx, accounts, 1, engine.Request{}, seen)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range o.Metrics {
			got += fmt.Sprintf("%s %s %v %q\n", f.Name, f.Value.Kind, f.Value, f.Cause)
		}
		want := `gap int 2 ""
unused money 17.14 ""
gone number  "missing_number is blank"
never number  "division by zero"
kind string very important ""
`
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if o.Segment != "mid" {
			t.Errorf("segment %q", o.Segment)
		}
		want = encode(t, scoredAlone(t, p, accounts, 1, engine.Request{Explain: engine.ExplainFull}))
		if diff := cmp.Diff(want, encode(t, o.Documents)); diff != "" {
			t.Error(diff)
		}
	}
	o, err := p.Observe(ctx, accounts, 1, engine.Request{Scorecards: []string{"second"}}, nil)
	if err != nil || len(o.Documents) != 1 || o.Documents[0].Scorecard != "second" {
		t.Errorf("one scorecard: %v, %v", o.Documents, err)
	}
	if _, err := p.Observe(ctx, accounts, 2, engine.Request{}, nil); !errors.Is(err, engine.ErrNoAccount) {
		t.Errorf("an account that is not there: %v", err)
	}
	var unknown *engine.UnknownScorecardError
	if _, err := p.Observe(ctx, accounts, 0, engine.Request{Scorecards: []string{"helth"}}, nil); !errors.As(err, &unknown) {
		t.Errorf("an unknown scorecard: %v", err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := p.Observe(stopped, accounts, 0, engine.Request{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that is done: %v", err)
	}
}

func scoredAlone(t testing.TB, p *engine.Program, accounts *signals.Portfolio, i int, request engine.Request) any {
	t.Helper()
	docs, err := p.Score(context.Background(), signals.One(accounts, i), request)
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// TestBranchesAddUp: the sides of `?:` are taken as often as the condition is known,
// the left side of `and` is looked at for all accounts and the right one where the left
// is no plain no.
func TestBranchesAddUp(t *testing.T) {
	p := compile(t, expressionRules("nps > 10 and ratio > 10 ? nps : ratio > 20 ? 1 : 2"))
	sides := []string{"", "5", "15", "25"}
	rapid.Check(t, func(t *rapid.T) {
		var accounts []string
		var first, known, left, right, second int
		for i := range rapid.IntRange(1, 20).Draw(t, "accounts") {
			nps, ratio := rapid.SampledFrom(sides).Draw(t, "nps"), rapid.SampledFrom(sides).Draw(t, "ratio")
			accounts = append(accounts, fmt.Sprintf(`{"account_id": "A%d", "size": "smb", "start_date": "2025-05-01", "features_configured": 1,
				"features_total": 1, "active_users": 1, "mrr": "1", "mrr_opening": "1", "nps": %q, "ratio": %q}`, i, nps, ratio))
			left++
			if nps != "5" {
				right++
			}
			switch {
			case nps == "5" || ratio == "5":
				known++
				if ratio != "" {
					second++
				}
			case nps != "" && ratio != "":
				known++
				first++
			}
		}
		instant, _ := signals.ParseAsOf(sampleAsOf)
		b := signals.NewBuilder(p.Schema(), instant, p.Needs(), nil)
		for _, a := range accounts {
			if err := b.AddJSON([]byte(a)); err != nil {
				t.Fatal(err)
			}
		}
		all, seen := b.Portfolio(), p.NewCoverage()
		for i := range all.Len() {
			if _, err := p.Observe(context.Background(), all, i, engine.Request{}, seen); err != nil {
				t.Fatal(err)
			}
		}
		hits := map[string]int{}
		for _, point := range seen.Points() {
			hits[point.What] = point.Hits
		}
		const condition = "`nps > 10 and ratio > 10`"
		for _, want := range []struct {
			what string
			a, b string
			sum  int
		}{
			{"the outer condition", "taken when " + condition + " is yes", "taken when " + condition + " is no", known},
			{"the inner condition", "taken when `ratio > 20` is yes", "taken when `ratio > 20` is no", second},
			{"the left side", "`nps > 10` is yes", "`nps > 10` is not yes", left},
			{"the right side", "`ratio > 10` is yes", "`ratio > 10` is not yes", right},
			{"its first branch", "taken when " + condition + " is yes", "", first},
		} {
			if got := hits[want.a] + hits[want.b]; got != want.sum {
				t.Fatalf("%s: %d, want %d\n%v", want.what, got, want.sum, hits)
			}
		}
	})
}

// TestObserveAnything observes generated accounts by generated rules: the documents are
// those of Score, and nothing counts more often than it can.
func TestObserveAnything(t *testing.T) {
	n := 150
	if testing.Short() {
		n = 40
	}
	generator, silent := reference.Cases(), 0
	for seed := range n {
		c := generator.Example(seed)
		p := compile(t, c.Rules)
		accounts := portfolioOf(t, p, c)
		ctx := context.Background()
		request := engine.Request{Explain: engine.ExplainFull}
		if p.NeedsPeers() {
			var err error
			if request.Peers, err = p.Peers(ctx, accounts); err != nil {
				t.Fatal(err)
			}
		}
		seen, parts := p.NewCoverage(), p.NewCoverage()
		for i := range accounts.Len() {
			o, err := p.Observe(ctx, accounts, i, request, seen)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(encode(t, scoredAlone(t, p, accounts, i, request)), encode(t, o.Documents)); diff != "" {
				t.Fatalf("seed %d: %s", seed, diff)
			}
			part := p.NewCoverage()
			if _, err := p.Observe(ctx, accounts, i, request, part); err != nil {
				t.Fatal(err)
			}
			parts.Add(part)
			silent += wantSilent(t, seed, o.Documents, part.Points())
		}
		if diff := cmp.Diff(parts.Points(), seen.Points()); diff != "" {
			t.Fatalf("seed %d: accounts on their own give another coverage: %s", seed, diff)
		}
		wantPlausible(t, seed, c.Rules, accounts.Len(), seen.Points())
	}
	if silent == 0 {
		t.Error("no generated group that takes no part has a point")
	}
}

// wantSilent finds points that counted for one account though they have no say in its
// documents: those of groups and measures that are out, and of other segments. It gives
// the number of points in groups that are out.
func wantSilent(t *testing.T, seed int, docs []result.Document, points []engine.CoveragePoint) (silent int) {
	t.Helper()
	for _, doc := range docs {
		var out []string // groups and measures
		var visit func(within string, measures []result.Measure)
		visit = func(within string, measures []result.Measure) {
			for _, m := range measures {
				if m.State == result.StateOut {
					out = append(out, within+m.Name)
				} else {
					visit(within+m.Name+".", m.Measures)
				}
			}
		}
		visit("", doc.Measures)
		for _, point := range points {
			if point.Scorecard != doc.Scorecard {
				continue
			}
			if point.Segment != "" && point.Segment != doc.Segment && point.Hits > 0 {
				t.Errorf("seed %d: of an account in segment %s: %+v", seed, doc.Segment, point)
			}
			for _, path := range out {
				inside := strings.HasPrefix(point.Measure, path+".")
				if inside {
					silent++
				}
				if (inside || point.Measure == path && point.Kind == engine.CoverThreshold) && point.Hits > 0 {
					t.Errorf("seed %d: %s takes no part: %+v", seed, path, point)
				}
			}
		}
	}
	return silent
}

func portfolioOf(t testing.TB, p *engine.Program, c reference.Case) *signals.Portfolio {
	t.Helper()
	instant, err := signals.ParseAsOf(c.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	b := signals.NewBuilder(p.Schema(), instant, p.Needs(), nil)
	for _, line := range lines(c.Accounts) {
		if err := b.AddJSON([]byte(line)); err != nil {
			var refused *signals.RefusedError
			if !errors.As(err, &refused) {
				t.Fatal(err)
			}
		}
	}
	return b.Portfolio()
}

func wantPlausible(t *testing.T, seed int, source string, accounts int, points []engine.CoveragePoint) {
	t.Helper()
	segments, ways := 0, map[string]int{}
	for _, point := range points {
		switch point.Kind {
		case engine.CoverSegment:
			segments += point.Hits
		case engine.CoverThreshold:
			ways[point.Scorecard+"/"+point.Segment+"/"+point.Measure] += point.Hits
		case engine.CoverOverride:
			if point.Hits > accounts {
				t.Errorf("seed %d: %+v of %d accounts", seed, point, accounts)
			}
		}
		if point.Place.Line == 0 || point.Place.Length == 0 && point.Kind != engine.CoverThreshold && point.Kind != engine.CoverOverride || point.What == "" {
			t.Errorf("seed %d: a point without a place or a name: %+v", seed, point)
		}
	}
	if segments > accounts {
		t.Errorf("seed %d: %d accounts are in %d segments", seed, accounts, segments)
	}
	for way, hits := range ways {
		if hits > accounts {
			t.Errorf("seed %d: %s has %d rows for %d accounts\n%s", seed, way, hits, accounts, source)
		}
	}
}
