package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/explain"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// accountTable shows accounts to people: a line an account and scorecard. Lines are
// held for a page, so that its columns are as wide as they need to be; columns only
// grow from page to page, and few tables have a second one.
type accountTable struct {
	out     io.Writer
	columns []tableColumn
	// newColumns makes columns for one encoder.
	newColumns func() []tableColumn
	scorecards int // lines of an account
	color      bool
	width      int        // of the terminal; 0 if it does not matter
	lines      [][]string // of the page
	widths     []int      // of the columns so far
	// decimals is the most that a score has had so far.
	decimals int
	accounts int // written
	pages    int
	// footer says which rules gave the scores, and as of when.
	footer string
}

// pageLines bounds the lines that are held.
const pageLines = 10_000

// tableColumn is a column with what it says of one line. Not safe for concurrent use.
type tableColumn struct {
	title  string
	number bool
	// least is how many characters are left of the column when the terminal is
	// narrow; 0 if it is never cut.
	least int
	cell  func(block scored, card, account int) string
}

// How narrow columns of text may become.
const (
	leastText    = 8
	leastAccount = 12
)

func newAccountTable(out io.Writer, r *ruleset, scorecards []string, reasons, color bool, width int) *accountTable {
	t := &accountTable{out: out, scorecards: len(scorecards), color: color, width: width}
	t.newColumns = func() []tableColumn { return newTableColumns(r, scorecards, reasons, color) }
	t.columns = t.newColumns()
	return t
}

func newTableColumns(r *ruleset, scorecards []string, reasons, color bool) []tableColumn {
	var columns []tableColumn
	add := func(when bool, c tableColumn) {
		if when {
			columns = append(columns, c)
		}
	}
	flags := r.flags()
	add(true, tableColumn{title: "account", least: leastAccount, cell: func(b scored, _, i int) string { return explain.OneLine(b.Key(i)) }})
	add(nameColumn(r.program.Schema()) >= 0,
		tableColumn{title: "name", least: leastText, cell: func(b scored, _, i int) string { return explain.OneLine(nameOf(b.portfolio, i)) }})
	add(true, tableColumn{title: "segment", least: leastText, cell: func(b scored, _, i int) string { return explain.OneLine(b.Segments.At(i)) }})
	add(len(scorecards) > 1, tableColumn{title: "scorecard", least: leastText, cell: func(b scored, c, _ int) string { return b.Scorecards[c].Name }})
	add(true, tableColumn{title: scoreTitle, number: true, cell: func(b scored, c, i int) string { return numberOrDash(b.Scorecards[c].Score.At(i)) }})
	add(true, tableColumn{title: "band", cell: bandCell(r, scorecards, color)})
	add(true, tableColumn{title: "coverage", number: true, cell: func(b scored, c, i int) string { return percentOf(b.Scorecards[c].Coverage.At(i)) }})
	add(reasons, tableColumn{title: "top reason", least: leastText, cell: func(b scored, c, i int) string { return b.Scorecards[c].TopReason.At(i) }})
	add(len(flags) > 0, tableColumn{title: "flags", least: leastText, cell: func(b scored, _, i int) string { return flagsCell(flags, b, i) }})
	return columns
}

const scoreTitle = "score"

func bandCell(r *ruleset, scorecards []string, color bool) func(b scored, card, account int) string {
	var known []*bands // by scorecard
	for _, name := range scorecards {
		known = append(known, newBands(r.scorecard(name)))
	}
	return func(b scored, card, account int) string {
		band := b.Scorecards[card].Band.At(account)
		if color && band != "" {
			return known[card].paint(band, b.Segments.At(account))
		}
		return band
	}
}

func flagsCell(flags []string, b scored, account int) string {
	var names []string
	for f, name := range flags {
		if b.Flags[f].Holds[account] {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// tableEncoder makes lines of a table.
type tableEncoder struct{ columns []tableColumn }

func (e *tableEncoder) encode(_ context.Context, to *encoded, block scored, accounts []int) error {
	for _, account := range accounts {
		for card := range block.Scorecards {
			line := make([]string, len(e.columns))
			for c, column := range e.columns {
				line[c] = column.cell(block, card, account)
			}
			to.lines = append(to.lines, line)
		}
	}
	to.accounts += len(accounts)
	return nil
}

func (t *accountTable) encoder() encoder { return &tableEncoder{columns: t.newColumns()} }

func (t *accountTable) write(e *encoded) error {
	t.accounts += e.accounts
	for account := range e.accounts {
		if len(t.lines) >= pageLines {
			if err := t.page(); err != nil {
				return err
			}
		}
		t.lines = append(t.lines, e.lines[account*t.scorecards:(account+1)*t.scorecards]...)
	}
	return nil
}

func (t *accountTable) close(total *tally, skippedRows int) error {
	if len(t.lines) > 0 {
		if err := t.page(); err != nil {
			return err
		}
	}
	text := total.summary(skippedRows) + "\n"
	if t.accounts < total.accounts {
		text = fmt.Sprintf("%d of ", t.accounts) + text
	}
	if t.pages > 0 {
		text = "\n" + text
	}
	text += t.dim(t.footer) + "\n"
	_, err := io.WriteString(t.out, text)
	return err
}

func (t *accountTable) dim(text string) string {
	if !t.color {
		return text
	}
	return "\x1b[2m" + text + "\x1b[0m"
}

// page writes the lines held.
func (t *accountTable) page() error {
	t.alignScores()
	_, err := io.WriteString(t.out, t.render()+"\n")
	t.lines = t.lines[:0]
	t.pages++
	return err
}

// dash stands for a number that is not there.
const dash = "–"

func numberOrDash(n exact.Num) string {
	if n.IsMissing() {
		return dash
	}
	return n.String()
}

// percentOf is a fraction in percent, with a decimal where it has one. What is not
// all does not become 100%, and what is not nothing does not become 0%.
func percentOf(fraction exact.Num) string {
	percent := fraction.Mul(exact.Int(100))
	rounded := percent.Round(1)
	switch {
	case rounded.Equal(exact.Int(100)) && !percent.Equal(rounded):
		return "99.9%"
	case rounded.Sign() == 0 && percent.Sign() != 0:
		return "0.1%"
	}
	return rounded.String() + "%"
}
