package conformance_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// published compares results with a file of expected ones, account by account:
// score and points lost to 4 decimals, band, coverage, top reason, and the points
// of each measure. It gives the number of each that is equal.
func published(t *testing.T, program *engine.Program, results *engine.Results, path string) map[string]int {
	t.Helper()
	card := results.Scorecards[0]
	measures := program.Measures(card.Name)
	index := map[string]int{}
	for i := range results.Len() {
		index[results.Key(i)] = i
	}
	records := readRecords(t, path)
	if len(records) != results.Len() {
		t.Errorf("%d accounts were scored, %d are expected", results.Len(), len(records))
	}
	equal := map[string]int{}
	check := func(what, account, want, got string, ok bool) {
		if ok {
			equal[what]++
			return
		}
		t.Errorf("%s: %s is %s, want %s", account, what, got, want)
	}
	for _, want := range records {
		account := want["account_id"]
		i, ok := index[account]
		if !ok {
			t.Errorf("%s was not scored", account)
			continue
		}
		text := func(what, column, got string) { check(what, account, want[column], got, want[column] == got) }
		decimal := func(what, column string, got exact.Num, decimals int) {
			got = got.Round(decimals)
			check(what, account, want[column], fmt.Sprint(got), same(number(t, want[column]), got))
		}
		text("segment", "segment", results.Segments.At(i))
		decimal("score", "score_4dp", card.Score.At(i), 9)
		text("band", "band", card.Band.At(i))
		decimal("coverage", "coverage", card.Coverage.At(i), 4)
		text("top reason", "top_reason", card.TopReason.At(i))
		document := documentOf(t, results, i)
		lost := exact.Int(0)
		if len(document.Reasons) > 0 {
			lost = document.Reasons[0].Lost
		}
		decimal("points lost", "top_reason_points", lost, 4)
		for m, name := range measures {
			points, wanted := card.Points[m].At(i), number(t, want["c_"+name])
			check("points of measures", account+" "+name, wanted.String(), points.String(), near(points, wanted))
		}
	}
	return equal
}

// near tells whether points are equal to 6 decimals, but for one unit of the last:
// the expected ones were computed from exact ratios, and the rule language sees
// metrics with the 9 decimals that are published.
func near(a, b exact.Num) bool {
	if a.IsMissing() || b.IsMissing() {
		return a.IsMissing() && b.IsMissing()
	}
	return a.Round(6).Sub(b).Abs().Cmp(exact.Decimal(1, 6)) <= 0
}

// wantEqual fails unless as many of each were compared, and found equal, as there are.
func wantEqual(t *testing.T, equal map[string]int, accounts, measures int) {
	t.Helper()
	for _, what := range []string{"segment", "score", "band", "coverage", "top reason", "points lost"} {
		if equal[what] != accounts {
			t.Errorf("%s: %d of %d are equal", what, equal[what], accounts)
		}
	}
	if got, want := equal["points of measures"], accounts*measures; got != want {
		t.Errorf("points of measures: %d of %d are equal", got, want)
	}
}

// bandOf gives the score and band of an account.
func bandOf(results *engine.Results, account string) (score exact.Num, band string) {
	for i := range results.Len() {
		if results.Key(i) == account {
			card := results.Scorecards[0]
			return card.Score.At(i), card.Band.At(i)
		}
	}
	return exact.Num{}, "not scored"
}

// wantSameFiles fails unless two folders hold the same in the files named: rule
// sets that share a part.
func wantSameFiles(t *testing.T, a, b string, names ...string) {
	t.Helper()
	for _, name := range names {
		if !slices.Equal(readFile(t, a+"/"+name), readFile(t, b+"/"+name)) {
			t.Errorf("%s differs between %s and %s", name, a, b)
		}
	}
}
