package expression

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
	"github.com/bellwether-cs/bellwether/signals/spelling"
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
	nodes     int  // made so far
	oversized bool // an expression was too large: said once
}

// NewChecker makes a checker that hands its findings to report.
func NewChecker(report func(rules.Diagnostic)) *Checker {
	return &Checker{
		functions: newCatalogue(rowFunctions(), numberFunctions(), timeFunctions(), textFunctions()),
		peers:     newCatalogue(peerFunctions()),
		report:    report,
		bodies:    map[*rules.Function]syntax{},
	}
}

// IsFunction tells whether the catalogue has a function of that name.
func (c *Checker) IsFunction(name string) bool { return c.functions[name] != nil }

// Check gives the typed tree of an expression, or nil when it has errors, which
// were reported.
func (c *Checker) Check(e *rules.Expression, scope *Scope, want Want) *Node {
	s, f := parse(e.Text)
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
	node := &Node{Op: op, Type: t, Args: args, From: at.From, To: at.To}
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

func (k *check) identifier(n *ast.IdentifierNode) *Node {
	if strings.HasPrefix(n.Value, "$") {
		return k.pointer(n, strings.TrimPrefix(n.Value, "$"))
	}
	for i := len(k.variables) - 1; i >= 0; i-- {
		if v := k.variables[i]; v.name == n.Value {
			node := k.make(n, OpVariable, v.typ)
			node.Index = v.index
			return node
		}
	}
	if t, ok := k.scope.Names[n.Value]; ok {
		node := k.make(n, OpName, t)
		node.Text = n.Value
		return node
	}
	if k.scope.Schema != nil {
		root := k.scope.Schema.Root()
		if column, i := root.Column(n.Value); column != nil {
			node := k.make(n, OpColumn, columnType(column))
			node.Index = i
			return node
		}
		if _, i := k.scope.Schema.Table(n.Value); i > 0 {
			node := k.make(n, OpTable, Type{Shape: Rows, Table: i})
			node.Table = i
			return node
		}
	}
	if k.scope.Metrics != nil {
		at := n.Location()
		if i, t, ok := k.scope.Metrics.Metric(n.Value, k.expr.At(at.From, at.To)); ok {
			if t.Invalid() {
				*k.failed = true
			}
			node := k.make(n, OpMetric, t)
			node.Index = i
			return node
		}
	}
	return k.unknown(n, n.Value)
}

func columnType(c *signals.Column) Type { return Type{Kind: c.Kind, Currency: c.Currency} }

func (k *check) unknown(n ast.Node, name string) *Node {
	switch {
	case k.scope.Schema == nil:
		return k.refuse(n, "unknown-name", "here only `value` is known", "unknown name `%s`", clip(name))
	case name == "value":
		return k.refuse(n, "unknown-name", "name the metric of the measure: {metric: ..., ...}", "there is no `value` here")
	case name == "peers":
		return k.refuse(n, "unknown-name", "peers.median(mrr), peers.percentile(usage_rate)...", "`peers` is used with a function")
	case k.scope.Schema != nil && k.scope.Schema.Root().Name == name:
		return k.refuse(n, "unknown-name", "name a column of the account directly", "`%s` is all accounts; here an expression sees one account", name)
	case k.scope.Cards != nil && k.scope.Cards[name].Bands != nil:
		return k.refuse(n, "unknown-name", "write "+name+".score, "+name+".band or "+name+".coverage", "`%s` is a scorecard", name)
	case k.functions[name] != nil || k.scope.Functions[name] != nil || k.scope.Registered[name] != nil:
		return k.refuse(n, "unknown-name", "write "+name+"(...)", "`%s` is a function", name)
	}
	return k.refuse(n, "unknown-name", k.didYouMean(name), "unknown name `%s`", clip(name))
}

// didYouMean looks for the name that was meant, among all that can be used here.
func (k *check) didYouMean(name string) string {
	var names []string
	for _, v := range k.variables {
		names = append(names, v.name)
	}
	for n := range k.scope.Names {
		names = append(names, n)
	}
	if k.scope.Schema != nil {
		for _, c := range k.scope.Schema.Root().Columns {
			names = append(names, c.Name)
		}
		for _, t := range k.scope.Schema.Tables[1:] {
			names = append(names, t.Name)
		}
	}
	if k.scope.Metrics != nil {
		names = append(names, k.scope.Metrics.MetricNames()...)
	}
	for n := range k.scope.Cards {
		names = append(names, n)
	}
	if near := spelling.Nearest(name, names); near != "" {
		return "did you mean `" + near + "`?"
	}
	if len(k.rows) > 0 {
		if c := k.fieldNames(); slices.Contains(c, name) {
			return "a column of the current row is written `." + name + "`"
		}
	}
	return ""
}

func (k *check) fieldNames() []string {
	row := k.rows[len(k.rows)-1]
	if row.Shape != Rows || k.scope.Schema == nil {
		return nil
	}
	var names []string
	for _, c := range k.scope.Schema.Tables[row.Table].Columns {
		names = append(names, c.Name)
	}
	return names
}

// pointer is `#` (no name) or `.name`.
func (k *check) pointer(n ast.Node, name string) *Node {
	if len(k.rows) == 0 {
		if name == "" {
			return k.refuse(n, "row-outside", "", "`#` stands for the current value of a list, and there is none here")
		}
		return k.refuse(n, "row-outside", "use it as in sum(usage, .actions)", "`.%s` is a column of the current row, and there is no row here", name)
	}
	row := k.rows[len(k.rows)-1]
	if name == "" {
		if row.Shape == Rows {
			return k.refuse(n, "expression-type", "write .name or #.name", "`#` is a whole row here; name one of its columns")
		}
		return k.make(n, OpItem, row.Item())
	}
	return k.field(n, row, name)
}

func (k *check) field(n ast.Node, row Type, name string) *Node {
	if row.Invalid() {
		return k.make(n, OpInvalid, Type{})
	}
	if row.Shape != Rows {
		return k.refuse(n, "expression-type", "`#` is the value", "the values of this list have no columns")
	}
	table := k.scope.Schema.Tables[row.Table]
	column, i := table.Column(name)
	if column == nil {
		hint := ""
		if near := spelling.Nearest(name, k.fieldNames()); near != "" {
			hint = "did you mean `." + near + "`?"
		}
		return k.refuse(n, "unknown-column", hint, "table `%s` has no column `%s`", table.Name, clip(name))
	}
	node := k.make(n, OpField, columnType(column))
	node.Table, node.Index = row.Table, i
	return node
}

// member is `card.band` or `#.name`; all else with a dot is refused.
func (k *check) member(n *ast.MemberNode) *Node {
	property, ok := n.Property.(*ast.StringNode)
	if !ok {
		return k.refuse(n, "expression-refused", "use first or last", "`[...]` behind a value is not part of the rule language")
	}
	base, ok := n.Node.(*ast.IdentifierNode)
	switch {
	case !ok:
	case base.Value == "$":
		if len(k.rows) == 0 {
			return k.pointer(n, property.Value)
		}
		return k.field(n, k.rows[len(k.rows)-1], property.Value)
	case base.Value == "peers":
		return k.refuse(n, "unknown-name", "peers."+property.Value+"(mrr)", "peers.%s is a function", property.Value)
	case k.scope.Cards != nil:
		if card, ok := k.scope.Cards[base.Value]; ok {
			return k.card(n, base.Value, card, property.Value)
		}
		return k.unknown(base, base.Value)
	default:
		if _, i := k.tableNamed(base.Value); i > 0 {
			return k.refuse(n, "expression-refused", "use a row function: sum("+base.Value+", ."+property.Value+")", "`%s` holds many rows", base.Value)
		}
		return k.unknown(base, base.Value)
	}
	return k.refuse(n, "expression-refused", "to take a column of rows, use map, first, last...", "`.%s` behind a value is not part of the rule language", property.Value)
}

func (k *check) tableNamed(name string) (*signals.Table, int) {
	if k.scope.Schema == nil {
		return nil, -1
	}
	return k.scope.Schema.Table(name)
}

func (k *check) card(n ast.Node, name string, card Card, member string) *Node {
	types := map[string]Type{"score": Of(signals.Number), "coverage": Of(signals.Number), "band": Of(signals.String)}
	t, ok := types[member]
	if !ok {
		hint := "score, band and coverage are what a scorecard gives"
		if near := spelling.Nearest(member, []string{"score", "band", "coverage"}); near != "" {
			hint = "did you mean `" + near + "`?"
		}
		return k.refuse(n, "unknown-name", hint, "scorecard `%s` has no `%s`", name, clip(member))
	}
	node := k.make(n, OpCard, t)
	node.Index, node.Text = card.Index, member
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
	return k.make(n, OpCond, t, condition, then, otherwise)
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
	for i, item := range n.Nodes {
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
