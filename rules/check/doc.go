// Package check makes sure that a rule set makes sense: every name is known, every
// expression has a type that fits its place, no metric refers to itself, and every
// scorecard is complete in every segment. What it gives is the rule set with its
// expressions as typed trees and its scorecards merged by segment ([Checked]).
//
// What does not live here: reading files (rules/load, which checks structure and
// literals), and the meaning of what was checked (engine).
package check
