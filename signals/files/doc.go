// Package files finds the tables of a schema in files and folders, and reads
// them into portfolios: child tables as a whole, accounts in blocks.
//
// What lives here: which file holds which table, which format it has, and the
// order of reading. What does not: the formats themselves (packages csv and
// json) and what a row means (package signals).
package files
