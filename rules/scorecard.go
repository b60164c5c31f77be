package rules

import "github.com/bellwether-cs/bellwether/signals/exact"

// Better says which end of the scale is good.
type Better uint8

// High scores are good unless a card says otherwise.
const (
	BetterHigh Better = iota
	BetterLow
)

// Scorecard turns measures of an account into one score and a band.
type Scorecard struct {
	Name        string
	Place       Place
	Description string
	Scale       Scale
	Better      Better
	Start       *Literal // what an additive card begins with
	Round       int      // decimals of the published score; 2 unless written
	MinCoverage *Literal // a fraction 0..1; nil if none
	// Group holds combine, missing and the measures: the top of the tree.
	Group     Measure
	Overrides []*Override
	Bands     []*Band
	// Segments holds what differs by segment, in written order.
	Segments []*SegmentChange
}

// Scale is the range of a score.
type Scale struct {
	Place    Place
	None     bool      // `scale: none`
	Min, Max exact.Num // 0 and 100 unless written
}

// SegmentChange is what one segment changes in a scorecard.
type SegmentChange struct {
	Segment     Name
	Group       Measure // only what differs is filled in
	MinCoverage *Literal
	Start       *Literal
	Better      *Better
	Overrides   []*Override // added after the general ones
	Bands       []*Band     // merged by name
}

// Combine is how a group makes one figure of its members.
type Combine uint8

// The ways to combine; CombineUnset is the default (weighted) of a card and "as
// before" in a change.
const (
	CombineUnset Combine = iota
	CombineWeighted
	CombineMean
	CombineMin
	CombineMax
	CombineSum
)

// MissingPolicy is what happens where a value is missing.
type MissingPolicy uint8

// The policies. MissingUnset means the policy further up holds.
const (
	MissingUnset MissingPolicy = iota
	MissingRedistribute
	MissingZero
	MissingFail
	MissingPoints // a number of points stands in
)

// Missing is a missing policy with its stand-in.
type Missing struct {
	Policy MissingPolicy
	Points Literal // with MissingPoints
	Place  Place
}

// Switch says whether a measure was switched on or off.
type Switch uint8

// The states of a switch.
const (
	SwitchUnset Switch = iota
	SwitchOn
	SwitchOff
)

// Measure is a measure or, if Measures are there, a group of them. In a change
// of a segment only what differs is filled in.
type Measure struct {
	Name        string
	Place       Place
	Description string
	Switch      Switch
	Metric      *Name // nil: the metric or column of the measure's own name
	Weight      *Literal
	When        *Expression
	Missing     Missing
	Points      *Points // nil in groups, and in changes that keep it
	Baseline    *Literal
	Code        string
	Combine     Combine
	Measures    []*Measure
	// IsGroup tells a group, whose Measures may be empty in a change.
	IsGroup bool
}

// PointsKind is a way from a value to points.
type PointsKind uint8

// The ways to points.
const (
	PointsUpTo   PointsKind = iota // rows by their upper edge, included
	PointsFrom                     // rows by their lower edge, included
	PointsLinear                   // straight lines between knots
	PointsMap                      // by equal value
	PointsExpr                     // an expression of `value`
	PointsRows                     // the first row of conditions that holds
)

// String is the key of the way in the rule language.
func (k PointsKind) String() string {
	return [...]string{"up_to", "from", "linear", "map", "points", "rows"}[k]
}

// Points is a measure's way to points.
type Points struct {
	Kind  PointsKind
	Place Place
	// Steps are the rows of up_to and from (Edge, Points), the knots of linear.
	Steps []Step
	// Entries are the rows of map.
	Entries []Entry
	Else    *Literal // up_to, from: always there; map: nil if left out
	Expr    *Expression
	Rows    []*Row
}

// Step is an edge, or a knot, with its points.
type Step struct{ Edge, Points Literal }

// Entry is one value of a map; Key is read in the metric's type.
type Entry struct {
	Key    Name
	Points Literal
}

// Row is one condition with its points: Points, or Expr. A row without When
// always holds.
type Row struct {
	Place  Place
	When   *Expression
	Points *Literal
	Expr   *Expression
	Code   string
}

// Override changes a score after the fact.
type Override struct {
	Place              Place
	When               *Expression
	Adjust, Cap, Floor *Literal
	Band               *Name
	Reason             string
}

// Band is a colour with its edge. Neither From nor UpTo: it takes the rest.
type Band struct {
	Name       string
	Place      Place
	From, UpTo *Literal
}
