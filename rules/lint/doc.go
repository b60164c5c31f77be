// Package lint finds what is legal in a rule set and probably not meant: what
// nothing uses, what can never happen, what always happens, and thresholds that do
// not fit the values they are held against.
//
// What lives here: one finding a file, and what they share: the values that an
// expression can take (ranges). What does not: what keeps a rule set from being
// used (rules/load, rules/expression, rules/check), the pages that explain the
// findings to people (rules/finding), how findings are printed (rules/report), and
// what only data can show (engine/inspect).
package lint
