package ruletest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

var one = exact.Int(1)

// actual is a value that came out.
type actual struct {
	signals.Value
	cause string // why it is missing
}

// number is a number that came out.
func number(n exact.Num, cause string) actual {
	v := signals.Value{Kind: signals.Number, Num: n}
	if n.IsMissing() {
		v.Missing = signals.Blank
	}
	return actual{Value: v, cause: cause}
}

func (a actual) isMissing() bool {
	return a.Missing != signals.Present || a.Kind == signals.NoKind || a.Kind.Numeric() && a.Num.IsMissing()
}

// shown is the value as a report prints it.
func (a actual) shown() string {
	switch {
	case !a.isMissing():
		return a.String()
	case a.cause != "":
		return missingWord + ": " + a.cause
	}
	return missingWord
}

// words are what was expected and what came out, as a report prints them beside each
// other: in percent where that was expected, and so that the text `missing` is another
// thing than no value.
func words(x *rules.Expected, a actual) (expected, got string) {
	text := !a.isMissing() && a.Kind == signals.String && a.Text == missingWord
	if !text && (x.Is == nil || x.Is.Text != missingWord) {
		return expectedText(x), a.shownLike(x)
	}
	expected, got = strings.Replace(expectedText(x), missingWord, noValue, 1), strings.Replace(a.shown(), missingWord, noValue, 1)
	if x.Is != nil {
		expected = strconv.Quote(x.Is.Text)
	}
	if !a.isMissing() {
		got = strconv.Quote(a.String())
	}
	return expected, got
}

// What a report says of no value, and how else where a text is `missing`.
const (
	missingWord = "missing"
	noValue     = "no value"
)

// shownLike is the value as a report prints it beside what was expected: in percent
// where that is.
func (a actual) shownLike(x *rules.Expected) string {
	for _, s := range []*rules.Scalar{x.Is, x.Above, x.AtLeast, x.AtMost, x.Below} {
		if s != nil && s.Percent && !a.isMissing() && a.Kind.Numeric() {
			return a.Num.Mul(exact.Int(100)).String() + "%"
		}
	}
	return a.shown()
}

// holds tells whether a value is as expected.
func holds(x *rules.Expected, a actual) bool {
	if x.Missing {
		return a.isMissing() && strings.Contains(a.cause, x.Cause)
	}
	if a.isMissing() {
		return false
	}
	if x.Within != nil {
		return a.Kind.Numeric() && !x.Is.Number.IsMissing() && a.Num.Sub(x.Is.Number).Abs().Cmp(x.Within.Number) <= 0
	}
	for _, c := range []struct {
		with *rules.Scalar
		is   func(order int) bool
	}{
		{x.Is, func(order int) bool { return order == 0 }},
		{x.Above, func(order int) bool { return order > 0 }},
		{x.AtLeast, func(order int) bool { return order >= 0 }},
		{x.AtMost, func(order int) bool { return order <= 0 }},
		{x.Below, func(order int) bool { return order < 0 }},
	} {
		if c.with == nil {
			continue
		}
		order, comparable := compareTo(a, *c.with)
		if !comparable || !c.is(order) {
			return false
		}
	}
	return true
}

// compareTo orders a value and what is written; false if they are of different kinds.
func compareTo(a actual, s rules.Scalar) (order int, ok bool) {
	switch {
	case a.Kind.Numeric():
		if s.Number.IsMissing() {
			return 0, false
		}
		return a.Num.Cmp(s.Number), true
	case a.Kind.Temporal():
		v, err := signals.ParseValue(&signals.Column{Kind: a.Kind}, s.Text)
		if err != nil || v.Missing != signals.Present {
			return 0, false
		}
		return int(min(max(a.Micros-v.Micros, -1), 1)), true
	}
	return strings.Compare(a.String(), s.Text), true
}

// expectedText is what is expected, in words.
func expectedText(x *rules.Expected) string {
	switch {
	case x.Missing && x.Cause != "":
		return fmt.Sprintf("missing because of %q", x.Cause)
	case x.Missing:
		return missingWord
	case x.Within != nil:
		return x.Is.Text + ", give or take " + x.Within.Text
	case x.Is != nil:
		return x.Is.Text
	}
	var parts []string
	for _, p := range []struct {
		word  string
		bound *rules.Scalar
	}{{"above", x.Above}, {"at least", x.AtLeast}, {"at most", x.AtMost}, {"below", x.Below}} {
		if p.bound != nil {
			parts = append(parts, p.word+" "+p.bound.Text)
		}
	}
	return strings.Join(parts, " and ")
}
