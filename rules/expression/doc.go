// Package expression reads the expressions of the rule language.
//
// The grammar is expr-lang's: its lexer and parser give the syntax tree. Names,
// types, money, missing values, tables and rows are ours: [Check] turns the syntax
// tree into a typed tree ([Node]) in which every name is resolved and every
// construct is one that the language allows; all else is a diagnostic with its
// place. The functions that an expression can call are declared in one place, the
// catalogue ([Functions]): types, meaning of missing, formula, example.
//
// What does not live here: evaluation. The engine gives the typed tree its meaning.
package expression
