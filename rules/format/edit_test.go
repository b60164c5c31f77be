package format_test

import (
	"testing"

	"pgregory.net/rapid"
)

// marks are what edits put into a file: all that has a meaning in YAML.
var marks = []string{
	"#", " ", "\n", "  ", "- ", ": ", ":", "{", "}", "[", "]", ",", "'", `"`, "|", "|+\n", ">-\n", "&a ", "*a", "? ", "# c\n", " # d\n",
	"---\n", "...\n", "\t", "~", `\`, "\r\n", "a", "\u00a0", "😀", " // e", "/* f */", "\n\n        # g\n",
}

// piece is how much of a file is edited, in characters.
const piece = 600

// TestEdited edits pieces of rule files at random, as somebody does who types, and
// formats what can still be read.
func TestEdited(t *testing.T) {
	sources := seeds(t)
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(string(rapid.SampledFrom(sources).Draw(t, "source")))
		if len(text) > piece {
			from := rapid.IntRange(0, len(text)-piece).Draw(t, "from")
			for from > 0 && text[from-1] != '\n' {
				from--
			}
			text = text[from : from+piece]
		}
		for range rapid.IntRange(1, 6).Draw(t, "edits") {
			at := rapid.IntRange(0, len(text)).Draw(t, "at")
			to := min(len(text), at+rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3}).Draw(t, "drop"))
			mark := []rune(rapid.SampledFrom(marks).Draw(t, "mark"))
			text = append(append(append([]rune{}, text[:at]...), mark...), text[to:]...)
		}
		formatted(t, []byte(string(text)))
	})
}
