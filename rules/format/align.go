package format

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// aligned gives the number of extra blanks behind the colon of each entry. Entries
// on lines beneath each other whose values the author has put in one column have
// them in one column, the leftmost that takes all keys.
func (p *printer) aligned(n *node, indent int) []int {
	pads := make([]int, len(n.entries))
	if n.Kind != yaml.MappingNode {
		return pads
	}
	for from := 0; from < len(n.entries); {
		to := from
		for to < len(n.entries) && p.isRow(n.entries[to], indent) && (to == from || n.entries[to].follows()) {
			to++
		}
		if to-from > 1 {
			p.alignRows(n.entries[from:to], indent, pads[from:to])
		}
		from = max(to, from+1)
	}
	return pads
}

// follows tells whether an entry stands right below the one before it.
func (e *entry) follows() bool { return !e.blank && len(e.before) == 0 }

// isRow tells whether an entry is one line that has a value.
func (p *printer) isRow(e *entry, indent int) bool {
	v := e.value
	switch {
	case v.isAbsent(), len(v.folded) > 0, v.isBlockOfText():
		return false
	}
	return p.onLine(e, indent) || v.Kind == yaml.AliasNode || v.isScalar()
}

func (p *printer) alignRows(rows []*entry, indent int, pads []int) {
	columns := map[int]int{}
	best, most, spread := -1, 0, map[int]bool{}
	longest := 0
	for _, e := range rows {
		longest = max(longest, utf8.RuneCountInString(p.name(e.key, aBlock)))
		if p.line(e.key.start) != p.line(e.value.start) {
			continue
		}
		column := p.column(e.value.start)
		columns[column]++
		between := string(p.text[e.key.end:e.value.start])
		if strings.HasSuffix(between, "  ") || strings.Contains(between, "\t") {
			spread[column] = true
		}
		if columns[column] > most {
			best, most = column, columns[column]
		}
	}
	if !spread[best] || 2*most <= len(rows) {
		return
	}
	for _, e := range rows {
		if len(e.value.entries) > 0 && !p.fits(e.value, indent+longest+2) {
			return
		}
	}
	for i, e := range rows {
		pads[i] = longest - utf8.RuneCountInString(p.name(e.key, aBlock))
	}
}

// gap is the number of blanks before a comment at the end of a line, at least.
const gap = 2

// far is how much longer than the others a line must be to be left alone.
const far = 16

// alignComments gives the comments of lines beneath each other one column: the one
// that most of them stood in, if it leaves room, else the leftmost that does. Lines
// that are far longer than that column have theirs behind it.
func alignComments(lines []line) {
	for from := 0; from < len(lines); {
		to := from
		for to < len(lines) && (lines[to].comment != "" || to > from && lines[to].text == "" && to+1 < len(lines) && lines[to+1].goesOn()) {
			to++ // an empty line within a comment too
		}
		alignRun(lines[from:to])
		from = max(to, from+1)
	}
}

// goesOn tells whether a line holds nothing but a comment that goes on with the one
// above.
func (l line) goesOn() bool { return l.text == "" && l.comment != "" }

func alignRun(run []line) {
	// The comments below the first of a line go with it.
	needs := make([]int, len(run))
	least := 0
	for i, l := range run {
		if l.text == "" && i > 0 {
			needs[i] = needs[i-1]
			continue
		}
		needs[i] = utf8.RuneCountInString(l.text) + gap
		least = max(least, needs[i])
	}
	column := mostly(run, needs)
	if column == 0 || least > column && least-column <= far {
		column = least
	}
	for i, l := range run {
		if l.comment == "" {
			continue
		}
		at := column
		if needs[i] > column {
			at = needs[i]
		}
		run[i].text += strings.Repeat(" ", at-utf8.RuneCountInString(l.text)) + l.comment
	}
}

// mostly is the column for comments of which more than half stood in one, moved as
// most of their lines are; 0 if there is none, or less than half of them have room.
func mostly(run []line, needs []int) int {
	column, comments := mostOf(run, func(l line) (int, bool) { return l.column, l.comment != "" && l.column > 0 })
	shift, _ := mostOf(run, func(l line) (int, bool) { return l.shift, l.comment != "" && l.column == column })
	all, room := 0, 0
	for i, l := range run {
		if l.comment == "" {
			continue
		}
		all++
		if l.column == column && column+shift >= needs[i] {
			room++
		}
	}
	if 2*min(comments, room) <= all {
		return 0
	}
	return column + shift
}

// mostOf is the number that most lines have, and how many have it; of equally many
// the one that comes first.
func mostOf(run []line, number func(line) (int, bool)) (most, count int) {
	counts := map[int]int{}
	for _, l := range run {
		n, ok := number(l)
		if !ok {
			continue
		}
		counts[n]++
		if counts[n] > count {
			most, count = n, counts[n]
		}
	}
	return most, count
}
