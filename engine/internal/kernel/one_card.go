package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// oneCard is a scorecard for one account. It shares the tables of the card.
type oneCard struct {
	card      *card
	overrides []oneTruth // as those of the card; nil: always
	looks     bool       // some override looks at the score or the coverage
	unit      int64      // of the rounded score
	// fused are the measures of a card that can be fused.
	fused []oneFused
	sums  sums // of a fused card
	fits  bool // what overrides do to scores always fits
	// leaves are those of other cards.
	leaves []oneLeaf
}

// oneCardFrame is the memory of a scorecard for one account.
type oneCardFrame struct {
	variantOf []uint32 // by code of a segment that goes by a value
	tables    cardFrame
	leaves    []oneLeafFrame
	bound     []boundLeaf // of a fused card
	stale     bool        // the unit of some points has changed
	roof      float64     // of points in units of the sums
}

// oneLeafFrame is what a measure came to.
type oneLeafFrame struct {
	points   int64
	way      int // -1: it is off
	presence evaluate.Presence
	// scales bring the points of each way to the unit of the leaf.
	scales []int64
	unit   int64
}

func (f *oneCardFrame) start(k *oneCard) {
	f.bound = make([]boundLeaf, len(k.fused))
	if k.fused != nil {
		return
	}
	f.tables.start(k.card)
	f.leaves = make([]oneLeafFrame, len(k.leaves))
	for j := range f.leaves {
		f.leaves[j].scales = make([]int64, len(k.leaves[j].ways))
	}
	f.stale = true
}

// oneFused is a measure that gives points by few edges. See fusedChain.
type oneFused struct {
	value   oneNumber // nil: the column
	column  int
	divisor int          // -1: the column alone
	chains  []fusedChain // by variant
	unit    int64        // of the values that the chains are for
	others  []otherUnit

	// A ratio is compared as it is, where publishing it makes no difference.
	how    plan.Rounding
	lazy   bool
	factor int64
	times  int64
	// Ratios below these fit.
	above, below uint64
	ratios       []fusedChain

	measures []*plan.Measure // by variant
}

// otherUnit is the chains for values that come over another unit.
type otherUnit struct {
	unit   int64
	chains []fusedChain
}

// oneLeaf is a measure of a card that cannot be fused.
type oneLeaf struct {
	ways  []oneWay
	wayOf []int // by variant
}

// oneWay is a way to points.
type oneWay struct {
	way     *way
	when    oneTruth // nil: always
	number  oneNumber
	truth   oneTruth
	text    oneText
	instant oneInstant
	// at holds, by variant, the points of each row of a map, and then of else, in units;
	// d is 0 where there are none.
	at [][]bound
}

// card compiles a scorecard, once, behind those that it looks at.
func (c *oneCompiler) card(index int) *card {
	k := c.schedule.cards[index]
	if c.early {
		c.refuse()
	}
	if c.started[index] {
		return k
	}
	c.started[index] = true
	if k.byRow || !k.flat {
		c.refuse()
		return k
	}
	out := &oneCard{card: k, looks: k.looksAtScore(), unit: pow10[k.plan.Round]}
	if k.fused {
		c.fuse(out)
	} else {
		for j := range k.leaves {
			out.leaves = append(out.leaves, c.leaf(k, &k.leaves[j]))
		}
	}
	for j := range k.overrides {
		var when oneTruth
		if n := k.overrides[j].node; n != nil {
			when = c.truth(n)
		}
		out.overrides = append(out.overrides, when)
	}
	c.out.cards = append(c.out.cards, out)
	return k
}

// fuse compiles the measures of a card that can be fused.
func (c *oneCompiler) fuse(out *oneCard) {
	k := out.card
	tables := cardFrame{}
	tables.start(k)
	if !k.prepareFused(&tables, &tables.sums) {
		c.refuse()
		return
	}
	out.sums = tables.sums
	out.fits = k.fits(&out.sums.score)
	for j := range k.leaves {
		w := k.leaves[j].ways[0]
		m := w.first()
		l := oneFused{column: -1, divisor: -1, measures: k.leaves[j].measures}
		unit, decimals := c.home(m.Value)
		if m.Value.Op == plan.Column {
			l.column = c.column(m.Value)
			if c.varies(m.Value) {
				for _, u := range pow10[:10] {
					l.others = append(l.others, otherUnit{u, k.chainsFor(&tables, j, u, false)})
				}
			}
		}
		l.unit, l.chains = unit, k.chainsFor(&tables, j, unit, false)
		if n := m.Value; n.Op == plan.Publish && n.Rounding == plan.RoundNumber && !c.remember(n) {
			l.lazy, l.how = true, n.Rounding
			l.factor = c.ratio(&l, n)
			l.times = 2 * l.factor * unit
			l.above = uint64(min(limit/l.times, exactBelow/l.factor)) // beyond, it may be out of range
			if furthest := k.furthest(j); furthest < 1_000_000 {
				l.below = uint64(limit / (2 * float64(unit) * furthest))
			}
			l.ratios = k.chainsFor(&tables, j, pow10[decimals], true)
		} else if l.column < 0 {
			l.value = c.number(m.Value)
		}
		out.fused = append(out.fused, l)
	}
}

// ratio compiles what is to be published, still to be multiplied by a factor.
func (c *oneCompiler) ratio(l *oneFused, n *plan.Node) (factor int64) {
	of, factor := c.unpublished(n)
	if of.Op == plan.Divide && of.Args[0].Op == plan.Column && of.Args[1].Op == plan.Column && !c.remember(of) {
		l.column, l.divisor = c.column(of.Args[0]), c.column(of.Args[1])
	} else {
		l.value = c.number(of)
	}
	return factor
}

// home is the unit that the values of a node mostly have.
func (c *oneCompiler) home(n *plan.Node) (unit int64, decimals int) {
	if n.Op == plan.Publish {
		decimals, _ = rounding(n)
		return pow10[decimals], decimals
	}
	if n.Type.Kind == signals.Money {
		decimals = min(n.Type.Minor(), 18)
	}
	return pow10[decimals], decimals
}

// varies tells whether the unit of a column is another in each portfolio.
func (c *oneCompiler) varies(n *plan.Node) bool { return n.Type.Kind == signals.Number }

// chainsFor makes the chains of a measure for values over a unit.
func (c *card) chainsFor(f *cardFrame, j int, unit int64, ratio bool) []fusedChain {
	fl := &f.fused[j]
	*fl = fusedFrame{unit: unit, ratio: ratio, ofRatios: ratio}
	c.tabulateChains(f, j)
	for i := range fl.chains {
		of := &f.sums.tables[j][i]
		fl.chains[i].weights = [2]weights{of.weights[evaluate.HasPoints], of.weights[evaluate.NoPoints]}
	}
	return slices.Clone(fl.chains)
}

// leaf compiles a measure of a card that cannot be fused.
func (c *oneCompiler) leaf(k *card, of *leaf) oneLeaf {
	out := oneLeaf{wayOf: of.wayOf}
	for _, w := range of.ways {
		way, m := oneWay{way: w}, w.first()
		switch w.kind {
		case rules.PointsUpTo, rules.PointsFrom, rules.PointsLinear:
			way.number = c.number(m.Value)
		case rules.PointsMap:
			switch kindOf(m.Value) {
			case numberKind:
				way.number = c.number(m.Value)
			case truthKind:
				way.truth = c.truth(m.Value)
			case textKind:
				way.text = c.text(m.Value)
			case instantKind:
				way.instant = c.instant(m.Value)
			default:
				c.refuse()
			}
		default:
			c.refuse() // points that are computed
		}
		if m.When != nil {
			way.when = c.truth(m.When)
		}
		for _, m := range w.variants {
			points := []bound{}
			if m != nil {
				for _, x := range append(slices.Clone(m.Points.At), m.Points.Else) {
					points = append(points, bound{k.whole(x), int64(bit(!x.IsMissing()))})
				}
			}
			way.at = append(way.at, points)
		}
		out.ways = append(out.ways, way)
	}
	return out
}

// run scores the account on the scorecard.
func (k *oneCard) run(f *One, kf *oneCardFrame) {
	variant := k.find(f, kf)
	n, sums, failed, w := int64(0), &k.sums, uint8(0), weights(0)
	if k.fused != nil {
		n, w = k.addFused(f, kf, variant)
	} else {
		sums = &kf.tables.sums
		n, w, failed = k.addUp(f, kf, variant)
	}
	if f.wide {
		return
	}
	known := &kf.tables.sums.seen[uint64(w)*0x9E3779B97F4A7C15>>(64-coverageBits)]
	if known.weights != w || known.below == 0 || k.fused == nil {
		*known = knownCoverage{w, sums.below(k.card, w.total()), coverageOf(w)}
	}
	out := &f.out.Cards[k.card.index]
	if failed != 0 || w.total() == 0 {
		k.withoutScore(f, out, variant)
		return
	}
	d := known.below
	if k.card.hasStart {
		n += k.start(variant, sums.unit) * (d / sums.unit)
	}
	out.Exact.N[0], out.Exact.D[0], out.Coverage.N[0] = n, d, known.coverage
	if k.looks {
		f.score, f.below = f.publish(n, d, pow10[9], plan.RoundNumber)
		f.coverage = known.coverage
	}
	if !k.fits && !k.card.fits(&vector{low: float64(n), high: float64(n), dHigh: float64(d)}) {
		f.wide = true
		return
	}
	n, d, band := k.overrule(f, variant, n, d)
	score := roundOne(n, d, k.unit)
	if score >= exactBelow || score <= -exactBelow {
		f.wide = true
		return
	}
	code := k.card.bands.oneOf(variant, score)
	if k.card.bands.wantCoverage && !k.card.bands.covered(variant, w) {
		code = unknownCode
	}
	if band != 0 {
		code = band
	}
	out.Score.N[0], out.Band.Codes[0] = score, code
}

// withoutScore is what there is where nothing has points, or something failed.
func (k *oneCard) withoutScore(f *One, out *CardOutput, variant uint32) {
	f.score, f.below, f.coverage = 0, 0, 0
	out.Score.N[0], out.Exact.N[0], out.Exact.D[0], out.Coverage.N[0] = result.Absent, result.Absent, 1, 0
	_, _, band := k.overrule(f, variant, 0, 0)
	if band == 0 {
		band = unknownCode
	}
	out.Band.Codes[0] = band
}

// overrule applies the overrides to a score, d is 0 if there is none, and gives the
// band that they set, if they do. See card.overruleRow.
func (k *oneCard) overrule(f *One, variant uint32, n, d int64) (above, below int64, band uint32) {
	for j, when := range k.overrides {
		o := &k.card.overrides[j]
		if o.variants != nil && !o.variants[variant] {
			continue
		}
		if o.cap.d != 0 && when != nil {
			n, d = o.capped(when(f), n, d)
			continue
		}
		if when != nil && when(f) != yes {
			continue
		}
		if o.band != 0 {
			band = o.band
		}
		if d != 0 {
			n, d = o.move(n, d)
		}
	}
	return n, d, band
}

// capped caps a score, or where t is not yes does not, without a jump: no processor
// foretells which accounts an override is about. d is 0 if there is no score.
func (o *override) capped(t uint8, n, d int64) (int64, int64) {
	mask := -int64(t >> 1 & bit(n*o.cap.d > o.cap.n*d))
	return n ^ (n^o.cap.n)&mask, d ^ (d^o.cap.d)&mask
}

// start is what a variant starts with, in units.
func (k *oneCard) start(variant uint32, unit int64) int64 {
	start := k.card.variants[variant].Start
	if start.Sign() == 0 {
		return 0
	}
	units, _ := start.Mul(exact.Int(unit)).Int64()
	return units
}

// boundLeaf is how a measure that gives points by few edges reads what is bound.
type boundLeaf struct {
	how      binding
	ints     []int64
	by       []int64 // the divisors of ratios
	miss     []signals.Cause
	missBy   []signals.Cause
	chains   []fusedChain
	times    int64
	above    uint64
	below    uint64
	measures *oneFused
}

// binding says what the values of a measure are.
type binding uint8

const (
	byClosure   binding = iota
	byColumn            // a column over one unit
	byRatio             // two columns, none missing, over the same unit
	bySomeRatio         // two columns over the same unit
)

// bind finds the columns of the measures.
func (k *oneCard) bind(f *One, kf *oneCardFrame) {
	for j := range k.fused {
		l, b := &k.fused[j], &kf.bound[j]
		*b = boundLeaf{times: l.times, above: l.above, below: l.below, measures: l}
		if l.value != nil {
			continue
		}
		c := &f.columns[l.column]
		b.ints, b.miss = c.ints, c.miss
		if l.divisor < 0 {
			if b.chains = l.in(c.unit); b.chains != nil && !c.wide {
				b.how = byColumn
			}
			continue
		}
		by := &f.columns[l.divisor]
		b.by, b.missBy, b.chains = by.ints, by.miss, l.ratios
		switch {
		case c.wide || by.wide || c.unit != by.unit:
		case c.odd || by.odd:
			b.how = bySomeRatio
		default:
			b.how = byRatio
		}
	}
}

// addFused adds the measures up. What is usual is done here; see oneFused.add.
func (k *oneCard) addFused(f *One, kf *oneCardFrame, variant uint32) (n int64, w weights) {
	row := f.row
	for j := range kf.bound {
		b := &kf.bound[j]
		switch b.how {
		case byColumn:
			t, x, m := &b.chains[variant], b.ints[row], bit(b.miss[row] != signals.Present)
			k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
			n += t.points[(k|m<<2)&(2*few+1)]
			w += t.weights[m]
			continue
		case bySomeRatio:
			if b.miss[row]|b.missBy[row] != signals.Present {
				break
			}
			fallthrough
		case byRatio:
			x, d := b.ints[row], b.by[row]
			if uint64(x) >= b.above || uint64(d-1) >= b.below {
				break
			}
			t := &b.chains[variant]
			x *= b.times
			k := bit(x >= t.edges[0]*d) + bit(x >= t.edges[1]*d) + bit(x >= t.edges[2]*d)
			n += t.points[k&few]
			w += t.weights[0]
			continue
		}
		points, weight := b.measures.add(f, variant)
		n, w = n+points, w+weight
	}
	return n, w
}

// add is what the measure adds to the sums.
func (l *oneFused) add(f *One, variant uint32) (points int64, w weights) {
	var x, d int64
	switch {
	case l.value != nil:
		x, d = l.value(f)
	case l.divisor >= 0:
		an, ad := f.cell(l.column)
		bn, bd := f.cell(l.divisor)
		x, d = f.quotient(an, ad, bn, bd)
	default:
		x, d = f.cell(l.column)
	}
	if l.lazy {
		if uint64(x) < l.above && uint64(d-1) < l.below {
			t := &l.ratios[variant]
			x *= l.times
			k := bit(x >= t.edges[0]*d) + bit(x >= t.edges[1]*d) + bit(x >= t.edges[2]*d)
			return t.points[k&few], t.weights[0]
		}
		x, d = f.publish(f.times(x, l.factor), d, l.unit, l.how)
	}
	return l.published(x, d, variant)
}

// published is what the measure adds for a published value.
func (l *oneFused) published(x, d int64, variant uint32) (points int64, w weights) {
	if d == 0 {
		t := &l.chains[variant]
		return t.points[few+1], t.weights[1]
	}
	chains := l.in(d)
	if chains == nil {
		return l.compare(x, d, variant)
	}
	t := &chains[variant]
	k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
	return t.points[k&few], t.weights[0]
}

// in are the chains for values over a unit; nil if there are none.
func (l *oneFused) in(unit int64) []fusedChain {
	if unit == l.unit {
		return l.chains
	}
	for i := range l.others {
		if l.others[i].unit == unit {
			return l.others[i].chains
		}
	}
	return nil
}

// compare compares a value over a unit that there is no table for.
func (l *oneFused) compare(x, d int64, variant uint32) (int64, weights) {
	t := &l.chains[variant]
	if l.measures[variant] == nil {
		return 0, 0
	}
	return t.points[passed(l.measures[variant], x, d)&few], t.weights[0]
}

// passed is how many edges of a measure a value passes.
func passed(m *plan.Measure, n, d int64) int {
	v := exact.Ratio(n, d)
	for k, e := range m.Points.Edges {
		if o := v.Cmp(e); o < 0 || o == 0 && m.Points.Kind == rules.PointsUpTo {
			return k
		}
	}
	return len(m.Points.Edges)
}

// oneOf is one, by the table of few edges where there is one.
func (b *bands) oneOf(variant uint32, score int64) uint32 {
	if b.chains == nil {
		return b.one(variant, score)
	}
	t := &b.chains[variant]
	k := bit(score > t.edges[0]) + bit(score > t.edges[1]) + bit(score > t.edges[2])
	return t.codes[k&few]
}
