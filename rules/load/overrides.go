package load

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
)

// overrides reads what changes a score after the fact.
func (c *card) overrides(v value) []*rules.Override {
	const example = "a list: - {when: open_p1 >= 2, cap: 4, reason: open P1 tickets}"
	items, ok := c.list(v, "`overrides`", example)
	if !ok {
		return nil
	}
	var overrides []*rules.Override
	for _, item := range items {
		f, ok := c.fields(item, "an override", "when", "cap", "floor", "adjust", "band", "reason")
		if !ok {
			continue
		}
		o := &rules.Override{Place: item.place()}
		overrides = append(overrides, o)
		if written, ok := c.require(f, o.Place, "when", "write when: and a condition; `when: true` holds always"); ok {
			o.When = c.expression(written.value, "`when`")
		}
		f.read("cap", func(v value) { o.Cap = c.points(v, "`cap`") })
		f.read("floor", func(v value) { o.Floor = c.points(v, "`floor`") })
		f.read("adjust", func(v value) { o.Adjust = c.points(v, "`adjust`") })
		f.read("reason", func(v value) { o.Reason, _ = c.text(v, "`reason`") })
		f.read("band", func(v value) {
			if name, ok := c.reference(v, "`band`"); ok {
				o.Band = &name
				c.knownBand(name)
			}
		})
		if len(f.meant) == 0 && !slices.ContainsFunc(f.list, func(e entry) bool { return e.name() != "when" && e.name() != "reason" }) {
			c.report("override-empty", o.Place, "write cap, floor, adjust or band", "the override changes nothing")
		}
	}
	return overrides
}

func (c *card) knownBand(name rules.Name) {
	if !c.noBands && !slices.Contains(c.bands, name.Text) {
		c.report("unknown-band", name.Place, nameOrChoices(name.Text, c.bands, "declare it under `bands`"), "no band is called %s", quoted(name.Text))
	}
}
