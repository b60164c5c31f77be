package diff

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

func (d *differ) scorecards() {
	a, b := d.cardParts(d.a.Scorecards, d.renamed), d.cardParts(d.b.Scorecards, nil)
	s := spot{group: "scorecards", path: "scorecards"}
	d.parts(s, true, a, b, func(i, j int) { d.card(d.a.Scorecards[i], d.b.Scorecards[j]) })
}

func (d *differ) cardParts(cards []*rules.Scorecard, renamed map[string]string) []part {
	parts := make([]part, len(cards))
	for i, c := range cards {
		var names []string
		for _, m := range c.Group.Measures {
			names = append(names, m.Name)
		}
		parts[i] = part{
			name: c.Name, what: "scorecard " + c.Name, canon: func() string { return cardCanon(c, renamed) },
			shown: "measures " + strings.Join(names, ", "), at: c.Place,
		}
	}
	return parts
}

// cardCanon is equal for cards that differ in their name only.
func cardCanon(c *rules.Scorecard, renamed map[string]string) string {
	canon := cardFacts(c).canon() + measuresCanon(c.Group.Measures, true, renamed) + overridesCanon(c.Overrides) + bandsCanon(c.Bands)
	var segments []string
	for _, p := range changeParts(c.Segments, renamed) {
		segments = append(segments, "(segment "+p.name+" "+p.canon()+")")
	}
	slices.Sort(segments)
	return canon + strings.Join(segments, "")
}

// cardFacts are what the whole of a card says: of its group what measureFacts would.
func cardFacts(c *rules.Scorecard) facts {
	var f facts
	scale := "none"
	if !c.Scale.None {
		scale = c.Scale.Min.String() + " to " + c.Scale.Max.String()
	}
	f.text("scale", scale, c.Scale.Place)
	f.text("better", betterWord(c.Better), c.Place)
	f.number("start", c.Start)
	f.text("round", strconv.Itoa(c.Round), c.Place)
	f.percent("min_coverage", c.MinCoverage)
	missing := c.Group.Missing
	if missing.Policy == rules.MissingUnset {
		missing = rules.Missing{Policy: rules.MissingRedistribute, Place: c.Place}
	}
	f.missing(missing)
	combine := c.Group.Combine
	if combine == rules.CombineUnset {
		combine = rules.CombineWeighted
	}
	f.text("combine", combineWord(combine), c.Place)
	f.description(c.Description, c.Place)
	return f
}

func betterWord(b rules.Better) string {
	if b == rules.BetterLow {
		return "low"
	}
	return "high"
}

func combineWord(c rules.Combine) string {
	return [...]string{"", "weighted", "mean", "min", "max", "sum"}[c]
}

func (f *facts) missing(m rules.Missing) {
	switch m.Policy {
	case rules.MissingUnset:
	case rules.MissingPoints:
		text := m.Points.Value.String()
		f.add(fact{key: "missing", canon: text, shown: text + " points", at: m.Place})
	default:
		f.text("missing", [...]string{"", "redistribute", "zero", "fail"}[m.Policy], m.Place)
	}
}

// card compares two scorecards of the same name.
func (d *differ) card(was, now *rules.Scorecard) {
	s := spot{group: "scorecard " + now.Name, path: "scorecards." + was.Name, card: now.Name}
	d.facts(s, plainly, cardFacts(was), cardFacts(now))
	d.measures(s.at("measures"), &was.Group, &now.Group, nil)
	d.overrides(s.at("overrides"), was.Overrides, now.Overrides)
	d.bands(s.at("bands"), was.Bands, now.Bands)
	d.segmentChanges(s.at("segments"), was, now)
}

// segmentChanges compares what segments change in a card.
func (d *differ) segmentChanges(s spot, was, now *rules.Scorecard) {
	a, b := changeParts(was.Segments, d.renamed), changeParts(now.Segments, nil)
	bases := &bases{was: &was.Group, now: &now.Group}
	m := match(len(a), len(b),
		func(inB bool, i int) string { return pick(inB, a, b)[i].name },
		func(inB bool, i int) string { return "says " + pick(inB, a, b)[i].canon() })
	for _, p := range m.pairs {
		if from, to := a[p.a], b[p.b]; from.name != to.name {
			d.add(s, Change{
				Kind: Renamed, Path: join(s.path, from.name), Was: from.name, Now: to.name, A: from.at, B: to.at,
				Words: "what segment " + from.name + " changes is now changed by segment " + to.name,
			})
			continue
		}
		d.segmentChange(s, a[p.a].name, was.Segments[p.a], now.Segments[p.b], bases)
	}
	for _, j := range m.onlyB {
		d.wholly(s, Added, b[j], "changes something", func() {
			d.segmentChange(s, b[j].name, &rules.SegmentChange{}, now.Segments[j], bases)
		})
	}
	for _, i := range m.onlyA {
		d.wholly(s, Removed, a[i], "no longer changes anything", func() {
			d.segmentChange(s, a[i].name, was.Segments[i], &rules.SegmentChange{}, bases)
		})
	}
}

// wholly lists all that a part says, and if that is nothing, that it is there.
func (d *differ) wholly(s spot, kind Kind, p part, words string, compare func()) {
	before := len(d.changes)
	compare()
	for _, c := range d.changes[before:] {
		if !c.WordsOnly {
			return
		}
	}
	c := Change{Kind: kind, Path: join(s.path, p.name), Words: p.what + " " + words}
	if kind == Added {
		c.B = p.at
	} else {
		c.A = p.at
	}
	d.add(s, c)
}

func changeParts(changes []*rules.SegmentChange, renamed map[string]string) []part {
	parts := make([]part, len(changes))
	for i, c := range changes {
		parts[i] = part{
			name: c.Segment.Text, what: "segment " + c.Segment.Text, at: c.Segment.Place,
			canon: func() string {
				return changeFacts(c).canon() + measuresCanon(c.Group.Measures, false, renamed) + overridesCanon(c.Overrides) + bandsCanon(c.Bands)
			},
		}
	}
	return parts
}

func changeFacts(c *rules.SegmentChange) facts {
	var f facts
	if c.Better != nil {
		f.text("better", betterWord(*c.Better), c.Segment.Place)
	}
	f.number("start", c.Start)
	f.percent("min_coverage", c.MinCoverage)
	f.missing(c.Group.Missing)
	f.text("combine", combineWord(c.Group.Combine), c.Segment.Place)
	return f
}

func (d *differ) segmentChange(s spot, name string, was, now *rules.SegmentChange, bases *bases) {
	s = s.at(name)
	s.segment = name
	d.facts(s, plainly, changeFacts(was), changeFacts(now))
	d.measures(s.at("measures"), &was.Group, &now.Group, bases)
	d.overrides(s.at("overrides"), was.Overrides, now.Overrides)
	d.bands(s.at("bands"), was.Bands, now.Bands)
}

func (d *differ) bands(s spot, was, now []*rules.Band) {
	a, b := bandParts(was), bandParts(now)
	d.parts(s, true, a, b, func(i, j int) {
		d.facts(s.at(a[i].name), func(noun, rest string) string { return a[i].what + " " + noun + rest }, bandFacts(was[i]), bandFacts(now[j]))
	})
}

func bandParts(bands []*rules.Band) []part {
	parts := make([]part, len(bands))
	for i, b := range bands {
		f := bandFacts(b)
		parts[i] = part{name: b.Name, what: "band " + b.Name, canon: f.canon, shown: f.shown(), at: b.Place}
	}
	return parts
}

func bandFacts(b *rules.Band) facts {
	var f facts
	f.number("from", b.From)
	f.number("up_to", b.UpTo)
	return f
}

func bandsCanon(bands []*rules.Band) string {
	canon := ""
	for _, b := range bands {
		canon += "(band " + strconv.Quote(b.Name) + bandFacts(b).canon() + ")"
	}
	return canon
}
