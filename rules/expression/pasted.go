package expression

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/expr-lang/expr/parser/lexer"
)

const typographicQuotes = "“”„‟«»〝〞‘’‚‛‹›´"

// pasted are characters that texts and slides hold in the place of those of the
// language, by what is to be written instead.
var pasted = []struct {
	characters, name, hint string
}{
	{typographicQuotes, "a typographic quote", `write straight quotes: "a"`},
	{"–—−‐‑‒―", "a dash", "write - for minus"},
	{"×·⋅∙", "a multiplication sign of print", "write *"},
	{"÷∕⁄", "a division sign of print", "write /"},
	{"≤", "a sign of print", "write <="},
	{"≥", "a sign of print", "write >="},
	{"≠", "a sign of print", "write !="},
	{"²", "a raised digit", "write ** 2"},
	{"…", "an ellipsis", ""},
}

// refusePasted says which character the language does not have, and which one it has
// in its place; nil for one of which nothing is known.
func refusePasted(r rune, from int) *fault {
	foreign := func(what, hint string) *fault {
		return &fault{from, from + 1, "expression-syntax", what, hint}
	}
	for _, p := range pasted {
		if strings.ContainsRune(p.characters, r) {
			return foreign("`"+string(r)+"` is "+p.name+", which is not part of the rule language", p.hint)
		}
	}
	const wide = '！' - '!' // from a character of plain text to its wide form
	switch {
	case r > unicode.MaxASCII && unicode.IsDigit(r):
		return foreign("`"+string(r)+"` is not one of the digits 0 to 9", "write "+string(plainDigit(r)))
	case '！' <= r && r <= '～':
		return foreign("`"+string(r)+"` is a wide character, which is not part of the rule language", "write "+string(r-wide))
	case !unicode.IsGraphic(r) || unicode.Is(unicode.Zs, r):
		return foreign(fmt.Sprintf("%s stands here, which cannot be seen", unseen(r)), "delete it, and type a plain blank if one is meant; it often comes along when text is pasted")
	}
	return nil
}

// unseen names a character that cannot be seen.
func unseen(r rune) string {
	names := map[rune]string{
		'\u00a0': "a no-break space", '\u202f': "a narrow no-break space", '\u200b': "a zero-width space",
		'\u200c': "a zero-width non-joiner", '\u200d': "a zero-width joiner", '\u2060': "a word joiner", '\ufeff': "a byte order mark",
	}
	if name := names[r]; name != "" {
		return fmt.Sprintf("%s (%U)", name, r)
	}
	return fmt.Sprintf("a character (%U)", r)
}

// plainDigit is the digit from 0 to 9 of another script's. Unicode holds them in tens.
func plainDigit(r rune) rune {
	value := rune(0)
	for unicode.IsDigit(r - value - 1) {
		value++
	}
	return '0' + value%10
}

// refuseDigits finds a digit of another script in a name or a number.
func refuseDigits(t lexer.Token) *fault {
	for i, r := range []rune(t.Value) {
		if r > unicode.MaxASCII && unicode.IsDigit(r) {
			return refusePasted(r, t.From+i)
		}
	}
	return nil
}
