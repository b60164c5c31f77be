// Package plan says what a rule set means, step by step: the typed plan that
// stands between the rules and every way to evaluate them.
//
// The plan is a graph of nodes in which equal nodes are one node. What the rule
// language leaves to the reader stands in it plainly: where a value is rounded
// ([Publish]), which columns are hidden until they were known ([Guard]), what a
// peer statistic is taken over ([Subject]), how a scorecard looks in each
// segment. A back end compiles the plan and adds no meaning of its own.
package plan
