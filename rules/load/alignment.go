package load

import (
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

const (
	quotedStyles = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle
	blockStyles  = yaml.LiteralStyle | yaml.FoldedStyle
)

func isPlain(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&(quotedStyles|blockStyles) == 0
}

// content is the offset at which a node begins, behind its anchor.
func (s *source) content(n *yaml.Node) int {
	at := s.offset(n.Line, n.Column)
	if n.Anchor == "" || s.at(at) != '&' {
		return at
	}
	for at < len(s.text) && !isBlank(s.text[at]) {
		at++
	}
	for at < len(s.text) && isBlank(s.text[at]) {
		at++
	}
	return at
}

// characters aligns the value of a scalar with the source: it gives the offset
// of each character of the value, and of what follows the last; nil if they do
// not fit. YAML folds, unfolds and strips blanks only, so that everything else
// stands in the source in the same order, apart from escapes.
func (s *source) characters(n *yaml.Node) []int {
	at := s.content(n)
	switch {
	case n.Style&quotedStyles != 0:
		at++
	case n.Style&blockStyles != 0:
		at = s.lineEnd(at)
	}
	offsets := make([]int, 0, utf8.RuneCountInString(n.Value)+1)
	for _, r := range n.Value {
		from, to, ok := s.character(n.Style, r, at)
		if !ok {
			return nil
		}
		offsets = append(offsets, from)
		at = to
	}
	return append(offsets, at)
}

// character finds the character r of a value at or behind offset at.
func (s *source) character(style yaml.Style, r rune, at int) (from, to int, ok bool) {
	escapes := style&yaml.DoubleQuotedStyle != 0
	if isBlank(r) {
		switch {
		case escapes && s.at(at) == '\\' && !isBlank(s.at(at+1)):
			return at, at + escapeLength(s.at(at+1)), true
		case at < len(s.text) && isBlank(s.text[at]):
			return at, at + 1, true
		}
		return at, at, true // one of several blanks that a single one stands for
	}
	for at < len(s.text) && (isBlank(s.text[at]) || escapes && s.text[at] == '\\' && isBlank(s.at(at+1))) {
		at++
	}
	switch {
	case escapes && s.at(at) == '\\':
		return at, at + escapeLength(s.at(at+1)), true
	case s.at(at) != r:
		return at, at, false
	case style&yaml.SingleQuotedStyle != 0 && r == '\'':
		return at, at + 2, true
	}
	return at, at + 1, true
}

// escapeLength is the number of characters of an escape whose second is r.
func escapeLength(r rune) int {
	switch r {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	return 2
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// span is the place of a node: of a scalar with its quotes, as far as it stands
// on one line; of a mapping its first key; else of where it begins.
func (s *source) span(n *yaml.Node) rules.Place {
	from := s.content(n)
	switch {
	case n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 && len(n.Content) > 0:
		return s.span(n.Content[0])
	case n.Kind != yaml.ScalarNode || n.Style&blockStyles != 0:
		return s.place(from, from+1)
	}
	offsets := s.characters(n)
	if offsets == nil {
		return s.place(from, from+1)
	}
	to := offsets[len(offsets)-1]
	if n.Style&quotedStyles != 0 {
		to++
	}
	return s.place(from, max(to, from+1))
}
