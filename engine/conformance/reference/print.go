package reference

import "strings"

// Binding strengths, weakest first. Operators of one strength associate to the
// left; ?: and let stand alone or in parentheses.
const (
	weakest = iota
	orStrength
	andStrength
	notStrength
	compareStrength
	addStrength
	multiplyStrength
	unaryStrength
	atom
)

func strength(n Node) int {
	switch n := n.(type) {
	case Cond, Let:
		return weakest
	case Binary:
		switch n.Op {
		case "or":
			return orStrength
		case "and":
			return andStrength
		case "+", "-":
			return addStrength
		case "*", "/", "%":
			return multiplyStrength
		case "??":
			return weakest // beside anything else it wants parentheses
		}
		return compareStrength
	case Chain:
		return compareStrength
	case Unary:
		if n.Op == "not" {
			return notStrength
		}
		return unaryStrength
	case Call:
		if n.Pipe {
			return weakest
		}
	case Lit:
		if strings.HasPrefix(string(n.Text), "-") {
			return unaryStrength
		}
	}
	return atom
}

// Print writes the expression as a user would, with parentheses where the
// grammar or the language's refusals need them.
func Print(n Node) string {
	switch n := n.(type) {
	case Lit:
		return string(n.Text)
	case Str:
		return quoted(n.Text)
	case Truth:
		if n.Is {
			return "true"
		}
		return "false"
	case Nil:
		return "nil"
	case Name:
		return n.Name
	case Dot:
		return "." + n.Name
	case Field:
		return n.Card + "." + n.Attr
	case Unary:
		return printUnary(n)
	case Binary:
		return printBinary(n)
	case Chain:
		return printChain(n)
	case Cond:
		return operand(n.If, orStrength) + " ? " + operand(n.Then, orStrength) + " : " + operand(n.Else, orStrength)
	case Let:
		return "let " + n.Name + " = " + operand(n.X, orStrength) + "; " + Print(n.Body)
	case Items:
		return "[" + printList(n.Items) + "]"
	case Call:
		if n.Pipe {
			return operand(n.Args[0], atom) + " | " + n.Fn + "(" + printList(n.Args[1:]) + ")"
		}
		return n.Fn + "(" + printList(n.Args) + ")"
	case Peers:
		return "peers." + n.Fn + "(" + printList(append([]Node{Name{n.Of}}, n.Args...)) + ")"
	}
	panic("reference: unknown expression")
}

// operand writes n as an operand that must bind at least so strongly.
func operand(n Node, least int) string {
	if strength(n) < least {
		return "(" + Print(n) + ")"
	}
	return Print(n)
}

func printUnary(n Unary) string {
	if n.Op == "not" {
		// `not` before a comparison is refused, so whatever is no atom stands in parentheses.
		return "not " + operand(n.X, atom)
	}
	return n.Op + operand(n.X, atom)
}

func printBinary(n Binary) string {
	if n.Op == "??" {
		return operand(n.L, atom) + " ?? " + operand(n.R, atom)
	}
	s := strength(n)
	left, right := s, s+1
	if s == compareStrength {
		// One comparison beside another would read as a chain.
		left = s + 1
	}
	return operand(n.L, left) + " " + n.Op + " " + operand(n.R, right)
}

func printChain(n Chain) string {
	text := operand(n.Args[0], addStrength)
	for i, op := range n.Ops {
		text += " " + op + " " + operand(n.Args[i+1], addStrength)
	}
	return text
}

func printList(nodes []Node) string {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		texts[i] = Print(n)
	}
	return strings.Join(texts, ", ")
}
