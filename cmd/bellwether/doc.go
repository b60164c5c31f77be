// Command bellwether scores the health of customers by rules in YAML files.
//
// What lives here: the command line. Flags, settings and exit codes, finding the
// files, and how results are printed. What does not: what rules mean (engine),
// how files are read (rules/load, signals/files), and the page that explains one
// score (engine/explain).
//
// How accounts get from the signals to the output: scoring reads them in blocks,
// workers score and encode a block each, and a writer puts the pieces one behind
// the other (pipeline). What is in flight is bounded, so that memory does not grow
// with the number of accounts.
//
// Each command has a file of its own; [run] is the whole program with its
// arguments and streams, as main and the tests start it.
package main
