package expression

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/expr-lang/expr/parser/lexer"

	"github.com/bellwether-cs/bellwether/signals/exact"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

const (
	instantHint  = "everything is computed as of one instant: write days_until(x) < 0 or days_since(x) > 30"
	daysHint     = "everything is computed as of one instant: use days_since, days_until, ago"
	conditionals = "write c ? a : b"
)

// foreignFunctions are functions of spreadsheets and databases, in small letters, with
// what is written for them here.
var foreignFunctions = map[string]string{
	"avg": "use mean", "average": "use mean", "len": "use count", "length": "use count",
	"countif": "use count(t, .amount > 5)", "countifs": "use count(t, .amount > 5 and .open)",
	"sumif": "use sum(filter(t, .open), .amount)", "sumifs": "use sum(filter(t, .open), .amount)",
	"averageif": "use mean(filter(t, .open), .amount)", "averageifs": "use mean(filter(t, .open), .amount)",
	"if": conditionals, "iif": conditionals, "iff": conditionals, "ifelse": conditionals, "case": conditionals,
	"ifnull": "write x ?? 0", "coalesce": "write x ?? 0", "nvl": "write x ?? 0", "ifna": "write x ?? 0", "iferror": "write x ?? 0",
	"isnull": "write x == nil", "isblank": "write x == nil", "isna": "write x == nil",
	"now": daysHint, "today": daysHint, "as_of": daysHint,
	"datediff": "use days_between", "datedif": "use days_between",
	"concat": "write a + b", "mod": "write a % b", "pow": "write x ** 2", "power": "write x ** 2",
	"roundup": "use ceil", "rounddown": "use floor",
	"not": "write not x, in small letters", "and": "write a and b, in small letters", "or": "write a or b, in small letters",
}

// foreignName is the hint for a name that other languages have.
func foreignName(name string) string {
	switch word := strings.ToLower(name); word {
	case "true", "false", "nil":
		return "write " + word + ", in small letters"
	case "null", "none", "undefined":
		return "write nil, as in x == nil"
	case "today", "now", "as_of":
		return instantHint
	}
	return ""
}

// foreignWords are operators of other languages, in small letters.
var foreignWords = map[string]string{
	"between": "write 1 <= x <= 5", "like": "use contains, startsWith, endsWith or matches", "ilike": "use contains, startsWith, endsWith or matches",
	"is": "write x == nil or x != nil", "equals": "write ==", "xor": "write a != b", "mod": "write %", "div": "write /",
	"then": conditionals, "when": conditionals, "case": conditionals, "if": conditionals, "else": conditionals,
	"null": "write nil, as in x == nil",
}

var wordOperators = []string{"and", "or", "not", "in", "contains", "startsWith", "endsWith", "matches"}

// foreignWord is the hint for a word that stands where only an operator can.
func foreignWord(word string) string {
	small := strings.ToLower(word)
	for _, operator := range wordOperators {
		if small == strings.ToLower(operator) && word != operator {
			if operator == small {
				return "write " + operator + ", in small letters"
			}
			return "write " + operator
		}
	}
	if hint := foreignWords[small]; hint != "" {
		return hint
	}
	return ""
}

// parserFault puts an error of the parser into words. It quotes what was written: the
// parser saw other marks and numbers.
func parserFault(text string, tokens []lexer.Token, err error) *fault {
	f := faultOf(err)
	i := slices.IndexFunc(tokens, func(t lexer.Token) bool { return t.From == f.from })
	if strings.HasPrefix(f.message, endsEarly) {
		i = len(tokens) - 1
	}
	if f.id != "expression-syntax" || i < 0 {
		return f
	}
	if t := tokens[i]; t.Kind != lexer.EOF && strings.HasPrefix(f.message, "did not expect") {
		f.message = "did not expect `" + clip(string([]rune(text)[t.From:t.To])) + "`"
	}
	if percent := percentSign(tokens, i); percent != nil {
		return percent
	}
	f.hint = misplaced(tokens, i)
	return f
}

// percentSign is a number with a percent sign before token i.
func percentSign(tokens []lexer.Token, i int) *fault {
	if i < 2 || !tokens[i-1].Is(lexer.Operator, "%") || tokens[i-2].Kind != lexer.Number {
		return nil
	}
	hint := ""
	if n, err := exact.Parse(tokens[i-2].Value); err == nil {
		hint = "write " + n.String() + " where the value is in percent, " + n.Quo(exact.Int(100)).String() + " for a share"
	}
	return at(tokens[i-1], "expression-syntax", "numbers are written without a percent sign", hint)
}

// misplaced is the hint for a token that the parser did not expect.
func misplaced(tokens []lexer.Token, i int) string {
	t, before, behind := tokens[i], lexer.Token{}, lexer.Token{}
	if i > 0 {
		before = tokens[i-1]
	}
	if i+1 < len(tokens) {
		behind = tokens[i+1]
	}
	const comment = "`#` is the current value of a list; a comment stands outside of the quotes"
	switch {
	case t.Is(lexer.Operator, "#"), before.Is(lexer.Operator, "#"):
		return comment
	case t.Is(lexer.Operator, "=") && behind.Is(lexer.Operator, "<", ">") && behind.From == t.To:
		return "write " + behind.Value + "="
	case t.Is(lexer.Operator, "="):
		return "write == to compare"
	case t.Is(lexer.Operator, ">") && before.Is(lexer.Operator, "<"):
		return "write !="
	case t.Is(lexer.Operator, "&"):
		return "write and"
	}
	for _, word := range []lexer.Token{t, before, behind} {
		if word.Kind == lexer.Identifier || word.Kind == lexer.Operator && word.Value != "" {
			if hint := foreignWord(word.Value); hint != "" {
				return hint
			}
		}
	}
	if near := spelling.Nearest(t.Value, wordOperators); t.Kind == lexer.Identifier && near != "" {
		return "did you mean `" + near + "`?"
	}
	return ""
}

var (
	numberWord = regexp.MustCompile(`^[0-9][0-9.]*[\pL_][\pL\pN_]*`)
	duration   = regexp.MustCompile(`^[0-9]+(?:h|d|w|mo|y)$`)
	writtenDay = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
)

// refuseNumberWord finds `30d` where the lexer stumbled over a number, at its end.
func refuseNumberWord(runes []rune, from int) *fault {
	if from < 0 || from >= len(runes) {
		return nil
	}
	for from > 0 && (runes[from-1] == '.' || unicode.IsDigit(runes[from-1]) || unicode.IsLetter(runes[from-1])) {
		from--
	}
	word := numberWord.FindString(string(runes[from:]))
	if word == "" {
		return nil
	}
	hint := "a name begins with a letter or _"
	if duration.MatchString(word) {
		hint = `a duration stands in quotes: "` + word + `"`
	}
	return &fault{from, from + len([]rune(word)), "expression-number", "`" + clip(word) + "` is not a number", hint}
}

// refuseDay finds a date without quotes, of which the tokens are numbers and minus
// signs. One that could be arithmetic (2026-12-10) is left to whoever knows the types.
func refuseDay(text []rune, tokens []lexer.Token, i int) *fault {
	if i+4 >= len(tokens) {
		return nil
	}
	from, to := tokens[i].From, tokens[i+4].To
	word := string(text[from:to])
	if !writtenDay.MatchString(word) || word[5] != '0' && word[8] != '0' {
		return nil
	}
	return &fault{from, to, "expression-number", "a date is written as a text", dayHint(word)}
}

func dayHint(day string) string { return `a date stands in quotes: "` + day + `"` }
