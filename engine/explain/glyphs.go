package explain

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// glyphs are the characters that a page draws with.
type glyphs struct {
	parts    []string // of a cell of a bar, from the least to the whole
	empty    string
	dash     string
	ellipsis string
}

var (
	unicodeGlyphs = glyphs{parts: []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"}, empty: "·", dash: "–", ellipsis: "…"}
	asciiGlyphs   = glyphs{parts: []string{"#"}, empty: ".", dash: "-", ellipsis: "..."}
)

// barCells is the length of a whole bar.
const barCells = 12

// bar draws a fraction; what is beyond 0 and 1 is taken into them.
func (g glyphs) bar(fraction exact.Num) string {
	steps := int64(barCells * len(g.parts))
	filled, _ := fraction.Mul(exact.Int(steps)).Round(0).Int64()
	filled = min(max(filled, 0), steps)
	whole, rest := int(filled)/len(g.parts), int(filled)%len(g.parts)
	bar := strings.Repeat(g.parts[len(g.parts)-1], whole)
	if rest > 0 {
		bar += g.parts[rest-1]
		whole++
	}
	return bar + strings.Repeat(g.empty, barCells-whole)
}

// oneLine keeps line ends, and what else a terminal would obey, out of a text:
// texts are somebody's data.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// cut shortens a text to a number of characters.
func (g glyphs) cut(text string, longest int) string {
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest-utf8.RuneCountInString(g.ellipsis)]) + g.ellipsis
}

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

// paint gives a band the colour of its rank.
func (p *page) paint(band string) string {
	names := p.card.bands()
	switch slices.Index(names, band) {
	case -1:
		return p.style(grey, band)
	case 0:
		return p.style(green, band)
	case len(names) - 1:
		return p.style(red, band)
	}
	return p.style(yellow, band)
}
