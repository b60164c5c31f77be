// Package signals holds what is known about accounts: the schema that a rule
// set declares, typed columns, and the portfolio they make as of one instant.
//
// What lives here: the declaration of tables and columns ([Schema]), cells and
// columns in memory ([Value], [Vector]), the accounts with their child rows
// ([Portfolio]), and the building of a portfolio out of rows ([Builder]).
//
// What does not: formats and files (packages below this one: csv, json, files),
// expressions, and anything that gives a column a meaning beyond its type. The
// package needs the standard library and shopspring/decimal only.
package signals
