package kernel

import (
	"sort"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// settleGroups turns what the root comes to into a score, as a ratio, and coverage.
func (c *card) settleGroups(s *scope, f *cardFrame) {
	sums, root := &f.sums, &f.groups[len(f.groups)-1]
	from, rows, out := s.frame.from, s.rows, &s.frame.out.Cards[c.index]
	coverage := out.Coverage.N[from : from+rows]
	v := &sums.score
	v.n, v.d = out.Exact.N[from:from+rows], out.Exact.D[from:from+rows]
	v.unit, v.wide, v.miss = 1, nil, nil
	miss := room(v.own.miss, rows)
	v.own.miss = miss
	high, starts := root.high+c.start, c.starts(sums.unit)
	most := c.roomFor(high) / sums.unit
	below := int64(1)
	sums.even = true
	for i := range v.n {
		d := root.d[i]
		if d > most {
			f.odd[i] = 1
		}
		v.n[i], v.d[i], coverage[i], miss[i] = 0, 1, 0, signals.Present
		if root.state[i] != uint8(evaluate.Scored) || f.odd[i] != 0 {
			if f.odd[i] == 0 {
				miss[i], v.miss = missing, miss
			}
			sums.even = false
			continue
		}
		v.n[i], v.d[i] = root.n[i], d*sums.unit
		if starts != nil {
			v.n[i] += starts[variantAt(f.variants, i)] * d
		}
		below = max(below, v.d[i])
		switch {
		case root.covered[i] == root.asked[i] && root.asked[i] > 0:
			coverage[i] = coverageUnit
		case root.asked[i] > 0:
			coverage[i], sums.even = roundOne(root.covered[i], root.asked[i], coverageUnit), false
		default:
			sums.even = false
		}
	}
	v.dHigh = float64(below)
	v.bounds(0, high*v.dHigh)
	if c.mayBeNegative(f) {
		v.low = -v.high
	}
}

// roomFor bounds the denominators of scores up to a bound: beyond it what follows does
// not fit.
func (c *card) roomFor(high float64) int64 {
	const most = 59
	k := sort.Search(most, func(k int) bool {
		var v vector
		v.dHigh = float64(int64(1) << (most - k))
		v.bounds(0, high*v.dHigh)
		return v.high < limit/4 && c.fits(&v)
	})
	return 1 << (most - k)
}

// starts are what variants start with, in units; nil if none does.
func (c *card) starts(unit int64) []int64 {
	if !c.hasStart {
		return nil
	}
	out := make([]int64, len(c.variants))
	for i, v := range c.variants {
		out[i], _ = v.Start.Mul(exact.Int(unit)).Int64()
	}
	return out
}

func (c *card) mayBeNegative(f *cardFrame) bool {
	if c.low < 0 || c.negativeStart {
		return true
	}
	for j := range f.leaves {
		if f.leaves[j].points.low < 0 {
			return true
		}
	}
	return false
}
