package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// nestedRules has groups in groups of every kind, with conditions and all that can
// stand in for what is missing, and segments that change them.
const nestedRules = `language: 1
signals:
  accounts: {key: id, columns: {id: string, m0: optional int, m1: optional int, m2: optional int, m3: optional int, m4: optional int, m5: optional int, m6: optional int, m7: optional int, m8: optional int, m9: optional int}}
segments: {high: m9 > 70, low: m9 < 30}
scorecards:
  health:
    min_coverage: 0.4
    measures:
      first:
        weight: 30
        measures:
          m0: {weight: 7, up_to: {30: 0, 60: 33.3, else: 100}}
          inner:
            weight: 5
            combine: min
            missing: 12.5
            measures:
              m1: {linear: {0: 0, 100: 90}}
              deep:
                combine: mean
                measures:
                  m2: {linear: {10: 5, 90: 95}}
                  m3: {weight: 0, up_to: {50: 20, else: 80}, baseline: 60}
              m4: {when: m9 > 20, up_to: {50: 30, else: 70}}
          m5: {weight: 3, from: {else: 0, 40: 60, 80: 100}}
      second:
        weight: 21
        when: m0 != 50
        missing: zero
        combine: max
        measures:
          m6: {up_to: {40: 10, else: 90}}
          m7: {missing: 40, up_to: {40: 20, else: 60}}
      third:
        weight: 0
        missing: fail
        measures:
          m8: {up_to: {40: 10, else: 90}}
      m9: {weight: 11, points: value, missing: redistribute}
    overrides:
      - {when: m8 > 90, cap: 30, reason: too much}
      - {when: score < 20, adjust: 5, reason: too little}
    bands: {green: {from: 70}, yellow: {from: 40}, red: {}}
    segments:
      high: {measures: {second: {weight: 13}, first: {measures: {inner: {missing: zero}, m5: {weight: 9}}}}}
      low: {measures: {second: off, first: {measures: {m0: {weight: 1}}}}}
`

// TestGroups holds the columns of scorecards with groups against their documents, some
// of which have weights whose multiples outgrow an int64.
func TestGroups(t *testing.T) {
	every := func(g int) string { return []string{"weighted", "min", "sum", "max", "mean"}[g%5] }
	for _, test := range []struct {
		name              string
		rules             string
		measures, missing int
	}{
		{"nested", nestedRules, 10, 25},
		{"nested, all there", nestedRules, 10, 0},
		{"every kind", groupsRules(5, 3, every), 15, 20},
		{"few weights", groupsRules(4, 3, always("weighted")), 12, 20},
		{"many weights", groupsRules(12, 5, always("weighted")), 60, 5},
		{"too many weights", groupsRules(30, 8, always("weighted")), 240, 10},
		{"too many weights, in groups that add up", within(groupsRules(30, 8, every), "weighted"), 240, 10},
		{"too many weights, in groups of which one decides", within(groupsRules(30, 8, every), "max"), 240, 10},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := compile(t, test.rules)
			portfolio := groupsPortfolio(t, p, 200, test.measures, test.missing)
			for _, request := range []engine.Request{
				{Explain: engine.ExplainReasons}, {Block: 7}, {Block: 1, Explain: engine.ExplainReasons},
			} {
				r, err := p.ScoreBatch(context.Background(), portfolio, request)
				if err != nil {
					t.Fatal(err)
				}
				wantDocuments(t, r, request.Explain)
			}
		})
	}
}

// within puts the groups of a scorecard, all but the last, into one more group.
func within(rules, combine string) string {
	before, rest, _ := strings.Cut(rules, "    measures:\n")
	measures, after, _ := strings.Cut(rest, "    bands:")
	last := strings.LastIndex(measures, "      g")
	var inner strings.Builder
	for line := range strings.Lines(measures[:last]) {
		inner.WriteString("    " + line)
	}
	return before + "    measures:\n      outer:\n        missing: zero\n        combine: " + combine + "\n        measures:\n" +
		inner.String() + measures[last:] + "    bands:" + after
}

// wantDocuments holds the columns of the first scorecard against its documents.
func wantDocuments(t *testing.T, r *engine.Results, level engine.Level) {
	t.Helper()
	s := r.Scorecards[0]
	for i := range r.Len() {
		explain := engine.ExplainReasons
		if len(s.Measures) <= 10 && i < 100 {
			explain = engine.ExplainFull
		}
		docs, err := r.Documents(context.Background(), i, explain)
		if err != nil {
			t.Fatal(err)
		}
		d, band, top := docs[0], "", ""
		if d.Band != nil {
			band = *d.Band
		}
		same := func(a, b exact.Num) bool { return a.IsMissing() && b.IsMissing() || a.Equal(b) }
		if !same(d.Score, s.Score.At(i)) || !same(d.Coverage, s.Coverage.At(i)) || band != s.Band.At(i) {
			t.Fatalf("account %d scores %s, %s, coverage %s; its document says %s, %s, %s",
				i, s.Score.At(i), s.Band.At(i), s.Coverage.At(i), d.Score, band, d.Coverage)
		}
		if explain == engine.ExplainFull && !same(d.Base, s.Exact.At(i).Round(2)) {
			t.Fatalf("account %d has the exact score %s, before overrides it is %s", i, s.Exact.At(i), d.Base)
		}
		if level == engine.ExplainNone {
			continue
		}
		if len(d.Reasons) > 0 {
			top = d.Reasons[0].Measure
		}
		if got := s.TopReason.At(i); got != top {
			t.Fatalf("account %d has the top reason %q, its document %q", i, got, top)
		}
		for _, m := range d.Measures {
			wantPoints(t, &s, i, m, "")
		}
	}
}

func wantPoints(t *testing.T, s *engine.ScorecardResults, i int, m result.Measure, under string) {
	t.Helper()
	for _, member := range m.Measures {
		wantPoints(t, s, i, member, under+m.Name+".")
	}
	j := slices.Index(s.Measures, under+m.Name)
	if m.Measures != nil || j < 0 {
		return
	}
	got := s.Points[j].At(i)
	if fmt.Sprint(got) != fmt.Sprint(m.Points) {
		t.Fatalf("account %d has %s points of %s, its document %s", i, got, under+m.Name, m.Points)
	}
}
