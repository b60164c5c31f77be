package load

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// A reader of a value reports what is wrong with it and tells whether there is
// anything to go on with. What names the value in messages: `weight`, a flag.

func (v value) place() rules.Place { return v.src.span(v.node) }

func (v value) isMapping() bool { return v.node.Kind == yaml.MappingNode }

func (v value) isList() bool { return v.node.Kind == yaml.SequenceNode }

func (v value) isScalar() bool { return v.node.Kind == yaml.ScalarNode }

// is tells whether the value is this word.
func (v value) is(word string) bool { return v.isScalar() && v.node.Value == word }

// entry is one `key: value`.
type entry struct{ key, value value }

func (e entry) name() string { return e.key.node.Value }

// note points to the entry from another finding.
func note(at rules.Place, message string) []rules.Note {
	return []rules.Note{{Place: at, Message: message}}
}

// reported tells whether a finding was reported for the value already.
func (l *loader) reported(v value) bool { return l.bad[v.node] }

// present tells whether the value says anything.
func (l *loader) present(v value, what string) bool {
	if l.reported(v) {
		return false
	}
	if !isNull(v.node) {
		return true
	}
	hint := "write the value behind the colon, or delete the line"
	if behind := v.src.skipBlanks(v.src.content(v.node)); v.node.Value == "" && v.src.at(behind+1) == '#' || v.src.at(behind) == '#' {
		hint = "a # begins a comment; an expression that begins with # stands in quotes"
	}
	l.report("no-value", v.place(), hint, "%s has no value", what)
	return false
}

// wrongShape reports a value that is not what it should be.
func (l *loader) wrongShape(v value, what, expected, hint string) {
	l.report("wrong-shape", v.place(), hint, "%s must be %s, not %s", what, expected, shape(v))
}

func shape(v value) string {
	switch {
	case v.isMapping():
		return "a mapping of names to values"
	case v.isList():
		return "a list"
	}
	return quoted(v.node.Value)
}

// entries reads a mapping whose keys are names chosen by the author.
func (l *loader) entries(v value, what, example string) ([]entry, bool) {
	if !l.present(v, what) {
		return nil, false
	}
	if !v.isMapping() {
		l.wrongShape(v, what, "a mapping", example)
		return nil, false
	}
	list := make([]entry, 0, len(v.node.Content)/2)
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		list = append(list, entry{v.child(v.node.Content[i]), v.child(v.node.Content[i+1])})
	}
	return list, true
}

// fields are the entries of a mapping whose keys the language gives.
type fields struct {
	at   value
	what string
	list []entry
	// meant are the keys that unknown ones were probably meant to be. That one of
	// them is missing goes without saying.
	meant []string
}

// fields reads a mapping with the given keys, and reports others.
func (l *loader) fields(v value, what string, keys ...string) (fields, bool) {
	list, ok := l.entries(v, what, "its keys: "+strings.Join(keys, ", "))
	if !ok {
		return fields{}, false
	}
	f := fields{at: v, what: what}
	for i := 0; i < len(list); i++ {
		e := list[i]
		if slices.Contains(keys, e.name()) {
			f.list = append(f.list, e)
			i += l.tornText(v, list[i:], keys)
			continue
		}
		f.meant = append(f.meant, l.unknownKey(e, what, keys))
	}
	return f, true
}

// tornText finds a text that the commas of {} have torn to pieces: for YAML,
// `{unit: seats, paid}` has a key `paid` without a value. It gives the number of
// entries that are pieces of the first one's text.
func (l *loader) tornText(mapping value, list []entry, keys []string) int {
	text := list[0].value
	if mapping.node.Style&yaml.FlowStyle == 0 || !slices.Contains(textKeys, list[0].name()) || !text.isScalar() || !isPlain(text.node) {
		return 0
	}
	whole, pieces := text.node.Value, 0
	for _, e := range list[1:] {
		if slices.Contains(keys, e.name()) || !isNull(e.value.node) || e.value.node.Value != "" {
			break
		}
		whole += ", " + e.name()
		pieces++
	}
	if pieces > 0 {
		l.report("yaml-flow", text.place(), quoteText(whole), "within { } a comma ends the value: the text is cut off here")
	}
	return pieces
}

// textKeys are the keys whose values people write in words.
var textKeys = []string{"description", "unit", "reason"}

// unknownKey reports a key and gives the one that was probably meant, if any.
func (l *loader) unknownKey(e entry, what string, keys []string) string {
	hint, near := "the keys of "+what+": "+strings.Join(keys, ", "), nearest(e.name(), keys)
	if near != "" {
		hint = didYouMean(e.name(), keys)
	}
	l.report("unknown-key", e.key.place(), hint, "%s is not a key of %s", quoted(e.name()), what)
	return near
}

// has tells whether a key is written, or was probably meant to be.
func (f fields) has(key string) bool {
	_, ok := f.get(key)
	return ok || slices.Contains(f.meant, key)
}

// get finds a field by its key.
func (f fields) get(key string) (entry, bool) {
	for _, e := range f.list {
		if e.name() == key {
			return e, true
		}
	}
	return entry{}, false
}

// read hands the value of a field, if it is written, to a reader.
func (f fields) read(key string, reader func(v value)) {
	if e, ok := f.get(key); ok {
		reader(e.value)
	}
}

// require is get for a field that must be there.
func (l *loader) require(f fields, at rules.Place, key, hint string) (entry, bool) {
	e, ok := f.get(key)
	if !ok && !slices.Contains(f.meant, key) {
		l.report("missing-key", at, hint, "%s needs `%s`", f.what, key)
	}
	return e, ok
}

// list reads a list.
func (l *loader) list(v value, what, example string) ([]value, bool) {
	if !l.present(v, what) {
		return nil, false
	}
	if !v.isList() {
		l.wrongShape(v, what, "a list", example)
		return nil, false
	}
	items := make([]value, len(v.node.Content))
	for i, n := range v.node.Content {
		items[i] = v.child(n)
	}
	return items, true
}

// text reads a text, which may be empty.
func (l *loader) text(v value, what string) (string, bool) {
	if !l.present(v, what) {
		return "", false
	}
	if !v.isScalar() {
		l.wrongShape(v, what, "a text", "")
		return "", false
	}
	return v.node.Value, true
}

// label reads a text of one line that is not empty.
func (l *loader) label(v value, what string) (string, bool) {
	text, ok := l.text(v, what)
	if !ok {
		return "", false
	}
	switch {
	case strings.TrimSpace(text) == "":
		l.report("no-value", v.place(), "", "%s is empty", what)
	case utf8.RuneCountInString(text) > maxNameLength:
		l.report("name-invalid", v.place(), "", "%s is longer than %d characters", what, maxNameLength)
	case strings.ContainsFunc(text, unicode.IsControl):
		l.report("name-invalid", v.place(), "write it on one line", "%s holds a line break, a tab or another character that cannot be seen", what)
	default:
		return text, true
	}
	return "", false
}

// choice reads one of a few words.
func (l *loader) choice(v value, what string, words ...string) (string, bool) {
	text, ok := l.text(v, what)
	if !ok {
		return "", false
	}
	if !slices.Contains(words, text) {
		hint := didYouMean(text, words)
		if other, ok := otherWords[strings.ToLower(text)]; ok && slices.Contains(words, other) {
			hint = "did you mean `" + other + "`?"
		}
		l.report("wrong-word", v.place(), hint, "%s is %s, not %s", what, oneOf(words), quoted(text))
		return "", false
	}
	return text, true
}

// otherWords are the names that choices go by elsewhere.
var otherWords = map[string]string{
	"average": "mean", "avg": "mean", "total": "sum", "add": "sum", "lowest": "min", "highest": "max",
	"asc": "low", "desc": "high", "up": "high", "down": "low",
}

// oneOf is a list of words as a sentence has it: a, b or c.
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// boolean reads true or false.
func (l *loader) boolean(v value, what string) (result, ok bool) {
	text, ok := l.text(v, what)
	if !ok {
		return false, false
	}
	switch text {
	case "true", "false":
		return text == "true", true
	}
	hint := ""
	switch strings.ToLower(text) {
	case "yes", "on", "y", "true":
		hint = "write true"
	case "no", "off", "n", "false":
		hint = "write false"
	}
	l.report("wrong-word", v.place(), hint, "%s is true or false, not %s", what, quoted(text))
	return false, false
}
