package reference

import (
	"math/big"
	"strings"
)

// outcome is one account's result on one card.
type outcome struct {
	account  *account
	card     *Scorecard // as the account's segment has it
	readings map[*Member]reading
	whens    map[*Member]bool // groups that take part
	pinned   map[string]Value

	tree     *node
	base     *big.Rat // exact, before overrides; nil = missing
	score    *big.Rat // rounded
	coverage *big.Rat
	applied  []Override
	band     string // "" where the card has none
	nearest  []change
	certain  bool // the nearest changes are known
}

// card scores the account on a card, once.
func (a *account) card(c *Scorecard) *outcome {
	if o, ok := a.cards[c.Name]; ok {
		return o
	}
	merged := c.forSegment(a.segmentName())
	o := &outcome{account: a, card: merged, readings: map[*Member]reading{}, whens: map[*Member]bool{}}
	o.readAll(merged.Members)
	o.settle()
	a.cards[c.Name] = o
	return o
}

func (o *outcome) readAll(members []*Member) {
	for _, m := range members {
		if m.Off {
			continue
		}
		if m.group() {
			o.whens[m] = m.When == nil || o.account.scope().eval(m.When).holds()
			o.readAll(m.Members)
			continue
		}
		o.readings[m] = o.account.read(o.card, m)
	}
}

// settle computes everything that follows from the readings.
func (o *outcome) settle() {
	root := &Member{Combine: o.card.Combine, Members: o.card.Members}
	o.whens[root] = true
	o.tree = o.card.build(root, "", o.readings, o.whens)
	o.coverage = o.tree.coverage()
	// The root has no policy of its own: with nothing left there is no score.
	if o.tree.state != Counted || o.tree.failed {
		o.coverage = zero()
	} else {
		o.tree.shareOut(ratInt(1))
		o.base = o.tree.points
		if o.card.Start != "" {
			o.base = add(o.base, o.card.Start.Rat())
		}
	}
	o.override()
}

// override applies the overrides in order, then clamps, rounds and bands.
func (o *outcome) override() {
	x := o.base
	for _, ov := range o.card.Overrides {
		if ov.When != nil && !o.scope().eval(ov.When).holds() || x == nil && ov.Band == "" {
			continue
		}
		o.applied = append(o.applied, ov)
		if x != nil {
			x = ov.on(x)
		}
	}
	if x != nil {
		r, tie := roundTo(o.card.clampToScale(x), o.card.Round)
		if tie {
			o.account.portfolio.tag(TagTie)
		}
		o.score = r
	}
	o.band = o.bandOf(o.score)
	for _, ov := range o.applied {
		o.band = orElse(ov.Band, o.band)
	}
}

// on is the score that an override leaves of x.
func (ov Override) on(x *big.Rat) *big.Rat {
	if ov.Adjust != "" {
		x = add(x, ov.Adjust.Rat())
	}
	if ov.Cap != "" && x.Cmp(ov.Cap.Rat()) > 0 {
		x = ov.Cap.Rat()
	}
	if ov.Floor != "" && x.Cmp(ov.Floor.Rat()) < 0 {
		x = ov.Floor.Rat()
	}
	return x
}

// scope is what an override's condition sees: score and coverage as published
// before the first override.
func (o *outcome) scope() scope {
	p := o.account.portfolio
	score := Value{}
	if o.base != nil {
		score = p.publish(numValue(o.base), NumberType, 9)
	}
	coverage := p.publish(numValue(o.coverage), NumberType, 9)
	in := o.account.scope().bind("score", score, of(NumberType)).bind("coverage", coverage, of(NumberType))
	in.pinned = o.pinned
	return in
}

// bandOf is the band of a rounded score, before band overrides.
func (o *outcome) bandOf(score *big.Rat) string {
	if score == nil || o.coverage.Cmp(o.card.minCoverage()) < 0 {
		return "unknown"
	}
	if len(o.card.Bands) == 0 {
		return ""
	}
	for _, b := range o.card.Bands {
		if (b.From != "" && score.Cmp(b.From.Rat()) == 0) || (b.UpTo != "" && score.Cmp(b.UpTo.Rat()) == 0) {
			o.account.portfolio.tag(TagThreshold)
		}
	}
	for _, b := range o.card.Bands {
		switch {
		case b.From != "" && score.Cmp(b.From.Rat()) >= 0,
			b.UpTo != "" && score.Cmp(b.UpTo.Rat()) <= 0,
			b.From == "" && b.UpTo == "":
			return b.Name
		}
	}
	panic("reference: no band takes the rest")
}

func (c *Scorecard) minCoverage() *big.Rat {
	if c.MinCoverage == "" {
		return zero()
	}
	if percent, ok := strings.CutSuffix(c.MinCoverage, "%"); ok {
		return quo(Dec(percent).Rat(), ratInt(100))
	}
	return Dec(c.MinCoverage).Rat()
}

// rank orders bands from 0, the best; unknown and none come after all.
func (c *Scorecard) rank(band string) int {
	bestFirst := c.Bands[0].From != "" || c.Better == "low"
	for i, b := range c.Bands {
		if b.Name == band {
			if bestFirst {
				return i
			}
			return len(c.Bands) - 1 - i
		}
	}
	return len(c.Bands)
}
