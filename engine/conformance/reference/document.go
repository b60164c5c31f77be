package reference

import "math/big"

// Document is one scored account on one card. Decimals are texts without
// needless zeros; null is missing.
type Document struct {
	Account   string    `json:"account"`
	Scorecard string    `json:"scorecard"`
	Segment   string    `json:"segment"`
	Score     *string   `json:"score"`
	Base      *string   `json:"base"`
	Start     string    `json:"start,omitempty"`
	Band      *string   `json:"band"`
	Coverage  string    `json:"coverage"`
	Measures  []Measure `json:"measures"`
	Overrides []Applied `json:"overrides"`
	Reasons   []Reason  `json:"reasons"`
	Flags     []string  `json:"flags"`
	Nearest   []Change  `json:"nearest"`
	AsOf      string    `json:"as_of"`

	// NearestKnown is false where the referee has no answer for Nearest, or was not
	// asked for one.
	NearestKnown bool `json:"-"`
	// Exact is the score before overrides and rounding, exactly; nil where there is none.
	Exact *big.Rat `json:"-"`
}

// Measure is a measure, or a group with its own.
type Measure struct {
	Name         string    `json:"name"`
	Value        *string   `json:"value"`
	Points       *string   `json:"points"`
	Weight       string    `json:"weight"`
	Share        *string   `json:"share"`
	Contribution *string   `json:"contribution"`
	Measures     []Measure `json:"measures,omitempty"`
	State        State     `json:"-"`
}

// Applied is an override that took effect.
type Applied struct {
	Reason string `json:"reason"`
	Adjust string `json:"adjust,omitempty"`
	Cap    string `json:"cap,omitempty"`
	Floor  string `json:"floor,omitempty"`
	Band   string `json:"band,omitempty"`
}

// Reason is what a measure cost the score.
type Reason struct {
	Measure string `json:"measure"`
	Lost    string `json:"lost"`
	Code    string `json:"code,omitempty"`
}

// Change is a nearest change to a better band.
type Change struct {
	Measure string `json:"measure"`
	From    string `json:"from"`
	To      string `json:"to"`
	Points  string `json:"points"` // of the new value
	Needs   string `json:"needs"`  // how many more that is
	Score   string `json:"score"`
	Band    string `json:"band"`
}

// document shows an outcome.
func (o *outcome) document() Document {
	o.credit()
	d := Document{
		Account: o.account.key, Scorecard: o.card.Name, Segment: o.account.segmentName(),
		Coverage: publishedText(o.coverage), AsOf: o.account.portfolio.asOf.Text,
		Measures: o.measures(o.tree), Overrides: []Applied{}, Reasons: []Reason{}, Flags: []string{}, Nearest: []Change{},
	}
	if o.base != nil {
		d.Score = shown(o.score, o.card.Round)
		d.Base = shown(o.base, o.card.Round)
		d.Exact = o.base
		d.Start = canonical(o.card.Start)
	}
	if o.band != "" {
		d.Band = &o.band
	}
	for _, ov := range o.applied {
		d.Overrides = append(d.Overrides, Applied{ov.Reason, canonical(ov.Adjust), canonical(ov.Cap), canonical(ov.Floor), ov.Band})
	}
	for _, l := range o.losses() {
		d.Reasons = append(d.Reasons, Reason{l.path, publishedText(l.lost), l.reading.code})
	}
	if !o.account.portfolio.withoutNearest {
		o.nearest, o.certain = o.changes()
	}
	d.NearestKnown = o.certain
	for _, c := range o.nearest {
		d.Nearest = append(d.Nearest, Change{
			Measure: c.leaf.path, From: *c.from.text(), To: *c.to.text(), Points: rounded(c.points, 9),
			Needs: publishedText(sub(c.points, c.leaf.points)), Score: decimalText(c.score), Band: c.band,
		})
	}
	return d
}

func (o *outcome) measures(n *node) []Measure {
	all := []Measure{}
	for _, p := range n.parts {
		m := Measure{Name: p.member.Name, Weight: decimalText(p.weight()), State: p.state, Value: p.reading.value.text()}
		if p.points != nil && p.state != Out {
			m.Points = shown(p.points, 9)
		}
		if o.base != nil {
			m.Share = shown(p.share, 9)
			m.Contribution = shown(p.credited, o.card.Round)
		}
		if p.member.group() {
			m.Measures = o.measures(p)
		}
		all = append(all, m)
	}
	return all
}

func shown(x *big.Rat, decimals int) *string {
	s := rounded(x, decimals)
	return &s
}

func canonical(d Dec) string {
	if d == "" {
		return ""
	}
	return decimalText(d.Rat())
}

// field is what a flag reads of a card.
func (a *account) field(n Field) Value {
	for _, c := range a.portfolio.rules.Scorecards {
		if c.Name != n.Card {
			continue
		}
		o := a.card(c)
		switch {
		case n.Attr == "band" && o.band != "":
			return textValue(o.band)
		case n.Attr == "score" && o.score != nil:
			return numValue(o.score)
		case n.Attr == "coverage":
			return a.portfolio.publish(numValue(o.coverage), NumberType, 9)
		}
	}
	return Value{}
}

// Evaluate scores every account of a portfolio on every card of the rules and
// tells what the evaluation came across.
func Evaluate(rs *RuleSet, asOf string, records []*Record) ([]Document, []Tag) {
	return newPortfolio(rs, asOf, records).evaluate()
}

func (p *portfolio) evaluate() ([]Document, []Tag) {
	documents := []Document{}
	for _, a := range p.accounts {
		flags := a.flags()
		for _, c := range p.rules.Scorecards {
			o := a.card(c)
			d := o.document()
			d.Flags = flags
			documents = append(documents, d)
			o.tagAll()
		}
	}
	return documents, p.sortedTags()
}

func (a *account) flags() []string {
	names := []string{}
	for _, f := range a.portfolio.rules.Flags {
		if a.scope().eval(f.When).holds() {
			names = append(names, f.Name)
		}
	}
	return names
}
