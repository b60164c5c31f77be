// Package rules is the model of a rule set: what a folder of rule files says,
// as plain values, each with the place where it was declared.
//
// What lives here: the model ([Set] and its parts), places ([Place]),
// diagnostics ([Diagnostic], [Diagnostics]), the merging of what a segment
// changes ([Scorecard.For]) and the digest ([Set.Digest]).
//
// What does not: reading files (rules/load), the meaning of expressions
// (rules/expression), whether names, types and numbers make sense together
// (rules/check), and anything that scores (engine).
package rules
