package load

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// expression reads the text of an expression with the place of each character;
// nil if there is none. Its grammar is not looked at, apart from what YAML may
// have done to it.
func (l *loader) expression(v value, what string) *rules.Expression {
	switch {
	case !l.present(v, what):
		return nil
	case !v.isScalar():
		l.bracketed(v, what)
		return nil
	}
	value := v.node.Value
	text := strings.TrimSpace(value)
	switch {
	case text == "":
		l.report("no-value", v.place(), "", "%s is empty", what)
		return nil
	case utf8.RuneCountInString(text) > maxExpression:
		l.report("expression-size", v.place(), "split it into several metrics", "%s is longer than 10,000 characters", what)
		return nil
	case l.cutOff(v, text, what):
		return nil
	}
	offsets := v.src.characters(v.node)
	if offsets != nil {
		skipped := len([]rune(value)) - len([]rune(strings.TrimLeftFunc(value, unicode.IsSpace)))
		offsets = offsets[skipped : skipped+len([]rune(text))+1]
	}
	return located(v, text, offsets)
}

// bracketed reports an expression that YAML has read as a list or a mapping.
func (l *loader) bracketed(v value, what string) {
	if v.node.Style&yaml.FlowStyle == 0 {
		l.wrongShape(v, what, "an expression", "")
		return
	}
	if v.isMapping() {
		l.wrongShape(v, what, "an expression", "an expression that begins with { stands in quotes")
		return
	}
	l.report("yaml-quote", v.place(), v.src.quoteHint(v.src.content(v.node)), "%s is an expression, and one that begins with [ must stand in quotes", what)
}

// cutOff reports an expression that YAML has cut off at a # silently. A comment
// behind an expression that is complete is a comment.
func (l *loader) cutOff(v value, text, what string) bool {
	if !isPlain(v.node) {
		return false
	}
	offsets := v.src.characters(v.node)
	if offsets == nil {
		return false
	}
	end := offsets[len(offsets)-1]
	comment := v.src.skipBlanks(end)
	if comment == end || v.src.at(comment) != '#' || !(unbalanced(text) || endsOpen(text)) {
		return false
	}
	l.report("yaml-comment", v.src.place(comment, v.src.lineEnd(comment)), v.src.quoteHint(v.src.content(v.node)),
		"a # with a blank before it begins a comment: %s is cut off here", what)
	return true
}

// endsOpen tells whether an expression ends in an operator that wants more.
func endsOpen(text string) bool {
	if strings.ContainsRune("+-*/%^<>=!&|?:,.([{", rune(text[len(text)-1])) {
		return true
	}
	words := strings.FieldsFunc(text, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	switch last {
	case "and", "or", "not", "in", "matches", "contains", "startsWith", "endsWith":
		return strings.HasSuffix(text, last)
	}
	return false
}

// located makes the expression whose characters stand at the given offsets,
// which end with the one behind the last; nil offsets: nobody knows where.
func located(v value, text string, offsets []int) *rules.Expression {
	e := &rules.Expression{Text: text}
	length := len([]rune(text))
	if offsets == nil {
		e.Place = v.place()
		e.Places = make([]rules.Place, length+1)
		for i := range e.Places {
			e.Places[i] = e.Place
		}
		return e
	}
	first, end := offsets[0], offsets[length-1]+1
	e.Place = v.src.place(first, end)
	if end-first == length && e.Place.Length == length {
		return e // on one line, each character beside the other
	}
	e.Places = make([]rules.Place, length+1)
	for i, at := range offsets[:length] {
		e.Places[i] = v.src.place(at, at+1)
	}
	e.Places[length] = v.src.place(end, end)
	return e
}
