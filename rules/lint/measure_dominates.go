package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// dominatingMeasures finds single measures that move an account across a whole band,
// everything else being equal.
func (p *pass) dominatingMeasures() {
	for i := range p.checked.Scorecards {
		c := &p.checked.Scorecards[i]
		for _, v := range variants(p.checked.Set, *c) {
			edges := bandEdges(v)
			if len(edges) < 2 {
				continue
			}
			d := dominance{p, c, v, edges, narrowest(edges)}
			d.group(v.Root, one, number(zero), p.ranges().scope())
		}
	}
}

// narrowest is the width of the narrowest band between two others.
func narrowest(edges []bandEdge) exact.Num {
	var least exact.Num
	for i := 0; i+1 < len(edges); i++ {
		if w := edges[i+1].at.Sub(edges[i].at); least.IsMissing() || w.Cmp(least) < 0 {
			least = w
		}
	}
	return least
}

// bandEdge is an edge between two bands; the lower ends with it.
type bandEdge struct {
	at           exact.Num
	lower, upper string
	belongsBelow bool // the edge itself is of the lower band
}

// bandEdges are the edges between the bands of a variant, lowest first.
func bandEdges(v *check.Variant) []bandEdge {
	var out []bandEdge
	for i := 0; i+1 < len(v.Bands); i++ {
		b, next := v.Bands[i], v.Bands[i+1]
		switch {
		case b.From != nil: // the highest stands first
			out = append([]bandEdge{{b.From.Value, next.Name, b.Name, false}}, out...)
		case b.UpTo != nil:
			out = append(out, bandEdge{b.UpTo.Value, b.Name, next.Name, true})
		}
	}
	return out
}

type dominance struct {
	*pass
	card      *check.Scorecard
	variant   *check.Variant
	edges     []bandEdge
	narrowest exact.Num
}

// group follows nominal shares down; others is what all else adds to the score. In
// min, max and sum a share says nothing.
func (d dominance) group(g *check.Measure, share exact.Num, others set, s scope) {
	weighted := weighs(g.Measure)
	if !weighted && g.Combine != rules.CombineMean {
		return
	}
	if scale := d.card.Scale; !scale.None && share.Mul(scale.Max.Sub(scale.Min)).Cmp(d.narrowest) < 0 {
		return
	}
	t := scoreTree{d.ranges(), d.card, d.variant}
	inner, _ := holds(s, g.When)
	var total exact.Num
	parts := make([]part, len(g.Members))
	for i, m := range g.Members {
		parts[i] = t.part(m, inner)
		if !weighted {
			parts[i].weight = one
		}
		total = added(total, parts[i].weight)
	}
	if total.IsMissing() || total.Sign() == 0 {
		return
	}
	for i, m := range g.Members {
		of := share.Mul(parts[i].weight).Quo(total)
		h := parts[i].scored.hull()
		if m.IsGroup {
			d.group(m, of, d.rest(parts, i, share.Quo(total), others), inner)
		} else if h.bounded() && of.Cmp(one) < 0 && of.Mul(h.hi.Sub(h.lo)).Cmp(d.narrowest) >= 0 {
			d.leaf(m, of.Mul(h.lo), of.Mul(h.hi), d.rest(parts, i, share.Quo(total), others))
		}
	}
}

// rest is what all but one part add to the score.
func (d dominance) rest(parts []part, but int, unit exact.Num, others set) set {
	for j, p := range parts {
		if j != but && !p.points.none(numberShape) {
			others = plus(others, times(p.points, number(unit.Mul(p.weight))))
		}
	}
	return others
}

// leaf tells whether, with others as they may be, the measure's worst points leave the
// account below one edge and its best points put it above the next. A card of one
// measure is meant to be one.
func (d dominance) leaf(m *check.Measure, low, high exact.Num, others set) {
	for i := 0; i+1 < len(d.edges); i++ {
		a, b := d.edges[i], d.edges[i+1]
		room := span{hi: a.at.Sub(low), hiOpen: !a.belongsBelow, lo: b.at.Sub(high), loOpen: b.belongsBelow}
		if others.coarse().and(numbers(room, anyDecimals)).none(numberShape) {
			continue
		}
		at := m.Measure.Place
		if m.Weight != nil {
			at = m.Weight.Place
		}
		d.once("measure-dominates", at,
			"lower its weight, or what its points span; if it is meant so, silence it here with `# bellwether:ignore measure-dominates`",
			"`%s` alone can move an account from `%s` to `%s`: it is worth %s points of the score, and `%s` between them is %s wide%s",
			m.Path, a.lower, b.upper, high.Sub(low).Round(2), a.upper, b.at.Sub(a.at), in(d.variant.Segment))
		return
	}
}
