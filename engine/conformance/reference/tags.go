package reference

import "sort"

// Tag names something that an evaluation came across. Tags are computed from
// what happened, never from what a generator meant to bring about.
type Tag string

// The tags. Those that begin with "unsaid:" mark places where the language
// leaves a choice open, so that a comparison may look the other way.
const (
	TagMissing      Tag = "missing"        // a measure that takes part has no points of its own
	TagThreshold    Tag = "threshold"      // a value or score exactly on an edge or knot
	TagTie          Tag = "tie"            // a metric, call, score or base lay exactly in the middle of two it rounds to
	TagCellTie      Tag = "cell-tie"       // a cell did
	TagRedistribute Tag = "redistribution" // a missing member left a group where others stayed
	TagNested       Tag = "nested"         // a group within the card took part
	TagPeers        Tag = "peers"
	TagOverride     Tag = "override" // one applied
	TagStandIn      Tag = "stand-in"
	TagNoScore      Tag = "no-score"
	TagOut          Tag = "out" // a measure took no part
	TagPatched      Tag = "patched"
	TagUnknownBand  Tag = "unknown-band"
	TagRefusedRow   Tag = "refused-row"
	TagOutOfRange   Tag = "out-of-range"
	TagNearest      Tag = "nearest"
	TagFlag         Tag = "flag"
	TagExtreme      Tag = "min-max-sum" // a group other than weighted and mean
	TagZeroWeight   Tag = "zero-weight"

	TagUnsaidGroupStandIn Tag = "unsaid:group-stand-in" // is a stand-in group a reason?
	TagUnsaidZeroFail     Tag = "unsaid:zero-fail"      // does a missing measure of weight 0 fail the score?
	TagUnsaidNearestInt   Tag = "unsaid:nearest-int"    // is `ints ?? ints` an int, with whole steps?
	TagUnsaidNearestText  Tag = "unsaid:nearest-text"   // which text of a map is nearest?
)

func (p *portfolio) sortedTags() []Tag {
	var all []Tag
	for t := range p.tags {
		all = append(all, t)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all
}

func (o *outcome) tagAll() {
	p := o.account.portfolio
	if o.base == nil {
		p.tag(TagNoScore)
	}
	if len(o.applied) > 0 {
		p.tag(TagOverride)
	}
	if o.band == "unknown" {
		p.tag(TagUnknownBand)
	}
	for _, patch := range o.card.Patches {
		if patch.Segment == o.account.segmentName() {
			p.tag(TagPatched)
		}
	}
	if len(o.account.flags()) > 0 {
		p.tag(TagFlag)
	}
	o.tagNearest()
	o.tagNodes(o.tree)
}

func (o *outcome) tagNearest() {
	p := o.account.portfolio
	for _, c := range o.nearest {
		p.tag(TagNearest)
		if c.to.Kind != Num {
			p.tag(TagUnsaidNearestText)
		}
		metric, _ := o.account.metricOf(c.leaf.member)
		if m := p.rules.metric(metric); m != nil && o.gridOf(metric).base == IntType && anyNode(m.Expr, choosesType) {
			p.tag(TagUnsaidNearestInt)
		}
	}
}

// choosesType tells whether the language leaves open that ints stay ints there.
func choosesType(n Node) bool {
	switch n := n.(type) {
	case Cond, Unary:
		return true
	case Binary:
		return n.Op == "??" || n.Op == "%"
	case Call:
		return n.Fn == "min" || n.Fn == "max"
	}
	return false
}

func (o *outcome) tagNodes(n *node) {
	p := o.account.portfolio
	stayed := len(leftOf(n.parts)) > 0
	if how := n.member.Combine; stayed && (how == "min" || how == "max" || how == "sum") {
		p.tag(TagExtreme)
	}
	for _, part := range n.parts {
		if part.weight().Sign() == 0 {
			p.tag(TagZeroWeight)
		}
		switch part.state {
		case Out:
			p.tag(TagOut)
			continue
		case Absent:
			p.tag(TagMissing)
			if part.failed && part.weight().Sign() == 0 {
				p.tag(TagUnsaidZeroFail)
			}
			if stayed && part.weight().Sign() > 0 {
				p.tag(TagRedistribute)
			}
		case StandIn:
			p.tag(TagMissing)
			p.tag(TagStandIn)
			if part.member.group() {
				p.tag(TagUnsaidGroupStandIn)
			}
		}
		if part.member.group() {
			p.tag(TagNested)
			o.tagNodes(part)
		}
	}
}
