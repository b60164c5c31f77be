// Package format writes rule files and rule tests in one form, so that a change of
// a rule is a change of its line and nothing else. What a file says, its digest and
// its comments stay; formatting twice changes nothing more.
//
// # The form
//
// Indentation is two blanks, lists are indented below their key. Lines end in LF,
// without blanks before; there are no tabs, no byte order mark, no `---`. Empty
// lines stay where they were, one at most, but not at the start of a block or at the
// end of the file.
//
// Order stays as written. What stands in {} or [] stays there if it fits on one line
// of 120 characters without its comment, written {a: 1, b: [c, d]}; else, or with
// comments within, it becomes a block. A block stays a block. So does a line for which
// a comment switches findings off, however long it is.
//
// One blank stands behind the colon, unless the author has put the values of most
// entries beneath each other in one column: then all have one, the leftmost that
// takes all keys. Only entries of one line without empty lines or comments between
// are put in a column.
//
// Texts stand without quotes where neither YAML nor people can take them for
// something else. Otherwise expressions stand in single quotes and all else in double
// ones, or the other way round where that saves escapes. Numbers, words, texts of
// several lines and blocks (| and >) stay as they are written, but for expressions.
//
// Expressions have one blank around operators and behind commas, and none within
// brackets, behind a sign and before the bracket of a call; texts within them stand
// in double quotes. An expression of several lines is tidied within its lines, in
// a block too (|). One that cannot be split into tokens, holds a comment or a line that
// begins with a #, is marked with an anchor, or whose lines YAML joins in a block (>) or
// in double quotes, stays as it is.
//
// A comment stays with its entry: above it and as far indented, or behind it with at
// least two blanks between. Comments behind lines beneath each other have one
// column: the one that most of them stood in if there is room, else the leftmost; it
// moves with the entries where they are indented anew. A comment of its own line in the
// column of the one above goes on with it, behind an empty line too. One between a key
// and its value goes above the key, or behind the value.
//
// What lives here: reading a file with the places of all its parts (source.go,
// tree.go), giving each comment to an entry (comments.go), tidying texts and
// expressions (scalars.go, expressions.go, tokens.go), printing (print.go,
// align.go), and making sure that nothing was lost (verify.go).
//
// What does not: what rules mean, which files there are (rules/load), and writing
// files (cmd/bellwether).
package format
