package plan

import (
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

var plain = map[expression.Op]Op{
	expression.OpNegate: Negate, expression.OpAdd: Add, expression.OpSubtract: Subtract, expression.OpMultiply: Multiply,
	expression.OpDivide: Divide, expression.OpRemainder: Remainder, expression.OpEqual: Equal, expression.OpNotEqual: NotEqual,
	expression.OpLess: Less, expression.OpLessEqual: LessEqual, expression.OpMore: More, expression.OpMoreEqual: MoreEqual,
	expression.OpIsMissing: IsMissing, expression.OpNot: Not, expression.OpAnd: And, expression.OpOr: Or,
	expression.OpCond: Cond, expression.OpCoalesce: Coalesce, expression.OpIn: In, expression.OpList: ListOf,
	expression.OpConcat: Concat, expression.OpContains: Contains, expression.OpStartsWith: StartsWith, expression.OpEndsWith: EndsWith,
}

var inputs = map[string]int{"value": InputValue, "score": InputScore, "coverage": InputCoverage}

// lower turns a node of the typed tree into the plan's.
func (b *builder) lower(e *expression.Node) *Node {
	t := e.Type
	switch e.Op {
	case expression.OpNil:
		return b.share(&Node{Op: Missing, Type: t})
	case expression.OpNumber:
		return b.constant(t, e.Num)
	case expression.OpText:
		return b.share(&Node{Op: Constant, Type: t, Text: e.Text})
	case expression.OpBool:
		return b.share(&Node{Op: Constant, Type: t, Flag: e.Flag})
	case expression.OpInstant:
		return b.share(&Node{Op: Constant, Type: t, Micros: e.Micros})
	case expression.OpColumn:
		return b.column(0, e.Index, t)
	case expression.OpField:
		return b.column(e.Table, e.Index, t)
	case expression.OpItem:
		return b.share(&Node{Op: Item, Type: t, Depends: b.rowBit()})
	case expression.OpMetric:
		return b.metric(e.Index)
	case expression.OpName:
		return b.share(&Node{Op: Input, Type: t, Index: inputs[e.Text], Late: true})
	case expression.OpCard:
		op := map[string]Op{"score": CardScore, "band": CardBand, "coverage": CardCoverage}[e.Text]
		return b.share(&Node{Op: op, Type: t, Index: e.Index, Late: true})
	case expression.OpVariable:
		i := b.base + e.Index
		return b.share(&Node{Op: Variable, Type: t, Index: i, Depends: b.variables[i], Late: b.late[i]})
	case expression.OpLet:
		return b.let(e)
	case expression.OpPower:
		x := b.lower(e.Args[0])
		return b.share(&Node{Op: Power, Type: t, Args: []*Node{x}, Index: e.Index})
	case expression.OpMatches:
		x := b.lower(e.Args[0])
		return b.share(&Node{Op: Matches, Type: t, Args: []*Node{x}, Text: e.Text, Pattern: e.Pattern})
	case expression.OpTable:
		return b.share(&Node{Op: Table, Type: t, Table: e.Table})
	case expression.OpCall:
		return b.call(e)
	case expression.OpPeers:
		return b.peers(e)
	case expression.OpInlined:
		return b.publish(b.lower(e.Args[0]), t)
	case expression.OpRegistered:
		n := &Node{Op: Registered, Type: t, Index: e.Index, Text: e.Text}
		b.args(n, e.Args)
		return b.publish(b.share(n), t)
	}
	n := &Node{Op: plain[e.Op], Type: t}
	b.args(n, e.Args)
	if c, ok := fold(n); ok {
		return b.constant(t, c)
	}
	n.Written = b.branching(e)
	return b.share(n)
}

func (b *builder) args(n *Node, args []*expression.Node) {
	for _, a := range args {
		x := b.lower(a)
		n.Args = append(n.Args, x)
	}
}

// rowBit is the bit of the innermost row.
func (b *builder) rowBit() uint8 {
	if b.depth > 8 {
		panic("plan: row functions nested deeper than rules/expression allows")
	}
	return 1 << max(b.depth-1, 0)
}

// fold computes arithmetic on literals once.
func fold(n *Node) (exact.Num, bool) {
	for _, a := range n.Args {
		if a.Op != Constant || !a.Numeric() {
			return exact.Num{}, false
		}
	}
	var v exact.Num
	switch n.Op {
	case Negate:
		v = n.Args[0].Num.Neg()
	case Add:
		v = n.Args[0].Num.Add(n.Args[1].Num)
	case Subtract:
		v = n.Args[0].Num.Sub(n.Args[1].Num)
	case Multiply:
		v = n.Args[0].Num.Mul(n.Args[1].Num)
	case Divide:
		v = n.Args[0].Num.Quo(n.Args[1].Num)
	}
	return v, !v.IsMissing()
}

// column reads a cell, hidden where it was not observed or known by as-of, or is
// not fresh any more.
func (b *builder) column(table, index int, t expression.Type) *Node {
	declared := b.plan.Schema.Tables[table].Columns[index]
	x := b.cell(table, index, t)
	for _, by := range []string{declared.KnownAt, declared.At} {
		if by != "" {
			at := b.cellNamed(table, by)
			x = b.share(&Node{Op: Guard, Type: t, Args: []*Node{x, at}, Name: declared.Name})
		}
	}
	fresh := b.checked.Set.Signals.Tables[table].Columns[index].FreshFor
	if fresh == nil {
		return x
	}
	key := seen{table, index, x.Depends}
	if n := b.fresh[key]; n != nil {
		return n // an expression of freshness has variables of its own: lower it once
	}
	n := &Node{Op: Fresh, Type: t, Args: []*Node{x, b.cellNamed(table, declared.At)}, Name: declared.Name}
	if e := b.checked.Freshness[check.ColumnRef{Table: table, Column: index}]; e != nil {
		n.Args = append(n.Args, b.freshness(e, x))
	} else {
		n.Duration = fresh.Fixed
	}
	n = b.share(n)
	b.fresh[key] = n
	return n
}

// seen is a column as it is read at a level of rows.
type seen struct {
	table, index int
	depends      uint8
}

func (b *builder) cell(table, index int, t expression.Type) *Node {
	n := &Node{Op: Column, Type: t, Index: index, Table: table}
	n.Type.Literal = false
	if table > 0 {
		n.Op, n.Depends = Field, b.rowBit()
	}
	n.Name = b.plan.Schema.Tables[table].Columns[index].Name
	return b.share(n)
}

func (b *builder) cellNamed(table int, name string) *Node {
	c, i := b.plan.Schema.Tables[table].Column(name)
	return b.cell(table, i, expression.Of(c.Kind))
}

// freshness lowers the expression of fresh_for: `value` is a variable that holds
// the cell.
func (b *builder) freshness(e *expression.Node, value *Node) *Node {
	base := b.base
	b.base = b.plan.Variables
	defer func() { b.base = base }()
	b.reserve(e)
	index := b.plan.Variables - b.base
	b.declare(b.base+index, value.Depends, value.Late)
	body := b.lower(named(e, index))
	return b.share(&Node{Op: Let, Type: e.Type, Args: []*Node{value, body}, Index: b.base + index})
}

// named gives a copy of e in which names are a variable.
func named(e *expression.Node, variable int) *expression.Node {
	c := *e
	if e.Op == expression.OpName {
		c.Op, c.Index = expression.OpVariable, variable
	}
	c.Args = make([]*expression.Node, len(e.Args))
	for i, a := range e.Args {
		c.Args[i] = named(a, variable)
	}
	return &c
}

// declare makes room for a variable of the plan and notes what it depends on.
func (b *builder) declare(index int, depends uint8, late bool) {
	for len(b.variables) <= index {
		b.variables = append(b.variables, 0)
		b.late = append(b.late, false)
	}
	b.variables[index], b.late[index] = depends, late
	b.plan.Variables = max(b.plan.Variables, index+1)
}

func (b *builder) let(e *expression.Node) *Node {
	value := b.lower(e.Args[0])
	index := b.base + e.Index
	b.declare(index, value.Depends, value.Late)
	body := b.lower(e.Args[1])
	return b.share(&Node{Op: Let, Type: e.Type, Args: []*Node{value, body}, Index: index})
}

// call lowers a function of the catalogue; what it gives is published, except for
// rows and lists.
func (b *builder) call(e *expression.Node) *Node {
	if n := b.compose(e); n != nil {
		return b.publish(n, e.Type)
	}
	n := &Node{Op: Call, Kernel: e.Overload.Kernel, Type: e.Type}
	durations := 0
	for i, a := range e.Args {
		p := e.Overload.Params[min(i, len(e.Overload.Params)-1)]
		switch p.Is {
		case expression.Duration:
			if durations++; durations == 1 {
				n.Duration = a.Duration
			} else {
				n.Before = a.Duration
			}
		case expression.PerRow, expression.Condition:
			b.depth++
			inner := b.rowBit()
			x := b.lower(a)
			b.depth--
			n.Args = append(n.Args, x)
			n.Depends |= x.Depends &^ inner
		default:
			x := b.lower(a)
			n.Args = append(n.Args, x)
			n.Depends |= x.Depends
		}
	}
	n = b.share(n)
	if e.Type.Shape != expression.Scalar {
		return n
	}
	return b.publish(n, e.Type)
}

func (b *builder) peers(e *expression.Node) *Node {
	depth := b.depth
	b.depth = 0
	x := b.lower(e.Args[0])
	b.depth = depth
	i, ok := b.subject[x]
	if !ok {
		i = len(b.plan.Subjects)
		b.subject[x] = i
		b.plan.Subjects = append(b.plan.Subjects, &Subject{Name: x.Name, Node: x})
		x.Uses++
	}
	n := &Node{Op: PeerStat, Kernel: e.Overload.Kernel, Type: e.Type, Index: i, Args: []*Node{x}}
	b.args(n, e.Args[1:])
	return b.publish(b.share(n), e.Type)
}
