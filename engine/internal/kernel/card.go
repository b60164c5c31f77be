package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// card is a scorecard, when compiled.
type card struct {
	plan  *plan.Card
	index int
	// variants are those of the plan; where segments are conditions, one for each of
	// them in order and one for the default, so that the code of a segment is that of
	// a variant.
	variants  []*plan.Variant
	bySegment bool
	// unit is that of all points that are written down; low and high bound them.
	unit      int64
	low, high float64
	// sumUnit is that of the sums, unless points of other units join them; weight
	// bounds the sums of weights, start what scores start with.
	sumUnit       int64
	weight, start float64
	hasStart      bool
	negativeStart bool
	addsOnly      bool // combine: sum
	// emptyVariant: in some variant the measures may have no weight at all.
	emptyVariant bool
	fused        bool // no points are kept
	canFail      bool
	// leaves stand as in the plan's Leaves.
	leaves []leaf
	// byRow: package evaluate scores the card, row by row.
	byRow bool
	// flat: no groups below the root, so that weights add up row by row.
	flat bool
	// groups are those of a card that is not flat, the root last; farthest bounds what
	// they can come to beside points of measures.
	groups    []group
	farthest  float64
	overrides []override
	// Slots of what other parts of the rules may refer to.
	score, coverage, band int
	// Slots of what overrides see, published; -1 if none looks.
	inputs inputs
	bands  bands
	tops   []string // the names that TopReason can have
	order  []int    // the leaves, in the order of reasons
}

// leaf is a measure in all variants.
type leaf struct {
	ways []*way
	// wayOf is the way of each variant; -1 where the measure is off.
	wayOf []int
	// measures are those of each variant; nil where it is off.
	measures      []*plan.Measure
	everywhere    bool // it is off in no variant
	redistributes bool // where values are missing, in all variants
}

// cardFrame is the memory of a card.
type cardFrame struct {
	resolved  int
	variantOf []uint32 // by code of a segment
	variants  []uint32 // by row; nil if there is but one
	own       []uint32
	ways      [][]wayFrame // by leaf and way
	leaves    []leafFrame
	sums      sums
	fallback  bool // this block is scored by row
	touched   []uint8
	fused     []fusedFrame // by leaf
	groups    []groupFrame
	odd       []uint8 // rows that outgrow their room are scored by row
	places    []uint8 // of the values of a measure among its edges
	reasoned  bool    // the block's points and reasons are written
	// unreasoned: what measures cost does not fit the tables of fused measures.
	unreasoned bool
	reasons    reasonsFrame
}

// leafFrame is the points of a measure for the block.
type leafFrame struct {
	points *vector
	// Rows that have no points: presence tells what they have instead; where it is
	// nil, miss tells that their value is missing; where that is nil, all have points.
	presence []uint8
	miss     []signals.Cause
	merged   wayFrame
}

func (f *cardFrame) start(c *card) {
	f.leaves = make([]leafFrame, len(c.leaves))
	f.ways = make([][]wayFrame, len(c.leaves))
	for i := range c.leaves {
		f.ways[i] = make([]wayFrame, len(c.leaves[i].ways))
	}
}

// card compiles a scorecard, once.
func (c *compiler) card(index int) {
	s := c.schedule
	if s.cards[index] != nil {
		return
	}
	p, l := s.plan.Cards[index], s.accounts
	k := &card{plan: p, index: index}
	k.variants, k.bySegment = c.variants(p)
	s.cards[index] = k
	c.part(CardPart, index, func() {
		k.score, k.coverage, k.band = l.slot(), l.slot(), l.slot()
		k.bands = newBands(k.variants, p.Round)
		k.tops = topNames(p)
		k.flat = k.isFlat()
		k.byRow = !k.commonUnit()
		if k.flat {
			k.byRow = k.byRow || !k.measureCard()
		} else {
			k.byRow = k.byRow || !k.makeGroups() || !k.measureGroups()
		}
		l.add(func(s *scope) { k.begin(s) })
		if !k.byRow {
			k.fused = k.flat && k.canFuse()
			for slot := range p.Leaves {
				k.leaves = append(k.leaves, l.leaf(k, slot))
			}
			c.combine(k)
		}
		l.add(func(s *scope) { k.scoreByRow(s) })
	})
}

// variants are the variants of a scorecard, by code of a segment where segments are
// conditions.
func (c *compiler) variants(p *plan.Card) (variants []*plan.Variant, bySegment bool) {
	segments := c.schedule.segments
	if len(p.BySegment) == 0 {
		return p.Variants[:1], false
	}
	if segments.by >= 0 {
		return p.Variants, false
	}
	for _, name := range segments.names {
		variants = append(variants, p.Variants[p.BySegment[name]])
	}
	return variants, len(variants) > 1
}

// isFlat tells whether a scorecard has no groups, and combines in a way that adds up.
func (c *card) isFlat() bool {
	for _, v := range c.variants {
		switch v.Root.Combine {
		case rules.CombineWeighted, rules.CombineMean, rules.CombineSum:
		default:
			return false
		}
		if (v.Root.Combine == rules.CombineSum) != (c.variants[0].Root.Combine == rules.CombineSum) {
			return false
		}
		if slices.ContainsFunc(v.Root.Members, func(m *plan.Measure) bool { return m.IsGroup }) {
			return false
		}
	}
	return true
}

// commonUnit finds one unit for all points that are written down; no if there is none
// that leaves room to add them up.
func (c *card) commonUnit() bool {
	decimals := 0
	ok := true
	note := func(x exact.Num) {
		if x.IsMissing() {
			return
		}
		for decimals < 9 && !x.Mul(exact.Int(pow10[decimals])).IsInt() {
			decimals++
		}
		ok = ok && x.Mul(exact.Int(pow10[decimals])).IsInt()
		c.low, c.high = min(c.low, x.Float64()), max(c.high, x.Float64())
	}
	note(c.plan.Scale.Min)
	note(c.plan.Scale.Max)
	for _, v := range c.variants {
		for _, m := range v.Leaves {
			note(m.Points.Else)
			note(m.Missing.Points.Value)
			for _, x := range m.Points.At {
				note(x)
			}
			for _, r := range m.Points.Rows {
				note(r.Points)
			}
		}
	}
	c.unit = pow10[decimals]
	c.high = c.high*float64(c.unit) + 1
	if c.low < 0 {
		c.low = c.low*float64(c.unit) - 1
	}
	return ok && max(-c.low, c.high) < limit
}

// whole is points in units.
func (c *card) whole(x exact.Num) int64 {
	n, _ := x.Mul(exact.Int(c.unit)).Int64()
	return n
}

// begin finds the variant of each account.
func (c *card) begin(s *scope) {
	f := &s.frame.cards[c.index]
	f.fallback, f.reasoned = c.byRow, false
	f.variants, f.odd = nil, f.odd[:0]
	switch {
	case len(c.variants) == 1:
		return
	case c.bySegment:
		f.variants = s.frame.segment.codes[:s.rows]
		return
	}
	variantOf := f.variantsOf(s.frame, c.plan)
	f.own = room(f.own, s.rows)
	f.variants = f.own
	codes := s.frame.segment.codes[:s.rows]
	for i, code := range codes {
		f.own[i] = variantOf[code]
	}
}

// leaf compiles the points of a measure in all variants.
func (l *lane) leaf(k *card, slot int) leaf {
	out := leaf{everywhere: true, redistributes: true}
	for v, variant := range k.variants {
		var m *plan.Measure
		for _, leaf := range variant.Leaves {
			if leaf.Slot == slot {
				m = leaf
			}
		}
		out.measures = append(out.measures, m)
		at := -1
		out.everywhere = out.everywhere && m != nil
		out.redistributes = out.redistributes && m != nil && m.Missing.Policy == rules.MissingRedistribute
		if m != nil {
			at = slices.IndexFunc(out.ways, func(w *way) bool { return w.fits(m) })
			if at < 0 {
				at = len(out.ways)
				out.ways = append(out.ways, l.way(m, len(k.variants), k.plan.Scale, k.fused))
			}
			out.ways[at].variants[v] = m
		}
		out.wayOf = append(out.wayOf, at)
	}
	return out
}

// lazily compiles the value of a measure up to where it is published, if it is a ratio
// that nothing has needed published so far.
func (l *lane) lazily(n *plan.Node) *publication {
	c := l.compiler
	_, there := l.slots[n]
	if there || n.Op != plan.Publish || n.Rounding != plan.RoundNumber || !c.can(n) || n.Args[0].Op == plan.PeerStat && ofGroup(n.Args[0]) {
		return nil
	}
	var p *publication
	compile := func() { p = l.publication(n) }
	if i, ok := c.metrics[n]; ok {
		c.part(MetricPart, i, compile)
	} else {
		compile()
	}
	return p
}

// fits tells whether a measure differs in no more than numbers from those of a way.
func (w *way) fits(m *plan.Measure) bool {
	first := w.variants[slices.IndexFunc(w.variants, func(m *plan.Measure) bool { return m != nil })]
	if first.Value != m.Value || first.When != m.When || first.Points.Kind != m.Points.Kind || first.Points.Expr != m.Points.Expr {
		return false
	}
	return slices.EqualFunc(first.Points.Rows, m.Points.Rows, func(a, b plan.Row) bool {
		return a.When == b.When && a.Expr == b.Expr && (a.Points.IsMissing() && b.Points.IsMissing() || a.Points.Equal(b.Points))
	})
}

// way compiles the way of a measure, for variants to join.
func (l *lane) way(m *plan.Measure, variants int, scale rules.Scale, lazy bool) *way {
	w := &way{kind: m.Points.Kind, variants: make([]*plan.Measure, variants), value: -1, when: -1, computed: -1}
	if m.Value != nil {
		w.of = kindOf(m.Value)
		if lazy {
			w.lazy = l.lazily(m.Value)
		}
		if w.lazy != nil {
			w.value = w.lazy.at
		} else {
			w.value = l.need(m.Value)
		}
	}
	if m.When != nil {
		w.when = l.need(m.When)
	}
	if w.kind == rules.PointsExpr || w.kind == rules.PointsRows {
		w.computed = l.computed(m, w, scale)
	}
	return w
}

// run fills the points of a way. Where it cannot, the card is scored by row.
func (w *way) run(c *card, slot, index int, s *scope) {
	f := &s.frame.cards[c.index]
	wf := &f.ways[slot][index]
	if w.lazy != nil {
		w.lazy.run(s)
	}
	points := w.given
	switch w.kind {
	case rules.PointsUpTo, rules.PointsFrom:
		points = w.steps
	case rules.PointsLinear:
		points = w.linear
	case rules.PointsMap:
		points = w.mapped
	}
	if !points(c, wf, s, f.variants) {
		f.fallback = true
		return
	}
	if w.when < 0 {
		return
	}
	truth := s.vectors[w.when].truth[:s.rows]
	wf.tell(s.rows)
	for i, t := range truth {
		if t != yes {
			wf.presence[i] = uint8(evaluate.TakesNoPart)
		}
	}
}

// merge shows the points of a measure: those of its one way, or of each account's.
func (l *leaf) merge(c *card, slot int, s *scope) {
	f := &s.frame.cards[c.index]
	out, ways := &f.leaves[slot], f.ways[slot]
	if len(ways) == 1 {
		out.points, out.presence, out.miss = &ways[0].points, ways[0].presence, ways[0].miss
		return
	}
	unit := int64(1)
	for i := range ways {
		_, _, both, ok := common(unit, ways[i].points.unit)
		if !ok {
			f.fallback = true
			return
		}
		unit = both
	}
	for i := range ways {
		if ways[i].points.magnitude()*float64(unit/ways[i].points.unit) >= limit {
			f.fallback = true
			return
		}
	}
	m := &out.merged
	points := m.points.numerators(s.rows, unit)
	m.own = room(m.own, s.rows)
	low, high := 0.0, 0.0
	for i := range ways {
		factor := float64(unit / ways[i].points.unit)
		low, high = min(low, ways[i].points.low*factor), max(high, ways[i].points.high*factor)
	}
	for i := range points {
		w := l.wayOf[variantAt(f.variants, i)]
		points[i], m.own[i] = 0, uint8(evaluate.TakesNoPart)
		if w < 0 {
			continue
		}
		from := &ways[w]
		points[i] = from.points.n[i] * (unit / from.points.unit)
		m.own[i] = uint8(evaluate.HasPoints)
		switch {
		case from.presence != nil:
			m.own[i] = from.presence[i]
		case from.miss != nil && from.miss[i] != signals.Present:
			m.own[i] = uint8(evaluate.NoPoints)
		}
	}
	m.points.bounds(low, high)
	out.points, out.presence, out.miss = &m.points, m.own, nil
}

// computed compiles points that are expressions, or rows of conditions: clamped to
// the scale.
func (l *lane) computed(m *plan.Measure, w *way, scale rules.Scale) (slot int) {
	in := inputs{value: w.value, kind: w.of, score: -1, coverage: -1, evaluated: true}
	l.place(in, func() {
		if m.Points.Kind == rules.PointsExpr {
			slot = l.onScale(l.need(m.Points.Expr), scale)
		} else {
			slot = l.rowPoints(m.Points.Rows, scale)
		}
	})
	return slot
}

// rowPoints compiles the points of the first row that holds: the last is looked at
// first.
func (l *lane) rowPoints(rows []plan.Row, scale rules.Scale) int {
	chosen := l.nothing(&plan.Node{})
	for i := len(rows) - 1; i >= 0; i-- {
		row := rows[i]
		var points int
		if row.Expr != nil {
			points = l.onScale(l.need(row.Expr), scale)
		} else {
			points = l.slot()
			l.add(func(s *scope) { s.vectors[points].literal(s.rows, row.Points) })
		}
		if row.When == nil {
			chosen = points
			continue
		}
		when, rest, holds, at := l.need(row.When), chosen, l.slot(), l.slot()
		l.add(func(s *scope) {
			h := s.vectors[holds].truths(s.rows)
			for i, t := range s.vectors[when].truth[:s.rows] {
				h[i] = truthOf(t == yes)
			}
			s.vectors[at].chooseNumbers(s.rows, h, &s.vectors[points], &s.vectors[rest])
		})
		chosen = at
	}
	return chosen
}

// onScale compiles clamping computed points to the scale.
func (l *lane) onScale(points int, scale rules.Scale) int {
	if scale.None {
		return points
	}
	least, most := l.slot(), l.slot()
	l.add(func(s *scope) {
		s.vectors[least].literal(s.rows, scale.Min)
		s.vectors[most].literal(s.rows, scale.Max)
	})
	return l.better(plan.Less, l.better(plan.More, points, least), most)
}

// literal fills a vector with one number.
func (v *vector) literal(rows int, x exact.Num) {
	v.miss = nil
	if n, d, ok := x.Small(); ok && magnitude(n) < limit && d < limit {
		fill(v.numerators(rows, d), n)
		v.bounds(float64(n), float64(n))
		return
	}
	fill(v.widen(rows), x)
}
