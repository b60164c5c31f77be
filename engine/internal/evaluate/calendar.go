package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// hourMicros is an hour, as instants are counted.
const hourMicros = signals.DayMicros / 24

// between compiles the functions of two instants.
func (c *Program) between(n *plan.Node) number {
	from, to := c.instant(n.Args[0]), c.instant(n.Args[1])
	count, unit := Between(n)
	return func(f *Frame) exact.Num {
		a, ok := from(f)
		b, also := to(f)
		if !ok || !also {
			return exact.Num{}
		}
		return exact.Ratio(count(a, b), unit)
	}
}

// Between is what a function of two instants counts, and how many of that make one.
func Between(n *plan.Node) (count func(from, to int64) int64, unit int64) {
	switch n.Kernel {
	case expression.MonthsBetween:
		return monthsBetween, 1
	case expression.BusinessDays:
		return func(from, to int64) int64 { return weekdays(signals.DayOf(to)) - weekdays(signals.DayOf(from)) }, 1
	}
	h := n.Hours
	return func(from, to int64) int64 { return worked(to, h) - worked(from, h) }, hourMicros
}

// IsBetween tells the functions of two instants.
func IsBetween(k expression.Kernel) bool {
	return k == expression.MonthsBetween || k == expression.BusinessDays || k == expression.BusinessHours
}

// weekday is 0 for Monday to 6 for Sunday.
func weekday(day int64) int64 { return ((day+3)%7 + 7) % 7 } // 1970-01-01 was a Thursday

// weekdays counts the days from Monday to Friday before a day, from some Monday on.
func weekdays(day int64) int64 {
	of := weekday(day)
	return (day-of+3)/7*5 + min(of, 5)
}

// worked is how much time of the hours of Monday to Friday lies before an instant.
func worked(micros int64, h signals.Hours) int64 {
	const minute = hourMicros / 60
	day := signals.DayOf(micros)
	begin, length := int64(h.From)*minute, int64(h.To-h.From)*minute
	t := weekdays(day) * length
	if weekday(day) < 5 {
		t += min(max(micros-day*signals.DayMicros-begin, 0), length)
	}
	return t
}

// monthsBetween counts full calendar months, in UTC days.
func monthsBetween(from, to int64) int64 {
	if to < from {
		return -monthsBetween(to, from)
	}
	a, b := signals.CivilDate(signals.DayOf(from)), signals.CivilDate(signals.DayOf(to))
	n := (b.Year-a.Year)*12 + b.Month - a.Month
	// From the 31st a month is full on the last day of a shorter one.
	if b.Day < a.Day && b.Day < b.DaysInMonth() {
		n--
	}
	return n
}

// startOf compiles start_of.
func (c *Program) startOf(n *plan.Node) temporal {
	at, unit := c.instant(n.Args[0]), n.Text
	return func(f *Frame) (int64, bool) {
		t, ok := at(f)
		return StartOf(unit, t), ok
	}
}

// StartOf is the first instant of the day, week, month, quarter or year of another.
func StartOf(unit string, micros int64) int64 {
	day := signals.DayOf(micros)
	d := signals.CivilDate(day)
	switch unit {
	case "week":
		day -= weekday(day)
	case "month":
		day -= d.Day - 1
	case "quarter":
		d.Month -= (d.Month - 1) % 3
		d.Day = 1
		day = d.Days()
	case "year":
		d.Month, d.Day = 1, 1
		day = d.Days()
	}
	return day * signals.DayMicros
}
