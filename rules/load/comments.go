package load

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// Comment is a comment of a rule file.
type Comment struct {
	Place rules.Place // from its # to the end of the line
	Text  string      // what follows the #, blanks included
	Alone bool        // nothing else stands on the line
}

// Lines are the first and the last line of something, counted from 1.
type Lines struct{ First, Last int }

// Layout is how a file is written, apart from what it says.
type Layout struct {
	Comments []Comment // as they stand
	// Long are the texts of several lines, and the lists and mappings in brackets
	// that take several: what stands in them has no line end of its own where a
	// comment could be told from text, or where one is expected.
	Long []Lines
}

// LayoutOf finds the comments of a file; false if the file is not YAML, or holds
// tags, which rules do not have: of those it does not know where texts begin.
func LayoutOf(f rules.File) (Layout, bool) {
	var l loader
	src, ok := l.source(f)
	if !ok {
		return Layout{}, false
	}
	var root yaml.Node
	if err := yaml.Load(src.bytes, &root); err != nil {
		return Layout{}, false
	}
	w := layout{src: src}
	w.visit(&root)
	slices.SortFunc(w.texts, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	w.comments()
	return w.found, !w.tagged
}

type layout struct {
	src    *source
	texts  [][2]int // offsets of scalars and of what follows them
	tagged bool
	found  Layout
}

// visit gives the last line that a node stands on.
func (w *layout) visit(n *yaml.Node) int {
	last := n.Line
	w.tagged = w.tagged || n.Style&yaml.TaggedStyle != 0 || n.Tag == "!"
	if n.Kind == yaml.ScalarNode {
		last = w.scalar(n)
	}
	for _, c := range n.Content {
		last = max(last, w.visit(c))
	}
	if n.Kind == yaml.ScalarNode || n.Style&yaml.FlowStyle != 0 {
		if first := w.src.line1(w.src.content(n)); last > first {
			w.found.Long = append(w.found.Long, Lines{first, last})
		}
	}
	return last
}

// scalar notes where a text stands, and gives its last line.
func (w *layout) scalar(n *yaml.Node) int {
	from := w.src.content(n)
	to := from
	if offsets := w.src.characters(n); len(offsets) > 1 {
		to = offsets[len(offsets)-2] + 1
	}
	switch {
	case n.Style&blockStyles != 0:
		from = w.src.lineEnd(from) // a comment may stand behind the | or >
		for to > from && isBlank(w.src.at(to-1)) {
			to--
		}
	case n.Style&yaml.DoubleQuotedStyle != 0:
		to = w.src.closing(from, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		to = w.src.closing(from, '\'')
	}
	if to > from {
		w.texts = append(w.texts, [2]int{from, to})
	}
	return w.src.line1(max(to-1, from))
}

// line1 is the line of an offset, counted from 1.
func (s *source) line1(offset int) int { return s.place(offset, offset).Line }

// closing is the offset behind the quote that closes the one at from.
func (s *source) closing(from int, quote rune) int {
	for at := from + 1; at < len(s.text); at++ {
		switch {
		case quote == '"' && s.text[at] == '\\':
			at++
		case s.text[at] != quote:
		case quote == '\'' && s.at(at+1) == quote:
			at++
		default:
			return at + 1
		}
	}
	return len(s.text)
}

// comments finds the # that begin a comment: outside of texts, and with a blank or
// nothing before them.
func (w *layout) comments() {
	texts := w.texts
	for at := 0; at < len(w.src.text); at++ {
		for len(texts) > 0 && texts[0][1] <= at {
			texts = texts[1:]
		}
		if len(texts) > 0 && texts[0][0] <= at {
			at = texts[0][1] - 1
			continue
		}
		if w.src.text[at] != '#' || at > 0 && !isBlank(w.src.text[at-1]) {
			continue
		}
		end := w.src.lineEnd(at)
		place := w.src.place(at, end)
		before := strings.TrimSpace(string(w.src.text[w.src.offset(place.Line, 1):at]))
		w.found.Comments = append(w.found.Comments, Comment{Place: place, Text: string(w.src.text[at+1 : end]), Alone: before == ""})
		at = end
	}
}
