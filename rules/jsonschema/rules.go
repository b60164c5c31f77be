package jsonschema

// Rules is the schema of a file of rules, as JSON. It is the same in each run.
func Rules() []byte { return rulesFile().document() }

// rulesFile is one file of a rule set: it need not hold all that the set needs.
func rulesFile() *schema {
	s := keys("Bellwether rules",
		property{"language", (&schema{Enum: []any{1, "1"}}).about("The version of the rule language: 1. At least one file of a rule set says it.")},
		property{"signals", signals()},
		property{"metrics", metrics()},
		property{"functions", functions()},
		property{"segments", segments()},
		property{"peers", peers()},
		property{"scorecards", named(identifier(), ref("scorecard")).
			about("The scorecards by name: how what is known of an account turns into a score, and the score into a colour.")},
		property{"flags", flags()},
		property{"revenue", later()},
		property{"rollups", later()},
		property{"experiments", later()},
	)
	s.Dialect = dialect
	s.Description = "A file of customer-health rules. All files of a folder are read as if they were one."
	s.Type = types{"object", "null"} // a file may be empty
	s.Definitions = properties{
		{"accounts", accounts()},
		{"table", childTable()},
		{"column", column()},
		{"scorecard", scorecard()},
		{"measures", measures(general)},
		{"measure", measure(general)},
		{"change", change()},
		{"changedMeasures", measures(changed)},
		{"changedMeasure", measure(changed)},
		{"row", row()},
		{"override", override()},
		{"bands", bands()},
		{"band", band()},
	}
	return s
}

// later is a section that this version of the language keeps and does not read.
func later() *schema {
	return (&schema{Type: types{"object"}}).about("Kept for a later version. It is ignored, with a warning.")
}
