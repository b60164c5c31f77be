package expression

const missingOperand = "A missing operand gives missing."

func numberFunctions() []*Function {
	x := Param{Name: "x", Is: Value, Kinds: Amounts}
	part := []Param{{Name: "part", Is: Value, Kinds: Amounts}, {Name: "whole", Is: Value, Kinds: Amounts}}
	where := []Param{{Name: "rows", Is: Collection}, {Name: "condition", Is: Condition}}
	itemWhere := []Param{{Name: "rows", Is: Collection}, {Name: "item", Is: PerRow, Kinds: Amounts}, {Name: "condition", Is: Condition}}
	amount := func(name string) Param { return Param{Name: name, Is: Value, Kinds: Amounts} }
	one := func(name, does, missing, formula, example, gives string, kernel Kernel, k Kinds, result Result) *Function {
		return &Function{
			Name: name, Topic: "numbers", Does: does, Missing: missing, Formula: formula, Example: example, Gives: gives,
			Overloads: []*Overload{{Kernel: kernel, Params: []Param{{Name: "x", Is: Value, Kinds: k}}, Result: result}},
		}
	}
	return []*Function{
		{
			Name: "share", Topic: "numbers", Does: "A part of a whole, the part of the rows that hold a condition, or how much of an item's sum these make up, as a fraction.",
			Missing: missingOperand + " A whole of 0, or no rows, gives missing. A condition that is missing counts as no; missing items are passed over.",
			Formula: "part / whole", Example: `share(3, 4)`, Gives: "0.75",
			Overloads: []*Overload{
				{Kernel: ShareWhere, Params: where, Result: GivesNumber},
				{Kernel: ShareOf, Params: itemWhere, Result: GivesNumber},
				{Kernel: Share, Params: part, Result: GivesNumber},
			},
		},
		{
			Name: "percent", Topic: "numbers", Does: "A part of a whole, the part of the rows that hold a condition, or how much of an item's sum these make up, in percent.",
			Missing: missingOperand + " A whole of 0, or no rows, gives missing. A condition that is missing counts as no; missing items are passed over.",
			Formula: "part / whole x 100", Example: `percent(features_configured, features_total)`, Gives: "80",
			Overloads: []*Overload{
				{Kernel: PercentWhere, Params: where, Result: GivesNumber},
				{Kernel: PercentOf, Params: itemWhere, Result: GivesNumber},
				{Kernel: Percent, Params: part, Result: GivesNumber},
			},
		},
		{
			Name: "clamp", Topic: "numbers", Does: "x, but not below low and not above high.",
			Missing: missingOperand + " low above high gives missing.",
			Formula: "min(max(x, low), high)", Example: `clamp(120, 0, 100)`, Gives: "100",
			Overloads: []*Overload{{Kernel: Clamp, Params: []Param{x, {Name: "low", Is: Value, Kinds: Amounts}, {Name: "high", Is: Value, Kinds: Amounts}}, Result: GivesItem}},
		},
		{
			Name: "scale", Topic: "numbers", Does: "x brought from low..high to 0..100, or to another range, in a straight line, and no further than its ends; low may be the worse end: scale(days, 90, 0).",
			Missing: missingOperand + " low equal to high gives missing.",
			Formula: "to_low + clamp((x - low) / (high - low), 0, 1) x (to_high - to_low)", Example: `scale(features_configured, 0, 10)`, Gives: "80",
			Overloads: []*Overload{{Kernel: Scale, Params: []Param{
				x, amount("low"), amount("high"),
				{Name: "to_low", Is: Value, Kinds: Numbers, Optional: true},
				{Name: "to_high", Is: Value, Kinds: Numbers, Optional: true},
			}, Result: GivesNumber}},
		},
		{
			Name: "growth", Topic: "numbers", Does: "By how much something has changed, in percent of what it was.",
			Missing: missingOperand + " A before of 0 gives missing.",
			Formula: "(now - before) / |before| x 100", Example: `growth(mrr, mrr_opening)`, Gives: "19.88011988",
			Overloads: []*Overload{{Kernel: Growth, Params: []Param{amount("now"), amount("before")}, Result: GivesNumber}},
		},
		{
			Name: "round", Topic: "numbers", Does: "x rounded half away from zero, to whole numbers or to some decimals.",
			Missing: missingOperand + " Decimals that are not a whole number from 0 to 9 give missing.",
			Formula: "sign(x) x floor(|x| x 10^n + 1/2) / 10^n", Example: `round(2.345, 2)`, Gives: "2.35",
			Overloads: []*Overload{{Kernel: Round, Params: []Param{x, {Name: "decimals", Is: Value, Kinds: Whole, Optional: true}}, Result: GivesFirst}},
		},
		one("floor", "The largest whole number that is not above x.", missingOperand, "floor(x)", `floor(-2.5)`, "-3", Floor, Numbers, GivesInt),
		one("ceil", "The smallest whole number that is not below x.", missingOperand, "ceil(x)", `ceil(2.1)`, "3", Ceil, Numbers, GivesInt),
		one("abs", "x without its sign.", missingOperand, "|x|", `abs(-4)`, "4", Abs, Amounts, GivesFirst),
		one("sqrt", "The square root.", missingOperand+" Below 0 it is missing.", "sqrt(x), rounded correctly to 9 decimals", `sqrt(2)`, "1.414213562", Sqrt, Numbers, GivesNumber),
		one("ln", "The natural logarithm.", missingOperand+" From 0 down it is missing.", "ln(x), rounded correctly to 9 decimals", `ln(10)`, "2.302585093", Ln, Numbers, GivesNumber),
		{
			Name: "decay", Topic: "time", Does: "What is left of 1 after a number of days, or since a date, when half is lost in each half-life.",
			Missing: missingOperand + " A half-life that is not above 0 gives missing.",
			Formula: "2^(-days / half_life), rounded correctly to 9 decimals", Example: `decay(60, 30)`, Gives: "0.25",
			Overloads: []*Overload{
				{Kernel: DecaySince, Params: []Param{{Name: "time", Is: Value, Kinds: Instants}, {Name: "half_life", Is: Duration}}, Result: GivesNumber},
				{Kernel: DecayDays, Params: []Param{{Name: "days", Is: Value, Kinds: Numbers}, {Name: "half_life", Is: Value, Kinds: Numbers}}, Result: GivesNumber},
			},
		},
	}
}

func timeFunctions() []*Function {
	table := Param{Name: "table", Is: TableRows}
	duration := Param{Name: "duration", Is: Duration}
	instant := Param{Name: "time", Is: Value, Kinds: Instants}
	return []*Function{
		{
			Name: "within", Topic: "time", Does: "The rows of the last days; with a second duration, those of the days before that.",
			Missing: "A table that was not supplied stays missing.",
			Formula: "as_of - d1 < time <= as_of (- d2)", Example: `count(within(usage, "60d", "30d"))`, Gives: "1",
			Overloads: []*Overload{{Kernel: Within, Params: []Param{table, duration, {Name: "before", Is: Duration, Optional: true}}, Result: GivesSameMany}},
		},
		{
			Name: "active", Topic: "time", Does: "The rows that had started and not ended, now or at a time.",
			Missing: "A missing end is open; a missing time gives missing; a table that was not supplied stays missing.",
			Formula: "time <= then < until", Example: `sum(active(subscriptions), .amount)`, Gives: "300.00",
			Overloads: []*Overload{{Kernel: Active, Params: []Param{table, {Name: "then", Is: Value, Kinds: Instants, Optional: true}}, Result: GivesSameMany}},
		},
		{
			Name: "ago", Topic: "time", Does: "The instant that lies a duration before as-of.", Missing: "Never missing.",
			Formula: "as_of - d; mo and y are calendar months and years", Example: `start_date < ago("1y")`, Gives: "true",
			Overloads: []*Overload{{Kernel: Ago, Params: []Param{duration}, Result: GivesTime}},
		},
		{
			Name: "days_since", Topic: "time", Does: "The days from a date to as-of, counted in UTC midnights; negative for the future.", Missing: missingOperand,
			Formula: "day(as_of) - day(time)", Example: `days_since(start_date)`, Gives: "549",
			Overloads: []*Overload{{Kernel: DaysSince, Params: []Param{instant}, Result: GivesInt}},
		},
		{
			Name: "days_until", Topic: "time", Does: "The days from as-of to a date, counted in UTC midnights; negative for the past.", Missing: missingOperand,
			Formula: "day(time) - day(as_of)", Example: `days_until(renewal)`, Gives: "30",
			Overloads: []*Overload{{Kernel: DaysUntil, Params: []Param{instant}, Result: GivesInt}},
		},
		{
			Name: "date", Topic: "time", Does: "The date that a text names.", Missing: missingOperand + " A text that is no date gives missing.",
			Formula: "2006-01-02", Example: `days_since(date("2026-10-02"))`, Gives: "30",
			Overloads: []*Overload{{Kernel: DateOf, Params: []Param{{Name: "text", Is: Value, Kinds: Texts}}, Result: GivesDate}},
		},
	}
}

func textFunctions() []*Function {
	text := func(name, does, formula, example, gives string, kernel Kernel) *Function {
		return &Function{
			Name: name, Topic: "text", Does: does, Missing: missingOperand, Formula: formula, Example: example, Gives: gives,
			Overloads: []*Overload{{Kernel: kernel, Params: []Param{{Name: "text", Is: Value, Kinds: Texts}}, Result: GivesText}},
		}
	}
	return []*Function{
		text("lower", "The text in small letters.", "Unicode lower case, letter by letter", `lower("EMEA")`, "emea", Lower),
		text("upper", "The text in capitals.", "Unicode upper case, letter by letter", `upper("smb")`, "SMB", Upper),
		text("trim", "The text without white space at its ends.", "Unicode white space", `trim(" a ")`, "a", Trim),
	}
}

func peerFunctions() []*Function {
	name := func(k Kinds) Param { return Param{Name: "name", Is: Name, Kinds: k} }
	peer := func(fn, does, formula, example, gives string, kernel Kernel, k Kinds, result Result, more ...Param) *Function {
		return &Function{
			Name: fn, Topic: "peers", Does: does,
			Missing: "Peers whose value is missing are passed over; no peers, or no portfolio, give missing.",
			Formula: formula, Example: example, Gives: gives,
			Overloads: []*Overload{{Kernel: kernel, Params: append([]Param{name(k)}, more...), Result: result}},
		}
	}
	return []*Function{
		peer("mean", "The mean of the peers.", "sum / n", `mrr / peers.mean(mrr)`, "0.8", PeersMean, Amounts, GivesMean),
		peer("median", "The median of the peers.", "quantile 1/2, type 7", `peers.median(mrr)`, "130.00", PeersMedian, Amounts, GivesMean),
		peer("stddev", "The sample standard deviation of the peers; of one it is missing.", "sqrt(sum((x - mean)^2) / (n - 1))",
			`peers.stddev(active_users)`, "5", PeersStddev, Amounts, GivesMean),
		peer("min", "The smallest value of the peers.", "min", `peers.min(active_users)`, "5", PeersMin, Amounts, GivesItem),
		peer("max", "The largest value of the peers.", "max", `peers.max(mrr)`, "200.00", PeersMax, Amounts, GivesItem),
		peer("count", "How many peers have a value.", "n", `peers.count(renewal)`, "1", PeersCount, AnyScalar, GivesInt),
		peer("quantile", "The q-quantile of the peers, q from 0 to 1.", "type 7 of Hyndman and Fan (1996)", `peers.quantile(active_users, 0.75)`, "12.5",
			PeersQuantile, Amounts, GivesMean, Param{Name: "q", Is: Value, Kinds: Numbers}),
		peer("percentile", "Where the account stands among its peers, from 0 to 1.", "(smaller + equal / 2) / n, itself included",
			`peers.percentile(active_users)`, "0.5", PeersPercentile, Amounts, GivesNumber),
		peer("ntile", "In which of n equal parts of its peers the account stands, from 0.", "how many of the quantiles 1/n .. (n-1)/n are below the account's value",
			`peers.ntile(active_users, 4)`, "1", PeersNtile, Amounts, GivesInt, Param{Name: "n", Is: Value, Kinds: Whole}),
	}
}
