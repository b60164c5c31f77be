package evaluate

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// numberCall compiles the functions that give a number.
func (c *Program) numberCall(n *plan.Node) number {
	switch n.Kernel {
	case expression.CountRows:
		if kindOf(n.Args[0]) == rowsKind {
			base := c.rowset(n.Args[0])
			return func(f *Frame) exact.Num {
				rows := base(f)
				if rows.missing {
					return exact.Num{}
				}
				return exact.Int(int64(rows.len()))
			}
		}
		return c.countItems(n)
	case expression.CountItems:
		return c.countItems(n)
	case expression.CountWhere, expression.ShareWhere, expression.PercentWhere:
		return c.countWhere(n)
	case expression.First, expression.Last:
		pick := c.pickScalar(n)
		return func(f *Frame) exact.Num { v, _ := pick(f); return v.num }
	case expression.WeightedMean:
		return c.weightedMean(n)
	case expression.Sum, expression.Mean, expression.Median, expression.Stddev,
		expression.MinOf, expression.MaxOf, expression.NPS, expression.CSAT, expression.CES:
		return c.aggregate(n)
	case expression.Quantile, expression.TopShare:
		return c.ranked(n)
	case expression.Streak:
		return c.streak(n)
	case expression.StreakWhere:
		return c.streakWhere(n)
	case expression.ActiveDaysOf:
		return c.activeDays(n)
	case expression.MonthsBetween, expression.BusinessDays, expression.BusinessHours:
		return c.between(n)
	case expression.MinValue, expression.MaxValue:
		return c.extremeValue(n)
	}
	return c.valueCall(n)
}

func (c *Program) countItems(n *plan.Node) number {
	walk, item, k := c.items(n)
	return func(f *Frame) exact.Num {
		count := int64(0)
		if !walk(f, func() bool {
			if !absent(item(f), k) {
				count++
			}
			return true
		}) {
			return exact.Num{}
		}
		return exact.Int(count)
	}
}

// countWhere counts the rows that hold a condition, or gives their part of all.
func (c *Program) countWhere(n *plan.Node) number {
	walk, condition, kernel := c.walk(n.Args[0], n.Nested), c.truth(n.Args[1]), n.Kernel
	return func(f *Frame) exact.Num {
		var count, all int64
		if !walk(f, func() bool {
			all++
			if condition(f) == yes {
				count++
			}
			return true
		}) {
			return exact.Num{}
		}
		switch kernel {
		case expression.ShareWhere:
			return exact.Ratio(count, all)
		case expression.PercentWhere:
			return exact.Ratio(100*count, all)
		}
		return exact.Int(count)
	}
}

// aggregate gathers the items that are there and reduces them.
func (c *Program) aggregate(n *plan.Node) number {
	walk, item, _ := c.items(n)
	reduce := Reducer(n)
	return func(f *Frame) exact.Num {
		from, all := len(f.numbers), 0
		ok := walk(f, func() bool {
			all++
			if v := item(f).num; !v.IsMissing() {
				f.numbers = append(f.numbers, v)
			}
			return true
		})
		var v exact.Num
		if ok {
			v = reduce(f.numbers[from:], all)
		}
		f.numbers = f.numbers[:from]
		return v
	}
}

// Reducer is how an aggregate reduces the items that are there; all is how many rows
// there were. It may reorder the items.
func Reducer(n *plan.Node) func(items []exact.Num, all int) exact.Num {
	if n.Kernel == expression.Stddev {
		root := rootOf(n.Type)
		return func(items []exact.Num, _ int) exact.Num { return stddev(items, root) }
	}
	return reducers[n.Kernel]
}

// rootOf is the square root as it is published: amounts keep their minor unit however
// large they are.
func rootOf(t expression.Type) func(exact.Num) exact.Num {
	if t.Kind != signals.Money {
		return exact.Sqrt
	}
	return func(x exact.Num) exact.Num { return exact.SqrtTo(x, t.Minor()) }
}

var reducers = map[expression.Kernel]func(items []exact.Num, all int) exact.Num{
	expression.Sum: func(items []exact.Num, all int) exact.Num {
		if len(items) == 0 && all > 0 {
			return exact.Num{}
		}
		return sum(items)
	},
	expression.Mean: func(items []exact.Num, _ int) exact.Num { return mean(items) },
	expression.Median: func(items []exact.Num, _ int) exact.Num {
		sortNumbers(items)
		return quantile(items, exact.Ratio(1, 2))
	},
	expression.MinOf: func(items []exact.Num, _ int) exact.Num { return extreme(items, -1) },
	expression.MaxOf: func(items []exact.Num, _ int) exact.Num { return extreme(items, 1) },
	expression.NPS:   func(items []exact.Num, _ int) exact.Num { return nps(items) },
	expression.CSAT:  func(items []exact.Num, _ int) exact.Num { return csat(items) },
	expression.CES:   func(items []exact.Num, _ int) exact.Num { return ces(items) },
}

func sum(items []exact.Num) exact.Num {
	var s exact.Sum
	for _, v := range items {
		s.Add(v)
	}
	return s.Num()
}

func mean(items []exact.Num) exact.Num { return sum(items).Quo(exact.Int(int64(len(items)))) }

func sortNumbers(items []exact.Num) { slices.SortFunc(items, exact.Num.Cmp) }

// quantile is type 7 of Hyndman and Fan (1996) over ascending values: at
// h = (n-1)q, between its neighbours in proportion. Missing of nothing and
// outside 0..1.
func quantile(sorted []exact.Num, q exact.Num) exact.Num {
	return quantileOf(len(sorted), func(i int) exact.Num { return sorted[i] }, q)
}

// quantileOf is quantile over n values that are found by place.
func quantileOf(n int, at func(int) exact.Num, q exact.Num) exact.Num {
	if n == 0 || q.IsMissing() || q.Sign() < 0 || q.Cmp(exact.Int(1)) > 0 {
		return exact.Num{}
	}
	h := q.Mul(exact.Int(int64(n - 1)))
	below := h.Floor()
	i, _ := below.Int64()
	if int(i) == n-1 {
		return at(int(i))
	}
	return at(int(i)).Add(h.Sub(below).Mul(at(int(i) + 1).Sub(at(int(i)))))
}

// stddev is the sample standard deviation: n - 1 in the denominator.
func stddev(items []exact.Num, root func(exact.Num) exact.Num) exact.Num {
	n := int64(len(items))
	if n < 2 {
		return exact.Num{}
	}
	var s, squares exact.Sum
	for _, v := range items {
		s.Add(v)
		squares.Add(v.Mul(v))
	}
	total := s.Num()
	variance := squares.Num().Sub(total.Mul(total).Quo(exact.Int(n))).Quo(exact.Int(n - 1))
	return root(variance)
}

func extreme(items []exact.Num, sign int) exact.Num {
	if len(items) == 0 {
		return exact.Num{}
	}
	best := items[0]
	for _, v := range items[1:] {
		if v.Cmp(best)*sign > 0 {
			best = v
		}
	}
	return best
}

// nps: promoters answer 9 or 10, detractors 0 to 6; what is outside 0..10 is no
// answer.
func nps(items []exact.Num) exact.Num {
	var promoters, detractors, answers int64
	for _, v := range items {
		if v.Sign() < 0 || v.Cmp(exact.Int(10)) > 0 {
			continue
		}
		answers++
		if v.Cmp(exact.Int(9)) >= 0 {
			promoters++
		} else if v.Cmp(exact.Int(6)) <= 0 {
			detractors++
		}
	}
	return exact.Ratio(100*(promoters-detractors), answers)
}

// csat: satisfied answers are 4 and 5 of 1 to 5; what is outside is no answer.
func csat(items []exact.Num) exact.Num {
	var satisfied, answers int64
	for _, v := range items {
		if v.Cmp(exact.Int(1)) < 0 || v.Cmp(exact.Int(5)) > 0 {
			continue
		}
		answers++
		if v.Cmp(exact.Int(4)) >= 0 {
			satisfied++
		}
	}
	return exact.Ratio(100*satisfied, answers)
}

// ces: the mean of answers from 1 to 7; what is outside is no answer.
func ces(items []exact.Num) exact.Num {
	var total exact.Sum
	answers := int64(0)
	for _, v := range items {
		if v.Cmp(exact.Int(1)) >= 0 && v.Cmp(exact.Int(7)) <= 0 {
			total.Add(v)
			answers++
		}
	}
	return total.Num().Quo(exact.Int(answers))
}

func (c *Program) weightedMean(n *plan.Node) number {
	walk := c.walk(n.Args[0], n.Nested)
	value, weight := c.number(n.Args[1]), c.number(n.Args[2])
	return func(f *Frame) exact.Num {
		var products, weights exact.Sum
		if !walk(f, func() bool {
			v, w := value(f), weight(f)
			if !v.IsMissing() && !w.IsMissing() {
				products.Add(v.Mul(w))
				weights.Add(w)
			}
			return true
		}) {
			return exact.Num{}
		}
		return products.Num().Quo(weights.Num())
	}
}

// extremeValue is the least or greatest of written values; one missing makes it
// missing.
func (c *Program) extremeValue(n *plan.Node) number {
	values := make([]number, len(n.Args))
	for i, a := range n.Args {
		values[i] = c.number(a)
	}
	sign := 1
	if n.Kernel == expression.MinValue {
		sign = -1
	}
	return func(f *Frame) exact.Num {
		best := values[0](f)
		for _, value := range values[1:] {
			v := value(f)
			if v.IsMissing() || best.IsMissing() {
				return exact.Num{}
			}
			if v.Cmp(best)*sign > 0 {
				best = v
			}
		}
		return best
	}
}

// pickScalar compiles first, last, and min and max of instants.
func (c *Program) pickScalar(n *plan.Node) func(*Frame) (scalar, bool) {
	walk, item, k := c.items(n)
	better := func(v, best scalar) bool { return false } // first
	switch n.Kernel {
	case expression.Last:
		better = func(v, best scalar) bool { return true }
	case expression.MinOf:
		better = func(v, best scalar) bool { return v.micros < best.micros }
	case expression.MaxOf:
		better = func(v, best scalar) bool { return v.micros > best.micros }
	}
	onlyFirst := n.Kernel == expression.First
	return func(f *Frame) (scalar, bool) {
		var best scalar
		found := false
		ok := walk(f, func() bool {
			v := item(f)
			if absent(v, k) {
				return true
			}
			if !found || better(v, best) {
				best, found = v, true
			}
			return !onlyFirst
		})
		if !ok || !found {
			return scalar{flag: unknown}, false
		}
		return best, true
	}
}

// foldTruths compiles first and last of yes or no.
func (c *Program) foldTruths(n *plan.Node) logic {
	pick := c.pickScalar(n)
	return func(f *Frame) truth { v, _ := pick(f); return v.flag }
}

// registered compiles a call of a function registered in Go: a missing argument
// makes the result missing without a call, and so does an error.
func (c *Program) registered(n *plan.Node) func(*Frame) signals.Value {
	args := make([]func(*Frame) scalar, len(n.Args))
	for i, a := range n.Args {
		args[i] = c.scalar(a)
	}
	function, want := c.functions[n.Index].Call, n.Type.Kind
	return func(f *Frame) signals.Value {
		from := len(f.args)
		defer func() { f.args = f.args[:from] }()
		for i, arg := range args {
			v := arg(f)
			if absent(v, kindOf(n.Args[i])) {
				return signals.Value{}
			}
			value := v.value(n.Args[i].Type.Kind)
			value.Minor = uint8(n.Args[i].Type.Minor())
			f.args = append(f.args, value)
		}
		v, err := function(slices.Clone(f.args[from:]))
		if err != nil || v.Kind != want || v.Missing != signals.Present {
			return signals.Value{}
		}
		return v
	}
}

// value gives a scalar of a kind as others see it.
func (v scalar) value(k signals.Kind) signals.Value {
	return signals.Value{Kind: k, Num: v.num, Text: v.text, Micros: v.micros, Flag: v.flag == yes}
}
