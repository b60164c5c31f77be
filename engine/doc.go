// Package engine scores accounts by a rule set.
//
// [Compile] turns a rule set, as rules/load reads it, into a [Program]: immutable,
// and safe for any number of goroutines. A program says what it needs of the
// signals ([Program.Needs]), compares accounts with their peers ([Program.Peers]),
// and scores one account ([Program.Score]) or a whole portfolio
// ([Program.ScoreBatch]), whose results are columns. A [Scorer] scores one
// portfolio after another into the same memory.
//
// For whoever writes rules, a program tells all that it computes of an account
// ([Program.Observe]), which parts of the rules accounts came to ([Coverage]), and
// what no account has ([Gaps]).
//
// Five layers stand under it, each with its own page: rules/check resolves names
// and types; internal/plan says what the rules mean; internal/kernel computes the
// plan over columns, block by block; internal/evaluate computes it for one account,
// for explanations and for what has no kernel; result holds what comes out. Numbers
// are exact all the way (signals/exact): rules that mean the same give the same
// bytes on every machine, by whatever way.
//
// The package reads no files and no settings: rules and signals are handed to it, and
// so is the instant that everything is computed as of. It looks at a clock only to
// say what each part of the rules has cost, if [Request].Profile asks for that.
package engine
