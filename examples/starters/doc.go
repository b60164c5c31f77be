// Package starters holds the rule sets that `bellwether init` writes: small ones, to
// start from, each a model of its field, with sample signals and tests that pass.
//
// What lives here: a folder for each template (rules, signals, README.md), and the
// list of them. What does not: writing them anywhere (cmd/bellwether).
package starters
