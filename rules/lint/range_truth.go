package lint

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// truth is what a yes or no can be at its place.
func (s scope) truth(n *expression.Node) set {
	switch n.Op {
	case expression.OpBool:
		return truth(n.Flag, !n.Flag, false)
	case expression.OpNil:
		return truth(false, false, true)
	case expression.OpInlined:
		return s.asWhole(n, s.truth(n.Args[0]))
	case expression.OpLet:
		return s.let(n).truth(n.Args[1])
	}
	if c, ok := s.cut(n); ok {
		return s.decide(c)
	}
	switch n.Op {
	case expression.OpNot:
		return turned(s.truth(n.Args[0]))
	case expression.OpAnd, expression.OpOr:
		return s.chain(n)
	case expression.OpCoalesce:
		a := s.truth(n.Args[0])
		if !a.missing {
			return a
		}
		return a.present().or(s.truth(n.Args[1]))
	}
	return s.asWhole(n, s.conditionAnywhere(n))
}

// asWhole takes into account what was learned of the condition as a whole.
func (s scope) asWhole(n *expression.Node, v set) set {
	if len(s.facts) == 0 {
		return v
	}
	key, turn := s.conditionKey(n)
	if turn {
		return turned(s.known(key, turned(v)))
	}
	return s.known(key, v)
}

func turned(v set) set { return truth(v.no, v.yes, v.missing) }

// chain is a run of `and`, or of `or`: each part is looked at where those before it
// have not decided yet.
func (s scope) chain(n *expression.Node) set {
	parts := chained(n, n.Op)
	all, or := s.truth(parts[0]), n.Op == expression.OpOr
	undecided := truth(true, false, true) // of an `and`; turned for `or`
	if or {
		all, undecided = turned(all), turned(undecided)
	}
	here := s
	for i, part := range parts[1:] {
		if !all.yes && !all.missing {
			return turnedIf(or, all) // no account comes further
		}
		if here.learns() {
			here = here.with(here.learn(parts[i], undecided))
		}
		next := here.truth(part)
		if or {
			next = turned(next)
		}
		all = truth(
			all.yes && next.yes,
			all.no || next.no,
			all.missing && (next.yes || next.missing) || next.missing && all.yes,
		)
	}
	if !or && all.yes && s.refuted(parts) {
		all.yes = false
	}
	return turnedIf(or, all)
}

func turnedIf(turn bool, v set) set {
	if turn {
		return turned(v)
	}
	return v
}

// chained lists the parts of a run of one operator, as written.
func chained(n *expression.Node, op expression.Op) []*expression.Node {
	if n.Op != op {
		return []*expression.Node{n}
	}
	var parts []*expression.Node
	for n.Op == op {
		parts = append(parts, n.Args[1])
		n = n.Args[0]
	}
	parts = append(parts, n)
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return parts
}

// conditionAnywhere is what a condition can be that is no test of one operand
// against constants.
func (s scope) conditionAnywhere(n *expression.Node) set {
	switch n.Op {
	case expression.OpColumn, expression.OpField, expression.OpItem, expression.OpMetric, expression.OpName, expression.OpVariable:
		return s.anywhere(n)
	case expression.OpCond:
		return s.conditional(n)
	case expression.OpEqual, expression.OpNotEqual, expression.OpLess, expression.OpLessEqual, expression.OpMore, expression.OpMoreEqual:
		return s.compared(n)
	case expression.OpIsMissing:
		a := n.Args[0]
		if a.Type.Shape != expression.Scalar {
			return truth(true, true, false)
		}
		v := s.values(a)
		return truth(v.missing, !v.none(shapeOf(a.Type.Kind)), false)
	case expression.OpIn:
		x, items := s.values(n.Args[0]), s.values(n.Args[1])
		missing := x.missing || items.missing || n.Args[1].Op != expression.OpList
		return truth(true, true, missing)
	case expression.OpContains, expression.OpStartsWith, expression.OpEndsWith, expression.OpMatches:
		missing := false
		for _, a := range n.Args {
			missing = missing || s.values(a).missing
		}
		return truth(true, true, missing)
	case expression.OpCall:
		return s.call(n)
	}
	return truth(true, true, true)
}

// compared holds the numbers of both sides against each other.
func (s scope) compared(n *expression.Node) set {
	a, b := s.values(n.Args[0]), s.values(n.Args[1])
	out := truth(true, true, a.missing || b.missing)
	k := shapeOf(n.Args[0].Type.Kind)
	if a.none(k) || b.none(k) {
		return truth(false, false, true)
	}
	if k != numberShape {
		return out
	}
	x, y := a.hull(), b.hull()
	switch n.Op {
	case expression.OpMore:
		out.yes, out.no = !never(y, x, true), !never(x, y, false)
	case expression.OpMoreEqual:
		out.yes, out.no = !never(y, x, false), !never(x, y, true)
	case expression.OpLess:
		out.yes, out.no = !never(x, y, true), !never(y, x, false)
	case expression.OpLessEqual:
		out.yes, out.no = !never(x, y, false), !never(y, x, true)
	case expression.OpEqual:
		out.yes = !a.present().and(b.present()).none(k)
	case expression.OpNotEqual:
		out.no = !a.present().and(b.present()).none(k)
	}
	return out
}

// never tells whether no number of a is below one of b; or, if not strictly, at most
// as large.
func never(a, b span, strictly bool) bool {
	if a.lo.IsMissing() || b.hi.IsMissing() {
		return false
	}
	c := a.lo.Cmp(b.hi)
	if strictly {
		return c >= 0
	}
	return c > 0 || c == 0 && (a.loOpen || b.hiOpen)
}

// cut is a condition that looks at one operand only: where it is yes, where it is
// no; elsewhere it is missing.
type cut struct {
	key     string
	operand *expression.Node
	shape   shape
	yes, no set
}

func (c cut) turned() cut {
	c.yes, c.no = c.no, c.yes
	return c
}

// rest is where the condition is missing.
func (c cut) rest() set { return c.yes.or(c.no).not() }

// where is where the condition comes to one of the outcomes.
func (c cut) where(outcome set) set {
	var out set
	if outcome.yes {
		out = c.yes
	}
	if outcome.no {
		out = out.or(c.no)
	}
	if outcome.missing {
		out = out.or(c.rest())
	}
	return out
}

// decide is what a cut comes to for what its operand can be.
func (s scope) decide(c cut) set {
	v := s.values(c.operand)
	return truth(!v.and(c.yes).empty(c.shape), !v.and(c.no).empty(c.shape), !v.minus(c.yes).minus(c.no).empty(c.shape))
}

// cut finds the one operand that a condition looks at, if that is all it does.
func (s scope) cut(n *expression.Node) (cut, bool) {
	switch n.Op {
	case expression.OpNot:
		c, ok := s.cut(n.Args[0])
		return c.turned(), ok
	case expression.OpAnd, expression.OpOr:
		return s.cutChain(n)
	case expression.OpIsMissing:
		a := n.Args[0]
		if a.Type.Shape != expression.Scalar || shapeOf(a.Type.Kind) == noShape {
			return cut{}, false
		}
		return cut{s.key(a), a, shapeOf(a.Type.Kind), onlyMissing(), onlyMissing().not()}, true
	case expression.OpColumn, expression.OpMetric, expression.OpField, expression.OpItem, expression.OpName, expression.OpVariable:
		return cut{}, false // a yes or no by itself: see conditionAnywhere
	case expression.OpEqual, expression.OpNotEqual, expression.OpLess, expression.OpLessEqual, expression.OpMore, expression.OpMoreEqual:
		return s.cutComparison(n)
	case expression.OpIn:
		return s.cutIn(n)
	case expression.OpContains, expression.OpStartsWith, expression.OpEndsWith, expression.OpMatches:
		return s.cutText(n)
	}
	return cut{}, false
}

// cutChain is a run of `and` or `or` whose parts all look at the same operand.
func (s scope) cutChain(n *expression.Node) (cut, bool) {
	or := n.Op == expression.OpOr
	var all cut
	for i, part := range chained(n, n.Op) {
		c, ok := s.cut(part)
		switch {
		case !ok || i > 0 && c.key != all.key:
			return cut{}, false
		case i == 0:
			all = c
		case or:
			all.yes, all.no = all.yes.or(c.yes), all.no.and(c.no)
		default:
			all.yes, all.no = all.yes.and(c.yes), all.no.or(c.no)
		}
	}
	return all, true
}

var mirrored = map[expression.Op]expression.Op{
	expression.OpEqual: expression.OpEqual, expression.OpNotEqual: expression.OpNotEqual, expression.OpLess: expression.OpMore,
	expression.OpLessEqual: expression.OpMoreEqual, expression.OpMore: expression.OpLess, expression.OpMoreEqual: expression.OpLessEqual,
}

func (s scope) cutComparison(n *expression.Node) (cut, bool) {
	x, op := n.Args[0], n.Op
	if both, known := s.sides[n]; known {
		if _, literal := s.constant(x); literal {
			x = n.Args[1]
		}
		return cut{key: s.key(x), operand: x, shape: numberShape, yes: both.yes, no: both.no}, true
	}
	c, ok := s.constant(n.Args[1])
	if !ok {
		if c, ok = s.constant(x); !ok {
			return cut{}, false
		}
		x, op = n.Args[1], mirrored[op]
	}
	if _, both := s.constant(x); both || x.Type.Shape != expression.Scalar {
		return cut{}, false
	}
	out := cut{key: s.key(x), operand: x, shape: shapeOf(x.Type.Kind)}
	if out.shape == numberShape {
		v, _ := c.only()
		out.yes, out.no = sides(op, v)
		s.sides[n] = yesNo{out.yes, out.no}
		return out, true
	}
	var low, equal, high set
	switch out.shape {
	case truthShape:
		equal = c
		low = truth(!c.yes, !c.no, false)
	case textShape:
		equal = c
		if op == expression.OpEqual || op == expression.OpNotEqual {
			low = equal.not().present()
			break
		}
		v := s.plain().values(x)
		if !v.finite() {
			return cut{}, false
		}
		var below, above []string
		for _, t := range v.texts {
			if d := strings.Compare(t, c.texts[0]); d < 0 {
				below = append(below, t)
			} else if d > 0 {
				above = append(above, t)
			}
		}
		low, high = text(below...), text(above...)
	default:
		return cut{}, false
	}
	switch op {
	case expression.OpEqual:
		out.yes, out.no = equal, low.or(high)
	case expression.OpNotEqual:
		out.yes, out.no = low.or(high), equal
	case expression.OpLess:
		out.yes, out.no = low, equal.or(high)
	case expression.OpLessEqual:
		out.yes, out.no = low.or(equal), high
	case expression.OpMore:
		out.yes, out.no = high, low.or(equal)
	case expression.OpMoreEqual:
		out.yes, out.no = equal.or(high), low
	}
	return out, true
}

// yesNo is what a comparison is yes and no for.
type yesNo struct{ yes, no set }

// sides are the numbers that a comparison with a constant is yes and no for.
func sides(op expression.Op, v exact.Num) (yes, no set) {
	of := func(spans ...span) set { return set{spans: spans, decimals: anyDecimals} }
	switch op {
	case expression.OpEqual, expression.OpNotEqual:
		yes, no = of(span{lo: v, hi: v}), of(span{hi: v, hiOpen: true}, span{lo: v, loOpen: true})
	case expression.OpLess, expression.OpMoreEqual:
		yes, no = of(span{hi: v, hiOpen: true}), of(span{lo: v})
	default:
		yes, no = of(span{hi: v}), of(span{lo: v, loOpen: true})
	}
	switch op {
	case expression.OpNotEqual, expression.OpMoreEqual, expression.OpMore:
		return no, yes
	}
	return yes, no
}

func (s scope) cutIn(n *expression.Node) (cut, bool) {
	x, list := n.Args[0], n.Args[1]
	out := cut{operand: x, shape: shapeOf(x.Type.Kind)}
	if list.Op != expression.OpList || out.shape == noShape {
		return out, false
	}
	for _, a := range list.Args {
		c, ok := s.constant(a)
		if !ok {
			return out, false
		}
		out.yes = out.yes.or(c)
	}
	out.yes.decimals = anyDecimals
	out.no, out.key = out.yes.not().present(), s.key(x)
	return out, true
}

// cutText looks at each text that the operand can be, where it lists them.
func (s scope) cutText(n *expression.Node) (cut, bool) {
	x := n.Args[0]
	test := func(t string) bool { return n.Pattern.MatchString(t) }
	if n.Op != expression.OpMatches {
		c, ok := s.constant(n.Args[1])
		if !ok {
			return cut{}, false
		}
		find := map[expression.Op]func(t, part string) bool{
			expression.OpContains: strings.Contains, expression.OpStartsWith: strings.HasPrefix, expression.OpEndsWith: strings.HasSuffix,
		}[n.Op]
		test = func(t string) bool { return find(t, c.texts[0]) }
	}
	if _, literal := s.constant(x); literal {
		return cut{}, false
	}
	v := s.plain().values(x)
	if !v.finite() {
		return cut{}, false
	}
	var yes, no []string
	for _, t := range v.texts {
		if test(t) {
			yes = append(yes, t)
		} else {
			no = append(no, t)
		}
	}
	return cut{s.key(x), x, textShape, text(yes...), text(no...)}, true
}

// conditionKey names a condition that is an operand of its own. a >= b is what not
// a < b is, and b > a what a < b is: turn tells that the key is of the opposite.
func (s scope) conditionKey(n *expression.Node) (key string, turn bool) {
	pair := func(op string, a, b *expression.Node) string {
		return s.short("(" + op + " " + s.key(a) + " " + s.key(b) + ")")
	}
	if len(n.Args) != 2 {
		return s.key(n), false
	}
	a, b := n.Args[0], n.Args[1]
	switch n.Op {
	case expression.OpLess:
		return pair("<", a, b), false
	case expression.OpMore:
		return pair("<", b, a), false
	case expression.OpMoreEqual:
		return pair("<", a, b), true
	case expression.OpLessEqual:
		return pair("<", b, a), true
	case expression.OpEqual, expression.OpNotEqual:
		if s.key(a) > s.key(b) {
			a, b = b, a
		}
		return pair("=", a, b), n.Op == expression.OpNotEqual
	}
	return s.key(n), false
}

// learn is what follows for operands if a condition comes to one of some outcomes.
func (s scope) learn(n *expression.Node, outcome set) []fact {
	switch n.Op {
	case expression.OpBool, expression.OpNil:
		return nil
	case expression.OpInlined:
		return append(s.learn(n.Args[0], outcome), fact{key: s.key(n), shape: truthShape, values: outcome, base: truth(true, true, true)})
	case expression.OpLet:
		return s.let(n).learn(n.Args[1], outcome)
	}
	if c, ok := s.cut(n); ok {
		return []fact{{key: c.key, shape: c.shape, values: c.where(outcome), base: s.plain().values(c.operand)}}
	}
	switch n.Op {
	case expression.OpNot:
		return s.learn(n.Args[0], turned(outcome))
	case expression.OpAnd, expression.OpOr:
		return s.learnChain(n, outcome)
	}
	key, turn := s.conditionKey(n)
	base := turnedIf(turn, s.plain().conditionAnywhere(n))
	return []fact{{key: key, shape: truthShape, values: turnedIf(turn, outcome), base: base}}
}

// learns tells whether there is room for more facts.
func (s scope) learns() bool { return len(s.facts) < factsAtMost }

// learnChain: where an `and` is not decided for no, none of its parts is; where it is,
// one of them is, of which only what all of them agree on is known.
func (s scope) learnChain(n *expression.Node, outcome set) []fact {
	if n.Op == expression.OpOr {
		outcome = turned(outcome)
	}
	parts := chained(n, n.Op)
	part := func(p *expression.Node) []fact {
		if n.Op == expression.OpOr {
			return s.learn(p, turned(outcome))
		}
		return s.learn(p, outcome)
	}
	switch {
	case !outcome.no && outcome.yes:
		var all []fact
		for _, p := range parts {
			if all = append(all, part(p)...); len(all) >= factsAtMost {
				break
			}
		}
		return all
	case outcome.no && !outcome.yes && len(parts) <= factsAtMost:
		common := part(parts[0])
		for _, p := range parts[1:] {
			common = agree(common, part(p))
		}
		if n.Op == expression.OpAnd {
			names := s.partKeys(parts)
			common = append(common, fact{key: s.short(strings.Join(names, " and ")), shape: truthShape, values: outcome, base: truth(true, true, true), parts: names})
		}
		return common
	}
	return nil
}

// partKeys name the parts of an `and`, in an order of their own.
func (s scope) partKeys(parts []*expression.Node) []string {
	keys := make([]string, len(parts))
	for i, p := range parts {
		key, turn := s.conditionKey(p)
		if turn {
			key = "not " + key
		}
		keys[i] = key
	}
	slices.Sort(keys)
	return keys
}

// refuted tells whether an `and` with some of the parts, or all, is known not to hold.
func (s scope) refuted(parts []*expression.Node) bool {
	var keys []string
	for _, f := range s.facts {
		if f.parts == nil {
			continue
		}
		if keys == nil {
			keys = s.partKeys(parts)
		}
		missing := func(key string) bool {
			_, found := slices.BinarySearch(keys, key)
			return !found
		}
		if !slices.ContainsFunc(f.parts, missing) {
			return true
		}
	}
	return false
}

// agree is what holds if either a or b does.
func agree(a, b []fact) []fact {
	var out []fact
	for _, x := range a {
		for _, y := range b {
			if x.key == y.key {
				out = append(out, fact{key: x.key, shape: x.shape, values: x.values.or(y.values), base: x.base})
			}
		}
	}
	return out
}

var one = exact.Int(1)
