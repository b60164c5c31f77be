package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// valueCall compiles the functions of single values that give a number.
func (c *Program) valueCall(n *plan.Node) number {
	switch n.Kernel {
	case expression.DaysSince, expression.DaysUntil:
		x, until := c.instant(n.Args[0]), n.Kernel == expression.DaysUntil
		return func(f *Frame) exact.Num {
			t, ok := x(f)
			if !ok {
				return exact.Num{}
			}
			if until {
				return exact.Int(days(f.asOf, t))
			}
			return exact.Int(days(t, f.asOf))
		}
	case expression.DecaySince:
		return c.decaySince(n)
	case expression.DecayDays:
		x, half := c.number(n.Args[0]), c.number(n.Args[1])
		return func(f *Frame) exact.Num {
			h := half(f)
			if h.IsMissing() || h.Sign() <= 0 {
				return exact.Num{}
			}
			return exact.Pow2(x(f).Quo(h).Neg())
		}
	case expression.Share, expression.Percent:
		part, whole := c.number(n.Args[0]), c.number(n.Args[1])
		factor := exact.Int(1)
		if n.Kernel == expression.Percent {
			factor = exact.Int(100)
		}
		return func(f *Frame) exact.Num { return part(f).Quo(whole(f)).Mul(factor) }
	case expression.Clamp:
		x, low, high := c.number(n.Args[0]), c.number(n.Args[1]), c.number(n.Args[2])
		return func(f *Frame) exact.Num {
			v, l, h := x(f), low(f), high(f)
			if v.IsMissing() || l.IsMissing() || h.IsMissing() || l.Cmp(h) > 0 {
				return exact.Num{}
			}
			return clamp(v, l, h)
		}
	case expression.Round:
		return c.round(n)
	case expression.WindowDays:
		d := n.Duration
		return func(f *Frame) exact.Num { return exact.Int(WindowDays(f.asOf, d)) }
	}
	fn, ok := ofOne[n.Kernel]
	if !ok {
		return noNumber
	}
	x := c.number(n.Args[0])
	return func(f *Frame) exact.Num {
		v := x(f)
		if v.IsMissing() {
			return v
		}
		return fn(v)
	}
}

// ofOne are the functions of one number.
var ofOne = map[expression.Kernel]func(exact.Num) exact.Num{
	expression.Floor: exact.Num.Floor,
	expression.Ceil:  exact.Num.Ceil,
	expression.Abs:   exact.Num.Abs,
	expression.Sqrt:  exact.Sqrt,
	expression.Ln:    exact.Ln,
}

func clamp(v, low, high exact.Num) exact.Num {
	if v.Cmp(low) < 0 {
		return low
	}
	if v.Cmp(high) > 0 {
		return high
	}
	return v
}

func (c *Program) round(n *plan.Node) number {
	x := c.number(n.Args[0])
	if len(n.Args) == 1 {
		return func(f *Frame) exact.Num { return x(f).Round(0) }
	}
	decimals := c.number(n.Args[1])
	return func(f *Frame) exact.Num { return Round(x(f), decimals(f)) }
}

// Round rounds to 0 to 9 decimals.
func Round(x, decimals exact.Num) exact.Num {
	k, ok := decimals.Int64()
	if !ok || k < 0 || k > 9 {
		return exact.Num{}
	}
	return x.Round(int(k))
}

// decaySince halves once each half-life, a duration counted back from as-of; the
// age is counted in days, or in hours where the half-life is.
func (c *Program) decaySince(n *plan.Node) number {
	x, d := c.instant(n.Args[0]), n.Duration
	return func(f *Frame) exact.Num {
		t, ok := x(f)
		if !ok {
			return exact.Num{}
		}
		half := f.asOf - d.Before(f.asOf)
		age := days(t, f.asOf)
		if d.IsHours() {
			return exact.Pow2(exact.Ratio(f.asOf-t, half).Neg())
		}
		return exact.Pow2(exact.Ratio(age, days(d.Before(f.asOf), f.asOf)).Neg())
	}
}
