package expression

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

func (k *check) callNode(n *ast.CallNode) *Node {
	switch callee := n.Callee.(type) {
	case *ast.IdentifierNode:
		return k.call(n, callee.Value, n.Arguments)
	case *ast.MemberNode:
		base, ok := callee.Node.(*ast.IdentifierNode)
		property, isText := callee.Property.(*ast.StringNode)
		if ok && isText && base.Value == "peers" {
			return k.peersCall(n, property.Value, n.Arguments)
		}
	}
	return k.refuse(n, "expression-refused", "functions are called as name(...)", "only functions can be called")
}

func (k *check) call(n ast.Node, name string, args []ast.Node) *Node {
	if f := k.functions[name]; f != nil {
		return k.catalogueCall(n, f, name, args)
	}
	if f := k.scope.Functions[name]; f != nil {
		return k.inline(n, f, args)
	}
	if f := k.scope.Registered[name]; f != nil {
		return k.registered(n, f, args)
	}
	hint := ""
	candidates := append(k.functions.names(), slices.Collect(maps.Keys(k.scope.Functions))...)
	candidates = append(candidates, slices.Collect(maps.Keys(k.scope.Registered))...)
	if near := spelling.Nearest(name, candidates); near != "" {
		hint = "did you mean `" + near + "`?"
	}
	if other := foreignFunctions[strings.ToLower(name)]; other != "" {
		hint = other
	}
	if k.scope.Unread.HasNames() {
		return k.unread(n)
	}
	return k.refuse(n, "unknown-function", hint, "unknown function `%s`", clip(name))
}

// catalogueCall checks a call of a function of the catalogue: the first argument
// decides between its overloads.
func (k *check) catalogueCall(n ast.Node, f *Function, name string, args []ast.Node) *Node {
	if len(args) == 0 {
		return k.refuse(n, "argument-count", "", "%s: write %s", name, signature(f.Name, f.Overloads[0]))
	}
	var first *Node
	if written := f.Overloads[0].Params[0].Is; written != Duration && written != Word {
		first = k.node(args[0])
		if first.Type.Invalid() {
			return k.make(n, OpInvalid, Type{}, first)
		}
	}
	o := choose(f, first, args)
	if !fits(o, len(args)) {
		return k.refuse(n, "argument-count", "", "%s: write %s", name, signatures(f, first))
	}
	node := k.make(n, OpCall, Type{}, make([]*Node, len(args))...)
	node.Overload, node.Text = o, name
	if first == nil {
		node.Args[0] = k.argument(args[0], o.Params[0], nil, name)
	} else if node.Args[0] = k.firstArgument(first, o, name); node.Args[0] == nil {
		return k.make(n, OpInvalid, Type{})
	}
	for i := 1; i < len(args); i++ {
		node.Args[i] = k.argument(args[i], param(o, i), node.Args[0], name)
	}
	if *k.failed {
		return k.make(n, OpInvalid, Type{})
	}
	extend(node)
	return k.result(node, o, name)
}

func extend(n *Node) {
	for _, a := range n.Args {
		n.From, n.To = min(n.From, a.From), max(n.To, a.To)
	}
}

func param(o *Overload, i int) Param { return o.Params[min(i, len(o.Params)-1)] }

// choose picks the overload: by the shape of the first argument, or its kind, then by
// how many arguments there are and which of them are written out as text.
func choose(f *Function, first *Node, args []ast.Node) *Overload {
	var some *Overload
	for _, o := range f.Overloads {
		if !takes(o, first) {
			continue
		}
		if fits(o, len(args)) && readable(o, args) {
			return o
		}
		if some == nil {
			some = o
		}
	}
	if some != nil {
		return some
	}
	return f.Overloads[len(f.Overloads)-1]
}

// takes tells whether the first argument is what an overload begins with.
func takes(o *Overload, first *Node) bool {
	if first == nil {
		return true
	}
	many := first.Type.Shape != Scalar
	switch o.Params[0].Is {
	case Collection, TableRows:
		return many
	}
	return !many && (o.Params[0].Kinds.Has(first.Type.Kind) || o.Params[0].Kinds == Instants && first.Op == OpText)
}

// readable tells whether texts stand where an overload reads texts.
func readable(o *Overload, args []ast.Node) bool {
	for i, a := range args[1:] {
		text, isText := a.(*ast.StringNode)
		ofDay := isText && strings.Contains(text.Value, ":") && !strings.Contains(text.Value, "T")
		switch p := param(o, i+1); p.Is {
		case Duration, Word:
			if !isText {
				return false
			}
		case HoursOfDay:
			if !ofDay {
				return false
			}
		case Value:
			if p.Kinds == Instants && ofDay {
				return false
			}
		}
	}
	return true
}

func fits(o *Overload, n int) bool {
	least := 0
	for _, p := range o.Params {
		if !p.Optional {
			least++
		}
	}
	return n >= least && (n <= len(o.Params) || o.Variadic)
}

// firstArgument checks the argument that overloads are chosen by; nil on error.
func (k *check) firstArgument(first *Node, o *Overload, name string) *Node {
	p := o.Params[0]
	switch p.Is {
	case Collection:
		if first.Type.Shape == Scalar {
			k.errorf(first, "argument-type", "name a child table or a list", "%s works on rows or a list, but this is %s", name, first.Type)
			return nil
		}
	case TableRows:
		if first.Type.Shape != Rows {
			k.errorf(first, "argument-type", "name a child table", "%s works on rows of a table, but this is %s", name, first.Type)
			return nil
		}
	default:
		if !k.valueFits(first, p, name) {
			return nil
		}
		if p.Kinds == Instants && first.Op == OpText {
			return k.instant(first)
		}
	}
	return first
}

func (k *check) argument(n ast.Node, p Param, first *Node, name string) *Node {
	switch p.Is {
	case Duration:
		return k.duration(n)
	case HoursOfDay:
		return k.hoursOfDay(n)
	case Word:
		return k.word(n, p, name)
	case PerRow, Condition:
		return k.perRow(n, p, first, name)
	}
	a := k.node(n)
	if !a.Type.Invalid() && p.Kinds == Instants && a.Op == OpText {
		return k.instant(a)
	}
	k.valueFits(a, p, name)
	return a
}

func (k *check) valueFits(a *Node, p Param, name string) bool {
	switch {
	case a.Type.Invalid():
		return !*k.failed
	case a.Type.Nil:
		k.errorf(a, "argument-type", "nil can only be compared: x == nil, x != nil", "%s: %s cannot be nil", name, p.Name)
	case a.Type.Shape != Scalar:
		k.errorf(a, "argument-type", "", "%s: %s must be a single value, but this is %s", name, p.Name, a.Type)
	case p.Kinds == Instants && a.Op == OpText:
		return true
	case !p.Kinds.Has(a.Type.Kind):
		k.errorf(a, "argument-type", "", "%s: %s must be %s, but this is %s", name, p.Name, kindsPhrase(p.Kinds), a.Type)
	default:
		return true
	}
	return false
}

// perRow checks an argument that is evaluated for each row.
func (k *check) perRow(n ast.Node, p Param, first *Node, name string) *Node {
	if k.nesting+len(k.rows) >= maxRowNesting {
		return k.refuse(n, "row-nesting", "compute the inner part in a metric of its own", "row functions may stand inside row functions only once: the cost grows with the product of the rows")
	}
	k.rows = append(k.rows, first.Type)
	a := k.node(n)
	k.rows = k.rows[:len(k.rows)-1]
	switch {
	case a.Type.Invalid():
	case p.Is == Condition:
		if !a.Type.Is(signals.Bool) {
			k.errorf(a, "argument-type", "compare it with something", "%s: the condition must be a yes or no, but it is %s", name, a.Type)
		}
	default:
		k.valueFits(a, p, name)
	}
	return a
}

// duration reads an argument like "30d".
func (k *check) duration(n ast.Node) *Node {
	const hint = `durations are written "30d": h, d, w, mo, y`
	text, ok := n.(*ast.StringNode)
	if !ok {
		return k.refuse(n, "argument-type", hint, "a duration must be written out as text")
	}
	d, err := signals.ParseDuration(text.Value)
	if err != nil {
		return k.refuse(n, "argument-type", hint, "%q is not a duration", clip(text.Value))
	}
	node := k.make(n, OpDuration, Of(signals.String))
	node.Duration, node.Text = d, text.Value
	return node
}

// hoursOfDay reads an argument like "09:00-17:00".
func (k *check) hoursOfDay(n ast.Node) *Node {
	const hint = `hours of the day are written "09:00-17:00": from and to, on one day, in UTC`
	text, ok := n.(*ast.StringNode)
	if !ok {
		return k.refuse(n, "argument-type", hint, "the hours of the day must be written out as text")
	}
	if _, err := signals.ParseHours(text.Value); err != nil {
		return k.refuse(n, "argument-type", hint, "%q are not hours of the day", clip(text.Value))
	}
	return k.written(n, text)
}

// word reads an argument that is one of some words.
func (k *check) word(n ast.Node, p Param, name string) *Node {
	hint := "write one of: " + strings.Join(p.Words, ", ")
	text, ok := n.(*ast.StringNode)
	if !ok {
		return k.refuse(n, "argument-type", hint, "%s: %s must be written out as text", name, p.Name)
	}
	if !slices.Contains(p.Words, text.Value) {
		if near := spelling.Nearest(text.Value, p.Words); near != "" {
			hint = `did you mean "` + near + `"?`
		}
		return k.refuse(n, "argument-type", hint, "%s knows no %s %q", name, p.Name, clip(text.Value))
	}
	return k.written(n, text)
}

func (k *check) written(n ast.Node, text *ast.StringNode) *Node {
	node := k.make(n, OpWord, Of(signals.String))
	node.Text = text.Value
	return node
}

// result finds the type of a call and finishes its checks.
func (k *check) result(node *Node, o *Overload, name string) *Node {
	item, ok := k.itemType(node, o, name)
	if !ok {
		return &Node{From: node.From, To: node.To}
	}
	first := node.Args[0].Type
	switch o.Result {
	case GivesInt:
		node.Type = Of(signals.Int)
	case GivesNumber:
		node.Type = Of(signals.Number)
	case GivesBool:
		node.Type = Of(signals.Bool)
	case GivesText:
		node.Type = Of(signals.String)
	case GivesDate:
		node.Type = Of(signals.Date)
	case GivesTime:
		node.Type = Of(signals.Time)
	case GivesItem:
		node.Type = item
	case GivesMean:
		node.Type = item
		if item.Kind == signals.Int {
			node.Type = Of(signals.Number)
		}
	case GivesFirst:
		node.Type = first
	case GivesList:
		node.Type = item
		node.Type.Shape = List
	case GivesSameMany:
		node.Type = first
	}
	// What a call gives is published, and no literal any more.
	node.Type.Literal = false
	return k.kernelRules(node, o, name)
}

// itemType is the type of the items that an aggregate works on, or of the values
// of a function of values, unified.
func (k *check) itemType(node *Node, o *Overload, name string) (Type, bool) {
	first := node.Args[0]
	if itemOf := len(o.Params) > 1 && o.Params[1].Is == PerRow; o.Params[0].Is == Collection || o.Params[0].Is == TableRows && itemOf {
		var t Type
		switch {
		case len(node.Args) > 1 && o.Params[1].Is == PerRow:
			t = node.Args[1].Type
		case first.Type.Shape == List:
			t = first.Type.Item()
			if len(o.Params) > 1 && o.Params[1].Is == PerRow && !o.Params[1].Kinds.Has(t.Kind) {
				k.errorf(first, "argument-type", "", "%s works on %s, but this is a list of %s", name, kindsPhrase(o.Params[1].Kinds), t)
				return t, false
			}
		case itemOf && o.Params[1].Optional && o.Result == GivesInt: // it can do without
		case itemOf:
			k.errorf(first, "argument-count", fmt.Sprintf("write %s(rows, .column)", name), "%s of rows needs to know of which column", name)
			return t, false
		}
		return t, true
	}
	together := len(node.Args)
	switch {
	case o.Kernel == Scale:
		together = 3
	case o.Result != GivesItem && o.Kernel != Share && o.Kernel != Percent && o.Kernel != Growth:
		return Type{}, true
	}
	var t Type
	for i, a := range node.Args[:together] {
		if i == 0 {
			t = a.Type
			continue
		}
		u, ok := unify(t, a.Type)
		if !ok {
			k.errorf(a, "expression-money", "", "%s: %s and %s do not go together", name, t, a.Type)
			return t, false
		}
		t = u
	}
	return t, true
}

// kernelRules are the conditions that single functions put on their arguments.
func (k *check) kernelRules(node *Node, o *Overload, name string) *Node {
	switch o.Kernel {
	case Within, Active, Trend, TrendCount, DecayedSum, DecayedMean, Slope, Streak, ActiveDays, Stickiness:
		table := k.scope.Schema.Tables[node.Args[0].Type.Table]
		if k.scope.Unread.HasTimes(table.Name) {
			return node
		}
		if table.Time == "" {
			return k.errorf(node.Args[0], "table-time", "declare `time:` in the table", "%s needs a table with a time, and `%s` has none", name, table.Name)
		}
		if o.Kernel == Active && table.Until == "" {
			return k.errorf(node.Args[0], "table-time", "declare `until:` in the table", "active needs a table with an end, and `%s` has none", table.Name)
		}
		if o.Kernel == Within && len(node.Args) == 3 {
			const at = int64(1_000_000_000_000_000)
			if node.Args[1].Duration.Before(at) >= node.Args[2].Duration.Before(at) {
				return k.errorf(node.Args[2], "argument-type", `the 30 days before the last 30: within(t, "60d", "30d")`, "within: the second duration must be shorter than the first")
			}
		}
	case Scale:
		if len(node.Args) == 4 {
			return k.errorf(node.Args[3], "argument-count", "scale(x, low, high, 0, 10)", "scale: a range to scale to has two ends, to_low and to_high")
		}
	case CountRows:
		if len(node.Args) == 2 {
			c := *o
			c.Kernel = CountWhere
			node.Overload = &c
		} else if node.Args[0].Type.Shape == List {
			c := *o
			c.Kernel = CountItems
			node.Overload = &c
		}
	}
	return node
}

// signatures are the forms of a function that begin with what it is called with.
func signatures(f *Function, first *Node) string {
	var forms []string
	for _, o := range f.Overloads {
		if takes(o, first) {
			forms = append(forms, signature(f.Name, o))
		}
	}
	if forms == nil {
		return signature(f.Name, f.Overloads[len(f.Overloads)-1])
	}
	return strings.Join(forms, " or ")
}

// signature is a function's arguments as people write them.
func signature(name string, o *Overload) string {
	var b strings.Builder
	if o.Params[0].Is == Name {
		b.WriteString("peers.")
	}
	b.WriteString(name + "(")
	for i, p := range o.Params {
		if i > 0 {
			b.WriteString(", ")
		}
		if p.Optional {
			b.WriteString("[" + p.Name + "]")
		} else {
			b.WriteString(p.Name)
		}
	}
	if o.Variadic {
		b.WriteString(", ...")
	}
	return b.String() + ")"
}
