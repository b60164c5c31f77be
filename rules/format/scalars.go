package format

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// fold splits what is written of plain and quoted texts over several lines.
func (r *reader) fold() {
	for _, n := range r.scalars {
		if n.Style&blockStyles != 0 {
			continue
		}
		raw := string(r.text[n.content:n.end])
		if !strings.Contains(raw, "\n") {
			continue
		}
		for i, line := range strings.Split(raw, "\n") {
			line = strings.TrimSuffix(line, "\r")
			if i > 0 {
				line = strings.TrimLeft(line, " \t")
			}
			n.folded = append(n.folded, trimEnd(line))
		}
	}
}

// trimEnd drops the blanks at the end of a line, but for one behind a backslash.
func trimEnd(line string) string {
	trimmed := strings.TrimRight(line, " \t")
	slashes := len(trimmed) - len(strings.TrimRight(trimmed, `\`))
	if slashes%2 == 1 && len(trimmed) < len(line) {
		return line[:len(trimmed)+1]
	}
	return trimmed
}

// within says where a scalar is written.
type within uint8

const (
	aBlock within = iota
	aFlow
)

// mistakable matches plain texts that are legal where they stand, and may not be where
// they are printed: a key that ends in a colon, one that looks like a document mark.
var mistakable = regexp.MustCompile(`^(?:---|\.\.\.)|:$`)

// scalar is a text on one line: plain if that is safe, else an expression in single
// quotes and another text in double ones, or the other way round where that saves
// escapes.
func (r *reader) scalar(n *node, where within) string {
	switch {
	case isPlain(n.Node) && n.text == n.Value && len(n.folded) == 0 && !mistakable.MatchString(n.text):
		return n.text
	case n.Style&yaml.DoubleQuotedStyle != 0 && n.text == n.Value && len(n.folded) == 0 && needsEscapes(n.text):
		return string(r.text[n.content:n.end])
	}
	switch {
	case needsEscapes(n.text):
		return doubleQuoted(n.text)
	case plainSafe(n.text, where):
		return n.text
	case strings.ContainsAny(n.text, `"\`) || n.expression && !strings.Contains(n.text, "'"):
		return "'" + strings.ReplaceAll(n.text, "'", "''") + "'"
	}
	return `"` + n.text + `"`
}

func needsEscapes(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02X`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

var (
	// numberLike matches texts that somebody could take for a number, a date or a time.
	numberLike = regexp.MustCompile(`^[0-9.+-][0-9A-Za-z_.:+-]*%?$`)
	// truthLike matches words that YAML took for something else at some time.
	truthLike = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null|nil|nan|inf)$`)
	// openEnd matches texts that look as if something was cut off behind them.
	openEnd = regexp.MustCompile(`(?:[-+*/%^<>=!&|?:,.(\[{]|\b(?:and|or|not|in|matches|contains|startsWith|endsWith))$`)
)

// plainSafe tells whether a text that was in quotes, or has changed, can stand
// without quotes: for YAML, for package load, which suspects torn expressions, and
// for people.
func plainSafe(text string, where within) bool {
	if text == "" || strings.TrimSpace(text) != text || needsEscapes(text) {
		return false
	}
	if first := []rune(text)[0]; !unicode.IsLetter(first) && !unicode.IsDigit(first) && !strings.ContainsRune("_.(", first) || strings.HasPrefix(text, "...") {
		return false
	}
	if strings.Contains(text+" ", ": ") || strings.Contains(text, " #") {
		return false
	}
	if where == aFlow && (strings.ContainsAny(text, ",[]{}") || strings.Contains(text, ":")) {
		return false
	}
	if numberLike.MatchString(text) && !unicode.IsLetter([]rune(text)[0]) || truthLike.MatchString(text) || openEnd.MatchString(text) || !balanced(text) {
		return false
	}
	return (&yaml.Node{Kind: yaml.ScalarNode, Value: text}).ShortTag() == "!!str"
}

// balanced tells whether all brackets and quotes of a text are closed.
func balanced(text string) bool {
	var open []rune
	var quote rune
	for _, r := range text {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case strings.ContainsRune("\"'`", r):
			quote = r
		case strings.ContainsRune("([{", r):
			open = append(open, r)
		case strings.ContainsRune(")]}", r):
			if len(open) == 0 || !strings.Contains("() [] {}", string([]rune{open[len(open)-1], r})) {
				return false
			}
			open = open[:len(open)-1]
		}
	}
	return quote == 0 && len(open) == 0
}

// isBlockOfText tells whether a scalar is written as a block. One that holds nothing
// to see is written in quotes.
func (n *node) isBlockOfText() bool {
	return n.isScalar() && n.Style&blockStyles != 0 && hasContent(n.text)
}

// block is a block of text without indentation: its sign, and its lines.
func (r *reader) block(n *node) (sign string, lines []string) {
	sign = "|"
	body := strings.TrimRight(n.text, "\n")
	if n.Style&yaml.FoldedStyle != 0 {
		sign = ">"
		last := strings.LastIndexFunc(n.text, notSpace)
		tail := n.text[last:]
		_, tail, _ = strings.Cut(tail, "\n")
		lines = r.raw(n)
		if tail = strings.TrimRight(tail, "\n"); tail != "" {
			lines = append(lines, strings.Split(tail, "\n")...)
		}
	} else {
		lines = strings.Split(body, "\n")
	}
	for _, line := range lines {
		if strings.HasPrefix(line, " ") {
			sign += "2"
		}
		if hasContent(line) || strings.HasPrefix(line, " ") {
			break
		}
	}
	switch breaks := len(n.text) - len(body); {
	case breaks == 0:
		sign += "-"
	case breaks > 1:
		sign += "+"
		lines = append(lines, make([]string, breaks-1)...)
	}
	return sign, lines
}

// raw gives the lines of a folded block as they are written, without indentation.
func (r *reader) raw(n *node) []string {
	from := r.lines[r.line(n.content)+1]
	lines := strings.Split(string(r.text[from:r.lineEnd(n.end)]), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	indent := 0
	for _, line := range lines {
		if hasContent(line) {
			indent = leading(line)
			break
		}
	}
	for line := range strings.SplitSeq(n.text, "\n") {
		if hasContent(line) {
			indent -= leading(line)
			break
		}
	}
	for i, line := range lines {
		lines[i] = line[min(max(indent, 0), leading(line)):]
	}
	return lines
}

// leading is the number of blanks that a line begins with.
func leading(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
