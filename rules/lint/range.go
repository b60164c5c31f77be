package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// set is what an expression can be: an over-approximation, never too small. Numbers
// beyond what the language publishes (10^15) are left out of account.
//
// Which fields count depends on the kind of the values: spans for numbers and
// instants (in days since 1970), texts and except for texts, yes and no for truths.
type set struct {
	missing bool

	spans []span // ascending, apart from each other
	// decimals: all numbers are multiples of 10^-decimals; anyDecimals if that is
	// not known.
	decimals int

	texts  []string // ascending
	except bool     // all texts but these

	yes, no bool
}

// anyDecimals is the grid of numbers that no decimals bound.
const anyDecimals = 99

// publishedDecimals is the finest grid that a published number lies on.
const publishedDecimals = 9

// shape is which fields of a set count.
type shape uint8

const (
	noShape shape = iota
	numberShape
	textShape
	truthShape
)

func shapeOf(k signals.Kind) shape {
	switch {
	case k.Numeric() || k.Temporal():
		return numberShape
	case k == signals.String:
		return textShape
	case k == signals.Bool:
		return truthShape
	}
	return noShape
}

// everything holds all values of all shapes, and missing.
func everything() set {
	return set{missing: true, spans: []span{{}}, decimals: anyDecimals, except: true, yes: true, no: true}
}

// present is s without missing.
func (s set) present() set {
	s.missing = false
	return s
}

// orMissing is s, and missing if it may be.
func (s set) orMissing(missing bool) set {
	s.missing = s.missing || missing
	return s
}

// onlyMissing is the set of missing alone.
func onlyMissing() set { return set{missing: true, decimals: 0} }

// none tells whether no value of the shape is in s, missing aside.
func (s set) none(k shape) bool {
	switch k {
	case numberShape:
		return len(s.spans) == 0
	case textShape:
		return len(s.texts) == 0 && !s.except
	case truthShape:
		return !s.yes && !s.no
	}
	return false
}

// empty tells whether s holds nothing at all.
func (s set) empty(k shape) bool { return !s.missing && s.none(k) }

// and is what s and o share.
func (s set) and(o set) set {
	out := set{missing: s.missing && o.missing, yes: s.yes && o.yes, no: s.no && o.no, decimals: min(s.decimals, o.decimals)}
	for a, b := s.spans, o.spans; len(a) > 0 && len(b) > 0; {
		if c, ok := a[0].and(b[0]).on(out.decimals); ok {
			out.spans = append(out.spans, c)
		}
		if compareHigh(a[0], b[0]) < 0 {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	out.spans = joined(out.spans)
	switch {
	case s.except && o.except:
		out.except, out.texts = true, mergeTexts(s.texts, o.texts)
	case s.except:
		out.texts = without(o.texts, s.texts)
	case o.except:
		out.texts = without(s.texts, o.texts)
	default:
		for _, t := range s.texts {
			if _, both := slices.BinarySearch(o.texts, t); both {
				out.texts = append(out.texts, t)
			}
		}
	}
	return out
}

// or is what is in s or in o.
func (s set) or(o set) set {
	out := set{missing: s.missing || o.missing, yes: s.yes || o.yes, no: s.no || o.no, decimals: max(s.decimals, o.decimals)}
	switch {
	case len(s.spans) == 0: // whose grid says nothing
		out.decimals = o.decimals
	case len(o.spans) == 0:
		out.decimals = s.decimals
	}
	out.spans = joined(slices.Concat(s.spans, o.spans))
	switch {
	case s.except && o.except:
		out.except = true
		for _, t := range s.texts {
			if _, both := slices.BinarySearch(o.texts, t); both {
				out.texts = append(out.texts, t)
			}
		}
	case s.except:
		out.except, out.texts = true, without(s.texts, o.texts)
	case o.except:
		out.except, out.texts = true, without(o.texts, s.texts)
	default:
		out.texts = mergeTexts(s.texts, o.texts)
	}
	return out.few()
}

// not is all that is not in s, missing included, on s's grid.
func (s set) not() set {
	out := set{missing: !s.missing, yes: !s.yes, no: !s.no, texts: s.texts, except: !s.except, decimals: anyDecimals}
	from := span{}
	whole := true // nothing is left behind the last span
	for i, a := range s.spans {
		if !a.lo.IsMissing() {
			out.spans = append(out.spans, span{lo: from.lo, loOpen: from.loOpen, hi: a.lo, hiOpen: !a.loOpen})
		}
		from = span{lo: a.hi, loOpen: !a.hiOpen}
		whole = i < len(s.spans)-1 || !a.hi.IsMissing()
	}
	if whole {
		out.spans = append(out.spans, from)
	}
	return out
}

// minus is s without o.
func (s set) minus(o set) set { return s.and(o.not()) }

// within tells whether all of s is in o.
func (s set) within(o set, k shape) bool { return s.minus(o).empty(k) }

// maxSpans bounds the pieces of a set; more are rounded up to one.
const maxSpans = 64

func (s set) few() set {
	if len(s.spans) > maxSpans {
		s.spans = []span{s.hull()}
	}
	return s
}

// hull is the span from the least to the greatest number; of nothing, the zero span.
func (s set) hull() span {
	if len(s.spans) == 0 {
		return span{}
	}
	first, last := s.spans[0], s.spans[len(s.spans)-1]
	return span{lo: first.lo, loOpen: first.loOpen, hi: last.hi, hiOpen: last.hiOpen}
}

// endless tells whether the numbers of s go on for ever.
func (s set) endless() bool {
	return len(s.spans) > 0 && !s.hull().bounded()
}

// number is the set of one number.
func number(v exact.Num) set {
	if v.IsMissing() {
		return onlyMissing()
	}
	return set{spans: []span{{lo: v, hi: v}}, decimals: decimalsOf(v)}
}

// numbers is the set of the numbers of one span.
func numbers(s span, decimals int) set {
	s, ok := s.on(decimals)
	if !ok {
		return set{decimals: decimals}
	}
	return set{spans: []span{s}, decimals: decimals}
}

func between(lo, hi int64, decimals int) set {
	return numbers(span{lo: exact.Int(lo), hi: exact.Int(hi)}, decimals)
}

func atLeast(lo int64, decimals int) set { return numbers(span{lo: exact.Int(lo)}, decimals) }

func anyNumber(decimals int) set { return set{spans: []span{{}}, decimals: decimals} }

func text(t ...string) set {
	t = slices.Clone(t)
	slices.Sort(t)
	return set{texts: slices.Compact(t)}
}

func anyText() set { return set{except: true} }

func truth(yes, no, missing bool) set { return set{yes: yes, no: no, missing: missing} }

// only tells whether s holds one value and nothing else, missing being none.
func (s set) only() (exact.Num, bool) {
	if s.missing || len(s.spans) != 1 || !s.spans[0].single() {
		return exact.Num{}, false
	}
	return s.spans[0].lo, true
}

// finite tells whether s lists its texts.
func (s set) finite() bool { return !s.except }

func mergeTexts(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func without(texts, gone []string) []string {
	var out []string
	for _, t := range texts {
		if _, found := slices.BinarySearch(gone, t); !found {
			out = append(out, t)
		}
	}
	return out
}
