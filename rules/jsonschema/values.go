package jsonschema

// The values of the language. The loader reads plain scalars as text, so that a
// text may look like a number or like true to an editor.

var scalar = types{"string", "number", "boolean"}

// text is any text, which may be empty.
func text() *schema { return &schema{Type: scalar} }

const maxName = 200 // characters

// label is a text of one line that is not empty.
func label() *schema {
	return &schema{
		Type: scalar, Pattern: `^[^\x00-\x1f\x7f-\x9f]*[^\x00-\x1f\x7f-\x9f\s][^\x00-\x1f\x7f-\x9f]*$`, MaxLength: maxName,
		PatternError: "A text of one line that is not empty.",
	}
}

// expression is a text in the expression language. Its grammar is not looked at.
func expression() *schema {
	return &schema{Type: scalar, Pattern: `\S`, PatternError: "An expression must stand here."}
}

const identifierError = "A name that expressions use begins with a letter or _, then letters, digits and _."

var (
	// Words that can name nothing.
	reserved = []any{"by", "default", "unknown", "all", "segment"}
	// The words of expressions.
	operators = []any{
		"not", "and", "or", "in", "let", "true", "false", "nil", "if", "else",
		"matches", "contains", "startsWith", "endsWith",
	}
	// Names that expressions see with a meaning of their own.
	meanings = []any{"peers", "value", "score", "coverage"}
)

// reference is the name of something that expressions use.
func reference() *schema {
	return &schema{
		Type: types{"string", "boolean"}, Pattern: `^[A-Za-z_][A-Za-z0-9_]*$`, MaxLength: maxName,
		PatternError: identifierError,
	}
}

// identifier is a new name that expressions use; taken are those it cannot be.
func identifier(taken ...[]any) *schema {
	s := reference()
	s.Not = excluded(append(taken, reserved, operators)...)
	return s
}

// newName is a new name that expressions do not use.
func newName() *schema {
	s := label()
	s.Not = excluded(reserved)
	return s
}

func excluded(words ...[]any) *schema {
	s := &schema{}
	for _, list := range words {
		s.Enum = append(s.Enum, list...)
	}
	return s
}

const numberError = "Numbers are written like 7, 0.5 or -1200."

// beyond is the first number that is too large. A schema has to let it through:
// to editors, 999999999999999.99 is the same.
const beyond = 1_000_000_000_000_000

func ptr(v int64) *int64 { return &v }

// number is a number below 10^15.
func number() *schema {
	return &schema{
		Type: types{"number", "string"}, Pattern: `^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?$`, PatternError: numberError,
		Minimum: ptr(-beyond), Maximum: ptr(beyond),
	}
}

// edge is a number that stands as a key.
func edge() *schema {
	s := number()
	s.Type, s.Minimum, s.Maximum = nil, nil, nil
	return s
}

// edgeOrElse is an edge, or the row that takes the rest.
func edgeOrElse() *schema {
	s := edge()
	s.Pattern = `^(else|-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?)$`
	s.PatternError = "An edge is a number; `else` takes the rest."
	return s
}

// weight is a number that is not negative.
func weight() *schema {
	return &schema{
		Type: types{"number", "string"}, Minimum: ptr(0), Maximum: ptr(beyond),
		Pattern:      `^(-?0(\.0+)?|(0|[1-9][0-9]{0,14})(\.[0-9]+)?)$`,
		PatternError: "A weight is a number from 0 up, like 20 or 0.5.",
	}
}

// decimals is a number of decimals.
func decimals() *schema {
	return &schema{
		Type: types{"integer", "string"}, Minimum: ptr(0), Maximum: ptr(9),
		Pattern: `^(-?0|[0-9])(\.0+)?$`, PatternError: "A whole number from 0 to 9.",
	}
}

// fraction is 50% or 0.5.
func fraction() *schema {
	return &schema{
		Type: types{"string", "number"}, Minimum: ptr(0), Maximum: ptr(1),
		Pattern:      `^(-?0(\.0+)?|0\.[0-9]+|1(\.0+)?|\s*(-?0(\.0+)?|[1-9]?[0-9](\.[0-9]+)?|100(\.0+)?)\s*%)$`,
		PatternError: "A part of the whole, like 50% or 0.5.",
	}
}

// truth is true or false.
func truth() *schema {
	return &schema{Type: types{"boolean", "string"}, Pattern: `^(true|false)$`, PatternError: "true or false."}
}

// words is one of a few words.
func words(list ...string) *schema {
	s := &schema{Type: types{"string"}}
	for _, w := range list {
		s.Enum = append(s.Enum, w)
	}
	return s
}

const durationPattern = `[1-9][0-9]{0,7}(h|d|w|mo|y)`

// freshness is a length of time, or an expression that gives one.
func freshness() *schema {
	return &schema{
		Type: types{"string", "boolean"}, Pattern: `\S`,
		AnyOf: []*schema{
			{
				Title: "a length of time", Pattern: `^\s*` + durationPattern + `\s*$`,
				PatternError: "A whole number with h, d, w, mo or y: 90d. Or an expression of `value` that gives such a text.",
			},
			{Title: "an expression of `value`", Not: &schema{Pattern: `^\s*[-+]?[0-9.]+ *[A-Za-z]*\s*$`}},
		},
	}
}
