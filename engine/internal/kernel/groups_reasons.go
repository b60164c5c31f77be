package kernel

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
)

// costing is a measure that can cost points, or a group that points stand in for, in
// one variant.
type costing struct {
	loss
	declared int64 // 1: it has a baseline of its own
	group    int   // that it is a member of
	member   int
	weight   int64
}

// costingOrder gives what can cost points in a variant, in the order in which equal
// costs count: what has a baseline of its own as written, then the others by name.
func (c *card) costingOrder(f *cardFrame, variant int) ([]costing, bool) {
	var out []costing
	var measures []*plan.Measure
	fits := true
	var walk func(group int)
	walk = func(group int) {
		g := &c.groups[group]
		for k := range g.members {
			m := &g.members[k]
			of := m.measures[variant]
			if of == nil {
				continue
			}
			factor := int64(0)
			if m.leaf >= 0 {
				factor = f.sums.factors[m.leaf]
			}
			l := costing{group: group, member: k, weight: m.weights[variant]}
			fill(l.base[:], noLoss)
			fits = c.loss(&l.loss, c.variants[variant], of, 1, factor, f.sums.unit) && fits
			if !of.Baseline.IsMissing() {
				l.declared = 1
			}
			out = append(out, l)
			measures = append(measures, of)
			if m.leaf < 0 {
				walk(m.group)
			}
		}
	}
	walk(len(c.groups) - 1)
	order := make([]int, len(out))
	for i := range order {
		order[i] = i
	}
	// As written comes of a stable sort: members are looked at in that order.
	slices.SortStableFunc(order, func(a, b int) int {
		da, db := !measures[a].Baseline.IsMissing(), !measures[b].Baseline.IsMissing()
		switch {
		case da && db:
			return 0
		case da:
			return -1
		case db:
			return 1
		}
		return strings.Compare(measures[a].Path, measures[b].Path)
	})
	sorted := make([]costing, len(out))
	for i, at := range order {
		sorted[i] = out[at]
	}
	return sorted, fits
}

// topOfGroups finds the measure that cost most. All costs of an account have the same
// denominator, so that numerators are compared.
func (c *card) topOfGroups(s *scope) {
	f := &s.frame.cards[c.index]
	if f.fallback {
		return
	}
	r, sums := &f.reasons, &f.sums
	if r.costs == nil || r.unit != sums.unit || !slices.Equal(r.factors, sums.factors) {
		r.unit, r.factors, r.costs = sums.unit, append(r.factors[:0], sums.factors...), make([][]costing, len(c.variants))
		for i := range c.variants {
			var ok bool
			if r.costs[i], ok = c.costingOrder(f, i); !ok {
				r.costs, f.fallback = nil, true
				return
			}
		}
	}
	c.shareOut(f)
	out := s.frame.out.Cards[c.index].TopReason.Codes[s.frame.from : s.frame.from+s.rows]
	clear(out)
	r.most = room(r.most, s.rows)
	fill(r.most, -1)
	longest := 0
	for _, costs := range r.costs {
		longest = max(longest, len(costs))
	}
	for k := range longest {
		c.costOf(f, k, out)
	}
	for i := range out {
		if m := sums.score.miss; m != nil && m[i] != signals.Present {
			out[i] = 0
		}
	}
}

// notAsked means that the members of a group are no reasons: it takes no part, or
// points stand in for it.
const notAsked = -1

// shareOut computes what the groups have of the score, from the root down: over the
// denominator of the root before that was multiplied by its weights.
func (c *card) shareOut(f *cardFrame) {
	for index := len(c.groups) - 1; index >= 0; index-- {
		g, gf := &c.groups[index], &f.groups[index]
		if index == len(c.groups)-1 {
			gf.within = room(gf.within, len(gf.n))
			for i := range gf.within {
				gf.within[i] = gf.d[i] / gf.total[i]
			}
		}
		for k := range g.members {
			m := &g.members[k]
			if m.leaf >= 0 {
				continue
			}
			of := &f.groups[m.group]
			of.share, of.within = room(of.share, len(gf.n)), room(of.within, len(gf.n))
			for i := range gf.n {
				share, state := int64(0), of.state[i]
				if hasPoints(state) && gf.within[i] > 0 {
					share = gf.within[i] * m.weights[variantAt(f.variants, i)]
					if g.how != addingUp && gf.decider[i] != int32(k+1) {
						share = 0
					}
				}
				of.share[i], of.within[i] = share, 0
				switch {
				case gf.within[i] < 0 || state == uint8(evaluate.Out):
					of.share[i], of.within[i] = notAsked, notAsked
				case state == uint8(evaluate.Assumed):
					of.within[i] = notAsked
				case state == uint8(evaluate.Scored):
					of.within[i] = share / of.total[i]
				}
			}
		}
	}
}

// costOf looks at the k-th reason in order of each account's variant.
func (c *card) costOf(f *cardFrame, k int, out []uint32) {
	r := &f.reasons
	for i := range out {
		costs := r.costs[variantAt(f.variants, i)]
		if k >= len(costs) {
			continue
		}
		l := &costs[k]
		m, gf := &c.groups[l.group].members[l.member], &f.groups[l.group]
		if gf.within[i] < 0 {
			continue
		}
		p, points, share := uint8(evaluate.NoPoints), int64(0), int64(0)
		if m.leaf >= 0 {
			leaf := &f.leaves[m.leaf]
			p, points = uint8(leaf.at(i)&3), leaf.points.n[i]
			share = gf.within[i] * l.weight
			if c.groups[l.group].how != addingUp && gf.decider[i] != int32(l.member+1) {
				share = 0
			}
		} else {
			of := &f.groups[m.group]
			if of.state[i] != uint8(evaluate.Assumed) {
				continue
			}
			share = of.share[i]
		}
		if l.base[p] == noLoss {
			continue
		}
		cost := share * (l.base[p] - l.declared - l.slope[p]*points)
		if cost > r.most[i] && (cost > 0 || l.declared != 0) {
			r.most[i], out[i] = cost, l.name
		}
	}
}
