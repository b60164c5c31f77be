package expression

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// inline puts the body of a function written in the rules in the place of its
// call: arguments become variables, the result is published.
func (k *check) inline(n ast.Node, f *rules.Function, args []ast.Node) *Node {
	if k.scope.Unread.IsBroken(f.Place) || k.scope.Unread.IsTwice(f.Name) {
		for _, a := range args {
			k.node(a)
		}
		return k.unread(n)
	}
	if len(args) != len(f.Args) {
		return k.refuse(n, "argument-count", "", "%s takes %d arguments, not %d", f.Name, len(f.Args), len(args))
	}
	if slices.Contains(k.calls, f.Name) {
		return k.refuse(n, "circular-function", "", "function `%s` calls itself: %s", f.Name, strings.Join(append(k.calls, f.Name), " -> "))
	}
	s, ok := k.body(f)
	if !ok {
		// The function itself reports it.
		*k.failed = true
		return k.make(n, OpInvalid, Type{})
	}
	body := *k
	body.expr, body.syntax, body.rows, body.variables = f.Expr, s, nil, nil
	body.nesting = k.nesting + len(k.rows)
	body.calls = append(slices.Clone(k.calls), f.Name)
	values := make([]*Node, len(args))
	for i, a := range args {
		values[i] = k.node(a)
		if values[i].Type.Nil {
			return k.errorf(values[i], "argument-type", "", "%s: %s cannot be nil", f.Name, f.Args[i].Text)
		}
		*k.slots++
		body.variables = append(body.variables, variable{f.Args[i].Text, *k.slots - 1, values[i].Type})
	}
	result := body.node(s.root)
	if result.Type.Invalid() || *k.failed {
		return k.make(n, OpInvalid, Type{})
	}
	if result.Type.Shape == Rows || result.Type.Nil {
		return k.refuse(n, "expression-type", "", "function `%s` must give a value, not %s", f.Name, result.Type)
	}
	at := n.Location()
	for i := len(args) - 1; i >= 0; i-- {
		result = &Node{
			Op: OpLet, Type: result.Type, Args: []*Node{values[i], result},
			Index: body.variables[i].index, From: at.From, To: at.To, Expr: k.expr,
		}
	}
	t := result.Type
	t.Literal = false
	return &Node{Op: OpInlined, Type: t, Args: []*Node{result}, From: at.From, To: at.To, Expr: k.expr}
}

// body parses a function once, however often it is called.
func (c *Checker) body(f *rules.Function) (syntax, bool) {
	if s, ok := c.bodies[f]; ok {
		return s, s.root != nil
	}
	s, fault := parse(f.Expr.Text)
	if fault != nil {
		s = syntax{}
	}
	c.bodies[f] = s
	return s, s.root != nil
}

// Body checks a function written in the rules by itself: its syntax, and the
// names it uses, with arguments that fit everywhere.
func (c *Checker) Body(f *rules.Function, scope *Scope) {
	if f.Expr == nil {
		return // the loader said why
	}
	s, fault := parse(f.Expr.Text)
	if fault != nil {
		c.report(rules.Diagnostic{ID: fault.id, Place: f.Expr.At(fault.from, fault.to), Message: fault.message, Hint: fault.hint})
		return
	}
	k := &check{Checker: c, scope: scope, expr: f.Expr, syntax: s, budget: new(int), slots: new(int), failed: new(bool)}
	k.calls = []string{f.Name}
	for i, a := range f.Args {
		k.variables = append(k.variables, variable{name: a.Text, index: i})
	}
	k.node(s.root)
}

func (k *check) registered(n ast.Node, f *Registered, args []ast.Node) *Node {
	if len(args) != len(f.Args) {
		return k.refuse(n, "argument-count", "", "%s takes %d arguments, not %d", f.Name, len(f.Args), len(args))
	}
	node := k.make(n, OpRegistered, Of(f.Result))
	node.Text, node.Index = f.Name, f.Index
	for i, a := range args {
		kinds := Kinds(1) << f.Args[i]
		switch {
		case f.Args[i] == signals.Number:
			kinds = Numbers
		case f.Args[i].Temporal():
			kinds = Instants
		}
		node.Args = append(node.Args, k.argument(a, Param{Name: fmt.Sprintf("argument %d", i+1), Kinds: kinds}, nil, f.Name))
	}
	if *k.failed {
		return k.make(n, OpInvalid, Type{})
	}
	extend(node)
	return node
}
