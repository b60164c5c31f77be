package format

import (
	"strings"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

func newFile(text string) file.Source { return file.NewSource(text) }

// brackets are those that are open where a token stands, innermost last, each with
// the number of its conditions (`c ? a : b`) that have no colon yet.
type brackets struct {
	open       []byte
	conditions []int
	outer      int
}

// pass notes a token that was written.
func (b *brackets) pass(t lexer.Token) {
	switch {
	case t.Kind == lexer.Bracket && strings.Contains("([{", t.Value):
		b.open = append(b.open, t.Value[0])
		b.conditions = append(b.conditions, 0)
	case t.Kind == lexer.Bracket && len(b.open) > 0:
		b.open = b.open[:len(b.open)-1]
		b.conditions = b.conditions[:len(b.conditions)-1]
	case t.Is(lexer.Operator, "?"):
		*b.waiting()++
	case t.Is(lexer.Operator, ":") && *b.waiting() > 0:
		*b.waiting()--
	}
}

func (b *brackets) waiting() *int {
	if len(b.conditions) == 0 {
		return &b.outer
	}
	return &b.conditions[len(b.conditions)-1]
}

// innermost is the bracket that is open, 0 if none is.
func (b *brackets) innermost() byte {
	if len(b.open) == 0 {
		return 0
	}
	return b.open[len(b.open)-1]
}

// blank tells whether a blank stands before token i, which is not the first.
func (b *brackets) blank(tokens []lexer.Token, i int) bool {
	before, t := tokens[i-1], tokens[i]
	switch {
	case isOpening(before), isClosing(t), t.Is(lexer.Operator, ",", ";", "..", "?.", "::"), before.Is(lexer.Operator, ".", "..", "?.", "::"):
		return false
	case isSign(tokens, i-1):
		return false
	case t.Is(lexer.Operator, "."):
		return !endsOperand(before) || before.Kind == lexer.Number
	case t.Is(lexer.Bracket, "("):
		return !(before.Kind == lexer.Identifier || isClosing(before))
	case t.Is(lexer.Bracket, "["):
		return !endsOperand(before)
	case before.Is(lexer.Operator, "#") && t.Kind == lexer.Identifier:
		return before.To < t.From // `#name` is a token of its own to expr
	case t.Is(lexer.Operator, ":") && *b.waiting() == 0:
		return b.innermost() == 0
	case before.Is(lexer.Operator, ":") && b.innermost() == '[':
		return b.conditional(tokens, i-1)
	}
	return true
}

// conditional tells whether a colon belongs to a `?` within the same brackets.
func (b *brackets) conditional(tokens []lexer.Token, colon int) bool {
	depth := 0
	for i := colon - 1; i >= 0; i-- {
		switch {
		case isClosing(tokens[i]):
			depth++
		case isOpening(tokens[i]) && depth == 0:
			return false
		case isOpening(tokens[i]):
			depth--
		case depth == 0 && tokens[i].Is(lexer.Operator, "?"):
			return true
		}
	}
	return false
}

func isOpening(t lexer.Token) bool {
	return t.Kind == lexer.Bracket && strings.Contains("([{", t.Value)
}

func isClosing(t lexer.Token) bool {
	return t.Kind == lexer.Bracket && !isOpening(t)
}

// isSign tells whether a token is a sign of what follows, not an operator between
// two operands.
func isSign(tokens []lexer.Token, i int) bool {
	if tokens[i].Is(lexer.Operator, "!") {
		return true
	}
	return tokens[i].Is(lexer.Operator, "-", "+") && (i == 0 || !endsOperand(tokens[i-1]))
}

// endsOperand tells whether something is complete with a token: a name, a number, a
// text, closed brackets.
func endsOperand(t lexer.Token) bool {
	switch t.Kind {
	case lexer.Identifier, lexer.Number, lexer.String, lexer.Bytes:
		return true
	case lexer.Bracket:
		return isClosing(t)
	case lexer.Operator:
		return t.Value == "#"
	}
	return false
}
