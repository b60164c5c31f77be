package conformance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// measured writes rules whose accounts have number columns, each of them a measure
// of one scorecard `health`; card is what the scorecard says besides the measures,
// and ways how each column turns into points, all in YAML.
func measured(card string, ways ...[2]string) string {
	var b strings.Builder
	b.WriteString("language: 1\nsignals:\n  accounts:\n    key: account_id\n    columns:\n      account_id: string\n")
	for _, w := range ways {
		fmt.Fprintf(&b, "      %s: optional number\n", w[0])
	}
	b.WriteString("scorecards:\n  health:\n")
	for _, line := range strings.Split(strings.TrimSpace(card), "\n") {
		b.WriteString("    " + line + "\n")
	}
	b.WriteString("    measures:\n")
	for _, w := range ways {
		fmt.Fprintf(&b, "      %s: {%s}\n", w[0], w[1])
	}
	return b.String()
}

// account writes an account with numbers in the order of measured.
func account(names string, values ...string) string {
	cells := []string{`"account_id": "A"`}
	for i, name := range strings.Fields(names) {
		cells = append(cells, fmt.Sprintf("%q: %s", name, values[i]))
	}
	return "{" + strings.Join(cells, ", ") + "}"
}

func wantScore(t *testing.T, d result.Document, want string) {
	t.Helper()
	if !same(d.Score, number(t, want)) {
		t.Errorf("the score is %s, want %s", d.Score, want)
	}
}

func wantBand(t *testing.T, d result.Document, want string) {
	t.Helper()
	if d.Band == nil || *d.Band != want {
		t.Errorf("the band is %v, want %s", d.Band, want)
	}
}

// numbersOf joins what get gives of each measure.
func numbersOf(d result.Document, get func(result.Measure) exact.Num) string {
	var list []string
	for _, m := range d.Measures {
		list = append(list, get(m).String())
	}
	return strings.Join(list, ", ")
}

func points(m result.Measure) exact.Num       { return m.Points }
func contribution(m result.Measure) exact.Num { return m.Contribution }
func share(m result.Measure) exact.Num        { return m.Share }

// fourMeasures are the measures of the worked example, with their weights and bands
// of points.
const fourNames = "setup usage nps pulse"

func fourMeasures(weights ...string) string {
	return measured("scale: {min: 0, max: 10}",
		[2]string{"setup", "weight: " + weights[0] + ", up_to: {50: 0, 70: 5, else: 10}"},
		[2]string{"usage", "weight: " + weights[1] + ", up_to: {5: 0, 10: 5, else: 10}"},
		[2]string{"nps", "weight: " + weights[2] + ", up_to: {25: 0, 35: 5, else: 10}"},
		[2]string{"pulse", "weight: " + weights[3] + ", up_to: {6: 0, 8: 5, else: 10}"})
}

// Section "Health score: worked figures that must hold".
func TestCatalogueHealthScore(t *testing.T) {
	t.Run("Bands of points 0 / 5 / 10: setup rate 0-50, 51-70, 71-100; usage rate 0-5, 5-10, above 10; NPS 0-25, 25-35, above 35; CSM pulse 0-6, 6-8, above 8 (upper edges belong to the lower row; 50.5% belongs to the middle one; below 0 is poor)", func(t *testing.T) {
		program := programOf(t, fourMeasures("1", "1", "1", "1"))
		rows := []struct {
			values []string // setup, usage, nps, pulse
			points string
		}{
			{[]string{"0", "0", "0", "0"}, "0, 0, 0, 0"},
			{[]string{"50", "5", "25", "6"}, "0, 0, 0, 0"},
			{[]string{"50.5", "5.1", "25.1", "6.1"}, "5, 5, 5, 5"},
			{[]string{"51", "6", "26", "7"}, "5, 5, 5, 5"},
			{[]string{"70", "10", "35", "8"}, "5, 5, 5, 5"},
			{[]string{"71", "11", "36", "9"}, "10, 10, 10, 10"},
			{[]string{"100", "10.000000001", "100", "10"}, "10, 10, 10, 10"},
			{[]string{"-0.1", "-1", "-100", "-5"}, "0, 0, 0, 0"},
		}
		for _, row := range rows {
			d := explain(t, program, account(fourNames, row.values...))["health"]
			if got := numbersOf(d, points); got != row.points {
				t.Errorf("%v: points %s, want %s", row.values, got, row.points)
			}
		}
	})
	worked := account(fourNames, "80", "6", "32", "9")
	t.Run("setup 80, usage 6, NPS 32, pulse 9 -> points 10, 5, 5, 10", func(t *testing.T) {
		d := explain(t, programOf(t, fourMeasures("1", "1", "1", "1")), worked)["health"]
		if got := numbersOf(d, points); got != "10, 5, 5, 10" {
			t.Errorf("points %s", got)
		}
	})
	t.Run("unweighted (10 + 5 + 5 + 10) / 4 = 7.5", func(t *testing.T) {
		wantScore(t, explain(t, programOf(t, fourMeasures("1", "1", "1", "1")), worked)["health"], "7.5")
	})
	t.Run("weights 20, 40, 20, 20 -> 2 + 2 + 1 + 2 = 7", func(t *testing.T) {
		d := explain(t, programOf(t, fourMeasures("20", "40", "20", "20")), worked)["health"]
		wantScore(t, d, "7")
		if got := numbersOf(d, contribution); got != "2, 2, 1, 2" {
			t.Errorf("contributions %s", got)
		}
	})
}

// Section "Product": usage is best read some weeks after onboarding.
func TestCatalogueWaits(t *testing.T) {
	t.Run(`a rule must be able to wait ("not before 30 days after the start")`, func(t *testing.T) {
		program := programOf(t, `
language: 1
signals:
  accounts: {key: account_id, columns: {account_id: string, start: date, setup: number, usage: number}}
scorecards:
  health:
    measures:
      setup: {points: value}
      usage: {points: value, when: days_since(start) >= 30}
`)
		early := explain(t, program, `{"account_id": "A", "start": "2026-10-03", "setup": 80, "usage": 10}`)["health"]
		wantScore(t, early, "80")
		if early.Measures[1].State != result.StateOut || !same(early.Coverage, exact.Int(1)) {
			t.Errorf("on day 29 usage is %q, coverage %s", early.Measures[1].State, early.Coverage)
		}
		wantScore(t, explain(t, program, `{"account_id": "A", "start": "2026-10-02", "setup": 80, "usage": 10}`)["health"], "45")
	})
}
