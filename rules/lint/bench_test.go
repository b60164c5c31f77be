package lint

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkLint looks at 2,000 metrics and 200 scorecards of 20 measures.
func BenchmarkLint(b *testing.B) {
	var rules strings.Builder
	rules.WriteString(rangeSignals)
	for i := range 2000 {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&rules, "  n%d: percent(a + %d, h) * 2 - b\n", i, i)
		case 1:
			fmt.Fprintf(&rules, "  n%d: n%d / 3 + sum(t, .v)\n", i, i-1)
		case 2:
			fmt.Fprintf(&rules, "  n%d: 'n%d > 10 and a < 3 ? min(n%d, 5) : clamp(n%d, 0, 100)'\n", i, i-1, i-2, i-1)
		case 3:
			fmt.Fprintf(&rules, "  n%d: 'count(filter(t, .w > 0.5 and .k == \"u\")) / (h + 1)'\n", i)
		}
	}
	rules.WriteString("segments: {small: a < 2, large: a >= 2 and b > 0}\nscorecards:\n")
	for i := range 200 {
		fmt.Fprintf(&rules, "  card%d:\n    measures:\n", i)
		for j := range 20 {
			m := (i*20 + j) % 2000
			switch j % 4 {
			case 0:
				fmt.Fprintf(&rules, "      m%d: {metric: n%d, weight: %d, up_to: {10: 0, 50: 40, else: 100}}\n", j, m, j+1)
			case 1:
				fmt.Fprintf(&rules, "      m%d: {metric: n%d, linear: {0: 0, 10: 30, 100: 100}}\n", j, m)
			case 2:
				fmt.Fprintf(&rules, "      m%d: {metric: n%d, rows: [{when: value > 80, points: 100}, {when: value > 40 and a < 4, points: 50}, {points: 0}]}\n", j, m)
			case 3:
				fmt.Fprintf(&rules, "      m%d: {metric: e, map: {x: 0, y: 50, zz: 100}}\n", j)
			}
		}
		rules.WriteString("    segments:\n      small: {measures: {m0: {weight: 3}}}\n    overrides: [{when: a > 3 and score > 50, cap: 60}]\n    bands: {green: {from: 75}, yellow: {from: 40}, red: {}}\n")
	}
	_, c, err := checked(rules.String())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Lint(c)
	}
}
