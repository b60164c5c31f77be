package load

import (
	"bytes"
	"fmt"
	"sort"
	"unicode/utf8"

	"github.com/bellwether-cs/bellwether/rules"
)

// source is the text of a file, with what places in it need. Line ends are \n
// or \r\n, and nothing else that YAML would take for a line end is in it.
type source struct {
	name  string
	bytes []byte // without a byte order mark
	text  []rune // the same
	lines []int  // offset in text of the start of each line
}

// source looks at the characters of a file before YAML does.
func (l *loader) source(f rules.File) (*source, bool) {
	whole := rules.Place{File: f.Name}
	if len(f.Source) > maxFileBytes {
		l.incomplete("file-size", whole, "split it", "the file has more than %d MiB", maxFileBytes>>20)
		return nil, false
	}
	raw := bytes.TrimPrefix(f.Source, []byte("\ufeff"))
	s := &source{name: f.Name, bytes: raw, text: make([]rune, 0, len(raw)), lines: []int{0}}
	for at := 0; at < len(raw); {
		r, size := utf8.DecodeRune(raw[at:])
		here := len(s.text)
		if r == utf8.RuneError && size == 1 {
			l.incomplete("file-encoding", s.place(here, here), "save the file as UTF-8", "the file is not UTF-8: byte 0x%02X belongs to no character", raw[at])
			return nil, false
		}
		at += size
		if name := refused(r, raw[at:]); name != "" {
			hint := "delete it"
			if r == 0 {
				hint = "save the file as UTF-8"
			}
			l.incomplete("file-character", s.place(here, here+1), hint, "the file holds %s (U+%04X), which cannot be seen", name, r)
			return nil, false
		}
		s.text = append(s.text, r)
		if r == '\n' {
			s.lines = append(s.lines, len(s.text))
		}
	}
	return s, true
}

// refused names characters that people cannot see, and that would make a file
// mean something other than what it looks like: control characters, line ends
// that only YAML takes for one, marks that turn the direction of the text.
func refused(r rune, rest []byte) string {
	switch {
	case r == '\t' || r == '\n' || r == '\r' && len(rest) > 0 && rest[0] == '\n':
		return ""
	case r == '\r', r == 0x85, r == 0x2028, r == 0x2029:
		return "an unusual line end"
	case r < ' ' || 0x7f <= r && r < 0xa0 || r == 0xfffe || r == 0xffff:
		return "a control character"
	case r == 0xfeff:
		return "a byte order mark"
	case 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069:
		return "a mark that turns the direction of text"
	}
	return ""
}

// offset is the offset in text of a line and column counted from 1.
func (s *source) offset(line, column int) int {
	if line < 1 || line > len(s.lines) {
		return len(s.text)
	}
	return min(s.lines[line-1]+max(column-1, 0), len(s.text))
}

// place is the place of the characters from..to, as far as they stand on one line.
func (s *source) place(from, to int) rules.Place {
	line := sort.SearchInts(s.lines, from+1)
	start := s.lines[line-1]
	end := from
	for end < min(to, len(s.text)) && s.text[end] != '\n' && s.text[end] != '\r' {
		end++
	}
	return rules.Place{File: s.name, Line: line, Column: from - start + 1, Length: end - from}
}

// at is the character at an offset, 0 behind the end.
func (s *source) at(offset int) rune {
	if offset < 0 || offset >= len(s.text) {
		return 0
	}
	return s.text[offset]
}

// lineEnd is the offset of the end of the line that an offset lies on.
func (s *source) lineEnd(offset int) int {
	for offset < len(s.text) && s.text[offset] != '\n' && s.text[offset] != '\r' {
		offset++
	}
	return offset
}

// skipBlanks is the offset of the first character at or behind offset, on the
// same line, that is not blank.
func (s *source) skipBlanks(offset int) int {
	for s.at(offset) == ' ' || s.at(offset) == '\t' {
		offset++
	}
	return offset
}

// line is the text of a line counted from 1.
func (s *source) line(number int) string {
	if number < 1 || number > len(s.lines) {
		return ""
	}
	start := s.lines[number-1]
	return string(s.text[start:s.lineEnd(start)])
}

// clip shortens a text that a message quotes.
func clip(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// quoted is a text as messages show it.
func quoted(text string) string { return fmt.Sprintf("%q", clip(text)) }
