package evaluate

import (
	"strconv"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

type listOf = func(*Frame) list

// list compiles a node that gives a list.
func (c *Program) list(n *plan.Node) listOf {
	if fn, ok := c.lists[n]; ok {
		return fn
	}
	fn := c.makeList(n)
	if c.remember(n) {
		inner, id := fn, n.ID
		fn = func(f *Frame) list {
			if m := &f.memos[id]; m.epoch == f.epoch {
				return m.list
			}
			v := inner(f)
			m := &f.memos[id]
			m.list, m.epoch = v, f.epoch
			return v
		}
	}
	c.lists[n] = fn
	return fn
}

func (c *Program) makeList(n *plan.Node) listOf {
	switch n.Op {
	case plan.ListOf:
		values := make([]func(*Frame) scalar, len(n.Args))
		literal := true
		for i, a := range n.Args {
			values[i] = c.scalar(a)
			literal = literal && a.Op == plan.Constant
		}
		if literal {
			items := make([]scalar, len(values))
			for i, v := range values {
				items[i] = v(nil)
			}
			return func(*Frame) list { return list{items: items} }
		}
		return func(f *Frame) list {
			items := make([]scalar, len(values))
			for i, v := range values {
				items[i] = v(f)
			}
			return list{items: items}
		}
	case plan.Variable:
		i := n.Index
		return func(f *Frame) list { return f.variables[i].list }
	case plan.Let:
		bind, body := c.bind(n), c.list(n.Args[1])
		return func(f *Frame) list { bind(f); return body(f) }
	case plan.Call:
		switch n.Kernel {
		case expression.Map:
			return c.mapped(n)
		case expression.Filter:
			return c.filteredList(n)
		case expression.Uniq:
			return c.uniq(n)
		}
	}
	return func(*Frame) list { return list{missing: true} }
}

func (c *Program) mapped(n *plan.Node) listOf {
	walk, item := c.walk(n.Args[0], n.Nested), c.scalar(n.Args[1])
	return func(f *Frame) list {
		var items []scalar
		if !walk(f, func() bool { items = append(items, item(f)); return true }) {
			return list{missing: true}
		}
		return list{items: items}
	}
}

func (c *Program) filteredList(n *plan.Node) listOf {
	walk, condition := c.walk(n.Args[0], n.Nested), c.truth(n.Args[1])
	return func(f *Frame) list {
		var items []scalar
		if !walk(f, func() bool {
			if condition(f) == yes {
				items = append(items, f.item)
			}
			return true
		}) {
			return list{missing: true}
		}
		return list{items: items}
	}
}

// uniq keeps the first of equal values, in order, and drops missing ones.
func (c *Program) uniq(n *plan.Node) listOf {
	walk, item, k := c.items(n)
	return func(f *Frame) list {
		var items []scalar
		seen := map[string]struct{}{}
		var key []byte
		if !walk(f, func() bool {
			v := item(f)
			if absent(v, k) {
				return true
			}
			key = identity(key[:0], v, k)
			if _, again := seen[string(key)]; !again {
				seen[string(key)] = struct{}{}
				items = append(items, v)
			}
			return true
		}) {
			return list{missing: true}
		}
		return list{items: items}
	}
}

// identity appends bytes that are equal for equal values of a kind.
func identity(b []byte, v scalar, k kind) []byte {
	switch k {
	case numberKind:
		if n, d, ok := v.num.LowestTerms(); ok {
			if b = strconv.AppendInt(b, n, 10); d != 1 {
				b = strconv.AppendInt(append(b, '/'), d, 10)
			}
			return b
		}
		return append(b, v.num.Rat().RatString()...)
	case truthKind:
		return append(b, byte(v.flag))
	case instantKind:
		for shift := 0; shift < 64; shift += 8 {
			b = append(b, byte(v.micros>>shift))
		}
		return b
	}
	return append(b, v.text...)
}

// items compiles what an aggregate goes over: the per-row argument if there is
// one, else the values of the list.
func (c *Program) items(n *plan.Node) (walk func(*Frame, func() bool) bool, item func(*Frame) scalar, k kind) {
	walk = c.walk(n.Args[0], n.Nested)
	if len(n.Args) > 1 {
		return walk, c.scalar(n.Args[1]), kindOf(n.Args[1])
	}
	element := *n.Args[0]
	element.Type = element.Type.Item()
	return walk, func(f *Frame) scalar { return f.item }, kindOf(&element)
}
