package result

import (
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Document is the score of one account on one scorecard. What is missing is null.
// Measures, Overrides, Reasons and Nearest are nil, and left out of the JSON,
// unless an explanation was asked for.
type Document struct {
	Account   string `json:"account"`
	Scorecard string `json:"scorecard"`
	Segment   string `json:"segment"`
	// Score is published: overrides applied, clamped to the scale, rounded.
	Score exact.Num `json:"score"`
	// Band is nil where the scorecard has none.
	Band *string `json:"band"`
	// Coverage is the part of the weight, 0 to 1, that data stand behind.
	Coverage exact.Num `json:"coverage"`
	// Cause says why there is no score.
	Cause string `json:"cause,omitempty"`
	// Base is the score before overrides; the contributions, and Start, add up to it.
	Base      exact.Num  `json:"base,omitzero"`
	Start     exact.Num  `json:"start,omitzero"`
	Measures  []Measure  `json:"measures,omitzero"`
	Overrides []Override `json:"overrides,omitzero"`
	Reasons   []Reason   `json:"reasons,omitzero"`
	// Nearest are the changes of one measure alone that reach the next better band,
	// fewest points first.
	Nearest []Change `json:"nearest,omitzero"`
	Flags   []string `json:"flags"`
	Rules   string   `json:"rules"`
	AsOf    string   `json:"as_of"`
}

// The states of a measure that was not simply scored.
const (
	StateMissing = "missing"  // no value: its weight is shared out
	StateStandIn = "stand_in" // no value: points stand in for it
	StateOut     = "out"      // its `when` does not hold: it takes no part
	StateFailed  = "failed"   // no value, and the scorecard cannot do without
)

// Measure is one measure, or a group of them, in an explanation.
type Measure struct {
	Name string `json:"name"`
	// Value is the published metric; null where it is missing, left out in groups.
	Value signals.Value `json:"value,omitzero"`
	// State is empty where points come from data.
	State string `json:"state,omitempty"`
	// Cause says why there is no value, or no points for it.
	Cause string `json:"cause,omitempty"`
	// Row is the row, or the knots, that matched.
	Row    string    `json:"row,omitempty"`
	Points exact.Num `json:"points"`
	Weight exact.Num `json:"weight"`
	// Share is the part of the whole score, after weights were shared out.
	Share exact.Num `json:"share"`
	// Contribution is what it adds to Base, rounded so that all add up.
	Contribution exact.Num `json:"contribution"`
	Code         string    `json:"code,omitempty"`
	Combine      string    `json:"combine,omitempty"` // of groups that are not weighted
	Declared     string    `json:"declared,omitempty"`
	Measures     []Measure `json:"measures,omitzero"`
}

// Override is an override that applied.
type Override struct {
	Reason   string    `json:"reason,omitempty"`
	Adjust   exact.Num `json:"adjust,omitzero"`
	Cap      exact.Num `json:"cap,omitzero"`
	Floor    exact.Num `json:"floor,omitzero"`
	Band     string    `json:"band,omitempty"`
	Declared string    `json:"declared,omitempty"`
}

// Reason is a measure that cost points: Lost = share x (baseline - points).
type Reason struct {
	Measure string    `json:"measure"`
	Lost    exact.Num `json:"lost"`
	Code    string    `json:"code,omitempty"`
}

// Change is the nearest value of one measure alone that reaches a better band.
type Change struct {
	Measure string        `json:"measure"`
	From    signals.Value `json:"from"`
	To      signals.Value `json:"to"`
	// Points are those of the new value; Needs how many more (or fewer) that is.
	Points exact.Num `json:"points"`
	Needs  exact.Num `json:"needs"`
	Score  exact.Num `json:"score"`
	Band   string    `json:"band"`
}
