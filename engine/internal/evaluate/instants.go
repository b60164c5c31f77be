package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

type temporal = func(*Frame) (int64, bool)

// instant compiles a node that gives a date or time.
func (c *Program) instant(n *plan.Node) temporal {
	if fn, ok := c.instants[n]; ok {
		return fn
	}
	fn := c.makeInstant(n)
	if c.remember(n) {
		inner, id := fn, n.ID
		fn = func(f *Frame) (int64, bool) {
			if m := &f.memos[id]; m.epoch == f.epoch {
				return m.micros, m.ok
			}
			t, ok := inner(f)
			m := &f.memos[id]
			m.micros, m.ok, m.epoch = t, ok, f.epoch
			return t, ok
		}
	}
	c.instants[n] = fn
	return fn
}

func (c *Program) makeInstant(n *plan.Node) temporal {
	switch n.Op {
	case plan.Constant:
		v := n.Micros
		return func(*Frame) (int64, bool) { return v, true }
	case plan.Column:
		i := n.Index
		return func(f *Frame) (int64, bool) { return instantAt(f.portfolio.Root.Columns[i], f.account) }
	case plan.Field:
		t, i := n.Table-1, n.Index
		return func(f *Frame) (int64, bool) { return instantAt(f.portfolio.Children[t].Columns[i], int(f.row)) }
	case plan.Item:
		return func(f *Frame) (int64, bool) { return f.item.micros, f.item.ok }
	case plan.Input:
		return func(f *Frame) (int64, bool) { return f.value.micros, f.value.ok }
	case plan.Variable:
		i := n.Index
		return func(f *Frame) (int64, bool) { return f.variables[i].micros, f.variables[i].ok }
	case plan.Let:
		bind, body := c.bind(n), c.instant(n.Args[1])
		return func(f *Frame) (int64, bool) { bind(f); return body(f) }
	case plan.Publish:
		return c.instant(n.Args[0])
	case plan.Guard, plan.Fresh:
		x, open := c.instant(n.Args[0]), c.gate(n)
		return func(f *Frame) (int64, bool) {
			if !open(f) {
				return 0, false
			}
			return x(f)
		}
	case plan.Cond:
		condition, a, b := c.operand(n, 0), c.instant(n.Args[1]), c.instant(n.Args[2])
		return func(f *Frame) (int64, bool) {
			switch condition(f) {
			case yes:
				return a(f)
			case no:
				return b(f)
			}
			return 0, false
		}
	case plan.Coalesce:
		a, b := leftKnown(c, n, c.instant(n.Args[0])), c.instant(n.Args[1])
		return func(f *Frame) (int64, bool) {
			if t, ok := a(f); ok {
				return t, true
			}
			return b(f)
		}
	case plan.Call:
		return c.instantCall(n)
	case plan.Registered:
		call := c.registered(n)
		return func(f *Frame) (int64, bool) { v := call(f); return v.Micros, v.Kind != signals.NoKind }
	}
	return func(*Frame) (int64, bool) { return 0, false }
}

func instantAt(v *signals.Vector, i int) (int64, bool) {
	if v.Missing[i] != signals.Present {
		return 0, false
	}
	return v.Ints[i], true
}

func (c *Program) instantCall(n *plan.Node) temporal {
	switch n.Kernel {
	case expression.Ago:
		d := n.Duration
		return func(f *Frame) (int64, bool) { return d.Before(f.asOf), true }
	case expression.StartOf:
		return c.startOf(n)
	case expression.DateOf:
		x := c.text(n.Args[0])
		return func(f *Frame) (int64, bool) {
			t, ok := x(f)
			if !ok {
				return 0, false
			}
			day, err := signals.ParseDate(t)
			return day, err == nil
		}
	case expression.MinValue, expression.MaxValue:
		values := make([]temporal, len(n.Args))
		for i, a := range n.Args {
			values[i] = c.instant(a)
		}
		least := n.Kernel == expression.MinValue
		return func(f *Frame) (int64, bool) {
			var best int64
			for i, v := range values {
				t, ok := v(f)
				if !ok {
					return 0, false
				}
				if i == 0 || (t < best) == least {
					best = t
				}
			}
			return best, true
		}
	}
	pick := c.pickScalar(n)
	return func(f *Frame) (int64, bool) { v, ok := pick(f); return v.micros, ok }
}

// fresh tells whether something observed at an instant still counts: days,
// weeks, months and years are counted in UTC midnights, hours exactly.
func fresh(at, asOf int64, d signals.Duration) bool {
	if d.IsHours() {
		return at >= d.Before(asOf)
	}
	return signals.DayOf(at) >= signals.DayOf(d.Before(asOf))
}

// days is how many UTC midnights lie between two instants.
func days(from, to int64) int64 { return signals.DayOf(to) - signals.DayOf(from) }
