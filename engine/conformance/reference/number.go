package reference

import (
	"math/big"
	"strings"
)

// Dec is a decimal as a rule's author wrote it, such as "7.5"; "" is not written.
type Dec string

// Rat is the exact value of the text.
func (d Dec) Rat() *big.Rat {
	r, ok := new(big.Rat).SetString(string(d))
	if !ok {
		panic("reference: not a decimal: " + string(d))
	}
	return r
}

var (
	half          = big.NewRat(1, 2)
	million       = pow10(6)
	numberLimit   = pow10(15)
	moneyLimit    = pow10(28) // 30 digits, two of them decimals
	greatestExact = new(big.Rat).SetInt64(1 << 53)
)

func pow10(n int) *big.Rat {
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil)
	r := new(big.Rat).SetInt(p)
	if n < 0 {
		r.Inv(r)
	}
	return r
}

func ratInt(n int) *big.Rat { return new(big.Rat).SetInt64(int64(n)) }

func zero() *big.Rat { return new(big.Rat) }

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
func abs(a *big.Rat) *big.Rat    { return new(big.Rat).Abs(a) }

func floorInt(x *big.Rat) *big.Int {
	// Denominators are positive, for which Div is the floor.
	return new(big.Int).Div(x.Num(), x.Denom())
}

// roundTo rounds half away from zero to so many decimals, and tells whether
// the exact value lay in the middle.
func roundTo(x *big.Rat, decimals int) (*big.Rat, bool) {
	unit := pow10(decimals)
	scaled := mul(abs(x), unit)
	whole := new(big.Rat).SetInt(floorInt(scaled))
	rest := sub(scaled, whole)
	if rest.Cmp(half) >= 0 {
		whole.Add(whole, ratInt(1))
	}
	r := quo(whole, unit)
	if x.Sign() < 0 {
		r.Neg(r)
	}
	return r, rest.Cmp(half) == 0
}

// integerDigits counts the digits before the point: 0 below 1, 7 for a million.
func integerDigits(x *big.Rat) int {
	n := floorInt(abs(x))
	if n.Sign() == 0 {
		return 0
	}
	return len(n.String())
}

// numberDecimals is how many decimals a published number of this size keeps:
// 9, and from a million up what 15 significant digits leave.
func numberDecimals(x *big.Rat) int {
	if abs(x).Cmp(million) < 0 {
		return 9
	}
	return 15 - integerDigits(x)
}

// publishNumber rounds as "Numbers" says; nil is out of range.
func publishNumber(x *big.Rat, atMost int) (*big.Rat, bool) {
	decimals := min(numberDecimals(x), atMost)
	if abs(x).Cmp(numberLimit) >= 0 {
		return nil, false
	}
	r, tie := roundTo(x, decimals)
	if abs(r).Cmp(numberLimit) >= 0 {
		return nil, false
	}
	return r, tie
}

func publishMoney(x *big.Rat, atMost int) (*big.Rat, bool) {
	r, tie := roundTo(x, min(2, atMost))
	if abs(r).Cmp(moneyLimit) >= 0 {
		return nil, false
	}
	return r, tie
}

func publishInt(x *big.Rat) *big.Rat {
	if abs(x).Cmp(greatestExact) > 0 {
		return nil
	}
	return x
}

// decimalText writes a terminating decimal with no needless zeros.
func decimalText(x *big.Rat) string {
	for d := range 60 {
		if mul(x, pow10(d)).IsInt() {
			return x.FloatString(d)
		}
	}
	panic("reference: not a decimal: " + x.String())
}

// rounded is the text of x with at most so many decimals.
func rounded(x *big.Rat, decimals int) string {
	r, _ := roundTo(x, decimals)
	return decimalText(r)
}

// publishedText is the text of a number as any reader of it sees it.
func publishedText(x *big.Rat) string {
	r, _ := publishNumber(x, 9)
	if r == nil {
		return ""
	}
	return decimalText(r)
}

// sqrtRounded is the square root of x >= 0, rounded once, half away from zero.
// An irrational root has no ties, so comparing squares decides exactly.
func sqrtRounded(x *big.Rat, decimals int) *big.Rat {
	unit := pow10(decimals)
	scaled := mul(x, mul(unit, unit))
	n := new(big.Int).Sqrt(floorInt(scaled))
	low := new(big.Rat).SetInt(n)
	middle := add(low, half)
	if mul(middle, middle).Cmp(scaled) <= 0 {
		low.Add(low, ratInt(1))
	}
	return quo(low, unit)
}

// sqrtPublished picks the decimals by the size of the root itself.
func sqrtPublished(x *big.Rat, atMost int) *big.Rat {
	whole := new(big.Rat).SetInt(new(big.Int).Sqrt(floorInt(x)))
	return sqrtRounded(x, min(numberDecimals(whole), atMost))
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func quoted(s string) string {
	return `"` + escapes.Replace(s) + `"`
}
