package reference

import (
	"math/big"
	"strconv"
)

// What follows is there to break engines that compute in machine words: in some of
// the cases, numbers at the ends of what the language can hold stand beside plain
// ones, in neighbouring accounts and in one expression.

// wildCell is a number at an end of the column's type, if it has one.
func (g *gen) wildCell(c *Column) (string, bool) {
	switch c.Type {
	case "int":
		if c.Min != "" {
			return "", false
		}
		if g.chance(25) {
			return pick(g, "1000000000000000", "9000000000000000", "2500000000000000", "999999999999999"), true
		}
		return pick(g, "9007199254740992", "-9007199254740992", "9007199254740991", "9007199254740990", "-9007199254740991",
			"4503599627370497", "3037000500", "-3037000500", "4294967296", "2147483648", "-2147483649", "1000003", "-1", "0", "-40", "1",
			"999999999999999", "1000000000000000", "9000000000000000", "100000000000000", "-7"), true
	case "number":
		if c.Min != "" {
			return "", false
		}
		return pick(g, "999999999999999", "-999999999999999", "999999999999998.5", "99999999999999.95", "123456789012345.6",
			"0.000000001", "-0.000000001", "0.0000000005", "0.0000000004", "-0.0000000005", "999999.999999999", "-999999.999999999",
			"999999.9999999995", "1000000.000000001", "123456.123456789", "0.333333333", "0.123456789", "9223372036.854775807",
			"9223372036.854775808", "-9223372036.854775809", "1e15", "-1e15", "1e-9", "25e-10", "1E3", "0", "-3", "1000000",
			"2.5", "0.1", "4611686018.427387905"), true
	case "money":
		return pick(g, "9999999999999999999999999999.99", "-9999999999999999999999999999.99", "9999999999999999999999999999",
			"92233720368547758.07", "92233720368547758.08", "-92233720368547758.08", "-92233720368547758.09", "90071992547409.92",
			"123456789012345678.91", "0.005", "0.004", "-0.005", "0.01", "-0.01", "0", "-250.5", "999999999999999.99", "1e20"), true
	}
	return "", false
}

// plainRatio is a ratio of two columns, which engines like to compare undivided.
func (g *gen) plainRatio() Node {
	ratio := Binary{"/", Name{pick(g, "seats", "active_users", "features_configured")}, Name{pick(g, "features_total", "open_p1", "tier")}}
	if g.chance(30) {
		return Binary{"*", ratio, lit(pick(g, 100, 10, 1000))}
	}
	return ratio
}

// wildDecimal is a number as rules may have it.
func (g *gen) wildDecimal() Dec {
	return pick(g, Dec("999999999999999"), "-999999999999999", "0.000000001", "-0.000000001", "0.333333333", "999999.999999999",
		"123456.123456789", "99999999999999.5", "1000003", "-1", "0", "0.5", "7.000000001", "3037000500", "9007199254.740993")
}

// wildNumber is arithmetic that outgrows machine words, or has a denominator that may
// be nothing, or less.
func (g *gen) wildNumber(depth int) Node {
	a, b, c := g.number(depth-1), g.plainNumber(), g.plainNumber()
	switch g.index(12) {
	case 0:
		return Binary{"/", Binary{"/", Binary{"/", a, b}, c}, g.plainNumber()}
	case 1:
		return Binary{"/", a, Binary{"/", b, Binary{"/", c, lit(g.between(-3, 7))}}}
	case 2:
		return Binary{"*", Binary{"*", a, b}, c}
	case 3:
		return Binary{"/", a, Binary{"-", b, c}} // of any sign
	case 4:
		return Binary{"+", Binary{"/", a, b}, Binary{"-", Binary{"/", b, c}, Binary{"/", c, lit(g.between(3, 97))}}}
	case 5:
		return Binary{pick(g, "+", "-", "*", "/"), a, Lit{g.wildDecimal()}}
	case 6:
		return Binary{
			"%", pick[Node](g, Name{"seats"}, Unary{"-", Name{"seats"}}, Binary{"*", Name{"seats"}, Name{"open_p1"}}),
			pick[Node](g, lit(7), lit(-3), Name{"features_total"}, Name{"open_p1"}),
		}
	case 7:
		return Binary{"/", Binary{"*", Binary{"-", a, b}, lit(100)}, b} // growth in percent
	case 8:
		sum := a
		for range g.between(3, 7) {
			sum = Binary{pick(g, "+", "-"), sum, Binary{"/", g.plainNumber(), lit(pick(g, 3, 7, 11, 13, 9973, 1000003))}}
		}
		return sum
	case 9:
		return Let{"y", Binary{"/", a, b}, Cond{Binary{">", Name{"y"}, Lit{g.wildDecimal()}}, Binary{"-", Name{"y"}, lit(1)}, Binary{"*", Name{"y"}, Name{"y"}}}}
	case 10:
		return call("percent", a, Binary{"-", b, lit(g.between(0, 40))})
	}
	return call(pick(g, "min", "max"), fractional(a), Binary{"/", b, lit(g.between(2, 9))})
}

// wildItem is a number of a row that grows with others.
func (g *gen) wildItem(t *Table) Node {
	a, b := g.plainItem(t), g.plainItem(t)
	switch g.index(5) {
	case 0:
		return Binary{"*", a, b}
	case 1:
		return Binary{"/", a, b}
	case 2:
		return Binary{"-", Binary{"*", a, lit(1000003)}, b}
	case 3:
		return Cond{g.rowYes(t), a, Binary{"/", b, lit(7)}}
	}
	return Binary{"/", a, pick[Node](g, Name{"seats"}, Name{"open_p1"}, lit(-3))}
}

// wildWeight has as many decimals as weights may.
func (g *gen) wildWeight() Dec {
	return pick(g, decOf(big.NewRat(int64(g.between(1, 99_999_999)), 1_000_000)), Dec("0.000001"), "0.333333", "999999.999999", "33.333333",
		Dec(strconv.Itoa(g.between(1, 9))))
}

// wildPoints has as many decimals as points may, within the scale.
func (g *gen) wildPoints(c *Scorecard) Dec {
	low, high := g.rangeOf(c)
	whole := g.between(low, high-1)
	return decOf(add(ratInt(whole), big.NewRat(int64(g.between(0, 999_999_999)), 1_000_000_000)))
}

// beside is an edge that is a value, or as near to it as an edge can be.
func (g *gen) beside(v *big.Rat) Dec {
	r, _ := roundTo(v, 9)
	return decOf(add(r, mul(ratInt(g.between(-1, 1)), pow10(-pick(g, 9, 9, 3, 1)))))
}

// writable tells whether rules can have it as an edge or a key.
func writable(v *big.Rat) bool { return abs(v).Cmp(numberLimit) < 0 }

// wideWay gives points of many digits.
func (g *gen) wideWay() *Way {
	x := Node(Name{"value"})
	return &Way{Kind: "points", Points: pick[Node](g,
		Binary{"*", x, Lit{pick(g, Dec("100000"), "10000000000", "1000000000000", "33333333333.333")}},
		Binary{"/", Binary{"*", x, Lit{"1000000007"}}, lit(g.between(3, 97))},
		Binary{"-", Lit{pick(g, Dec("999999999999999"), "99999999999999.5", "1000000")}, x})}
}

// widen makes an override leave the room of 15 digits.
func (g *gen) widen(ov *Override, c *Scorecard) {
	ov.Adjust, ov.Cap, ov.Floor = "", "", ""
	if c.Scale != nil {
		ov.Floor = pick(g, Dec("9000000"), "9999999.999999999", "1234567.891234567")
		return
	}
	switch g.index(3) {
	case 0:
		ov.Adjust = pick(g, Dec("10000000000"), "-99999999999.999", "999999999999999", "100000000000000.5", "-999999999999999")
	case 1:
		ov.Cap = pick(g, Dec("-10000000000.000001"), "999999999999999", "123456789012.345678")
	case 2:
		ov.Floor = pick(g, Dec("10000000000.000001"), "-999999999999999", "99999999999999.9")
	}
}

// wideFlag reads scores that may have more digits than numbers are published with.
func (g *gen) wideFlag() Node {
	score := Field{"health", "score"}
	compared := pick(g, "<", ">", ">=", "==", "!=")
	x, _ := g.amongNames(IntType, NumberType)
	return pick[Node](g,
		Binary{compared, score, Lit{g.wildDecimal()}}, Binary{compared, score, Name{x.name}},
		Binary{compared, Binary{"/", score, Name{"seats"}}, lit(g.between(0, 9))},
		Binary{compared, Binary{"*", score, lit(3)}, Binary{"+", Name{x.name}, Lit{g.wildDecimal()}}},
		Binary{"==", score, Nil{}}, Binary{compared, score, call("round", fractional(score), lit(g.between(0, 3)))})
}
