package conformance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

const npsRules = `
language: 1
signals:
  accounts: {key: account_id, columns: {account_id: string}}
  answers:
    parent: accounts
    key: account_id
    columns: {account_id: string, rating: optional int}
metrics:
  voice: nps(answers, .rating)
scorecards:
  voice:
    scale: none
    measures:
      voice: {points: value}
`

// The net promoter score of lists of ratings, held against exact fractions.
func TestNPS(t *testing.T) {
	program := programOf(t, npsRules)
	records := readRecords(t, "testdata/nps/nps_formula_cases.csv")
	if len(records) == 0 {
		t.Fatal("there are no cases")
	}
	for _, c := range records {
		t.Run(c["ratings"], func(t *testing.T) {
			var answers []string
			for _, rating := range strings.Fields(c["ratings"]) {
				answers = append(answers, fmt.Sprintf(`{"rating": %s}`, rating))
			}
			d := explain(t, program, `{"account_id": "A", "answers": [`+strings.Join(answers, ", ")+`]}`)["voice"]
			want := number(t, c["nps_exact"]).Mul(exact.Int(100)).Publish()
			if got := d.Measures[0].Value.Num; !same(got, want) {
				t.Errorf("the score is %s, want %s", got, want)
			}
		})
	}
}
