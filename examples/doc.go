// Package examples holds rule sets with data that a newcomer can run: saas, a
// company that does not exist and uses most of the rule language, and telco,
// published data of a telephone company. Each is run by the tests here.
//
// What lives here: rules, signals, and the program that makes those of saas. What
// does not: the comparison of telco with scores that were computed elsewhere
// (engine/conformance).
package examples
