package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// override is one thing that an override does, in the variants that have it: at most
// one of adjust, cap and floor, and at most one band.
type override struct {
	at       int    // place among the overrides of its variants
	variants []bool // nil: all
	node     *plan.Node
	when     int // slot; -1: always
	// At most one of these is there.
	adjust, cap, floor bound
	band               uint32 // 0: none
}

// compileOverrides compiles overrides, in order. Those at the same place of several
// variants are one if they are alike.
func (c *card) compileOverrides(l *lane) {
	for at := 0; ; at++ {
		some := false
		for variant, v := range c.variants {
			if at < len(v.Overrides) {
				some = true
				c.override(l, at, variant, &v.Overrides[at])
			}
		}
		if !some {
			break
		}
	}
	if c.mayLeaveScale() {
		scale := c.plan.Scale
		c.overrides = append(c.overrides, override{when: -1, floor: c.bound(scale.Min)}, override{when: -1, cap: c.bound(scale.Max)})
	}
	for i := range c.overrides {
		o := &c.overrides[i]
		if o.variants != nil && !slices.Contains(o.variants, false) {
			o.variants = nil
		}
	}
}

// override adds what an override of one variant does, step by step.
func (c *card) override(l *lane, at, variant int, o *plan.Override) {
	steps := []override{}
	for _, s := range []override{{adjust: c.bound(o.Adjust)}, {cap: c.bound(o.Cap)}, {floor: c.bound(o.Floor)}} {
		if s.adjust.d != 0 || s.cap.d != 0 || s.floor.d != 0 {
			steps = append(steps, s)
		}
	}
	if o.Band != "" {
		steps = append(steps, override{band: c.bands.code(o.Band)})
	}
	last := -1 // the steps of one override keep their order
	for _, s := range steps {
		s.at, s.node, s.when = at, o.When, -1
		same := slices.IndexFunc(c.overrides, func(other override) bool { return other.like(&s) })
		if same > last && !c.overrides[same].variants[variant] {
			c.overrides[same].variants[variant] = true
			last = same
			continue
		}
		last = len(c.overrides)
		if o.When != nil {
			s.when = l.need(o.When)
		}
		s.variants = make([]bool, len(c.variants))
		s.variants[variant] = true
		c.overrides = append(c.overrides, s)
	}
}

// like tells whether two overrides do the same at the same place.
func (o *override) like(other *override) bool {
	return o.at == other.at && o.node == other.node && o.band == other.band &&
		o.adjust == other.adjust && o.cap == other.cap && o.floor == other.floor
}

// mayLeaveScale tells whether a score has to be clamped to the scale at the end.
func (c *card) mayLeaveScale() bool {
	scale := c.plan.Scale
	if scale.None {
		return false
	}
	outside := func(x exact.Num) bool {
		return !x.IsMissing() && (x.Cmp(scale.Min) < 0 || x.Cmp(scale.Max) > 0)
	}
	for _, v := range c.variants {
		if v.HasStart || v.Root.Combine == rules.CombineSum || slices.ContainsFunc(c.groups, func(g group) bool { return g.mayLeave(outside) }) {
			return true
		}
		for _, m := range v.Leaves {
			if outside(m.Missing.Points.Value) || m.Missing.Policy == rules.MissingZero && outside(exact.Int(0)) {
				return true
			}
		}
		for _, o := range v.Overrides {
			if !o.Adjust.IsMissing() || outside(o.Cap) || outside(o.Floor) {
				return true
			}
		}
	}
	return false
}

// fits tells whether what overrides do to scores fits.
func (c *card) fits(v *vector) bool {
	n, d := v.magnitude(), v.dHigh
	for i := range c.overrides {
		o := &c.overrides[i]
		for _, x := range []*bound{&o.adjust, &o.cap, &o.floor} {
			if x.d == 0 {
				continue
			}
			if n = n*float64(x.d) + magnitude(x.n)*d; n >= limit || d*float64(x.d) >= limit {
				return false
			}
			if x == &o.adjust {
				d *= float64(x.d)
			} else {
				d = max(d, float64(x.d))
			}
		}
	}
	return true
}

// overrule does the rows again that overrides touch.
func (c *card) overrule(f *cardFrame, s *scope, scores []int64, codes []uint32) {
	touched := c.touched(f, s)
	for i, t := range touched {
		if t == yes && !c.overruleRow(f, s, i, scores, codes) {
			f.fallback = true
			return
		}
	}
}

// touched tells which rows some override touches.
func (c *card) touched(f *cardFrame, s *scope) []uint8 {
	if when := c.overrides[0].when; len(c.overrides) == 1 && when >= 0 {
		return s.vectors[when].truth[:s.rows]
	}
	f.touched = room(f.touched, s.rows)
	clear(f.touched)
	for j := range c.overrides {
		when := c.overrides[j].when
		if when < 0 {
			fill(f.touched, yes)
			break
		}
		truth := s.vectors[when].truth[:s.rows]
		for i := range f.touched {
			if truth[i] == yes {
				f.touched[i] = yes
			}
		}
	}
	return f.touched
}

// overruleRow does a row again; no if its score is too large for that.
func (c *card) overruleRow(f *cardFrame, s *scope, i int, scores []int64, codes []uint32) bool {
	v, variant := &f.sums.score, variantAt(f.variants, i)
	there := v.miss == nil || v.miss[i] == signals.Present
	n, d, band := v.n[i], v.d[i], uint32(0)
	for j := range c.overrides {
		o := &c.overrides[j]
		if o.variants != nil && !o.variants[variant] || o.when >= 0 && s.vectors[o.when].truth[i] != yes {
			continue
		}
		if o.band != 0 {
			band = o.band
		}
		if there {
			n, d = o.move(n, d)
		}
	}
	if there && (n != v.n[i] || d != v.d[i]) {
		scores[i] = roundOne(n, d, pow10[c.plan.Round])
		if magnitude(scores[i]) >= exactBelow {
			return false
		}
		codes[i] = c.bands.one(variant, scores[i])
		if c.bands.wantCoverage && !f.sums.even && !c.covered(f, i) {
			codes[i] = unknownCode
		}
	}
	if band != 0 {
		codes[i] = band
	}
	return true
}

// move applies the override to a score.
func (o *override) move(n, d int64) (int64, int64) {
	switch {
	case o.adjust.d != 0:
		return n*o.adjust.d + o.adjust.n*d, d * o.adjust.d
	case o.cap.d != 0 && n*o.cap.d > o.cap.n*d:
		return o.cap.n, o.cap.d
	case o.floor.d != 0 && n*o.floor.d < o.floor.n*d:
		return o.floor.n, o.floor.d
	}
	return n, d
}

// bound is a number as a ratio; d is 0 if there is none.
type bound struct{ n, d int64 }

// bound is a number that is written down: it fits, or the card is scored by row.
func (c *card) bound(x exact.Num) bound {
	if x.IsMissing() {
		return bound{}
	}
	n, d, ok := x.LowestTerms()
	c.byRow = c.byRow || !ok
	return bound{n, d}
}
