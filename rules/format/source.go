package format

import (
	"bytes"
	"sort"

	"go.yaml.in/yaml/v4"
)

// source is the text of a file in characters, and the places where its lines begin.
type source struct {
	text  []rune
	lines []int
}

func newSource(raw []byte) *source {
	s := &source{text: []rune(string(raw)), lines: []int{0}}
	for i, r := range s.text {
		if r == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// withoutMark drops a byte order mark.
func withoutMark(raw []byte) []byte { return bytes.TrimPrefix(raw, []byte("\ufeff")) }

// offset is where a node begins, its anchor included.
func (s *source) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(s.lines) {
		return len(s.text)
	}
	return min(s.lines[n.Line-1]+max(n.Column-1, 0), len(s.text))
}

func (s *source) at(offset int) rune {
	if offset < 0 || offset >= len(s.text) {
		return 0
	}
	return s.text[offset]
}

// line is the number, from 0, of the line that an offset lies on.
func (s *source) line(offset int) int { return sort.SearchInts(s.lines, offset+1) - 1 }

// column is the number of characters before an offset on its line.
func (s *source) column(offset int) int { return offset - s.lines[s.line(offset)] }

// lineEnd is the offset behind the last character of the line that an offset lies on.
func (s *source) lineEnd(offset int) int {
	for offset < len(s.text) && !isBreak(s.text[offset]) {
		offset++
	}
	return offset
}

// blankAbove tells whether the line above the one of an offset is empty.
func (s *source) blankAbove(offset int) bool {
	line := s.line(offset)
	return line > 0 && s.onlyBlanks(s.lines[line-1], s.lines[line])
}

// onlyBlanks tells whether there is nothing to see between two offsets.
func (s *source) onlyBlanks(from, to int) bool {
	for _, r := range s.text[from:max(from, to)] {
		if !isBlank(r) && !isBreak(r) {
			return false
		}
	}
	return true
}

// skip is the first offset at or behind from that holds none of these characters.
func (s *source) skip(from int, blank func(rune) bool) int {
	for from < len(s.text) && blank(s.text[from]) {
		from++
	}
	return from
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' }

func isBreak(r rune) bool { return r == '\n' || r == '\r' }

func isSpace(r rune) bool { return isBlank(r) || isBreak(r) }

func notSpace(r rune) bool { return !isSpace(r) }

// scalarEnd is the offset behind the last character of a scalar that begins at an
// offset, behind its anchor.
func (s *source) scalarEnd(n *yaml.Node, from int) int {
	switch {
	case n.Style&yaml.SingleQuotedStyle != 0:
		for at := from + 1; at < len(s.text); at++ {
			if s.text[at] != '\'' {
				continue
			}
			if s.at(at+1) != '\'' {
				return at + 1
			}
			at++
		}
		return len(s.text)
	case n.Style&yaml.DoubleQuotedStyle != 0:
		for at := from + 1; at < len(s.text); at++ {
			switch s.text[at] {
			case '\\':
				at++
			case '"':
				return at + 1
			}
		}
		return len(s.text)
	case n.Style&blockStyles != 0:
		end := s.headerEnd(from)
		if hasContent(n.Value) {
			end = s.values(s.lineEnd(end), n.Value)
		}
		return end
	}
	return s.values(from, n.Value)
}

// headerEnd is the offset behind the sign of a block scalar: `|2-`.
func (s *source) headerEnd(from int) int {
	return s.skip(from+1, func(r rune) bool { return r == '+' || r == '-' || '0' <= r && r <= '9' })
}

// values is the offset behind a value that stands in the source without escapes:
// YAML folds and strips blanks of it only.
func (s *source) values(at int, value string) int {
	for _, r := range value {
		if isSpace(r) {
			continue
		}
		at = s.skip(at, isSpace) + 1
	}
	return min(at, len(s.text))
}

const (
	quotedStyles = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle
	blockStyles  = yaml.LiteralStyle | yaml.FoldedStyle
)

func isPlain(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&(quotedStyles|blockStyles) == 0
}

// hasContent tells whether a text has anything to see.
func hasContent(text string) bool {
	for _, r := range text {
		if !isSpace(r) {
			return true
		}
	}
	return false
}
