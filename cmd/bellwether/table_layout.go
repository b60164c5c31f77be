package main

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// alignScores gives all scores as many decimals as the one that has most.
func (t *accountTable) alignScores() {
	at := slices.IndexFunc(t.columns, func(c tableColumn) bool { return c.title == scoreTitle })
	for _, line := range t.lines {
		_, decimals, _ := strings.Cut(line[at], ".")
		t.decimals = max(t.decimals, len(decimals))
	}
	for _, line := range t.lines {
		whole, decimals, point := strings.Cut(line[at], ".")
		if t.decimals == 0 || whole == dash {
			continue
		}
		if !point {
			line[at] += "."
		}
		line[at] += strings.Repeat("0", t.decimals-len(decimals))
	}
}

func (t *accountTable) render() string {
	w := table.NewWriter()
	style := table.StyleLight
	style.Options.DrawBorder = false
	style.Format.Header = text.FormatDefault
	w.SetStyle(style)
	if t.pages == 0 {
		w.AppendHeader(t.header())
	}
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

func (t *accountTable) header() table.Row {
	header := make(table.Row, len(t.columns))
	for c, column := range t.columns {
		header[c] = column.title
		if t.color {
			header[c] = "\x1b[1m" + column.title + "\x1b[0m" // bold
		}
	}
	return header
}

// layout aligns the columns and cuts the widest texts until a line fits into the
// terminal, as far as they may be cut.
func (t *accountTable) layout() []table.ColumnConfig {
	if t.widths == nil {
		t.widths = make([]int, len(t.columns))
	}
	for c, column := range t.columns {
		t.widths[c] = max(t.widths[c], utf8.RuneCountInString(column.title))
		for _, line := range t.lines {
			t.widths[c] = max(t.widths[c], text.StringWidthWithoutEscSequences(line[c]))
		}
	}
	widths := slices.Clone(t.widths)
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
		configs[c].WidthMin = widths[c]
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
