package load

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// quoteHint is how nearly every trap of YAML is avoided.
const quoteHint = "put the whole value in single quotes: 'a == 1 ? 2 : 3'"

// tagHint is how a leading ! is avoided.
const tagHint = "write `not x` instead of `!x`, or put the whole value in single quotes"

// quoteText is quoteHint for a value that is known.
func quoteText(text string) string {
	const most = 100
	text = strings.TrimSpace(text)
	if text == "" || len(text) > most {
		return quoteHint
	}
	return "put the whole value in single quotes: '" + strings.ReplaceAll(text, "'", "''") + "'"
}

// quoteHint is how to quote the value that begins at an offset, if it takes the
// rest of its line.
func (s *source) quoteHint(at int) string {
	place := s.place(at, at)
	before := string(s.text[s.offset(place.Line, 1):at])
	if !keyOnly.MatchString(before) {
		return quoteHint
	}
	return quoteText(string(s.text[at:s.lineEnd(at)]))
}

// keyOnly matches a line up to a value that stands for itself: `key: `, `- key: `.
var keyOnly = regexp.MustCompile(`^\s*(?:- +)*[^\s:'"#{\[][^:#{\[]*:\s+$`)

// problemOf says in words for people who know no YAML what its parser stumbled
// over.
func problemOf(src *source, err error) *problem {
	at, context := len(src.text), -1
	message := err.Error()
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		message = e.Message
		if e.Mark.Line > 0 {
			at = src.offset(e.Mark.Line, e.Mark.Column)
		}
		if e.ContextMark.Line > 0 {
			context = src.offset(e.ContextMark.Line, e.ContextMark.Column)
		}
		message += strings.TrimRight(" "+e.ContextMsg, " ")
	}
	p := problem{src: src, at: at, context: context, message: message, also: -1}
	for _, find := range []func(*problem) bool{
		(*problem).depth, (*problem).tab, (*problem).tag, (*problem).bracket, (*problem).unclosed, (*problem).colon, (*problem).begins,
		(*problem).flow, (*problem).behind, (*problem).layout,
	} {
		if find(&p) {
			break
		}
	}
	if p.id == "" {
		p.set("yaml-syntax", p.at, "", "this is not valid YAML: "+p.message)
	}
	return &p
}

// tell reports a problem.
func (l *loader) tell(p *problem) {
	d := rules.Diagnostic{ID: p.id, Place: p.src.place(p.at, p.at+1), Hint: p.hint, Message: p.text}
	if p.also >= 0 {
		d.Also = note(p.src.place(p.also, p.also+1), p.alsoText)
	}
	l.found.Add(d)
}

// valueLine is the line of the value that the problem lies in, and the offset of its
// first character: of one that takes the rest of its line, and that quotes would
// mend. The offset is -1 if there is no such value.
func (p *problem) valueLine() (line, from int) {
	line = p.src.place(p.at, p.at).Line
	switch p.id {
	case "yaml-colon", "yaml-quote", "yaml-tag", "yaml-anchor":
		from = valueIn(p.src, line)
		if c := p.src.at(from); c == '|' || c == '>' {
			return line, -1 // more of it stands in the lines below
		}
		if from >= 0 && from <= p.at && keyOnly.MatchString(string(p.src.text[p.src.offset(line, 1):from])) {
			return line, from
		}
	}
	return line, -1
}

// problem is what the parser said, and then what we say.
type problem struct {
	src     *source
	at      int // offset of the character that the parser stumbled over
	context int // offset of the start of what it was reading; -1 if it does not say
	message string

	id, text, hint string
	// also is the offset of another place that belongs to it; -1 if there is none.
	also     int
	alsoText string
}

func (p *problem) set(id string, at int, hint, text string) bool {
	p.id, p.at, p.hint, p.text = id, at, hint, text
	return true
}

func (p *problem) says(part string) bool { return strings.Contains(p.message, part) }

func (p *problem) depth() bool {
	if !p.says("depth") {
		return false
	}
	return p.set("yaml-depth", p.at, "", "lists and mappings are nested too deep here")
}

func (p *problem) tab() bool {
	at := p.at
	if p.src.at(at) != '\t' {
		if !p.says("tab character") {
			return false
		}
	}
	return p.set("yaml-tab", at, "indent with spaces", "a tab cannot be used to indent")
}

// valueOn is the offset of the first value on the line of an offset; -1 if there
// is none.
func (p *problem) valueOn(offset int) int { return valueIn(p.src, p.src.place(offset, offset).Line) }

// valueIn is the offset of the first value in a line; -1 if there is none.
func valueIn(src *source, number int) int {
	line := src.line(number)
	loc := keyed.FindStringIndex(line)
	if loc == nil {
		return -1
	}
	return src.offset(number, 1) + utf8.RuneCountInString(line[:loc[1]]) - 1
}

// tag: the value begins with a tag, which may have swallowed anything.
func (p *problem) tag() bool {
	at := p.valueOn(p.at)
	if p.says("while scanning a tag") && p.context >= 0 {
		at = p.context
	}
	if at < 0 || at > p.at || p.src.at(at) != '!' {
		return false
	}
	return p.set("yaml-tag", at, tagHint, "a value that begins with ! is a YAML tag")
}

// unclosed: the file, or what was read of it, ended within quotes or brackets.
func (p *problem) unclosed() bool {
	if p.context < 0 {
		return false
	}
	switch open := p.src.at(p.context); {
	case p.says("found unexpected end of stream"), p.says("found unexpected document indicator"):
		return p.set("yaml-unclosed", p.context, "close it, and write a quote within quotes twice ('it''s')", "this quote is never closed")
	case p.says("unknown escape character"), p.says("did not find expected hexdecimal number"):
		return p.set("yaml-quote", p.at, `put the value in single quotes, where \ means itself`, `\ begins an escape in double quotes, and this one does not exist`)
	case (open == '[' || open == '{') && strings.TrimSpace(string(p.src.text[min(p.at, len(p.src.text)):])) == "":
		return p.set("yaml-unclosed", p.context, "", "this "+string(open)+" is never closed")
	}
	return false
}

// keyed matches a line up to the first character of its value: `key: v`, `- key: v`.
var keyed = regexp.MustCompile(`^\s*(?:- +)*(?:[^\s:'"#{\[][^:#]*|'[^']*'|"[^"]*"):\s+\S`)

func (p *problem) colon() bool {
	if !p.says("mapping values are not allowed") {
		return false
	}
	if at := p.valueOn(p.at); at >= 0 && at < p.at {
		return p.set("yaml-colon", p.at, p.src.quoteHint(at), "a value cannot hold a colon with a blank behind it: YAML takes it for a new `key: value`")
	}
	if p.unfit() {
		return true
	}
	return p.set("yaml-layout", p.at, "look at the line above: has it a colon with a blank behind it, and do both lines begin in the same column?",
		"a `key: value` cannot stand here")
}

// begins: the first character of a value means something to YAML.
func (p *problem) begins() bool {
	switch c := p.src.at(p.at); {
	case p.says("unknown anchor"):
		return p.set("yaml-anchor", p.at, p.src.quoteHint(p.at), "a value that begins with * is a YAML alias, and nothing of this name is marked with &")
	case p.says("while scanning an anchor"), p.says("while scanning an alias"):
		return p.set("yaml-anchor", p.context, p.src.quoteHint(p.context), "a value cannot begin with "+string(p.src.at(p.context)))
	case p.says("cannot start any token"), p.says("mapping keys are not allowed"):
		return p.set("yaml-quote", p.at, p.src.quoteHint(p.at), "a value cannot begin with "+string(c))
	case p.says("block sequence entries are not allowed"):
		return p.set("yaml-layout", p.at, "begin the list on a line of its own; a value that begins with - and a blank is put in quotes", "a list item cannot stand here")
	case p.says("while scanning a block scalar"):
		return p.set("yaml-quote", p.context, p.src.quoteHint(p.context), "a value cannot begin with "+string(p.src.at(p.context))+", which announces a text of several lines")
	case p.says("did not find expected node content"):
		if c == 0 {
			return p.set("yaml-unclosed", p.at, "", "the file ends within a list or mapping")
		}
		return p.set("yaml-quote", p.at, p.src.quoteHint(p.at), "a value cannot begin with "+string(c))
	}
	return false
}

// flow: something between { } or [ ] that ends them, or does not belong.
func (p *problem) flow() bool {
	if !p.says("did not find expected ',' or") {
		return false
	}
	open, closing := "{", "}"
	if p.says("or ']'") {
		open, closing = "[", "]"
	}
	p.also, p.alsoText = p.context, "it begins here"
	return p.set("yaml-flow", p.at, "put the expression in quotes; is a "+closing+" or a comma missing before it?",
		"within "+open+" "+closing+" brackets, commas and colons that belong to an expression must stand in quotes")
}

// behind: text that follows a value which was complete for YAML.
func (p *problem) behind() bool {
	if !p.says("did not find expected key") && !p.says("did not find expected <document start>") {
		return false
	}
	at := p.valueOn(p.at)
	c := p.src.at(at)
	if at < 0 || at >= p.at || !strings.ContainsRune(`["'{`, c) {
		return false
	}
	return p.set("yaml-quote", at, p.src.quoteHint(at), "a value that begins with "+string(c)+" ends where that is closed; something follows here")
}

func (p *problem) layout() bool {
	if !p.says("did not find expected") && !p.says("could not find expected ':'") {
		return false
	}
	if p.says("could not find expected ':'") {
		at := p.at
		if p.context >= 0 {
			at = p.context
		}
		return p.set("yaml-layout", at, "write `name: value`; a text of several lines is put in quotes", "a colon is missing behind this")
	}
	if p.src.at(p.at) == '-' {
		return p.set("yaml-layout", p.at, "a list stands below a name of its own", "a list item cannot stand among names")
	}
	if p.unfit() {
		return true
	}
	return p.set("yaml-layout", p.at, offHint, offText)
}

const (
	offText = "this line does not fit to the lines above: its indentation is off"
	offHint = "names of one mapping begin in the same column"
)

// isOtherBlank tells characters that look like a blank, or like nothing, and are none.
func isOtherBlank(r rune) bool {
	return r > unicode.MaxASCII && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r))
}

// unfit says which line does not fit to those above it, if one can be told.
func (p *problem) unfit() bool {
	line, ok := p.misfit()
	switch {
	case !ok:
		return false
	case line.colon && strings.ContainsFunc(p.src.line(p.src.place(line.at, line.at).Line), isOtherBlank):
		return p.set("yaml-layout", line.at, "a blank in this line is another character, like a no-break space (U+00A0): type a plain blank",
			"a colon with a blank behind it is missing in this line")
	case line.colon:
		return p.set("yaml-layout", line.at, "a name is written `name:`, and what belongs to it stands behind the colon, or below and further to the right",
			"a colon with a blank behind it is missing in this line")
	}
	p.also, p.alsoText = line.also, line.why
	return p.set("yaml-layout", line.at, offHint, offText)
}
