package jsonschema

// Tests is the schema of a file of rule tests (*_test.yaml), as JSON. It is the same
// in each run.
func Tests() []byte { return testFile().document() }

func testFile() *schema {
	tests := listOf(ref("test")).about("The tests of this file.")
	tests.MinItems = 1
	s := keys("Bellwether rule tests",
		property{"tests", tests},
		property{"as_of", asOf().about("The moment of scoring of all tests that name none of their own. A date means its end, in UTC.")},
		property{"signals", inputs().about("Signals for all tests that have no accounts of their own: a folder, a file with the accounts, or files by table. Paths go from the folder of the test file.")},
		property{"description", text().about("For people: what the tests are about.")},
	).requires("tests")
	s.Dialect = dialect
	s.Description = "Tests of customer-health rules: accounts, and what the rules have to say of them."
	s.Type = types{"object", "null"} // a file may be empty
	each := func(s *schema) *schema {
		return &schema{Properties: properties{{"tests", &schema{Items: s}}}}
	}
	s.AllOf = []*schema{
		{If: &schema{Not: has("as_of")}, Then: each(has("as_of"))},
		{If: &schema{Not: has("signals")}, Then: each(&schema{AnyOf: []*schema{withType("account", "object"), has("accounts"), has("signals")}})},
	}
	s.Definitions = properties{
		{"test", test()},
		{"row", testRow()},
		{"expectation", expectation()},
		{"scorecard", expectedScorecard()},
		{"measures", expectedMeasures()},
		{"measure", expectedMeasure()},
		{"expected", expected()},
	}
	return s
}

// word is a single value that is there.
func word() *schema { return &schema{Type: scalar, Pattern: `\S`} }

func asOf() *schema {
	return (&schema{
		Type: types{"string"}, Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$`,
		PatternError: "A date like 2026-11-01, or a time like 2026-11-01T09:30:00Z.",
	}).example("2026-11-01")
}

// inputs name files.
func inputs() *schema {
	path := label()
	path.Title = "a folder or a file"
	tables := named(nil, label())
	tables.Title, tables.MinProperties = "files by table", 1
	return &schema{AnyOf: []*schema{path, tables}}
}

func test() *schema {
	key := word()
	key.Title = "the key of an account"
	path := label()
	path.Title = "a file"
	rows := listOf(ref("row"))
	rows.Title, rows.MinItems = "rows", 1
	s := keys("a test",
		property{"name", label().about("A line that says what the test is about.")},
		property{"description", text().about("For people: more about it.")},
		property{"as_of", asOf().about("The moment of scoring. A date means its end, in UTC. Left out, that of the file.")},
		property{"account", (&schema{AnyOf: []*schema{ref("row"), key}}).
			about("The account, with its columns, and lists of rows of other tables. Or the key of one of several accounts.")},
		property{"accounts", (&schema{AnyOf: []*schema{rows, path}}).about("Several accounts, where peers or several results matter.")},
		property{"signals", inputs().about("A folder with signals, a file with the accounts, or files by table, instead of accounts written here.")},
		property{"expect", expect()},
	).about("Accounts, and what the rules have to say of them.").requires("name", "expect")
	oneAccount := withType("accounts", "array")
	oneAccount.Properties[0].says.(*schema).MaxItems = 1
	byKey := &schema{Type: types{"object"}, Not: has("accounts")}
	s.AllOf = []*schema{
		{If: withType("account", "object"), Then: without("accounts", "signals")},
		{If: withType("accounts", "array"), Then: without("signals")},
		{ // of several accounts, none is named
			If:   &schema{AllOf: []*schema{{Not: has("account")}, {Not: oneAccount}}},
			Then: &schema{Properties: properties{{"expect", has("accounts")}}},
		},
		{If: withType("account", scalar...), Then: &schema{Properties: properties{{"expect", byKey}}}},
	}
	return s
}

// withType is what a mapping fits that has a key whose value is of such a type.
func withType(key string, of ...string) *schema {
	return &schema{Required: []string{key}, Properties: properties{{key, &schema{Type: of}}}}
}

// testRow is a row of any table.
func testRow() *schema {
	return &schema{
		Title: "a row", Type: types{"object"},
		Description: "Columns with their values, as a file would have them. A list holds the rows of a table: usage: [{day: 2026-10-20, actions: 60}].",
		AdditionalProperties: &schema{
			Type: types{"string", "number", "boolean", "null", "array"}, Items: ref("row"),
		},
	}
}

// expect is what is expected of the one account, or of several by key.
func expect() *schema {
	several := named(nil, ref("expectation"))
	several.MinProperties = 1
	s := keys("of several accounts", property{"accounts", several.about("What is expected, by key of the account.")}).requires("accounts")
	return (&schema{
		Type: types{"object"},
		If:   has("accounts"), Then: s, Else: ref("expectation"),
		Properties: expectation().Properties,
	}).about("What the rules have to say. What is not written is not looked at.")
}

// expectation is what is expected of one account.
func expectation() *schema {
	metrics := named(nil, ref("expected"))
	metrics.MinProperties = 1
	exactly := listOf(word())
	exactly.Title = "all flags that hold"
	some := named(nil, truth())
	some.Title, some.MinProperties = "some flags", 1
	cards := named(nil, ref("scorecard"))
	cards.MinProperties = 1
	s := keys("what is expected",
		property{"segment", word().about("The segment of the account.")},
		property{"metrics", metrics.about("Values by metric: {setup_rate: 80, relationship: missing}.")},
		property{"flags", (&schema{AnyOf: []*schema{exactly, some}}).
			about("All flags that hold, [at_risk], or some: {at_risk: true, expansion: false}.")},
		property{"problems", listOf(word()).about("Parts of what is reported of the account's rows.")},
		property{"scorecards", cards.about("What is expected, by scorecard. A scorecard may also stand beside `metrics`, by its name.")},
	)
	s.AdditionalProperties, s.MinProperties = ref("scorecard"), 1
	return s
}

func expectedScorecard() *schema {
	reason := keys("a reason",
		property{"measure", label().about("The measure, a group's as voice.nps.")},
		property{"lost", expected().about("What it cost.")},
		property{"code", word().about("Its code.")},
	).requires("measure")
	name := word()
	name.Title = "a measure"
	s := keys("an expected scorecard",
		property{"score", expected().about("The score.")},
		property{"band", word().about("The band.")},
		property{"base", expected().about("The score before overrides.")},
		property{"coverage", expected().about("The part of the weight that has data: 85% or 0.85.")},
		property{"measures", ref("measures")},
		property{"overrides", listOf(word()).about("The reasons of all overrides that apply, in order; [] for none.")},
		property{"reasons", listOf(&schema{AnyOf: []*schema{name, reason}}).about("The measures that cost most, in order; [] for none.")},
		property{"missing", listOf(word()).about("All measures without a value, a group's as voice.nps; [] for none.")},
	).about("What is expected of a scorecard.")
	s.MinProperties = 1
	return s
}

func expectedMeasures() *schema {
	s := named(nil, ref("measure")).about("What is expected, by measure: {usage: {points: 5}}. A group's measures stand below it, or as voice.nps.")
	s.MinProperties = 1
	return s
}

func expectedMeasure() *schema {
	state := &schema{Enum: []any{"scored", "missing", "stand_in", "out", "failed", "off", false}}
	s := keys("an expected measure",
		property{"value", expected().about("What is scored.")},
		property{"missing", missingFor().about("true: there is no value. Or a part of the cause.")},
		property{"points", expected().about("Its points.")},
		property{"weight", expected().about("Its weight, as written.")},
		property{"share", expected().about("The part of the whole score that it makes, after missing measures left.")},
		property{"contribution", expected().about("What it adds to the score.")},
		property{"row", word().about("The row that matches, as an explanation names it.")},
		property{"state", state.about("What became of it.")},
		property{"code", word().about("Its code.")},
		property{"measures", ref("measures")},
	).about("What is expected of a measure.")
	s.MinProperties = 1
	s.Dependencies = atMostOne("value", "missing")
	return s
}

// missingFor is true, or a part of a cause, which is none of the words for true and
// false but `true`.
func missingFor() *schema {
	s := word()
	s.Not = &schema{AnyOf: []*schema{
		{Enum: []any{false}},
		{Type: types{"string"}, Pattern: `^\s*([Yy]([Ee][Ss])?|[Nn][Oo]?|[Oo][Nn]|[Oo][Ff][Ff]|[Ff][Aa][Ll][Ss][Ee]|T[Rr][Uu][Ee]|t(R[Uu][Ee]|r(U[Ee]|uE)))\s*$`},
	}}
	return s
}

// expected is what one value is to be.
func expected() *schema {
	single := word()
	single.Title = "a value, or `missing`"
	bound := func(about string) *schema { return word().about(about) }
	more := keys("more about a value",
		property{"is", bound("The value.")},
		property{"within", (&schema{
			Type: types{"number", "string"}, Above: ptr(0),
			Pattern: `^(0\.[0-9]*[1-9][0-9]*|[1-9][0-9]*(\.[0-9]+)?)\s*%?$`, PatternError: "A number above 0, like 0.01.",
		}).about("How far a number may be from `is`.")},
		property{"above", bound("More than this.")},
		property{"at_least", bound("This or more.")},
		property{"at_most", bound("This or less.")},
		property{"below", bound("Less than this.")},
		property{"missing", missingFor().about("true: there is no value. Or a part of the cause.")},
	)
	more.MinProperties = 1
	more.Dependencies = properties{
		{"missing", without("is", "within", "above", "at_least", "at_most", "below")},
		{"is", without("above", "at_least", "at_most", "below")},
		{"within", []string{"is"}},
		{"above", without("at_least")},
		{"at_most", without("below")},
	}
	return (&schema{AnyOf: []*schema{single, more}}).about("A value, `missing`, or {is: 7, within: 0.01}, {above: 5}, {missing: a part of the cause}.")
}
