// Package report writes the findings of a rule set: for people, with source lines
// and carets, and for the programs that show findings elsewhere (JSON, the
// annotations of GitHub, SARIF).
//
// What lives here: one file a format, and the count of findings. What does not:
// finding anything (rules/load, rules/check, rules/lint), and the pages about
// findings (rules/finding).
package report
