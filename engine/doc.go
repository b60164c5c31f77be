// Package engine scores accounts by a rule set.
//
// [Compile] turns a rule set, as rules/load reads it, into a [Program]: immutable,
// and safe for any number of goroutines. A program says what it needs of the
// signals ([Program.Needs]), compares accounts with their peers ([Program.Peers]),
// and scores one account ([Program.Score]) or a whole portfolio
// ([Program.ScoreBatch]), whose results are columns.
//
// Four layers stand under it, each with its own page: rules/check resolves names
// and types; internal/plan says what the rules mean; internal/evaluate computes
// the plan over columns; result holds what comes out. Numbers are exact all the
// way (signals/exact): rules that mean the same give the same bytes on every
// machine.
//
// The package reads no files, no settings and no clock: rules and signals are
// handed to it, and so is the instant that everything is computed as of.
package engine
