package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// numberType is the type of a score.
var numberType = expression.Of(signals.Number)

// cardRange is what a scorecard can give in a segment.
type cardRange struct {
	base  set // exact, before overrides
	score set // published
	// unchanged is the score without the overrides that the segment adds.
	unchanged set
}

// card is what a score, band or coverage can be as a flag sees it.
func (s scope) card(n *expression.Node) set {
	switch n.Text {
	case "coverage":
		return between(0, 1, publishedDecimals)
	case "band":
		c := &s.checked.Scorecards[n.Index]
		names := []string{"unknown"}
		bandless := false
		for _, v := range variants(s.checked.Set, *c) {
			bandless = bandless || len(v.Bands) == 0
			for _, b := range v.Bands {
				names = append(names, b.Name)
			}
			for _, o := range v.Overrides {
				if o.Band != nil {
					names = append(names, o.Band.Text)
				}
			}
		}
		return text(names...).orMissing(bandless)
	}
	var all set
	c := &s.checked.Scorecards[n.Index]
	for _, v := range variants(s.checked.Set, *c) {
		all = all.or(s.scores(c, v).score)
	}
	return all
}

// scores looks at a variant of a scorecard once.
func (r *ranges) scores(c *check.Scorecard, v *check.Variant) *cardRange {
	if r.cards[v] == nil {
		r.cards[v] = scoreTree{r, c, v}.score()
	}
	return r.cards[v]
}

// scoreTree follows points up to the score of one variant.
type scoreTree struct {
	*ranges
	card    *check.Scorecard
	variant *check.Variant
}

// part is what a member brings to its group.
type part struct {
	points set  // never missing
	away   bool // it may bring nothing: takes no part, or has left
	weight exact.Num
	scored set // points of values, without what stands in for missing ones
}

func (t scoreTree) score() *cardRange {
	s := t.inSegment(t.card, t.variant)
	root := t.group(t.variant.Root, s)
	if t.variant.Start != nil {
		root.points = plus(root.points, number(t.variant.Start.Value))
	}
	v := &cardRange{base: root.points.orMissing(true)}
	score, unchanged, names := v.base, v.base, s.afterScore(v)
	for i, o := range t.variant.Overrides {
		if i == len(t.card.Overrides) {
			unchanged = score
		}
		if when := names.truth(o.When); when.yes {
			changed := overridden(score, o.Override)
			if when.no || when.missing {
				changed = changed.or(score)
			}
			score = changed
		}
	}
	v.score = t.finished(score)
	v.unchanged = v.score
	if len(t.variant.Overrides) > len(t.card.Overrides) {
		v.unchanged = t.finished(unchanged)
	}
	return v
}

// finished is a score on its scale, rounded.
func (t scoreTree) finished(score set) set {
	if !t.card.Scale.None {
		score = clamped(score, number(t.card.Scale.Min), number(t.card.Scale.Max))
	}
	round := t.card.Round
	out := stepping(score, min(score.decimals, round), func(v exact.Num) exact.Num { return v.Round(round) })
	out.decimals = min(out.decimals, round)
	return out
}

// afterScore is the scope of overrides.
func (s scope) afterScore(v *cardRange) scope {
	s = s.named("score", binding{values: published(v.base, numberType, nil)})
	return s.named("coverage", binding{values: between(0, 1, publishedDecimals)})
}

func overridden(s set, o *rules.Override) set {
	if o.Adjust != nil {
		s = plus(s, number(o.Adjust.Value))
	}
	if o.Cap != nil {
		s = bounded(s, span{hi: o.Cap.Value})
	}
	if o.Floor != nil {
		s = bounded(s, span{lo: o.Floor.Value})
	}
	return s
}

// bounded brings what lies outside to the ends of a span.
func bounded(s set, room span) set {
	missing := s.missing
	h := s.hull()
	inside := s.present().and(numbers(room, anyDecimals))
	if !s.none(numberShape) && compareLow(h, room) < 0 && !room.lo.IsMissing() {
		inside = inside.or(number(room.lo))
	}
	if !s.none(numberShape) && compareHigh(h, room) > 0 && !room.hi.IsMissing() {
		inside = inside.or(number(room.hi))
	}
	return inside.orMissing(missing)
}

// holds is a scope in which the conditions of a measure hold, and whether they may
// not hold.
func holds(s scope, when *expression.Node) (scope, bool) {
	if when == nil {
		return s, false
	}
	t := s.truth(when)
	return s.with(s.learn(when, truth(true, false, false))), t.no || t.missing
}

// part is what a member of a group brings, looked at once.
func (t scoreTree) part(m *check.Measure, s scope) part {
	if p, ok := t.parts[m]; ok {
		return p
	}
	if !m.IsGroup {
		s = s.aboutMeasure(m)
	}
	inner, out := holds(s, m.When)
	var p part
	if m.IsGroup {
		p = t.group(m, inner)
	} else {
		p = t.leaf(m, inner)
	}
	p.scored = p.points
	if p.away {
		p = t.standIn(m, p)
	}
	p.away = p.away || out
	p.weight = one
	if m.Weight != nil {
		p.weight = m.Weight.Value
	}
	t.parts[m] = p
	return p
}

// standIn is what the missing policy puts in the place of points.
func (t scoreTree) standIn(m *check.Measure, p part) part {
	missing := m.Missing
	if missing.Policy == rules.MissingUnset {
		missing = t.variant.Root.Missing
	}
	switch missing.Policy {
	case rules.MissingZero:
		p.points, p.away = p.points.or(number(zero)), m.IsGroup
	case rules.MissingPoints:
		p.points, p.away = p.points.or(number(missing.Points.Value)), m.IsGroup
	case rules.MissingFail:
		p.away = m.IsGroup
	}
	return p
}

// leaf is what a measure can give. Segments that change nothing of it share it.
func (t scoreTree) leaf(m *check.Measure, s scope) part {
	at := occurrence{points: m.Measure.Points, scope: s.atValue(m).signature()}
	if p, ok := t.leafs[at]; ok && t.variant.Segment != "" {
		return p
	}
	var p part
	for _, r := range s.outcomes(m, t.card.Scale) {
		if !r.never {
			p.points = p.points.or(r.points)
		}
	}
	p.away, p.points.missing = p.points.missing, false
	t.leafs[at] = p
	return p
}

// group combines what its members bring.
func (t scoreTree) group(g *check.Measure, s scope) part {
	var parts []part
	weighted := g.Combine == rules.CombineUnset || g.Combine == rules.CombineWeighted
	away := true
	for _, m := range g.Members {
		p := t.part(m, s)
		if weighted && p.weight.Sign() == 0 || p.points.none(numberShape) {
			continue
		}
		if !weighted {
			p.weight = one
		}
		away = away && p.away
		parts = append(parts, p)
	}
	out := part{away: away}
	if len(parts) == 0 {
		return out
	}
	if s, ok := combinations(g.Combine, parts); ok {
		out.points = s
		return out
	}
	low := combineLow(g.Combine, parts)
	negated := make([]part, len(parts))
	for i, p := range parts {
		p.points = negative(p.points)
		negated[i] = p
	}
	turned := g.Combine
	switch g.Combine {
	case rules.CombineMin:
		turned = rules.CombineMax
	case rules.CombineMax:
		turned = rules.CombineMin
	}
	out.points = numbers(span{lo: low, hi: combineLow(turned, negated).Neg()}, anyDecimals)
	return out
}

// combineLow is the least that a group can come to; missing if there is no least.
func combineLow(how rules.Combine, parts []part) exact.Num {
	var sum, total, most, least exact.Num
	var may []part
	for _, p := range parts {
		lo := p.points.hull().lo
		if lo.IsMissing() {
			return exact.Num{}
		}
		if least.IsMissing() || lo.Cmp(least) < 0 {
			least = lo
		}
		if p.away {
			may = append(may, p)
			continue
		}
		if most.IsMissing() || lo.Cmp(most) > 0 {
			most = lo
		}
		sum, total = added(sum, lo.Mul(p.weight)), added(total, p.weight)
	}
	switch how {
	case rules.CombineMin:
		return least
	case rules.CombineMax:
		if most.IsMissing() {
			return least
		}
		return most
	case rules.CombineSum:
		if sum.IsMissing() {
			sum = zero
			if least.Sign() > 0 {
				return least
			}
		}
		for _, p := range may {
			if lo := p.points.hull().lo; lo.Sign() < 0 {
				sum = sum.Add(lo)
			}
		}
		return sum
	}
	if total.IsMissing() {
		return least
	}
	return pulled(sum, total, may)
}

// pulled is the least weighted mean of what is always there and any choice of what
// may be: each that lies below the mean pulls it down.
func pulled(sum, total exact.Num, may []part) exact.Num {
	for {
		mean, next := sum.Quo(total), -1
		for i, p := range may {
			lo := p.points.hull().lo
			if lo.Cmp(mean) < 0 && (next < 0 || lo.Cmp(may[next].points.hull().lo) < 0) {
				next = i
			}
		}
		if next < 0 {
			return mean
		}
		sum = sum.Add(may[next].points.hull().lo.Mul(may[next].weight))
		total = total.Add(may[next].weight)
		may = append(may[:next:next], may[next+1:]...)
	}
}

func added(sum, x exact.Num) exact.Num {
	if sum.IsMissing() {
		return x
	}
	return sum.Add(x)
}

// combinedAtMost bounds how many single scores of a group are listed; beyond that it
// is known from the least to the greatest.
const combinedAtMost = 48

// combinations lists what a group can come to, if its members can give only a few
// numbers each.
func combinations(how rules.Combine, parts []part) (set, bool) {
	for _, p := range parts {
		if slices.ContainsFunc(p.points.spans, func(s span) bool { return !s.single() }) {
			return set{}, false
		}
	}
	type state struct{ sum, total exact.Num }
	states := []state{{}}
	for _, p := range parts {
		var next []state
		seen := map[string]bool{}
		put := func(s state) {
			if key := s.sum.Rat().String() + "/" + s.total.String(); !seen[key] {
				seen[key] = true
				next = append(next, s)
			}
		}
		for _, s := range states {
			if p.away {
				if s.total.IsMissing() {
					next = append(next, s)
				} else {
					put(s)
				}
			}
			for _, v := range p.points.spans {
				put(state{merged(how, s.sum, v.lo, p.weight), added(s.total, p.weight)})
			}
			if len(next) > combinedAtMost {
				return set{}, false
			}
		}
		states = next
	}
	out := set{decimals: anyDecimals}
	for _, s := range states {
		if s.total.IsMissing() {
			continue
		}
		v := s.sum
		if how == rules.CombineUnset || how == rules.CombineWeighted || how == rules.CombineMean {
			v = v.Quo(s.total)
		}
		out.spans = append(out.spans, span{lo: v, hi: v})
	}
	out.spans = joined(out.spans)
	return out, true
}

// merged adds a member's points to those before it.
func merged(how rules.Combine, sum, points, weight exact.Num) exact.Num {
	switch how {
	case rules.CombineMin:
		if !sum.IsMissing() && sum.Cmp(points) < 0 {
			return sum
		}
		return points
	case rules.CombineMax:
		if !sum.IsMissing() && sum.Cmp(points) > 0 {
			return sum
		}
		return points
	case rules.CombineUnset, rules.CombineWeighted:
		points = points.Mul(weight)
	}
	return added(sum, points)
}
