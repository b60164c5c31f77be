package plan

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Plan is a rule set, ready to be compiled by a back end. Read-only.
type Plan struct {
	Schema *signals.Schema
	Nodes  []*Node // arguments before what uses them
	// Metrics are the published metrics, as in the rule set.
	Metrics  []*Node
	Segments Segments
	Cards    []*Card
	Flags    []Flag
	// Subjects are what peers are compared in.
	Subjects []*Subject
	PeerKeys []PeerKey
	// Variables is how many variables there are.
	Variables int
	// Needs says which columns are read.
	Needs signals.Needs
}

// Segments sorts accounts.
type Segments struct {
	By    *Node // nil: conditions
	Names []string
	When  []*Node
}

// Flag is a yes or no on top of the scores.
type Flag struct {
	Name string
	When *Node
}

// Subject is a column or metric that peers are compared in.
type Subject struct {
	Name string
	Node *Node
	// Stage: it depends on peer statistics of lower stages only.
	Stage int
}

// PeerKey is what peers have in common: the segment, or a value.
type PeerKey struct {
	Segment bool
	Node    *Node
}

// Card is a scorecard in all its variants.
type Card struct {
	Name      string
	Round     int
	Scale     rules.Scale
	Variants  []*Variant
	BySegment map[string]int
	// Leaves are the paths of all measures that are no groups, over all variants,
	// in the order they are written.
	Leaves []string
}

// Variant is a scorecard as it holds in a segment.
type Variant struct {
	Segment     string
	Better      rules.Better
	Start       exact.Num // 0 where none is written
	HasStart    bool
	MinCoverage exact.Num // missing where none is written
	Root        *Measure
	Leaves      []*Measure // in written order
	Written     int        // the highest Written of its measures
	Overrides   []Override
	Bands       []Band
}

// Measure is a measure or a group of them.
type Measure struct {
	Name, Path string
	Place      rules.Place
	IsGroup    bool
	Combine    rules.Combine
	Weight     exact.Num
	// Millionths is Weight x 10^6: weights have at most 6 decimals.
	Millionths int64
	When       *Node // nil: always takes part
	Missing    rules.Missing
	Members    []*Measure
	Code       string
	Written    int
	// Leaf is the position in Variant.Leaves, Slot in Card.Leaves; of leaves only.
	Leaf, Slot int
	// Value is the published metric or column; nil where there is none.
	Value    *Node
	Points   Points
	Baseline exact.Num // missing: none declared
}

// Points is a way from a value to points.
type Points struct {
	Kind  rules.PointsKind
	Edges []exact.Num // up_to, from, linear: ascending
	At    []exact.Num // the points at Edges
	Else  exact.Num   // missing: none written
	Keys  []check.Key // map
	// KeyTexts are the keys of map as written.
	KeyTexts []string
	Expr     *Node
	Rows     []Row
}

// Row is a condition with its points.
type Row struct {
	When   *Node     // nil: always
	Points exact.Num // if Expr is nil
	Expr   *Node
	Code   string
	Text   string // the condition as written
}

// Override changes a score after the fact.
type Override struct {
	Place              rules.Place
	When               *Node // nil: always
	Adjust, Cap, Floor exact.Num
	Band               string
	Reason             string
}

// Band is a colour with its edge; both missing: it takes the rest.
type Band struct {
	Name       string
	From, UpTo exact.Num
}
