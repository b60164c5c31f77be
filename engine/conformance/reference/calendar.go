package reference

import (
	"math/big"
	"strconv"
	"strings"
	"time"
)

// calendar are the functions that count in the calendar.
func (s scope) calendar(n Call) Value {
	asOf := s.account.portfolio.asOf.Time
	at, hours := []time.Time{}, "09:00-17:00"
	for _, arg := range n.Args {
		if text, ok := arg.(Str); ok {
			if _, isDate := parseDate(text.Text); !isDate {
				hours = text.Text // or the unit of start_of
				continue
			}
		}
		v := s.eval(arg)
		if v.missing() {
			return v
		}
		at = append(at, besideInstant(v, instantValue(asOf)).At)
	}
	if len(at) < 2 {
		at = append(at, asOf)
	}
	switch n.Fn {
	case "days_between":
		return numValue(ratInt(days(at[0], at[1])))
	case "months_between", "months_since":
		return numValue(ratInt(fullMonths(at[0], at[1])))
	case "months_until":
		return numValue(ratInt(fullMonths(at[1], at[0])))
	case "business_days":
		return signed(at[0], at[1], weekdaysFrom)
	case "business_hours":
		return signed(at[0], at[1], func(from, to time.Time) *big.Rat { return hoursWorked(from, to, hours) })
	case "start_of":
		return instantValue(startOf(hours, at[0]))
	}
	panic("reference: unknown function " + n.Fn)
}

// signed is below 0 when reversed.
func signed(from, to time.Time, count func(from, to time.Time) *big.Rat) Value {
	if to.Before(from) {
		return numValue(zero().Neg(count(to, from)))
	}
	return numValue(count(from, to))
}

// fullMonths tries one month after the other.
func fullMonths(from, to time.Time) int {
	from, to = midnight(from), midnight(to)
	if to.Before(from) {
		return -fullMonths(to, from)
	}
	n := 0
	for !monthsBefore(from, -(n + 1)).After(to) {
		n++
	}
	return n
}

func working(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

func weekdaysFrom(from, to time.Time) *big.Rat {
	n := 0
	for day := midnight(from); day.Before(midnight(to)); day = day.AddDate(0, 0, 1) {
		if working(day) {
			n++
		}
	}
	return ratInt(n)
}

func hoursWorked(from, to time.Time, hours string) *big.Rat {
	begin, end, _ := strings.Cut(hours, "-")
	var worked time.Duration
	for day := midnight(from); !day.After(to); day = day.AddDate(0, 0, 1) {
		open, closed := day.Add(timeOfDay(begin)), day.Add(timeOfDay(end))
		if open.Before(from) {
			open = from
		}
		if closed.After(to) {
			closed = to
		}
		if working(day) && open.Before(closed) {
			worked += closed.Sub(open)
		}
	}
	return big.NewRat(int64(worked), int64(time.Hour))
}

func timeOfDay(text string) time.Duration {
	h, m, _ := strings.Cut(text, ":")
	hour, _ := strconv.Atoi(h)
	minute, _ := strconv.Atoi(m)
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
}

// startOf walks back to the first day of what the day lies in.
func startOf(unit string, at time.Time) time.Time {
	day := midnight(at)
	first := map[string]func() bool{
		"day":   func() bool { return true },
		"week":  func() bool { return day.Weekday() == time.Monday },
		"month": func() bool { return day.Day() == 1 },
		"quarter": func() bool {
			return day.Day() == 1 && (day.Month() == 1 || day.Month() == 4 || day.Month() == 7 || day.Month() == 10)
		},
		"year": func() bool { return day.YearDay() == 1 },
	}[unit]
	for !first() {
		day = day.AddDate(0, 0, -1)
	}
	return day
}
