package jsonschema

// signals are the tables.
func signals() *schema {
	s := named(identifier(meanings), ref("table")).
		about("What is known: the tables by name. `accounts` has a row an account; the others have many, found by a key.")
	s.Properties = properties{{"accounts", ref("accounts")}}
	return s
}

// tableKeys are what all tables have.
func tableKeys(key *schema) []property {
	columns := named(identifier(meanings), ref("column")).
		about("The columns by name: `name: type`, `name: optional type`, or with keys of their own.")
	columns.MinProperties = 1
	return []property{
		{"key", key},
		{"columns", columns},
		{"time", reference().about("A date or time column: a row is not seen before it. Left out, rows always count.")},
		{"until", reference().about("A date or time column up to which a row is active, that instant not included. It hides nothing. Needs `time`.")},
		{"blank", listOf(text()).about(`More spellings of an empty cell. Left out, only the empty cell is blank.`).example([]any{"-", "NA"})},
	}
}

// accounts is the table that the others belong to.
func accounts() *schema {
	key := reference().about("The column that identifies an account: text or whole numbers.").example("account_id")
	s := keys("the accounts", append(tableKeys(key),
		property{"history", truth().unset(false).about("true: several rows an account, of which the latest at the moment of scoring counts. Needs `time`. Left out, a second row of a key is refused.")})...)
	s.about("The table with one row an account.").requires("key", "columns")
	s.Dependencies = properties{{"until", []string{"time"}}}
	s.If = &schema{Required: []string{"history"}, Properties: properties{{"history", &schema{Enum: []any{true, "true"}}}}}
	s.Then = has("time")
	return s
}

// childTable has many rows an account.
func childTable() *schema {
	of := named(nil, reference())
	of.Title, of.MinProperties, of.MaxProperties = "named differently there", 1, 1
	same := reference()
	same.Title = "a column"
	key := &schema{AnyOf: []*schema{same, of}}
	key.about("The column with the parent's key. If the parent calls it otherwise: {sub: subscription_id}.").example("account_id")
	s := keys("a table", append([]property{
		{"parent", reference().about("The table that the rows belong to: `accounts`, or another table.").example("accounts")},
	}, append(tableKeys(key),
		property{"history", (&schema{Enum: []any{false, "false"}}).about("Of `accounts` only: all rows of this table count.")})...)...)
	s.about("A table with many rows an account.").requires("parent", "key", "columns")
	s.Dependencies = properties{{"until", []string{"time"}}}
	return s
}

var columnTypes = []string{"string", "int", "number", "money", "bool", "date", "time"}

const typePattern = `(string|int|number|money|bool|date|time)`

// columnType is a type by its name, or by what its pattern lets through: blanks
// around it.
func columnType(title, pattern string, names []string) *schema {
	s := words(names...)
	s.Type = nil
	return &schema{
		Title: title, Type: types{"string"},
		AnyOf: []*schema{s, {Pattern: pattern, PatternError: "A type is string, int, number, money, bool, date or time."}},
	}
}

// column is a column of any table.
func column() *schema {
	short := make([]string, 0, 2*len(columnTypes))
	short = append(short, columnTypes...)
	for _, t := range columnTypes {
		short = append(short, "optional "+t)
	}
	long := keys("a column with keys",
		property{"type", columnType("", `^\s*`+typePattern+`\s*$`, columnTypes).
			about("The type of its cells. `money` is exact; `date` is a day, `time` an instant.")},
		property{"optional", truth().unset(false).about("true: the value may be missing. Else a row without it is refused.")},
		property{"column", label().about("The name in the file, if it is another: Account Owner.")},
		property{"default", text().about("The value of a blank cell. Left out, blank is missing.")},
		property{"one_of", &schema{Type: types{"array"}, MinItems: 1, Items: text(), Description: "The values allowed. Left out, all are."}},
		property{"min", amount().about("The least number allowed.")},
		property{"max", amount().about("The greatest number allowed.")},
		property{"currency", (&schema{Type: types{"string"}, Pattern: `^[A-Z]{3}$`, PatternError: "Three capitals by ISO 4217, like EUR."}).
			about("Of `money`: the currency by its three capitals. Left out, an amount has two decimals.").example("EUR")},
		property{"at", reference().about("The column that says when the value was observed. Left out, the value is today's.")},
		property{"fresh_for", freshness().about(`How long the value counts after ` + "`at`: 90d, or an expression of `value` that gives such a text.").example("90d")},
		property{"known_at", reference().about("The column that says when the value became known. Left out, it was known from the start.")},
		property{"description", text().about("For people: what the column holds.")},
	)
	long.requires("type")
	long.Dependencies = properties{{"fresh_for", []string{"at"}}}
	for _, t := range columnTypes {
		long.AllOf = append(long.AllOf, &schema{
			If:   &schema{Required: []string{"type"}, Properties: properties{{"type", &schema{Enum: []any{t}}}}},
			Then: columnOptions(t),
		})
	}
	return &schema{
		Description: "A column: its type, or keys.",
		AnyOf:       []*schema{columnType("a type", `^\s*(optional\s+)?`+typePattern+`\s*$`, short), long},
	}
}

// columnOptions says how the other keys of a column are written, given its type.
func columnOptions(t string) *schema {
	cell, differ := cellOf(t), t != "string" && t != "money"
	s := &schema{Properties: properties{
		{"default", cell},
		{"one_of", &schema{Items: cell, UniqueItems: differ}},
	}}
	switch t {
	case "int", "number":
		s.Properties = append(s.Properties, property{"min", cell}, property{"max", cell}, property{"currency", none})
	case "money":
		s.Properties = append(s.Properties, property{"min", cell}, property{"max", cell})
	default:
		s.Properties = append(s.Properties, property{"min", none}, property{"max", none}, property{"currency", none})
	}
	return s
}

// amount is a number that may be longer than others.
func amount() *schema {
	return &schema{Type: types{"number", "string"}, Pattern: `^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`, PatternError: numberError}
}

// cellOf is a cell of a type, as a value of `default` and the like.
func cellOf(t string) *schema {
	switch t {
	case "int":
		return &schema{
			Type: types{"integer", "string"}, Minimum: ptr(-1 << 53), Maximum: ptr(1 << 53),
			Pattern: `^-?(0|[1-9][0-9]*)(\.0+)?$`, PatternError: "A whole number.",
		}
	case "number":
		return number()
	case "money":
		return amount()
	case "bool":
		return truth()
	case "date":
		return &schema{Type: types{"string"}, Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, PatternError: "A date like 2026-11-01."}
	case "time":
		return &schema{
			Type: types{"string"}, Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]`, PatternError: "A time like 2026-11-01T09:30:00Z.",
		}
	}
	return text()
}
