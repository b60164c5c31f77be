// Package jsonschema describes the files of a rule set as JSON Schema, draft-07,
// so that editors complete keys, show what they mean, and mark what is wrong
// while it is typed.
//
// What lives here: the two schemas, of rule files and of test files, each key
// with its description, one file for each part of the language. A schema looks
// at one file, never at the set: that a file alone has no `language` or no
// `accounts` is no error to it.
//
// What does not: what is right and wrong. That is said by rules/load; a schema
// never refuses a file that loads, and the tests hold the two against each other.
//
// Editors read YAML by the core schema of YAML 1.2, and see numbers, true and
// false where the loader sees their spelling. A schema therefore takes a number
// both as such and as text. Some editors still read YAML 1.1, in which `off` is
// false: where the language has `off`, false is let through.
package jsonschema
