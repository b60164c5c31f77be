package ruletest

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bellwether-cs/bellwether/engine/explain"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// PrettyOptions adjust the report for people. The zero PrettyOptions are fine.
type PrettyOptions struct {
	// Color paints the report for a terminal; ASCII keeps it to characters that every
	// terminal has.
	Color, ASCII bool
	// Short leaves out the pages that explain the scores of accounts that fail.
	Short bool
	// Uncovered lists the parts of the rules that no test reached.
	Uncovered bool
}

// Pretty writes the report for people: each test that failed with all that did not
// hold, what was expected beside what came out, and how the score came about; then a
// line a file, and a summary. The error is that of w.
func (r *Report) Pretty(w io.Writer, options PrettyOptions) error {
	p := &pretty{Report: r, options: options}
	for _, result := range r.Results {
		if result.Status == Failed {
			p.failure(result)
		}
	}
	p.files()
	p.summary()
	_, err := io.WriteString(w, p.text.String())
	return err
}

type pretty struct {
	*Report
	options PrettyOptions
	text    strings.Builder
}

func (p *pretty) printf(format string, args ...any) { fmt.Fprintf(&p.text, format, args...) }

// The styles of a terminal.
const (
	plain = "\x1b[0m"
	bold  = "\x1b[1m"
	red   = "\x1b[31m"
	green = "\x1b[32m"
)

func (p *pretty) style(style, text string) string {
	if !p.options.Color {
		return text
	}
	return style + text + plain
}

func (p *pretty) failure(result Result) {
	p.printf("%s  %s\n", p.style(red+bold, "FAILED"), p.style(bold, explain.OneLine(result.Test.Name)))
	if d := result.Test.Description; d != "" {
		p.printf("%s\n", explain.OneLine(d))
	}
	found := rules.Diagnostics{Files: p.Report.files}
	for _, c := range result.Failures() {
		found.Errorf("test-failed", c.Place, explain.OneLine(c.Note), "%s", sentence(c, result.Test))
	}
	p.printf("\n%s", explainable(found.Error()))
	for _, account := range result.Accounts {
		p.account(result, account)
	}
	p.printf("\n")
}

// explainable keeps what a terminal would obey out of a text of several lines.
func explainable(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, explain.OneLine(line))
	}
	return strings.Join(lines, "\n")
}

// sentence says in one line what did not hold: values are somebody's data.
func sentence(c Check, test *rules.Test) string {
	return explain.OneLine(fmt.Sprintf("%s%s: expected %s, got %s", accountOf(c, test), c.Name(), c.Expected, c.Actual))
}

// accountOf names the account where a test has several.
func accountOf(c Check, test *rules.Test) string {
	if c.Account == "" || len(test.Expect) < 2 && len(test.Rows) < 2 {
		return ""
	}
	return c.Account + ": "
}

// account shows what was expected of an account beside what came out, and explains
// the scorecards in which something does not hold.
func (p *pretty) account(result Result, account Account) {
	var checks []Check
	failed := false
	for _, c := range result.Checks {
		if c.Account == account.Key {
			checks = append(checks, c)
			failed = failed || !c.Held
		}
	}
	if !failed {
		return
	}
	p.printf("\n%s, segment %s\n", p.style(bold, "account "+explain.OneLine(account.Key)), explain.OneLine(account.Segment))
	rows := [][]string{{" ", "", "expected", "actual", ""}}
	for _, c := range checks {
		mark := " "
		if !c.Held {
			mark = "x"
		}
		rows = append(rows, []string{mark, c.Name(), c.Expected, c.Actual, c.Note})
	}
	p.table(rows)
	if p.options.Short {
		return
	}
	for _, d := range account.Documents {
		speaks := func(c Check) bool { return c.Scorecard == d.Scorecard && !c.Held }
		// What does not hold may belong to no scorecard; then all those that the test
		// speaks of say what they can.
		if !slices.ContainsFunc(checks, func(c Check) bool { return c.Scorecard != "" && !c.Held }) {
			speaks = func(c Check) bool { return c.Scorecard == d.Scorecard }
		}
		if !slices.ContainsFunc(checks, speaks) {
			continue
		}
		p.printf("\n")
		var page strings.Builder
		// A string takes everything.
		_ = explain.Page(&page, d, explain.Options{Rules: p.set, ASCII: p.options.ASCII, Color: p.options.Color})
		for line := range strings.Lines(page.String()) {
			if line != "\n" {
				p.printf("  ")
			}
			p.printf("%s", line)
		}
	}
}

// widest is the width that a column has at most, in characters.
const widest = 48

// table prints rows in columns; those that failed stand out.
func (p *pretty) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for c := range row {
			row[c] = p.cut(explain.OneLine(row[c]))
			widths[c] = max(widths[c], utf8.RuneCountInString(row[c]))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for c, cell := range row {
			b.WriteString("  ")
			b.WriteString(cell)
			b.WriteString(strings.Repeat(" ", max(0, widths[c]-utf8.RuneCountInString(cell))))
		}
		line := strings.TrimRight(b.String(), " ")
		if row[0] == "x" {
			line = p.style(red, line)
		}
		p.printf("%s\n", line)
	}
}

// cut shortens a cell; what it says in full stands above the table.
func (p *pretty) cut(cell string) string {
	if utf8.RuneCountInString(cell) <= widest {
		return cell
	}
	ellipsis := "…"
	if p.options.ASCII {
		ellipsis = "..."
	}
	return string([]rune(cell)[:widest-utf8.RuneCountInString(ellipsis)]) + ellipsis
}

// files says, a line a file, how its tests went.
func (p *pretty) files() {
	for _, f := range p.Report.files {
		ran, failed, skipped := p.count(f.Name)
		switch {
		case failed > 0:
			p.printf("%s  %s: %d of %s failed", p.style(red, "FAILED"), f.Name, failed, counted(ran, "test"))
		case ran == 0:
			p.printf("        %s: no test ran", f.Name)
		default:
			p.printf("%s      %s: %s", p.style(green, "ok"), f.Name, counted(ran, "test"))
		}
		if skipped > 0 {
			p.printf(", %d skipped", skipped)
		}
		p.printf("\n")
	}
}

func (r *Report) count(file string) (ran, failed, skipped int) {
	for _, result := range r.Results {
		switch {
		case result.Test.Place.File != file:
		case result.Status == Skipped:
			skipped++
		case result.Status == Failed:
			ran, failed = ran+1, failed+1
		default:
			ran++
		}
	}
	return ran, failed, skipped
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (p *pretty) summary() {
	if p.options.Uncovered {
		p.uncovered()
	}
	p.printf("\n%s\n%s\n", p.Summary(), p.CoverageSummary())
}

// Summary counts the tests in one line.
func (r *Report) Summary() string {
	text := fmt.Sprintf("%d passed, %d failed", r.Count(Passed), r.Count(Failed))
	if n := r.Count(Skipped); n > 0 {
		text += fmt.Sprintf(", %d skipped", n)
	}
	return text
}

// CoverageSummary says in one line how much of the rules the tests reached.
func (r *Report) CoverageSummary() string {
	var kinds []string
	for _, k := range coverageKinds {
		if c := r.CoverageOf(k.kind); c.Total > 0 {
			kinds = append(kinds, fmt.Sprintf("%s %d of %d", k.plural, c.Covered, c.Total))
		}
	}
	total := r.TotalCoverage()
	if total.Total == 0 {
		return "coverage: there is nothing to cover"
	}
	return fmt.Sprintf("coverage %s (%s)", total, strings.Join(kinds, ", "))
}

// String is the covered part in percent, rounded down, so that 100% means all.
func (c Covered) String() string {
	if c.Total == 0 {
		return "100%"
	}
	tenths := exact.Ratio(int64(c.Covered)*1000, int64(c.Total)).Floor()
	return tenths.Quo(exact.Int(10)).String() + "%"
}

// uncovered lists what no test reached.
func (p *pretty) uncovered() {
	first := true
	for _, point := range p.Coverage {
		if point.Hits > 0 {
			continue
		}
		if first {
			p.printf("\n%s\n", p.style(bold, "Not covered"))
			first = false
		}
		p.printf("  %s: %s: %s\n", point.Place, point.Kind, pointText(point.Scorecard, point.Segment, point.Measure, point.What))
	}
}

// pointText says what a point of coverage is, with what it belongs to.
func pointText(scorecard, segment, measure, what string) string {
	of := scorecard
	if measure != "" {
		of += "." + measure
	}
	if segment != "" {
		of += " in segment " + segment
	}
	if of == "" {
		return explain.OneLine(what)
	}
	return explain.OneLine(of + ": " + what)
}
