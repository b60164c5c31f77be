package load

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// missingWord says that no value is expected.
const missingWord = "missing"

// scalarOf is a single value as it is written.
func scalarOf(v value) rules.Scalar {
	s := rules.Scalar{Text: v.node.Value, Null: isNull(v.node), Place: v.place()}
	text, percent := strings.CutSuffix(s.Text, "%")
	n, ok := parseNumber(strings.TrimSpace(text))
	if !ok || len(text) > maxCanonicalDigits {
		return s
	}
	s.Number, s.Percent = n, percent
	if percent {
		s.Number = n.Quo(exact.Int(100))
	}
	return s
}

// scalar reads a single value that is there.
func (l *loader) scalar(v value, what string) (rules.Scalar, bool) {
	if l.reported(v) {
		return rules.Scalar{}, false
	}
	if !v.isScalar() {
		l.wrongShape(v, what, "a single value", "")
		return rules.Scalar{}, false
	}
	s := scalarOf(v)
	switch {
	case s.Null:
		return s, l.present(v, what)
	case strings.TrimSpace(s.Text) == "":
		l.report("no-value", v.place(), "", "%s is empty", what)
		return s, false
	}
	return s, true
}

// word is scalar, for what is optional in the model; nil if it cannot be read.
func (l *loader) word(v value, what string) *rules.Scalar {
	s, ok := l.scalar(v, what)
	if !ok {
		return nil
	}
	return &s
}

// expected reads what a value is to be: a value, `missing`, or a mapping that says
// more; nil if it cannot be read.
func (l *loader) expected(v value, what string) *rules.Expected {
	x := &rules.Expected{Place: v.place()}
	if !v.isMapping() {
		if isNull(v.node) && !l.reported(v) {
			l.report("no-value", v.place(), "write `missing` where no value is expected", "%s has no value", what)
			return nil
		}
		s, ok := l.scalar(v, what)
		switch {
		case !ok:
			return nil
		case s.Text == missingWord:
			x.Missing = true
		default:
			x.Is = &s
		}
		return x
	}
	f, ok := l.fields(v, "an expected value", "is", "within", "above", "at_least", "at_most", "below", missingWord)
	if !ok {
		return nil
	}
	before := l.findings()
	for key, into := range map[string]**rules.Scalar{
		"is": &x.Is, "within": &x.Within, "above": &x.Above, "at_least": &x.AtLeast, "at_most": &x.AtMost, "below": &x.Below,
	} {
		f.read(key, func(v value) { *into = l.word(v, "`"+key+"`") })
	}
	f.read(missingWord, func(v value) { l.missingFor(v, x) })
	if l.findings() > before || len(f.meant) > 0 || l.holes[v.node] {
		return nil
	}
	if !l.sensible(f, x) {
		return nil
	}
	return x
}

// missingFor reads `missing: true`, or a part of the cause.
func (l *loader) missingFor(v value, x *rules.Expected) {
	s := l.word(v, "`missing`")
	if s == nil {
		return
	}
	text := strings.TrimSpace(s.Text)
	switch word := strings.ToLower(text); {
	case text == "true":
		x.Missing = true
	case slices.Contains(noWords, word):
		l.report("wrong-word", v.place(), "expect a value; or write missing: true, or a part of the cause, such as: not supplied", "`missing` is true, or a part of the cause, not %s", quoted(s.Text))
	case slices.Contains(yesWords, word):
		l.report("wrong-word", v.place(), "write missing: true", "`missing` is true, or a part of the cause, not %s", quoted(s.Text))
	default:
		x.Missing, x.Cause = true, s.Text
	}
}

// What people write for true and false. As parts of a cause they would hold for causes
// that happen to have these letters in them, such as "not supplied".
var (
	yesWords = []string{"true", "yes", "y", "on"}
	noWords  = []string{"false", "no", "n", "off"}
)

// sensible refuses what cannot hold, or holds always.
func (l *loader) sensible(f fields, x *rules.Expected) bool {
	lower, upper := x.Above != nil || x.AtLeast != nil, x.Below != nil || x.AtMost != nil
	switch {
	case len(f.list) == 0:
		l.report("empty", f.at.place(), "write {is: 7, within: 0.01}, {above: 5}, or {missing: a part of the cause}",
			"nothing is expected here, and so nothing could fail")
	case x.Missing && len(f.list) > 1, x.Is != nil && (lower || upper):
		l.report("test-value", f.at.place(), "write one of the two", "a value is expected in two ways")
	case x.Above != nil && x.AtLeast != nil, x.Below != nil && x.AtMost != nil:
		l.report("test-value", f.at.place(), "write one of the two", "a bound is written twice")
	case x.Within != nil && x.Is == nil:
		l.report("missing-key", x.Within.Place, "write is: and the value", "`within` needs `is`")
	case x.Within != nil && (x.Within.Number.IsMissing() || x.Within.Number.Sign() <= 0):
		l.report("number", x.Within.Place, "write within: 0.01", "`within` is a number above 0, not %s", quoted(x.Within.Text))
	case lower && upper && empty(x):
		l.report("number-range", f.at.place(), "", "no value lies between these bounds")
	default:
		return true
	}
	return false
}

// empty tells whether no number lies within two bounds.
func empty(x *rules.Expected) bool {
	lower, upper := x.AtLeast, x.AtMost
	if lower == nil {
		lower = x.Above
	}
	if upper == nil {
		upper = x.Below
	}
	if lower.Number.IsMissing() || upper.Number.IsMissing() {
		return false
	}
	order := lower.Number.Cmp(upper.Number)
	return order > 0 || order == 0 && (x.Above != nil || x.Below != nil)
}

// names reads a list of names or texts.
func (l *loader) names(v value, what, example string) *rules.ExpectedNames {
	items, ok := l.list(v, what, example)
	if !ok {
		return nil
	}
	names := &rules.ExpectedNames{Place: v.place(), List: []rules.Name{}}
	for _, item := range items {
		if s := l.word(item, "an entry of "+what); s != nil {
			names.List = append(names.List, rules.Name{Text: s.Text, Place: s.Place})
		}
	}
	return names
}
