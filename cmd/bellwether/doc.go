// Command bellwether scores the health of customers by rules in YAML files.
//
// What lives here: the command line. Flags, settings and exit codes, finding the
// files, and how results are printed. What does not: what rules mean (engine),
// how files are read (rules/load, signals/files), and the page that explains one
// score (engine/explain).
//
// Each command has a file of its own; [run] is the whole program with its
// arguments and streams, as main and the tests start it.
package main
