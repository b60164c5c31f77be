package evaluate

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// shares gives each measure and group its part of the whole score, by Written;
// all missing where there is no score. It holds until the next call.
func (f *Frame) shares(v *variant, s *CardScore) []exact.Num {
	f.parts = append(f.parts[:0], make([]exact.Num, v.plan.Written+1)...)
	if !s.Exact.IsMissing() {
		v.share(v.plan.Root, s, exact.Int(1), f.parts)
	}
	return f.parts
}

func (v *variant) share(g *plan.Measure, s *CardScore, whole exact.Num, out []exact.Num) {
	var few [8]Part
	parts := few[:0]
	total, left, decider := int64(0), int64(0), -1
	weighted := g.Combine == rules.CombineWeighted
	counts := func(i int) bool {
		return (parts[i].State == Scored || parts[i].State == Assumed) && !(weighted && g.Members[i].Weight.Sign() == 0)
	}
	for i, m := range g.Members {
		if parts = append(parts, v.part(m, s)); !counts(i) {
			continue
		}
		left++
		total += m.Millionths
		if decider < 0 ||
			g.Combine == rules.CombineMin && parts[i].Points.Cmp(parts[decider].Points) < 0 ||
			g.Combine == rules.CombineMax && parts[i].Points.Cmp(parts[decider].Points) > 0 {
			decider = i
		}
	}
	for i, m := range g.Members {
		part := exact.Int(0)
		if counts(i) {
			switch g.Combine {
			case rules.CombineMean:
				part = whole.Quo(exact.Int(left))
			case rules.CombineSum:
				part = whole
			case rules.CombineMin, rules.CombineMax:
				if i == decider {
					part = whole
				}
			default:
				part = whole.Mul(exact.Ratio(m.Millionths, total))
			}
		}
		out[m.Written] = part
		if !m.IsGroup {
			continue
		}
		inner := part
		if parts[i].State == Assumed {
			inner = exact.Int(0) // points stand in for the whole group
		}
		v.share(m, s, inner, out)
	}
}

// Reasons are the measures that cost points, most first, on scorecard i.
func (f *Frame) Reasons(i int) []result.Reason {
	s := f.Score(i)
	v := f.program.cards[i].variants[s.Variant]
	return v.reasons(s, f.shares(v, s))
}

// loss is what a measure cost, or a group that points stand in for.
type loss struct {
	leaf *plan.Measure
	lost exact.Num
	code string
}

func (v *variant) reasons(s *CardScore, shares []exact.Num) []result.Reason {
	if s.Exact.IsMissing() {
		return []result.Reason{}
	}
	losses := v.losses(v.plan.Root, s, shares, nil)
	slices.SortStableFunc(losses, func(a, b loss) int {
		if c := b.lost.Cmp(a.lost); c != 0 {
			return c
		}
		da, db := !a.leaf.Baseline.IsMissing(), !b.leaf.Baseline.IsMissing()
		switch {
		case da && db:
			return 0 // leaves stand in written order
		case da:
			return -1
		case db:
			return 1
		}
		return strings.Compare(a.leaf.Path, b.leaf.Path)
	})
	out := make([]result.Reason, len(losses))
	for i, l := range losses {
		out[i] = result.Reason{Measure: l.leaf.Path, Lost: l.lost.Publish(), Code: l.code}
	}
	return out
}

// losses appends what the members of a group cost, in written order.
func (v *variant) losses(g *plan.Measure, s *CardScore, shares []exact.Num, out []loss) []loss {
	v.costing(g, s, func(m *plan.Measure, points exact.Num) {
		lost, declared := v.loss(m, points, shares[m.Written])
		if lost.IsMissing() || lost.Sign() < 0 || lost.Sign() == 0 && !declared {
			return
		}
		l := loss{leaf: m, lost: lost}
		if !m.IsGroup {
			l.code = v.code(m, s.leaves[m.Leaf])
		}
		out = append(out, l)
	})
	return out
}

// costing visits what can have cost points, in written order: the measures with
// points, and the groups that points stand in for.
func (v *variant) costing(g *plan.Measure, s *CardScore, visit func(m *plan.Measure, points exact.Num)) {
	for _, m := range g.Members {
		part := v.part(m, s)
		switch {
		case m.IsGroup && part.State != Assumed && part.State != Out:
			v.costing(m, s, visit)
		case part.State == Scored || part.State == Assumed:
			visit(m, part.Points)
		}
	}
}

// loss is share x (baseline - points). Without a baseline of its own a measure is
// held against the best end of the scale; where low is good that is what the
// points lie above it.
func (v *variant) loss(m *plan.Measure, points, share exact.Num) (lost exact.Num, declared bool) {
	scale := v.card.Scale
	switch {
	case !m.Baseline.IsMissing():
		return share.Mul(m.Baseline.Sub(points)), true
	case scale.None:
		return exact.Num{}, false
	case v.plan.Better == rules.BetterLow:
		return share.Mul(points.Sub(scale.Min)), false
	}
	return share.Mul(scale.Max.Sub(points)), false
}

// code is the reason code of the row that matched, else of the measure.
func (v *variant) code(m *plan.Measure, l LeafScore) string {
	if m.Points.Kind == rules.PointsRows && l.Row >= 0 && m.Points.Rows[l.Row].Code != "" {
		return m.Points.Rows[l.Row].Code
	}
	return m.Code
}

// apportion rounds parts to some decimals so that they add up to total: all go
// down, and the units that are left go to the largest remainders, the first
// written on ties.
func apportion(parts []exact.Num, total exact.Num, decimals int) []exact.Num {
	unit := exact.Int(10).PowInt(decimals)
	out := make([]exact.Num, len(parts))
	rest := make([]exact.Num, len(parts))
	order := make([]int, len(parts))
	left := total.Mul(unit)
	for i, p := range parts {
		scaled := p.Mul(unit)
		out[i] = scaled.Floor()
		rest[i] = scaled.Sub(out[i])
		left = left.Sub(out[i])
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rest[b].Cmp(rest[a]) })
	units, _ := left.Int64()
	for k := 0; units > 0; k, units = k+1, units-1 {
		i := order[k%len(order)]
		out[i] = out[i].Add(exact.Int(1))
	}
	// Where a start is rounded up, there is less to share out than all parts rounded
	// down: the smallest remainders give.
	for k := len(order) - 1; units < 0; k, units = k-1, units+1 {
		i := order[(k+len(order))%len(order)]
		out[i] = out[i].Sub(exact.Int(1))
	}
	for i := range out {
		out[i] = out[i].Quo(unit)
	}
	return out
}
