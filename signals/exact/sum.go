package exact

import (
	"math/big"
	"math/bits"
)

// Sum adds up many numbers exactly. Decimals of up to 9 places, which is to say
// published values, cost a few instructions each. The zero value is an empty
// sum. A Sum may be copied; it is not safe for concurrent use.
type Sum struct {
	hi, lo uint64 // a 128-bit two's complement integer: the decimals, times 10^9
	rest   Num    // the numbers of any other kind; in use if others is set
	others bool
	count  int
}

// sumScale is the number of decimals in the integer part of a Sum.
const sumScale = 9

// Add adds x. A missing x is passed over.
func (s *Sum) Add(x Num) {
	if x.d != 0 {
		if k, ok := scaleOf(x.d); ok && k <= sumScale {
			s.count++
			hi, lo := bits.Mul64(magnitude(x.n), pow10[sumScale-k])
			s.addDecimal(x.n < 0, hi, lo)
			return
		}
	}
	if x.IsMissing() {
		return
	}
	s.count++
	s.addRest(x)
}

// addDecimal adds a term of less than 2^94, so that a look at the top bits is
// enough to empty the integer before it overflows.
func (s *Sum) addDecimal(negative bool, hi, lo uint64) {
	var carry uint64
	if negative {
		s.lo, carry = bits.Sub64(s.lo, lo, 0)
		s.hi, _ = bits.Sub64(s.hi, hi, carry)
	} else {
		s.lo, carry = bits.Add64(s.lo, lo, 0)
		s.hi, _ = bits.Add64(s.hi, hi, carry)
	}
	if top := s.hi >> 62; top == 1 || top == 2 {
		s.addRest(s.decimals())
		s.hi, s.lo = 0, 0
	}
}

func (s *Sum) addRest(x Num) {
	if s.others {
		x = s.rest.Add(x)
	}
	s.rest, s.others = x, true
}

// Count returns how many numbers were added, missing ones not counted.
func (s *Sum) Count() int { return s.count }

// Num returns the sum so far: 0 if nothing was added, missing if it has outgrown
// [MaxBits] on the way, which decimals cannot.
func (s *Sum) Num() Num {
	if s.others {
		return s.decimals().Add(s.rest)
	}
	return s.decimals()
}

// decimals returns the integer part, with no more decimals than it needs to be
// small.
func (s *Sum) decimals() Num {
	hi, lo := s.hi, s.lo
	negative := int64(hi) < 0
	if negative {
		var borrow uint64
		lo, borrow = bits.Sub64(0, lo, 0)
		hi, _ = bits.Sub64(0, hi, borrow)
	}
	if hi < pow10[sumScale] { // integers stay integers
		if q, r := bits.Div64(hi, lo, pow10[sumScale]); r == 0 {
			if x, ok := signed(negative, q, 1); ok {
				return x
			}
		}
	}
	for scale := sumScale; scale >= 0; scale-- {
		if hi == 0 {
			if x, ok := signed(negative, lo, pow10[scale]); ok {
				return x
			}
		}
		qhi := hi / 10
		qlo, r := bits.Div64(hi%10, lo, 10)
		if r != 0 {
			break
		}
		hi, lo = qhi, qlo
	}
	return s.wideDecimals()
}

func (s *Sum) wideDecimals() Num {
	n := big.NewInt(int64(s.hi))
	n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(s.lo))
	return fromFraction(n, bigPow10(sumScale))
}
