package expression

import "unicode"

// Extent gives the characters of a node as people would mark them, from the first to
// the one behind the last. From and To begin and end with operands: here the brackets
// that are opened or closed between them, and those of a call, belong to it.
func (n *Node) Extent() (from, to int) {
	text := brackets(n.Expr.Text)
	from, to = min(n.From, len(text)), min(n.To, len(text))
	switch n.Op {
	case OpInlined, OpCall, OpRegistered:
		if i := skipBlanks(text, to); i < len(text) && text[i] == '(' && open(text[from:to]) == 0 {
			to = i + 1 // without arguments
		}
	}
	closing, opening := unmatched(text[from:to])
	for ; opening > 0 && to < len(text); to++ {
		opening += open(text[to : to+1])
	}
	for ; closing > 0 && from > 0; from-- {
		closing -= open(text[from-1 : from])
	}
	return from, max(from, to)
}

// brackets is a text of which all that stands in quotes is replaced: brackets there
// are none.
func brackets(source string) []rune {
	text := []rune(source)
	quote := rune(0)
	for i := 0; i < len(text); i++ {
		switch r := text[i]; {
		case quote == 0 && (r == '"' || r == '\'' || r == '`'):
			quote = r
		case quote == 0:
		case r == '\\' && quote != '`' && i+1 < len(text):
			text[i], text[i+1] = '_', '_'
			i++
		case r == quote:
			quote = 0
		default:
			text[i] = '_'
		}
	}
	return text
}

// unmatched counts the brackets that close, and those that open, nothing within.
func unmatched(text []rune) (closing, opening int) {
	for i := range text {
		switch by := open(text[i : i+1]); {
		case by < 0 && opening == 0:
			closing++
		default:
			opening += by
		}
	}
	return closing, opening
}

// open is how many more brackets a text opens than it closes.
func open(text []rune) int {
	n := 0
	for _, r := range text {
		switch r {
		case '(', '[', '{':
			n++
		case ')', ']', '}':
			n--
		}
	}
	return n
}

func skipBlanks(text []rune, i int) int {
	for i < len(text) && unicode.IsSpace(text[i]) {
		i++
	}
	return i
}
