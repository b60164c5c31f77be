package jsonschema

const exprExample = "features_configured / features_total * 100"

// metrics are the figures.
func metrics() *schema {
	short := expression()
	short.Title = "an expression"
	long := keys("a metric with keys",
		property{"expr", expression().about("The expression. It sees columns, child tables, other metrics, functions and peers.").example(exprExample)},
		property{"unit", label().about("Shown behind the value; `percent` is shown as %.").example("percent")},
		property{"round", decimals().unset(9).about("Decimals, 0 to 9. Left out: 9, and money has those of its currency.")},
		property{"description", text().about("For people: what the figure says.")},
	).requires("expr")
	s := named(identifier(meanings), &schema{Description: "A figure: an expression, or keys.", AnyOf: []*schema{short, long}})
	return s.about("Figures worth a name: `name: expression`, or with keys. They may use each other, in any order, but not in a circle.")
}

// functions are those that rules declare.
func functions() *schema {
	args := listOf(identifier(meanings)).about("The names of what the function is given.").example([]any{"x", "y"})
	args.UniqueItems = true
	f := keys("a function",
		property{"args", args},
		property{"expr", expression().about("The expression. It sees the arguments, and all columns and metrics.").example("x / seats")},
	).requires("expr")
	return named(identifier(meanings), f).about("Your own functions by name: {args: [x], expr: x / seats}.")
}

// segments sort the accounts.
func segments() *schema {
	s := named(newName(), expression().about("The accounts for which this holds are in the segment, unless an earlier one took them."))
	s.PropertyNames = &schema{AnyOf: []*schema{{Enum: []any{"by"}}, newName()}}
	s.Properties = properties{{"by", expression().about("The value itself is the name of the segment: a column or an expression. It stands alone.")}}
	s.If, s.Then = has("by"), &schema{MaxProperties: 1}
	return s.about("Sorts the accounts: the first condition that holds gives the segment; who fits none is in `default`. Or {by: plan}. Stands in one file, because its order decides.")
}

// peers say whom an account is compared with.
func peers() *schema {
	one := reference()
	one.Title = "one name"
	many := listOf(reference())
	many.Title, many.UniqueItems = "a list of names", true
	by := &schema{AnyOf: []*schema{many, one}}
	by.about("What peers have in common: `segment`, columns, metrics. An empty list compares with all accounts.").unset([]any{"segment"})
	return keys("", property{"by", by}).requires("by").
		about("Whom an account is compared with by `peers.median(...)` and the like. Left out, accounts of its segment.")
}

// flags are lists of accounts.
func flags() *schema {
	return named(identifier(), expression().about("The accounts for which this holds carry the flag.").example(`health.band != "green" and days_until(renewal) <= 90`)).
		about("Yes/no conditions by name: lists of accounts, such as whom to call. They also see `health.score`, `health.band` and `health.coverage` of each scorecard.")
}
