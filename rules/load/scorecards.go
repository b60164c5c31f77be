package load

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// The keys of a scorecard, and those of them that a segment can change.
var (
	cardKeys = []string{
		"description", "scale", "better", "round", "combine", "start", "missing", "min_coverage",
		"measures", "segments", "overrides", "bands",
	}
	changeKeys = []string{"better", "combine", "start", "missing", "min_coverage", "measures", "overrides", "bands"}
)

// defaultDecimals is the round of a scorecard that says nothing.
const defaultDecimals = 2

// card reads one scorecard. It holds what its parts need to know of the whole.
type card struct {
	*loader
	card    *rules.Scorecard
	bands   []string // of the card and of all its segments
	noBands bool     // its own could not be read
	// noMeasures: not all of its own measures are known.
	noMeasures bool
	// unknown: the scale could not be read, so points are not held against it.
	unknown bool
}

func (l *loader) scorecards(sections []section) {
	l.named(sections, "`scorecards`", "like `health: {measures: {...}}`", func(e entry) {
		if l.identifier(e.key, "a scorecard") {
			l.declare(scorecardNames, e.name(), e.key.place())
		}
		before := l.findings()
		c := card{loader: l, card: &rules.Scorecard{
			Name: e.name(), Place: e.key.place(), Round: defaultDecimals,
			Scale: rules.Scale{Place: e.key.place(), Min: exact.Int(0), Max: exact.Int(100)},
		}}
		l.set.Scorecards = append(l.set.Scorecards, c.card)
		if f, ok := l.fields(e.value, "a scorecard", cardKeys...); ok {
			c.read(f)
		}
		l.broken(e, before)
	})
}

func (c *card) read(f fields) {
	s := c.card
	f.read("description", func(v value) { s.Description, _ = c.text(v, "`description`") })
	c.unknown = slices.Contains(f.meant, "scale")
	f.read("scale", c.scale)
	f.read("better", func(v value) {
		if better := c.better(v); better != nil {
			s.Better = *better
		}
	})
	f.read("round", func(v value) {
		if round, ok := c.whole(v, "`round`", 0, maxRound); ok {
			s.Round = round
		}
	})
	s.Group = rules.Measure{Name: s.Name, Place: s.Place, IsGroup: true}
	c.common(f, &s.Group, &s.MinCoverage, &s.Start)
	c.bandNames(f)
	f.read("bands", func(v value) {
		s.Bands = c.readBands(v)
		c.noBands = s.Bands == nil
	})
	c.noBands = c.noBands || slices.Contains(f.meant, "bands")
	c.bandEdges(s.Bands, nil)
	f.read("overrides", func(v value) { s.Overrides = c.overrides(v) })
	written, ok := c.require(f, s.Place, "measures", "write measures: {setup_rate: {weight: 20, up_to: {50: 0, else: 100}}}")
	c.noMeasures = !ok || !written.value.isMapping() || c.holes[written.value.node]
	if ok {
		s.Group.Measures = c.measures(written.value, general)
		c.members(&s.Group, written)
	}
	c.startNeedsSum(f, s.Group.Combine)
	f.read("segments", c.changes)
}

// common reads what a card and a segment's change to it have in common.
func (c *card) common(f fields, group *rules.Measure, coverage, start **rules.Literal) {
	f.read("combine", func(v value) { group.Combine = c.combine(v) })
	f.read("missing", func(v value) { group.Missing = c.missing(v) })
	f.read("min_coverage", func(v value) {
		if n, ok := c.fraction(v, "`min_coverage`"); ok {
			*coverage = &n
		}
	})
	f.read("start", func(v value) { *start = c.points(v, "`start`") })
}

// startNeedsSum: only an additive card begins with something.
func (c *card) startNeedsSum(f fields, combine rules.Combine) {
	unread := f.has("combine") && combine == rules.CombineUnset // it was said what is wrong with it
	if start, ok := f.get("start"); ok && combine != rules.CombineSum && !unread {
		c.report("start-combine", start.key.place(), "write combine: sum, or delete `start`", "`start` is what a sum begins with; this scorecard does not add up")
	}
}

func (c *card) scale(v value) {
	c.card.Scale.Place = v.place()
	if v.isScalar() {
		switch text, ok := c.text(v, "`scale`"); {
		case ok && text == "none":
			c.card.Scale = rules.Scale{Place: v.place(), None: true}
		case ok:
			c.report("wrong-word", v.place(), didYouMean(text, []string{"none"}), "`scale` is {min: 0, max: 10} or none, not %s", quoted(text))
			fallthrough
		default:
			c.unknown = true
		}
		return
	}
	f, ok := c.fields(v, "`scale`", "min", "max")
	if !ok {
		c.unknown = true
		return
	}
	limit := func(key string, n *exact.Num) {
		f.read(key, func(v value) {
			if written, ok := c.number(v, "`"+key+"`", pointDecimals); ok {
				*n = written.Value
			} else {
				c.unknown = true
			}
		})
	}
	limit("min", &c.card.Scale.Min)
	limit("max", &c.card.Scale.Max)
	if !c.unknown && c.card.Scale.Min.Cmp(c.card.Scale.Max) >= 0 {
		c.unknown = true
		c.report("scale", v.place(), "left out, they are 0 and 100", "the scale must go upwards: min %s is not below max %s", c.card.Scale.Min, c.card.Scale.Max)
	}
}

func (c *card) better(v value) *rules.Better {
	word, ok := c.choice(v, "`better`", "high", "low")
	if !ok {
		return nil
	}
	better := rules.BetterHigh
	if word == "low" {
		better = rules.BetterLow
	}
	return &better
}

// combineWords are the ways to combine, as in the constants of package rules.
var combineWords = []string{"weighted", "mean", "min", "max", "sum"}

func (c *card) combine(v value) rules.Combine {
	word, ok := c.choice(v, "`combine`", combineWords...)
	if !ok {
		return rules.CombineUnset
	}
	return rules.CombineWeighted + rules.Combine(slices.Index(combineWords, word))
}

// missing reads what happens where a value is missing.
func (c *card) missing(v value) rules.Missing {
	const what = "`missing`"
	text, ok := c.text(v, what)
	if !ok {
		return rules.Missing{}
	}
	m := rules.Missing{Place: v.place()}
	switch text {
	case "redistribute":
		m.Policy = rules.MissingRedistribute
	case "fail":
		m.Policy = rules.MissingFail
	case "zero":
		m.Policy = rules.MissingZero
		c.onScale(rules.Literal{Value: exact.Int(0), Place: m.Place}, "`missing: zero`")
	default:
		if _, ok := parseNumber(text); !ok {
			hint := didYouMean(text, []string{"redistribute", "zero", "fail"})
			c.report("wrong-word", v.place(), hint, "%s is redistribute, zero, fail or a number of points, not %s", what, quoted(text))
			return rules.Missing{}
		}
		if n := c.scalePoints(v, what); n != nil {
			m.Policy, m.Points = rules.MissingPoints, *n
		}
	}
	return m
}

// points reads a number of points, on the scale or not.
func (c *card) points(v value, what string) *rules.Literal {
	n, ok := c.number(v, what, pointDecimals)
	if !ok {
		return nil
	}
	return &n
}

// scalePoints reads a number of points that must lie on the scale.
func (c *card) scalePoints(v value, what string) *rules.Literal {
	n := c.points(v, what)
	if n == nil || !c.onScale(*n, what) {
		return nil
	}
	return n
}

func (c *card) onScale(n rules.Literal, what string) bool {
	s := c.card.Scale
	if c.unknown || s.None || s.Min.Cmp(n.Value) <= 0 && n.Value.Cmp(s.Max) <= 0 {
		return true
	}
	hint := "a card without `scale` goes from 0 to 100"
	if s.Place != c.card.Place {
		hint = "the scale is declared in line " + lineOf(s.Place)
	}
	c.report("points-scale", n.Place, hint, "%s gives %s points, which is outside the scale %s to %s", what, n.Value, s.Min, s.Max)
	return false
}

// changes reads what differs by segment.
func (c *card) changes(v value) {
	list, ok := c.entries(v, "`segments` of a scorecard", "what differs, by segment")
	if !ok {
		return
	}
	for _, e := range list {
		before := c.findings()
		c.segmentReference(e.key)
		f, ok := c.change(e)
		if !ok {
			continue
		}
		ch := &rules.SegmentChange{Segment: rules.Name{Text: e.name(), Place: e.key.place()}}
		c.card.Segments = append(c.card.Segments, ch)
		ch.Group = rules.Measure{Name: c.card.Name, Place: e.key.place(), IsGroup: true}
		c.common(f, &ch.Group, &ch.MinCoverage, &ch.Start)
		f.read("better", func(v value) { ch.Better = c.better(v) })
		f.read("bands", func(v value) { ch.Bands = c.readBands(v) })
		f.read("overrides", func(v value) { ch.Overrides = c.overrides(v) })
		f.read("measures", func(v value) { ch.Group.Measures = c.measures(v, change) })
		combine := ch.Group.Combine
		if combine == rules.CombineUnset {
			combine = c.card.Group.Combine
		}
		c.startNeedsSum(f, combine)
		if !c.noMeasures {
			c.fits(&c.card.Group, &ch.Group)
		}
		if len(ch.Bands) > 0 && !c.noBands {
			c.bandEdges(c.card.For(e.name()).Bands, ch.Bands)
		}
		c.broken(e, before)
	}
}

// change reads the keys of what one segment changes.
func (c *card) change(e entry) (fields, bool) {
	list, ok := c.entries(e.value, "what a segment changes", "its keys: measures, bands, overrides, ...")
	if !ok {
		return fields{}, false
	}
	f := fields{at: e.value, what: "what a segment changes"}
	for _, e := range list {
		switch name := e.name(); {
		case name == "scale" || name == "round":
			c.report("segment-scale", e.key.place(), "delete it here, or make a scorecard of its own", "`%s` cannot differ by segment: scores could not be compared", name)
		case slices.Contains(changeKeys, name):
			f.list = append(f.list, e)
		default:
			f.meant = append(f.meant, c.unknownKey(e, "what a segment changes", changeKeys))
		}
	}
	return f, true
}
