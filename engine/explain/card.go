package explain

import (
	"fmt"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// card is what the rules say about the scorecard of a document. It knows nothing
// if the page was not given the rules.
type card struct {
	set     *rules.Set
	card    *rules.Scorecard // as it holds in the segment; nil if not known
	segment string
}

func cardOf(set *rules.Set, doc result.Document) card {
	if set == nil {
		return card{}
	}
	i := slices.IndexFunc(set.Scorecards, func(c *rules.Scorecard) bool { return c.Name == doc.Scorecard })
	if i < 0 {
		return card{}
	}
	return card{set: set, card: set.Scorecards[i].For(doc.Segment), segment: doc.Segment}
}

// scale says what a score is measured against.
func (c card) scale() string {
	if c.card == nil {
		return ""
	}
	text := ""
	if !c.card.Scale.None {
		text = fmt.Sprintf(" on a scale of %s to %s", c.card.Scale.Min, c.card.Scale.Max)
	}
	if c.card.Better == rules.BetterLow {
		text += ", where low is good"
	}
	return text
}

func (c card) minCoverage() exact.Num {
	if c.card == nil || c.card.MinCoverage == nil {
		return exact.Num{}
	}
	return c.card.MinCoverage.Value
}

// round is how many decimals a score has.
func (c card) round() int {
	if c.card == nil {
		return 2
	}
	return c.card.Round
}

// weighted tells whether weights count at the top of the scorecard.
func (c card) weighted() bool {
	return c.card == nil || c.card.Group.Combine == rules.CombineUnset || c.card.Group.Combine == rules.CombineWeighted
}

// bands are the bands, best first.
func (c card) bands() []string {
	if c.card == nil {
		return nil
	}
	return BestFirst(c.card)
}

// BestFirst gives the bands of a scorecard from best to worst. Bands written with
// `from` go from high scores down, those with `up_to` from low scores up.
func BestFirst(card *rules.Scorecard) []string {
	names := make([]string, len(card.Bands))
	for i, band := range card.Bands {
		names[i] = band.Name
	}
	if len(names) > 0 && (card.Bands[0].From != nil) != (card.Better == rules.BetterHigh) {
		slices.Reverse(names)
	}
	return names
}

// measure finds a measure or group by the names on the way to it; nil if it is not
// known.
func (c card) measure(path []string) *rules.Measure {
	if c.card == nil {
		return nil
	}
	m := &c.card.Group
	for _, name := range path {
		i := slices.IndexFunc(m.Measures, func(below *rules.Measure) bool { return below.Name == name })
		if i < 0 {
			return nil
		}
		m = m.Measures[i]
	}
	return m
}

// most is the number of points that a measure can have at most; missing if that
// cannot be said.
func (c card) most(m *rules.Measure) exact.Num {
	switch {
	case c.card == nil || m == nil:
		return exact.Num{}
	case !c.card.Scale.None:
		return c.card.Scale.Max
	}
	return mostPoints(m)
}

// mostPoints is the most that is written in a measure, for open-ended cards.
func mostPoints(m *rules.Measure) exact.Num {
	var most exact.Num
	take := func(points *rules.Literal) {
		if points != nil && (most.IsMissing() || points.Value.Cmp(most) > 0) {
			most = points.Value
		}
	}
	if m.IsGroup || m.Points == nil || m.Points.Expr != nil {
		return most
	}
	take(m.Points.Else)
	for i := range m.Points.Steps {
		take(&m.Points.Steps[i].Points)
	}
	for i := range m.Points.Entries {
		take(&m.Points.Entries[i].Points)
	}
	for _, row := range m.Points.Rows {
		if row.Expr != nil {
			return exact.Num{}
		}
		take(row.Points)
	}
	return most
}

// unit is the unit of a measure's values; empty if none is declared.
func (c card) unit(path []string) string {
	m := c.measure(path)
	if m == nil {
		return ""
	}
	name := m.Name
	if m.Metric != nil {
		name = m.Metric.Text
	}
	for _, metric := range c.set.Metrics {
		if metric.Name == name {
			return metric.Unit
		}
	}
	if c.set.Signals.Schema != nil {
		if column, _ := c.set.Signals.Schema.Root().Column(name); column != nil && column.Kind == signals.Money {
			return column.Currency
		}
	}
	return ""
}
