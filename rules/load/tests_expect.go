package load

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
)

// expectKeys are the keys of `expect` that are no scorecards.
var expectKeys = []string{"accounts", "flags", "metrics", "problems", "scorecards", "segment"}

// scorecardKeys are the keys of what is expected of a scorecard.
var scorecardKeys = []string{"score", "band", "base", "coverage", "measures", "overrides", "reasons", "missing"}

// expectation reads what is expected of one account. What is no key of its own is
// the name of a scorecard.
func (c *testCase) expectation(x *rules.Expectation, list []entry, at value) {
	if len(list) == 0 && !c.holes[at.node] {
		c.report("empty", x.Place, "say what is expected: {health: {score: 7}}", "nothing is expected here, and so nothing could fail")
	}
	var cards []entry
	for _, e := range list {
		if c.reported(e.key) {
			continue
		}
		switch e.name() {
		case "segment":
			x.Segment = c.word(e.value, "`segment`")
		case "metrics":
			c.expectMetrics(x, e)
		case "flags":
			x.Flags = c.expectFlags(e)
		case "problems":
			x.Problems = c.names(e.value, "`problems`", `a list of parts of messages: ["seats is blank"]`)
		case "scorecards":
			below, ok := c.entries(e.value, "`scorecards`", "what is expected, by scorecard: {health: {score: 7}}")
			if ok && len(below) == 0 {
				c.nothing(e)
			}
			cards = append(cards, below...)
		default:
			if c.meantKey(e) {
				c.unknownKey(e, "`expect`", expectKeys)
				continue
			}
			cards = append(cards, e)
		}
	}
	seen := map[string]rules.Place{}
	for _, e := range cards {
		if c.first(seen, e.key, "the scorecard") {
			x.Scorecards = append(x.Scorecards, c.expectScorecard(e))
		}
	}
}

// meantKey tells whether an entry that could be what is expected of a scorecard is
// rather a misspelled key.
func (c *testCase) meantKey(e entry) bool {
	if nearest(e.name(), expectKeys) == "" {
		return false
	}
	if !e.value.isMapping() {
		return true
	}
	below, _ := c.entries(e.value, "", "")
	return len(below) > 0 && !slices.ContainsFunc(below, func(b entry) bool {
		return slices.Contains(scorecardKeys, b.name()) || nearest(b.name(), scorecardKeys) != ""
	})
}

// first tells whether a name is new, and reports it if not.
func (c *testCase) first(seen map[string]rules.Place, key value, what string) bool {
	if c.reported(key) {
		return false
	}
	return c.firstNamed(seen, rules.Name{Text: key.node.Value, Place: key.place()}, what)
}

func (c *testCase) firstNamed(seen map[string]rules.Place, name rules.Name, what string) bool {
	if before, twice := seen[name.Text]; twice {
		c.found.Add(rules.Diagnostic{
			ID: "declared-twice", Place: name.Place, Message: what + " " + quoted(name.Text) + " is expected twice",
			Hint: "write what is expected of it in one place", Also: note(before, "it is first expected here"),
		})
		return false
	}
	seen[name.Text] = name.Place
	return true
}

func (c *testCase) expectMetrics(x *rules.Expectation, e entry) {
	list, ok := c.entries(e.value, "`metrics`", "values by metric: {setup_rate: 80, relationship: missing}")
	if ok && len(list) == 0 {
		c.nothing(e)
	}
	for _, m := range list {
		if c.reported(m.key) {
			continue
		}
		if value := c.expected(m.value, "`"+clip(m.name())+"`"); value != nil {
			x.Metrics = append(x.Metrics, rules.ExpectedFigure{Name: rules.Name{Text: m.name(), Place: m.key.place()}, Value: *value})
		}
	}
}

func (c *testCase) expectFlags(e entry) *rules.ExpectedFlags {
	const example = "write all flags that hold, [at_risk], or some: {at_risk: true, expansion: false}"
	x := &rules.ExpectedFlags{Place: e.value.place()}
	if !e.value.isMapping() {
		names := c.names(e.value, "`flags`", example)
		if names == nil {
			return nil
		}
		x.Exactly = true
		for _, name := range names.List {
			x.List = append(x.List, rules.ExpectedFlag{Name: name, Holds: true})
		}
		return x
	}
	list, _ := c.entries(e.value, "`flags`", example)
	if len(list) == 0 {
		c.nothing(e)
	}
	for _, flag := range list {
		if holds, ok := c.boolean(flag.value, "the flag `"+clip(flag.name())+"`"); ok && !c.reported(flag.key) {
			x.List = append(x.List, rules.ExpectedFlag{Name: rules.Name{Text: flag.name(), Place: flag.key.place()}, Holds: holds})
		}
	}
	return x
}

func (c *testCase) expectScorecard(e entry) *rules.ExpectedScorecard {
	x := &rules.ExpectedScorecard{Name: rules.Name{Text: e.name(), Place: e.key.place()}}
	f, ok := c.fields(e.value, "an expected scorecard", scorecardKeys...)
	if !ok {
		return x
	}
	if len(f.list) == 0 && len(f.meant) == 0 {
		c.nothing(e)
	}
	for key, into := range map[string]**rules.Expected{"score": &x.Score, "base": &x.Base, "coverage": &x.Coverage} {
		f.read(key, func(v value) { *into = c.expected(v, "`"+key+"`") })
	}
	f.read("band", func(v value) { x.Band = c.word(v, "`band`") })
	f.read("overrides", func(v value) {
		x.Overrides = c.names(v, "`overrides`", "a list of the reasons of all overrides that apply, in order; [] for none")
	})
	f.read("missing", func(v value) {
		x.MissingOnes = c.names(v, "`missing`", "a list of all measures without a value: [nps, voice.survey]; [] for none")
	})
	f.read("reasons", func(v value) { x.Reasons = c.expectReasons(v) })
	seen := map[string]rules.Place{}
	if written, ok := f.get("measures"); ok {
		c.expectMeasures(x, written, "", seen)
	}
	return x
}

func (c *testCase) expectReasons(v value) *rules.ExpectedReasons {
	items, ok := c.list(v, "`reasons`", "a list of measures, those first that cost most: [usage, voice.nps]; [] for none")
	if !ok {
		return nil
	}
	x := &rules.ExpectedReasons{Place: v.place()}
	for _, item := range items {
		if !item.isMapping() {
			if s := c.word(item, "an entry of `reasons`"); s != nil {
				x.List = append(x.List, rules.ExpectedReason{Measure: rules.Name{Text: s.Text, Place: s.Place}})
			}
			continue
		}
		f, _ := c.fields(item, "an expected reason", "measure", "lost", "code")
		var reason rules.ExpectedReason
		if e, ok := c.require(f, item.place(), "measure", "write measure: and its name"); ok {
			reason.Measure, _ = c.reference(e.value, "`measure`")
		}
		f.read("lost", func(v value) { reason.Lost = c.expected(v, "`lost`") })
		f.read("code", func(v value) { reason.Code = c.word(v, "`code`") })
		x.List = append(x.List, reason)
	}
	return x
}

// The states that a measure can be expected in.
var measureStates = []string{"scored", "missing", "stand_in", "out", "failed", "off"}

// expectMeasures reads the measures of a scorecard, or of the group whose nested name
// and a dot are the prefix.
func (c *testCase) expectMeasures(x *rules.ExpectedScorecard, written entry, prefix string, seen map[string]rules.Place) {
	list, ok := c.entries(written.value, "`measures`", "what is expected, by measure: {usage: {points: 5}}")
	if ok && len(list) == 0 {
		c.nothing(written)
	}
	for _, e := range list {
		if c.reported(e.key) {
			continue
		}
		m := &rules.ExpectedMeasure{Name: rules.Name{Text: prefix + e.name(), Place: e.key.place()}}
		if !c.firstNamed(seen, m.Name, "the measure") {
			continue
		}
		x.Measures = append(x.Measures, m)
		if e.value.isScalar() && !isNull(e.value.node) && !c.reported(e.value) {
			c.wrongShape(e.value, "what is expected of a measure", "a mapping", "write {points: 10}, or {missing: true}")
			continue
		}
		f, ok := c.fields(e.value, "an expected measure", "value", "missing", "points", "weight", "share", "contribution", "row", "state", "code", "measures")
		if !ok {
			continue
		}
		if len(f.list) == 0 && len(f.meant) == 0 {
			c.nothing(e)
		}
		c.expectMeasure(m, f)
		if below, ok := f.get("measures"); ok {
			c.expectMeasures(x, below, m.Name.Text+".", seen)
			if len(f.list) == 1 {
				x.Measures = slices.DeleteFunc(x.Measures, func(o *rules.ExpectedMeasure) bool { return o == m })
			}
		}
	}
}

func (c *testCase) expectMeasure(m *rules.ExpectedMeasure, f fields) {
	for key, into := range map[string]**rules.Expected{
		"value": &m.Value, "points": &m.Points, "weight": &m.Weight, "share": &m.Share, "contribution": &m.Contribution,
	} {
		f.read(key, func(v value) { *into = c.expected(v, "`"+key+"`") })
	}
	if e, ok := f.get("missing"); ok {
		if value, both := f.get("value"); both {
			c.report("test-value", value.key.place(), "delete one of the two", "`missing` and `value` both say what the value is to be")
			return
		}
		m.Value = &rules.Expected{Place: e.value.place()}
		c.missingFor(e.value, m.Value)
	}
	f.read("row", func(v value) { m.Row = c.word(v, "`row`") })
	f.read("code", func(v value) { m.Code = c.word(v, "`code`") })
	f.read("state", func(v value) {
		if _, ok := c.choice(v, "`state`", measureStates...); ok {
			m.State = c.word(v, "`state`")
		}
	})
}
