// Package load reads the YAML files of a rule set into the model of package
// rules. It is strict, and it says everything that is wrong in one run: each
// finding with its place, what was expected, the name that was probably meant,
// and how to mend it.
//
// What lives here: finding and reading the files (folder.go, source.go), YAML
// and its traps (yaml.go, syntax.go, layout.go, brackets.go, structure.go), the place of each character
// of an expression (alignment.go), and one file for each part of the language.
// What is checked is what can be said of a text by itself: structure, literals,
// names that are declared twice or cannot be declared, and references between
// declarations that need no types (keys, parents, bands, segments).
//
// What does not: the meaning of expressions and the types of what they refer to
// (rules/expression, rules/check), what rule tests say of the rules (the files named
// *_test.yaml are read apart, see TestsDir, and held against the rules in
// engine/ruletest), formatting, and watching for changes.
//
// The language of the files is language 1. A rule set is read within bounds
// (see limits.go), so that no file, however hostile, costs more than a moment.
package load
