package engine

import (
	"slices"
	"unicode"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// placeOf is where a part of an expression is written.
func placeOf(n *expression.Node) rules.Place { return n.Expr.At(extent(n)) }

// quoted is a part of an expression as it is written.
func quoted(n *expression.Node) string {
	from, to := extent(n)
	text := []rune(n.Expr.Text)
	return "`" + clipped(string(text[min(from, len(text)):min(to, len(text))])) + "`"
}

// extent gives the characters of a node with the parentheses that belong to its parts:
// the tree, which begins and ends with operands, does not know those.
func extent(n *expression.Node) (from, to int) {
	text := []rune(n.Expr.Text)
	from, to = min(n.From, len(text)), min(n.To, len(text))
	closing, opening := unmatched(text[from:to])
	for at := from - 1; closing > 0 && at >= 0 && (text[at] == '(' || unicode.IsSpace(text[at])); at-- {
		if text[at] == '(' {
			from = at
			closing--
		}
	}
	for at := to; opening > 0 && at < len(text) && (text[at] == ')' || unicode.IsSpace(text[at])); at++ {
		if text[at] == ')' {
			to = at + 1
			opening--
		}
	}
	return from, to
}

// unmatched counts the parentheses that close and open nothing within the text; those
// in quotes are text.
func unmatched(text []rune) (closing, opening int) {
	quote := rune(0)
	for i := 0; i < len(text); i++ {
		switch r := text[i]; {
		case quote != 0 && r == '\\' && quote != '`':
			i++
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case slices.Contains([]rune{'"', '\'', '`'}, r):
			quote = r
		case r == '(':
			opening++
		case r == ')' && opening > 0:
			opening--
		case r == ')':
			closing++
		}
	}
	return closing, opening
}
