package plan

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

func (b *builder) card(s *check.Scorecard) *Card {
	c := &Card{Name: s.Name, Round: s.Round, Scale: s.Scale, BySegment: s.BySegment}
	for _, v := range s.Variants {
		c.Variants = append(c.Variants, b.variant(v, c))
	}
	return c
}

func (b *builder) variant(v *check.Variant, c *Card) *Variant {
	out := &Variant{Segment: v.Segment, Better: v.Better, Start: exact.Int(0)}
	if v.Start != nil {
		out.Start, out.HasStart = v.Start.Value, true
	}
	if v.MinCoverage != nil {
		out.MinCoverage = v.MinCoverage.Value
	}
	out.Root = b.measure(v.Root, out, c)
	for _, o := range v.Overrides {
		out.Overrides = append(out.Overrides, Override{
			Place: b.relative(o.Place), When: b.root(o.When), Reason: o.Reason,
			Adjust: value(o.Adjust), Cap: value(o.Cap), Floor: value(o.Floor), Band: name(o.Band),
		})
	}
	for _, band := range v.Bands {
		out.Bands = append(out.Bands, Band{Name: band.Name, From: value(band.From), UpTo: value(band.UpTo)})
	}
	return out
}

// slot is a measure of a scorecard, in whatever segment.
type slot struct {
	card *Card
	path string
}

func value(l *rules.Literal) exact.Num {
	if l == nil {
		return exact.Num{}
	}
	return l.Value
}

func name(n *rules.Name) string {
	if n == nil {
		return ""
	}
	return n.Text
}

// measure lowers a measure. What the language leaves out is filled in: weight 1,
// combine weighted, the scorecard's missing policy.
func (b *builder) measure(m *check.Measure, v *Variant, c *Card) *Measure {
	out := &Measure{
		Name: m.Name, Path: m.Path, Place: b.relative(m.Place), IsGroup: m.IsGroup, Combine: m.Combine, Weight: exact.Int(1),
		When: b.root(m.When), Missing: m.Missing, Code: m.Code, Written: m.Written, Leaf: -1, Slot: -1,
		Baseline: value(m.Baseline),
	}
	if m.Weight != nil {
		out.Weight = m.Weight.Value
	}
	out.Millionths, _ = out.Weight.Mul(exact.Int(1_000_000)).Int64()
	if out.Combine == rules.CombineUnset {
		out.Combine = rules.CombineWeighted
	}
	if v.Root == nil {
		v.Root = out
	}
	v.Written = max(v.Written, out.Written)
	if out.Missing.Policy == rules.MissingUnset {
		out.Missing = v.Root.Missing
	}
	if out.Missing.Policy == rules.MissingUnset {
		out.Missing.Policy = rules.MissingRedistribute
	}
	if m.IsGroup || m.Path == "" {
		out.IsGroup = true
		for _, member := range m.Members {
			out.Members = append(out.Members, b.measure(member, v, c))
		}
		return out
	}
	out.Leaf = len(v.Leaves)
	v.Leaves = append(v.Leaves, out)
	at, ok := b.slots[slot{c, m.Path}]
	if !ok {
		at = len(c.Leaves)
		b.slots[slot{c, m.Path}] = at
		c.Leaves = append(c.Leaves, m.Path)
	}
	out.Slot = at
	out.Value = b.root(m.Value)
	out.Points = b.points(m)
	return out
}

func (b *builder) points(m *check.Measure) Points {
	p := m.Measure.Points
	out := Points{Kind: p.Kind, Else: value(p.Else), Keys: m.Keys, Expr: b.root(m.Points)}
	for _, s := range p.Steps {
		out.Edges = append(out.Edges, s.Edge.Value)
		out.At = append(out.At, s.Points.Value)
	}
	for _, e := range p.Entries {
		out.KeyTexts = append(out.KeyTexts, e.Key.Text)
		out.At = append(out.At, e.Points.Value)
	}
	for _, r := range m.Rows {
		row := Row{When: b.root(r.When), Points: value(r.Row.Points), Expr: b.root(r.Points), Code: r.Code}
		if r.Row.When != nil {
			row.Text = r.Row.When.Text
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
