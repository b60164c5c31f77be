// Package conformance holds the engine against figures that others computed: it
// has tests and test data, and no code.
//
// What lives here: rule sets written in the rule language for published data and
// scorecards (testdata), and the comparison of every score, band, coverage and
// reason with values that were computed independently: Telco, RavenStack, the
// scorecards in PMML, the net promoter score, and the worked figures of vendors'
// documentation. The rules and the data of Telco are those of examples/telco.
//
// What does not: the second implementation that generated cases are held against
// (package reference below this one), and tests of one package alone.
package conformance
