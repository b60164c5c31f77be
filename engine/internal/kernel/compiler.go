package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// compiler builds a schedule.
type compiler struct {
	schedule *Schedule
	// free holds the variables that a node uses and does not bind.
	free map[*plan.Node]variables
	// possible tells which nodes have kernels all the way down.
	possible map[*plan.Node]bool
	// lets holds the one let that binds a variable; nil if several do.
	lets map[int]*plan.Node
	// bound holds the value of each variable in sight.
	bound   map[int]*plan.Node
	rowsets map[*plan.Node]*rowset
	metrics map[*plan.Node]int // their index in the plan
	current int                // part that steps belong to
	grouped bool               // the groups of peers are found
}

type variables map[int]struct{}

// lane compiles the kernels that go over the same rows.
type lane struct {
	compiler *compiler
	index    int
	table    int   // 0: accounts
	outer    *lane // nil for accounts
	slots    map[*plan.Node]int
	late     map[*plan.Node]int // slots of what depends on the inputs, or on a scorecard
	count    int
	steps    []step
	inputs   inputs // of the place whose expressions are compiled
}

func (c *compiler) newLane(table int, outer *lane) *lane {
	l := &lane{compiler: c, index: len(c.schedule.lanes), table: table, outer: outer, slots: map[*plan.Node]int{}, late: map[*plan.Node]int{}, inputs: noInputs}
	c.schedule.lanes = append(c.schedule.lanes, l)
	return l
}

// slot is a new vector.
func (l *lane) slot() int {
	l.count++
	return l.count - 1
}

// add appends a step.
func (l *lane) add(run kernel) { l.steps = append(l.steps, step{run, l.compiler.current}) }

// part compiles a part of the rules.
func (c *compiler) part(kind PartKind, index int, compile func()) {
	outer, part := c.current, Part{kind, index}
	c.current = slices.Index(c.schedule.parts, part)
	if c.current < 0 {
		c.current = len(c.schedule.parts)
		c.schedule.parts = append(c.schedule.parts, part)
	}
	compile()
	c.current = outer
}

// need gives the slot of a node's vector, and compiles what fills it if nothing has
// needed it so far.
func (l *lane) need(n *plan.Node) int {
	if slot, ok := l.slots[n]; ok {
		return slot
	}
	c := l.compiler
	if i, ok := c.metrics[n]; ok && l.outer == nil {
		c.part(MetricPart, i, func() { l.slots[n] = l.compile(n) })
		return l.slots[n]
	}
	if slot, ok := l.late[n]; ok {
		return slot
	}
	slot := l.compile(n)
	switch {
	case n.Op == plan.Variable:
	case n.Late:
		l.late[n] = slot
	default:
		l.slots[n] = slot
	}
	return slot
}

// place compiles what stands at a place of the rules that gives inputs to its
// expressions: what depends on them is computed anew for each place.
func (l *lane) place(in inputs, compile func()) {
	inputs, late := l.inputs, l.late
	l.inputs, l.late = in, map[*plan.Node]int{}
	compile()
	l.inputs, l.late = inputs, late
}

func (l *lane) compile(n *plan.Node) int {
	if l.outer != nil && n.Depends == 0 && n.Op != plan.Constant && !n.Late {
		return l.spread(n)
	}
	if !l.compiler.can(n) {
		return l.byRow(n)
	}
	switch n.Op {
	case plan.Variable:
		return l.need(l.compiler.bound[n.Index])
	case plan.Let:
		l.compiler.bound[n.Index] = n.Args[0]
		return l.need(n.Args[1])
	case plan.Missing:
		return l.nothing(n)
	case plan.Constant:
		return l.constant(n)
	case plan.Column:
		return l.column(n)
	case plan.Field:
		return l.field(n)
	case plan.Guard, plan.Fresh:
		return l.gate(n)
	case plan.Publish:
		return l.publish(n)
	case plan.Input:
		return l.input(n)
	case plan.CardScore, plan.CardBand, plan.CardCoverage:
		return l.cardColumn(n)
	case plan.Negate, plan.Add, plan.Subtract, plan.Multiply, plan.Divide, plan.Remainder, plan.Power:
		return l.arithmetic(n)
	case plan.Equal, plan.NotEqual, plan.Less, plan.LessEqual, plan.More, plan.MoreEqual:
		return l.compare(n.Op, n.Args[0], n.Args[1])
	case plan.In:
		return l.in(n)
	case plan.IsMissing, plan.Not, plan.And, plan.Or:
		return l.logic(n)
	case plan.Cond, plan.Coalesce:
		return l.choice(n)
	case plan.Contains, plan.StartsWith, plan.EndsWith, plan.Matches:
		return l.textTest(n)
	case plan.Call:
		return l.call(n)
	case plan.PeerStat:
		return l.peerStat(n)
	case plan.Registered:
		return l.registered(n)
	}
	return l.byRow(n)
}

// can tells whether a node has a kernel and so has all that it is made of, or can be
// computed by row.
func (c *compiler) can(n *plan.Node) bool {
	if ok, known := c.possible[n]; known {
		return ok
	}
	ok := c.hasKernel(n)
	c.possible[n] = ok
	return ok
}

// serves tells whether a vector can be had for a node: by a kernel or by row.
func (c *compiler) serves(n *plan.Node) bool { return c.can(n) || c.closed(n) }

func (c *compiler) serve(nodes ...*plan.Node) bool {
	for _, n := range nodes {
		if !c.serves(n) {
			return false
		}
	}
	return true
}

func (c *compiler) hasKernel(n *plan.Node) bool {
	if n.Type.Shape != expression.Scalar {
		return false
	}
	switch n.Op {
	case plan.Missing:
		return true
	case plan.Constant, plan.Column, plan.Field, plan.CardScore, plan.CardBand, plan.CardCoverage, plan.Input:
		return kindOf(n) != nothing
	case plan.Variable:
		let := c.lets[n.Index]
		return let != nil && c.serves(let.Args[0])
	case plan.Let:
		return c.lets[n.Index] == n && n.Args[0].Type.Shape == expression.Scalar && c.serve(n.Args...)
	case plan.Guard, plan.Fresh:
		return len(n.Args) == 2 && c.serve(n.Args...)
	case plan.Publish, plan.Negate, plan.Add, plan.Subtract, plan.Multiply, plan.Divide, plan.Remainder, plan.Power,
		plan.Equal, plan.NotEqual, plan.Less, plan.LessEqual, plan.More, plan.MoreEqual,
		plan.IsMissing, plan.Not, plan.And, plan.Or, plan.Cond, plan.Coalesce,
		plan.Contains, plan.StartsWith, plan.EndsWith, plan.Matches, plan.Registered:
		for _, a := range n.Args {
			if a.Type.Shape != expression.Scalar {
				return false
			}
		}
		return c.serve(n.Args...)
	case plan.In:
		return n.Args[1].Op == plan.ListOf && c.serves(n.Args[0]) && c.serve(n.Args[1].Args...)
	case plan.PeerStat:
		return ofGroup(n) || c.serve(n.Args...)
	case plan.Call:
		return c.canCall(n)
	}
	return false
}

// closed tells whether a node can be computed by row: it needs nothing but the
// account, or the row of a child table.
func (c *compiler) closed(n *plan.Node) bool {
	if len(c.freeIn(n)) > 0 || n.Type.Shape != expression.Scalar {
		return false
	}
	switch n.Depends {
	case 0:
		return true
	case 1:
		return plainRow(n)
	}
	return false
}

// plainRow tells whether a node of a child row needs the row alone: no value of a
// list, and no rows within rows, whose visits are counted.
func plainRow(n *plan.Node) bool {
	if n.Depends == 0 {
		return true
	}
	if n.Op == plan.Item || n.Type.Shape != expression.Scalar {
		return false
	}
	for _, a := range n.Args {
		if !plainRow(a) {
			return false
		}
	}
	return true
}

// freeIn gives the variables that a node uses and does not bind.
func (c *compiler) freeIn(n *plan.Node) variables {
	if v, ok := c.free[n]; ok {
		return v
	}
	v := variables{}
	for _, a := range n.Args {
		for i := range c.freeIn(a) {
			v[i] = struct{}{}
		}
	}
	switch n.Op {
	case plan.Variable:
		v[n.Index] = struct{}{}
	case plan.Let:
		delete(v, n.Index)
		for i := range c.freeIn(n.Args[0]) {
			v[i] = struct{}{}
		}
	}
	c.free[n] = v
	return v
}

func (c *compiler) countLets() {
	for _, n := range c.schedule.plan.Nodes {
		if n.Op != plan.Let {
			continue
		}
		if _, again := c.lets[n.Index]; again {
			c.lets[n.Index] = nil
		} else {
			c.lets[n.Index] = n
		}
	}
}

type kind uint8

const (
	nothing kind = iota
	numberKind
	truthKind
	textKind
	instantKind
)

// kindOf is the kind of a single value.
func kindOf(n *plan.Node) kind {
	t := n.Type
	switch {
	case t.Nil || t.Shape != expression.Scalar:
		return nothing
	case t.Kind.Numeric():
		return numberKind
	case t.Kind == signals.Bool:
		return truthKind
	case t.Kind == signals.String:
		return textKind
	case t.Kind.Temporal():
		return instantKind
	}
	return nothing
}
