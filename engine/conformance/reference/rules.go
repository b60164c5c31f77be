package reference

// RuleSet is a model of a rule set: what its YAML says, nothing computed.
type RuleSet struct {
	Tables     []*Table // the root first
	Metrics    []*Metric
	Functions  []*Function
	SegmentBy  string // a column, or
	Segments   []Segment
	PeersBy    []string // nil = by segment
	Scorecards []*Scorecard
	Flags      []Flag
}

// Metric is a named expression; Round is nil when left out.
type Metric struct {
	Name  string
	Expr  Node
	Round *int
}

// Function is an expression with parameters.
type Function struct {
	Name string
	Args []string
	Expr Node
}

// Segment is a named condition; the first that holds wins.
type Segment struct {
	Name string
	When Node
}

// Flag is a yes or no about an account.
type Flag struct {
	Name string
	When Node
}

// Scorecard is a card. Its root behaves as a group: Combine and Members.
type Scorecard struct {
	Name        string
	Scale       *Scale // nil = none
	ScaleUnsaid bool   // leave the scale out of the text: 0..100
	Better      string // high or low
	Round       int
	Missing     string // "" = redistribute
	MinCoverage string // "50%", or a fraction
	Combine     string
	Start       Dec
	Members     []*Member
	Patches     []*Patch
	Overrides   []Override
	Bands       []Band
}

// Scale is the range that points and score keep to.
type Scale struct{ Min, Max Dec }

// Member is a measure or a group of them. As part of a Patch, only what is
// set counts.
type Member struct {
	Name     string
	Off      bool
	Weight   Dec
	When     Node
	Missing  string // redistribute, zero, fail, or a number of points
	Metric   string
	Way      *Way
	Baseline Dec
	Code     string
	Combine  string
	Members  []*Member // of a group
}

func (m *Member) group() bool { return m.Members != nil }

// Way is a way from a value to points.
type Way struct {
	Kind   string // up_to, from, linear, map, points, rows
	Steps  []Step // up_to, from, linear: ascending
	Else   Dec    // up_to, from, map
	Keys   []Key  // map
	Points Node   // points
	Rows   []Row  // rows
}

// Step is an edge or a knot with its points.
type Step struct{ At, Points Dec }

// Key is an entry of a map: a text, an integer, true or false.
type Key struct {
	Is     Value
	Points Dec
}

// Row is a condition with points; the first that holds is taken.
type Row struct {
	When   Node // nil = the rest
	Points Node
	Code   string
}

// Override changes the score or the band where its condition holds.
type Override struct {
	When               Node
	Adjust, Cap, Floor Dec
	Band               string
	Reason             string
}

// Band is a colour; the last one has neither edge.
type Band struct {
	Name       string
	From, UpTo Dec
}

// Patch is what differs for a segment.
type Patch struct {
	Segment     string
	MinCoverage string
	Members     []*Member
	Overrides   []Override
	Bands       []Band
}

func (rs *RuleSet) root() *Table { return rs.Tables[0] }

func (rs *RuleSet) table(name string) *Table {
	for _, t := range rs.Tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

func (rs *RuleSet) metric(name string) *Metric {
	for _, m := range rs.Metrics {
		if m.Name == name {
			return m
		}
	}
	return nil
}

func (rs *RuleSet) function(name string) *Function {
	for _, f := range rs.Functions {
		if f.Name == name {
			return f
		}
	}
	return nil
}
