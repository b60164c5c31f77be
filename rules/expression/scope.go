package expression

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// Scope says which names an expression can use, and what they are.
type Scope struct {
	// Schema gives the columns of the account and the child tables; nil in
	// expressions that see none (fresh_for).
	Schema *signals.Schema
	// Metrics finds metrics by name; nil where an expression cannot use them.
	Metrics Metrics
	// Names are further names with their types: value, score, coverage.
	Names map[string]Type
	// Functions are those written in the rules, by name.
	Functions map[string]*rules.Function
	// Registered are those registered in Go, by name.
	Registered map[string]*Registered
	// Cards are the scorecards, where an expression can see scores.
	Cards map[string]Card
	// Declared is the rule set, for what is said of names that it has and that cannot
	// be seen here; nil if there is none.
	Declared *rules.Set
	// Unread says which names are not known because of errors in the files. What
	// hangs on them has a type that fits everywhere; nil if all is known.
	Unread *rules.Unread
	// NoPeers says why peers.* cannot be used here; empty where it can.
	NoPeers string
}

// Metrics finds a metric by name: its index and type. at is the place of the
// name, for a metric that is found to refer to itself.
type Metrics interface {
	Metric(name string, at rules.Place) (index int, t Type, ok bool)
	MetricNames() []string
}

// Card is a scorecard as expressions see it.
type Card struct {
	Index int
	Bands []string
	// Open: the scorecard may have bands that could not be read.
	Open bool
}

// Registered is a function registered in Go.
type Registered struct {
	Name   string
	Index  int
	Args   []signals.Kind
	Result signals.Kind
}

// Want says what an expression must give.
type Want struct {
	Kinds Kinds
	// What names the expression in messages: "a metric", "`when`".
	What string
}
