// Package ruletest runs the tests that stand beside rules: accounts, an instant, and
// what the rules are to say of them.
//
// What lives here: holding a test against the rules before anything runs (bind.go),
// making portfolios of the accounts of a test (accounts.go), comparing what was
// expected with what came out (compare.go), running all tests (run.go), and the
// reports: for people, as JSON, as JUnit XML, and as annotations of GitHub.
//
// What does not: the form of test files, which rules/load reads (its model is in
// package rules), scoring and coverage (engine), and the command line
// (cmd/bellwether). README.md beside this file is the reference of test files.
package ruletest
