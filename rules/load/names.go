package load

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// namespace is a space in which each name is declared once.
type namespace string

// Columns of accounts, metrics and child tables share one; a bare name in an
// expression is looked up in it.
const (
	valueNames     namespace = "column, metric or table"
	functionNames  namespace = "function"
	scorecardNames namespace = "scorecard"
	flagNames      namespace = "flag"
	segmentNames   namespace = "segment"
	peersKeys      namespace = "key of peers"
)

// later is the namespace of a section that is only kept.
func later(section string) namespace { return namespace("entry of " + section) }

var (
	identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

	// reserved words cannot be declared anywhere.
	reserved = []string{"by", "default", "unknown", "all", "segment"}
	// operators are words of expressions.
	operators = []string{
		"not", "and", "or", "in", "let", "true", "false", "nil", "if", "else",
		"matches", "contains", "startsWith", "endsWith",
	}
	// meanings are names that expressions see with a meaning of their own.
	meanings = []string{"peers", "value", "score", "coverage"}
)

// declare records a name; a second declaration is an error that names both places.
func (l *loader) declare(space namespace, name string, at rules.Place) bool {
	names := l.declared[space]
	if names == nil {
		names = map[string]rules.Place{}
		l.declared[space] = names
	}
	if before, twice := names[name]; twice {
		l.unread.Twice[name] = true
		l.found.Add(rules.Diagnostic{
			ID: "declared-twice", Place: at,
			Message: "the " + string(space) + " " + quoted(name) + " is declared twice",
			Hint:    "rename or delete one of the two",
			Also:    note(before, "it is first declared here"),
		})
		return false
	}
	names[name] = at
	return true
}

// identifier tells whether a key can name something that expressions refer to,
// and reports if not.
func (l *loader) identifier(key value, what string, taken ...string) bool {
	return l.canName(key, what, "choose another name", taken...)
}

// canName is identifier with a hint for names that have a meaning already.
func (l *loader) canName(key value, what, rename string, taken ...string) bool {
	name := key.node.Value
	if l.reported(key) {
		return false
	}
	switch {
	case !identifier.MatchString(name) || utf8.RuneCountInString(name) > maxNameLength:
		hint := "a name that expressions use begins with a letter or _, then letters, digits and _"
		if other := identifierFor(name); other != "" {
			hint += ": " + other
		}
		if what == "a column" {
			hint += "; the name in the file goes to `column`"
		}
		l.report("name-invalid", key.place(), hint, "%s cannot be the name of %s", quoted(name), what)
	case slices.Contains(operators, name):
		l.report("name-reserved", key.place(), "choose another name", "`%s` is a word of expressions and cannot be the name of %s", name, what)
	case slices.Contains(taken, name):
		l.report("name-reserved", key.place(), rename, "`%s` has a meaning of its own in expressions and cannot be the name of %s", name, what)
	default:
		return l.unreserved(key, what, rename)
	}
	return false
}

// anyName tells whether a key can name something that no expression refers to.
func (l *loader) anyName(key value, what string) bool {
	if l.reported(key) {
		return false
	}
	_, ok := l.label(key, "the name of "+what)
	return ok && l.unreserved(key, what, "choose another name")
}

func (l *loader) unreserved(key value, what, rename string) bool {
	name := key.node.Value
	if !slices.Contains(reserved, name) {
		return true
	}
	if what == "a segment" && name == "default" {
		rename = "accounts that no segment takes are in `default` by themselves: delete the line"
	}
	l.report("name-reserved", key.place(), rename, "`%s` is reserved and cannot be the name of %s", name, what)
	return false
}

// identifierFor makes a name for expressions of any text: Account Owner becomes
// account_owner. Empty if nothing sensible is left.
func identifierFor(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(clip(text)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('_')
		}
		gap = false
		b.WriteRune(r)
	}
	name := b.String()
	if name != "" && unicode.IsDigit(rune(name[0])) {
		name = "_" + name
	}
	return name
}

// nearest is the word that another was probably meant to be; empty if none is
// near. Long texts are not looked at: they cannot be a slip of the finger.
func nearest(word string, words []string) string {
	if utf8.RuneCountInString(word) > maxNameLength {
		return ""
	}
	for _, w := range words {
		if same := identifierFor(word); strings.EqualFold(w, word) || same != "" && same == identifierFor(w) {
			return w
		}
	}
	return spelling.Nearest(word, words)
}

// didYouMean is the hint that names the nearest word; empty if none is near.
func didYouMean(word string, words []string) string {
	if near := nearest(word, words); near != "" {
		return "did you mean `" + near + "`?"
	}
	return ""
}

// nameOrChoices is didYouMean, or else the list of what there is.
func nameOrChoices(word string, words []string, none string) string {
	if hint := didYouMean(word, words); hint != "" {
		return hint
	}
	if len(words) == 0 {
		return none
	}
	const most = 8
	shown := slices.Clone(words)
	if len(shown) > most {
		shown = append(shown[:most], "…")
	}
	return "there are: " + strings.Join(shown, ", ")
}

// reference reads the name of something declared elsewhere.
func (l *loader) reference(v value, what string) (rules.Name, bool) {
	text, ok := l.label(v, what)
	return rules.Name{Text: text, Place: v.place()}, ok
}
