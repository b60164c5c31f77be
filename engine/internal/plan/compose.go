package plan

import (
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Some functions of the catalogue are made of others. Here is what of: no back end
// knows them, and what they have in common with other rules is computed once.

// Causes of a division by zero, for people.
const (
	causeNoRange  = "low and high are the same"
	causeNoBefore = "what it is compared with is 0"
	causeNoWhole  = "the items add up to 0"
	causeNoWindow = "the window before adds up to 0"
	causeFewDays  = "the rows are of fewer than two different days"
	causeNobody   = "nobody is in the window"
	nineToFive    = "09:00-17:00"
)

var (
	wholes  = expression.Of(signals.Int)
	numbers = expression.Of(signals.Number)
)

// compose gives what a function of the catalogue is made of; nil if it stands for
// itself.
func (b *builder) compose(e *expression.Node) *Node {
	switch e.Overload.Kernel {
	case expression.Scale:
		return b.scale(e)
	case expression.Growth:
		now, before := b.lower(e.Args[0]), b.lower(e.Args[1])
		change := b.operate(Subtract, now.Type, now, before)
		return b.times(100, b.ratio(change, b.of(expression.Abs, before.Type, before), causeNoBefore))
	case expression.ShareOf, expression.PercentOf:
		return b.shareOf(e)
	case expression.Trend, expression.TrendCount:
		return b.trend(e)
	case expression.Slope:
		return b.slope(e)
	case expression.DecayedSum, expression.DecayedMean:
		return b.decayed(e)
	case expression.Streak:
		return b.streak(e)
	case expression.ActiveDays:
		rows := b.lower(e.Args[0])
		if len(e.Args) == 1 {
			return b.different(rows, b.dayOf(rows))
		}
		return b.daysOf(rows, b.perRow(e.Args[1]))
	case expression.Stickiness:
		return b.stickiness(e)
	}
	return b.composeCalendar(e)
}

func (b *builder) composeCalendar(e *expression.Node) *Node {
	switch e.Overload.Kernel {
	case expression.DaysBetween:
		from, to := b.lower(e.Args[0]), b.lower(e.Args[1])
		return b.operate(Subtract, wholes, b.of(expression.DaysUntil, wholes, to), b.of(expression.DaysUntil, wholes, from))
	case expression.MonthsSince:
		return b.of(expression.MonthsBetween, wholes, b.lower(e.Args[0]), b.asOf())
	case expression.MonthsUntil:
		return b.of(expression.MonthsBetween, wholes, b.asOf(), b.lower(e.Args[0]))
	case expression.BusinessDays, expression.BusinessHours:
		args, hours := []*Node{b.lower(e.Args[0]), b.asOf()}, nineToFive
		for _, a := range e.Args[1:] {
			if a.Op == expression.OpWord {
				hours = a.Text
			} else {
				args[1] = b.lower(a)
			}
		}
		n := &Node{Op: Call, Kernel: e.Overload.Kernel, Type: e.Type, Args: args}
		if n.Kernel == expression.BusinessHours {
			n.Hours, _ = signals.ParseHours(hours) // the checker read it
		}
		return b.shareCall(n)
	case expression.StartOf:
		at := b.asOf()
		if len(e.Args) > 1 {
			at = b.lower(e.Args[1])
		}
		return b.shareCall(&Node{Op: Call, Kernel: expression.StartOf, Type: e.Type, Args: []*Node{at}, Text: e.Args[0].Text})
	}
	return nil
}

// shareCall shares a call of what stands outside its rows.
func (b *builder) shareCall(n *Node) *Node {
	for _, a := range n.Args {
		n.Depends |= a.Depends
	}
	return b.share(n)
}

// of is a function of values.
func (b *builder) of(k expression.Kernel, t expression.Type, args ...*Node) *Node {
	return b.shareCall(&Node{Op: Call, Kernel: k, Type: t, Args: args})
}

func (b *builder) operate(op Op, t expression.Type, args ...*Node) *Node {
	t.Literal = false
	return b.share(&Node{Op: op, Type: t, Args: args})
}

// ratio divides; cause says what a division by zero comes from.
func (b *builder) ratio(part, whole *Node, cause string) *Node {
	return b.share(&Node{Op: Divide, Type: numbers, Args: []*Node{part, whole}, Text: cause})
}

func (b *builder) times(factor int64, x *Node) *Node {
	return b.operate(Multiply, numbers, x, b.whole(factor))
}

func (b *builder) whole(n int64) *Node { return b.constant(wholes, exact.Int(n)) }

// asOf is the instant that everything is computed at.
func (b *builder) asOf() *Node {
	return b.share(&Node{Op: Call, Kernel: expression.Ago, Type: expression.Of(signals.Time)})
}

// row makes nodes that are computed for each row.
func (b *builder) row(make func() *Node) *Node {
	b.depth++
	defer func() { b.depth-- }()
	return make()
}

func (b *builder) perRow(e *expression.Node) *Node {
	return b.row(func() *Node { return b.lower(e) })
}

// over is a function over rows, with arguments that are computed for each of them.
func (b *builder) over(k expression.Kernel, t expression.Type, rows *Node, each ...*Node) *Node {
	n := &Node{Op: Call, Kernel: k, Type: t, Args: append([]*Node{rows}, each...)}
	return b.overRows(n, rows, each)
}

func (b *builder) overRows(n, rows *Node, each []*Node) *Node {
	n.Type.Literal = false
	n.Depends = rows.Depends
	b.depth++
	inner := b.rowBit()
	b.depth--
	for _, x := range each {
		n.Depends |= x.Depends &^ inner
	}
	return b.share(n)
}

func (b *builder) filter(rows, condition *Node) *Node {
	return b.over(expression.Filter, rows.Type, rows, condition)
}

func (b *builder) sum(rows, x *Node) *Node { return b.over(expression.Sum, x.Type, rows, x) }

func (b *builder) within(rows *Node, d, before signals.Duration) *Node {
	return b.share(&Node{Op: Call, Kernel: expression.Within, Type: rows.Type, Args: []*Node{rows}, Duration: d, Before: before, Depends: rows.Depends})
}

// time is the time of a row.
func (b *builder) time(rows *Node) *Node {
	table := rows.Type.Table
	return b.row(func() *Node { return b.cellNamed(table, b.plan.Schema.Tables[table].Time) })
}

// dayOf is the UTC day of a row, as days from as-of.
func (b *builder) dayOf(rows *Node) *Node {
	at := b.time(rows)
	return b.row(func() *Node { return b.of(expression.DaysUntil, wholes, at) })
}

// different counts the different items of rows.
func (b *builder) different(rows, x *Node) *Node {
	list := x.Type
	list.Shape = expression.List
	return b.of(expression.CountItems, wholes, b.over(expression.Uniq, list, rows, x))
}

// daysOf counts the different pairs of day and who.
func (b *builder) daysOf(rows, who *Node) *Node {
	return b.over(expression.ActiveDaysOf, wholes, rows, b.dayOf(rows), who)
}

func (b *builder) scale(e *expression.Node) *Node {
	x, low, high := b.lower(e.Args[0]), b.lower(e.Args[1]), b.lower(e.Args[2])
	toLow, toHigh := b.whole(0), b.whole(100)
	if len(e.Args) > 3 {
		toLow, toHigh = b.lower(e.Args[3]), b.lower(e.Args[4])
	}
	part := b.ratio(b.operate(Subtract, x.Type, x, low), b.operate(Subtract, high.Type, high, low), causeNoRange)
	part = b.of(expression.Clamp, numbers, part, b.whole(0), b.whole(1))
	if len(e.Args) == 3 {
		return b.times(100, part)
	}
	return b.operate(Add, numbers, toLow, b.operate(Multiply, numbers, part, b.operate(Subtract, toHigh.Type, toHigh, toLow)))
}

func (b *builder) shareOf(e *expression.Node) *Node {
	rows, x, condition := b.lower(e.Args[0]), b.perRow(e.Args[1]), b.perRow(e.Args[2])
	part := b.ratio(b.sum(b.filter(rows, condition), x), b.sum(rows, x), causeNoWhole)
	if e.Overload.Kernel == expression.PercentOf {
		return b.times(100, part)
	}
	return part
}

func (b *builder) trend(e *expression.Node) *Node {
	rows, d := b.lower(e.Args[0]), e.Args[len(e.Args)-1].Duration
	now, before := b.within(rows, d, signals.Duration{}), b.within(rows, d.Times(2), d)
	if e.Overload.Kernel == expression.TrendCount {
		return b.ratio(b.over(expression.CountRows, wholes, now), b.over(expression.CountRows, wholes, before), causeNoWindow)
	}
	x := b.perRow(e.Args[1])
	return b.ratio(b.sum(now, x), b.sum(before, x), causeNoWindow)
}

// slope is that of least squares over the rows that have an item.
func (b *builder) slope(e *expression.Node) *Node {
	rows := b.lower(e.Args[0])
	if len(e.Args) > 2 {
		rows = b.within(rows, e.Args[2].Duration, signals.Duration{})
	}
	y := b.perRow(e.Args[1])
	yes := expression.Of(signals.Bool)
	there := b.row(func() *Node { return b.operate(Not, yes, b.operate(IsMissing, yes, y)) })
	rows = b.filter(rows, there)
	x := b.dayOf(rows)
	xy := b.row(func() *Node { return b.operate(Multiply, numbers, x, y) })
	xx := b.row(func() *Node { return b.operate(Multiply, wholes, x, x) })
	n, sx, sy := b.over(expression.CountRows, wholes, rows), b.sum(rows, x), b.sum(rows, y)
	above := b.operate(Subtract, numbers, b.operate(Multiply, numbers, n, b.sum(rows, xy)), b.operate(Multiply, numbers, sx, sy))
	below := b.operate(Subtract, numbers, b.operate(Multiply, numbers, n, b.sum(rows, xx)), b.operate(Multiply, numbers, sx, sx))
	return b.ratio(above, below, causeFewDays)
}

func (b *builder) decayed(e *expression.Node) *Node {
	rows, x := b.lower(e.Args[0]), b.perRow(e.Args[1])
	at := b.time(rows)
	left := b.row(func() *Node {
		n := b.shareCall(&Node{Op: Call, Kernel: expression.DecaySince, Type: numbers, Args: []*Node{at}, Duration: e.Args[2].Duration})
		return b.publish(n, numbers)
	})
	if e.Overload.Kernel == expression.DecayedMean {
		return b.over(expression.WeightedMean, e.Type, rows, x, left)
	}
	return b.sum(rows, b.row(func() *Node { return b.operate(Multiply, e.Type, x, left) }))
}

func (b *builder) streak(e *expression.Node) *Node {
	rows := b.lower(e.Args[0])
	at := b.time(rows)
	n := &Node{Op: Call, Kernel: expression.Streak, Type: e.Type, Args: []*Node{rows, at}, Duration: e.Args[1].Duration}
	return b.overRows(n, rows, []*Node{at})
}

func (b *builder) stickiness(e *expression.Node) *Node {
	d := e.Args[2].Duration
	rows, who := b.within(b.lower(e.Args[0]), d, signals.Duration{}), b.perRow(e.Args[1])
	days := b.share(&Node{Op: Call, Kernel: expression.WindowDays, Type: wholes, Duration: d})
	all := b.operate(Multiply, wholes, days, b.different(rows, who))
	return b.times(100, b.ratio(b.daysOf(rows, who), all, causeNobody))
}
