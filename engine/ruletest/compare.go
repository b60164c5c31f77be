package ruletest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// comparison collects the checks of a test.
type comparison struct {
	result *Result
	set    *rules.Set
	// Of the part at hand:
	account   string
	scorecard string
}

func (c *comparison) add(check Check) {
	check.Account, check.Scorecard = c.account, c.scorecard
	c.result.Checks = append(c.result.Checks, check)
}

// failed adds a check of an account, or of the test, that did not hold.
func (c *comparison) failed(at rules.Place, account, what, expected, actual string) {
	c.result.Checks = append(c.result.Checks, Check{Place: at, Account: account, What: what, Expected: expected, Actual: actual})
}

func (c *comparison) value(x *rules.Expected, what string, a actual, note string) {
	if x == nil {
		return
	}
	expected, got := words(x, a)
	c.add(Check{Place: x.Place, What: what, Expected: expected, Actual: got, Note: note, Held: holds(x, a)})
}

func (c *comparison) text(x *rules.Scalar, what, actual, note string) {
	if x == nil {
		return
	}
	expected := x.Text
	if expected == noText && actual == "" {
		expected = strconv.Quote(expected)
	}
	c.add(Check{Place: x.Place, What: what, Expected: expected, Actual: orNone(actual), Note: note, Held: x.Text == actual})
}

// noText is what reports say where there is none.
const noText = "none"

func orNone(text string) string {
	if text == "" {
		return noText
	}
	return text
}

// absent says that there is no such account.
func (c *comparison) absent(x *rules.Expectation, key string, s *source) {
	at := x.Place
	if x.Account != nil {
		at = x.Account.Place
	}
	why := fmt.Sprintf("there is no account %q", key)
	keys := make([]string, 0, len(s.index))
	for k := range s.index {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	root := s.portfolio.Schema.Root()
	if root.Time != "" {
		why += " as of " + s.portfolio.AsOf.String()
	}
	if root.Time != "" && s.inline {
		why += ", by its " + root.Time
	}
	if near := spelling.Nearest(key, keys); near != "" && !s.inline {
		why += fmt.Sprintf("; did you mean %q?", near)
	}
	c.failed(at, key, "account", "an account to score", why)
}

// compare compares all that is expected of an account.
func (c *comparison) compare(x *rules.Expectation, o Account) {
	c.account, c.scorecard = o.Key, ""
	c.text(x.Segment, "segment", o.Segment, "")
	for _, m := range x.Metrics {
		i := slices.IndexFunc(o.Metrics, func(f engine.Figure) bool { return f.Name == m.Name.Text })
		c.value(&m.Value, "metrics."+m.Name.Text, actual{Value: o.Metrics[i].Value, cause: o.Metrics[i].Cause}, "")
	}
	if x.Flags != nil {
		c.flags(x.Flags, o.Flags)
	}
	for _, card := range x.Scorecards {
		i := slices.IndexFunc(o.Documents, func(d result.Document) bool { return d.Scorecard == card.Name.Text })
		c.scorecard = card.Name.Text
		c.card(card, o.Documents[i])
	}
}

func (c *comparison) flags(x *rules.ExpectedFlags, holding []string) {
	if !x.Exactly {
		for _, f := range x.List {
			holds := slices.Contains(holding, f.Name.Text)
			c.add(Check{
				Place: f.Name.Place, What: "flags." + f.Name.Text, Held: holds == f.Holds,
				Expected: fmt.Sprint(f.Holds), Actual: fmt.Sprint(holds),
			})
		}
		return
	}
	var names []string
	for _, f := range x.List {
		names = append(names, f.Name.Text)
	}
	c.sameNames(x.Place, "flags", names, holding)
}

// sameNames compares two lists whose order does not matter.
func (c *comparison) sameNames(at rules.Place, what string, expected, actual []string) {
	a, b := slices.Sorted(slices.Values(expected)), slices.Sorted(slices.Values(actual))
	c.add(Check{Place: at, What: what, Expected: listed(expected), Actual: listed(actual), Held: slices.Equal(a, b)})
}

func listed(names []string) string { return orNone(strings.Join(names, ", ")) }

func (c *comparison) card(x *rules.ExpectedScorecard, d result.Document) {
	c.value(x.Score, "score", number(d.Score, d.Cause), "")
	band := ""
	if d.Band != nil {
		band = *d.Band
	}
	c.text(x.Band, "band", band, "")
	c.value(x.Base, "base", number(d.Base, d.Cause), "")
	c.value(x.Coverage, "coverage", number(d.Coverage, ""), "")
	if x.MissingOnes != nil {
		c.sameNames(x.MissingOnes.Place, "missing", namesOf(x.MissingOnes), missingOnes(d.Measures, ""))
	}
	for _, m := range x.Measures {
		c.measure(m, d)
	}
	if x.Overrides != nil {
		applied := make([]string, len(d.Overrides))
		for i, o := range d.Overrides {
			applied[i] = appliedText(o)
		}
		expected := namesOf(x.Overrides)
		c.add(Check{Place: x.Overrides.Place, What: "overrides", Expected: listed(expected), Actual: listed(applied), Held: slices.Equal(expected, applied)})
	}
	if x.Reasons != nil {
		c.reasons(x.Reasons, d.Reasons)
	}
}

func namesOf(x *rules.ExpectedNames) []string {
	names := make([]string, len(x.List))
	for i, n := range x.List {
		names[i] = n.Text
	}
	return names
}

// missingOnes are the nested names of the measures without a value, or without points
// for it.
func missingOnes(measures []result.Measure, prefix string) []string {
	var names []string
	for _, m := range measures {
		switch {
		case m.Measures != nil:
			names = append(names, missingOnes(m.Measures, prefix+m.Name+".")...)
		case m.State == result.StateMissing, m.State == result.StateStandIn, m.State == result.StateFailed:
			names = append(names, prefix+m.Name)
		}
	}
	return names
}

// appliedText is overrideText of an override that applied.
func appliedText(o result.Override) string {
	if o.Reason != "" {
		return o.Reason
	}
	var parts []string
	for _, p := range []struct {
		name string
		n    exact.Num
	}{{"adjust", o.Adjust}, {"cap", o.Cap}, {"floor", o.Floor}} {
		if !p.n.IsMissing() {
			parts = append(parts, p.name+" "+p.n.String())
		}
	}
	if o.Band != "" {
		parts = append(parts, "band "+o.Band)
	}
	return strings.Join(parts, ", ")
}

func (c *comparison) reasons(x *rules.ExpectedReasons, actual []result.Reason) {
	var expected, came []string
	for _, r := range x.List {
		expected = append(expected, r.Measure.Text)
	}
	first := actual
	if len(expected) > 0 {
		first = actual[:min(len(expected), len(actual))]
	}
	for _, r := range first {
		came = append(came, r.Measure)
	}
	c.add(Check{Place: x.Place, What: "reasons", Expected: listed(expected), Actual: listed(came), Held: slices.Equal(expected, came)})
	for _, r := range x.List {
		i := slices.IndexFunc(actual, func(a result.Reason) bool { return a.Measure == r.Measure.Text })
		var a result.Reason
		if i >= 0 {
			a = actual[i]
		}
		c.value(r.Lost, "reasons."+r.Measure.Text+".lost", number(a.Lost, "it cost nothing"), "")
		c.text(r.Code, "reasons."+r.Measure.Text+".code", a.Code, "")
	}
}

// measure compares what is expected of a measure.
func (c *comparison) measure(x *rules.ExpectedMeasure, d result.Document) {
	m, there := find(d.Measures, x.Name.Text)
	what := "measures." + x.Name.Text
	if !there {
		off := "off: it is switched off for the segment " + d.Segment
		if x.State != nil {
			c.add(Check{Place: x.State.Place, What: what + ".state", Expected: x.State.Text, Actual: off, Held: x.State.Text == stateOff})
		}
		for _, part := range expectedParts(x) {
			c.add(Check{Place: part.place, What: what + "." + part.name, Expected: part.text, Actual: off})
		}
		return
	}
	note := rowNote(m)
	c.value(x.Value, what+".value", actual{Value: m.Value, cause: m.Cause}, "")
	c.value(x.Points, what+".points", number(m.Points, m.Cause), note)
	c.value(x.Weight, what+".weight", number(m.Weight, ""), "")
	c.value(x.Share, what+".share", number(m.Share, m.Cause), "")
	c.value(x.Contribution, what+".contribution", number(m.Contribution, m.Cause), "")
	c.text(x.Row, what+".row", m.Row, "")
	c.text(x.Code, what+".code", m.Code, "")
	state := m.State
	if state == "" {
		state = stateScored
	}
	c.text(x.State, what+".state", state, m.Cause)
}

// The states that documents have no word for.
const (
	stateScored = "scored"
	stateOff    = "off"
)

func rowNote(m result.Measure) string {
	var parts []string
	if m.Row != "" {
		parts = append(parts, "row "+m.Row)
	}
	if m.Cause != "" && !m.Points.IsMissing() {
		parts = append(parts, m.Cause)
	}
	return strings.Join(parts, "; ")
}

// part is one thing that is expected of a measure.
type part struct {
	name, text string
	place      rules.Place
}

// expectedParts are the things expected of a measure, but for its state.
func expectedParts(x *rules.ExpectedMeasure) []part {
	var parts []part
	for _, p := range []struct {
		name string
		x    *rules.Expected
	}{{"value", x.Value}, {"points", x.Points}, {"weight", x.Weight}, {"share", x.Share}, {"contribution", x.Contribution}} {
		if p.x != nil {
			parts = append(parts, part{p.name, expectedText(p.x), p.x.Place})
		}
	}
	for _, p := range []struct {
		name string
		x    *rules.Scalar
	}{{"row", x.Row}, {"code", x.Code}} {
		if p.x != nil {
			parts = append(parts, part{p.name, p.x.Text, p.x.Place})
		}
	}
	return parts
}

// find finds a measure by its nested name.
func find(measures []result.Measure, path string) (result.Measure, bool) {
	for _, m := range measures {
		if m.Name == path {
			return m, true
		}
		if rest, ok := strings.CutPrefix(path, m.Name+"."); ok && m.Measures != nil {
			if found, there := find(m.Measures, rest); there {
				return found, true
			}
		}
	}
	return result.Measure{}, false
}
