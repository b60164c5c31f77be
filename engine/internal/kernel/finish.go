package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

// finish applies overrides, scale, rounding and bands, in that order, and writes the
// results. All rows are rounded and get their band as if there were no overrides;
// then the rows that an override touches are done again.
func (c *card) finish(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	v, from, out := &f.sums.score, s.frame.from, &s.frame.out.Cards[c.index]
	scores, codes := out.Score.N[from:from+s.rows], out.Band.Codes[from:from+s.rows]
	unit := pow10[c.plan.Round]
	var most uint64
	if v.low >= 0 {
		most = roundPositive(scores, v.n, v.d, unit)
	} else {
		most = roundRatios(scores, v.n, v.d, unit)
	}
	if most >= exactBelow || !c.fits(v) {
		f.fallback = true
		return
	}
	c.bands.all(codes, scores, f.variants)
	if c.bands.wantCoverage && !f.sums.even {
		c.uncovered(f, codes)
	}
	if v.miss != nil {
		for i, m := range v.miss {
			if m != signals.Present {
				scores[i], out.Exact.N[from+i], codes[i] = result.Absent, result.Absent, unknownCode
			}
		}
	}
	if len(c.overrides) > 0 {
		c.overrule(f, s, scores, codes)
	}
}

// uncovered gives the unknown band to scores that too little data stand behind.
func (c *card) uncovered(f *cardFrame, codes []uint32) {
	for i := range codes {
		if !c.covered(f, i) {
			codes[i] = unknownCode
		}
	}
}

// covered tells whether enough data stand behind the score of row i to give it a band.
func (c *card) covered(f *cardFrame, i int) bool {
	variant := variantAt(f.variants, i)
	if c.flat {
		return c.bands.covered(variant, f.sums.weights[i])
	}
	root := &f.groups[len(f.groups)-1]
	return c.bands.coveredBy(variant, root.covered[i], root.asked[i])
}
