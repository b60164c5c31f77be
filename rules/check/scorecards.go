package check

import (
	"fmt"
	"strconv"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

func (c *checker) scorecards() {
	for _, s := range c.set.Scorecards {
		if c.enough() {
			return
		}
		card := Scorecard{Scorecard: s, BySegment: map[string]int{}}
		card.Variants = append(card.Variants, c.variant(s, ""))
		for _, change := range s.Segments {
			if _, again := card.BySegment[change.Segment.Text]; again {
				continue // the loader refuses keys that stand twice
			}
			if c.enough() {
				return
			}
			card.BySegment[change.Segment.Text] = len(card.Variants)
			card.Variants = append(card.Variants, c.variant(s.For(change.Segment.Text), change.Segment.Text))
		}
		c.out.Scorecards = append(c.out.Scorecards, card)
	}
}

func (c *checker) variant(s *rules.Scorecard, segment string) *Variant {
	v := &Variant{Scorecard: s, Segment: segment}
	t := &tree{checker: c, card: s, segment: segment}
	v.Root = t.group(&s.Group, "")
	numbers := expression.Of(signals.Number)
	scope := c.scope(map[string]expression.Type{"score": numbers, "coverage": numbers})
	for _, o := range s.Overrides {
		v.Overrides = append(v.Overrides, Override{o, c.condition(o.When, scope)})
	}
	if s.Start != nil && s.Group.Combine != rules.CombineSum && !t.broken() {
		c.found.Errorf("start-combine", s.Start.Place, "write `combine: sum`", "`start` belongs to a scorecard that adds up its points")
	}
	return v
}

func (c *checker) condition(e *rules.Expression, scope *expression.Scope) *expression.Node {
	if e == nil {
		return nil
	}
	return c.exprs.Check(e, scope, expression.Want{Kinds: 1 << signals.Bool, What: "`when`"})
}

// tree builds the measures of one variant.
type tree struct {
	*checker
	card    *rules.Scorecard
	segment string
	written int
}

// broken tells whether something of the scorecard could not be read.
func (t *tree) broken() bool { return t.unread.IsBroken(t.card.Place) }

func (t *tree) group(g *rules.Measure, path string) *Measure {
	m := &Measure{Measure: g, Path: path}
	if path != "" {
		m.When = t.condition(g.When, t.scope(nil))
	}
	if g.Points != nil && !t.broken() {
		t.found.Errorf("measure-shape", g.Points.Place, "a group gets its points from its measures", "`%s` is a group of measures and cannot have `%s`", g.Name, g.Points.Kind)
	}
	positive, members := false, 0
	for _, member := range g.Measures {
		t.written++
		if member.Switch == rules.SwitchOff {
			continue
		}
		members++
		positive = positive || member.Weight == nil || member.Weight.Value.Sign() > 0
		written := t.written
		var child *Measure
		if member.IsGroup {
			child = t.group(member, join(path, member.Name))
		} else {
			child = t.leaf(member, join(path, member.Name))
		}
		child.Written = written
		m.Members = append(m.Members, child)
	}
	if members > 0 && !positive && !t.broken() {
		where := ""
		if t.segment != "" {
			where = " in segment `" + t.segment + "`"
		}
		t.found.Errorf("all-weights-zero", g.Place, "give one of them a weight above 0", "all weights of the measures are 0%s", where)
	}
	return m
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (t *tree) leaf(measure *rules.Measure, path string) *Measure {
	m := &Measure{Measure: measure, Path: path}
	m.When = t.condition(measure.When, t.scope(nil))
	p := measure.Points
	if p == nil && t.broken() {
		t.value(measure, true)
		return m
	}
	if p == nil {
		t.found.Errorf("no-points", measure.Place, "add up_to, from, linear, map, points or rows", "measure `%s` has no way from its value to points", path)
		return m
	}
	computed := p.Kind == rules.PointsRows || p.Kind == rules.PointsExpr
	value, named := t.value(measure, computed)
	if m.Value = value; value == nil && !computed {
		return m
	}
	names := map[string]expression.Type{}
	if named || measure.Metric == nil && t.unknownFits(measure) {
		// Of a metric that has errors, the value has a type that fits everywhere.
		names["value"] = expression.Type{}
		if value != nil {
			names["value"] = value.Type
		}
	}
	scope := t.scope(names)
	points := expression.Want{Kinds: expression.Numbers, What: "points"}
	switch p.Kind {
	case rules.PointsUpTo, rules.PointsFrom, rules.PointsLinear:
		if !m.Value.Type.Numeric() {
			t.found.Errorf("points-type", p.Place, "use map, rows or points", "`%s` needs a number, but the value of `%s` is %s", p.Kind, path, m.Value.Type)
		}
	case rules.PointsMap:
		t.keys(m, p)
	case rules.PointsExpr:
		m.Points = t.exprs.Check(p.Expr, scope, points)
	case rules.PointsRows:
		for _, r := range p.Rows {
			row := Row{Row: r, When: t.condition(r.When, scope)}
			if r.Expr != nil {
				row.Points = t.exprs.Check(r.Expr, scope, points)
			}
			m.Rows = append(m.Rows, row)
		}
	}
	return m
}

// value finds the metric or column of a measure: its typed expression, nil on
// errors, and whether there is one. optional: none is fine, unless one was named.
func (t *tree) value(measure *rules.Measure, optional bool) (value *expression.Node, named bool) {
	name := rules.Name{Text: measure.Name, Place: measure.Place}
	if measure.Metric != nil {
		name, optional = *measure.Metric, false
	}
	_, column := t.set.Signals.Schema.Root().Column(name.Text)
	_, metric := t.byName[name.Text]
	if column < 0 && !metric {
		if !optional && !t.unknownFits(measure) {
			t.unknownMetric(measure, name)
		}
		return nil, !optional
	}
	e := &rules.Expression{Text: name.Text, Place: name.Place}
	return t.exprs.Check(e, t.scope(nil), expression.Want{Kinds: expression.AnyScalar, What: "a measure"}), true
}

// unknownFits tells whether a name that nobody declares may have been declared in
// what could not be read, or be written in what could not be read of the measure.
func (t *tree) unknownFits(measure *rules.Measure) bool {
	u := t.unread
	return u.HasNames() || u.HasColumns(t.set.Signals.Schema.Root().Name) || measure.Metric == nil && (u.IsBroken(measure.Place) || t.segment != "" && t.broken())
}

func (t *tree) unknownMetric(measure *rules.Measure, name rules.Name) {
	candidates := t.MetricNames()
	for _, c := range t.set.Signals.Schema.Root().Columns {
		candidates = append(candidates, c.Name)
	}
	hint := ""
	if near := spelling.Nearest(name.Text, candidates); near != "" {
		hint = "did you mean `" + near + "`?"
	} else if measure.Metric == nil {
		hint = "name the metric: {metric: ..., ...}"
	}
	if measure.Metric == nil {
		t.found.Errorf("unknown-metric", name.Place, hint, "measure `%s` names no metric, and there is no metric or column of its own name", name.Text)
		return
	}
	t.found.Errorf("unknown-metric", name.Place, hint, "unknown metric or column `%s`", name.Text)
}

// keys reads the keys of a map in the type of the metric.
func (t *tree) keys(m *Measure, p *rules.Points) {
	written := map[string]rules.Name{}
	for _, e := range p.Entries {
		var key Key
		var err error
		switch m.Value.Type.Kind {
		case signals.String:
			key.Text = e.Key.Text
		case signals.Int, signals.Number, signals.Money:
			key.Num, err = exact.Parse(e.Key.Text)
		case signals.Bool:
			key.Flag = e.Key.Text == "true"
			if e.Key.Text != "true" && e.Key.Text != "false" {
				err = strconv.ErrSyntax
			}
		case signals.Date, signals.Time:
			if key.Micros, err = signals.ParseDate(e.Key.Text); err != nil {
				key.Micros, err = signals.ParseTime(e.Key.Text)
			}
		}
		if m.Value.Type.Kind == signals.Int && err == nil && !key.Num.IsInt() {
			err = strconv.ErrSyntax
		}
		if err != nil {
			hint := ""
			if m.Value.Type.Kind == signals.Bool {
				hint = "write true or false"
			}
			t.found.Errorf("map-key", e.Key.Place, hint, "the value of `%s` is %s, and %q is not", m.Path, m.Value.Type, e.Key.Text)
		} else if at, again := written[key.identity()]; again {
			t.found.Add(rules.Diagnostic{
				ID: "map-key", Place: e.Key.Place, Message: fmt.Sprintf("%q is the same value as %q", e.Key.Text, at.Text),
				Hint: "leave one of them out", Also: []rules.Note{{Place: at.Place, Message: "the other stands here"}},
			})
		} else {
			written[key.identity()] = e.Key
		}
		m.Keys = append(m.Keys, key)
	}
}
