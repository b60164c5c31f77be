package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// dominatingMeasures finds single measures that move an account across a whole band
// and over more than a third of the scale, everything else being equal. Of those of a
// scorecard, the one that is worth most stands for all.
func (p *pass) dominatingMeasures() {
	for i := range p.checked.Scorecards {
		c := &p.checked.Scorecards[i]
		var all []dominator
		for _, v := range variants(p.checked.Set, *c) {
			edges := bandEdges(v)
			if len(edges) < 2 {
				continue
			}
			d := dominance{pass: p, card: c, variant: v, edges: edges, least: leastWorth(c, edges)}
			d.group(v.Root, one, number(zero), p.ranges().scope())
			all = append(all, d.found...)
		}
		if len(all) > 0 {
			p.dominated(all)
		}
	}
}

// dominator is a measure that moves an account across the band between two edges.
type dominator struct {
	*check.Measure
	variant *check.Variant
	worth   exact.Num // in points of the score
	a, b    bandEdge
}

// dominated reports the measure that is worth most, and names the others that can do
// the same where it can.
func (p *pass) dominated(all []dominator) {
	most := all[0]
	for _, d := range all {
		if d.worth.Cmp(most.worth) > 0 {
			most = d
		}
	}
	var others []string
	for _, d := range all {
		if d.variant == most.variant && d.Measure != most.Measure {
			others = append(others, d.Path)
		}
	}
	too := ""
	if len(others) > 0 {
		too = "; so can " + enumerated(quoted(others), "and")
	}
	at := most.Measure.Measure.Place
	if most.Weight != nil {
		at = most.Weight.Place
	}
	p.once("measure-dominates", at,
		"lower its weight, or what its points span; if it is meant so, silence it here with `# bellwether:ignore measure-dominates`",
		"`%s` alone can move an account from `%s` to `%s`: it is worth %s points of the score, and `%s` between them is %s wide%s%s",
		most.Path, most.a.lower, most.b.upper, most.worth.Round(2), most.a.upper, most.b.at.Sub(most.a.at), in(most.variant.Segment), too)
}

// leastWorth is how many points of the score a measure has to be worth: the narrowest
// band, and a third of the scale.
func leastWorth(c *check.Scorecard, edges []bandEdge) exact.Num {
	least := narrowest(edges)
	if !c.Scale.None {
		if third := c.Scale.Max.Sub(c.Scale.Min).Quo(exact.Int(3)); third.Cmp(least) > 0 {
			return third
		}
	}
	return least
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
	card    *check.Scorecard
	variant *check.Variant
	edges   []bandEdge
	least   exact.Num // what a measure has to be worth
	found   []dominator
}

// group follows nominal shares down; others is what all else adds to the score. In
// min, max and sum a share says nothing.
func (d *dominance) group(g *check.Measure, share exact.Num, others set, s scope) {
	weighted := weighs(g.Measure)
	if !weighted && g.Combine != rules.CombineMean {
		return
	}
	if scale := d.card.Scale; !scale.None && share.Mul(scale.Max.Sub(scale.Min)).Cmp(d.least) <= 0 {
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
		} else if h.bounded() && of.Cmp(one) < 0 && of.Mul(h.hi.Sub(h.lo)).Cmp(d.least) > 0 {
			d.leaf(m, of.Mul(h.lo), of.Mul(h.hi), d.rest(parts, i, share.Quo(total), others))
		}
	}
}

// rest is what all but one part add to the score.
func (d *dominance) rest(parts []part, but int, unit exact.Num, others set) set {
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
func (d *dominance) leaf(m *check.Measure, low, high exact.Num, others set) {
	for i := 0; i+1 < len(d.edges); i++ {
		a, b := d.edges[i], d.edges[i+1]
		room := span{hi: a.at.Sub(low), hiOpen: !a.belongsBelow, lo: b.at.Sub(high), loOpen: b.belongsBelow}
		if others.coarse().and(numbers(room, anyDecimals)).none(numberShape) {
			continue
		}
		d.found = append(d.found, dominator{m, d.variant, high.Sub(low), a, b})
		return
	}
}
