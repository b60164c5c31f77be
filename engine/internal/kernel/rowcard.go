package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// scoreByRow has package evaluate score the block, or rows of it, if kernels cannot.
func (c *card) scoreByRow(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		for i := range s.rows {
			c.scoreRow(s, s.frame.from+i)
		}
		return
	}
	for i, odd := range f.odd {
		switch {
		case odd == 0:
		case s.frame.schedule.reasons:
			c.scoreRow(s, s.frame.from+i)
		default:
			c.scoreOdd(s, f, i)
		}
	}
}

// scoreOdd scores row i, whose exact score has outgrown its room.
func (c *card) scoreOdd(s *scope, f *cardFrame, i int) {
	o, out, at := s.frame.out, &s.frame.out.Cards[c.index], s.frame.from+i
	exactly, coverage := c.exactly(f, i)
	s.frame.byRow.Account(at)
	score, band := s.frame.byRow.Finish(c.index, exactly, coverage)
	o.put(out.Score, at, score)
	o.put(out.Exact, at, exactly)
	o.put(out.Coverage, at, coverage.Publish())
	out.Band.Codes[at] = uint32(slices.Index(c.bands.names, band))
}

func (c *card) scoreRow(s *scope, i int) {
	f, o, out := s.frame.byRow, s.frame.out, &s.frame.out.Cards[c.index]
	f.Account(i)
	score := f.Score(c.index)
	o.put(out.Score, i, score.Score)
	o.put(out.Exact, i, score.Exact)
	o.put(out.Coverage, i, score.Coverage.Publish())
	out.Band.Codes[i] = uint32(slices.Index(c.bands.names, score.Band))
	if out.TopReason == nil {
		return
	}
	for _, p := range out.Points {
		o.put(p, i, exact.Num{})
	}
	leaves := c.plan.Variants[score.Variant].Leaves
	for j, leaf := range score.Leaves() {
		if leaf.State == evaluate.Scored || leaf.State == evaluate.Assumed {
			o.put(out.Points[leaves[j].Slot], i, leaf.Points.Round(9))
		}
	}
	out.TopReason.Codes[i] = 0
	if reasons := f.Reasons(c.index); len(reasons) > 0 {
		out.TopReason.Codes[i] = uint32(slices.Index(c.tops, reasons[0].Measure))
	}
}
