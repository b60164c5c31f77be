package conformance_test

import (
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Section "Worked examples from vendors' public documentation", as far as it is
// about scores. Each subtest quotes its row.

func TestCatalogueVendorsScores(t *testing.T) {
	asIs := func(weight string) string { return "weight: " + weight + ", points: value" }
	rows := []struct {
		row, rules, account, score string
	}{
		{
			"weights 20/15/22, scores 47/59/21 | 2287/57 = 40.12",
			measured("missing: fail", [2]string{"a", asIs("20")}, [2]string{"b", asIs("15")}, [2]string{"c", asIs("22")}),
			account("a b c", "47", "59", "21"), "40.12",
		},
		{
			"weights 20/15/22, scores 47/59/21 | -> 40",
			measured("round: 0", [2]string{"a", asIs("20")}, [2]string{"b", asIs("15")}, [2]string{"c", asIs("22")}),
			account("a b c", "47", "59", "21"), "40",
		},
		{
			"weights 7,5,8,3; scores 83,71,78,54 | 1722/23 = 74.87",
			measured("missing: fail", [2]string{"a", asIs("7")}, [2]string{"b", asIs("5")}, [2]string{"c", asIs("8")}, [2]string{"d", asIs("3")}),
			account("a b c d", "83", "71", "78", "54"), "74.87",
		},
		{
			"account scores 10, 7.5, 6; weights 50, 30, 20 | 8.45",
			measured("scale: {min: 0, max: 10}", [2]string{"a", asIs("50")}, [2]string{"b", asIs("30")}, [2]string{"c", asIs("20")}),
			account("a b c", "10", "7.5", "6"), "8.45",
		},
		{
			"account scores 10, 7.5, 6; weights 50, 30, 20 | -> 8.5 at one decimal (half away from zero)",
			measured("scale: {min: 0, max: 10}\nround: 1", [2]string{"a", asIs("50")}, [2]string{"b", asIs("30")}, [2]string{"c", asIs("20")}),
			account("a b c", "10", "7.5", "6"), "8.5",
		},
		{
			"linear 0 at 7, 100 at 30: values 18 | 47.83",
			measured("round: 2", [2]string{"a", "linear: {7: 0, 30: 100}"}), account("a", "18"), "47.83",
		},
		{
			"linear 0 at 7, 100 at 30: values 5 | 0",
			measured("round: 2", [2]string{"a", "linear: {7: 0, 30: 100}"}), account("a", "5"), "0",
		},
		{
			"linear 0 at 7, 100 at 30: values 35 | 100",
			measured("round: 2", [2]string{"a", "linear: {7: 0, 30: 100}"}), account("a", "35"), "100",
		},
		{
			"linear -5..+5 over 0..10: 0 | -5",
			measured("scale: {min: -5, max: 5}", [2]string{"a", "linear: {0: -5, 10: 5}"}), account("a", "0"), "-5",
		},
		{
			"linear -5..+5 over 0..10: 7 | 2",
			measured("scale: {min: -5, max: 5}", [2]string{"a", "linear: {0: -5, 10: 5}"}), account("a", "7"), "2",
		},
		{
			"linear -5..+5 over 0..10: 10 | 5",
			measured("scale: {min: -5, max: 5}", [2]string{"a", "linear: {0: -5, 10: 5}"}), account("a", "10"), "5",
		},
		{
			"group of 9.8, 9.4, 7: mean | 8.733",
			grouped("mean", "a", "b", "c"), account("a b c", "9.8", "9.4", "7"), "8.733",
		},
		{
			"group of 9.8, 9.4, 7: max | 9.8",
			grouped("max", "a", "b", "c"), account("a b c", "9.8", "9.4", "7"), "9.8",
		},
		{
			"group of 9.8, 9.4, 7: min | 7",
			grouped("min", "a", "b", "c"), account("a b c", "9.8", "9.4", "7"), "7",
		},
		{
			"parent 10 with children 5, 5, 5: mean of all | 6.25",
			grouped("mean", "parent", "a", "b", "c"), account("parent a b c", "10", "5", "5", "5"), "6.25",
		},
	}
	for _, r := range rows {
		t.Run(strings.ReplaceAll(r.row, "/", " over "), func(t *testing.T) {
			wantScore(t, explain(t, programOf(t, r.rules), r.account)["health"], r.score)
		})
	}
}

// grouped writes rules with one group of measures on a scale of 0 to 10.
func grouped(combine string, names ...string) string {
	var ways [][2]string
	for _, name := range names {
		ways = append(ways, [2]string{name, "points: value"})
	}
	text := measured("scale: {min: 0, max: 10}\nround: 3", ways...)
	head, members, _ := strings.Cut(text, "    measures:\n")
	members = strings.ReplaceAll(members, "      ", "          ")
	return head + "    measures:\n      family:\n        combine: " + combine + "\n        measures:\n" + members
}

func TestCatalogueVendorsBands(t *testing.T) {
	t.Run("band edges 50 and 75, upper edge inclusive: 0, 50, 51, 75, 76, 100 | red, red, yellow, yellow, green, green", func(t *testing.T) {
		program := programOf(t, measured("bands:\n  red: {up_to: 50}\n  yellow: {up_to: 75}\n  green: {}", [2]string{"a", "points: value"}))
		for _, c := range [][2]string{{"0", "red"}, {"50", "red"}, {"51", "yellow"}, {"75", "yellow"}, {"76", "green"}, {"100", "green"}} {
			wantBand(t, explain(t, program, account("a", c[0]))["health"], c[1])
		}
	})
}

const pulseRules = `
language: 1
signals:
  accounts:
    key: account_id
    columns:
      account_id: string
      other: number
      pulse: {type: number, optional: true, at: pulse_at, fresh_for: 'value in [1, 10] ? "30d" : "90d"'}
      pulse_at: optional date
metrics:
  a: other
  b: other
  c: other
  d: other
  e: other
scorecards:
  health:
    scale: {min: 0, max: 10}
    measures:
      a: {weight: 20, points: value}
      b: {weight: 16, points: value}
      c: {weight: 16, points: value}
      d: {weight: 16, points: value}
      e: {weight: 12, points: value}
      pulse: {weight: 20, points: value}
`

func TestCatalogueVendorsPulse(t *testing.T) {
	program := programOf(t, pulseRules)
	t.Run("weights 20,16,16,16,12 and pulse 20, pulse missing or expired | effective 25,20,20,20,15", func(t *testing.T) {
		for _, account := range []string{
			`{"account_id": "A", "other": 5}`,
			`{"account_id": "A", "other": 5, "pulse": 7, "pulse_at": "2026-08-02"}`,
		} {
			d := explain(t, program, account)["health"]
			if got := numbersOf(d, share); got != "0.25, 0.2, 0.2, 0.2, 0.15, 0" {
				t.Errorf("%s: shares %s", account, got)
			}
			if pulse := d.Measures[5]; pulse.State != result.StateMissing || pulse.Cause == "" {
				t.Errorf("%s: the pulse is %q, because of %q", account, pulse.State, pulse.Cause)
			}
		}
	})
	// 91, 31 and 29 days before 2026-11-01.
	for _, c := range []struct {
		row, pulse, at string
		counts         bool
	}{
		{"5 aged 91 d | out", "5", "2026-08-02", false},
		{"5 aged 90 d (the last day of 90) | counts", "5", "2026-08-03", true},
		{"10 aged 31 d | out", "10", "2026-10-01", false},
		{"10 aged 29 d | counts", "10", "2026-10-03", true},
		{"1 aged 31 d | out", "1", "2026-10-01", false},
	} {
		t.Run("pulse valid 90 days (30 when 1 or 10): "+c.row, func(t *testing.T) {
			d := explain(t, program, `{"account_id": "A", "other": 5, "pulse": `+c.pulse+`, "pulse_at": "`+c.at+`"}`)["health"]
			if counts := d.Measures[5].State == ""; counts != c.counts {
				t.Errorf("the pulse counts: %v, want %v", counts, c.counts)
			}
		})
	}
}

func TestCatalogueVendorsReasonCodes(t *testing.T) {
	t.Run("points 3, 0, 26 against baselines 19, 18, 10 | total 29; reasons in order 18, 16, and none for the third", func(t *testing.T) {
		row := func(baseline, code string) string {
			return "baseline: " + baseline + ", code: " + code + ", points: value"
		}
		program := programOf(t, measured("scale: none\ncombine: sum",
			[2]string{"first", row("19", "RC1")}, [2]string{"second", row("18", "RC2")}, [2]string{"third", row("10", "RC3")}))
		d := explain(t, program, account("first second third", "3", "0", "26"))["health"]
		wantScore(t, d, "29")
		if len(d.Reasons) != 2 ||
			d.Reasons[0].Code != "RC2" || !same(d.Reasons[0].Lost, exact.Int(18)) ||
			d.Reasons[1].Code != "RC1" || !same(d.Reasons[1].Lost, exact.Int(16)) {
			t.Errorf("reasons %+v", d.Reasons)
		}
	})
}

func TestCatalogueVendorsNPS(t *testing.T) {
	t.Run("80% promoters, 5% detractors | NPS 75", func(t *testing.T) {
		answers := strings.Repeat(`{"rating": 9}, `, 80) + strings.Repeat(`{"rating": 7}, `, 15) + strings.Repeat(`{"rating": 6}, `, 5)
		d := explain(t, programOf(t, npsRules), `{"account_id": "A", "answers": [`+strings.TrimSuffix(answers, ", ")+`]}`)["voice"]
		wantScore(t, d, "75")
	})
}
