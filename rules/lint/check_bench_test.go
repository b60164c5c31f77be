package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/lint"
)

// largeRules is a rule set of so many metrics and scorecards, each with 20 measures and
// two segments that change some of them: over 300 columns and 5 child tables.
func largeRules(metrics, cards int) []rules.File {
	const columns, tables, measures = 300, 5, 20
	var signals, named, scored strings.Builder
	signals.WriteString("language: 1\nsignals:\n  accounts:\n    key: id\n    columns:\n      id: string\n      size: {type: string, one_of: [smb, mid, large]}\n      since: date\n")
	for i := range columns {
		fmt.Fprintf(&signals, "      c%d: {type: number, optional: true, min: 0, max: 1000}\n", i)
	}
	for i := range tables {
		fmt.Fprintf(&signals, "  t%d:\n    parent: accounts\n    key: id\n    time: day\n    columns: {id: string, day: date, n: int}\n", i)
	}
	signals.WriteString("segments:\n  large: size == \"large\"\n  mid: size == \"mid\"\n")
	named.WriteString("metrics:\n")
	for i := range metrics {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&named, "  m%d: c%d / c%d * 100\n", i, i%columns, (i+7)%columns)
		case 1:
			fmt.Fprintf(&named, "  m%d: sum(within(t%d, \"30d\"), .n) / (c%d ?? 1)\n", i, i%tables, i%columns)
		case 2:
			fmt.Fprintf(&named, "  m%d: {expr: \"clamp(m%d, 0, 100)\", round: 2}\n", i, i-2)
		default:
			fmt.Fprintf(&named, "  m%d: |\n    days_since(since) > 30\n      ? m%d + c%d : 0\n", i, i-3, i%columns)
		}
	}
	scored.WriteString("scorecards:\n")
	for s := range cards {
		fmt.Fprintf(&scored, "  card%d:\n    missing: zero\n    measures:\n", s)
		for m := range measures {
			fmt.Fprintf(&scored, "      measure%d: {metric: m%d, weight: %d, when: c%d > 1, up_to: {10: 0, 20: 50, 50: 70, else: 100}}\n",
				m, (s*measures+m)%metrics, m+1, m)
		}
		scored.WriteString("    segments:\n")
		for _, segment := range []string{"large", "mid"} {
			fmt.Fprintf(&scored, "      %s:\n        measures:\n", segment)
			for m := range 4 {
				fmt.Fprintf(&scored, "          measure%d: {weight: 3, up_to: {15: 0, 30: 40, else: 100}}\n", m)
			}
		}
		scored.WriteString("    overrides:\n      - {when: c1 > 900 and score > 50, cap: 50, reason: too much}\n    bands: {green: {from: 70}, yellow: {from: 40}, red: {}}\n")
	}
	return []rules.File{
		{Name: "cards.yaml", Source: []byte(scored.String())},
		{Name: "metrics.yaml", Source: []byte(named.String())},
		{Name: "signals.yaml", Source: []byte(signals.String())},
	}
}

// BenchmarkCheck is all of `check` but for reading the files and printing: a rule
// set larger than any that people write.
func BenchmarkCheck(b *testing.B) {
	files := largeRules(2000, 200)
	for b.Loop() {
		if found := lint.Files(files, lint.Options{}).Found; found.HasErrors() {
			b.Fatal(found.List[0])
		}
	}
}
