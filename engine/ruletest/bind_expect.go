package ruletest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

func (b *binder) expectation(x *rules.Expectation) {
	if s := x.Segment; s != nil {
		if names := b.segments(); names != nil && !slices.Contains(names, s.Text) {
			b.unknown(rules.Name{Text: s.Text, Place: s.Place}, "segment", names)
		}
	}
	for _, m := range x.Metrics {
		b.metric(m)
	}
	if x.Flags != nil {
		var names []string
		for _, f := range b.set.Flags {
			names = append(names, f.Name)
		}
		seen := map[string]bool{}
		for _, f := range x.Flags.List {
			b.listed(f.Name, "flag", names, seen)
		}
	}
	for _, card := range x.Scorecards {
		b.scorecard(card)
	}
}

// listed looks at a name of a list in which no name makes sense twice.
func (b *binder) listed(name rules.Name, what string, names []string, seen map[string]bool) {
	switch {
	case !slices.Contains(names, name.Text):
		b.unknown(name, what, names)
	case seen[name.Text]:
		b.found.Errorf("declared-twice", name.Place, "delete one of the two", "the %s %q stands twice here", what, name.Text)
	}
	seen[name.Text] = true
}

// segments are the names that a segment can have; nil if any text can be one.
func (b *binder) segments() []string {
	s := b.set.Segments
	var names []string
	if s.By != nil {
		column, _ := b.schema.Root().Column(s.By.Text)
		if column == nil || len(column.OneOf) == 0 {
			return nil
		}
		names = slices.Clone(column.OneOf)
	}
	for _, one := range s.List {
		names = append(names, one.Name)
	}
	return append(names, "default")
}

func (b *binder) metric(m rules.ExpectedFigure) {
	var names []string
	for i, declared := range b.set.Metrics {
		if declared.Name == m.Name.Text {
			b.value(&m.Value, "the metric `"+declared.Name+"`", b.kinds[i])
			return
		}
		names = append(names, declared.Name)
	}
	if c, _ := b.schema.Root().Column(m.Name.Text); c != nil {
		b.found.Errorf("test-unknown", m.Name.Place, "the value of a column is what the test gives it: expect metrics, points and scores",
			"%q is a column, not a metric", m.Name.Text)
		return
	}
	b.unknown(m.Name, "metric", names)
}

// value reports what a value of none of these kinds can ever be.
func (b *binder) value(x *rules.Expected, what string, kinds ...signals.Kind) {
	if x == nil {
		return
	}
	for _, s := range []*rules.Scalar{x.Is, x.Above, x.AtLeast, x.AtMost, x.Below} {
		if s == nil || slices.ContainsFunc(kinds, func(k signals.Kind) bool { return fits(*s, k) }) {
			continue
		}
		var names []string
		for _, k := range kinds {
			if name := kindNames[k]; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		hint := ""
		if s.Percent {
			hint = "write " + strings.TrimSpace(strings.TrimSuffix(s.Text, "%"))
		}
		b.found.Errorf("test-type", s.Place, hint, "%s is %s, not %q", what, strings.Join(names, " or "), s.Text)
		return
	}
	if x.Within != nil && x.Within.Percent {
		b.found.Errorf("test-type", x.Within.Place, "write how far the number may be off: within: 0.5", "%s is %s, and `within` is one, too, not %q",
			what, kindNames[kinds[0]], x.Within.Text)
		return
	}
	bound := x.Within != nil || x.Above != nil || x.AtLeast != nil || x.AtMost != nil || x.Below != nil
	ordered := func(k signals.Kind) bool { return k.Numeric() || k.Temporal() && x.Within == nil }
	if bound && !slices.ContainsFunc(kinds, ordered) {
		b.found.Errorf("test-type", x.Place, "", "%s is %s, and only numbers and dates can lie between bounds", what, kindNames[kinds[0]])
	}
}

var kindNames = [...]string{
	signals.NoKind: "nothing", signals.String: "text", signals.Int: "a number", signals.Number: "a number", signals.Money: "an amount",
	signals.Bool: "true or false", signals.Date: "a date like 2026-11-01", signals.Time: "a time like 2026-11-01T09:30:00Z",
}

// fits tells whether something of a kind can be what is written.
func fits(s rules.Scalar, kind signals.Kind) bool {
	switch {
	case kind.Numeric():
		return !s.Number.IsMissing() && !s.Percent
	case kind == signals.Bool:
		return s.Text == "true" || s.Text == "false"
	case kind.Temporal():
		_, err := signals.ParseValue(&signals.Column{Kind: kind}, s.Text)
		return err == nil
	}
	return true
}

func (b *binder) scorecard(x *rules.ExpectedScorecard) {
	i := slices.IndexFunc(b.set.Scorecards, func(c *rules.Scorecard) bool { return c.Name == x.Name.Text })
	if i < 0 {
		var names []string
		for _, c := range b.set.Scorecards {
			names = append(names, c.Name)
		}
		b.unknown(x.Name, "scorecard", append(names, "segment", "metrics", "flags", "problems", "accounts", "scorecards"))
		b.found.List[len(b.found.List)-1].Message = fmt.Sprintf("there is no scorecard %q, and nothing else of that name can be expected", x.Name.Text)
		return
	}
	c := cardBinder{binder: b, card: b.set.Scorecards[i]}
	c.collect()
	b.value(x.Score, "the score", signals.Number)
	b.value(x.Base, "`base`", signals.Number)
	b.share(x.Coverage, "the coverage")
	c.band(x.Band)
	seen := map[string]bool{}
	if x.MissingOnes != nil {
		for _, name := range x.MissingOnes.List {
			b.listed(name, "measure", c.leaves, seen)
		}
	}
	for _, m := range x.Measures {
		c.measure(m)
	}
	if x.Overrides != nil {
		for _, name := range x.Overrides.List {
			if !slices.Contains(c.overrides, name.Text) {
				b.unknown(name, "override with the reason", c.overrides)
			}
		}
	}
	if x.Reasons != nil {
		seen := map[string]bool{}
		for _, reason := range x.Reasons.List {
			b.listed(reason.Measure, "measure", c.leaves, seen)
			b.value(reason.Lost, "`lost`", signals.Number)
		}
	}
}

// share is value for a part of a whole, which may be written in percent.
func (b *binder) share(x *rules.Expected, what string) {
	if x == nil {
		return
	}
	for _, s := range []*rules.Scalar{x.Is, x.Above, x.AtLeast, x.AtMost, x.Below} {
		if s != nil && s.Number.IsMissing() {
			b.found.Errorf("test-type", s.Place, "", "%s is a number such as 0.85, or 85%%, not %q", what, s.Text)
			return
		}
		if s != nil && (s.Number.Sign() < 0 || s.Number.Cmp(one) > 0) {
			hint := ""
			if !s.Percent && s.Number.Sign() > 0 {
				hint = "did you mean " + s.Text + "%?"
			}
			b.found.Errorf("number-range", s.Place, hint, "%s lies between 0%% and 100%% (or 0 and 1), not %q", what, s.Text)
			return
		}
	}
	b.shareWithin(x, what)
}

// shareWithin reports a distance that no part of a whole can be beyond.
func (b *binder) shareWithin(x *rules.Expected, what string) {
	if x.Within == nil {
		return
	}
	is, within := x.Is.Number, x.Within.Number
	if is.Cmp(within) > 0 || is.Add(within).Cmp(one) < 0 {
		return
	}
	hint := "write a smaller part, such as within: 5%"
	if !x.Within.Percent && within.Cmp(one) >= 0 && within.Cmp(exact.Int(100)) < 0 {
		hint = "did you mean " + x.Within.Text + "%?"
	}
	b.found.Errorf("number-range", x.Within.Place, hint, "%s lies between 0%% and 100%% (or 0 and 1), and all of that is within %s of %s",
		what, x.Within.Text, x.Is.Text)
}

// cardBinder knows what a scorecard declares, over all segments.
type cardBinder struct {
	*binder
	card                     *rules.Scorecard
	bands, overrides, leaves []string
	groups                   []string
	// metrics are, by leaf, the names of what it may take its value from.
	metrics map[string][]string
}

func (c *cardBinder) collect() {
	c.metrics = map[string][]string{}
	c.parts(&c.card.Group, c.card.Overrides, c.card.Bands)
	for _, change := range c.card.Segments {
		c.parts(&change.Group, change.Overrides, change.Bands)
	}
}

func (c *cardBinder) parts(group *rules.Measure, overrides []*rules.Override, bands []*rules.Band) {
	c.group(group, "")
	for _, o := range overrides {
		if text := overrideText(o); !slices.Contains(c.overrides, text) {
			c.overrides = append(c.overrides, text)
		}
	}
	for _, band := range bands {
		if !slices.Contains(c.bands, band.Name) {
			c.bands = append(c.bands, band.Name)
		}
	}
}

func (c *cardBinder) group(g *rules.Measure, prefix string) {
	for _, m := range g.Measures {
		path := prefix + m.Name
		if m.IsGroup {
			if !slices.Contains(c.groups, path) {
				c.groups = append(c.groups, path)
			}
			c.group(m, path+".")
			continue
		}
		if slices.Contains(c.groups, path) {
			continue // a segment switches the group off
		}
		if !slices.Contains(c.leaves, path) {
			c.leaves = append(c.leaves, path)
		}
		name := m.Name
		if m.Metric != nil {
			name = m.Metric.Text
		}
		c.metrics[path] = append(c.metrics[path], name)
	}
}

func (c *cardBinder) band(s *rules.Scalar) {
	switch {
	case s == nil:
	case len(c.bands) == 0:
		c.found.Errorf("test-unknown", s.Place, "expect the score", "the scorecard %q has no bands", c.card.Name)
	case s.Text != unknownBand && !slices.Contains(c.bands, s.Text):
		c.unknown(rules.Name{Text: s.Text, Place: s.Place}, "band", append(slices.Clone(c.bands), unknownBand))
	}
}

// unknownBand is the band of accounts of which too little is known.
const unknownBand = "unknown"

func (c *cardBinder) measure(m *rules.ExpectedMeasure) {
	path := m.Name.Text
	isGroup := slices.Contains(c.groups, path)
	if !isGroup && !slices.Contains(c.leaves, path) {
		c.unknown(m.Name, "measure", append(slices.Clone(c.leaves), c.groups...))
		return
	}
	for _, x := range []struct {
		expected *rules.Expected
		what     string
	}{{m.Points, "`points`"}, {m.Weight, "`weight`"}, {m.Contribution, "`contribution`"}} {
		c.value(x.expected, x.what, signals.Number)
	}
	c.share(m.Share, "`share`")
	if m.Value == nil {
		return
	}
	kinds := c.kindsOf(path)
	switch {
	case isGroup:
		c.found.Errorf("test-type", m.Value.Place, "expect its points, or write points: missing", "a group of measures has no value of its own")
	case len(kinds) == 0:
		c.found.Errorf("test-type", m.Value.Place, "expect its points, or write points: missing", "the measure `%s` has no metric, and so no value", path)
	default:
		c.binder.value(m.Value, "the value of `"+path+"`", kinds...)
	}
}

// kindsOf are the kinds that the value of a measure can have.
func (c *cardBinder) kindsOf(path string) []signals.Kind {
	var kinds []signals.Kind
	for _, name := range c.metrics[path] {
		if i := slices.IndexFunc(c.set.Metrics, func(m *rules.Metric) bool { return m.Name == name }); i >= 0 {
			kinds = append(kinds, c.kinds[i])
		} else if column, _ := c.schema.Root().Column(name); column != nil {
			kinds = append(kinds, column.Kind)
		}
	}
	return kinds
}

// overrideText is what tests call an override: its reason, else what it does.
func overrideText(o *rules.Override) string {
	if o.Reason != "" {
		return o.Reason
	}
	var parts []string
	for _, p := range []struct {
		name    string
		literal *rules.Literal
	}{{"adjust", o.Adjust}, {"cap", o.Cap}, {"floor", o.Floor}} {
		if p.literal != nil {
			parts = append(parts, p.name+" "+p.literal.Value.String())
		}
	}
	if o.Band != nil {
		parts = append(parts, "band "+o.Band.Text)
	}
	return strings.Join(parts, ", ")
}
