package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// idleOverrides finds overrides that change nothing, or the same whatever the account.
func (p *pass) idleOverrides() {
	for i := range p.checked.Scorecards {
		c := &p.checked.Scorecards[i]
		for _, v := range c.Variants {
			for j, o := range v.Overrides {
				p.idleOverride(c.Scale, v.Overrides, j)
				if n := o.When; n != nil && n.Op == expression.OpBool && !n.Flag {
					p.once("override-idle", place(o.Override.When, n), "delete the override, or write when it holds", "this override never holds")
				}
			}
		}
	}
}

func (p *pass) idleOverride(scale rules.Scale, all []check.Override, i int) {
	o := all[i].Override
	for _, before := range all[:i] {
		if sameOverride(before.Override, o) {
			p.onceDiagnostic(rules.Diagnostic{
				Severity: rules.SeverityWarning, ID: "override-idle", Place: o.Place,
				Message: "the same override stands twice", Hint: "delete one of the two",
				Also: []rules.Note{{Place: before.Place, Message: "it stands here first"}},
			})
		}
	}
	if o.Adjust != nil && o.Adjust.Value.Sign() == 0 {
		p.once("override-idle", o.Adjust.Place, "delete it", "`adjust: 0` changes nothing")
	}
	if o.Cap != nil && o.Floor != nil && o.Floor.Value.Cmp(o.Cap.Value) > 0 {
		p.once("override-idle", o.Cap.Place, "write the cap above the floor, or keep one of them",
			"the cap %s lies below the floor %s, which is done last: the score is always %s", o.Cap.Value, o.Floor.Value, o.Floor.Value)
		return
	}
	if scale.None {
		return
	}
	// What lies beyond the scale between two overrides comes back only at the end.
	adjusted := slices.ContainsFunc(all[i+1:], func(later check.Override) bool { return later.Adjust != nil })
	switch limit := o.Cap; {
	case limit == nil:
	case limit.Value.Cmp(scale.Min) < 0:
		p.once("override-idle", limit.Place, "write a cap on the scale", "the cap %s lies below the scale: it always makes the score %s", limit.Value, scale.Min)
	case limit.Value.Cmp(scale.Max) >= 0 && !adjusted:
		p.once("override-idle", limit.Place, "write a lower cap, or delete it", "the cap %s changes nothing: the scale ends at %s", limit.Value, scale.Max)
	}
	switch limit := o.Floor; {
	case limit == nil:
	case limit.Value.Cmp(scale.Max) > 0:
		p.once("override-idle", limit.Place, "write a floor on the scale", "the floor %s lies above the scale: it always makes the score %s", limit.Value, scale.Max)
	case limit.Value.Cmp(scale.Min) <= 0 && !adjusted:
		p.once("override-idle", limit.Place, "write a higher floor, or delete it", "the floor %s changes nothing: the scale begins at %s", limit.Value, scale.Min)
	}
}

// sameOverride tells whether two overrides say the same, reasons aside.
func sameOverride(a, b *rules.Override) bool {
	same := func(a, b *rules.Literal) bool {
		return a == nil && b == nil || a != nil && b != nil && a.Value.Equal(b.Value)
	}
	band := a.Band == nil && b.Band == nil || a.Band != nil && b.Band != nil && a.Band.Text == b.Band.Text
	return a != b && a.When != nil && b.When != nil && a.When.Text == b.When.Text && band &&
		same(a.Adjust, b.Adjust) && same(a.Cap, b.Cap) && same(a.Floor, b.Floor)
}
