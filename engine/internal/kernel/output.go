package kernel

import (
	"sync"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Output is where results go, at the index of each account. Workers write to parts of
// the columns that are their own; what they share is locked.
type Output struct {
	Segments *result.Texts
	Cards    []CardOutput // by card of the plan
	Flags    [][]bool

	lock  sync.RWMutex
	known map[string]uint32 // the codes of segments that go by a value
}

// Forget drops the names of segments, before accounts that go by a value are scored.
func (o *Output) Forget() {
	o.Segments.Dict = o.Segments.Dict[:0]
	clear(o.known)
}

// CardOutput are the columns of one scorecard. Points and TopReason are nil unless
// reasons are asked for.
type CardOutput struct {
	Score, Exact, Coverage *result.Numbers
	Band                   *result.Texts
	Points                 []*result.Numbers
	TopReason              *result.Texts
}

// Segments are the names that the codes of segments stand for; nil where accounts go
// by a value, and names are added as they come.
func (s *Schedule) Segments() []string {
	if s.segments.by >= 0 {
		return nil
	}
	return s.segments.names
}

// Computes tells whether the schedule computes a scorecard, asked for or not.
func (s *Schedule) Computes(card int) bool { return s.cards[card] != nil }

// Bands are the names that the codes of a scorecard's bands stand for.
func (s *Schedule) Bands(card int) []string { return s.cards[card].bands.names }

// Tops are the names that the codes of top reasons stand for.
func (s *Schedule) Tops(card int) []string { return s.cards[card].tops }

// ScoreUnit is the denominator of a scorecard's scores.
func (s *Schedule) ScoreUnit(card int) int64 { return pow10[s.plan.Cards[card].Round] }

// CoverageUnit is the denominator of coverage.
func (s *Schedule) CoverageUnit() int64 { return coverageUnit }

// PointsUnit is the denominator of the points of a scorecard's measure.
func (s *Schedule) PointsUnit(card, slot int) int64 { return s.cards[card].pointsUnit(slot) }

func (c *card) pointsUnit(slot int) int64 {
	if c.byRow {
		return pow10[9]
	}
	for _, w := range c.leaves[slot].ways {
		if w.kind == rules.PointsLinear || w.kind == rules.PointsExpr || w.kind == rules.PointsRows {
			return pow10[9]
		}
	}
	return c.unit
}

// put writes a number that may need more than an int64.
func (o *Output) put(c *result.Numbers, i int, x exact.Num) {
	n, d, ok := x.Small()
	if ok && c.D == nil {
		if c.Unit%d != 0 {
			n, d, _ = x.LowestTerms()
		}
		if f := c.Unit / d; c.Unit%d == 0 && magnitude(n)*float64(f) < limit {
			c.N[i] = n * f
			return
		}
	}
	if ok && c.D != nil {
		c.N[i], c.D[i] = n, d
		return
	}
	c.N[i] = result.Absent
	o.lock.Lock()
	defer o.lock.Unlock()
	switch {
	case x.IsMissing():
		delete(c.Wide, i)
	case c.Wide == nil:
		c.Wide = map[int]exact.Num{i: x}
	default:
		c.Wide[i] = x
	}
}

// writeSegments compiles writing the segments.
func (c *compiler) writeSegments() {
	if c.schedule.segments.by < 0 {
		return // they were written where they were found
	}
	c.schedule.accounts.add(func(s *scope) {
		f := s.frame
		f.segmentNames(f.out.Segments.Codes[f.from:f.from+s.rows], f.segment.codes[:s.rows])
	})
}

// segmentNames translates codes of the block's dictionary into those of the results.
func (f *Frame) segmentNames(out, codes []uint32) {
	dict := f.segment.dict
	if f.named != f.resolved || f.namedRun != f.run {
		f.named, f.namedRun = f.resolved, f.run
		f.names = room(f.names, len(dict))
		clear(f.names)
	}
	f.out.lock.Lock()
	defer f.out.lock.Unlock()
	if f.out.known == nil {
		f.out.known = map[string]uint32{}
	}
	for i, code := range codes {
		if f.names[code] == 0 {
			name := dict[code]
			known, ok := f.out.known[name]
			if !ok {
				known = uint32(len(f.out.Segments.Dict))
				f.out.Segments.Dict = append(f.out.Segments.Dict, name)
				f.out.known[name] = known
			}
			f.names[code] = known + 1
		}
		out[i] = f.names[code] - 1
	}
}

// writeFlag compiles writing a flag.
func (l *lane) writeFlag(index, slot int) {
	l.add(func(s *scope) {
		out, truth := s.frame.out.Flags[index][s.frame.from:], s.vectors[slot].truth[:s.rows]
		for i, t := range truth {
			out[i] = t == yes
		}
	})
}

// cardColumn compiles reading what a scorecard gave.
func (l *lane) cardColumn(n *plan.Node) int {
	c := l.compiler
	c.card(n.Index)
	at, index := l.slot(), n.Index
	l.add(func(s *scope) {
		v, f := &s.vectors[at], s.frame
		out := &f.out.Cards[index]
		switch n.Op {
		case plan.CardBand:
			v.codes = out.Band.Codes[f.from : f.from+s.rows]
			v.show(f, out.Band.Dict)
			miss := v.mask(s.rows)
			for i, code := range v.codes {
				miss[i] = signals.Cause(bit(code == 0))
			}
		case plan.CardScore:
			v.fromOutput(f.out, out.Score, f.from, s.rows)
		default:
			v.fromOutput(f.out, out.Coverage, f.from, s.rows)
		}
	})
	return at
}

// fromOutput shows a column of results.
func (v *vector) fromOutput(o *Output, c *result.Numbers, from, rows int) {
	n, miss := v.numerators(rows, c.Unit), v.mask(rows)
	low, high := int64(0), int64(0)
	for i, x := range c.N[from : from+rows] {
		n[i], miss[i] = x, 0
		if x == result.Absent {
			if o.isWide(c, from+i) {
				o.show(v, c, from, rows)
				return
			}
			n[i], miss[i] = 0, missing
		}
		low, high = min(low, n[i]), max(high, n[i])
	}
	v.bounds(float64(low), float64(high))
}

// isWide tells whether an entry is there, though N does not hold it.
func (o *Output) isWide(c *result.Numbers, i int) bool {
	o.lock.RLock()
	defer o.lock.RUnlock()
	return !c.IsMissing(i)
}

// show shows entries of which some are wide.
func (o *Output) show(v *vector, c *result.Numbers, from, rows int) {
	o.lock.RLock()
	defer o.lock.RUnlock()
	for i, out := 0, v.widen(rows); i < rows; i++ {
		out[i] = c.At(from + i)
	}
}
