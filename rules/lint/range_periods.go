package lint

import (
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// ofPeriods is what functions of rows in time, and those made of others, can give
// before it is published; false for other functions. Whatever they look at may be
// missing.
func (s scope) ofPeriods(n *expression.Node) (v set, ok bool) {
	switch n.Overload.Kernel {
	case expression.TrendCount:
		v = atLeast(0, anyDecimals)
	case expression.Trend, expression.DecayedSum:
		v = anyNumber(anyDecimals)
		if s.notNegative(n) {
			v = atLeast(0, anyDecimals)
		}
	case expression.DecayedMean, expression.Quantile:
		item := s.overRows(n.Args[0]).values(n.Args[1])
		if item.none(numberShape) {
			return onlyMissing(), true
		}
		v = set{spans: item.spans, decimals: anyDecimals}.whole()
	case expression.Streak, expression.StreakWhere, expression.ActiveDays, expression.ActiveDaysOf:
		v = atLeast(0, 0)
	case expression.Stickiness:
		v = between(0, 100, anyDecimals)
	case expression.CES:
		v = between(1, 7, anyDecimals)
	case expression.TopShare, expression.ShareOf, expression.PercentOf:
		v = anyNumber(anyDecimals)
		if most := int64(1); s.notNegative(n) {
			if n.Overload.Kernel == expression.PercentOf {
				most = 100
			}
			v = between(0, most, anyDecimals)
		}
	case expression.Scale:
		v = s.scaled(n)
	case expression.DaysBetween, expression.MonthsBetween, expression.MonthsSince, expression.MonthsUntil, expression.BusinessDays:
		v = anyNumber(0)
	default:
		return set{}, false
	}
	return v.orMissing(true), true
}

// notNegative tells whether no item of the rows is below 0.
func (s scope) notNegative(n *expression.Node) bool {
	return s.overRows(n.Args[0]).values(n.Args[1]).present().within(atLeast(0, anyDecimals), numberShape)
}

// scaled is what scale gives: the range that it brings values to.
func (s scope) scaled(n *expression.Node) set {
	low, high := exact.Int(0), exact.Int(100)
	if len(n.Args) == 5 {
		low, high = n.Args[3].Num, n.Args[4].Num
		if n.Args[3].Op != expression.OpNumber || n.Args[4].Op != expression.OpNumber {
			return anyNumber(anyDecimals)
		}
	}
	if low.Cmp(high) > 0 {
		low, high = high, low
	}
	return numbers(span{lo: low, hi: high}, anyDecimals)
}
