// Package reference is a referee for tests: a second, slow, obviously-correct
// implementation of what the rule language means, written from the language's
// description and from nothing else, on math/big rationals.
//
// It has its own small syntax tree with a printer and an evaluator, its own
// model of rule sets with a YAML writer, and a rapid generator of cases: rule
// text, account text, an as-of, and the documents that every correct engine
// must give for them.
//
// [Cases] gives the generator; [Evaluate] the documents of a rule set that was
// modelled by hand. A [Case] carries the tags of what its evaluation came
// across; those that begin with "unsaid:" mark where the language leaves a
// choice open, so that a comparison may leave that part out.
//
// It is never imported by the product and imports nothing of it, so that a
// misreading made once in the engine cannot hide here. It does not parse
// expressions, YAML or NDJSON: it only writes them. Speed is no concern;
// where a plain loop says it, there is a plain loop.
package reference
