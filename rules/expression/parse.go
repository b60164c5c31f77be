package expression

import (
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// syntax is a parsed expression: expr's tree over text in which the row marks
// became names, and the text as it was written.
type syntax struct {
	root ast.Node
	text []rune
}

func parse(text string) (syntax, *fault) {
	tokens, f := lex(text)
	if f != nil {
		return syntax{}, f
	}
	rewritten, f := pointers(text, tokens)
	if f != nil {
		return syntax{}, f
	}
	tree, err := parser.Parse(rewritten)
	if err != nil {
		return syntax{}, parserFault(text, tokens, err)
	}
	return syntax{root: tree.Node, text: []rune(text)}, nil
}

// source is the text of a node as it was written.
func (s syntax) source(n ast.Node) string {
	at := n.Location()
	if at.From < 0 || at.To > len(s.text) || at.From >= at.To {
		return ""
	}
	return string(s.text[at.From:at.To])
}
