package reference

import (
	"math/big"
	"sort"
)

// credit gives every member its printed contribution: the whole in units of
// the card's last decimal, the spare units to the largest remainders.
func (o *outcome) credit() {
	if o.base == nil {
		return
	}
	whole, tie := roundTo(o.base, o.card.Round)
	if tie {
		o.account.portfolio.tag(TagTie)
	}
	if o.card.Start != "" {
		start, _ := roundTo(o.card.Start.Rat(), o.card.Round)
		whole = sub(whole, start)
	}
	o.tree.credited = whole
	o.tree.distribute(o.card.Round)
}

func (n *node) distribute(decimals int) {
	type claim struct {
		*node
		rest *big.Rat
	}
	var claims []claim
	unit := pow10(-decimals)
	spare := n.credited
	for _, p := range n.parts {
		if !p.left() || p.share.Sign() == 0 {
			continue
		}
		exact := quo(p.contribution(), unit)
		whole := new(big.Rat).SetInt(floorInt(exact))
		p.credited = mul(whole, unit)
		spare = sub(spare, p.credited)
		claims = append(claims, claim{p, sub(exact, whole)})
	}
	sort.SliceStable(claims, func(i, j int) bool { return claims[i].rest.Cmp(claims[j].rest) > 0 })
	for _, c := range claims {
		if spare.Sign() <= 0 {
			break
		}
		c.credited = add(c.credited, unit)
		spare = sub(spare, unit)
	}
	for _, c := range claims {
		c.distribute(decimals)
	}
}

// loss is a reason before printing.
type loss struct {
	*node
	lost     *big.Rat
	declared bool // a baseline of its own
}

// losses are the reasons, most lost first.
func (o *outcome) losses() []loss {
	if o.base == nil {
		return nil
	}
	var all []loss
	for _, leaf := range o.tree.bearers() {
		if leaf.points == nil || leaf.state == Out {
			continue
		}
		l := loss{node: leaf, declared: leaf.member.Baseline != ""}
		switch {
		case l.declared:
			l.lost = sub(leaf.member.Baseline.Rat(), leaf.points)
		case o.card.Scale == nil:
			continue
		case o.card.Better == "low":
			l.lost = sub(leaf.points, o.card.Scale.Min.Rat())
		default:
			l.lost = sub(o.card.Scale.Max.Rat(), leaf.points)
		}
		l.lost = mul(leaf.share, l.lost)
		if l.lost.Sign() > 0 || l.declared && l.lost.Sign() == 0 {
			all = append(all, l)
		}
	}
	// The leaves come in written order, which stands among declared baselines.
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if c := a.lost.Cmp(b.lost); c != 0 {
			return c > 0
		}
		if a.declared || b.declared {
			return a.declared && !b.declared
		}
		return a.path < b.path
	})
	return all
}
