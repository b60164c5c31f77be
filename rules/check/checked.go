package check

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Checked is a rule set in which every name is resolved and every type is right.
// Read-only.
type Checked struct {
	Set     *rules.Set
	Metrics []Metric // as in Set.Metrics
	// Freshness holds the expressions of fresh_for, by table and column.
	Freshness map[ColumnRef]*expression.Node
	// By is the expression of `segments: {by: ...}`; nil if they are conditions.
	By *expression.Node
	// SegmentWhen are the conditions of Set.Segments.List.
	SegmentWhen []*expression.Node
	Scorecards  []Scorecard        // as in Set.Scorecards
	Flags       []*expression.Node // as in Set.Flags
	Peers       []PeerKey
}

// ColumnRef names a column by its indexes in the schema.
type ColumnRef struct{ Table, Column int }

// Metric is a metric with its typed expression.
type Metric struct {
	*rules.Metric
	Expr *expression.Node
	Type expression.Type
	// UsesPeers: its value depends, directly or through other metrics, on peers.
	UsesPeers bool
}

// PeerKey is one part of what peers have in common: the segment, or a column or
// metric.
type PeerKey struct {
	Segment bool
	Ref     *expression.Node
}

// Scorecard is a scorecard as it holds in each segment.
type Scorecard struct {
	*rules.Scorecard
	// Variants: the first is of all segments that change nothing; the others
	// are named in Segments of the scorecard.
	Variants []*Variant
	// BySegment gives the index in Variants of each segment that changes something.
	BySegment map[string]int
}

// Variant is a scorecard as it holds in one segment.
type Variant struct {
	*rules.Scorecard
	Segment   string // empty for the first
	Root      *Measure
	Overrides []Override
}

// Override is an override with its typed condition.
type Override struct {
	*rules.Override
	When *expression.Node
}

// Measure is a measure, or a group, with its typed expressions. Members that are
// switched off are left out.
type Measure struct {
	*rules.Measure
	Path    string           // nested names joined by dots
	Value   *expression.Node // the metric or column; nil in groups, and where no value is needed
	When    *expression.Node
	Points  *expression.Node // of `points:`
	Rows    []Row
	Keys    []Key // of `map`, as in Measure.Points.Entries
	Members []*Measure
	// Written is the position in the scorecard as written, depth first, for ties.
	Written int
}

// Row is one row of conditions; Points is nil if the row has a literal.
type Row struct {
	*rules.Row
	When   *expression.Node
	Points *expression.Node
}

// Key is a key of a map, read in the metric's type.
type Key struct {
	Num    exact.Num
	Text   string
	Flag   bool
	Micros int64
}

// identity is equal for equal keys of one kind.
func (k Key) identity() string { return fmt.Sprint(k.Num, k.Text, k.Flag, k.Micros) }
