package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// mutant is a rule file with one thing broken in it.
type mutant struct {
	how  string // what was done
	text []byte
	// first and last are the lines that were changed. Where a line was taken out,
	// they are those that now stand on either side.
	first, last int
	// gone is what a line declared that was taken out, as messages name it.
	gone string
}

// mutator breaks rule files, in ways that people do.
type mutator struct {
	random *rand.Rand
	text   []byte
	lines  []string
	words  []word
}

// word is a scalar of the file that stands on one line.
type word struct {
	line, from, to int // from and to count bytes of the line
	key            bool
	text           string
}

func newMutator(random *rand.Rand, text []byte) *mutator {
	m := &mutator{random: random, text: text, lines: strings.Split(string(text), "\n")}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		panic(err) // only rules that are whole are broken
	}
	m.collect(&root, false)
	return m
}

func (m *mutator) collect(n *yaml.Node, key bool) {
	switch n.Kind {
	case yaml.ScalarNode:
		line := n.Line - 1
		if line < 0 || line >= len(m.lines) {
			return
		}
		from := min(len(string([]rune(m.lines[line])[:n.Column-1])), len(m.lines[line]))
		at := strings.Index(m.lines[line][from:], n.Value)
		if n.Value == "" || at < 0 || at > 1 {
			return // on several lines, or quoted in a way that hides it
		}
		m.words = append(m.words, word{line: line, from: from + at, to: from + at + len(n.Value), key: key, text: n.Value})
	case yaml.MappingNode:
		for i, c := range n.Content {
			m.collect(c, i%2 == 0)
		}
	default:
		for _, c := range n.Content {
			m.collect(c, false)
		}
	}
}

// next breaks the file in one more way.
func (m *mutator) next() mutant {
	for {
		how := ways[m.random.IntN(len(ways))]
		if made, ok := how(m); ok && !bytes.Equal(made.text, m.text) {
			return made
		}
	}
}

var ways = []func(*mutator) (mutant, bool){
	(*mutator).misspell, (*mutator).misspell, (*mutator).retype, (*mutator).deleteWord, (*mutator).deletePart,
	(*mutator).deleteLine, (*mutator).swapLines, (*mutator).swapWords, (*mutator).doubleLine, (*mutator).indent, (*mutator).deleteSign,
}

func (m *mutator) word() word { return m.words[m.random.IntN(len(m.words))] }

// replace puts other text into the place of a word.
func (m *mutator) replace(w word, how, text string) (mutant, bool) {
	lines := append([]string(nil), m.lines...)
	lines[w.line] = lines[w.line][:w.from] + text + lines[w.line][w.to:]
	return m.made(fmt.Sprintf("%s: %q becomes %q", how, w.text, text), lines, w.line+1, w.line+1)
}

func (m *mutator) made(how string, lines []string, first, last int) (mutant, bool) {
	return mutant{how: fmt.Sprintf("line %d: %s", first, how), text: []byte(strings.Join(lines, "\n")), first: first, last: last}, true
}

// misspell takes a letter out of a name, doubles it, or swaps two.
func (m *mutator) misspell() (mutant, bool) {
	w := m.word()
	letters := []rune(w.text)
	var at []int
	for i, r := range letters {
		if unicode.IsLetter(r) {
			at = append(at, i)
		}
	}
	if len(at) < 3 {
		return mutant{}, false
	}
	i := at[m.random.IntN(len(at))]
	switch m.random.IntN(3) {
	case 0:
		letters = append(letters[:i:i], letters[i+1:]...)
	case 1:
		letters = append(letters[:i+1:i+1], letters[i:]...)
	default:
		if i+1 == len(letters) || !unicode.IsLetter(letters[i+1]) {
			return mutant{}, false
		}
		letters[i], letters[i+1] = letters[i+1], letters[i]
	}
	return m.replace(w, "misspelled", string(letters))
}

// retype puts a value of another type into the place of a value.
func (m *mutator) retype() (mutant, bool) {
	w := m.word()
	if w.key {
		return mutant{}, false
	}
	others := []string{"true", "12", "-5", "0.5", "some text", "[1, 2]", "{a: 1}", `"x"`, "1_000", "2026-11-01", "no", "~", "1e3", "50%"}
	return m.replace(w, "retyped", others[m.random.IntN(len(others))])
}

// deleteWord takes out a key or a value.
func (m *mutator) deleteWord() (mutant, bool) { return m.replace(m.word(), "deleted", "") }

// deletePart takes a part of an expression, or of any value, out.
func (m *mutator) deletePart() (mutant, bool) {
	w := m.word()
	parts := strings.Fields(w.text)
	if w.key || len(parts) < 2 {
		return mutant{}, false
	}
	i := m.random.IntN(len(parts))
	return m.replace(w, "part deleted", strings.Join(append(parts[:i:i], parts[i+1:]...), " "))
}

// deleteSign takes out a bracket, a quote, a colon or a comma.
func (m *mutator) deleteSign() (mutant, bool) {
	line := m.random.IntN(len(m.lines))
	text, _, _ := strings.Cut(m.lines[line], " #")
	var at []int
	for i := range len(text) {
		if strings.IndexByte(`[]{}()"':,`, text[i]) >= 0 {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return mutant{}, false
	}
	i := at[m.random.IntN(len(at))]
	return m.replace(word{line: line, from: i, to: i + 1, text: text[i : i+1]}, "sign deleted", "")
}

func (m *mutator) deleteLine() (mutant, bool) {
	line := m.random.IntN(len(m.lines))
	if text := strings.TrimSpace(m.lines[line]); text == "" || text[0] == '#' {
		return mutant{}, false
	}
	lines := append(append([]string(nil), m.lines[:line]...), m.lines[line+1:]...)
	made, ok := m.made(fmt.Sprintf("deleted %q", m.lines[line]), lines, line, line+1)
	made.gone, _, _ = strings.Cut(strings.TrimSpace(m.lines[line]), ":")
	return made, ok
}

func (m *mutator) swapLines() (mutant, bool) {
	line := m.random.IntN(len(m.lines) - 1)
	lines := append([]string(nil), m.lines...)
	lines[line], lines[line+1] = lines[line+1], lines[line]
	return m.made("swapped with the next", lines, line+1, line+2)
}

func (m *mutator) doubleLine() (mutant, bool) {
	line := m.random.IntN(len(m.lines))
	lines := append(append([]string(nil), m.lines[:line+1]...), m.lines[line:]...)
	return m.made(fmt.Sprintf("doubled %q", m.lines[line]), lines, line+1, line+2)
}

// swapWords swaps two words of a line.
func (m *mutator) swapWords() (mutant, bool) {
	i := m.random.IntN(len(m.words) - 1)
	a, b := m.words[i], m.words[i+1]
	if a.line != b.line || a.to > b.from {
		return mutant{}, false
	}
	lines := append([]string(nil), m.lines...)
	text := lines[a.line]
	lines[a.line] = text[:a.from] + b.text + text[a.to:b.from] + a.text + text[b.to:]
	return m.made(fmt.Sprintf("swapped %q and %q", a.text, b.text), lines, a.line+1, a.line+1)
}

// indent moves a line by a column or two.
func (m *mutator) indent() (mutant, bool) {
	line := m.random.IntN(len(m.lines))
	if strings.TrimSpace(m.lines[line]) == "" {
		return mutant{}, false
	}
	lines := append([]string(nil), m.lines...)
	moved := [...]string{" ", "  ", "\t"}[m.random.IntN(3)] + lines[line]
	if strings.HasPrefix(lines[line], "  ") && m.random.IntN(2) == 0 {
		moved = lines[line][1+m.random.IntN(2):]
	}
	lines[line] = moved
	// Where a line moved, what stands beneath it or before it may be what is wrong.
	return m.made("moved sideways", lines, max(line, 1), line+2)
}
