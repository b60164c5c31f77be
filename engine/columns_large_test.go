package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
)

// TestSlicesShareADictionary: one scorer goes over slices of a portfolio, whose texts
// are those of the whole, and over another portfolio in between.
func TestSlicesShareADictionary(t *testing.T) {
	p := compile(t, columnsSignals+`
metrics:
  raised: upper(s)
  marked: 'lower(raised + "Z")'
  group: 'u ?? s'
segments: {by: group}
scorecards:
  card:
    measures:
      raised: {map: {T1: 1, T5: 2, else: 7}}
      marked: {map: {t1z: 1, t5z: 2, else: 7}}
      a: {up_to: {3: 1, 5: 2, else: 9}}
    segments:
      t3: {measures: {a: off}}
      u4: {measures: {a: {from: {else: 0, 2: 30, 5: 40}}}}
flags:
  poor: card.band == "unknown" or card.score > 4
`)
	lines := make([]string, 300)
	for i := range lines {
		lines[i] = fmt.Sprintf(`{"id":"A%d","a":%d,"s":"t%d"`, i, i%8, i)
		if i%3 == 0 {
			lines[i] += fmt.Sprintf(`,"u":"u%d"`, i%7)
		}
		lines[i] += "}"
	}
	whole := portfolio(t, p, sampleAsOf, lines...)
	other := portfolio(t, p, sampleAsOf, `{"id":"A","s":"t1"}`, `{"id":"B"}`, `{"id":"C","u":"u4","a":3}`)
	wantWhole, wantOther := documents(t, p, nil, whole), documents(t, p, nil, other)
	ctx := context.Background()
	for _, request := range []engine.Request{
		{Workers: 1, Block: 1}, {Workers: 1, Block: 7}, {Workers: 1, Block: 96}, {Workers: 3, Block: 70}, {Workers: 1, Block: 1024},
	} {
		request.Explain = engine.ExplainReasons
		s, err := p.Scorer(request)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range [][2]int{{0, 100}, {0, 10}, {0, 96}, {90, 190}, {5, 5}, {0, 300}, {299, 300}, {0, 100}} {
			how := fmt.Sprintf("blocks of %d, %d workers, accounts %v", request.Block, request.Workers, part)
			r, err := s.Score(ctx, signals.Slice(whole, part[0], part[1]))
			if err != nil {
				t.Fatal(err)
			}
			wantEntries(t, r, wantWhole[part[0]:part[1]], how)
			if r, err = s.Score(ctx, other); err != nil {
				t.Fatal(err)
			}
			wantEntries(t, r, wantOther, how+", then others")
		}
	}
}

// TestWorkersShareWideScores: scores beyond fifteen digits, which columns hold
// elsewhere, are written by several workers and read by a flag. It is for the race
// detector above all.
func TestWorkersShareWideScores(t *testing.T) {
	p := compile(t, columnsSignals+`
metrics:
  once: x * 1
scorecards:
  card:
    scale: none
    round: 6
    measures: {once: {points: 'value * 100000'}}
flags: {big: card.score > 5}
`)
	lines := make([]string, 2000)
	for i := range lines {
		lines[i] = fmt.Sprintf(`{"id":"A%d"}`, i)
		if i%2 == 0 {
			lines[i] = fmt.Sprintf(`{"id":"A%d","x":%d}`, i, 900_000_000_000_000+i)
		}
	}
	accounts := portfolio(t, p, sampleAsOf, lines...)
	want := documents(t, p, nil, accounts)
	for range 5 {
		s, err := p.Scorer(engine.Request{Workers: 4, Block: 64})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Score(context.Background(), accounts)
		if err != nil {
			t.Fatal(err)
		}
		wantEntries(t, r, want, "4 workers")
	}
}

// TestLetsThatDouble: a chain of lets, each of which uses the one before twice, is
// computed once a let: who computes each use of its own does not come to an end.
func TestLetsThatDouble(t *testing.T) {
	const lets = 40
	chain := func(x string) string {
		var b strings.Builder
		fmt.Fprintf(&b, "let v0 = %s + 1; ", x)
		for i := range lets {
			fmt.Fprintf(&b, "let v%d = v%d + v%d; ", i+1, i, i)
		}
		return b.String() + fmt.Sprintf("v%d / %d", lets, 1<<lets) // x + 1
	}
	p := compile(t, columnsSignals+`
scorecards:
  card:
    measures: {a: {points: '`+chain("value")+`'}}
    overrides: [{when: '(`+chain("score")+`) > 6', cap: 3, reason: large}]
`)
	accounts := portfolio(t, p, sampleAsOf, `{"id":"A","a":2}`, `{"id":"B","a":4}`, `{"id":"C","a":7}`, `{"id":"D"}`)
	wantColumns(t, p, accounts)
	s, err := p.Scorer(engine.Request{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"3", "5", "3", "missing"} {
		r, err := s.ScoreOne(context.Background(), accounts, i)
		if err != nil {
			t.Fatal(err)
		}
		if got := lowest(r.Scorecards[0].Score.At(0)); got != want {
			t.Errorf("account %d scores %s, want %s", i, got, want)
		}
	}
}

// TestTimingsListEachPartOnce, also where a metric is a measure of two scorecards,
// with ways to points that can be computed with it and ways that cannot.
func TestTimingsListEachPartOnce(t *testing.T) {
	p := compile(t, columnsSignals+`
metrics:
  ratio: a / b
scorecards:
  one: {measures: {ratio: {up_to: {1: 0, else: 10}}}}
  two: {measures: {ratio: {linear: {1: 0, 2: 10}}}}
`)
	accounts := portfolio(t, p, sampleAsOf, `{"id":"A","a":3,"b":2}`)
	s, err := p.Scorer(engine.Request{Workers: 1, Profile: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Score(context.Background(), accounts); err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, part := range s.Timings() {
		times[part.What]++
	}
	for what, n := range times {
		if n != 1 {
			t.Errorf("%s is listed %d times", what, n)
		}
	}
	for _, what := range []string{"metric ratio", "scorecard one", "scorecard two"} {
		if times[what] == 0 {
			t.Errorf("%s is not listed", what)
		}
	}
}

// TestChoicesOfManyTexts: a choice between two columns that hardly ever repeat a text
// takes the texts of both.
func TestChoicesOfManyTexts(t *testing.T) {
	const n = 30_000
	lines := make([]string, n)
	for i := range lines {
		switch i % 3 {
		case 0:
			lines[i] = fmt.Sprintf(`{"id":"A%d","v":true,"s":"left %d","u":"right %d"}`, i, i, i)
		case 1:
			lines[i] = fmt.Sprintf(`{"id":"A%d","v":false,"u":"right %d"}`, i, i)
		case 2:
			lines[i] = fmt.Sprintf(`{"id":"A%d","s":"left %d"}`, i, i)
		}
	}
	p := compile(t, columnsSignals+`
metrics:
  chosen: 'v ? s : u'
  either: 's ?? u'
  changed: 'upper(v ? u : s)'
  same: '(s ?? "none") == (u ?? "none")'
  one: 'lower(s ?? "none") == "left 6"'
scorecards:
  card:
    missing: 5
    measures:
      chosen: {map: {"left 29997": 1, "right 29998": 2, else: 3}}
      either: {map: {"left 29999": 10, "right 29998": 20, else: 30}}
      changed: {map: {"RIGHT 29997": 30, else: 40}}
      same: {map: {"true": 30, "false": 60}}
      one: {map: {"true": 1, "false": 2}}
`)
	accounts := portfolio(t, p, sampleAsOf, lines...)
	some := [][2]int{{0, 10}, {15_000, 15_010}, {n - 10, n}}
	for _, block := range []int{64, 1024} {
		s, err := p.Scorer(engine.Request{Workers: 1, Block: block, Explain: engine.ExplainReasons})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Score(context.Background(), accounts)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range some {
			want := documents(t, p, nil, signals.Slice(accounts, part[0], part[1]))
			for i, d := range want {
				inDocument := documentEntry(d[0], r.Flags, r.Scorecards[0].Measures, true)
				if got := columnsEntry(r, part[0]+i, 0, true); got != inDocument {
					t.Errorf("blocks of %d, account %d\ndocument: %s\ncolumns:  %s", block, part[0]+i, inDocument, got)
				}
			}
		}
	}
}
