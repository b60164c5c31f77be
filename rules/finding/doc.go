// Package finding holds the page of each diagnostic id: what it means, why it
// matters, how to mend it, and rules that show it wrong and right.
//
// What lives here: the pages (pages/ID.md, one a finding), their strict reader, and
// how a page looks in a terminal. What does not: finding anything (rules/load,
// rules/expression, rules/check, rules/lint, rules/watch, engine/inspect), and how
// findings are printed (rules/report).
package finding
