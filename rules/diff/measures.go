package diff

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// bases are the general measures that a segment changes, in A and in B; their
// members are those of the group that the comparison is in.
type bases struct{ was, now *rules.Measure }

func (b *bases) member(name string) *bases {
	return &bases{was: member(b.was, name), now: member(b.now, name)}
}

// member is a member of a group by its name; nil if there is none.
func member(group *rules.Measure, name string) *rules.Measure {
	if group == nil {
		return nil
	}
	if i := slices.IndexFunc(group.Measures, func(m *rules.Measure) bool { return m.Name == name }); i >= 0 {
		return group.Measures[i]
	}
	return nil
}

// measures compares the members of two groups. With bases they are what a segment
// changes.
func (d *differ) measures(s spot, was, now *rules.Measure, base *bases) {
	whole := base == nil
	a, b := measureParts(was.Measures, whole, d.renamed), measureParts(now.Measures, whole, nil)
	if whole {
		d.parts(s, true, a, b, func(i, j int) { d.measure(s, was.Measures[i], now.Measures[j], nil) })
		return
	}
	// What a segment begins or ceases to change is listed key by key.
	begins := func(list []part, measures, others []*rules.Measure, general *rules.Measure) ([]part, []*rules.Measure) {
		var parts []part
		var kept []*rules.Measure
		for i, p := range list {
			if member(&rules.Measure{Measures: others}, p.name) != nil || member(general, p.name) == nil {
				parts, kept = append(parts, p), append(kept, measures[i])
			}
		}
		return parts, kept
	}
	listedA, keptA := begins(a, was.Measures, now.Measures, base.was)
	listedB, keptB := begins(b, now.Measures, was.Measures, base.now)
	d.parts(s, true, listedA, listedB, func(i, j int) {
		d.measure(s, keptA[i], keptB[j], base.member(keptA[i].Name))
	})
	for i, m := range now.Measures {
		if !slices.Contains(keptB, m) {
			d.wholly(s, Added, b[i], "is written out", func() { d.measure(s, unwritten(m), m, base.member(m.Name)) })
		}
	}
	for i, m := range was.Measures {
		if !slices.Contains(keptA, m) {
			d.wholly(s, Removed, a[i], "is no longer written out", func() { d.measure(s, m, unwritten(m), base.member(m.Name)) })
		}
	}
}

// unwritten is a change of a measure that changes nothing.
func unwritten(m *rules.Measure) *rules.Measure {
	return &rules.Measure{Name: m.Name, IsGroup: m.IsGroup, Place: rules.Place{}}
}

// measure compares two measures of the same name.
func (d *differ) measure(s spot, was, now *rules.Measure, base *bases) {
	whole := base == nil
	s = s.at(was.Name)
	say := func(noun, rest string) string {
		if noun == "switch" {
			return was.Name + ":" + rest
		}
		return noun + " of " + was.Name + rest
	}
	a, b := measureFacts(was, whole), measureFacts(now, whole)
	if was.Switch != now.Switch && (was.Switch == rules.SwitchOff || now.Switch == rules.SwitchOff) {
		// What else one of them says goes with the switch.
		d.facts(s, say, a.switchOnly(was), b.switchOnly(now))
		return
	}
	d.facts(s, say, a, b)
	d.points(s, was, now)
	d.measures(s, was, now, base)
}

func measureParts(measures []*rules.Measure, whole bool, renamed map[string]string) []part {
	parts := make([]part, len(measures))
	for i, m := range measures {
		parts[i] = part{
			name: m.Name, what: "measure " + m.Name, canon: func() string { return measureCanon(m, whole, renamed) },
			shown: shownMeasure(measureFacts(m, whole), m), at: m.Place,
		}
		if m.IsGroup {
			parts[i].what = "group " + m.Name
		}
	}
	return parts
}

// shownMeasure is what a measure or group says, in one line.
func shownMeasure(f facts, m *rules.Measure) string {
	var list []string
	if text := f.shown(); text != "" {
		list = append(list, text)
	}
	if m.Points != nil {
		list = append(list, shownPoints(m.Points))
	}
	if m.IsGroup {
		var members []string
		for _, member := range m.Measures {
			members = append(members, member.Name)
		}
		list = append(list, "measures "+strings.Join(members, ", "))
	}
	return strings.Join(list, ", ")
}

// switchOnly keeps whether the measure is on, with what it says if it is.
func (f facts) switchOnly(m *rules.Measure) facts {
	only := slices.DeleteFunc(slices.Clone(f), func(n fact) bool { return n.key != "switch" })
	if says := shownMeasure(f, m); m.Switch != rules.SwitchOff && says != "" && len(only) > 0 {
		only[0].shown += " (" + says + ")"
	}
	return only
}

// measureFacts are what a measure or group says, but for its points and members.
// Whole ones have their defaults; changes hold what they change.
func measureFacts(m *rules.Measure, whole bool) facts {
	var f facts
	if m.IsGroup {
		f.add(fact{key: "kind", canon: "group", shown: "group", implied: true, at: m.Place})
	} else {
		f.add(fact{key: "kind", canon: "measure", shown: "measure", implied: true, at: m.Place})
	}
	f.switched(m, whole)
	whole = whole && m.Switch != rules.SwitchOff
	switch {
	case m.Metric != nil:
		f.text("metric", m.Metric.Text, m.Metric.Place)
	case whole && m.Points != nil && m.Points.Kind != rules.PointsRows && m.Points.Kind != rules.PointsExpr:
		f.add(fact{key: "metric", canon: m.Name, shown: m.Name, implied: true, at: m.Place})
	}
	if m.Weight != nil {
		f.number("weight", m.Weight)
	} else if whole {
		f.add(fact{key: "weight", canon: "1", shown: "1", implied: true, at: m.Place})
	}
	f.expression("when", "condition", m.When)
	f.missing(m.Missing)
	combine := m.Combine
	if combine == rules.CombineUnset && m.IsGroup && whole {
		f.add(fact{key: "combine", canon: "weighted", shown: "weighted", implied: true, at: m.Place})
	}
	f.text("combine", combineWord(combine), m.Place)
	f.number("baseline", m.Baseline)
	f.text("code", m.Code, m.Place)
	f.description(m.Description, m.Place)
	return f
}

// switched says whether a measure is on. What a segment writes out is on by that.
func (f *facts) switched(m *rules.Measure, whole bool) {
	switch m.Switch {
	case rules.SwitchOff:
		f.add(fact{key: "switch", canon: "off", shown: "off", at: m.Place})
	case rules.SwitchOn:
		f.add(fact{key: "switch", canon: "on", shown: "on", implied: true, at: m.Place})
	case rules.SwitchUnset:
		if whole {
			f.add(fact{key: "switch", canon: "", shown: "on", implied: true, at: m.Place})
		}
	}
}

// measureCanon is equal for measures that differ in their name only; renamed are
// metrics that have another name on the other side.
func measureCanon(m *rules.Measure, whole bool, renamed map[string]string) string {
	f := measureFacts(m, whole)
	for i, n := range f {
		if now, ok := renamed[n.canon]; ok && n.key == "metric" {
			f[i].canon = now
		}
	}
	canon := f.canon()
	if m.Points != nil {
		canon += "(" + m.Points.Kind.String() + " " + strconv.Quote(pointsCanon(m.Points)) + ")"
	}
	return canon + measuresCanon(m.Measures, whole, renamed)
}

func measuresCanon(measures []*rules.Measure, whole bool, renamed map[string]string) string {
	canon := ""
	for _, m := range measures {
		canon += "(member " + strconv.Quote(m.Name) + measureCanon(m, whole, renamed) + ")"
	}
	return canon
}
