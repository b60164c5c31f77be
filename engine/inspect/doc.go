// Package inspect finds in rules what only real data can show: columns and metrics
// that are always missing, cells that are not what the rules declare, segments that
// nobody is in, and measures that hardly tell accounts apart.
//
// What lives here: one finding a file, and the pass over the data that they share.
// What does not: findings that need no data (rules/lint), the reading of files
// (signals/files), the pages that explain the findings to people (rules/finding), and
// how findings are printed.
package inspect
