package expression

// Operator is what expressions are written with beside functions.
type Operator struct {
	Symbols []string
	Does    string // one sentence
	Missing string // what missing operands do
	Example string // an expression
	Gives   string // what the example gives, over the sample account of the tests
}

// Operators are all operators, and what else has a sign of its own. The result is the
// caller's own.
func Operators() []Operator {
	return []Operator{
		{
			[]string{"+", "-", "*", "/"},
			"Arithmetic, exact; + also joins texts.",
			missingOperand + " Dividing by zero gives missing.", `mrr * 12 / active_users`, "144.00",
		},
		{[]string{"%"}, "The remainder, with the sign of the left side.", missingOperand + " So does a right side of 0.", `-7 % 4`, "-3"},
		{
			[]string{"**", "^"},
			"A power; the exponent is written out, a whole number from -16 to 16.",
			missingOperand, `1.02 ** 12`, "1.268241795",
		},
		{[]string{"==", "!=", "<", "<=", ">", ">="}, "Comparison; chained, too.", missingOperand, `1 <= active_users <= 20`, "true"},
		{[]string{"== nil", "!= nil", "nil"}, "Whether something is missing.", "This is never missing.", `missing_number == nil`, "true"},
		{[]string{"??"}, "The left side, or the right side where the left is missing.", "Missing if both are.", `missing_number ?? 0`, "0"},
		{
			[]string{"and", "or", "not"},
			"Yes and no.",
			"What the other side decides is not missing: no and missing is no, yes or missing is yes.", `vip and mrr > 100`, "true",
		},
		{[]string{"? :"}, "The one value if a condition holds, else the other.", "A missing condition gives missing.", `vip ? 10 : 0`, "10"},
		{
			[]string{"in", "not in"},
			"Whether a value is in a list.",
			"Missing if the value is, or if it equals none and one of the list is missing.", `size in ["mid", "enterprise"]`, "true",
		},
		{[]string{"contains", "startsWith", "endsWith"}, "Whether a text has another in it, at its start or at its end.", missingOperand, `name endsWith "Co"`, "true"},
		{[]string{"matches"}, "Whether a text fits a pattern: a regular expression (RE2), written out.", missingOperand, `name matches "& C[a-z]$"`, "true"},
		{
			[]string{"let"},
			"A name for a part of the expression.", "The name is missing where its part is.",
			`let rate = features_configured / features_total; rate * rate`, "0.64",
		},
		{[]string{"|"}, "The left side as the first argument of the function on the right.", "As for the function.", `usage | count()`, "3"},
		{[]string{"."}, "A column of the current row, inside a function of rows.", "Missing where the cell is.", `sum(usage, .actions)`, "100"},
		{[]string{"#"}, "The current value, inside a function of a list.", "Missing where the value is.", `sum([1, 2, 3], # * 2)`, "12"},
	}
}
