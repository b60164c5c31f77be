package load

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// The ways to points, and the keys of a measure and of a group.
var (
	pointWays   = []string{"up_to", "from", "linear", "map", "points", "rows"}
	measureKeys = []string{
		"metric", "weight", "when", "missing", "up_to", "from", "linear", "map", "points", "rows",
		"baseline", "code", "combine", "measures", "description",
	}
	leafKeys = []string{"metric", "up_to", "from", "linear", "map", "points", "rows", "baseline", "code"}
)

// level says whether measures are those of the card itself, or what a segment
// changes of them.
type level bool

const (
	general level = false
	change  level = true
)

// measures reads the measures of a card, a group or a change.
func (c *card) measures(v value, at level) []*rules.Measure {
	list, ok := c.entries(v, "`measures`", "like `setup_rate: {weight: 20, up_to: {50: 0, else: 100}}`")
	if !ok {
		return nil
	}
	var measures []*rules.Measure
	for _, e := range list {
		before := c.findings()
		if m := c.measure(e, at); m != nil {
			measures = append(measures, m)
		} else if at == general {
			c.noMeasures = true
		}
		c.broken(e, before)
	}
	return measures
}

func (c *card) measure(e entry, at level) *rules.Measure {
	c.anyName(e.key, "a measure")
	m := &rules.Measure{Name: e.name(), Place: e.key.place()}
	if e.value.is("off") {
		m.Switch = rules.SwitchOff
		return m
	}
	if e.value.is("on") {
		m.Switch = rules.SwitchOn
		if at == general {
			c.noWay(m)
		}
		return m
	}
	if e.value.isScalar() && !isNull(e.value.node) {
		if !c.reported(e.value) {
			hint := "write {weight: 20, up_to: {50: 0, else: 100}}"
			if word := strings.ToLower(e.value.node.Value); word == "false" || word == "no" {
				hint = "write off"
			}
			c.report("wrong-shape", e.value.place(), hint, "a measure is a mapping, or `off`, not %s", quoted(e.value.node.Value))
		}
		return nil
	}
	f, ok := c.fields(e.value, "a measure", measureKeys...)
	if !ok {
		return nil
	}
	if at == change {
		m.Switch = rules.SwitchOn // what is written out is on, also if it was off
	}
	f.read("description", func(v value) { m.Description, _ = c.text(v, "`description`") })
	f.read("weight", func(v value) { m.Weight = c.weight(v) })
	f.read("when", func(v value) { m.When = c.expression(v, "`when`") })
	f.read("missing", func(v value) { m.Missing = c.missing(v) })
	if written, ok := f.get("measures"); ok {
		c.group(f, m, written, at)
	} else {
		c.leaf(f, m, at)
	}
	return m
}

func (c *card) weight(v value) *rules.Literal {
	n, ok := c.number(v, "`weight`", weightDecimals)
	if !ok {
		return nil
	}
	if n.Value.Sign() < 0 {
		c.report("number-range", n.Place, "a measure that counts against an account has points that fall", "a weight cannot be negative")
		return nil
	}
	return &n
}

func (c *card) group(f fields, m *rules.Measure, written entry, at level) {
	m.IsGroup = true
	for _, e := range f.list {
		if slices.Contains(leafKeys, e.name()) {
			c.report("group-key", e.key.place(), "move it to one of the measures of the group", "a group has no `%s` of its own: it combines its measures", e.name())
		}
	}
	f.read("combine", func(v value) { m.Combine = c.combine(v) })
	m.Measures = c.measures(written.value, at)
	if at == general {
		c.members(m, written)
	}
}

// members checks that a group has something to combine.
func (c *card) members(group *rules.Measure, written entry) {
	if written.value.isMapping() && len(written.value.node.Content) == 0 {
		c.empty(group, written.key.place())
	}
	if group.Combine != rules.CombineUnset && group.Combine != rules.CombineWeighted {
		return
	}
	for _, m := range group.Measures {
		if m.Switch == rules.SwitchOff {
			continue
		}
		if m.Weight == nil || m.Weight.Value.Sign() != 0 {
			return
		}
	}
	if slices.ContainsFunc(group.Measures, func(m *rules.Measure) bool { return m.Switch != rules.SwitchOff }) {
		c.report("weights-zero", written.key.place(), "give one of the measures a weight", "all weights of %s are 0, so that nothing counts", quoted(group.Name))
	}
}

// leaf reads a measure that turns a value into points.
func (c *card) leaf(f fields, m *rules.Measure, at level) {
	f.read("metric", func(v value) {
		if name, ok := c.reference(v, "`metric`"); ok {
			m.Metric = &name
			if !identifier.MatchString(name.Text) {
				c.report("name-invalid", name.Place, "give the expression a name under `metrics`", "`metric` is the name of a metric or column, not %s", quoted(name.Text))
			}
		}
	})
	f.read("baseline", func(v value) { m.Baseline = c.points(v, "`baseline`") })
	f.read("code", func(v value) { m.Code, _ = c.label(v, "`code`") })
	if e, ok := f.get("combine"); ok && at == general && !f.has("measures") {
		c.report("group-key", e.key.place(), "delete it, or write `measures` below", "`combine` belongs to groups, and this measure has no `measures`")
	} else if ok {
		m.Combine = c.combine(e.value)
	}
	c.way(f, m, at)
	if at == general && m.Metric == nil && m.Points != nil && m.Points.Kind != rules.PointsRows && m.Points.Kind != rules.PointsExpr &&
		!identifier.MatchString(m.Name) && !c.reported(f.at) {
		c.report("name-invalid", m.Place, "write metric: and the name of a metric or column", "%s cannot be the name of a metric, so the measure must say which one it scores", quoted(m.Name))
	}
}

// way reads the one way to points.
func (c *card) way(f fields, m *rules.Measure, at level) {
	var written []entry
	for _, e := range f.list {
		if slices.Contains(pointWays, e.name()) {
			written = append(written, e)
		}
	}
	if len(written) == 0 {
		meant := slices.ContainsFunc(f.meant, func(key string) bool { return key == "measures" || slices.Contains(pointWays, key) })
		if at == general && !meant {
			c.noWay(m)
		}
		return
	}
	first := written[0]
	for _, e := range written[1:] {
		c.found.Add(rules.Diagnostic{
			ID: "points-ways", Place: e.key.place(),
			Message: "a measure has one way to points: `" + e.name() + "` cannot stand beside `" + first.name() + "`",
			Hint:    "keep one of the two",
			Also:    note(first.key.place(), "the other way stands here"),
		})
	}
	m.Points = c.readPoints(first)
}

func (c *card) noWay(m *rules.Measure) {
	c.report("points-ways", m.Place, "write one of "+strings.Join(pointWays, ", ")+"; or `measures` for a group", "the measure %s does not say how its value turns into points", quoted(m.Name))
}

// fits checks the measures of a change against those it changes.
func (c *card) fits(base, changed *rules.Measure) {
	if c.partial {
		return
	}
	var names []string
	for _, m := range base.Measures {
		names = append(names, m.Name)
	}
	for _, m := range changed.Measures {
		i := slices.Index(names, m.Name)
		if i < 0 {
			c.added(base, m, names)
			continue
		}
		b := base.Measures[i]
		switch {
		case c.unread.Broken[b.Place] || c.unread.Broken[m.Place]: // not all of it is known
		case b.IsGroup && m.IsGroup:
			c.fits(b, m)
		case b.IsGroup && (m.Points != nil || m.Metric != nil || m.Baseline != nil || m.Code != ""):
			c.report("measure-kind", m.Place, "change its measures, or name the new measure differently", "%s is a group of the scorecard and cannot become a single measure in a segment", quoted(m.Name))
		case !b.IsGroup && m.IsGroup && b.Switch != rules.SwitchOff:
			c.report("measure-kind", m.Place, "name the group differently and switch the measure off", "%s is a single measure of the scorecard and cannot become a group in a segment", quoted(m.Name))
		case !b.IsGroup && m.Combine != rules.CombineUnset:
			c.report("group-key", m.Place, "delete `combine`", "`combine` belongs to groups, and %s is a single measure", quoted(m.Name))
		case !b.IsGroup && b.Points == nil && m.Points == nil && !m.IsGroup && m.Switch == rules.SwitchOn:
			c.noWay(m)
		}
	}
}

// added checks a measure that only a segment has; it may be a slip of the pen.
func (c *card) added(group, m *rules.Measure, names []string) {
	switch {
	case m.IsGroup:
		c.fits(&rules.Measure{}, m)
		if len(m.Measures) == 0 {
			c.empty(m, m.Place)
		}
	case m.Points == nil:
		if hint := withinGroups(group, m); hint != "" {
			c.report("unknown-measure", m.Place, hint, "the scorecard has no measure %s to change here", quoted(m.Name))
			return
		}
		hint := nameOrChoices(m.Name, names, "")
		c.report("unknown-measure", m.Place, hint+"; a measure that only this segment has needs a way to points", "the scorecard has no measure %s to change here", quoted(m.Name))
	}
}

// withinGroups says how to change a measure that stands in a group further down; empty
// if there is none of that name.
func withinGroups(group, m *rules.Measure) string {
	change := "{...}"
	if m.Switch == rules.SwitchOff {
		change = "off"
	}
	for _, g := range group.Measures {
		if path := pathTo(g, m.Name); path != nil {
			written := clip(m.Name) + ": " + change
			for _, name := range slices.Backward(path) {
				written = clip(name) + ": {measures: {" + written + "}}"
			}
			return "it stands in " + quoted(path[len(path)-1]) + ": write " + written
		}
	}
	return ""
}

// pathTo is the names of the groups from g down to the one with a measure of that name.
func pathTo(g *rules.Measure, name string) []string {
	for _, m := range g.Measures {
		if m.Name == name {
			return []string{g.Name}
		}
		if path := pathTo(m, name); path != nil {
			return append([]string{g.Name}, path...)
		}
	}
	return nil
}

func (c *card) empty(group *rules.Measure, at rules.Place) {
	c.report("empty", at, "like `setup_rate: {weight: 20, up_to: {50: 0, else: 100}}`", "%s has no measures", quoted(group.Name))
}

// lineOf is the line of a place, with its file, as a hint names it.
func lineOf(p rules.Place) string { return strconv.Itoa(p.Line) + " of " + p.File }
