package format

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

const (
	// width is how long a line with a flow collection may be, without its comment.
	width = 120
	step  = 2
)

// line is one line of the output.
type line struct {
	text    string
	comment string // at its end, or in the column of the one above
	// column is where the comment stood in the source; 0 if that says nothing.
	column int
	// shift is how much farther to the right the entry stands than in the source.
	shift int
}

type printer struct {
	*reader
	lines []line
	// exact: what was printed last is a text that counts the empty lines behind it.
	exact bool
}

// file prints the whole file.
func (p *printer) file(e *entry, below []comment) {
	defer func() {
		for _, c := range below {
			p.ownLine(c, 0, false)
		}
	}()
	root := e.value
	if root == nil {
		return
	}
	e.moved(root.isFlow() && !p.fits(root, 0))
	p.above(e, 0, true)
	switch {
	case len(root.entries) > 0 && !p.fits(root, 0):
		if root.Anchor != "" {
			p.put(line{text: "&" + root.Anchor})
		}
		p.collection(root, 0, "")
	default:
		p.inline("", anchored(root, p.oneLine(root, aBlock)), e)
	}
}

// moved puts the comment behind brackets above the entry, where what they hold goes
// to lines of its own and the entry has no line.
func (e *entry) moved(broken bool) {
	if broken {
		e.before = append(e.before[:len(e.before):len(e.before)], e.line...)
		e.line = nil
	}
}

func (p *printer) put(l line) {
	p.lines = append(p.lines, l)
	p.exact = false
}

// above prints the comments above an entry.
func (p *printer) above(e *entry, indent int, first bool) {
	for i, c := range e.before {
		p.ownLine(c, indent, first && i == 0)
	}
	p.empty(e.blank && !(first && len(e.before) == 0))
}

func (p *printer) ownLine(c comment, indent int, first bool) {
	p.empty(c.blank && !first)
	p.put(line{text: strings.Repeat(" ", indent) + c.text})
}

func (p *printer) empty(wanted bool) {
	if wanted && !p.exact && len(p.lines) > 0 {
		p.put(line{})
	}
}

// collection prints a collection as a block. Its first entry goes on the line that
// lead begins, if there is one.
func (p *printer) collection(n *node, indent int, lead string) {
	widths := p.aligned(n, indent)
	for i, e := range n.entries {
		prefix := strings.Repeat(" ", indent)
		e.shift = indent - p.column(e.start)
		broken := len(e.value.entries) > 0 && !p.onLine(e, indent)
		if e.key == nil && e.value.Anchor == "" {
			e.moved(broken)
		}
		if i > 0 || lead == "" {
			p.above(e, indent, i == 0)
		} else {
			prefix = lead
		}
		p.entry(e, indent, prefix, broken, widths[i])
	}
	for _, c := range n.after {
		p.ownLine(c, indent, false)
	}
}

// entry prints one entry; its value goes to lines of its own if it is broken.
func (p *printer) entry(e *entry, indent int, prefix string, broken bool, pad int) {
	v := e.value
	if e.key != nil {
		prefix += p.name(e.key, aBlock) + ":"
	} else {
		prefix += "-"
	}
	switch {
	case broken && e.key == nil && v.Anchor == "":
		p.collection(v, indent+step, prefix+" ")
	case broken:
		lines := len(p.lines)
		p.inline(prefix, anchored(v, ""), e)
		if v.isFlow() {
			for i := range p.lines[lines:] {
				p.lines[lines+i].column = 0 // it stood behind the brackets
			}
		}
		p.collection(v, indent+step, "")
	case v.isBlockOfText():
		p.blockScalar(e, prefix, indent+step)
	case len(v.folded) > 0:
		last := len(v.folded) - 1
		p.put(line{text: prefix + " " + anchored(v, v.folded[0])})
		for _, text := range v.folded[1:last] {
			p.indented(text, indent+step)
		}
		p.inline(strings.Repeat(" ", indent+step)+v.folded[last], "", e)
	default:
		p.inline(prefix+strings.Repeat(" ", pad), anchored(v, p.oneLine(v, aBlock)), e)
	}
}

// inline prints a line with the comments at its end.
func (p *printer) inline(prefix, text string, e *entry) {
	if prefix != "" && text != "" {
		prefix += " "
	}
	text = strings.TrimRight(prefix+text, " ")
	if len(e.line) == 0 {
		p.put(line{text: text})
		return
	}
	for i, c := range e.line {
		p.empty(i > 0 && c.blank)
		p.put(line{text: text, comment: c.text, column: c.column, shift: e.shift})
		text = ""
	}
}

func (p *printer) indented(text string, indent int) {
	if text != "" {
		text = strings.Repeat(" ", indent) + text
	}
	p.put(line{text: text})
}

func (p *printer) blockScalar(e *entry, prefix string, indent int) {
	sign, lines := p.block(e.value)
	p.inline(prefix, anchored(e.value, sign), e)
	for _, text := range lines {
		p.indented(text, indent)
	}
	p.exact = strings.HasSuffix(sign, "+")
}

// anchored puts the anchor of a node before its text.
func anchored(n *node, text string) string {
	switch {
	case n.Anchor == "" || n.Kind == yaml.AliasNode:
		return text
	case text == "":
		return "&" + n.Anchor
	}
	return "&" + n.Anchor + " " + text
}

// name is a key as it is written.
func (p *printer) name(key *node, where within) string { return anchored(key, p.scalar(key, where)) }

// oneLine is a value on one line, without its anchor.
func (p *printer) oneLine(n *node, where within) string {
	switch n.Kind {
	case yaml.AliasNode:
		return "*" + n.Value
	case yaml.ScalarNode:
		return p.scalar(n, where)
	}
	parts := make([]string, len(n.entries))
	for i, e := range n.entries {
		parts[i] = p.part(e)
	}
	inside := strings.Join(parts, ", ")
	if n.Kind == yaml.MappingNode {
		return "{" + inside + "}"
	}
	return "[" + inside + "]"
}

// part is an entry of a flow collection.
func (p *printer) part(e *entry) string {
	v := e.value
	text := ""
	switch {
	case v.isAbsent() && v.Anchor != "":
		text = "&" + v.Anchor + " ~" // a comma would belong to the anchor
	case !v.isAbsent():
		text = anchored(v, p.oneLine(v, aFlow))
	}
	switch {
	case e.key == nil:
		return text
	case v.Kind == yaml.AliasNode:
		text += " " // a comma would belong to the alias
	case text == "":
		return p.name(e.key, aFlow)
	}
	return p.name(e.key, aFlow) + ": " + text
}

// fits tells whether a collection can stand in brackets behind so many characters.
func (p *printer) fits(n *node, before int) bool {
	if len(n.entries) == 0 {
		return true
	}
	return n.isFlow() && !n.commented() && before+utf8.RuneCountInString(anchored(n, p.oneLine(n, aBlock))) <= width
}

// onLine tells whether the value of an entry stands on the line of its key or dash.
func (p *printer) onLine(e *entry, indent int) bool {
	if e.isSwitched() && e.value.isFlow() && !e.value.commented() {
		return true
	}
	before := indent + 2
	if e.key != nil {
		before += utf8.RuneCountInString(p.name(e.key, aBlock))
	}
	return p.fits(e.value, before)
}

// switchMark stands in a comment that switches findings off, for the line that it ends
// or the one below.
var switchMark = regexp.MustCompile(`bellwether:[ \t]*ignore`)

// isSwitched tells whether findings are switched off for the line of an entry. What
// stands on it has to stay there.
func (e *entry) isSwitched() bool {
	switched := func(c comment) bool { return switchMark.MatchString(c.text) }
	return slices.ContainsFunc(e.before, switched) || slices.ContainsFunc(e.line, switched)
}
