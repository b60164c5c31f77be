package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// sharesOrPercents finds figures from 0 to 1 that are held against thresholds of
// percent, and the other way round.
func (p *pass) sharesOrPercents() {
	for _, l := range p.leaves() {
		if m, mixed := p.mixedUp(l); mixed {
			p.once("share-or-percent", m.at, m.hint, "%s%s", m.message, in(l.variant.Segment))
		}
	}
	for _, at := range p.sites() {
		p.mixedComparisons(at.expr, at.node, at.scope)
	}
}

// scaleOf is on which scale a figure is.
type scaleOf uint8

const (
	noScale   scaleOf = iota
	ofShare           // 0 to 1
	ofPercent         // 0 to 100
)

// mixUp is a finding.
type mixUp struct {
	at            rules.Place
	message, hint string
}

const (
	shareHint   = "multiply the figure by 100 (or use percent), or write the thresholds as 0.5 for 50%"
	percentHint = "write the thresholds as 50 for 50%, or use share for a figure from 0 to 1"
)

func shareMessage(name, edge string) string {
	return "`" + name + "` is a share, from 0 to 1, but " + edge + " looks like a percentage"
}

func percentMessage(name, edge string) string {
	return "`" + name + "` is a percentage, from 0 to 100, but " + edge + " looks like a share"
}

// looksPercent is the least number that alone looks like a percentage, and
// looksPercentOfRatio that of a ratio that can be above 1.
var (
	hundred             = exact.Int(100)
	looksPercent        = exact.Int(5)
	looksPercentOfRatio = exact.Int(20)
	half                = exact.Ratio(1, 2)
)

// mixedUp looks at the edges of a measure. For shares, none may lie within 0 and 1,
// and the greatest has to look like a percentage. For percentages, where 0.5 may
// well be meant (a rate of errors), all lie within 0 and 1, several do, they reach
// 0.5, and more is better.
func (p *pass) mixedUp(l leaf) (mixUp, bool) {
	points := l.Measure.Measure.Points
	if len(points.Steps) == 0 || l.Value == nil {
		return mixUp{}, false
	}
	first, last := points.Steps[0].Edge, points.Steps[len(points.Steps)-1].Edge
	within := 0
	var big, small *rules.Literal
	for i := range points.Steps {
		e := &points.Steps[i].Edge
		if e.Value.Sign() > 0 && e.Value.Cmp(one) < 0 {
			if within++; small == nil {
				small = e
			}
		}
		if big == nil && e.Value.Cmp(one) > 0 {
			big = e
		}
	}
	switch p.scale(l.Value, l.scope) {
	case ofShare:
		least := looksPercentOfRatio
		if p.proven(l.Value, l.scope) {
			least = looksPercent
		}
		if within == 0 && first.Value.Sign() >= 0 && last.Value.Cmp(hundred) <= 0 && last.Value.Cmp(least) >= 0 {
			return mixUp{big.Place, shareMessage(l.subject(), big.Value.String()), shareHint}, true
		}
	case ofPercent:
		if within >= 2 && first.Value.Sign() >= 0 && last.Value.Cmp(one) <= 0 && last.Value.Cmp(half) >= 0 && l.moreIsBetter() {
			return mixUp{small.Place, percentMessage(l.subject(), small.Value.String()), percentHint}, true
		}
	}
	return mixUp{}, false
}

// moreIsBetter tells whether points get better as the value rises.
func (l leaf) moreIsBetter() bool {
	p := l.Measure.Measure.Points
	low, high := p.Steps[0].Points.Value, p.Steps[len(p.Steps)-1].Points.Value
	switch p.Kind {
	case rules.PointsUpTo:
		high = p.Else.Value
	case rules.PointsFrom:
		low = p.Else.Value
	}
	if l.variant.Better == rules.BetterLow {
		low, high = high, low
	}
	return high.Cmp(low) > 0
}

// proven tells whether a figure cannot leave 0 to 1.
func (p *pass) proven(n *expression.Node, s scope) bool {
	return inShare(s.plain().values(n))
}

func inShare(v set) bool {
	h := v.hull()
	return h.bounded() && h.lo.Sign() >= 0 && h.hi.Cmp(one) <= 0
}

// scale finds out on which scale a figure is, by how it is computed or declared.
func (p *pass) scale(n *expression.Node, s scope) scaleOf {
	if !n.Type.Numeric() || n.Type.Kind == signals.Money {
		return noScale
	}
	if v := s.plain().values(n).present(); inShare(v) && v.decimals > 0 && !v.hull().single() {
		return ofShare
	}
	switch n.Op {
	case expression.OpMetric:
		return p.scaleOfMetric(n.Index)
	case expression.OpName:
		if b, _ := s.name(n.Text); b.node != nil {
			return p.scale(b.node, s)
		}
	case expression.OpVariable:
		if n.Index < len(s.variables) && s.variables[n.Index].node != nil {
			return p.scale(s.variables[n.Index].node, s)
		}
	case expression.OpInlined:
		return p.scale(n.Args[0], s)
	case expression.OpLet:
		return p.scale(n.Args[1], s.let(n))
	case expression.OpCoalesce:
		return p.scale(n.Args[0], s)
	case expression.OpMultiply, expression.OpDivide, expression.OpSubtract:
		return p.scaleOfArithmetic(n, s)
	case expression.OpCall:
		return p.scaleOfCall(n, s)
	case expression.OpPeers:
		switch n.Overload.Kernel {
		case expression.PeersMean, expression.PeersMedian, expression.PeersMin, expression.PeersMax, expression.PeersQuantile:
			return p.scale(n.Args[0], s.plain())
		}
	}
	return noScale
}

func (p *pass) scaleOfMetric(i int) scaleOf {
	if of, ok := p.scales[i]; ok {
		return of
	}
	m := &p.checked.Metrics[i]
	of := ofPercent
	if m.Unit != "percent" && m.Unit != "%" {
		of = p.scale(m.Expr, p.ranges().scope())
	}
	if p.scales == nil {
		p.scales = map[int]scaleOf{}
	}
	p.scales[i] = of
	return of
}

// scaleOfArithmetic knows a share times 100, a ratio times 100, a percentage divided
// by 100, and what is left of 1 or of 100.
func (p *pass) scaleOfArithmetic(n *expression.Node, s scope) scaleOf {
	a, b := n.Args[0], n.Args[1]
	is := func(n *expression.Node, v exact.Num) bool { return n.Op == expression.OpNumber && n.Num.Equal(v) }
	switch n.Op {
	case expression.OpMultiply:
		if is(a, hundred) {
			a, b = b, a
		}
		if is(b, hundred) && (a.Op == expression.OpDivide && a.Args[1].Op != expression.OpNumber || p.scale(a, s) == ofShare) {
			return ofPercent
		}
	case expression.OpDivide:
		if is(b, hundred) && p.scale(a, s) == ofPercent {
			return ofShare
		}
	case expression.OpSubtract:
		of := p.scale(b, s)
		if is(a, one) && of == ofShare || is(a, hundred) && of == ofPercent {
			return of
		}
	}
	return noScale
}

func (p *pass) scaleOfCall(n *expression.Node, s scope) scaleOf {
	switch n.Overload.Kernel {
	case expression.Share, expression.ShareWhere:
		return ofShare
	case expression.Percent, expression.PercentWhere, expression.CSAT:
		return ofPercent
	case expression.Round, expression.Clamp, expression.MinValue, expression.MaxValue:
		return p.scale(n.Args[0], s)
	}
	return noScale
}

// mixedComparisons looks at the comparisons within an expression.
func (p *pass) mixedComparisons(e *rules.Expression, n *expression.Node, s scope) {
	visible(n, func(n *expression.Node) {
		if m, ok := p.mixedComparison(n, s); ok {
			x, c := m.figure, m.literal
			message, hint := shareMessage(source(e, x), c.Num.String()), shareHint
			if m.percent {
				message, hint = percentMessage(source(e, x), c.Num.String()), percentHint
			}
			p.once("share-or-percent", e.At(c.From, c.To), hint, "%s", message)
		}
	})
}

// mixed is a comparison of a figure with a literal on another scale.
type mixed struct {
	figure, literal *expression.Node
	percent         bool // the figure is a percentage
}

// mixedComparison: a literal alone says little, so that a percentage is held to be
// mixed up only if its measures show that it is scored from 0 to 100.
func (p *pass) mixedComparison(n *expression.Node, s scope) (mixed, bool) {
	switch n.Op {
	case expression.OpLess, expression.OpLessEqual, expression.OpMore, expression.OpMoreEqual:
	default:
		return mixed{}, false
	}
	x, c := n.Args[0], n.Args[1]
	if x.Op == expression.OpNumber {
		x, c = c, x
	}
	if c.Op != expression.OpNumber || x.Op == expression.OpNumber {
		return mixed{}, false
	}
	m := mixed{figure: x, literal: c}
	if c.Num.Sign() <= 0 || c.Num.Equal(one) || c.Num.Cmp(hundred) > 0 {
		return m, false
	}
	switch p.scale(x, s) {
	case ofShare:
		least := looksPercentOfRatio
		if p.proven(x, s) {
			least = exact.Int(2)
		}
		return m, c.Num.Cmp(least) >= 0 && c.Num.Cmp(hundred) <= 0
	case ofPercent:
		m.percent = true
		return m, c.Num.Cmp(exact.Ratio(1, 20)) >= 0 && c.Num.Cmp(one) < 0 && p.scoredInPercent(x)
	}
	return mixed{}, false
}

// scoredInPercent tells whether a measure holds the metric against percentages.
func (p *pass) scoredInPercent(x *expression.Node) bool {
	if x.Op != expression.OpMetric {
		return false
	}
	if p.percents == nil {
		p.percents = map[int]bool{}
		for _, l := range p.leaves() {
			steps := l.Measure.Measure.Points.Steps
			if len(steps) > 0 && l.Value.Op == expression.OpMetric && steps[len(steps)-1].Edge.Value.Cmp(looksPercentOfRatio) >= 0 {
				p.percents[l.Value.Index] = true
			}
		}
	}
	return p.percents[x.Index]
}
