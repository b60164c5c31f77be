package engine

import (
	"time"

	"github.com/bellwether-cs/bellwether/rules"
)

// Timing is what one part of the rules has cost since a [Scorer] was made. What two
// parts share counts for the first that asks for it.
type Timing struct {
	// What says which part: "metric setup_rate", "scorecard health".
	What  string
	Place rules.Place
	Time  time.Duration
	// Accounts is how many accounts it was computed for.
	Accounts int64
}

// Timings says what each part of the rules has cost so far, most first. It is empty
// unless the request asked for a profile.
func (s *Scorer) Timings() []Timing { return nil }
