package rules

import (
	"crypto/sha256"
	"encoding/hex"
)

// GoFunction names a function that a Go program adds to the language. Its
// version changes whenever its results do.
type GoFunction struct{ Name, Version string }

// Digest identifies what the rules say: "sha256:" and the SHA-256, in
// hexadecimal, of their canonical form. Rule sets that differ in layout,
// comments, descriptions, file names or tests only have the same digest, and so
// has a rule set that is written in the long form where another is in the short.
//
// The canonical form is a text of nested parentheses, stable from version to
// version of this program: a change to it changes the digest of every published
// score. It starts with the line "bellwether rules 1" and goes on with one form
// for each part:
//
//	(name item item ...)
//
// where an item is a form, a word of the rule language, a number or a text.
// Numbers have no exponent and no zeros at the end (7.0 is 7, 50% is 0.5). Texts
// stand in double quotes, with everything but printable ASCII escaped as Go
// does. Defaults are filled in (a scale of 0 to 100, round 2, weight 1), apart
// from what a segment leaves as it is. What has no value is left out.
//
// Expressions are texts of their tokens with a blank between, text literals
// quoted in the same way, so that blanks, line breaks and the kind of quotes do
// not matter. An expression that cannot be split into tokens stands as it is
// written.
//
// Order is kept where it has a meaning: segments, scorecards, measures, rows,
// overrides, bands, flags, steps and knots, arguments. Tables, columns, values
// of one_of, spellings of blank, metrics, functions, entries of map, segments
// within a scorecard and functions registered in Go are sorted by byte order.
// Sections for later versions stand in their own canonical text, by name.
func (s *Set) Digest(functions ...GoFunction) string {
	sum := sha256.Sum256([]byte(s.canonical(functions)))
	return "sha256:" + hex.EncodeToString(sum[:])
}
