package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestHostileRules: rules that would grow without bound are refused, or their
// value is missing; none of them hangs. The generous limit of the test binary is
// what would catch a hang.
func TestHostileRules(t *testing.T) {
	squares := "let a0 = active_users / 3; "
	texts := `let a0 = "x" + size; `
	for i := range 40 {
		squares += fmt.Sprintf("let a%d = a%d * a%d; ", i+1, i, i)
		texts += fmt.Sprintf("let a%d = a%d + a%d; ", i+1, i, i)
	}
	for name, test := range map[string]struct{ expression, want string }{
		"deep parentheses": {strings.Repeat("(", 1000) + "1" + strings.Repeat(")", 1000), "nested more than 60 deep"},
		"deep not":         {strings.Repeat("not ", 2400) + "true", "true"},
		"deep signs":       {strings.Repeat("-", 3900) + "1", "1"},
		"many tokens":      {strings.Repeat("1+", 4000) + "1", "more than 4,000 parts"},
		"long":             {`"` + strings.Repeat("a", 10_000) + `"`, "longer than 10,000"},
		"giant literal":    {strings.Repeat("9", 5000), "more than 60 digits"},
		"growing products": {squares + "a40", "missing"},
		"growing texts":    {texts + "a40 == size", "missing"},
		"power of power":   {"((((9 ** 16) ** 16) ** 16) ** 16) ** 16", "missing"},
		"tiny power":       {"((((9 ** -16) ** -16) ** 16) ** 16) ** 16 > 0", "missing"},
		"giant pattern":    {`size matches "((a{1000}){1000}){1000}"`, "cannot be read"},
		"nested rows":      {"count(usage, count(usage, count(usage, true) > 0) > 0)", "only once"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outcome(t, test.expression); !strings.Contains(got, test.want) {
				t.Errorf("got %.300s\nwant %s", got, test.want)
			}
		})
	}
}

// TestRowsTimesRows: row functions over long lists inside row functions are cut
// off, and the value is missing, on every machine alike.
func TestRowsTimesRows(t *testing.T) {
	var rows strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&rows, `,{"priority": "p%d"}`, i)
	}
	account := strings.Replace(sampleAccount, `"tickets": [`, `"tickets": [`+rows.String()[1:]+",", 1)
	start := time.Now()
	for expression, want := range map[string]string{
		// Each row looks at all rows: 400 million visits.
		`count(tickets, let p = .priority; any(tickets, .priority == p + "x"))`: "",
		// The inner part does not depend on the row, and is computed once.
		`count(tickets, any(tickets, .priority == "none"))`: "0",
		`count(tickets)`: "20004",
	} {
		d := document(t, compile(t, expressionRules(expression)), sampleAsOf, account)
		if want == "" && !strings.Contains(d.Measures[0].Cause, "too many rows") {
			t.Errorf("%s is missing because %s", expression, d.Measures[0].Cause)
		}
		if got := d.Measures[0].Value; (want == "") != d.Measures[0].Value.Num.IsMissing() || want != "" && got.Num.String() != want {
			t.Errorf("%s gives %s (%s)", expression, got, d.Measures[0].Cause)
		}
	}
	t.Log("took", time.Since(start))
}
