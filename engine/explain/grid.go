package explain

import (
	"strings"
	"unicode/utf8"
)

type alignment bool

const (
	left  alignment = false
	right alignment = true
)

// grid aligns cells in columns.
type grid struct{ rows [][]string }

func (g *grid) add(cells ...string) { g.rows = append(g.rows, cells) }

// decimals gives all numbers of a column as many decimals as the one that has
// most, so that their points stand below each other.
func (g *grid) decimals(column int) {
	most := 0
	for _, row := range g.rows {
		_, decimals, _ := number(row[column])
		most = max(most, len(decimals))
	}
	if most == 0 {
		return
	}
	for _, row := range g.rows {
		whole, decimals, unit := number(row[column])
		if whole != "" {
			row[column] = whole + "." + decimals + strings.Repeat("0", most-len(decimals)) + unit
		}
	}
}

// number takes a number apart; whole is empty if the cell holds none.
func number(cell string) (whole, decimals, unit string) {
	text, percent := strings.CutSuffix(cell, "%")
	if percent {
		unit = "%"
	}
	whole, decimals, _ = strings.Cut(text, ".")
	if whole == "" || strings.Trim(whole, "-0123456789") != "" || strings.Trim(whole, "-") == "" {
		return "", "", ""
	}
	return whole, decimals, unit
}

// lines gives the rows as text. Columns without any text are left out.
func (g *grid) lines(align ...alignment) []string {
	widths := make([]int, len(align))
	for _, row := range g.rows {
		for c, cell := range row {
			widths[c] = max(widths[c], utf8.RuneCountInString(cell))
		}
	}
	lines := make([]string, 0, len(g.rows))
	for _, row := range g.rows {
		var b strings.Builder
		for c, cell := range row {
			if widths[c] == 0 {
				continue
			}
			if b.Len() > 0 {
				b.WriteString("  ")
			}
			blanks := strings.Repeat(" ", widths[c]-utf8.RuneCountInString(cell))
			if align[c] == right {
				b.WriteString(blanks + cell)
			} else {
				b.WriteString(cell + blanks)
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}
