package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// CoverageKind says what part of the rules a [CoveragePoint] is.
type CoverageKind uint8

// The kinds.
const (
	// CoverThreshold: a row of up_to, from, map or rows, else included; a stretch of
	// linear; that an expression gives points.
	CoverThreshold CoverageKind = iota
	// CoverSegment: a segment, or default.
	CoverSegment
	// CoverOverride: that an override applies, or does not.
	CoverOverride
	// CoverBranch: a way that an expression can go: either side of `?:` and `??`, and
	// yes and not yes of the sides of `and` and `or`, of flags, and of the `when` of
	// measures. The conditions of segments, overrides and rows are points of their own
	// kinds.
	CoverBranch
)

// String is the kind in one word.
func (k CoverageKind) String() string {
	return [...]string{"threshold", "segment", "override", "branch"}[k]
}

// CoveragePoint is one part of the rules that an account can make count.
type CoveragePoint struct {
	Kind CoverageKind
	// Place is where it is written, by the files as they were loaded.
	Place rules.Place
	// Scorecard, Segment and Measure (by its nested name) say what it belongs to; empty
	// where it belongs to none. Segment is only there for what a scorecard says of that
	// segment alone.
	Scorecard, Segment, Measure string
	// What says which part it is: "above 5, up to 10", "segment smb", "applied",
	// "`nps` is missing".
	What string
	// Hits is how often it counted.
	Hits int
}

// Coverage counts which parts of the rules had a say while accounts were observed.
// For one goroutine at a time.
//
// What stands once in the rules is one point, whichever segments it holds in; what a
// function of the rules says counts for all its calls together. Conditions in row
// functions count once a row, all else at most once an account. Literals and functions
// that nothing calls have no points.
type Coverage struct {
	program *Program
	watched *watched
	frame   *evaluate.Frame
	hits    []int
}

// NewCoverage begins to count, from 0.
func (p *Program) NewCoverage() *Coverage {
	w := p.watched()
	c := &Coverage{program: p, watched: w, frame: w.evaluator.NewFrame(), hits: make([]int, len(w.points))}
	c.frame.Count(c.hits)
	return c
}

// Add adds what another coverage of the same program counted; it panics if that is of
// another program.
func (c *Coverage) Add(other *Coverage) {
	if c.watched != other.watched {
		panic("engine: the coverage of another program cannot be added")
	}
	for i, n := range other.hits {
		c.hits[i] += n
	}
}

// Points gives all points, sorted by place.
func (c *Coverage) Points() []CoveragePoint {
	points := slices.Clone(c.watched.points)
	for i := range points {
		points[i].Hits = c.hits[i]
	}
	slices.SortStableFunc(points, func(a, b CoveragePoint) int {
		return cmp.Or(
			strings.Compare(a.Place.File, b.Place.File),
			cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Column, b.Place.Column),
			cmp.Compare(a.Kind, b.Kind),
		)
	})
	return points
}

// hit counts a point; there is none at a place below 0.
func (c *Coverage) hit(point int) {
	if point >= 0 {
		c.hits[point]++
	}
}

// observe counts what the account of an ordinary frame shows by its scores.
func (c *Coverage) observe(f *evaluate.Frame, cards []int) {
	w := c.watched
	if i, ok := w.segments[f.Segment()]; ok {
		c.hit(i)
	}
	for i, flag := range w.flags {
		c.hit(flag.of(f.Flag(i)))
	}
	for _, card := range cards {
		s := f.Score(card)
		for o, points := range w.overrides[card][s.Variant] {
			c.hit(points.of(slices.Contains(s.Applied, o)))
		}
		f.Ways(card, func(way evaluate.Way) {
			if way.Measure.When != nil {
				c.hit(w.whens[way.Measure].of(!way.Out))
			}
			if way.Found {
				c.hit(w.rows[way.Measure][way.Row+1])
			}
		})
	}
}

// observeBranches evaluates an account once more, so that the branches of its
// expressions are counted.
func (c *Coverage) observeBranches(portfolio *signals.Portfolio, peers *evaluate.Peers, account int, cards []int) {
	f := c.frame
	f.Bind(portfolio, peers)
	defer f.Unbind()
	f.Account(account)
	f.Segment()
	for i := range c.program.plan.Metrics {
		f.Metric(i)
	}
	for i := range c.program.plan.Flags {
		f.Flag(i)
	}
	for _, card := range cards {
		f.Score(card)
	}
}

// either is the points of two outcomes; those below 0 are none.
type either struct{ yes, no int }

var neither = either{-1, -1}

func (e either) of(yes bool) int {
	if yes {
		return e.yes
	}
	return e.no
}

// watched is what a program keeps for coverage.
type watched struct {
	evaluator *evaluate.Program
	points    []CoveragePoint // without hits

	segments map[string]int
	flags    []either
	// overrides are by scorecard, variant and place; whens and rows (else first) by
	// measure of the program's plan.
	overrides [][][]either
	whens     map[*plan.Measure]either
	rows      map[*plan.Measure][]int
}
