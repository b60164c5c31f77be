package lint

import (
	"cmp"
	"slices"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// span is a stretch of numbers. An end that is missing is none: it goes on for ever.
type span struct {
	lo, hi         exact.Num
	loOpen, hiOpen bool // the end itself is not in it
}

func (s span) single() bool {
	return !s.lo.IsMissing() && !s.hi.IsMissing() && s.lo.Equal(s.hi) && !s.loOpen && !s.hiOpen
}

// bounded tells whether s has both ends.
func (s span) bounded() bool { return !s.lo.IsMissing() && !s.hi.IsMissing() }

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareLow orders spans by where they begin.
func compareLow(a, b span) int {
	if a.lo.IsMissing() || b.lo.IsMissing() {
		return flag(!a.lo.IsMissing()) - flag(!b.lo.IsMissing())
	}
	return cmp.Or(a.lo.Cmp(b.lo), flag(a.loOpen)-flag(b.loOpen))
}

// compareHigh orders spans by where they end.
func compareHigh(a, b span) int {
	if a.hi.IsMissing() || b.hi.IsMissing() {
		return flag(a.hi.IsMissing()) - flag(b.hi.IsMissing())
	}
	return cmp.Or(a.hi.Cmp(b.hi), flag(b.hiOpen)-flag(a.hiOpen))
}

// and is what a and b share; it may be empty, which `on` tells.
func (s span) and(o span) span {
	out := s
	if compareLow(o, s) > 0 {
		out.lo, out.loOpen = o.lo, o.loOpen
	}
	if compareHigh(o, s) < 0 {
		out.hi, out.hiOpen = o.hi, o.hiOpen
	}
	return out
}

var tens = func() (t [publishedDecimals + 1]exact.Num) {
	v := int64(1)
	for i := range t {
		t[i] = exact.Int(v)
		v *= 10
	}
	return t
}()

// on moves the ends of s to the next numbers of a grid within, and tells whether any
// number is left. On the grid of published numbers, the ends stay as they are.
func (s span) on(decimals int) (span, bool) {
	if !s.bounded() {
		if decimals >= publishedDecimals {
			return s, true
		}
	} else if c := s.lo.Cmp(s.hi); c > 0 || c == 0 && (s.loOpen || s.hiOpen) {
		return s, false
	}
	if decimals > publishedDecimals {
		return s, true
	}
	moved, unit := s, tens[decimals]
	if !s.lo.IsMissing() && (s.loOpen || !s.lo.IsInt()) {
		at := s.lo.Mul(unit)
		up := at.Ceil()
		if s.loOpen && up.Equal(at) {
			up = up.Add(tens[0])
		}
		moved.lo, moved.loOpen = up.Quo(unit), false
	}
	if !s.hi.IsMissing() && (s.hiOpen || !s.hi.IsInt()) {
		at := s.hi.Mul(unit)
		down := at.Floor()
		if s.hiOpen && down.Equal(at) {
			down = down.Sub(tens[0])
		}
		moved.hi, moved.hiOpen = down.Quo(unit), false
	}
	if moved.bounded() && moved.lo.Cmp(moved.hi) > 0 {
		return s, false
	}
	if decimals == publishedDecimals {
		return s, true
	}
	return moved, true
}

// joined sorts spans and makes one of those that touch.
func joined(spans []span) []span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, compareLow)
	out := spans[:1]
	for _, s := range spans[1:] {
		last := &out[len(out)-1]
		if !last.hi.IsMissing() && !s.lo.IsMissing() {
			if c := last.hi.Cmp(s.lo); c < 0 || c == 0 && last.hiOpen && s.loOpen {
				out = append(out, s)
				continue
			}
		}
		if compareHigh(s, *last) > 0 {
			last.hi, last.hiOpen = s.hi, s.hiOpen
		}
	}
	return out
}

// decimalsOf is the grid that a number lies on.
func decimalsOf(v exact.Num) int {
	for d, unit := range tens {
		if v.Mul(unit).IsInt() {
			return d
		}
	}
	return anyDecimals
}
