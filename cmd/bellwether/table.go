package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// accountTable shows accounts to people: a line an account and scorecard. The lines
// are held until the last, so that the columns can be as wide as they need to be.
type accountTable struct {
	out     io.Writer
	columns []tableColumn
	bands   []*bands // by scorecard
	flags   []string
	color   bool
	width   int // of the terminal; 0 if it does not matter
	lines   [][]string
}

// tableColumn is a column with what it says of one line.
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
	t := &accountTable{out: out, flags: r.flags(), color: color, width: width}
	for _, name := range scorecards {
		t.bands = append(t.bands, newBands(r.scorecard(name)))
	}
	add := func(when bool, c tableColumn) {
		if when {
			t.columns = append(t.columns, c)
		}
	}
	add(true, tableColumn{title: "account", least: leastAccount, cell: func(b scored, _, i int) string { return oneLine(b.Key(i)) }})
	add(nameColumn(r.program.Schema()) >= 0,
		tableColumn{title: "name", least: leastText, cell: func(b scored, _, i int) string { return oneLine(nameOf(b.portfolio, i)) }})
	add(true, tableColumn{title: "segment", least: leastText, cell: func(b scored, _, i int) string { return oneLine(b.Segments[i]) }})
	add(len(scorecards) > 1, tableColumn{title: "scorecard", least: leastText, cell: func(b scored, c, _ int) string { return b.Scorecards[c].Name }})
	add(true, tableColumn{title: scoreTitle, number: true, cell: func(b scored, c, i int) string { return numberOrDash(b.Scorecards[c].Score[i]) }})
	add(true, tableColumn{title: "band", cell: t.band})
	add(true, tableColumn{title: "coverage", number: true, cell: func(b scored, c, i int) string { return percentOf(b.Scorecards[c].Coverage[i]) }})
	add(reasons, tableColumn{title: "top reason", least: leastText, cell: func(b scored, c, i int) string { return b.Scorecards[c].TopReason[i] }})
	add(len(t.flags) > 0, tableColumn{title: "flags", least: leastText, cell: t.flagsOf})
	return t
}

const scoreTitle = "score"

func (t *accountTable) band(b scored, card, account int) string {
	band := b.Scorecards[card].Band[account]
	if t.color && band != "" {
		return t.bands[card].paint(band, band, b.Segments[account])
	}
	return band
}

func (t *accountTable) flagsOf(b scored, _, account int) string {
	var names []string
	for f, name := range t.flags {
		if b.Flags[f][account] {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func (t *accountTable) write(_ context.Context, block scored, accounts []int) error {
	for _, account := range accounts {
		for card := range block.Scorecards {
			line := make([]string, len(t.columns))
			for c, column := range t.columns {
				line[c] = column.cell(block, card, account)
			}
			t.lines = append(t.lines, line)
		}
	}
	return nil
}

func (t *accountTable) close(total *tally, skippedRows int) error {
	if len(t.lines) > 0 {
		t.alignScores()
		if _, err := io.WriteString(t.out, t.render()+"\n\n"); err != nil {
			return err
		}
	}
	shown := ""
	if n := len(t.lines) / max(1, len(total.cards)); n < total.accounts {
		shown = fmt.Sprintf("%d of ", n)
	}
	_, err := io.WriteString(t.out, shown+total.summary(skippedRows)+"\n")
	return err
}

// alignScores gives all scores as many decimals as the one that has most.
func (t *accountTable) alignScores() {
	at := slices.IndexFunc(t.columns, func(c tableColumn) bool { return c.title == scoreTitle })
	most := 0
	for _, line := range t.lines {
		if _, decimals, ok := strings.Cut(line[at], "."); ok {
			most = max(most, len(decimals))
		}
	}
	for _, line := range t.lines {
		whole, decimals, point := strings.Cut(line[at], ".")
		if most == 0 || whole == dash {
			continue
		}
		if !point {
			line[at] += "."
		}
		line[at] += strings.Repeat("0", most-len(decimals))
	}
}

func (t *accountTable) render() string {
	w := table.NewWriter()
	style := table.StyleLight
	style.Options.DrawBorder = false
	style.Format.Header = text.FormatDefault
	w.SetStyle(style)
	header := make(table.Row, len(t.columns))
	for c, column := range t.columns {
		header[c] = column.title
		if t.color {
			header[c] = bold + column.title + plain
		}
	}
	w.AppendHeader(header)
	for _, line := range t.lines {
		row := make(table.Row, len(line))
		for c, cell := range line {
			row[c] = cell
		}
		w.AppendRow(row)
	}
	w.SetColumnConfigs(t.layout())
	lines := strings.Split(w.Render(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

// layout aligns the columns and cuts the widest texts until a line fits into the
// terminal, as far as they may be cut.
func (t *accountTable) layout() []table.ColumnConfig {
	widths := make([]int, len(t.columns))
	for c, column := range t.columns {
		widths[c] = utf8.RuneCountInString(column.title)
		for _, line := range t.lines {
			widths[c] = max(widths[c], text.StringWidthWithoutEscSequences(line[c]))
		}
	}
	cut := make([]bool, len(t.columns))
	for over := t.lineWidth(widths) - t.width; t.width > 0 && over > 0; over-- {
		widest := -1
		for c, column := range t.columns {
			least := max(column.least, utf8.RuneCountInString(column.title))
			if column.least > 0 && widths[c] > least && (widest < 0 || widths[c] > widths[widest]) {
				widest = c
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
		cut[widest] = true
	}
	configs := make([]table.ColumnConfig, len(t.columns))
	for c, column := range t.columns {
		configs[c].Number = c + 1
		if column.number {
			configs[c].Align, configs[c].AlignHeader = text.AlignRight, text.AlignRight
		}
		if cut[c] {
			configs[c].WidthMax = widths[c]
			configs[c].WidthMaxEnforcer = func(cell string, width int) string { return text.Snip(cell, width, "…") }
		}
	}
	return configs
}

// lineWidth is the width of a line: a blank on each side of a cell, and a rule
// between two.
func (t *accountTable) lineWidth(widths []int) int {
	sum := 3*len(widths) - 1
	for _, w := range widths {
		sum += w
	}
	return sum
}

// oneLine keeps line ends, and what else a terminal would obey, out of a cell: texts
// are somebody's data.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
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
