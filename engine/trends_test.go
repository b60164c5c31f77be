package engine_test

import "testing"

// TestWindowsAtInstants: the edges of windows where as-of is no date. The rows of usage
// are of 15 September, 3 October and 20 October, each at the first instant of its day.
func TestWindowsAtInstants(t *testing.T) {
	for _, test := range []struct {
		asOf, expression, want string
	}{
		// The row of 3 October is at the first instant of 30 days, and does not count to them.
		{"2026-11-02T00:00:00Z", `streak(usage, "30d")`, "2"},
		{"2026-11-01T23:59:59Z", `streak(usage, "30d")`, "2"},
		{"2026-10-20T00:00:00Z", `streak(usage, "17d")`, "3"},
		{"2026-10-20T00:00:00Z", `streak(usage, "408h")`, "3"},
		{"2026-10-20T00:00:00Z", `trend(usage, .actions, "17d")`, "0.714285714"}, // 25 by 35
		{"2026-10-20T00:00:01Z", `trend(usage, .actions, "17d")`, "0.714285714"},
		{"2026-10-19T23:59:59Z", `trend(usage, .actions, "18d")`, "0.875"}, // 35 by 40
		// From 2 October to 1 November 31 days are touched, or 30 whole ones.
		{"2026-11-01T10:00:00Z", `stickiness(usage, .feature, "30d")`, "3.225806452"},
		{"2026-11-01", `stickiness(usage, .feature, "30d")`, "3.333333333"},
		{"2026-11-01T00:00:00Z", `stickiness(usage, .feature, "30d")`, "3.225806452"},
		// 2026-10-30 is a Friday.
		{"2026-10-30T12:30:00Z", `business_hours("2026-10-29T16:00:00Z")`, "4.5"},
		{"2026-10-30T12:30:00Z", `business_days("2026-10-29T16:00:00Z")`, "1"},
		{"2026-10-31T12:30:00Z", `business_days("2026-10-29T16:00:00Z")`, "2"},
		{"2026-02-28T08:00:00Z", `months_since("2026-01-31T20:00:00Z")`, "1"},
		{"2026-11-02T00:00:00Z", `days_since(start_of("week"))`, "0"},
		{"2026-11-01T23:00:00Z", `days_since(start_of("week"))`, "6"},
	} {
		m := document(t, compile(t, expressionRules(test.expression)), test.asOf, sampleAccount).Measures[0]
		if got := shownValue(t, m); got != test.want {
			t.Errorf("as of %s: %s gives %s, want %s", test.asOf, test.expression, got, test.want)
		}
	}
}
