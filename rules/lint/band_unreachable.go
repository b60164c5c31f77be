package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals"
)

// bandUse is a band of a scorecard, in the segments in which it stands.
type bandUse struct {
	*rules.Band
	uses    int
	segment string // the only one, if it is one; empty in general
	scores  set    // of all of them
	// without are the segments that leave it without a score.
	without []bandless
}

// bandless is a segment that leaves a band without a score.
type bandless struct {
	segment string
	score   set
	// changed: the segment writes points or edges of its own, and not only an
	// override, whose cap or floor is there to keep scores out of bands.
	changed bool
}

// unreachableBands finds bands that no score comes to and no override gives.
func (p *pass) unreachableBands() {
	bands := map[*rules.Band]*bandUse{}
	var order []*bandUse
	p.forms(func(c *check.Scorecard, v *check.Variant, _ scope) {
		known := p.ranges().scores(c, v)
		score := known.score.present()
		if score.none(numberShape) {
			return
		}
		left, unchanged := score, known.unchanged.present()
		for _, b := range v.Bands {
			use := bands[b]
			if use == nil {
				use = &bandUse{Band: b, segment: v.Segment}
				bands[b], order = use, append(order, use)
			}
			if use.uses++; use.uses > 1 {
				use.segment = ""
			}
			use.scores = use.scores.or(score)
			takes := takenBy(b)
			if left.and(takes).none(numberShape) && !overridesTo(v, b.Name) {
				use.without = append(use.without, bandless{v.Segment, score, unchanged.and(takes).none(numberShape) && changesPoints(c, v.Segment)})
			}
			left, unchanged = left.minus(takes), unchanged.minus(takes)
		}
	})
	for _, use := range order {
		if len(use.without) == use.uses {
			p.unreachableBand(use.Band, use.scores, use.segment)
			continue
		}
		for _, s := range use.without {
			if s.changed {
				p.unreachableBand(use.Band, s.score, s.segment)
			}
		}
	}
}

func (p *pass) unreachableBand(b *rules.Band, score set, segment string) {
	p.once("band-unreachable", b.Place, "move the edges of the bands, or the points", "no score reaches band `%s`: the score %s%s",
		b.Name, can(whole(score), signals.Number), in(segment))
}

// changesPoints tells whether a segment writes ways to points, or bands, of its own.
func changesPoints(c *check.Scorecard, segment string) bool {
	for _, change := range c.Segments {
		if change.Segment.Text == segment {
			return len(change.Bands) > 0 || change.Start != nil || writesPoints(change.Group.Measures)
		}
	}
	return false
}

func writesPoints(measures []*rules.Measure) bool {
	for _, m := range measures {
		if m.Points != nil || writesPoints(m.Measures) {
			return true
		}
	}
	return false
}

// whole tells the ends of a score whose single values are too many to list.
func whole(s set) set {
	if len(s.spans) > listedAtMost {
		return s.whole()
	}
	return s
}

// takenBy is what a band takes of what those before it left.
func takenBy(b *rules.Band) set {
	switch {
	case b.From != nil:
		return numbers(span{lo: b.From.Value}, anyDecimals)
	case b.UpTo != nil:
		return numbers(span{hi: b.UpTo.Value}, anyDecimals)
	}
	return anyNumber(anyDecimals)
}

func overridesTo(v *check.Variant, band string) bool {
	for _, o := range v.Overrides {
		if o.Band != nil && o.Band.Text == band {
			return true
		}
	}
	return false
}
