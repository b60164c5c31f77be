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
	explained := map[int]bool{} // metrics of which the thresholds say it
	for _, l := range p.leaves() {
		if m, mixed := p.mixedUp(l); mixed {
			p.once("share-or-percent", m.at, m.hint, "%s%s", m.message, in(l.segment))
			if l.Value.Op == expression.OpMetric {
				explained[l.Value.Index] = true
			}
		}
	}
	for i, m := range p.checked.Metrics {
		if inPercent(m.Unit) && !explained[i] && p.scale(m.Expr, p.ranges().scope()) == ofShare {
			p.once("share-or-percent", m.Metric.Expr.Place, "multiply it by 100 (or use percent), or leave `unit` out",
				"`%s` is shown in percent, but it is a share, from 0 to 1: a half of all would be shown as 0.5%%", m.Name)
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
	// ofWholePercent is a percentage in which less than 1 says next to nothing, as in
	// growth: one of errors, of which 0.5 is many, is none.
	ofWholePercent
)

func inPercent(unit string) bool { return unit == "percent" || unit == "%" }

// mixUp is a finding.
type mixUp struct {
	at            rules.Place
	message, hint string
}

const (
	shareHint   = "multiply the figure by 100 (or use percent), or write the thresholds as 0.5 for 50%"
	wholeHint   = "write the thresholds as 5 for 5%"
	percentHint = "write the thresholds as 50 for 50%, or use share for a figure from 0 to 1"
)

func shareMessage(name, edge string) string {
	return "`" + name + "` is a share, from 0 to 1, but " + edge + " looks like a percentage"
}

func wholePercentMessage(name, edge string) string {
	return "`" + name + "` is in percent, but " + edge + " looks like a share"
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
// well be meant (a rate of errors), more is better, and all lie within 0 and 1: either
// several do and reach 0.5, or they are the ends of a line.
func (p *pass) mixedUp(l leaf) (mixUp, bool) {
	points := l.Measure.Measure.Points
	if len(points.Steps) == 0 || l.Value == nil {
		return mixUp{}, false
	}
	e := edgesOf(points)
	switch p.scale(l.Value, l.scope) {
	case ofShare:
		least := looksPercentOfRatio
		if p.proven(l.Value, l.scope) {
			least = looksPercent
		}
		if e.within == 0 && e.first.Sign() >= 0 && e.last.Cmp(hundred) <= 0 && e.last.Cmp(least) >= 0 {
			return mixUp{e.big.Place, shareMessage(l.subject(), e.big.Value.String()), shareHint}, true
		}
	case ofPercent:
		if e.first.Sign() >= 0 && (e.within >= 2 && e.last.Cmp(half) >= 0 && e.last.Cmp(one) <= 0 || e.unitLine(points)) && l.moreIsBetter() {
			return mixUp{e.small.Place, percentMessage(l.subject(), e.small.Value.String()), percentHint}, true
		}
	case ofWholePercent:
		if e.first.Cmp(one.Neg()) >= 0 && e.last.Cmp(one) <= 0 && (e.within >= 2 || e.unitLine(points)) {
			return mixUp{e.small.Place, wholePercentMessage(l.subject(), e.small.Value.String()), wholeHint}, true
		}
	}
	return mixUp{}, false
}

// edges is what tells the scale of thresholds.
type edges struct {
	first, last exact.Num
	within      int            // how many lie between 0 and 1, or 0 and -1
	small       *rules.Literal // the first of those; else the last of all
	big         *rules.Literal // the first above 1
}

func edgesOf(points *rules.Points) edges {
	end := &points.Steps[len(points.Steps)-1].Edge
	e := edges{first: points.Steps[0].Edge.Value, last: end.Value}
	for i := range points.Steps {
		edge := &points.Steps[i].Edge
		if size := edge.Value.Abs(); size.Sign() > 0 && size.Cmp(one) < 0 {
			if e.within++; e.small == nil {
				e.small = edge
			}
		}
		if e.big == nil && edge.Value.Cmp(one) > 0 {
			e.big = edge
		}
	}
	if e.small == nil {
		e.small = end
	}
	return e
}

// unitLine tells a line from 0 to 1.
func (e edges) unitLine(points *rules.Points) bool {
	return points.Kind == rules.PointsLinear && e.first.Sign() == 0 && e.last.Equal(one)
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

// scale finds out on which scale a figure is, by how it is computed, and else by
// what it can be or how it is declared.
func (p *pass) scale(n *expression.Node, s scope) scaleOf {
	if !n.Type.Numeric() || n.Type.Kind == signals.Money {
		return noScale
	}
	if of := p.scaleAsComputed(n, s); of != noScale {
		return of
	}
	if v := s.plain().values(n).present(); inShare(v) && v.decimals > 0 && !v.hull().single() {
		return ofShare
	}
	if n.Op == expression.OpMetric && inPercent(p.checked.Metrics[n.Index].Unit) {
		return ofPercent
	}
	return noScale
}

func (p *pass) scaleAsComputed(n *expression.Node, s scope) scaleOf {
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
	of := p.scale(p.checked.Metrics[i].Expr, p.ranges().scope())
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
	case expression.Share, expression.ShareWhere, expression.ShareOf, expression.TopShare:
		return ofShare
	case expression.Percent, expression.PercentWhere, expression.PercentOf, expression.CSAT:
		return ofPercent
	case expression.Growth, expression.Stickiness:
		return ofWholePercent
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
	case ofPercent, ofWholePercent:
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
