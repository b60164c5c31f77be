package expression

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// Limits keep a hostile expression from costing more than a moment: expr's parser
// recurses, and exact arithmetic grows with the digits of literals.
const (
	maxCharacters   = 10_000
	maxTokens       = 4_000
	maxNesting      = 60
	maxNumberDigits = 60
)

// fault is an error in the text of an expression, in characters from its start.
type fault struct {
	from, to int
	id       string
	message  string
	hint     string
}

// lex splits the text into tokens and refuses what the language does not have.
func lex(text string) ([]lexer.Token, *fault) {
	if utf8.RuneCountInString(text) > maxCharacters {
		return nil, &fault{0, 1, "expression-size", "the expression is longer than 10,000 characters", "split it into several metrics"}
	}
	tokens, err := lexer.Lex(file.NewSource(text))
	if err != nil {
		return nil, faultIn(text, err)
	}
	if len(tokens) > maxTokens {
		return nil, &fault{0, 1, "expression-size", "the expression has more than 4,000 parts", "split it into several metrics"}
	}
	depth := 0
	runes := []rune(text)
	for i, t := range tokens {
		if t.Kind == lexer.Identifier || t.Kind == lexer.Number {
			if f := refuseDigits(t); f != nil {
				return nil, f
			}
		}
		switch {
		case t.Kind == lexer.Identifier && strings.Contains(t.Value, "$"):
			return nil, at(t, "expression-name", "a name cannot contain `$`", "")
		case t.Kind == lexer.Bytes:
			return nil, at(t, "expression-refused", "byte strings are not part of the rule language", "write the text without the leading b")
		case t.Kind == lexer.Number:
			if f := refuseDay(runes, tokens, i); f != nil {
				return nil, f
			}
			if f := checkNumber(t); f != nil {
				return nil, f
			}
		case t.Is(lexer.Operator, ".."):
			return nil, at(t, "expression-refused", "ranges (`..`) are not part of the rule language", "compare instead: 1 <= x <= 5")
		case t.Is(lexer.Operator, "?."):
			return nil, at(t, "expression-refused", "`?.` is not part of the rule language", "a missing value spreads by itself: write `.`")
		case t.Is(lexer.Operator, "##"), t.Is(lexer.Operator, "::"):
			return nil, at(t, "expression-refused", "`"+t.Value+"` is not part of the rule language", "")
		case t.Is(lexer.Operator, "#") && i+1 < len(tokens) && tokens[i+1].Kind == lexer.Identifier && tokens[i+1].From == t.To:
			return nil, at(t, "expression-refused", "`#"+tokens[i+1].Value+"` is not part of the rule language", "`#` is the current value of a list, `.name` a column of the current row")
		case t.Is(lexer.Operator, "if"):
			return nil, at(t, "expression-refused", "`if` is not part of the rule language", "write: condition ? a : b")
		case t.Kind == lexer.Bracket && strings.Contains("([{", t.Value):
			if depth++; depth > maxNesting {
				return nil, at(t, "expression-size", "the expression is nested more than 60 deep", "split it into several metrics")
			}
		case t.Kind == lexer.Bracket:
			depth--
		}
	}
	if f := refuseMisread(tokens); f != nil {
		return nil, f
	}
	return tokens, nil
}

func checkNumber(t lexer.Token) *fault {
	v := t.Value
	if strings.Contains(v, "_") {
		return at(t, "expression-number", "numbers are written without `_`", "write "+strings.ReplaceAll(v, "_", ""))
	}
	if len(v) > 1 && v[0] == '0' && strings.ContainsAny(v[1:2], "xXbBoO0123456789") {
		return at(t, "expression-number", "`"+clip(v)+"` is not a decimal number", "numbers are written like 7, 0.5 or 1200")
	}
	if strings.ContainsAny(v, "eE") {
		return at(t, "expression-number", "numbers are written without an exponent", "write 1000000 instead of 1e6")
	}
	if len(v) > maxNumberDigits {
		return at(t, "expression-number", "the number has more than 60 digits", "")
	}
	return nil
}

// pointers rewrites the row marks `.name` and `#` to names that expr's grammar
// takes everywhere (`$name`, `$`), and numbers to ones that its parser can hold.
// Every character keeps its position, so that places need no mapping.
func pointers(text string, tokens []lexer.Token) (string, *fault) {
	runes := []rune(text)
	for i, t := range tokens {
		switch {
		case t.Is(lexer.Operator, "#"):
			runes[t.From] = '$'
		case t.Is(lexer.Operator, ".") && !(i > 0 && endsOperand(tokens[i-1])):
			if i+1 >= len(tokens) || tokens[i+1].Kind != lexer.Identifier || tokens[i+1].From != t.To {
				return "", at(t, "expression-syntax", "the name of a column must follow the dot", "a column of the current row is written like .actions")
			}
			runes[t.From] = '$'
		case t.Kind == lexer.Number:
			for j := t.From; j < t.To; j++ {
				runes[j] = '0'
			}
		}
	}
	return string(runes), nil
}

// endsOperand tells whether a dot behind t is a member access.
func endsOperand(t lexer.Token) bool {
	switch t.Kind {
	case lexer.Identifier, lexer.String, lexer.Number:
		return true
	case lexer.Bracket:
		return t.Value == ")" || t.Value == "]" || t.Value == "}"
	case lexer.Operator:
		return t.Value == "#"
	}
	return false
}

// refuseMisread refuses what people read otherwise than the grammar does, unless
// parentheses make it plain: `??` beside arithmetic, `not` before a comparison.
func refuseMisread(tokens []lexer.Token) *fault {
	for i, t := range tokens {
		switch {
		case t.Is(lexer.Operator, "??"):
			if near(tokens, i, -1, isArithmetic) || near(tokens, i, 1, isArithmetic) {
				return at(t, "ambiguous-coalesce", "`??` beside arithmetic is read wrongly by people", "use parentheses: (a / b) ?? 0, or a / (b ?? 1)")
			}
		case t.Is(lexer.Operator, "not", "!") && !negatesOperator(tokens, i) && !tokens[i+1].Is(lexer.Operator, "not", "!"):
			// In a run of them the last one speaks for all.
			if near(tokens, i, 1, isComparison) {
				return at(t, "ambiguous-not", "`not` before a comparison is read wrongly by people", "use parentheses: not (a == b), or a != b")
			}
		}
	}
	return nil
}

// negatesOperator tells `x not in y` from `not x`.
func negatesOperator(tokens []lexer.Token, i int) bool {
	return i+1 < len(tokens) && tokens[i+1].Is(lexer.Operator, "in", "matches", "contains", "startsWith", "endsWith")
}

// near looks from token i in one direction, within the same parentheses and up to
// the next weaker operator, for a token that found accepts.
func near(tokens []lexer.Token, i, step int, found func([]lexer.Token, int) bool) bool {
	opening, closing := "([{", ")]}"
	if step < 0 {
		opening, closing = closing, opening
	}
	depth := 0
	for j := i + step; j >= 0 && j < len(tokens); j += step {
		t := tokens[j]
		if t.Kind == lexer.Bracket {
			switch {
			case strings.Contains(opening, t.Value):
				depth++
			case depth == 0 && strings.Contains(closing, t.Value):
				return false
			default:
				depth--
			}
			continue
		}
		if depth > 0 {
			continue
		}
		if found(tokens, j) {
			return true
		}
		if t.Is(lexer.Operator, ",", "?", ":", ";", "and", "or", "&&", "||", "|", "=", "??", "let") || t.Kind == lexer.EOF {
			return false
		}
		if !isArithmetic(tokens, j) && isComparison(tokens, j) {
			return false
		}
	}
	return false
}

// isArithmetic tells arithmetic from the sign of what follows `??` (x ?? -1).
func isArithmetic(tokens []lexer.Token, i int) bool {
	if tokens[i].Is(lexer.Operator, "+", "-") && i > 0 && tokens[i-1].Is(lexer.Operator, "??") {
		return false
	}
	return tokens[i].Is(lexer.Operator, "+", "-", "*", "/", "%", "**", "^")
}

func isComparison(tokens []lexer.Token, i int) bool {
	return tokens[i].Is(lexer.Operator, "==", "!=", "<", ">", "<=", ">=", "in", "matches", "contains", "startsWith", "endsWith")
}

func at(t lexer.Token, id, message, hint string) *fault {
	return &fault{t.From, t.To, id, message, hint}
}

// faultIn is faultOf for an error of the lexer, of which people do not see the cause if
// a character looks like another.
func faultIn(text string, err error) *fault {
	f := faultOf(err)
	runes := []rune(text)
	if f.message == unclosedText {
		for i := len(runes) - 1; i >= 0; i-- {
			if strings.ContainsRune(typographicQuotes, runes[i]) {
				return refusePasted(runes[i], i) // probably meant to close it
			}
		}
		return f
	}
	if better := refuseNumberWord(runes, f.from); better != nil {
		return better
	}
	for i := f.from; i < min(f.to, len(runes)); i++ {
		if better := refusePasted(runes[i], i); better != nil {
			return better
		}
	}
	return f
}

const unclosedText = "the text has no closing quote"

// faultOf puts an error of expr's lexer or parser into our words.
func faultOf(err error) *fault {
	var e *file.Error
	if !errors.As(err, &e) {
		return &fault{0, 1, "expression-syntax", err.Error(), ""}
	}
	f := &fault{e.From, max(e.To, e.From+1), "expression-syntax", plain(e.Message), ""}
	switch {
	case strings.Contains(e.Message, "coalesce expressions"):
		f.id, f.message = "ambiguous-coalesce", "`??` beside another operator is read wrongly by people"
		f.hint = "use parentheses: (a ?? b) == c"
	case strings.HasPrefix(e.Message, "unrecognized character"):
		f.message = "this character is not part of the rule language"
	case strings.HasPrefix(e.Message, "literal not terminated"):
		f.message, f.hint = unclosedText, ""
	}
	return f
}

const endsEarly = "the expression ends too early"

var kinds = strings.NewReplacer(
	"Operator(", "(", "Bracket(", "(", "Identifier(", "(", "Number(", "(", "String(", "(",
	"unexpected token EOF", endsEarly,
	"unexpected token", "did not expect",
)

func plain(message string) string {
	message = kinds.Replace(message)
	if i := strings.Index(message, `("`); i >= 0 && strings.HasSuffix(message, `")`) {
		message = message[:i] + "`" + message[i+2:len(message)-2] + "`"
	}
	return message
}

// clip shortens text for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}
