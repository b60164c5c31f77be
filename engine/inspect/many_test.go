package inspect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/signals/files"
)

// manyRules have one measure whose points all differ, one that gives 96% of accounts
// the same, and one that gives them to 95%.
const manyRules = `language: 1
signals:
  accounts:
    key: id
    columns:
      id: string
      n: int
      of_twenty_five: int
      of_twenty: int
      nps: {type: number, optional: true, max: 100}
scorecards:
  card:
    measures:
      n: {points: value / 100000}
      of_twenty_five: {up_to: {0: 0, else: 100}}
      of_twenty: {up_to: {0: 0, else: 100}}
`

// manyAccounts are n accounts as NDJSON, n a multiple of 100: of 10 the nps is too high,
// the others have none.
func manyAccounts(n int) string {
	var b strings.Builder
	for i := range n {
		nps := "null"
		if i%(n/10) == 0 {
			nps = "101"
		}
		fmt.Fprintf(&b, `{"id": "A%d", "n": %d, "of_twenty_five": %d, "of_twenty": %d, "nps": %s}`+"\n", i, i, i%25, i%20, nps)
	}
	return b.String()
}

// TestManyValues: a measure with more different points than are counted hides nothing
// and is not reported.
func TestManyValues(t *testing.T) {
	program, set := compile(t, manyRules)
	found, _ := findings(t, program, set, files.Options{Stdin: strings.NewReader(manyAccounts(20_000)), Format: files.NDJSON}, "-")
	want := []string{
		"`nps` has no usable value in any of 20,000 rows of accounts",
		"10 of 20,000 cells of `nps` are not what is declared; the first: standard input:1: nps \"101\" is more than the max 100",
		"`of_twenty_five` of scorecard `card` gives 100 points to 19,200 of 20,000 accounts that have points from data (96%)",
	}
	for i, f := range found {
		if i < len(want) && f.Message != want[i] {
			t.Errorf("finding %d: %s, want %s", i, f.Message, want[i])
		}
	}
	if len(found) != len(want) {
		t.Errorf("%d findings, want %d", len(found), len(want))
	}
}
