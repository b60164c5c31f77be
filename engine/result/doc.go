// Package result holds what scoring gives, as documents: one account on one
// scorecard, with as much of its explanation as was asked for. A [Document] goes to
// JSON and back unchanged.
//
// What does not live here: how the numbers come about (engine), and pages for
// people (engine/explain).
package result
