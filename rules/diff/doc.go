// Package diff says what changed between two rule sets in the words of the rule
// language: weights, thresholds, conditions, orders; not lines of text.
//
// Two sets have the same digest exactly when no change of meaning is listed. What
// does not enter the digest is not listed (comments, layout, file names), but for
// descriptions, which are listed as words only.
//
// What does not live here: reading rules (rules/load), the printing of changes
// (cmd/bellwether), and what a change does to scores (engine).
package diff
