package lint

import (
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// can says what a value can be, behind its name: "is at most 100". Empty: nothing is
// known about it.
func can(v set, k signals.Kind) string {
	switch shapeOf(k) {
	case textShape:
		switch {
		case v.none(textShape):
			return "is always missing"
		case v.finite():
			return "is " + alternatives(quoted(v.texts))
		}
	case truthShape:
		switch {
		case v.none(truthShape):
			return "is always missing"
		case !v.no:
			return "is always true"
		case !v.yes:
			return "is always false"
		}
	case numberShape:
		return canNumber(v, k)
	}
	return ""
}

// listedAtMost bounds how many values a message lists.
const listedAtMost = 6

func canNumber(v set, k signals.Kind) string {
	if v.none(numberShape) {
		return "is always missing"
	}
	var listed []string
	for _, s := range v.spans {
		if s.single() {
			listed = append(listed, written(s.lo, k))
		}
	}
	if len(listed) == len(v.spans) && len(listed) <= listedAtMost {
		if len(listed) == 1 {
			return "is always " + listed[0]
		}
		return "is " + alternatives(listed)
	}
	h := v.hull()
	low, high := "at least ", "at most "
	if h.loOpen {
		low = "above "
	}
	if h.hiOpen {
		high = "below "
	}
	switch {
	case h.bounded() && !h.loOpen && !h.hiOpen:
		return "lies between " + written(h.lo, k) + " and " + written(h.hi, k)
	case h.bounded():
		return "is " + low + written(h.lo, k) + " and " + high + written(h.hi, k)
	case !h.lo.IsMissing():
		return "is " + low + written(h.lo, k)
	case !h.hi.IsMissing():
		return "is " + high + written(h.hi, k)
	case v.decimals == 0 && !k.Temporal():
		return "is a whole number"
	}
	return ""
}

// written is a number, or an instant, as it stands in rules.
func written(v exact.Num, k signals.Kind) string {
	if !k.Temporal() {
		return v.String()
	}
	micros, _ := v.Mul(exact.Int(signals.DayMicros)).Int64()
	if v.IsInt() {
		return signals.FormatDate(micros)
	}
	return signals.FormatTime(micros)
}

func quoted(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = "`" + t + "`"
	}
	return out
}

// alternatives joins words by commas and "or"; a long list is cut short.
func alternatives(words []string) string { return enumerated(words, "or") }

func enumerated(words []string, last string) string {
	if len(words) > listedAtMost {
		return strings.Join(words[:listedAtMost], ", ") + "..."
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// because is ": " and the reason, if there is one.
func because(subject, reason string) string {
	if reason == "" {
		return ""
	}
	return ": `" + subject + "` " + reason
}

// sourceWidth bounds how much of an expression a message repeats, in characters.
const sourceWidth = 40

// source is the text of a node of an expression.
func source(e *rules.Expression, n *expression.Node) string {
	runes := []rune(e.Text)
	from, to := n.Extent()
	from, to = min(from, len(runes)), min(to, len(runes))
	part := strings.Join(strings.Fields(string(runes[from:to])), " ")
	if r := []rune(part); len(r) > sourceWidth {
		return string(r[:sourceWidth]) + "..."
	}
	return part
}

// place is where a node stands, with the brackets that belong to it.
func place(e *rules.Expression, n *expression.Node) rules.Place { return e.At(n.Extent()) }

// stretch says which values a span holds: "above 50 up to 75".
func stretch(s span, k signals.Kind) string {
	switch {
	case s.single():
		return written(s.lo, k)
	case s.lo.IsMissing() && s.hi.IsMissing():
		return "anything"
	case s.lo.IsMissing() && s.hiOpen:
		return "below " + written(s.hi, k)
	case s.lo.IsMissing():
		return "up to " + written(s.hi, k)
	case s.hi.IsMissing() && s.loOpen:
		return "above " + written(s.lo, k)
	case s.hi.IsMissing():
		return "from " + written(s.lo, k)
	case s.loOpen && s.hiOpen:
		return "between " + written(s.lo, k) + " and " + written(s.hi, k)
	case s.loOpen:
		return "above " + written(s.lo, k) + " up to " + written(s.hi, k)
	case s.hiOpen:
		return "from " + written(s.lo, k) + " to below " + written(s.hi, k)
	}
	return "from " + written(s.lo, k) + " to " + written(s.hi, k)
}
