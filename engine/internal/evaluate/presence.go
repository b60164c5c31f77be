package evaluate

// Presence says what is known of a measure before its points are looked at.
type Presence uint8

// The presences.
const (
	HasPoints   Presence = iota // points of a value
	NoPoints                    // no value, or no points for it: the missing policy decides
	TakesNoPart                 // its `when` does not hold
	GivenPoints                 // points, though the value is missing
)
