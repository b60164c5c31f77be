package lint

import (
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// role is what an expression is there for.
type role uint8

const (
	aValue     role = iota
	aCondition      // of a measure, an override, a flag
	aSegment        // of a segment
	aRow            // of a row of conditions
)

// site is an expression where it stands.
type site struct {
	expr  *rules.Expression
	node  *expression.Node
	scope scope
	role  role
	// segment is the one that a scorecard's expression holds in; empty in general.
	segment string
	last    bool // of the segments
}

// occurrence is an expression, or a way to points, and what its surroundings make of
// it: most of a scorecard is the same in all segments, and is looked at once.
type occurrence struct {
	expr   *rules.Expression
	points *rules.Points
	scope  string
}

// signature tells scopes apart in which an expression may mean something else.
func (s scope) signature() string {
	b, ok := s.name("value")
	if !ok && len(s.facts) == 0 {
		return ""
	}
	keys := []string{b.key}
	for _, f := range s.facts {
		keys = append(keys, f.key)
	}
	return strings.Join(keys, "\n")
}

// sites lists the expressions of the rule set: those of metrics, segments,
// scorecards in each segment, and flags.
func (p *pass) sites() []site {
	if p.written != nil {
		return p.written
	}
	var out []site
	seen := map[occurrence]bool{}
	add := func(e *rules.Expression, n *expression.Node, s scope, r role, segment string) {
		if e == nil || n == nil {
			return
		}
		at := occurrence{expr: e, scope: s.signature()}
		if segment != "" && seen[at] {
			return
		}
		seen[at] = true
		out = append(out, site{expr: e, node: n, scope: s, role: r, segment: segment})
	}
	c, top := p.checked, p.ranges().scope()
	for i := range c.Metrics {
		r := aValue
		if c.Metrics[i].Type.Is(signals.Bool) {
			r = aCondition
		}
		add(c.Metrics[i].Metric.Expr, c.Metrics[i].Expr, top, r, "")
	}
	add(c.Set.Segments.By, c.By, top, aValue, "")
	for i, s := range c.Set.Segments.List {
		add(s.When, c.SegmentWhen[i], top, aSegment, "")
		out[len(out)-1].last = i == len(c.Set.Segments.List)-1
	}
	for i := range c.Scorecards {
		for _, v := range variants(c.Set, c.Scorecards[i]) {
			p.measures(v.Root, top, func(m *check.Measure, s scope) {
				add(m.Measure.When, m.When, s, aCondition, v.Segment)
				inner, _ := holds(s, m.When)
				inner = inner.atValue(m)
				if m.Measure.Points != nil {
					add(m.Measure.Points.Expr, m.Points, inner, aValue, v.Segment)
				}
				for _, r := range m.Rows {
					add(r.Row.When, r.When, inner, aRow, v.Segment)
					add(r.Expr, r.Points, inner, aValue, v.Segment)
				}
			})
			base := p.ranges().scores(&c.Scorecards[i], v).base
			inner := top.named("score", binding{values: published(base, numberType, nil)})
			inner = inner.named("coverage", binding{values: between(0, 1, publishedDecimals)})
			for _, o := range v.Overrides {
				add(o.Override.When, o.When, inner, aCondition, v.Segment)
			}
		}
	}
	for i, f := range c.Set.Flags {
		add(f.When, c.Flags[i], top, aCondition, "")
	}
	p.written = out
	return out
}

// measures visits a group and all below it, each in the scope in which the conditions
// of the groups around it hold.
func (p *pass) measures(m *check.Measure, s scope, visit func(*check.Measure, scope)) {
	visit(m, s)
	inner, _ := holds(s, m.When)
	for _, member := range m.Members {
		p.measures(member, inner, visit)
	}
}

// leaf is a measure that has points of its own, where it stands.
type leaf struct {
	*check.Measure
	card    *check.Scorecard
	variant *check.Variant
	scope   scope // in which it takes part
}

// leaves lists the measures of all scorecards, and those of segments that differ.
func (p *pass) leaves() []leaf {
	if p.leafList != nil {
		return p.leafList
	}
	var out []leaf
	seen := map[occurrence]bool{}
	for i := range p.checked.Scorecards {
		c := &p.checked.Scorecards[i]
		for _, v := range variants(p.checked.Set, *c) {
			p.measures(v.Root, p.ranges().scope(), func(m *check.Measure, s scope) {
				if m.Measure.Points != nil && !m.IsGroup {
					inner, _ := holds(s, m.When)
					at := occurrence{points: m.Measure.Points, scope: inner.atValue(m).signature()}
					if v.Segment == "" || !seen[at] {
						seen[at] = true
						out = append(out, leaf{m, c, v, inner})
					}
				}
			})
		}
	}
	p.leafList = out
	return out
}

// subject is the name of what a measure scores.
func (l leaf) subject() string {
	if l.Metric != nil {
		return l.Metric.Text
	}
	return l.Name
}

// in says in which segment a finding holds, if it is not in general.
func in(segment string) string {
	if segment == "" {
		return ""
	}
	return " (in segment `" + segment + "`)"
}

// once adds a finding, unless the same was said of the place: most of a scorecard
// holds in several segments.
func (p *pass) once(id string, at rules.Place, hint, format string, args ...any) {
	key := said{id, at}
	if p.said[key] {
		return
	}
	if p.said == nil {
		p.said = map[said]bool{}
	}
	p.said[key] = true
	p.warn(id, at, hint, format, args...)
}

// onceDiagnostic is once for a finding with further places.
func (p *pass) onceDiagnostic(d rules.Diagnostic) {
	before := len(p.found)
	p.once(d.ID, d.Place, d.Hint, "%s", d.Message)
	if len(p.found) > before {
		p.found[before].Also = d.Also
	}
}

type said struct {
	id string
	at rules.Place
}

// ranges are what the expressions of the rule set can be.
func (p *pass) ranges() *ranges {
	if p.known == nil {
		p.known = newRanges(p.checked)
	}
	return p.known
}
