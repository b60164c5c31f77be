package load

import "strings"

// bracket: a { or [ above is not closed where it should be. The parser reads on, and
// stumbles over a line that has nothing to do with it.
func (p *problem) bracket() bool {
	at, closing := p.openBracket()
	if at < 0 {
		return false
	}
	return p.set("yaml-unclosed", at, "write "+string(closing)+" where it ends", "this "+string(p.src.at(at))+" is not closed")
}

// openBracket finds the last bracket that is open although a later line, up to where
// the parser stumbled, begins anew: a name or an item that stands no further to the
// right than the line with the bracket. It gives its offset and what would close it;
// -1 if there is none.
func (p *problem) openBracket() (at int, closing rune) {
	type opened struct{ at, indent int }
	var open []opened
	var quote rune
	last := p.src.place(p.at, p.at).Line
	for number := 1; number <= last; number++ {
		line := p.src.line(number)
		rest := strings.TrimLeft(line, " ")
		indent := len(line) - len(rest)
		if quote == 0 && len(open) > 0 && beginsAnew(rest) && indent <= open[len(open)-1].indent {
			o := open[len(open)-1]
			return o.at, map[rune]rune{'{': '}', '[': ']'}[p.src.at(o.at)]
		}
		before := ' '
		for i, r := range []rune(line) {
			switch {
			case quote != 0:
				if r == quote {
					quote = 0
				}
			case r == '#' && before == ' ':
				r = 0 // a comment goes to the end of the line
			case (r == '"' || r == '\'') && strings.ContainsRune(" {[,:(=", before):
				quote = r
			case (r == '{' || r == '[') && (len(open) > 0 || strings.ContainsRune(" -", before)):
				open = append(open, opened{p.src.offset(number, i+1), indent})
			case (r == '}' || r == ']') && len(open) > 0:
				open = open[:len(open)-1]
			}
			if r == 0 {
				break
			}
			before = r
		}
		if len(open) == 0 {
			quote = 0 // an apostrophe in a text, not a quote
		}
	}
	return -1, 0
}

// beginsAnew tells whether a line is a `name:`, a `name: value` or an item of a list.
func beginsAnew(text string) bool {
	if strings.HasPrefix(text, "- ") {
		return true
	}
	name, _, named := strings.Cut(text, ":")
	return named && name != "" && !strings.ContainsAny(name, "{}[],\"'#")
}
