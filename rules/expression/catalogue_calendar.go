package expression

// calendarFunctions count in days, months and working hours of the calendar, in UTC.
func calendarFunctions() []*Function {
	instant := func(name string) Param { return Param{Name: name, Is: Value, Kinds: Instants} }
	maybe := func(p Param) Param { p.Optional = true; return p }
	hours := Param{Name: "hours", Is: HoursOfDay}
	span := func(name, does, formula, example, gives string, kernel Kernel, params ...Param) *Function {
		return &Function{
			Name: name, Topic: "time", Does: does, Missing: missingOperand, Formula: formula, Example: example, Gives: gives,
			Overloads: []*Overload{{Kernel: kernel, Params: params, Result: GivesInt}},
		}
	}
	return []*Function{
		span("days_between", "The days from one date to another, counted in UTC midnights; negative when reversed.",
			"day(to) - day(from)", `days_between(start_date, renewal)`, "579", DaysBetween, instant("from"), instant("to")),
		span("months_between", "The full calendar months from one date to another; negative when reversed.",
			"the largest n with from + n months <= to, in UTC days; from the 31st a month is full on the last day of a shorter one",
			`months_between(start_date, renewal)`, "19", MonthsBetween, instant("from"), instant("to")),
		span("months_since", "The full calendar months from a date to as-of; negative for the future.",
			"months_between(time, as_of)", `months_since(start_date)`, "18", MonthsSince, instant("time")),
		span("months_until", "The full calendar months from as-of to a date; negative for the past.",
			"months_between(as_of, time)", `months_until(renewal)`, "1", MonthsUntil, instant("time")),
		span("business_days", "The days from Monday to Friday from one date up to another, or to as-of, the last not counted; negative when reversed. Holidays count like other days.",
			"the number of days with day(from) <= day < day(to) that are Monday to Friday, in UTC", `business_days("2026-10-30", "2026-11-03")`, "2", BusinessDays,
			instant("from"), maybe(instant("to"))),
		{
			Name: "business_hours", Topic: "time",
			Does:    "The hours from one time to another, or to as-of, that fall on Monday to Friday between 09:00 and 17:00 UTC, or in other hours; negative when reversed. Holidays count like other days.",
			Missing: missingOperand,
			Formula: "the length of (from, to) that lies in these hours, exact", Example: `business_hours("2026-10-30", "2026-11-03", "08:00-12:30")`, Gives: "9",
			Overloads: []*Overload{
				{Kernel: BusinessHours, Params: []Param{instant("from"), maybe(instant("to")), maybe(hours)}, Result: GivesNumber},
				{Kernel: BusinessHours, Params: []Param{instant("from"), hours}, Result: GivesNumber},
			},
		},
		{
			Name: "start_of", Topic: "time", Does: "The first day of the week (Monday), month, quarter or year that as-of lies in, or a date.",
			Missing: missingOperand,
			Formula: "the latest such day that is not after the date, in UTC", Example: `count(filter(usage, .day >= start_of("month", ago("1mo"))))`, Gives: "2",
			Overloads: []*Overload{{Kernel: StartOf, Params: []Param{
				{Name: "unit", Is: Word, Words: []string{"day", "week", "month", "quarter", "year"}}, maybe(instant("time")),
			}, Result: GivesDate}},
		},
	}
}
