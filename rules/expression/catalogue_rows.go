package expression

const missingItems = "Missing items are passed over; a table that was not supplied gives missing."

func rowFunctions() []*Function {
	rows := Param{Name: "rows", Is: Collection}
	item := func(k Kinds) Param { return Param{Name: "item", Is: PerRow, Kinds: k, Optional: true} }
	where := Param{Name: "condition", Is: Condition}
	aggregate := func(name, does, missing, formula, example, gives string, kernel Kernel, k Kinds, result Result) *Function {
		return &Function{
			Name: name, Topic: "rows", Does: does, Missing: missing, Formula: formula, Example: example, Gives: gives,
			Overloads: []*Overload{{Kernel: kernel, Params: []Param{rows, item(k)}, Result: result}},
		}
	}
	values := Param{Name: "value", Is: Value, Kinds: Ordered}
	minimum := aggregate("min", "The smallest item of rows, or the smallest of the values.",
		missingItems+" Nothing gives missing. Of values, one that is missing makes the result missing.",
		"min(x1 .. xn)", `min(tickets, .hours)`, "2", MinOf, Ordered, GivesItem)
	minimum.Overloads = append(minimum.Overloads, &Overload{Kernel: MinValue, Params: []Param{values, values}, Variadic: true, Result: GivesItem})
	maximum := aggregate("max", "The largest item of rows, or the largest of the values.",
		missingItems+" Nothing gives missing. Of values, one that is missing makes the result missing.",
		"max(x1 .. xn)", `max(tickets, .hours)`, "30", MaxOf, Ordered, GivesItem)
	maximum.Overloads = append(maximum.Overloads, &Overload{Kernel: MaxValue, Params: []Param{values, values}, Variadic: true, Result: GivesItem})
	yesNo := func(name, does, formula, example, gives string, kernel Kernel) *Function {
		return &Function{
			Name: name, Topic: "rows", Does: does,
			Missing: "A condition that is missing counts as no; a table that was not supplied gives missing.",
			Formula: formula, Example: example, Gives: gives,
			Overloads: []*Overload{{Kernel: kernel, Params: []Param{rows, where}, Result: GivesBool}},
		}
	}
	return []*Function{
		{
			Name: "count", Topic: "rows", Does: "How many rows there are, or how many of them hold a condition; of a list, how many values are not missing.",
			Missing: "No rows give 0; a condition that is missing counts as no; a table that was not supplied gives missing.",
			Formula: "n", Example: `count(tickets, .priority == "high")`, Gives: "2",
			Overloads: []*Overload{{Kernel: CountRows, Params: []Param{rows, {Name: "condition", Is: Condition, Optional: true}}, Result: GivesInt}},
		},
		aggregate("sum", "The sum of the items.", missingItems+" No rows give 0; rows that are all missing give missing.",
			"x1 + ... + xn", `sum(within(usage, "30d"), .actions)`, "60", Sum, Amounts, GivesItem),
		aggregate("mean", "The mean of the items.", missingItems+" Nothing gives missing.",
			"(x1 + ... + xn) / n", `mean(tickets, .hours)`, "12", Mean, Amounts, GivesMean),
		aggregate("median", "The middle of the items, or the mean of the two in the middle.", missingItems+" Nothing gives missing.",
			"quantile 1/2, type 7 of Hyndman and Fan (1996)", `median(tickets, .hours)`, "4", Median, Amounts, GivesMean),
		aggregate("stddev", "The sample standard deviation of the items.", missingItems+" Fewer than two items give missing.",
			"sqrt(sum((x - mean)^2) / (n - 1))", `stddev([2, 4, 6])`, "2", Stddev, Amounts, GivesMean),
		minimum,
		maximum,
		aggregate("first", "The first item: the earliest by the table's time, else the first written.", missingItems+" Nothing gives missing.",
			"x1", `first(tickets, .hours)`, "2", First, AnyScalar, GivesItem),
		aggregate("last", "The last item: the latest by the table's time, else the last written.", missingItems+" Nothing gives missing.",
			"xn", `last(tickets, .hours)`, "4", Last, AnyScalar, GivesItem),
		yesNo("any", "Whether a row holds the condition.", "or", `any(tickets, .hours > 24)`, "true", Any),
		yesNo("all", "Whether every row holds the condition; true of no rows.", "and", `all(tickets, .hours > 24)`, "false", All),
		yesNo("none", "Whether no row holds the condition; true of no rows.", "not or", `none(tickets, .hours > 48)`, "true", None),
		{
			Name: "uniq", Topic: "rows", Does: "The different items, each once.", Missing: missingItems,
			Formula: "the set of the items, in order of first appearance", Example: `count(uniq(usage, .feature))`, Gives: "2",
			Overloads: []*Overload{{Kernel: Uniq, Params: []Param{rows, item(AnyScalar)}, Result: GivesList}},
		},
		{
			Name: "filter", Topic: "rows", Does: "The rows, or values, that hold a condition.",
			Missing: "A condition that is missing counts as no; a table that was not supplied stays missing.",
			Formula: "the rows with condition = yes", Example: `count(filter(tickets, .hours > 3))`, Gives: "2",
			Overloads: []*Overload{{Kernel: Filter, Params: []Param{rows, where}, Result: GivesSameMany}},
		},
		{
			Name: "map", Topic: "rows", Does: "A list of one value a row.",
			Missing: "A missing value stays in the list and is passed over by what reads it; a table that was not supplied stays missing.",
			Formula: "x1 .. xn, exact", Example: `sum(map(usage, .actions * 2))`, Gives: "200",
			Overloads: []*Overload{{Kernel: Map, Params: []Param{rows, {Name: "item", Is: PerRow, Kinds: AnyScalar}}, Result: GivesList}},
		},
		{
			Name: "weighted_mean", Topic: "rows", Does: "The mean of the values, each counted by its weight.",
			Missing: "Rows whose value or weight is missing are passed over; weights that add up to 0, or nothing, give missing.",
			Formula: "sum(value x weight) / sum(weight)", Example: `weighted_mean(stakeholders, .sentiment, .influence)`, Gives: "0.7",
			Overloads: []*Overload{{Kernel: WeightedMean, Params: []Param{
				rows, {Name: "value", Is: PerRow, Kinds: Amounts}, {Name: "weight", Is: PerRow, Kinds: Numbers},
			}, Result: GivesMean}},
		},
		{
			Name: "quantile", Topic: "rows", Does: "The q-quantile of the items, q from 0 to 1: 0.9 for what nine of ten do not exceed.",
			Missing: missingItems + " Nothing gives missing, and so does a q outside 0..1.",
			Formula: "h = (n - 1) x q; x[h], between its neighbours in proportion: type 7 of Hyndman and Fan (1996)", Example: `quantile(tickets, .hours, 0.9)`, Gives: "24.8",
			Overloads: []*Overload{{Kernel: Quantile, Params: []Param{
				rows, {Name: "item", Is: PerRow, Kinds: Amounts}, {Name: "q", Is: Value, Kinds: Numbers},
			}, Result: GivesMean}},
		},
		{
			Name: "top_share", Topic: "rows", Does: "How much of the sum of the items the n largest make up, as a fraction: how concentrated it is.",
			Missing: missingItems + " Nothing gives missing, and so do items that add up to 0, and an n below 1.",
			Formula: "(the n largest added up) / (x1 + ... + xn)", Example: `top_share(usage, .actions, 1)`, Gives: "0.4",
			Overloads: []*Overload{{Kernel: TopShare, Params: []Param{
				rows, {Name: "item", Is: PerRow, Kinds: Amounts}, {Name: "n", Is: Value, Kinds: Whole},
			}, Result: GivesNumber}},
		},
		{
			Name: "latest", Topic: "rows", Does: "The last n rows: the latest by the table's time, else the last written; all of them if there are no more.",
			Missing: "An n below 0, or missing, gives missing; a table that was not supplied stays missing.",
			Formula: "the last min(n, rows) rows", Example: `mean(latest(usage, 2), .actions)`, Gives: "30",
			Overloads: []*Overload{{Kernel: Latest, Params: []Param{
				{Name: "table", Is: TableRows}, {Name: "n", Is: Value, Kinds: Whole},
			}, Result: GivesSameMany}},
		},
	}
}

func voiceFunctions() []*Function {
	rows := Param{Name: "rows", Is: Collection}
	item := func(k Kinds) Param { return Param{Name: "item", Is: PerRow, Kinds: k, Optional: true} }
	return []*Function{
		{
			Name: "nps", Topic: "voice", Does: "The net promoter score of answers from 0 to 10.",
			Missing: missingItems + " Answers outside 0..10 are passed over; no answers give missing.",
			Formula: "(answers >= 9 - answers <= 6) / answers x 100 (Reichheld 2003)", Example: `nps([10, 9, 7, 3])`, Gives: "25",
			Overloads: []*Overload{{Kernel: NPS, Params: []Param{rows, item(Numbers)}, Result: GivesNumber}},
		},
		{
			Name: "csat", Topic: "voice", Does: "The share of satisfied answers (4 and 5 of 1 to 5), in percent.",
			Missing: missingItems + " Answers outside 1..5 are passed over; no answers give missing.",
			Formula: "answers >= 4 / answers x 100", Example: `csat([5, 4, 2, 3])`, Gives: "50",
			Overloads: []*Overload{{Kernel: CSAT, Params: []Param{rows, item(Numbers)}, Result: GivesNumber}},
		},
		{
			Name: "ces", Topic: "voice", Does: "The customer effort score: the mean of answers from 1 to 7 to how easy it was.",
			Missing: missingItems + " Answers outside 1..7 are passed over; no answers give missing.",
			Formula: "(x1 + ... + xn) / n over the answers (CES 2.0, CEB 2013)", Example: `ces([7, 6, 2, 9])`, Gives: "5",
			Overloads: []*Overload{{Kernel: CES, Params: []Param{rows, item(Numbers)}, Result: GivesNumber}},
		},
	}
}
