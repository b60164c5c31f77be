package load

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// structure checks what holds for a file whatever it says: no tags, no merge
// keys, no key twice, no numbers in disguise, and nothing that grows beyond
// bounds by aliases. Entries that cannot be kept are taken out of the tree. It
// tells whether the tree can be walked at all.
func (l *loader) structure(src *source, root *yaml.Node) bool {
	s := structure{loader: l, src: src, extents: map[*yaml.Node]extent{}, open: map[*yaml.Node]bool{}}
	e, ok := s.visit(root)
	if !ok {
		return false
	}
	if l.values += e.size; l.values > maxValues {
		l.report("set-size", rules.Place{File: src.name}, "", "the rules hold more than %d values, counting what aliases repeat", maxValues)
		return false
	}
	return true
}

// extent is how much a node stands for, aliases followed.
type extent struct{ size, depth int }

type structure struct {
	*loader
	src     *source
	extents map[*yaml.Node]extent // of what anchors mark
	open    map[*yaml.Node]bool   // what is marked and being visited
}

// visit gives the extent of a node; false if that has no end, or none that is
// worth waiting for.
func (s *structure) visit(n *yaml.Node) (extent, bool) {
	if n.Kind == yaml.AliasNode {
		return s.alias(n)
	}
	if n.Anchor != "" {
		s.open[n] = true
		defer delete(s.open, n)
		s.anchor(n)
	}
	if n.Style&yaml.TaggedStyle != 0 || n.Tag == "!" {
		s.tagged(n)
	}
	switch n.Kind {
	case yaml.ScalarNode:
		s.scalar(n)
	case yaml.MappingNode:
		if !s.mapping(n) {
			return extent{}, false
		}
	}
	e := extent{size: 1}
	for _, c := range n.Content {
		below, ok := s.visit(c)
		if !ok {
			return extent{}, false
		}
		e.size += below.size
		e.depth = max(e.depth, below.depth)
		if e.size > maxValues {
			s.report("set-size", s.src.span(n), "", "the rules hold more than %d values, counting what aliases repeat", maxValues)
			return extent{}, false
		}
	}
	if e.depth++; e.depth > maxDepth {
		s.report("yaml-depth", s.src.span(n), "", "lists and mappings are nested too deep here")
		return extent{}, false
	}
	if n.Anchor != "" {
		s.extents[n] = e
	}
	return e, true
}

func (s *structure) alias(n *yaml.Node) (extent, bool) {
	if s.open[n.Alias] {
		at := s.src.offset(n.Line, n.Column)
		place := s.src.place(at, at+1+utf8.RuneCountInString(n.Value))
		s.report("yaml-alias", place, "", "the alias *%s stands within what it stands for", clip(n.Value))
		return extent{}, false
	}
	if e, ok := s.extents[n.Alias]; ok {
		return e, true
	}
	return s.visit(n.Alias) // it was marked in an entry that was not kept
}

func (s *structure) refuse(n *yaml.Node, id, hint, format string, args ...any) {
	s.refuseAt(n, s.src.span(n), id, hint, format, args...)
}

func (s *structure) refuseAt(n *yaml.Node, at rules.Place, id, hint, format string, args ...any) {
	s.bad[n] = true
	s.report(id, at, hint, format, args...)
}

// anchorName matches the names that people give to anchors. YAML takes nearly
// anything, also the second & of `&& seats`.
var anchorName = regexp.MustCompile(`^[\pL\pN_-]+$`)

func (s *structure) anchor(n *yaml.Node) {
	if !anchorName.MatchString(n.Anchor) {
		at := s.src.offset(n.Line, n.Column)
		s.refuseAt(n, s.src.place(at, at+1), "yaml-anchor", s.src.quoteHint(at), "a value that begins with & is a YAML anchor, and YAML would drop it")
	}
}

func (s *structure) tagged(n *yaml.Node) {
	from := s.src.content(n)
	to := from
	for to < len(s.src.text) && !isBlank(s.src.text[to]) {
		to++
	}
	s.refuseAt(n, s.src.place(from, to), "yaml-tag", tagHint,
		"a value that begins with ! is a YAML tag, and YAML would drop it")
}

// disguised matches what YAML reads as a number that looks different from the
// numbers that people write.
var disguised = regexp.MustCompile(`^(?:[-+]?0[xXoObB][0-9A-Fa-f_]+|[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?|[-+]?0[0-9]+(?:\.[0-9]*)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)

func (s *structure) scalar(n *yaml.Node) {
	if s.bad[n] || !isPlain(n) || !disguised.MatchString(n.Value) {
		return
	}
	hint := "if it is text, put it in quotes"
	if plain := plainNumber(n.Value); plain != "" {
		hint = "write " + plain + "; " + hint
	}
	if strings.ContainsAny(n.Value, "nN") { // .inf, .nan
		s.refuse(n, "yaml-number", hint, "%s is not a number that rules can hold", clip(n.Value))
		return
	}
	s.refuse(n, "yaml-number", hint, "%s could be read as several numbers", clip(n.Value))
}

// plainNumber is 1_000 or 007 as people write it; empty for other disguises.
func plainNumber(text string) string {
	digits := strings.ReplaceAll(text, "_", "")
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign = "-"
	}
	digits = strings.TrimLeft(strings.TrimLeft(digits, "+-"), "0")
	if digits == "" || digits[0] == '.' {
		digits = "0" + digits
	}
	if !decimalNumber.MatchString(digits) {
		return ""
	}
	return sign + digits
}

// mapping keeps of a mapping the entries that can be told apart. What the others hold
// is looked at here, as nobody comes by it again; false if that has no end.
func (s *structure) mapping(n *yaml.Node) bool {
	first := make(map[string]*yaml.Node, len(n.Content)/2)
	kept := n.Content[:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := n.Content[i], n.Content[i+1]
		if n.Style&yaml.FlowStyle != 0 && s.joined(key, v) {
			s.holes[n] = true
			continue
		}
		if !s.key(key) {
			s.holes[n] = true
			if _, ok := s.visit(v); !ok {
				return false
			}
			continue
		}
		if before, twice := first[key.Value]; twice {
			s.bad[key] = true
			s.found.Add(rules.Diagnostic{
				ID: "duplicate-key", Place: s.src.span(key),
				Message: quoted(key.Value) + " is written twice",
				Hint:    "keep one of the two",
				Also:    []rules.Note{{Place: s.src.span(before), Message: "it is first written here"}},
			})
			if v.Kind == yaml.MappingNode {
				s.holes[n] = true
			}
			if n.Style&yaml.FlowStyle != 0 {
				i = s.torn(n.Content, i, v)
			}
			if _, ok := s.visit(v); !ok {
				return false
			}
			continue
		}
		first[key.Value] = key
		kept = append(kept, key, v)
		if n.Style&yaml.FlowStyle != 0 {
			i = s.torn(n.Content, i, v)
		}
	}
	n.Content = kept
	return true
}

// key tells whether a node can be a key.
func (s *structure) key(n *yaml.Node) bool {
	switch {
	case n.Kind != yaml.ScalarNode:
		s.refuse(n, "yaml-key", "put it in quotes if it is text", "a name must stand here, not a list, a mapping or an alias")
	case n.Tag == "!!merge" && isPlain(n):
		s.refuse(n, "yaml-merge", "write the keys out", "`<<` is not part of the rule language")
	case n.Style&yaml.TaggedStyle != 0 || n.Tag == "!":
		s.tagged(n)
	case isNull(n):
		s.refuse(n, "yaml-key", "put it in quotes if it is text", "a name is missing before the colon")
	case n.Style&blockStyles != 0:
		s.refuse(n, "yaml-key", "put it in quotes", "a name stands on one line")
	case isPlain(n) && disguised.MatchString(n.Value):
		s.scalar(n)
	default:
		return true
	}
	return false
}

// torn finds an expression that the commas of {} have torn to pieces and passes
// over the pieces: `{expr: f(a, b)}` is for YAML expr with the value `f(a`, and a
// key `b)` without a value. It gives the index of the last entry that belongs to
// it. A piece may even have a value (`"a, b" ? 1 : 2`), but that it is one shows
// only if the pieces together make something whole.
func (s *structure) torn(content []*yaml.Node, i int, v *yaml.Node) int {
	if last := s.tornNumber(content, i); last > i {
		return last
	}
	if !isPlain(v) || isNull(v) || !unbalanced(v.Value) {
		return i
	}
	text, whole, last, valued := v.Value, "", i, false
	for j := i + 2; j+1 < len(content); j += 2 {
		piece, behind := content[j], content[j+1]
		if piece.Kind != yaml.ScalarNode || behind.Kind != yaml.ScalarNode {
			break
		}
		text += ", " + piece.Value
		if !isNull(behind) {
			text += " : " + behind.Value
			valued = true
		}
		if !valued {
			last = j
		}
		if !unbalanced(text) {
			whole, last = text, j
			break
		}
	}
	if last == i {
		return i
	}
	hint := quoteHint
	if whole != "" {
		hint = quoteText(whole)
	}
	s.refuse(v, "yaml-flow", hint, "within { } a comma ends the value: the expression is cut off here")
	return last
}

// unbalanced tells whether a text ends within brackets or quotes, or closes
// brackets that it did not open.
func unbalanced(text string) bool {
	var open []rune
	var quote rune
	for _, r := range text {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'' || r == '`':
			quote = r
		case r == '(' || r == '[' || r == '{':
			open = append(open, r)
		case r == ')' || r == ']' || r == '}':
			if len(open) == 0 || !pairs(open[len(open)-1], r) {
				return true
			}
			open = open[:len(open)-1]
		}
	}
	return quote != 0 || len(open) > 0
}

func pairs(open, closing rune) bool {
	switch open {
	case '(':
		return closing == ')'
	case '[':
		return closing == ']'
	}
	return closing == '}'
}
