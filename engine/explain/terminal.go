package explain

import (
	"slices"
	"strings"
	"unicode"
)

// The styles of a terminal.
const (
	plain  = "\x1b[0m"
	bold   = "\x1b[1m"
	dim    = "\x1b[2m"
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	grey   = "\x1b[90m"
)

func (p *page) style(style, text string) string {
	if !p.options.Color {
		return text
	}
	return style + text + plain
}

func (p *page) paint(band string) string {
	if !p.options.Color {
		return band
	}
	return Paint(band, p.card.bands())
}

// Paint gives a band, one of those in the list or another, the colour of its rank on
// a terminal: green for the best, red for the worst, grey for one without a rank.
func Paint(band string, bestFirst []string) string {
	style := yellow
	switch slices.Index(bestFirst, band) {
	case -1:
		style = grey
	case 0:
		style = green
	case len(bestFirst) - 1:
		style = red
	}
	return style + band + plain
}

// OneLine keeps line ends, and what else a terminal would obey, out of a text: texts
// are somebody's data.
func OneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
