package lint

import (
	"slices"
	"strconv"
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
	// segment is the only one that a scorecard's expression holds in; empty in general.
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
	if len(s.names) == 0 && len(s.facts) == 0 {
		return ""
	}
	var b strings.Builder
	for _, n := range s.names {
		b.WriteString(n.name)
		b.WriteByte('=')
		if b.WriteString(n.key); n.key == "" {
			n.values.write(&b)
		}
		b.WriteByte('\n')
	}
	for _, f := range s.facts {
		b.WriteString(f.key)
		f.values.write(&b)
		b.WriteByte('\n')
	}
	return b.String()
}

// write writes all that is in a set.
func (s set) write(b *strings.Builder) {
	for _, yes := range [...]bool{s.missing, s.yes, s.no, s.except} {
		b.WriteByte("ft"[flag(yes)])
	}
	b.WriteString(strconv.Itoa(s.decimals))
	for _, a := range s.spans {
		b.WriteByte("[]"[flag(a.loOpen)])
		b.WriteString(a.lo.String())
		b.WriteByte(' ')
		b.WriteString(a.hi.String())
		b.WriteByte("]["[flag(a.hiOpen)])
	}
	for _, t := range s.texts {
		b.WriteString(strconv.Quote(t))
	}
}

// sites lists the expressions of the rule set: those of columns, metrics, segments,
// scorecards in each segment, and flags.
func (p *pass) sites() []site {
	if p.written != nil {
		return p.written
	}
	var out []site
	seen := map[occurrence]int{}
	add := func(e *rules.Expression, n *expression.Node, s scope, r role, segment string) {
		if e == nil || n == nil {
			return
		}
		at := occurrence{expr: e, scope: s.signature()}
		if i, again := seen[at]; again {
			if out[i].segment != segment {
				out[i].segment = ""
			}
			return
		}
		seen[at] = len(out)
		out = append(out, site{expr: e, node: n, scope: s, role: r, segment: segment})
	}
	c, top := p.checked, p.ranges().scope()
	p.freshness(add)
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
	p.forms(func(c *check.Scorecard, v *check.Variant, top scope) {
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
		inner := top.afterScore(p.ranges().scores(c, v))
		for i, o := range v.Overrides {
			here := inner.inAllSegments()
			if i >= len(c.Overrides) {
				here = inner.about(o.When) // one that the segment adds
			}
			add(o.Override.When, o.When, here, aCondition, v.Segment)
		}
	})
	for i, f := range c.Set.Flags {
		add(f.When, c.Flags[i], top, aCondition, "")
	}
	p.written = out
	return out
}

// freshness gives the expressions of how long values stay fresh.
func (p *pass) freshness(add func(*rules.Expression, *expression.Node, scope, role, string)) {
	declared := p.checked.Set.Signals
	for t, table := range declared.Tables {
		for i, column := range table.Columns {
			n := p.checked.Freshness[check.ColumnRef{Table: t, Column: i}]
			if n == nil {
				continue
			}
			of := declared.Schema.Tables[t].Columns[i]
			op := expression.OpColumn
			if t > 0 {
				op = expression.OpField
			}
			value := &expression.Node{Op: op, Table: t, Index: i, Type: expression.Type{Kind: of.Kind, Currency: of.Currency}}
			b := binding{values: p.ranges().column(t, i).present(), node: value}
			add(column.FreshFor.Expression, n, p.ranges().scope().named("value", b), aValue, "")
		}
	}
}

// forms visits the scorecards as accounts meet them, with what is known of the
// accounts that do.
func (p *pass) forms(visit func(*check.Scorecard, *check.Variant, scope)) {
	for i := range p.checked.Scorecards {
		c := &p.checked.Scorecards[i]
		for _, v := range variants(p.checked.Set, *c) {
			if s := p.ranges().inSegment(c, v); !s.dead() {
				visit(c, v, s)
			}
		}
	}
}

// measures visits a group and all below it, each in the scope in which the conditions
// of the groups around it hold.
func (p *pass) measures(m *check.Measure, s scope, visit func(*check.Measure, scope)) {
	visit(m, s.aboutMeasure(m))
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
	segment string // the only one in which it stands so; empty in general
	scope   scope  // in which it takes part
}

// leaves lists the measures of all scorecards, and those of segments that differ.
func (p *pass) leaves() []leaf {
	if p.leafList != nil {
		return p.leafList
	}
	var out []leaf
	seen := map[occurrence]int{}
	p.forms(func(c *check.Scorecard, v *check.Variant, top scope) {
		p.measures(v.Root, top, func(m *check.Measure, s scope) {
			if m.Measure.Points == nil || m.IsGroup {
				return
			}
			inner, _ := holds(s, m.When)
			at := occurrence{points: m.Measure.Points, scope: inner.atValue(m).signature()}
			if i, again := seen[at]; again {
				if out[i].segment != v.Segment {
					out[i].segment = ""
				}
				return
			}
			seen[at] = len(out)
			out = append(out, leaf{m, c, v, v.Segment, inner})
		})
	})
	p.leafList = out
	return out
}

// waysToPoints are the leaves by what is written of their points, which may hold in
// several segments. Those that no account comes to are left out, unless all are such.
func (p *pass) waysToPoints() [][]leaf {
	return alike(p.leaves(), func(l leaf) (*rules.Points, bool) { return l.Measure.Measure.Points, l.scope.dead() })
}

// texts are the sites by what is written.
func (p *pass) texts() [][]site {
	return alike(p.sites(), func(s site) (*rules.Expression, bool) { return s.expr, s.scope.dead() })
}

// alike groups what has the same text, in the order of their first.
func alike[T any, K comparable](all []T, of func(T) (text K, dead bool)) [][]T {
	var out [][]T
	dead := make([]bool, 0, len(all))
	at := map[K]int{}
	for _, x := range all {
		k, d := of(x)
		i, known := at[k]
		switch {
		case !known:
			at[k] = len(out)
			out, dead = append(out, []T{x}), append(dead, d)
		case dead[i]:
			out[i], dead[i] = []T{x}, d
		case !d:
			out[i] = append(out[i], x)
		}
	}
	return out
}

// subject is the name of what a measure scores.
func (l leaf) subject() string {
	if l.Metric != nil {
		return l.Metric.Text
	}
	return l.Name
}

// soleSegment is the only segment in which a text holds; empty in general.
func soleSegment(group []leaf) string {
	if len(group) > 1 {
		return ""
	}
	return group[0].segment
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

// claim is a finding of a place that may hold in several segments.
type claim struct {
	rules.Diagnostic
	plain string // the message without reasons, which may differ
}

// claims adds a finding; within everywhere, only if it is made at all places.
func (p *pass) claims(d rules.Diagnostic, why, where string) {
	c := claim{d, d.Message}
	c.Severity, c.Message = rules.SeverityWarning, d.Message+why+where
	if p.claimed != nil {
		*p.claimed = append(*p.claimed, c)
		return
	}
	p.onceDiagnostic(c.Diagnostic)
}

// everywhere keeps of what is found at the places of one text what is found at each:
// most of a scorecard holds in several segments, and is there for the others of them.
func (p *pass) everywhere(places int, find func(i int)) {
	if places == 1 {
		find(0)
		return
	}
	var common []claim
	for i := range places {
		var found []claim
		p.claimed = &found
		find(i)
		if i == 0 {
			common = found
			continue
		}
		common = slices.DeleteFunc(common, func(c claim) bool {
			return !slices.ContainsFunc(found, func(o claim) bool { return o.ID == c.ID && o.Place == c.Place && o.plain == c.plain })
		})
		for j, c := range common {
			if !slices.ContainsFunc(found, func(o claim) bool { return o.Place == c.Place && o.Message == c.Message }) {
				common[j].Message = c.plain
			}
		}
		if len(common) == 0 {
			break
		}
	}
	p.claimed = nil
	for _, c := range common {
		p.onceDiagnostic(c.Diagnostic)
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
