package reference

import "math/big"

// grid numbers the publishable values of a metric, ascending, 0 at zero, so
// that "the next value" is the next integer.
type grid struct {
	base     Base
	decimals int // that the metric keeps at most
}

func (o *outcome) gridOf(metric string) grid {
	g := grid{o.account.scope().typeOfName(metric).Base, 9}
	if m := o.account.portfolio.rules.metric(metric); m != nil && m.Round != nil {
		g.decimals = *m.Round
	}
	return g
}

// lastAmount is where the numbering of amounts ends, though amounts do not.
var lastAmount = pow10(16)

// holds tells whether all numbers lie within the numbering, if there are amounts
// beyond it.
func (g grid) holds(numbers ...*big.Rat) bool {
	for _, x := range numbers {
		if g.base == MoneyType && abs(x).Cmp(lastAmount) >= 0 {
			return false
		}
	}
	return true
}

// stretch is a part of the grid with one spacing: [from, to) holds steps values.
type stretch struct {
	from, to *big.Rat
	decimals int
}

// stretches cover the values from 0 up. Numbers from a million up keep fewer
// decimals with every digit more.
func (g grid) stretches() []stretch {
	switch g.base {
	case IntType:
		return []stretch{{zero(), add(greatestExact, ratInt(1)), 0}}
	case MoneyType:
		return []stretch{{zero(), lastAmount, min(2, g.decimals)}}
	}
	all := []stretch{{zero(), million, min(9, g.decimals)}}
	for digits := 7; digits <= 15; digits++ {
		all = append(all, stretch{pow10(digits - 1), pow10(digits), min(15-digits, g.decimals)})
	}
	return all
}

func (s stretch) steps(x *big.Rat) *big.Rat { return mul(sub(x, s.from), pow10(s.decimals)) }

// floor is the number of the greatest value at or below x, and whether that is x.
func (g grid) floor(x *big.Rat) (int64, bool) {
	count := int64(0)
	for _, s := range g.stretches() {
		if abs(x).Cmp(s.to) >= 0 {
			count += s.steps(s.to).Num().Int64()
			continue
		}
		steps := s.steps(abs(x))
		count += floorInt(steps).Int64()
		if x.Sign() >= 0 {
			return count, steps.IsInt()
		}
		if !steps.IsInt() {
			count++
		}
		return -count, steps.IsInt()
	}
	if x.Sign() < 0 {
		return -count, false
	}
	return count - 1, false
}

// last is the number of the greatest publishable value; its negative is the least.
func (g grid) last() int64 {
	count := int64(0)
	for _, s := range g.stretches() {
		count += s.steps(s.to).Num().Int64()
	}
	return count - 1
}

func (g grid) value(i int64) *big.Rat {
	left := max(i, -i)
	for _, s := range g.stretches() {
		steps := s.steps(s.to).Num().Int64()
		if left < steps {
			v := add(s.from, mul(new(big.Rat).SetInt64(left), pow10(-s.decimals)))
			if i < 0 {
				v.Neg(v)
			}
			return v
		}
		left -= steps
	}
	panic("reference: off the grid")
}
