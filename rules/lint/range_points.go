package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// outcome is one row of a way to points, or what no row takes.
type outcome struct {
	takes  set  // of the value; of rows of conditions, nothing
	points set  // missing: it may give none
	never  bool // nothing comes here
}

// atValue is the scope of a measure's points, in which `value` is what it scores.
func (s scope) atValue(m *check.Measure) scope {
	if m.Value == nil {
		return s
	}
	return s.named("value", binding{values: s.values(m.Value), key: s.key(m.Value), node: m.Value})
}

// outcomes are the rows of a measure as written, and last what is left.
func (s scope) outcomes(m *check.Measure, scale rules.Scale) []outcome {
	p := m.Measure.Points
	if p == nil {
		return nil
	}
	switch p.Kind {
	case rules.PointsExpr:
		return []outcome{{points: onScale(s.atValue(m).values(m.Points), scale)}}
	case rules.PointsRows:
		return s.rowOutcomes(m, scale)
	}
	value, k := s.values(m.Value), shapeOf(m.Value.Type.Kind)
	var out []outcome
	switch p.Kind {
	case rules.PointsUpTo:
		from := span{}
		for _, step := range p.Steps {
			takes := from
			takes.hi = step.Edge.Value
			out = append(out, outcome{takes: numbers(takes, anyDecimals), points: number(step.Points.Value)})
			from = span{lo: step.Edge.Value, loOpen: true}
		}
		out = append(out, outcome{takes: numbers(from, anyDecimals), points: number(p.Else.Value)})
	case rules.PointsFrom:
		for i, step := range p.Steps {
			takes := span{lo: step.Edge.Value}
			if i+1 < len(p.Steps) {
				takes.hi, takes.hiOpen = p.Steps[i+1].Edge.Value, true
			}
			out = append(out, outcome{takes: numbers(takes, anyDecimals), points: number(step.Points.Value)})
		}
		rest := numbers(span{hi: p.Steps[0].Edge.Value, hiOpen: true}, anyDecimals)
		out = append(out, outcome{takes: rest, points: number(p.Else.Value)})
	case rules.PointsLinear:
		return []outcome{{takes: value, points: alongKnots(p.Steps, value)}}
	case rules.PointsMap:
		rest := value.present()
		for i, e := range p.Entries {
			takes := keyOf(m.Keys[i], m.Value.Type.Kind)
			rest = rest.minus(takes)
			out = append(out, outcome{takes: takes, points: number(e.Points.Value)})
		}
		last := outcome{takes: rest, points: onlyMissing()}
		if p.Else != nil {
			last.points = number(p.Else.Value)
		}
		out = append(out, last)
	}
	for i := range out {
		out[i].never = value.and(out[i].takes).none(k)
	}
	if value.missing {
		out = append(out, outcome{points: onlyMissing()})
	}
	return out
}

// keyOf is the set of the one value that a key of a map stands for.
func keyOf(key check.Key, k signals.Kind) set {
	switch shapeOf(k) {
	case textShape:
		return text(key.Text)
	case truthShape:
		return truth(key.Flag, !key.Flag, false)
	}
	if k.Temporal() {
		return number(daysOf(key.Micros)).coarse()
	}
	return number(key.Num).coarse()
}

func onScale(points set, scale rules.Scale) set {
	if scale.None {
		return points
	}
	return bounded(points, span{lo: scale.Min, hi: scale.Max})
}

// rowOutcomes: each row is reached where those before it do not hold.
func (s scope) rowOutcomes(m *check.Measure, scale rules.Scale) []outcome {
	s = s.atValue(m)
	var out []outcome
	left := true
	for _, r := range m.Rows {
		holds := truth(true, false, false)
		here := s
		if r.When != nil {
			holds = s.truth(r.When)
			here = s.with(s.learn(r.When, truth(true, false, false)))
		}
		o := outcome{never: !left || !holds.yes}
		switch {
		case r.Points != nil:
			o.points = onScale(here.values(r.Points), scale)
		case r.Row.Points != nil:
			o.points = number(r.Row.Points.Value)
		}
		out = append(out, o)
		if r.When != nil {
			s = s.with(s.learn(r.When, truth(false, true, true)))
		}
		left = left && (holds.no || holds.missing) && !s.dead()
	}
	return append(out, outcome{points: onlyMissing(), never: !left})
}

// alongKnots is what straight lines between knots give over a set of values.
func alongKnots(steps []rules.Step, value set) set {
	out := set{missing: value.missing, decimals: anyDecimals}
	for _, s := range value.spans {
		var low, high exact.Num
		take := func(v exact.Num) {
			if low.IsMissing() || v.Cmp(low) < 0 {
				low = v
			}
			if high.IsMissing() || v.Cmp(high) > 0 {
				high = v
			}
		}
		for _, e := range s.ends() {
			switch {
			case !e.v.IsMissing():
				take(along(steps, e.v))
			case e.sign < 0:
				take(steps[0].Points.Value)
			default:
				take(steps[len(steps)-1].Points.Value)
			}
		}
		for _, k := range steps {
			if (s.lo.IsMissing() || k.Edge.Value.Cmp(s.lo) > 0) && (s.hi.IsMissing() || k.Edge.Value.Cmp(s.hi) < 0) {
				take(k.Points.Value)
			}
		}
		out.spans = append(out.spans, span{lo: low, hi: high})
	}
	out.spans = joined(out.spans)
	return out
}

func along(steps []rules.Step, v exact.Num) exact.Num {
	for i, k := range steps {
		if v.Cmp(k.Edge.Value) > 0 {
			continue
		}
		if i == 0 {
			return k.Points.Value
		}
		before := steps[i-1]
		slope := k.Points.Value.Sub(before.Points.Value).Quo(k.Edge.Value.Sub(before.Edge.Value))
		return before.Points.Value.Add(v.Sub(before.Edge.Value).Mul(slope))
	}
	return steps[len(steps)-1].Points.Value
}
