package reference

import (
	"math/big"
	"sort"
)

// search looks for one measure's nearest change. It cuts the grid of values
// into pieces in which no edge, knot or override condition lies; there the
// band can only move one way, so looking at both ends and halving is enough.
type search struct {
	*outcome
	leaf    *node
	metric  string
	grid    grid
	present int64
	goal    int
	edges   []*big.Rat // of the metric
	scores  []*big.Rat // that override conditions compare the score with
	best    *change
}

func (o *outcome) newSearch(leaf *node) (*search, bool) {
	metric, _ := o.account.metricOf(leaf.member)
	s := &search{outcome: o, leaf: leaf, metric: metric, goal: o.card.rank(o.band) - 1}
	in := o.scope()
	if in.decides(o.tree, metric) {
		return nil, false
	}
	for _, ov := range o.card.Overrides {
		if ov.When == nil {
			continue
		}
		if in.derives(ov.When, metric) {
			return nil, false
		}
		if !in.constants(ov.When, metric, &s.edges) || !in.constants(ov.When, "score", &s.scores) {
			return nil, false
		}
	}
	for _, step := range leaf.member.Way.Steps {
		s.edges = append(s.edges, step.At.Rat())
	}
	for _, k := range leaf.member.Way.Keys {
		if k.Is.Kind == Num {
			s.edges = append(s.edges, k.Is.Num)
		}
	}
	if len(s.scores) > 0 && o.card.Scale == nil {
		return nil, false // a score out of range is on no side of what it is compared with
	}
	s.grid = s.gridOf(metric)
	now := leaf.reading.value
	return s, s.grid.holds(s.edges...) && (now.Kind != Num || s.grid.holds(now.Num))
}

func (s *search) run() *change {
	if s.leaf.reading.value.Kind != Num {
		s.tryKeys()
		return s.best
	}
	s.present, _ = s.grid.floor(s.leaf.reading.value.Num)
	for _, piece := range s.pieces() {
		// A piece without a row of the map has no points anywhere in it.
		if s.beyondBest(piece) || s.with(piece.low) == nil {
			continue
		}
		for _, part := range s.splitByScore(piece) {
			s.look(part)
		}
	}
	return s.best
}

// tryKeys goes through the named values of a map over texts or yes and no,
// which have no distance: the fewest points win.
func (s *search) tryKeys() {
	for _, k := range s.leaf.member.Way.Keys {
		if !equal(k.Is, s.leaf.reading.value) && s.canBe(k.Is) {
			s.consider(k.Is, zero())
		}
	}
}

// repeated is the column that the metric only repeats, if it does.
func (s *search) repeated() string {
	name := s.metric
	for {
		m := s.account.portfolio.rules.metric(name)
		if m == nil {
			return name
		}
		only, ok := m.Expr.(Name)
		if !ok {
			return name
		}
		name = only.Name
	}
}

// decides tells whether the name decides on who takes part: what a change of it
// does to other measures is left open here.
func (s scope) decides(n *node, name string) bool {
	for _, p := range n.parts {
		if when := p.member.When; when != nil && (s.uses(when, name) || s.derives(when, name)) {
			return true
		}
		if s.decides(p, name) {
			return true
		}
	}
	return false
}

// canBe tells whether a column can have a text at all.
func (s *search) canBe(v Value) bool {
	for _, c := range s.account.portfolio.rules.root().Columns {
		if c.Name != s.repeated() || c.OneOf == nil || v.Kind != Text {
			continue
		}
		for _, one := range c.OneOf {
			if one == v.Text {
				return true
			}
		}
		return false
	}
	return true
}

// piece is a run of the grid on one side of the present value.
type piece struct{ low, high int64 }

// pieces cuts the grid at every edge and at the present value, nearest first.
func (s *search) pieces() []piece {
	first, last := s.bounds()
	starts := map[int64]bool{first: true, s.present: true, s.present + 1: true}
	for _, e := range s.edges {
		at, exact := s.grid.floor(e)
		starts[at+1] = true
		if exact {
			starts[at] = true
		}
	}
	var sorted []int64
	for at := range starts {
		if first <= at && at <= last {
			sorted = append(sorted, at)
		}
	}
	sort.Slice(sorted, func(i, j int) bool { return sorted[i] < sorted[j] })
	var all []piece
	for i, low := range sorted {
		high := last
		if i+1 < len(sorted) {
			high = sorted[i+1] - 1
		}
		if low != s.present {
			all = append(all, piece{low, high})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return s.distance(s.near(all[i])).Cmp(s.distance(s.near(all[j]))) < 0 })
	return all
}

// bounds are the first and last value that can be published: a column has none
// outside its min and max.
func (s *search) bounds() (first, last int64) {
	last = s.grid.last()
	first = -last
	for _, c := range s.account.portfolio.rules.root().Columns {
		if c.Name != s.repeated() {
			continue
		}
		if c.Min != "" {
			at, exact := s.grid.floor(c.Min.Rat())
			if !exact {
				at++
			}
			first = at
		}
		if c.Max != "" {
			last, _ = s.grid.floor(c.Max.Rat())
		}
	}
	return first, last
}

// near is the end of a piece towards the present value, far the other.
func (s *search) near(p piece) int64 {
	if p.high < s.present {
		return p.high
	}
	return p.low
}

func (s *search) far(p piece) int64 { return p.low + p.high - s.near(p) }

func (s *search) distance(at int64) *big.Rat {
	return abs(sub(s.grid.value(at), s.leaf.reading.value.Num))
}

func (s *search) beyondBest(p piece) bool {
	return s.best != nil && s.distance(s.near(p)).Cmp(s.best.distance) > 0
}

// splitByScore cuts a piece where the published score passes a number that
// an override's condition compares it with.
func (s *search) splitByScore(p piece) []piece {
	if len(s.scores) == 0 {
		return []piece{p}
	}
	parts := []piece{p}
	for _, c := range s.scores {
		side := func(at int64) int {
			o := s.with(at)
			if seen := o.scope().eval(Name{"score"}).Num; seen != nil {
				return seen.Cmp(c)
			}
			return 2 // out of range: conditions do not see it
		}
		var finer []piece
		for _, part := range parts {
			for low := part.low; low <= part.high; {
				high := lastLike(low, part.high, side)
				finer = append(finer, piece{low, high})
				low = high + 1
			}
		}
		parts = finer
	}
	sort.SliceStable(parts, func(i, j int) bool { return s.distance(s.near(parts[i])).Cmp(s.distance(s.near(parts[j]))) < 0 })
	return parts
}

// lastLike is the last number up to high for which a monotone function is as at low.
func lastLike(low, high int64, side func(int64) int) int64 {
	at := side(low)
	if side(high) == at {
		return high
	}
	for high-low > 1 {
		middle := low + (high-low)/2
		if side(middle) == at {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// look finds the value nearest to the present one in a piece in which the
// band moves one way only.
func (s *search) look(p piece) {
	if s.beyondBest(p) {
		return
	}
	near, far := s.near(p), s.far(p)
	if !s.reaches(near) {
		if !s.reaches(far) {
			return
		}
		for near-far > 1 || far-near > 1 {
			middle := near + (far-near)/2
			if s.reaches(middle) {
				far = middle
			} else {
				near = middle
			}
		}
		near = far
	}
	s.consider(numValue(s.grid.value(near)), s.distance(near))
}

func (s *search) reaches(at int64) bool {
	return s.card.rank(s.with(at).band) <= s.goal
}

// with is the outcome at another value of the measure; nil where the way has
// no points for it.
func (s *search) with(at int64) *outcome { return s.withValue(numValue(s.grid.value(at))) }

func (s *search) withValue(v Value) *outcome {
	changed := s.leaf.reading
	changed.value, changed.points = v, s.leaf.member.Way.at(v)
	if changed.points == nil {
		return nil
	}
	o := &outcome{
		account: s.account, card: s.card, whens: s.whens,
		readings: map[*Member]reading{}, pinned: map[string]Value{s.metric: v},
	}
	for m, r := range s.readings {
		o.readings[m] = r
	}
	o.readings[s.leaf.member] = changed
	o.settle()
	return o
}

// consider keeps a value that reaches the goal if none so far is nearer, or as
// near for fewer points.
func (s *search) consider(v Value, distance *big.Rat) {
	o := s.withValue(v)
	if o == nil || s.card.rank(o.band) > s.goal {
		return
	}
	c := &change{leaf: s.leaf, from: s.leaf.reading.value, to: v, distance: distance, score: o.score, band: o.band}
	c.points = o.readings[s.leaf.member].points
	if s.best != nil {
		order := c.distance.Cmp(s.best.distance)
		if order == 0 {
			order = c.effort().Cmp(s.best.effort())
		}
		// Of two as near, and as easy, the lower.
		if order > 0 || order == 0 && (v.Kind != Num || v.Num.Cmp(s.best.to.Num) >= 0) {
			return
		}
	}
	s.best = c
}
