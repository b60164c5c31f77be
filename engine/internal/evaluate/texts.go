package evaluate

import (
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// maxText bounds the texts that `+` can build, in bytes; a longer one is missing.
const maxText = 64 << 10

type textual = func(*Frame) (string, bool)

// text compiles a node that gives text.
func (c *Program) text(n *plan.Node) textual {
	if fn, ok := c.texts[n]; ok {
		return fn
	}
	fn := c.makeText(n)
	if c.remember(n) {
		inner, id := fn, n.ID
		fn = func(f *Frame) (string, bool) {
			if m := &f.memos[id]; m.epoch == f.epoch {
				return m.text, m.ok
			}
			t, ok := inner(f)
			m := &f.memos[id]
			m.text, m.ok, m.epoch = t, ok, f.epoch
			return t, ok
		}
	}
	c.texts[n] = fn
	return fn
}

func (c *Program) makeText(n *plan.Node) textual {
	switch n.Op {
	case plan.Constant:
		v := n.Text
		return func(*Frame) (string, bool) { return v, true }
	case plan.Column:
		i := n.Index
		return func(f *Frame) (string, bool) { return textAt(f.portfolio.Root.Columns[i], f.account) }
	case plan.Field:
		t, i := n.Table-1, n.Index
		return func(f *Frame) (string, bool) { return textAt(f.portfolio.Children[t].Columns[i], int(f.row)) }
	case plan.Item:
		return func(f *Frame) (string, bool) { return f.item.text, f.item.ok }
	case plan.Input:
		return func(f *Frame) (string, bool) { return f.value.text, f.value.ok }
	case plan.Variable:
		i := n.Index
		return func(f *Frame) (string, bool) { return f.variables[i].text, f.variables[i].ok }
	case plan.Let:
		bind, body := c.bind(n), c.text(n.Args[1])
		return func(f *Frame) (string, bool) { bind(f); return body(f) }
	case plan.Publish:
		return c.text(n.Args[0])
	case plan.Guard, plan.Fresh:
		x, open := c.text(n.Args[0]), c.gate(n)
		return func(f *Frame) (string, bool) {
			if !open(f) {
				return "", false
			}
			return x(f)
		}
	case plan.CardBand:
		i := n.Index
		return func(f *Frame) (string, bool) { b := f.Score(i).Band; return b, b != "" }
	case plan.Cond:
		condition, a, b := c.operand(n, 0), c.text(n.Args[1]), c.text(n.Args[2])
		return func(f *Frame) (string, bool) {
			switch condition(f) {
			case yes:
				return a(f)
			case no:
				return b(f)
			}
			return "", false
		}
	case plan.Coalesce:
		a, b := leftKnown(c, n, c.text(n.Args[0])), c.text(n.Args[1])
		return func(f *Frame) (string, bool) {
			if t, ok := a(f); ok {
				return t, true
			}
			return b(f)
		}
	case plan.Concat:
		a, b := c.text(n.Args[0]), c.text(n.Args[1])
		return func(f *Frame) (string, bool) {
			x, ok := a(f)
			y, ok2 := b(f)
			if !ok || !ok2 || len(x)+len(y) > maxText {
				return "", false
			}
			return x + y, true
		}
	case plan.Call:
		return c.textCall(n)
	case plan.Registered:
		call := c.registered(n)
		return func(f *Frame) (string, bool) { v := call(f); return v.Text, v.Kind != signals.NoKind }
	}
	return func(*Frame) (string, bool) { return "", false }
}

func textAt(v *signals.Vector, i int) (string, bool) {
	if v.Missing[i] != signals.Present {
		return "", false
	}
	return v.Dict[v.Codes[i]], true
}

func (c *Program) textCall(n *plan.Node) textual {
	change := strings.TrimSpace
	switch n.Kernel {
	case expression.Lower:
		change = strings.ToLower
	case expression.Upper:
		change = strings.ToUpper
	case expression.Trim:
	default:
		pick := c.pickScalar(n)
		return func(f *Frame) (string, bool) { v, ok := pick(f); return v.text, ok }
	}
	x := c.text(n.Args[0])
	return func(f *Frame) (string, bool) {
		t, ok := x(f)
		if !ok {
			return "", false
		}
		return change(t), true
	}
}
