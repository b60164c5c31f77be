package diff

import (
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// later compares the sections that this version of the program keeps and does not
// read.
func (d *differ) later() {
	a, b := laterParts(d.a.Later), laterParts(d.b.Later)
	d.parts(spot{group: "other sections"}, false, a, b, func(i, j int) {
		was, now := d.a.Later[i], d.b.Later[j]
		s := spot{group: was.Name, path: was.Name}
		d.kept(s, readKept(was.Canonical), readKept(now.Canonical), was.Place, now.Place)
	})
}

func laterParts(sections []rules.Later) []part {
	parts := make([]part, len(sections))
	for i, l := range sections {
		parts[i] = part{name: l.Name, what: "section " + l.Name, canon: func() string { return l.Name + l.Canonical }, at: l.Place}
	}
	return parts
}

// kept is a value of a section that is only kept: a mapping, or all else as text.
type kept struct {
	text    string
	mapping bool
	keys    []string
	values  []kept
}

// kept lists what differs between two values.
func (d *differ) kept(s spot, was, now kept, a, b rules.Place) {
	switch {
	case was.text == now.text:
	case !was.mapping || !now.mapping:
		d.add(s, Change{
			Kind: Changed, Path: s.path, Was: was.text, Now: now.text, A: a, B: b,
			Words: s.path + " " + was.text + " -> " + now.text,
		})
	default:
		d.parts(s, true, keptParts(s, was, a), keptParts(s, now, b), func(i, j int) {
			d.kept(s.at(was.keys[i]), was.values[i], now.values[j], a, b)
		})
	}
}

func keptParts(s spot, k kept, at rules.Place) []part {
	parts := make([]part, len(k.keys))
	for i, key := range k.keys {
		parts[i] = part{name: key, what: join(s.path, key), canon: func() string { return k.values[i].text }, shown: k.values[i].text, at: at}
	}
	return parts
}

// readKept reads the canonical text of a section. What it cannot read is text.
func readKept(text string) kept {
	k := kept{text: text}
	if !strings.HasPrefix(text, "{") || !strings.HasSuffix(text, "}") {
		return k
	}
	inner := text[1 : len(text)-1]
	for inner != "" {
		quoted, err := strconv.QuotedPrefix(inner)
		if err != nil {
			return kept{text: text}
		}
		key, err := strconv.Unquote(quoted)
		rest, found := strings.CutPrefix(inner[len(quoted):], ": ")
		end := valueEnd(rest)
		if err != nil || !found || end < 0 {
			return kept{text: text}
		}
		k.keys = append(k.keys, key)
		k.values = append(k.values, readKept(rest[:end]))
		inner = strings.TrimPrefix(rest[end:], ", ")
	}
	k.mapping = true
	return k
}

// valueEnd is where the value that a text begins with ends; -1 if it does not.
func valueEnd(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			quoted, err := strconv.QuotedPrefix(text[i:])
			if err != nil {
				return -1
			}
			i += len(quoted) - 1
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	if depth != 0 {
		return -1
	}
	return len(text)
}
