package diff

import (
	"strconv"

	"github.com/bellwether-cs/bellwether/rules"
)

// numbered is something without a name, which people call by its place in a list:
// an override, a row of conditions.
type numbered struct {
	facts facts
	shown string
	at    rules.Place
}

// numbered lists what differs between two such lists. What is the same in both is
// found by all that it says, else by its condition, else by all but its condition.
func (d *differ) numbered(s spot, noun, owner string, a, b []numbered) {
	condition := func(n numbered) string {
		when, ok := n.facts.find("when")
		if !ok {
			return "none"
		}
		return "when " + when.full()
	}
	rest := func(n numbered) string {
		f := n.facts
		if _, ok := f.find("when"); ok {
			f = f[1:] // the condition stands first
		}
		return "rest " + f.canon()
	}
	m := match(len(a), len(b),
		func(inB bool, i int) string { return "all " + pick(inB, a, b)[i].facts.canon() },
		func(inB bool, i int) string { return condition(pick(inB, a, b)[i]) },
		func(inB bool, i int) string { return rest(pick(inB, a, b)[i]) })
	moved := m.moved(func(p pair) string { return min(a[p.a].facts.canon(), b[p.b].facts.canon()) })
	call := func(i int) string {
		what := noun + " " + strconv.Itoa(i+1)
		if owner != "" {
			what += " of " + owner
		}
		return what
	}
	path := func(i int) string { return join(s.path, strconv.Itoa(i+1)) }
	for k, p := range m.pairs {
		at := s
		at.path = path(p.a)
		d.facts(at, after(call(p.a)), a[p.a].facts, b[p.b].facts)
		if moved[k] {
			d.add(s, Change{
				Kind: Moved, Path: path(p.a), Was: strconv.Itoa(p.a + 1), Now: strconv.Itoa(p.b + 1), A: a[p.a].at, B: b[p.b].at,
				Words: call(p.a) + " is now " + noun + " " + strconv.Itoa(p.b+1),
			})
		}
	}
	for _, j := range m.onlyB {
		d.add(s, Change{Kind: Added, Path: path(j), Now: b[j].shown, B: b[j].at, Words: call(j) + " added: " + b[j].shown})
	}
	for _, i := range m.onlyA {
		d.add(s, Change{Kind: Removed, Path: path(i), Was: a[i].shown, A: a[i].at, Words: call(i) + " removed: " + a[i].shown})
	}
}

func (d *differ) overrides(s spot, was, now []*rules.Override) {
	d.numbered(s, "override", "", overrideItems(was), overrideItems(now))
}

func overrideItems(overrides []*rules.Override) []numbered {
	items := make([]numbered, len(overrides))
	for i, o := range overrides {
		f := overrideFacts(o)
		items[i] = numbered{facts: f, shown: f.shown(), at: o.Place}
	}
	return items
}

func overrideFacts(o *rules.Override) facts {
	var f facts
	f.expression("when", "condition", o.When)
	f.number("adjust", o.Adjust)
	f.number("cap", o.Cap)
	f.number("floor", o.Floor)
	if o.Band != nil {
		f.text("band", o.Band.Text, o.Band.Place)
	}
	if o.Reason != "" {
		f.add(fact{key: "reason", canon: o.Reason, shown: strconv.Quote(o.Reason), long: true, at: o.Place})
	}
	return f
}

func overridesCanon(overrides []*rules.Override) string {
	canon := ""
	for _, o := range overrides {
		canon += "(override " + overrideFacts(o).canon() + ")"
	}
	return canon
}
