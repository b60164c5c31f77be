package kernel

import (
	"math"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// The truths are encoded so that `and` is & and `or` is |, as Kleene's logic wants.
const (
	no      = 0b00
	unknown = 0b01
	yes     = 0b11
)

// vector is the values of one node for the rows of a block. Which slices count is
// known from the node's type; all have the length of the block.
//
// Numbers come in three forms, and one form holds for a whole vector: numerators
// over one unit; numerators over denominators of their own; and wide, where some
// number may not fit two int64s. Instants are microseconds in n.
type vector struct {
	n    []int64
	d    []int64 // nil: unit is the denominator of all
	unit int64   // above 0
	// low and high bound n, and dHigh bounds d from above; rows that are missing
	// hold something within the bounds.
	low, high, dHigh float64
	wide             []exact.Num // not nil: it is what counts

	truth []uint8

	codes []uint32
	dict  []string
	// dictionary tells dictionaries apart, for tables by code that are kept; 0 is
	// another one in each block. changed, and joined, are those which dict was made of.
	dictionary, changed, joined uint64

	// miss tells which rows are missing; nil: none is. Truths and wide numbers know
	// by themselves.
	miss []signals.Cause

	own memory
}

// memory is what a vector writes to; its other slices may be borrowed.
type memory struct {
	n, d  []int64
	miss  []signals.Cause
	wide  []exact.Num
	truth []uint8
	codes []uint32
	dict  []string
	table []uint8 // the truth of a test, by code of another vector's dictionary
}

// missing is the cause of a value that was computed.
const missing signals.Cause = 1

// limit bounds the numerators and denominators that kernels compute: whatever is
// added to or taken from one of them fits an int64, and float64 estimates of a
// bound may be off by far more than they are.
const limit = 1 << 61

// room is a slice of n entries in the memory of s, if that is large enough. New memory
// is a little larger than a power of two: vectors that all begin at the same place of a
// page would drive each other out of the cache.
func room[T any](s []T, n int) []T {
	if s == nil || cap(s) < n {
		return make([]T, n, n+128)
	}
	return s[:n]
}

// numerators makes v a vector of numerators over a unit, to be filled.
func (v *vector) numerators(rows int, unit int64) []int64 {
	v.own.n = room(v.own.n, rows)
	v.n, v.d, v.unit, v.wide = v.own.n, nil, unit, nil
	return v.n
}

// ratios makes v a vector of ratios, to be filled.
func (v *vector) ratios(rows int) (n, d []int64) {
	n = v.numerators(rows, 1)
	v.own.d = room(v.own.d, rows)
	v.d = v.own.d
	return n, v.d
}

// widen makes v a vector of wide numbers, to be filled.
func (v *vector) widen(rows int) []exact.Num {
	v.own.wide = room(v.own.wide, rows)
	v.n, v.d, v.unit, v.miss = nil, nil, 1, nil
	v.wide = v.own.wide
	return v.wide
}

// truths makes v a vector of truths, to be filled.
func (v *vector) truths(rows int) []uint8 {
	v.own.truth = room(v.own.truth, rows)
	v.truth = v.own.truth
	return v.truth
}

// mask makes v a vector with missing rows, to be filled.
func (v *vector) mask(rows int) []signals.Cause {
	v.own.miss = room(v.own.miss, rows)
	v.miss = v.own.miss
	return v.miss
}

// borrow makes v show what another vector holds.
func (v *vector) borrow(from *vector) {
	own := v.own
	*v = *from
	v.own = own
}

// bounds sets what bounds the numerators.
func (v *vector) bounds(low, high float64) { v.low, v.high = low, high }

// magnitude bounds the absolute values of the numerators.
func (v *vector) magnitude() float64 { return max(math.Abs(v.low), math.Abs(v.high)) }

// denominator bounds the denominators.
func (v *vector) denominator() float64 {
	if v.d != nil {
		return v.dHigh
	}
	return float64(v.unit)
}

// below is the denominator of row i.
func (v *vector) below(i int) int64 {
	if v.d != nil {
		return v.d[i]
	}
	return v.unit
}

// at is the number of row i.
func (v *vector) at(i int) exact.Num {
	switch {
	case v.wide != nil:
		return v.wide[i]
	case v.miss != nil && v.miss[i] != signals.Present:
		return exact.Num{}
	case v.d != nil:
		return exact.Ratio(v.n[i], v.d[i])
	}
	return exact.Ratio(v.n[i], v.unit)
}

// has tells whether row i, of anything but truths, is there.
func (v *vector) has(i int) bool {
	if v.wide != nil {
		return !v.wide[i].IsMissing()
	}
	return v.miss == nil || v.miss[i] == signals.Present
}

// text is the text of row i, if it is there.
func (v *vector) text(i int) (string, bool) {
	if v.miss != nil && v.miss[i] != signals.Present {
		return "", false
	}
	return v.dict[v.codes[i]], true
}

// missingIn makes v missing where a or b are.
func (v *vector) missingIn(rows int, a, b *vector) {
	switch {
	case a.miss == nil:
		v.miss = b.miss
	case b.miss == nil:
		v.miss = a.miss
	default:
		am, bm, out := a.miss[:rows], b.miss[:rows], v.mask(rows)
		for i := range out {
			out[i] = am[i] | bm[i]
		}
	}
}

// narrow brings wide numbers back to numerators over the unit 10^decimals, if all
// of them are decimals that fit.
func (v *vector) narrow(rows, decimals int) {
	unit := pow10[decimals]
	n, miss := v.spare(rows), v.own.miss
	miss = room(miss, rows)
	v.own.miss = miss
	low, high, some := int64(0), int64(0), false
	for i, x := range v.wide[:rows] {
		n[i], miss[i] = 0, signals.Present
		if x.IsMissing() {
			miss[i], some = missing, true
			continue
		}
		xn, xd, ok := x.Small()
		if !ok || unit%xd != 0 {
			if xn, xd, ok = x.LowestTerms(); !ok || unit%xd != 0 {
				return
			}
		}
		f := unit / xd
		if f > 1 && (xn > limit/f || xn < -limit/f) || xn > limit || xn < -limit {
			return
		}
		n[i] = xn * f
		low, high = min(low, n[i]), max(high, n[i])
	}
	v.n, v.d, v.unit, v.wide = n, nil, unit, nil
	v.miss = nil
	if some {
		v.miss = miss
	}
	v.bounds(float64(low), float64(high))
}

// spare is memory for numerators of a vector that is wide for now.
func (v *vector) spare(rows int) []int64 {
	v.own.n = room(v.own.n, rows)
	return v.own.n
}

// pow10 holds the powers of ten that an int64 can.
var pow10 = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = 10 * p[i-1]
	}
	return p
}()
