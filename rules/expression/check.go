package expression

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// maxNodes bounds the typed tree of one expression, functions inlined, and
// maxAllNodes those of a rule set.
const (
	maxNodes    = 20_000
	maxAllNodes = 5_000_000
)

// maxRowNesting is how deep row functions may stand in the per-row arguments of
// other row functions: each level multiplies the cost by the number of rows.
const maxRowNesting = 2

// Checker turns expressions into typed trees and reports what is wrong with them.
// It keeps the catalogue; it is not safe for concurrent use.
type Checker struct {
	functions catalogue
	peers     catalogue
	report    func(rules.Diagnostic)
	bodies    map[*rules.Function]syntax
	parsed    map[string]parsed
	nodes     int  // made so far
	oversized bool // an expression was too large: said once
}

// NewChecker makes a checker that hands its findings to report.
func NewChecker(report func(rules.Diagnostic)) *Checker {
	return &Checker{
		functions: newCatalogue(plainFunctions()),
		peers:     newCatalogue(peerFunctions()),
		report:    report,
		bodies:    map[*rules.Function]syntax{},
		parsed:    map[string]parsed{},
	}
}

// parsed is what became of a text: many expressions are checked once for each
// segment, and the names of metrics stand in many places.
type parsed struct {
	syntax syntax
	fault  *fault
}

func (c *Checker) parse(text string) (syntax, *fault) {
	p, ok := c.parsed[text]
	if !ok {
		p.syntax, p.fault = parse(text)
		c.parsed[text] = p
	}
	return p.syntax, p.fault
}

// IsFunction tells whether the catalogue has a function of that name.
func (c *Checker) IsFunction(name string) bool { return c.functions[name] != nil }

// Check gives the typed tree of an expression, or nil when it has errors, which
// were reported, or is nil itself.
func (c *Checker) Check(e *rules.Expression, scope *Scope, want Want) *Node {
	if e == nil {
		return nil // the loader said why
	}
	s, f := c.parse(e.Text)
	if f != nil {
		c.report(rules.Diagnostic{ID: f.id, Place: e.At(f.from, f.to), Message: f.message, Hint: f.hint})
		return nil
	}
	k := &check{Checker: c, scope: scope, expr: e, syntax: s, budget: new(int), slots: new(int), failed: new(bool)}
	n := k.node(s.root)
	if *k.failed {
		return nil
	}
	if !k.wanted(n, want) {
		return nil
	}
	return n
}

func (k *check) wanted(n *Node, want Want) bool {
	t := n.Type
	switch {
	case t.Invalid():
		return false // of a metric that has errors of its own
	case t.Nil:
		k.errorf(n, "expression-type", "", "%s cannot be nil", want.What)
	case t.Shape == Rows:
		k.errorf(n, "expression-type", "count them, or add up a column: count(t), sum(t, .amount)", "%s needs a single value, but this is rows of a table", want.What)
	case t.Shape == List:
		k.errorf(n, "expression-type", "make one value of it: sum, mean, count...", "%s needs a single value, but this is a list", want.What)
	case !want.Kinds.Has(t.Kind):
		k.errorf(n, "expression-type", "", "%s needs %s, but this is %s", want.What, kindsPhrase(want.Kinds), t)
	default:
		return true
	}
	return false
}

func kindsPhrase(s Kinds) string {
	var words []string
	if s.Has(signals.Number) {
		words = append(words, "a number")
	} else if s.Has(signals.Int) {
		words = append(words, "a whole number")
	}
	for _, k := range []signals.Kind{signals.Money, signals.String, signals.Bool, signals.Date} {
		if s.Has(k) {
			words = append(words, kindPhrase(Of(k)))
		}
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// check is the state of checking one expression, or the body of a function that
// it calls.
type check struct {
	*Checker
	scope  *Scope
	expr   *rules.Expression
	syntax syntax

	variables []variable // let variables and arguments in scope, innermost last
	rows      []Type     // what the per-row arguments around are over, innermost last
	calls     []string   // functions of the rules being inlined
	nesting   int        // row functions around the function being inlined
	budget    *int       // nodes made
	slots     *int       // variables made
	failed    *bool
	// besideText is a name that is compared with a text: it may be one without quotes.
	besideText ast.Node
}

type variable struct {
	name  string
	index int
	typ   Type
}

func (k *check) errorAt(from, to int, id, hint, format string, args ...any) *Node {
	*k.failed = true
	k.report(rules.Diagnostic{ID: id, Place: k.expr.At(from, to), Message: fmt.Sprintf(format, args...), Hint: hint})
	return &Node{From: from, To: to}
}

func (k *check) errorf(n *Node, id, hint, format string, args ...any) *Node {
	return k.errorAt(n.From, n.To, id, hint, format, args...)
}

func (k *check) refuse(n ast.Node, id, hint, format string, args ...any) *Node {
	at := n.Location()
	return k.errorAt(at.From, at.To, id, hint, format, args...)
}

// make gives a node the extent of its own token and of its arguments.
func (k *check) make(n ast.Node, op Op, t Type, args ...*Node) *Node {
	at := n.Location()
	node := &Node{Op: op, Type: t, Args: args, From: at.From, To: at.To, Expr: k.expr}
	for _, a := range args {
		if a != nil && a.To > 0 {
			node.From, node.To = min(node.From, a.From), max(node.To, a.To)
		}
	}
	return node
}

// node checks one node of the syntax tree.
func (k *check) node(n ast.Node) *Node {
	*k.budget++
	k.nodes++
	if *k.budget > maxNodes || k.nodes > maxAllNodes {
		return k.tooLarge(n)
	}
	switch n := n.(type) {
	case *ast.NilNode:
		return k.make(n, OpNil, Type{Nil: true})
	case *ast.BoolNode:
		b := k.make(n, OpBool, Of(signals.Bool))
		b.Flag = n.Value
		return b
	case *ast.StringNode:
		s := k.make(n, OpText, Of(signals.String))
		s.Text = n.Value
		return s
	case *ast.IntegerNode, *ast.FloatNode:
		return k.number(n)
	case *ast.IdentifierNode:
		return k.identifier(n)
	case *ast.MemberNode:
		return k.member(n)
	case *ast.UnaryNode:
		return k.unary(n)
	case *ast.BinaryNode:
		return k.binary(n)
	case *ast.ConditionalNode:
		return k.conditional(n)
	case *ast.ArrayNode:
		return k.list(n)
	case *ast.VariableDeclaratorNode:
		return k.let(n)
	case *ast.BuiltinNode:
		return k.call(n, n.Name, n.Arguments)
	case *ast.CallNode:
		return k.callNode(n)
	case *ast.PredicateNode:
		return k.node(n.Node)
	case *ast.ChainNode:
		return k.refuse(n, "expression-refused", "a missing value spreads by itself: write `.`", "`?.` is not part of the rule language")
	case *ast.MapNode:
		return k.refuse(n, "expression-refused", "", "`{...}` is not part of the rule language")
	case *ast.SliceNode:
		return k.refuse(n, "expression-refused", "", "slices are not part of the rule language")
	case *ast.SequenceNode:
		return k.refuse(n, "expression-refused", "use `let name = value; expression`", "`;` between expressions is not part of the rule language")
	}
	return k.refuse(n, "expression-refused", "", "this is not part of the rule language")
}

func (k *check) tooLarge(n ast.Node) *Node {
	*k.failed = true
	if !k.oversized {
		k.oversized = true
		k.refuse(n, "expression-size", "split it into several metrics; a metric is computed once however often it is used",
			"the expression is too large once its functions are written out")
	}
	return &Node{}
}

func (k *check) number(n ast.Node) *Node {
	text := k.syntax.source(n)
	v, err := exact.Parse(text)
	if err != nil {
		return k.refuse(n, "expression-number", "", "`%s` is not a decimal number", clip(text))
	}
	t := Type{Kind: signals.Number, Literal: true}
	if !strings.Contains(text, ".") {
		t.Kind = signals.Int
	}
	node := k.make(n, OpNumber, t)
	node.Num = v
	return node
}

func (k *check) let(n *ast.VariableDeclaratorNode) *Node {
	if strings.HasPrefix(n.Name, "$") {
		return k.refuse(n, "expression-name", "", "a variable needs a plain name")
	}
	value := k.node(n.Value)
	if value.Type.Nil {
		return k.refuse(n, "expression-type", "", "a variable cannot be nil alone")
	}
	*k.slots++
	index := *k.slots - 1
	k.variables = append(k.variables, variable{n.Name, index, value.Type})
	body := k.node(n.Expr)
	k.variables = k.variables[:len(k.variables)-1]
	node := k.make(n, OpLet, body.Type, value, body)
	node.Index = index
	return node
}

func (k *check) conditional(n *ast.ConditionalNode) *Node {
	if !n.Ternary {
		return k.refuse(n, "expression-refused", "write: condition ? a : b", "`if` is not part of the rule language")
	}
	condition := k.yesNo(k.node(n.Cond), "the condition before `?`")
	then, otherwise := k.node(n.Exp1), k.node(n.Exp2)
	then, otherwise = k.readDates(then, otherwise)
	t, ok := unify(then.Type, otherwise.Type)
	if !ok {
		return k.errorf(otherwise, "expression-type", "", "one branch is %s, the other %s", then.Type, otherwise.Type)
	}
	if t.Nil {
		return k.refuse(n, "expression-type", "", "both branches are nil")
	}
	node := k.make(n, OpCond, t, condition, then, otherwise)
	node.From, node.To = condition.From, otherwise.To // the parser's place is that of the token behind
	return node
}

func (k *check) yesNo(n *Node, what string) *Node {
	if !n.Type.Invalid() && !n.Type.Is(signals.Bool) {
		k.errorf(n, "expression-type", "compare it with something", "%s must be a yes or no, but it is %s", what, n.Type)
	}
	return n
}

func (k *check) list(n *ast.ArrayNode) *Node {
	if len(n.Nodes) == 0 {
		return k.refuse(n, "expression-type", "", "the list is empty")
	}
	args := make([]*Node, len(n.Nodes))
	var t Type
	besideText := k.besideText == n
	for i, item := range n.Nodes {
		if besideText {
			k.besideText = item
		}
		args[i] = k.node(item)
		if args[i].Type.Nil {
			return k.errorf(args[i], "expression-type", "test for it with x == nil", "a list cannot hold nil")
		}
		if args[i].Type.Shape != Scalar {
			return k.errorf(args[i], "expression-type", "", "a list holds single values, but this is %s", args[i].Type)
		}
		if i == 0 {
			t = args[i].Type
			continue
		}
		u, ok := unify(t, args[i].Type)
		if !ok {
			return k.errorf(args[i], "expression-type", "", "the list mixes %s and %s", t, args[i].Type)
		}
		t = u
	}
	t.Shape = List
	return k.make(n, OpList, t, args...)
}
