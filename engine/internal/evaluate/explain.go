package evaluate

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Explain fills in how the current account came to its score on scorecard i.
func (f *Frame) Explain(i int, d *result.Document) {
	s := f.Score(i)
	v := f.program.cards[i].variants[s.Variant]
	shares := f.shares(v, s)
	d.Base = s.Exact.Round(v.card.Round)
	target := d.Base
	if v.plan.HasStart {
		d.Start = v.plan.Start.Round(v.card.Round)
		target = target.Sub(d.Start)
	}
	d.Measures = f.explainGroup(v, v.plan.Root, s, shares, target)
	if d.Measures == nil {
		d.Measures = []result.Measure{}
	}
	d.Overrides = []result.Override{}
	for _, a := range s.Applied {
		o := v.plan.Overrides[a]
		d.Overrides = append(d.Overrides, result.Override{
			Reason: o.Reason, Adjust: o.Adjust, Cap: o.Cap, Floor: o.Floor, Band: o.Band, Declared: o.Place.String(),
		})
	}
	d.Reasons = v.reasons(s, shares)
}

// Cause says why scorecard i has no score; empty if it has one.
func (f *Frame) Cause(i int) string {
	s := f.Score(i)
	if !s.Exact.IsMissing() {
		return ""
	}
	v := f.program.cards[i].variants[s.Variant]
	if s.Failed != "" {
		for j, m := range v.plan.Leaves {
			if m.Path == s.Failed {
				return fmt.Sprintf("%s: %s", m.Path, f.leafCause(v.leaves[j], s.leaves[j]))
			}
		}
		return fmt.Sprintf("%s: none of its measures has a value", s.Failed)
	}
	return "no measure has a value"
}

func (f *Frame) explainGroup(v *variant, g *plan.Measure, s *CardScore, shares []exact.Num, target exact.Num) []result.Measure {
	if len(g.Members) == 0 {
		return nil
	}
	parts := make([]Part, len(g.Members))
	exacts := make([]exact.Num, len(g.Members))
	for i, m := range g.Members {
		parts[i] = v.part(m, s)
		exacts[i] = exact.Int(0)
		if share := shares[m.Written]; share.Sign() != 0 {
			exacts[i] = share.Mul(parts[i].Points)
		}
	}
	contributions := make([]exact.Num, len(g.Members))
	if !s.Exact.IsMissing() {
		contributions = apportion(exacts, target, v.card.Round)
	}
	out := make([]result.Measure, len(g.Members))
	for i, m := range g.Members {
		e := &out[i]
		e.Name, e.Weight, e.Declared = m.Name, m.Weight, m.Place.String()
		e.State = stateName(parts[i].State)
		e.Points = parts[i].Points.Round(9)
		e.Share, e.Contribution = shares[m.Written].Publish(), contributions[i]
		if m.IsGroup {
			e.Combine = combineName(m.Combine)
			inner := contributions[i]
			if parts[i].State == Assumed {
				e.Cause, inner = "none of its measures has a value", exact.Int(0)
			}
			e.Measures = f.explainGroup(v, m, s, shares, inner)
			continue
		}
		f.explainLeaf(v.leaves[m.Leaf], s.leaves[m.Leaf], e)
		e.Code = v.code(m, s.leaves[m.Leaf])
	}
	return out
}

func stateName(s State) string {
	return [...]string{Out: result.StateOut, Absent: result.StateMissing, Scored: "", Assumed: result.StateStandIn, Failed: result.StateFailed}[s]
}

func combineName(c rules.Combine) string {
	return [...]string{"", "", "mean", "min", "max", "sum"}[c]
}

func (f *Frame) explainLeaf(l *leaf, s LeafScore, e *result.Measure) {
	e.Value = signals.Value{Kind: signals.String, Missing: signals.Blank}
	has := false
	if l.value != nil {
		v := l.value(f)
		k := l.plan.Value.Type.Kind
		if has = !absent(v, l.kind); has {
			e.Value = v.value(k)
			e.Value.Minor = uint8(l.plan.Value.Type.Minor())
		} else {
			e.Value.Kind = k
		}
	}
	switch s.State {
	case Scored:
		e.Row = l.rowText(s.Row)
	case Absent, Failed:
		e.Cause = f.leafCause(l, s)
	case Assumed:
		e.Cause = f.leafCause(l, s)
		if s.Row >= 0 {
			e.Row = l.rowText(s.Row)
		}
	}
}

// leafCause says why a measure has no value, or no points for it.
func (f *Frame) leafCause(l *leaf, s LeafScore) string {
	if l.value != nil {
		f.value = l.value(f) // other measures have set it since
		if absent(f.value, l.kind) {
			return f.Why(l.plan.Value)
		}
	}
	switch l.plan.Points.Kind {
	case rules.PointsMap:
		v := l.value(f).value(l.plan.Value.Type.Kind)
		return fmt.Sprintf("the map has no row for %s", v)
	case rules.PointsExpr:
		return "no points: " + f.Why(l.plan.Points.Expr)
	}
	if s.Row < 0 {
		return "no row holds"
	}
	return "no points: " + f.Why(l.plan.Points.Rows[s.Row].Expr)
}

// rowText is the row that matched, as a person reads it.
func (l *leaf) rowText(row int) string {
	p := l.plan.Points
	switch p.Kind {
	case rules.PointsUpTo:
		switch {
		case row < 0 && len(p.Edges) == 0:
			return "all"
		case row < 0:
			return "above " + p.Edges[len(p.Edges)-1].String()
		case row == 0:
			return "up to " + p.Edges[0].String()
		}
		return fmt.Sprintf("above %s, up to %s", p.Edges[row-1], p.Edges[row])
	case rules.PointsFrom:
		switch {
		case row < 0 && len(p.Edges) == 0:
			return "all"
		case row < 0:
			return "below " + p.Edges[0].String()
		case row == len(p.Edges)-1:
			return "from " + p.Edges[row].String()
		}
		return fmt.Sprintf("from %s, below %s", p.Edges[row], p.Edges[row+1])
	case rules.PointsLinear:
		switch {
		case row < 0:
			return fmt.Sprintf("%s or less", p.Edges[0])
		case row == len(p.Edges)-1:
			return fmt.Sprintf("%s or more", p.Edges[row])
		}
		return fmt.Sprintf("from %s to %s", p.Edges[row], p.Edges[row+1])
	case rules.PointsMap:
		if row < 0 {
			return "else"
		}
		return p.KeyTexts[row]
	case rules.PointsRows:
		if row >= 0 && p.Rows[row].Text != "" {
			return p.Rows[row].Text
		}
		return "otherwise"
	}
	return ""
}
