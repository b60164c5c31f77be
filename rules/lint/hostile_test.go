package lint

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestHostile: expressions that are as long and as deep as the language lets them be
// cost no more than a moment.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	deep := "a > 1"
	for i := range 55 {
		deep = "(" + deep + []string{" and b > 0)", " or not (c < 1))", ")"}[i%3]
	}
	right := ""
	for i := range 50 {
		right += []string{"(a > 1 and ", "(b > 0 or "}[i%2]
	}
	right += "flag" + strings.Repeat(")", 50)
	choice := ""
	for range 300 {
		choice += "a > b ? c : d < 3 ? a : "
	}
	chained := "let x0 = a; "
	for i := range 59 {
		chained += fmt.Sprintf("let x%d = x%d + x%d; ", i+1, i, i)
	}
	wide := "let y0 = a; "
	for i := range 59 {
		wide += fmt.Sprintf("let y%d = max(y%d, y%d > 3 ? y%d : b); ", i+1, i, i, i)
	}
	for name, expression := range map[string]string{
		"deep": deep, "right": right,
		"chain":   "a > 1" + strings.Repeat(" and a != 3 and b > h", 400),
		"or":      "a > 1" + strings.Repeat(" or a == 3", 900),
		"sum":     "a > 1 ? 1 : a" + strings.Repeat(" + b", 1500),
		"choices": choice + "1",
		"lets":    strings.Repeat("let x = a > 1 ? b : c; ", 150) + "x",
		"chained": chained + "x59 > 5", "wide": wide + "y59 > 5",
		"power": strings.Repeat("(", 25) + "d" + strings.Repeat(" ** 16)", 25),
		"list":  "a in [1" + strings.Repeat(", 2", 1500) + "]",
	} {
		_, c, err := checked(rangeSignals + "  m: '" + expression + "'\nscorecards:\n  health:\n    measures: {x: {points: 'm == nil ? 1 : 2'}}\n")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		start := time.Now()
		Lint(c)
		t.Log(name, "took", time.Since(start)) // without bounds, it would be hours
	}
}
