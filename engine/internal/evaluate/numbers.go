package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

type kind uint8

const (
	nothing kind = iota
	numberKind
	truthKind
	textKind
	instantKind
	rowsKind
	listKind
)

func kindOf(n *plan.Node) kind {
	t := n.Type
	switch {
	case t.Nil:
		return nothing
	case t.Shape == expression.Rows:
		return rowsKind
	case t.Shape == expression.List:
		return listKind
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

type number = func(*Frame) exact.Num

// number compiles a node that gives a number. A nil literal is a missing one.
func (c *Program) number(n *plan.Node) number {
	if fn, ok := c.numbers[n]; ok {
		return fn
	}
	fn := c.makeNumber(n)
	if c.remember(n) {
		inner, id := fn, n.ID
		fn = func(f *Frame) exact.Num {
			m := &f.memos[id]
			if m.epoch != f.epoch {
				v := inner(f)
				m = &f.memos[id]
				m.num, m.epoch = v, f.epoch
			}
			return m.num
		}
	}
	c.numbers[n] = fn
	return fn
}

func noNumber(*Frame) exact.Num { return exact.Num{} }

func (c *Program) makeNumber(n *plan.Node) number {
	switch n.Op {
	case plan.Constant:
		v := n.Num
		return func(*Frame) exact.Num { return v }
	case plan.Column:
		i := n.Index
		return func(f *Frame) exact.Num { return f.portfolio.Root.Columns[i].Num(f.account) }
	case plan.Field:
		t, i := n.Table-1, n.Index
		return func(f *Frame) exact.Num { return f.portfolio.Children[t].Columns[i].Num(int(f.row)) }
	case plan.Item:
		return func(f *Frame) exact.Num { return f.item.num }
	case plan.Variable:
		i := n.Index
		return func(f *Frame) exact.Num { return f.variables[i].num }
	case plan.Let:
		bind, body := c.bind(n), c.number(n.Args[1])
		return func(f *Frame) exact.Num { bind(f); return body(f) }
	case plan.Guard, plan.Fresh:
		x, open := c.number(n.Args[0]), c.gate(n)
		return func(f *Frame) exact.Num {
			if !open(f) {
				return exact.Num{}
			}
			return x(f)
		}
	case plan.Publish:
		return c.publish(n)
	case plan.Input:
		switch n.Index {
		case plan.InputScore:
			return func(f *Frame) exact.Num { return f.score }
		case plan.InputCoverage:
			return func(f *Frame) exact.Num { return f.coverage }
		}
		return func(f *Frame) exact.Num { return f.value.num }
	case plan.CardScore:
		i := n.Index
		return func(f *Frame) exact.Num { return f.Score(i).Score }
	case plan.CardCoverage:
		i := n.Index
		return func(f *Frame) exact.Num { return f.Score(i).Coverage.Publish() }
	case plan.Cond:
		condition, a, b := c.operand(n, 0), c.number(n.Args[1]), c.number(n.Args[2])
		return func(f *Frame) exact.Num {
			switch condition(f) {
			case yes:
				return a(f)
			case no:
				return b(f)
			}
			return exact.Num{}
		}
	case plan.Coalesce:
		a, b := left(c, n, c.number(n.Args[0]), exact.Num.IsMissing), c.number(n.Args[1])
		return func(f *Frame) exact.Num {
			if v := a(f); !v.IsMissing() {
				return v
			}
			return b(f)
		}
	case plan.Negate:
		x := c.number(n.Args[0])
		return func(f *Frame) exact.Num { return x(f).Neg() }
	case plan.Power:
		x, e := c.number(n.Args[0]), n.Index
		return func(f *Frame) exact.Num { return x(f).PowInt(e) }
	case plan.Add, plan.Subtract, plan.Multiply, plan.Divide, plan.Remainder:
		return arithmetic(n.Op, c.number(n.Args[0]), c.number(n.Args[1]))
	case plan.Call:
		return c.numberCall(n)
	case plan.PeerStat:
		return c.peerStat(n)
	case plan.Registered:
		call := c.registered(n)
		return func(f *Frame) exact.Num { return call(f).Num }
	}
	return noNumber
}

func arithmetic(op plan.Op, a, b number) number {
	switch op {
	case plan.Add:
		return func(f *Frame) exact.Num { return a(f).Add(b(f)) }
	case plan.Subtract:
		return func(f *Frame) exact.Num { return a(f).Sub(b(f)) }
	case plan.Multiply:
		return func(f *Frame) exact.Num { return a(f).Mul(b(f)) }
	case plan.Divide:
		return func(f *Frame) exact.Num { return a(f).Quo(b(f)) }
	}
	return func(f *Frame) exact.Num { return a(f).Rem(b(f)) }
}

func (c *Program) publish(n *plan.Node) number {
	x, decimals := c.number(n.Args[0]), n.Decimals
	switch n.Rounding {
	case plan.RoundInt:
		return func(f *Frame) exact.Num { return x(f).PublishInt() }
	case plan.RoundMoney:
		return func(f *Frame) exact.Num { return x(f).PublishMoney(decimals) }
	case plan.RoundNumber:
		if decimals >= 9 {
			return func(f *Frame) exact.Num { return x(f).Publish() }
		}
		return func(f *Frame) exact.Num { return x(f).PublishTo(decimals) }
	}
	return x
}

// bind compiles the value of a let into its variable.
func (c *Program) bind(n *plan.Node) func(*Frame) {
	i, x := n.Index, n.Args[0]
	switch kindOf(x) {
	case numberKind:
		value := c.number(x)
		return func(f *Frame) { v := value(f); f.variables[i].num = v }
	case truthKind:
		value := c.truth(x)
		return func(f *Frame) { v := value(f); f.variables[i].truth = v }
	case textKind:
		value := c.text(x)
		return func(f *Frame) {
			t, ok := value(f)
			f.variables[i].text, f.variables[i].ok = t, ok
		}
	case instantKind:
		value := c.instant(x)
		return func(f *Frame) {
			t, ok := value(f)
			f.variables[i].micros, f.variables[i].ok = t, ok
		}
	case rowsKind:
		value := c.rowset(x)
		return func(f *Frame) { v := value(f); f.variables[i].rows = v }
	case listKind:
		value := c.list(x)
		return func(f *Frame) { v := value(f); f.variables[i].list = v }
	}
	return func(*Frame) {}
}

// gate tells whether a hidden column may be seen.
func (c *Program) gate(n *plan.Node) func(*Frame) bool {
	at := c.instant(n.Args[1])
	if n.Op == plan.Guard {
		return func(f *Frame) bool {
			t, ok := at(f)
			return ok && t <= f.asOf
		}
	}
	if len(n.Args) == 2 {
		d := n.Duration
		return func(f *Frame) bool {
			t, ok := at(f)
			return ok && fresh(t, f.asOf, d)
		}
	}
	for_ := c.text(n.Args[2])
	return func(f *Frame) bool {
		text, ok := for_(f)
		if !ok {
			return false
		}
		d, err := signals.ParseDuration(text)
		if err != nil {
			return false
		}
		t, ok := at(f)
		return ok && fresh(t, f.asOf, d)
	}
}
