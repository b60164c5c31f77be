package expression

// windowFunctions look at rows by their time. Rows may be cut first, as in
// slope(filter(usage, .feature == "api"), .actions).
func windowFunctions() []*Function {
	table := Param{Name: "table", Is: TableRows}
	item := func(k Kinds) Param { return Param{Name: "item", Is: PerRow, Kinds: k} }
	window := Param{Name: "window", Is: Duration}
	halfLife := Param{Name: "half_life", Is: Duration}
	who := Param{Name: "who", Is: PerRow, Kinds: AnyScalar}
	maybe := func(p Param) Param { p.Optional = true; return p }
	const notSupplied = " A table that was not supplied gives missing."
	return []*Function{
		{
			Name: "trend", Topic: "windows", Does: "The sum of the last window over that of the window before it, or the number of rows: 1 is unchanged, 0.5 is half.",
			Missing: missingItems + " A window before that adds up to 0 gives missing.",
			Formula: "sum(within(table, d), item) / sum(within(table, 2 d, d), item)", Example: `trend(usage, .actions, "30d")`, Gives: "1.5",
			Overloads: []*Overload{
				{Kernel: Trend, Params: []Param{table, item(Amounts), window}, Result: GivesNumber},
				{Kernel: TrendCount, Params: []Param{table, window}, Result: GivesNumber},
			},
		},
		{
			Name: "slope", Topic: "windows", Does: "By how much the item rises in a day: the slope of the straight line that fits the rows best.",
			Missing: missingItems + " Rows of fewer than two different days give missing.",
			Formula: "least squares: (n sum(x y) - sum(x) sum(y)) / (n sum(x^2) - sum(x)^2), x the UTC day of the row's time, y the item",
			Example: `slope(usage, .actions, "90d")`, Gives: "-0.427094668",
			Overloads: []*Overload{{Kernel: Slope, Params: []Param{table, item(Numbers), maybe(window)}, Result: GivesNumber}},
		},
		{
			Name: "decayed_sum", Topic: "windows", Does: "The sum of the items, each of which loses half its weight in each half-life.",
			Missing: missingItems + " No rows give 0; rows that are all missing give missing.",
			Formula: "sum(table, item x decay(time, half_life))", Example: `decayed_sum(usage, .actions, "30d")`, Gives: "50.358999665",
			Overloads: []*Overload{{Kernel: DecayedSum, Params: []Param{table, item(Amounts), halfLife}, Result: GivesMean}},
		},
		{
			Name: "decayed_mean", Topic: "windows", Does: "The mean of the items in which recent ones count more: weights halve in each half-life.",
			Missing: missingItems + " Nothing gives missing, and so do rows so old that nothing of their weight is left.",
			Formula: "weighted_mean(table, item, decay(time, half_life))", Example: `decayed_mean(usage, .actions, "30d")`, Gives: "31.334686404",
			Overloads: []*Overload{{Kernel: DecayedMean, Params: []Param{table, item(Amounts), halfLife}, Result: GivesMean}},
		},
		{
			Name: "streak", Topic: "windows", Does: "How many periods in a row, counted back from as-of, have a row; or how many of the last rows in a row hold a condition.",
			Missing: "A last period without a row gives 0. A condition that is missing counts as no." + notSupplied,
			Formula: "the largest n with a row in each (as_of - k d, as_of - (k-1) d], k = 1 .. n", Example: `streak(usage, "2w")`, Gives: "1",
			Overloads: []*Overload{
				{Kernel: Streak, Params: []Param{table, {Name: "period", Is: Duration}}, Result: GivesInt},
				{Kernel: StreakWhere, Params: []Param{{Name: "rows", Is: Collection}, {Name: "condition", Is: Condition}}, Result: GivesInt},
			},
		},
		{
			Name: "active_days", Topic: "windows", Does: "On how many different UTC days there are rows; with `who`, how many different days of somebody, added up over all of them.",
			Missing: "No rows give 0. Rows whose `who` is missing are passed over." + notSupplied,
			Formula: "the number of different days, or of different pairs of day and who", Example: `active_days(within(usage, "30d"))`, Gives: "2",
			Overloads: []*Overload{{Kernel: ActiveDays, Params: []Param{table, maybe(who)}, Result: GivesInt}},
		},
		{
			Name: "stickiness", Topic: "windows", Does: "How many of those who were active in a window are so on an average day, in percent: DAU / MAU with a window of 30d.",
			Missing: "Rows whose `who` is missing are passed over. Nobody in the window gives missing." + notSupplied,
			Formula: "active_days(within(table, d), who) / (days of the window x different who) x 100", Example: `stickiness(usage, .feature, "30d")`, Gives: "3.333333333",
			Overloads: []*Overload{{Kernel: Stickiness, Params: []Param{table, who, window}, Result: GivesNumber}},
		},
	}
}
