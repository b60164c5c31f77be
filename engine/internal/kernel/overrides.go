package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// override is one thing that an override does, in the variants that have it: at most
// one of adjust, cap and floor, and at most one band.
type override struct {
	at                 int    // place among the overrides of its variants
	variants           []bool // nil: all
	node               *plan.Node
	when               int // slot; -1: always
	adjust, cap, floor exact.Num
	band               uint32 // 0: none
}

// compileOverrides compiles overrides, in order. Those at the same place of several
// variants are one if they are alike.
func (c *card) compileOverrides(l *lane) {
	for at := 0; ; at++ {
		some := false
		for variant, v := range c.plan.Variants {
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
		c.overrides = append(c.overrides, override{when: -1, floor: scale.Min}, override{when: -1, cap: scale.Max})
	}
	for i := range c.overrides {
		o := &c.overrides[i]
		if !slices.Contains(o.variants, false) {
			o.variants = nil
		}
	}
}

// override adds what an override of one variant does, step by step.
func (c *card) override(l *lane, at, variant int, o *plan.Override) {
	steps := []override{}
	for _, s := range []override{{adjust: o.Adjust}, {cap: o.Cap}, {floor: o.Floor}} {
		if !s.adjust.IsMissing() || !s.cap.IsMissing() || !s.floor.IsMissing() {
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
		s.variants = make([]bool, len(c.plan.Variants))
		s.variants[variant] = true
		c.overrides = append(c.overrides, s)
	}
}

// like tells whether two overrides do the same at the same place.
func (o *override) like(other *override) bool {
	same := func(a, b exact.Num) bool { return a.IsMissing() && b.IsMissing() || a.Equal(b) }
	return o.at == other.at && o.node == other.node && o.band == other.band &&
		same(o.adjust, other.adjust) && same(o.cap, other.cap) && same(o.floor, other.floor)
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
	for _, v := range c.plan.Variants {
		if v.HasStart || v.Root.Combine == rules.CombineSum {
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
