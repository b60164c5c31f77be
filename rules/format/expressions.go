package format

import (
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/parser/lexer"
	"go.yaml.in/yaml/v4"
)

// visit does something with a value.
type visit func(v *node)

// expressions tidies the expressions of a rule file, which are where package load
// reads them. Rule tests and sections for later versions hold none.
func (r *reader) expressions(root *node) {
	expr := r.tidied
	one := under(map[string]visit{"expr": expr})
	points := under(map[string]visit{"when": expr, "points": expr})
	overrides := items(under(map[string]visit{"when": expr}))
	// Measures stand within each other.
	var measures visit
	measures = each(func(v *node) {
		under(map[string]visit{"when": expr, "points": expr, "rows": items(points), "measures": measures})(v)
	})
	changes := each(under(map[string]visit{"measures": measures, "overrides": overrides}))
	under(map[string]visit{
		"metrics":   each(func(v *node) { expr(v); one(v) }),
		"functions": each(one),
		"segments":  each(expr),
		"flags":     each(expr),
		"signals":   each(under(map[string]visit{"columns": each(under(map[string]visit{"fresh_for": expr}))})),
		"scorecards": each(under(map[string]visit{
			"measures": measures, "overrides": overrides, "segments": changes,
		})),
	})(root)
}

// under visits the values of a mapping by their keys. What an anchor marks may stand
// elsewhere too, as a text; it stays as it is.
func under(visits map[string]visit) visit {
	return func(v *node) {
		if v.Kind != yaml.MappingNode || v.Anchor != "" {
			return
		}
		for _, e := range v.entries {
			if do := visits[e.key.Value]; do != nil {
				do(e.value)
			}
		}
	}
}

// each visits all values of a mapping.
func each(do visit) visit {
	return func(v *node) {
		if v.Kind != yaml.MappingNode || v.Anchor != "" {
			return
		}
		for _, e := range v.entries {
			do(e.value)
		}
	}
}

// items visits all items of a list.
func items(do visit) visit {
	return func(v *node) {
		if v.Kind != yaml.SequenceNode || v.Anchor != "" {
			return
		}
		for _, e := range v.entries {
			do(e.value)
		}
	}
}

// hashed matches a line that its author took for a comment of YAML: within a text of
// several lines it is none, and what it says may be split into tokens by chance.
var hashed = regexp.MustCompile(`(?m)^[ \t]*#`)

// tidied tidies an expression. One of several lines keeps its lines.
func (r *reader) tidied(v *node) {
	if !v.isScalar() || v.Anchor != "" || v.Tag != "!!str" {
		return
	}
	v.expression = true
	switch {
	case v.Style&yaml.FoldedStyle != 0:
	case v.Style&yaml.LiteralStyle != 0:
		if hashed.MatchString(v.text) {
			return
		}
		before := v.text[:len(v.text)-len(strings.TrimLeft(v.text, " \t\n"))]
		text := strings.TrimRight(v.text[len(before):], "\n")
		v.text = before + tidy(text) + v.text[len(before)+len(text):]
	default:
		v.text = tidy(v.text)
		v.folded = tidyLines(v.folded, v.Style)
	}
}

// tidyLines tidies an expression in a plain or quoted text of several lines.
func tidyLines(lines []string, style yaml.Style) []string {
	if len(lines) == 0 || style&yaml.DoubleQuotedStyle != 0 || slices.Contains(lines, "") || slices.ContainsFunc(lines, hashed.MatchString) {
		return lines
	}
	text := strings.Join(lines, "\n")
	if style&yaml.SingleQuotedStyle != 0 {
		text = strings.ReplaceAll(text[1:len(text)-1], "''", "'")
	}
	result := tidy(text)
	if style&yaml.SingleQuotedStyle != 0 {
		result = "'" + strings.ReplaceAll(result, "'", "''") + "'"
	} else if strings.Contains(strings.ReplaceAll(result, "\n", " ")+" ", ": ") || strings.Contains(strings.ReplaceAll(result, "\n", " "), " #") {
		return lines
	}
	tidied := strings.Split(result, "\n")
	if len(tidied) != len(lines) {
		return lines
	}
	return tidied
}

// literal matches what stands where an expression may and is none: a number, a
// length of time.
var literal = regexp.MustCompile(`^[-+]?[0-9.]+ *[A-Za-z]*$`)

// tidy writes an expression with one blank between its tokens, or none, as people
// do. Line breaks stay where they are. What is not understood stays as it is.
func tidy(text string) string {
	trimmed := strings.Trim(text, " \t\n")
	tokens, ok := lex(trimmed)
	if !ok || !balanced(trimmed) || openEnd.MatchString(trimmed) || literal.MatchString(trimmed) {
		return text
	}
	runes := []rune(trimmed)
	var b strings.Builder
	var around brackets
	at := 0
	for i, t := range tokens {
		gap := string(runes[at:t.From])
		if hasContent(gap) {
			return text // a comment
		}
		switch {
		case i == 0:
		case strings.Contains(gap, "\n"):
			b.WriteString(strings.TrimLeft(gap, " \t"))
		case around.blank(tokens, i):
			b.WriteByte(' ')
		}
		around.pass(t)
		b.WriteString(written(t, string(runes[t.From:t.To])))
		at = t.To
	}
	if at < len(runes) {
		return text // a comment behind the last token
	}
	result := b.String()
	if literal.MatchString(result) || !sameExpression(trimmed, result) {
		return text
	}
	return result
}

// lex splits an expression into its tokens, without the end.
func lex(text string) ([]lexer.Token, bool) {
	tokens, err := lexer.Lex(newFile(text))
	if err != nil || len(tokens) < 2 {
		return nil, false
	}
	return tokens[:len(tokens)-1], true
}

// written is a token as it should be written: texts in double quotes where that
// needs no more escapes.
func written(t lexer.Token, text string) string {
	if t.Kind != lexer.String || text[0] != '\'' || strings.ContainsAny(text, `"\`) {
		return text
	}
	return `"` + text[1:len(text)-1] + `"`
}

// sameExpression tells whether two expressions differ in nothing but blanks between
// tokens and the quotes of texts.
func sameExpression(a, b string) bool {
	return sameTokens(a, b) && squeezed(a) == squeezed(b)
}

// squeezed is what there is to see of an expression, its comments included, with one
// kind of quotes.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isSpace(r):
			return -1
		case r == '\'':
			return '"'
		}
		return r
	}, text)
}

// sameTokens tells whether two expressions have the same tokens, and with them the
// same meaning and digest.
func sameTokens(a, b string) bool {
	if a == b {
		return true
	}
	first, ok := lex(a)
	if !ok {
		return false
	}
	second, ok := lex(b)
	return ok && slices.EqualFunc(first, second, func(a, b lexer.Token) bool { return a.Kind == b.Kind && a.Value == b.Value })
}
