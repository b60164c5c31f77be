package conformance_test

import "testing"

// What a function gives of a row belongs to that row, not to the account.
func TestCallsOfARow(t *testing.T) {
	const people = `{"account_id": "A", "people": [{"last": "2026-10-01", "w": 1}, {"last": "2026-08-01", "w": 2}, {"last": "2026-10-30", "w": 3}]}`
	for expression, want := range map[string]string{
		"min(people, days_since(.last))":            "2",
		"max(people, days_since(.last))":            "92",
		"sum(people, abs(.w))":                      "6",
		"sum(people, twice(.w))":                    "12",
		"count(people, days_since(.last) > 50)":     "1",
		"weighted_mean(people, .w, floor(.w))":      "2.333333333",
		"any(people, .w == 3 and floor(.w) == 3)":   "1",
		"count(uniq(people, days_since(.last)))":    "3",
		"count(filter(people, round(.w / 2) == 1))": "2",
	} {
		t.Run(expression, func(t *testing.T) {
			program := programOf(t, `
language: 1
signals:
  accounts: {key: account_id, columns: {account_id: string}}
  people:
    parent: accounts
    key: account_id
    columns: {account_id: string, last: date, w: number}
functions:
  twice: {args: [x], expr: x * 2}
metrics:
  m: '`+expression+`'
scorecards:
  card:
    scale: none
    round: 9
    measures:
      m: {rows: [{when: m == nil, points: -1}, {points: `+asNumber(expression)+`}]}
`)
			wantScore(t, explain(t, program, people)["card"], want)
		})
	}
}

// asNumber gives the points for a yes or no, or for a number.
func asNumber(e string) string {
	if e[:3] == "any" {
		return "'m ? 1 : 0'"
	}
	return "m"
}
