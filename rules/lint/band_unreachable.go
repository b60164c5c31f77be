package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals"
)

// unreachableBands finds bands that no score comes to and no override gives.
func (p *pass) unreachableBands() {
	for i := range p.checked.Scorecards {
		c := &p.checked.Scorecards[i]
		for _, v := range variants(p.checked.Set, *c) {
			score := p.ranges().scores(c, v).score.present()
			if score.none(numberShape) {
				continue
			}
			left := score
			for _, b := range v.Bands {
				takes := takenBy(b)
				if left.and(takes).none(numberShape) && !overridesTo(v, b.Name) {
					p.once("band-unreachable", b.Place, "move the edges of the bands, or the points", "no score reaches band `%s`: the score %s%s",
						b.Name, can(whole(score), signals.Number), in(v.Segment))
				}
				left = left.minus(takes)
			}
		}
	}
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
