package conformance_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
// referee on; `make long` asks for more. They are the seeds from seed on.
var (
	cases = flag.Int("cases", 500, "generated rule sets to compare with the referee")
	seed  = flag.Int("seed", 0, "the first of them: a case that fails names its own")
)

// seldom are the traits that at least 1% of the cases must have, or the comparison
// proves little.
var seldom = []reference.Tag{
	reference.TagMissing, reference.TagThreshold, reference.TagTie, reference.TagRedistribute,
	reference.TagNested, reference.TagPeers, reference.TagOverride, reference.TagOutOfRange,
	reference.TagNoScore, reference.TagStandIn, reference.TagExtreme, reference.TagPatched,
}

// TestReferee holds the engine against a second implementation on big rationals,
// over generated rule sets and accounts: every field of the documents, one account
// at a time, and by these every entry of the columns of batches of all kinds (see
// batches). Left out are the nearest change where the referee has none (measures
// with points or rows, a change that moves other metrics or decides who takes
// part), the points of a group that failed, and what only one side writes: causes,
// rows matched, places.
//
// A million: go test ./engine/conformance -run TestReferee -cases=1000000 -timeout 24h
func TestReferee(t *testing.T) {
	n := *cases
	switch {
	case testing.Short():
		n = min(n, 100)
	case os.Getenv("BELLWETHER_LONG") != "":
		n = max(n, 50_000)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // a little faster
	counts := holdAgainst(t, reference.DrawCase, n)
	for _, tag := range counts.sorted() {
		t.Logf("%-22s %5.1f%%", tag, 100*float64(counts.tags[tag])/float64(counts.cases))
	}
	for _, tag := range seldom {
		if n >= 100 && counts.tags[tag]*100 < counts.cases {
			t.Errorf("less than 1%% of the cases have %s", tag)
		}
	}
}

// TestRefereeFunctions does the same for the functions over windows and the calendar,
// whose values are the points, so that nothing hides them.
func TestRefereeFunctions(t *testing.T) {
	n := max(*cases/2, 1)
	switch {
	case testing.Short():
		n = min(n, 100)
	case os.Getenv("BELLWETHER_LONG") != "":
		n = max(n, 20_000)
	}
	holdAgainst(t, reference.DrawFunctions, n)
}

// holdAgainst holds the engine against the referee on n cases.
func holdAgainst(t *testing.T, draw func(*rapid.T) reference.Case, n int) *tally {
	t.Helper()
	var group sync.WaitGroup
	var next, failed, compared atomic.Int64
	counts := newTally()
	began := time.Now()
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			generator, seen := rapid.Custom(draw), newTally()
			defer func() { counts.add(seen) }()
			for failed.Load() == 0 {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				c := generator.Example(*seed + i)
				seen.count(c)
				if diff := compare(c, &compared); diff != "" && failed.Add(1) == 1 {
					t.Errorf("again: -run %s$ -seed=%d -cases=1\n%s", t.Name(), *seed+i, shownCase(c, diff))
				}
				if done := i + 1; done%20_000 == 0 {
					t.Logf("%d cases, %.0f a second", done, float64(done)/time.Since(began).Seconds())
				}
			}
		})
	}
	group.Wait()
	took := time.Since(began).Seconds()
	t.Logf("seeds %d to %d: %d rule sets, %d expressions, %d documents held against the referee, %d results of batches and of one account at a time against these, in %.0f s, %.0f rule sets a second",
		*seed, *seed+n-1, counts.cases, counts.expressions, counts.documents, compared.Load(), took, float64(counts.cases)/took)
	return counts
}

// tally counts what the cases had.
type tally struct {
	lock                          sync.Mutex
	cases, documents, expressions int
	tags                          map[reference.Tag]int
}

func newTally() *tally { return &tally{tags: map[reference.Tag]int{}} }

func (t *tally) count(c reference.Case) {
	t.cases++
	t.documents += len(c.Want)
	t.expressions += strings.Count(c.Rules, "'") / 2 // they are printed in quotes
	for _, tag := range c.Tags {
		t.tags[tag]++
	}
}

func (t *tally) add(more *tally) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.cases, t.documents, t.expressions = t.cases+more.cases, t.documents+more.documents, t.expressions+more.expressions
	for tag, n := range more.tags {
		t.tags[tag] += n
	}
}

func (t *tally) sorted() []reference.Tag {
	return slices.SortedFunc(maps.Keys(t.tags), func(a, b reference.Tag) int { return t.tags[b] - t.tags[a] })
}

// FuzzReferee does the same from the fuzzer's bytes.
func FuzzReferee(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		c := reference.DrawCase(t)
		if diff := compare(c, new(atomic.Int64)); diff != "" {
			t.Fatal(shownCase(c, diff))
		}
	}))
}

func shownCase(c reference.Case, diff string) string {
	return fmt.Sprintf("%s\nas of %s\n%s\n%s", diff, c.AsOf, c.Rules, c.Accounts)
}

// compare scores a case one account at a time, tells how the documents differ from
// the referee's, and then how batches differ from the documents; it counts the
// results of batches that were compared.
func compare(c reference.Case, compared *atomic.Int64) (diff string) {
	defer func() {
		if v := recover(); v != nil {
			diff = fmt.Sprintf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(c.Rules)}})
	if err != nil {
		return "load: " + err.Error()
	}
	p, err := engine.Compile(set, engine.Options{})
	if err != nil {
		return "compile: " + err.Error()
	}
	b := newBatches(p, c)
	b.compared = compared
	want := slices.Clone(c.Want)
	for i := range want {
		want[i].Measures = withoutStates(want[i].Measures)
		want[i] = withoutGroupPoints(want[i])
	}
	got := []reference.Document{}
	for _, a := range b.accounts {
		for k, d := range a.documents {
			d.Nearest = slices.DeleteFunc(slices.Clone(d.Nearest), func(c result.Change) bool { return computed(set, d, c.Measure) })
			got = append(got, withoutGroupPoints(restate(d)))
			if i := len(got) - 1; i < len(want) {
				a.exact[k] = exact.FromRat(want[i].Exact)
				if !want[i].NearestKnown {
					got[i].Nearest = want[i].Nearest
				}
				want[i].NearestKnown, want[i].Exact = false, nil
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		return "the documents (-referee +engine):\n" + diff
	}
	return b.check()
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

// withoutGroupPoints drops the points of groups where there is no score, of those
// that weigh nothing, and of those in groups without points: what a group shows that
// holds the measure that failed is not said anywhere.
func withoutGroupPoints(d reference.Document) reference.Document {
	var drop func(measures []reference.Measure, all bool) []reference.Measure
	drop = func(measures []reference.Measure, all bool) []reference.Measure {
		measures = slices.Clone(measures)
		for i := range measures {
			if m := &measures[i]; m.Measures != nil {
				idle := all || m.Weight == "0" || m.Points == nil
				m.Measures = drop(m.Measures, idle)
				if idle {
					m.Points = nil
				}
			}
		}
		return measures
	}
	d.Measures = drop(d.Measures, d.Score == nil)
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
		out.Reasons = append(out.Reasons, reference.Reason{Measure: r.Measure, Lost: written(r.Lost), Code: r.Code})
	}
	for _, c := range d.Nearest {
		out.Nearest = append(out.Nearest, reference.Change{
			Measure: c.Measure, From: *value(c.From), To: *value(c.To), Points: written(c.Points),
			Needs: written(c.Needs), Score: c.Score.String(), Band: c.Band,
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
