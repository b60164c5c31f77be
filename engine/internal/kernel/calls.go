package kernel

import (
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// canCall tells whether a function has a kernel for what it is called with.
func (c *compiler) canCall(n *plan.Node) bool {
	switch n.Kernel {
	case expression.Ago:
		return true
	case expression.DaysSince, expression.DaysUntil, expression.DateOf, expression.Share, expression.Percent, expression.Clamp,
		expression.Floor, expression.Ceil, expression.Abs, expression.Sqrt, expression.Ln, expression.Round,
		expression.Lower, expression.Upper, expression.Trim, expression.StartOf,
		expression.MonthsBetween, expression.BusinessDays, expression.BusinessHours:
		return c.serve(n.Args...)
	case expression.WindowDays:
		return true
	case expression.MinValue, expression.MaxValue:
		return kindOf(n) == numberKind && c.serve(n.Args...)
	}
	return c.canAggregate(n)
}

// call compiles a function.
func (l *lane) call(n *plan.Node) int {
	switch n.Kernel {
	case expression.Ago:
		at := l.slot()
		l.add(func(s *scope) {
			v := &s.vectors[at]
			fill(v.numerators(s.rows, 1), n.Duration.Before(s.frame.asOf))
			v.miss = nil
		})
		return at
	case expression.DaysSince, expression.DaysUntil:
		return l.days(n)
	case expression.DateOf:
		return l.dateOf(n)
	case expression.Lower:
		return l.textChange(n.Args[0], strings.ToLower)
	case expression.Upper:
		return l.textChange(n.Args[0], strings.ToUpper)
	case expression.Trim:
		return l.textChange(n.Args[0], strings.TrimSpace)
	case expression.MonthsBetween, expression.BusinessDays, expression.BusinessHours:
		return l.between(n)
	case expression.StartOf:
		return l.startOf(n)
	case expression.WindowDays:
		at := l.slot()
		l.add(func(s *scope) {
			v, days := &s.vectors[at], evaluate.WindowDays(s.frame.asOf, n.Duration)
			fill(v.numerators(s.rows, 1), days)
			v.miss = nil
			v.bounds(float64(days), float64(days))
		})
		return at
	case expression.Share, expression.Percent:
		return l.share(n)
	case expression.MinValue, expression.MaxValue:
		return l.extremeOf(n)
	case expression.Clamp:
		return l.clamp(n)
	case expression.Floor, expression.Ceil, expression.Abs, expression.Sqrt, expression.Ln:
		x, at, fn := l.need(n.Args[0]), l.slot(), evaluate.OfOne(n.Kernel)
		l.add(func(s *scope) { l.mapWide(s, at, x, fn) })
		return at
	}
	if n.Kernel == expression.Round {
		return l.round(n)
	}
	return l.aggregate(n)
}

// round compiles rounding to as many decimals as asked for, by default none.
func (l *lane) round(n *plan.Node) int {
	x, decimals := l.need(n.Args[0]), -1
	if len(n.Args) > 1 {
		decimals = l.need(n.Args[1])
	}
	at := l.slot()
	l.add(func(s *scope) {
		from := &s.vectors[x]
		for i, out := 0, s.vectors[at].widen(s.rows); i < len(out); i++ {
			if decimals < 0 {
				out[i] = from.at(i).Round(0)
			} else {
				out[i] = evaluate.Round(from.at(i), s.vectors[decimals].at(i))
			}
		}
	})
	return at
}

// days compiles counting UTC midnights to or from as-of.
func (l *lane) days(n *plan.Node) int {
	x, at, until := l.need(n.Args[0]), l.slot(), n.Kernel == expression.DaysUntil
	l.add(func(s *scope) {
		v, a := &s.vectors[at], &s.vectors[x]
		out, today := v.numerators(s.rows, 1), signals.DayOf(s.frame.asOf)
		low, high := int64(0), int64(0)
		for i := range out {
			d := today - signals.DayOf(a.n[i])
			if until {
				d = -d
			}
			out[i] = d
			low, high = min(low, d), max(high, d)
		}
		v.miss = a.miss
		v.bounds(float64(low), float64(high))
	})
	return at
}

// dateOf compiles reading a text as a date.
func (l *lane) dateOf(n *plan.Node) int {
	x, at := l.need(n.Args[0]), l.slot()
	l.add(func(s *scope) {
		v, a := &s.vectors[at], &s.vectors[x]
		out, miss := v.numerators(s.rows, 1), v.mask(s.rows)
		for i := range out {
			out[i], miss[i] = 0, missing
			if text, ok := a.text(i); ok {
				if day, err := signals.ParseDate(text); err == nil {
					out[i], miss[i] = day, signals.Present
				}
			}
		}
	})
	return at
}

// share compiles share and percent: part / whole, times 100.
func (l *lane) share(n *plan.Node) int {
	x, y, at := l.need(n.Args[0]), l.need(n.Args[1]), l.slot()
	factor := int64(1)
	if n.Kernel == expression.Percent {
		factor = 100
	}
	ratio := l.slot()
	l.add(func(s *scope) {
		v, q, a, b := &s.vectors[at], &s.vectors[ratio], &s.vectors[x], &s.vectors[y]
		if a.wide == nil && b.wide == nil && q.divide(s.rows, a, b) && v.scale(s.rows, q, factor, 1) {
			return
		}
		for i, out := 0, v.widen(s.rows); i < len(out); i++ {
			out[i] = a.at(i).Quo(b.at(i)).Mul(exact.Int(factor))
		}
	})
	return at
}

// extremeOf compiles the least or greatest of written values; one missing makes it
// missing.
func (l *lane) extremeOf(n *plan.Node) int {
	op := plan.More
	if n.Kernel == expression.MinValue {
		op = plan.Less
	}
	best := l.need(n.Args[0])
	for _, a := range n.Args[1:] {
		best = l.better(op, best, l.need(a))
	}
	return best
}

// better compiles taking b where it is more, or less, than a, else a.
func (l *lane) better(op plan.Op, a, b int) int {
	is, at := l.slot(), l.slot()
	l.add(func(s *scope) {
		test, x, y := &s.vectors[is], &s.vectors[a], &s.vectors[b]
		test.compareNumbers(s.rows, op, y, x)
		s.vectors[at].choose(s, test, y, x, numberKind)
	})
	return at
}

// clamp compiles clamp(x, low, high): missing if low is above high.
func (l *lane) clamp(n *plan.Node) int {
	x, low, high := l.need(n.Args[0]), l.need(n.Args[1]), l.need(n.Args[2])
	at := l.better(plan.Less, l.better(plan.More, x, low), high)
	is, out := l.slot(), l.slot()
	l.add(func(s *scope) {
		test, v := &s.vectors[is], &s.vectors[out]
		test.compareNumbers(s.rows, plan.More, &s.vectors[low], &s.vectors[high])
		v.hide(s.rows, &s.vectors[at], numberKind, func(i int) bool { return test.truth[i] == no })
	})
	return out
}
