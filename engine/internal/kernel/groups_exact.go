package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// exactly is the exact score and the coverage of row i, which have outgrown their room:
// from what its groups add up to as long as that fits.
func (c *card) exactly(f *cardFrame, i int) (score, coverage exact.Num) {
	root := len(c.groups) - 1
	if f.groups[root].state[i] != uint8(evaluate.Scored) {
		return noNumber, exact.Int(0)
	}
	score, coverage = c.exactGroup(f, root, i)
	if start := c.variants[variantAt(f.variants, i)]; start.HasStart {
		score = score.Add(start.Start)
	}
	if coverage.IsMissing() {
		coverage = exact.Int(0)
	}
	return score, coverage
}

// exactGroup is what a group comes to for row i, and its coverage, which is missing
// where it does not count.
func (c *card) exactGroup(f *cardFrame, index, i int) (points, coverage exact.Num) {
	g, gf := &c.groups[index], &f.groups[index]
	if !g.nested || gf.state[i] == uint8(evaluate.Assumed) {
		if gf.asked[i] > 0 && !g.nested {
			coverage = exact.Ratio(gf.covered[i], gf.asked[i])
		}
		if hasPoints(gf.state[i]) {
			points = exact.Ratio(gf.n[i], gf.d[i]*f.sums.unit)
		}
		if !g.nested {
			return points, coverage
		}
	}
	variant := variantAt(f.variants, i)
	var few, fewCovered [24]exact.Num
	of, covered := few[:0], fewCovered[:0] // terms of sums; of one is what decides
	var units, total, behind, asked int64  // of measures, and of all members
	note := func(x exact.Num) {
		switch {
		case len(of) == 0 || g.how == addingUp:
			of = append(of, x)
		case g.how == least && x.Cmp(of[0]) < 0, g.how == greatest && x.Cmp(of[0]) > 0:
			of[0] = x
		}
	}
	for k := range g.members {
		m := &g.members[k]
		w := m.weights[variant]
		if m.leaf >= 0 {
			leaf, t := &f.leaves[m.leaf], &gf.leaves.tables[k][variant]
			p := leaf.at(i) & 3
			behind, asked = behind+t.weights[p].behind(), asked+t.weights[p].asked()
			if t.weights[p].total() == 0 {
				continue
			}
			total += w
			if n := t.points[p]*leaf.points.n[i] + t.base[p]; g.how == addingUp {
				units += n
			} else {
				note(exact.Ratio(n, f.sums.unit))
			}
			continue
		}
		state := f.groups[m.group].state[i]
		if state == uint8(evaluate.Out) || state == uint8(evaluate.Failed) {
			continue
		}
		x, cover := c.exactGroup(f, m.group, i)
		if a := m.asked[variant]; a > 0 && !cover.IsMissing() {
			asked += a
			if cover.Sign() > 0 {
				covered = append(covered, cover.Mul(exact.Int(a)))
			}
		}
		if !hasPoints(state) || w == 0 {
			continue
		}
		total += w
		if g.how == addingUp && w != 1 {
			x = x.Mul(exact.Int(w))
		}
		note(x)
	}
	if asked > 0 {
		coverage = addedUp(append(covered, exact.Int(behind))).Quo(exact.Int(asked))
	}
	if gf.state[i] != uint8(evaluate.Scored) {
		return points, coverage
	}
	if g.how != addingUp {
		return of[0], coverage
	}
	points = addedUp(append(of, exact.Ratio(units, f.sums.unit)))
	if !g.adds[variant] {
		points = points.Quo(exact.Int(total))
	}
	return points, coverage
}

// addedUp adds up terms, two by two, so that few of the numbers that are added are large.
// It overwrites them.
func addedUp(terms []exact.Num) exact.Num {
	for len(terms) > 1 {
		n := len(terms) / 2
		for i := range n {
			terms[i] = terms[2*i].Add(terms[2*i+1])
		}
		if len(terms)%2 == 1 {
			terms[n] = terms[len(terms)-1]
			n++
		}
		terms = terms[:n]
	}
	return terms[0]
}
