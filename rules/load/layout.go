package load

import (
	"strings"
	"unicode/utf8"
)

// misfit is the first line that does not fit to those above it, as people see it who
// look at indentation and colons. The parser often stumbles only further down.
type misfit struct {
	at    int  // offset of the first character of the line
	colon bool // what is wrong is that its colon is missing
	// also is the offset of a line above that may be the one that is wrong; -1 if there
	// is none. why says what it has to do with this.
	also int
	why  string
}

// Why another line may be the one that is wrong.
const (
	nothingBelow  = "nothing stands below this name"
	anotherColumn = "the lines above have another column from here on"
)

// margin is a column in which names or items begin, and the offset of the first.
type margin struct{ indent, at int }

// outline is a line with something in it.
type outline struct {
	number, indent int
	text           string // without its indentation and comment
}

// opens tells whether what follows may stand further to the right: a name without a
// value, an item of a list, or a text that goes on.
func (o outline) opens() bool {
	return strings.HasSuffix(o.text, ":") || o.text == "-" || !o.named() && !strings.HasPrefix(o.text, "- ")
}

// named tells whether the line is `key: value` or `key:`.
func (o outline) named() bool {
	return strings.HasSuffix(o.text, ":") || strings.Contains(o.text, ": ")
}

// misfit looks for one before the line that the parser stumbled over, and there.
func (p *problem) misfit() (misfit, bool) {
	levels := []margin{{}} // outermost first
	bare := -1
	var above outline
	for i, line := range p.outlines() {
		at := p.src.offset(line.number, line.indent+1)
		top := levels[len(levels)-1].indent
		switch {
		case i > 0 && !above.named() && above.text[0] != '-' && line.named() && line.indent >= above.indent:
			return misfit{at: p.src.offset(above.number, above.indent+1), colon: true, also: -1}, true
		case i == 0:
			if line.indent > 0 && line.named() {
				return misfit{at: at, also: -1}, true
			}
		case line.indent > top && above.opens():
			if line.named() || strings.HasPrefix(line.text, "-") {
				levels = append(levels, margin{line.indent, at})
			}
		case line.indent > top && line.named():
			return misfit{at: at, also: bare, why: nothingBelow}, true
		case line.indent > top:
			continue // a text goes on
		default:
			left := levels[len(levels)-1]
			for line.indent < levels[len(levels)-1].indent {
				left = levels[len(levels)-1]
				levels = levels[:len(levels)-1]
			}
			if line.indent != levels[len(levels)-1].indent {
				return misfit{at: at, also: left.at, why: anotherColumn}, true
			}
			if strings.HasSuffix(above.text, ":") && line.indent == above.indent && line.text[0] != '-' {
				bare = p.src.offset(above.number, above.indent+1)
			} else if line.indent < above.indent {
				bare = -1
			}
		}
		if !line.named() && !strings.HasPrefix(line.text, "-") && (i == 0 || line.indent <= top) {
			return misfit{at: at, colon: true, also: -1}, true
		}
		if rest := strings.TrimLeft(line.text[1:], " "); line.text[0] == '-' && rest != "" {
			// The keys of an item stand in a column of their own.
			in := utf8.RuneCountInString(line.text) - utf8.RuneCountInString(rest)
			levels = append(levels, margin{line.indent + in, at + in})
		}
		above = line
	}
	return misfit{}, false
}

// outlines are the lines up to the one that the parser stumbled over, without
// comments, texts of several lines, and what stands within brackets that an earlier
// line opens.
func (p *problem) outlines() []outline {
	var lines []outline
	block, depth := -1, 0 // the indentation of the name of a block of text; open brackets
	for number := 1; number <= p.src.place(p.at, p.at).Line; number++ {
		text, _, _ := strings.Cut(p.src.line(number), " #")
		text = strings.TrimRight(text, " \t")
		rest := strings.TrimLeft(text, " ")
		indent := utf8.RuneCountInString(text) - utf8.RuneCountInString(rest)
		if rest == "" || rest[0] == '#' || block >= 0 && indent > block {
			continue
		}
		block = -1
		within := depth > 0
		depth = max(0, depth+strings.Count(rest, "{")+strings.Count(rest, "[")-strings.Count(rest, "}")-strings.Count(rest, "]"))
		if within || strings.HasPrefix(rest, "---") || rest[0] == '%' {
			continue
		}
		if _, value, ok := strings.Cut(rest, ": "); ok && strings.Contains("|>", value[:1]) {
			block = indent
		}
		lines = append(lines, outline{number, indent, rest})
	}
	return lines
}
