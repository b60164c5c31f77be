package reference

import (
	"math/big"
	"regexp"
	"strings"
)

// eval is what an expression means. Operators are exact; names and calls publish.
func (s scope) eval(n Node) Value {
	switch n := n.(type) {
	case Lit:
		return numValue(n.Text.Rat())
	case Str:
		return textValue(n.Text)
	case Truth:
		return boolValue(n.Is)
	case Nil:
		return Value{}
	case Name:
		return s.lookup(n.Name)
	case Dot:
		return s.row.cells[n.Name]
	case Field:
		return s.account.field(n)
	case Unary:
		return s.evalUnary(n)
	case Binary:
		return s.evalBinary(n)
	case Chain:
		return s.evalChain(n)
	case Cond:
		c := s.eval(n.If)
		switch {
		case c.missing():
			return Value{}
		case c.Bool:
			return s.eval(n.Then)
		}
		return s.eval(n.Else)
	case Let:
		return s.bind(n.Name, s.eval(n.X), s.typeOf(n.X)).eval(n.Body)
	case Call:
		return s.call(n)
	case Peers:
		return s.account.peers(n)
	}
	panic("reference: not a value")
}

func (s scope) lookup(name string) Value {
	if b := s.local(name); b != nil {
		return b.value
	}
	if v, ok := s.pinned[name]; ok {
		return v
	}
	return s.account.lookup(name)
}

func (s scope) evalUnary(n Unary) Value {
	x := s.eval(n.X)
	if x.missing() {
		return x
	}
	if n.Op == "not" {
		return boolValue(!x.Bool)
	}
	return numValue(new(big.Rat).Neg(x.Num))
}

func (s scope) evalBinary(n Binary) Value {
	switch n.Op {
	case "and", "or":
		return logic(n.Op == "or", s.eval(n.L), s.eval(n.R))
	case "??":
		if l := s.eval(n.L); !l.missing() {
			return l
		}
		return s.eval(n.R)
	case "==", "!=":
		if x, ok := comparedWithNil(n); ok {
			return boolValue(s.eval(x).missing() == (n.Op == "=="))
		}
	case "in":
		return s.evalIn(n)
	}
	l, r := s.eval(n.L), s.eval(n.R)
	if l.missing() || r.missing() {
		return Value{}
	}
	l, r = besideInstant(l, r), besideInstant(r, l)
	switch n.Op {
	case "+", "-", "*", "/", "%":
		if l.Kind == Text {
			return textValue(l.Text + r.Text)
		}
		return arithmetic(n.Op, l.Num, r.Num)
	case "contains":
		return boolValue(strings.Contains(l.Text, r.Text))
	case "startsWith":
		return boolValue(strings.HasPrefix(l.Text, r.Text))
	case "endsWith":
		return boolValue(strings.HasSuffix(l.Text, r.Text))
	case "matches":
		return boolValue(regexp.MustCompile(r.Text).MatchString(l.Text))
	}
	return boolValue(compares(n.Op, l, r))
}

// logic is three-valued: one decisive side decides, else missing stays missing.
func logic(decisive bool, l, r Value) Value {
	if !l.missing() && l.Bool == decisive || !r.missing() && r.Bool == decisive {
		return boolValue(decisive)
	}
	if l.missing() || r.missing() {
		return Value{}
	}
	return boolValue(!decisive)
}

func comparedWithNil(n Binary) (Node, bool) {
	if _, ok := n.R.(Nil); ok {
		return n.L, true
	}
	_, ok := n.L.(Nil)
	return n.R, ok
}

// besideInstant reads a text beside a date as a date.
func besideInstant(v, other Value) Value {
	if v.Kind != Text || other.Kind != Instant {
		return v
	}
	if at, ok := parseDate(v.Text); ok {
		return instantValue(at)
	}
	at, _ := parseInstant(v.Text)
	return instantValue(at)
}

func arithmetic(op string, l, r *big.Rat) Value {
	switch op {
	case "+":
		return numValue(add(l, r))
	case "-":
		return numValue(sub(l, r))
	case "*":
		return numValue(mul(l, r))
	}
	if r.Sign() == 0 {
		return Value{}
	}
	if op == "/" {
		return numValue(quo(l, r))
	}
	return numValue(new(big.Rat).SetInt(new(big.Int).Rem(l.Num(), r.Num())))
}

func compares(op string, l, r Value) bool {
	switch op {
	case "==":
		return equal(l, r)
	case "!=":
		return !equal(l, r)
	}
	c := compare(l, r)
	switch op {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	}
	panic("reference: unknown operator " + op)
}

// evalChain reads a < b < c as a < b and b < c.
func (s scope) evalChain(n Chain) Value {
	all := boolValue(true)
	for i, op := range n.Ops {
		all = logic(false, all, s.evalBinary(Binary{op, n.Args[i], n.Args[i+1]}))
	}
	return all
}

func (s scope) evalIn(n Binary) Value {
	x := s.eval(n.L)
	if x.missing() {
		return x
	}
	for _, item := range n.R.(Items).Items {
		if equal(x, s.eval(item)) {
			return boolValue(true)
		}
	}
	return boolValue(false)
}

// publish rounds a value as its reader sees it; out of range is missing.
func (p *portfolio) publish(v Value, t Base, atMost int) Value {
	return p.publishTagged(v, t, atMost, TagTie)
}

func (p *portfolio) publishTagged(v Value, t Base, atMost int, onTie Tag) Value {
	if v.Kind != Num {
		return v
	}
	var r *big.Rat
	tie := false
	switch t {
	case IntType:
		r = publishInt(v.Num)
	case MoneyType:
		r, tie = publishMoney(v.Num, atMost)
	default:
		r, tie = publishNumber(v.Num, atMost)
	}
	if r == nil {
		p.tag(TagOutOfRange)
		return Value{}
	}
	if tie {
		p.tag(onTie)
	}
	return numValue(r)
}
