package explain

import (
	"strings"
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

// cut shortens a text to a number of characters.
func (g glyphs) cut(text string, longest int) string {
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest-utf8.RuneCountInString(g.ellipsis)]) + g.ellipsis
}
