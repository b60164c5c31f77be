package evaluate

import (
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

type logic = func(*Frame) truth

// truth compiles a node that gives a yes or no.
func (c *Program) truth(n *plan.Node) logic {
	if n == nil {
		return nil
	}
	if fn, ok := c.truths[n]; ok {
		return fn
	}
	fn := c.makeTruth(n)
	if c.remember(n) {
		inner, id := fn, n.ID
		fn = func(f *Frame) truth {
			if m := &f.memos[id]; m.epoch == f.epoch {
				return m.truth
			}
			v := inner(f)
			m := &f.memos[id]
			m.truth, m.epoch = v, f.epoch
			return v
		}
	}
	c.truths[n] = fn
	return fn
}

func (c *Program) makeTruth(n *plan.Node) logic {
	switch n.Op {
	case plan.Constant:
		v := truthOf(n.Flag)
		return func(*Frame) truth { return v }
	case plan.Column:
		i := n.Index
		return func(f *Frame) truth { return flagAt(f.portfolio.Root.Columns[i], f.account) }
	case plan.Field:
		t, i := n.Table-1, n.Index
		return func(f *Frame) truth { return flagAt(f.portfolio.Children[t].Columns[i], int(f.row)) }
	case plan.Item:
		return func(f *Frame) truth { return f.item.flag }
	case plan.Input:
		return func(f *Frame) truth { return f.value.flag }
	case plan.Variable:
		i := n.Index
		return func(f *Frame) truth { return f.variables[i].truth }
	case plan.Let:
		bind, body := c.bind(n), c.truth(n.Args[1])
		return func(f *Frame) truth { bind(f); return body(f) }
	case plan.Publish:
		return c.truth(n.Args[0])
	case plan.Guard, plan.Fresh:
		x, open := c.truth(n.Args[0]), c.gate(n)
		return func(f *Frame) truth {
			if !open(f) {
				return unknown
			}
			return x(f)
		}
	case plan.Not:
		x := c.truth(n.Args[0])
		return func(f *Frame) truth {
			switch x(f) {
			case yes:
				return no
			case no:
				return yes
			}
			return unknown
		}
	case plan.And:
		a, b := c.operand(n, 0), c.operand(n, 1)
		return func(f *Frame) truth {
			v := a(f)
			if v == no {
				return no
			}
			if w := b(f); w != yes {
				return w
			}
			return v
		}
	case plan.Or:
		a, b := c.operand(n, 0), c.operand(n, 1)
		return func(f *Frame) truth {
			v := a(f)
			if v == yes {
				return yes
			}
			if w := b(f); w != no {
				return w
			}
			return v
		}
	case plan.Cond:
		condition, a, b := c.operand(n, 0), c.truth(n.Args[1]), c.truth(n.Args[2])
		return func(f *Frame) truth {
			switch condition(f) {
			case yes:
				return a(f)
			case no:
				return b(f)
			}
			return unknown
		}
	case plan.Coalesce:
		a, b := left(c, n, c.truth(n.Args[0]), isUnknown), c.truth(n.Args[1])
		return func(f *Frame) truth {
			if v := a(f); v != unknown {
				return v
			}
			return b(f)
		}
	case plan.IsMissing:
		return c.isMissing(n.Args[0])
	case plan.Equal, plan.NotEqual, plan.Less, plan.LessEqual, plan.More, plan.MoreEqual:
		return c.compare(n)
	case plan.In:
		return c.in(n)
	case plan.Contains, plan.StartsWith, plan.EndsWith:
		return c.textTest(n)
	case plan.Matches:
		x, pattern := c.text(n.Args[0]), n.Pattern
		return func(f *Frame) truth {
			t, ok := x(f)
			if !ok {
				return unknown
			}
			return truthOf(pattern.MatchString(t))
		}
	case plan.Call:
		return c.truthCall(n)
	case plan.Registered:
		call := c.registered(n)
		return func(f *Frame) truth {
			v := call(f)
			if v.Kind == signals.NoKind {
				return unknown
			}
			return truthOf(v.Flag)
		}
	}
	return func(*Frame) truth { return unknown }
}

func flagAt(v *signals.Vector, i int) truth {
	if v.Missing[i] != signals.Present {
		return unknown
	}
	return truthOf(v.Ints[i] != 0)
}

func (c *Program) isMissing(x *plan.Node) logic {
	switch kindOf(x) {
	case numberKind:
		v := c.number(x)
		return func(f *Frame) truth { return truthOf(v(f).IsMissing()) }
	case truthKind:
		v := c.truth(x)
		return func(f *Frame) truth { return truthOf(v(f) == unknown) }
	case textKind:
		v := c.text(x)
		return func(f *Frame) truth { _, ok := v(f); return truthOf(!ok) }
	case instantKind:
		v := c.instant(x)
		return func(f *Frame) truth { _, ok := v(f); return truthOf(!ok) }
	case rowsKind:
		v := c.rowset(x)
		return func(f *Frame) truth { return truthOf(v(f).missing) }
	case listKind:
		v := c.list(x)
		return func(f *Frame) truth { return truthOf(v(f).missing) }
	}
	return func(*Frame) truth { return yes }
}

func (c *Program) compare(n *plan.Node) logic {
	op := n.Op
	switch kindOf(n.Args[0]) {
	case numberKind:
		a, b := c.number(n.Args[0]), c.number(n.Args[1])
		return func(f *Frame) truth {
			x, y := a(f), b(f)
			if x.IsMissing() || y.IsMissing() {
				return unknown
			}
			return truthOf(op.Holds(x.Cmp(y)))
		}
	case truthKind:
		a, b := c.truth(n.Args[0]), c.truth(n.Args[1])
		return func(f *Frame) truth {
			x, y := a(f), b(f)
			if x == unknown || y == unknown {
				return unknown
			}
			return truthOf((x == y) == (op == plan.Equal))
		}
	case instantKind:
		a, b := c.instant(n.Args[0]), c.instant(n.Args[1])
		return func(f *Frame) truth {
			x, ok := a(f)
			y, ok2 := b(f)
			if !ok || !ok2 {
				return unknown
			}
			order := 0
			if x < y {
				order = -1
			} else if x > y {
				order = 1
			}
			return truthOf(op.Holds(order))
		}
	}
	a, b := c.text(n.Args[0]), c.text(n.Args[1])
	return func(f *Frame) truth {
		x, ok := a(f)
		y, ok2 := b(f)
		if !ok || !ok2 {
			return unknown
		}
		return truthOf(op.Holds(strings.Compare(x, y)))
	}
}

// in: yes if x equals an item; else missing if one of the written items is; the
// values of rows pass over missing ones.
func (c *Program) in(n *plan.Node) logic {
	x, items := c.scalar(n.Args[0]), c.list(n.Args[1])
	k, written, nested := kindOf(n.Args[0]), n.Args[1].Op == plan.ListOf, n.Nested
	return func(f *Frame) truth {
		v, l := x(f), items(f)
		if l.missing || absent(v, k) || nested && !f.visit(len(l.items)) {
			return unknown
		}
		some := false
		for i := range l.items {
			if absent(l.items[i], k) {
				some = true
			} else if same(v, l.items[i], k) {
				return yes
			}
		}
		if some && written {
			return unknown
		}
		return no
	}
}

func absent(v scalar, k kind) bool {
	switch k {
	case numberKind:
		return v.num.IsMissing()
	case truthKind:
		return v.flag == unknown
	}
	return !v.ok
}

func same(a, b scalar, k kind) bool {
	switch k {
	case numberKind:
		return a.num.Cmp(b.num) == 0
	case truthKind:
		return a.flag == b.flag
	case instantKind:
		return a.micros == b.micros
	}
	return a.text == b.text
}

// scalar compiles a node of any single kind into a value of the union.
func (c *Program) scalar(n *plan.Node) func(*Frame) scalar {
	if fn, ok := c.scalars[n]; ok {
		return fn
	}
	fn := c.makeScalar(n)
	c.scalars[n] = fn
	return fn
}

func (c *Program) makeScalar(n *plan.Node) func(*Frame) scalar {
	switch kindOf(n) {
	case numberKind:
		v := c.number(n)
		return func(f *Frame) scalar { return scalar{num: v(f)} }
	case truthKind:
		v := c.truth(n)
		return func(f *Frame) scalar { return scalar{flag: v(f)} }
	case textKind:
		v := c.text(n)
		return func(f *Frame) scalar { t, ok := v(f); return scalar{text: t, ok: ok} }
	case instantKind:
		v := c.instant(n)
		return func(f *Frame) scalar { t, ok := v(f); return scalar{micros: t, ok: ok} }
	}
	return func(*Frame) scalar { return scalar{flag: unknown} }
}

func (c *Program) textTest(n *plan.Node) logic {
	a, b := c.text(n.Args[0]), c.text(n.Args[1])
	test := strings.Contains
	switch n.Op {
	case plan.StartsWith:
		test = strings.HasPrefix
	case plan.EndsWith:
		test = strings.HasSuffix
	}
	return func(f *Frame) truth {
		x, ok := a(f)
		y, ok2 := b(f)
		if !ok || !ok2 {
			return unknown
		}
		return truthOf(test(x, y))
	}
}

// truthCall compiles any, all and none: a condition that is missing is a no.
func (c *Program) truthCall(n *plan.Node) logic {
	if n.Kernel != expression.Any && n.Kernel != expression.All && n.Kernel != expression.None {
		return c.foldTruths(n)
	}
	walk, condition := c.walk(n.Args[0], n.Nested), c.truth(n.Args[1])
	stop, found := yes, yes // any: the first yes decides, for yes
	switch n.Kernel {
	case expression.All:
		stop, found = no, no
	case expression.None:
		stop, found = yes, no
	}
	return func(f *Frame) truth {
		result := yes
		if found == yes {
			result = no
		}
		if !walk(f, func() bool {
			v := condition(f)
			if v == unknown {
				v = no
			}
			if v == stop {
				result = found
				return false
			}
			return true
		}) {
			return unknown
		}
		return result
	}
}
