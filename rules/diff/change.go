package diff

import "github.com/bellwether-cs/bellwether/rules"

// Kind is what happened to a part of the rules.
type Kind uint8

// The kinds of change.
const (
	Added Kind = iota
	Removed
	Changed
	Moved   // where order has a meaning
	Renamed // the same content under another name
)

// String is the kind in lower case.
func (k Kind) String() string {
	return [...]string{"added", "removed", "changed", "moved", "renamed"}[k]
}

// Change is one difference between two rule sets, A before and B after.
type Change struct {
	Kind Kind
	// WordsOnly: it changes what people read, and no score.
	WordsOnly bool
	// Group is the section that it belongs to: signals, metrics, segments, ...; of
	// what is within a scorecard, `scorecard NAME`.
	Group string
	// Path names the part, as it is called in A or, if it was added, in B:
	// scorecards.health.measures.voice.nps.weight.
	Path string
	// Was and Now are the two contents, as far as there are two.
	Was, Now string
	// A and B are the places in the two rule sets; zero where there is none.
	A, B rules.Place
	// Words say the change in one line. That it is in the scorecard of the group
	// goes without saying.
	Words string

	where string // what Sentence adds
}

// Sentence says the change in one line that can stand alone.
func (c Change) Sentence() string { return c.Words + c.where }

// Diff is what changed between two rule sets.
type Diff struct {
	// A and B are the digests of the two rule sets.
	A, B string
	// Changes stand by group, in the order of a rule set.
	Changes []Change
}

// SameMeaning tells whether no change of meaning is listed.
func (d *Diff) SameMeaning() bool {
	for _, c := range d.Changes {
		if !c.WordsOnly {
			return false
		}
	}
	return true
}
