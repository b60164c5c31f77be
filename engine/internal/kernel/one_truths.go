package kernel

import (
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// truth compiles a node that gives a yes or no.
func (c *oneCompiler) truth(n *plan.Node) oneTruth {
	if fn, ok := c.truths[n]; ok {
		return fn
	}
	fn := c.makeTruth(n)
	if c.remember(n) && !cheap(n) {
		inner, at := fn, c.out.memos
		c.out.memos++
		fn = func(f *One) uint8 {
			m := &f.memos[at]
			if m.epoch != f.epoch {
				m.truth = inner(f)
				m.epoch = f.epoch
			}
			return m.truth
		}
	}
	c.truths[n] = fn
	return fn
}

// cheap tells whether a truth is no more than a look at a column.
func cheap(n *plan.Node) bool {
	for _, a := range n.Args {
		if a.Op != plan.Column && a.Op != plan.Constant {
			return false
		}
	}
	return true
}

func unknownTruth(*One) uint8 { return unknown }

func (c *oneCompiler) makeTruth(n *plan.Node) oneTruth {
	switch n.Op {
	case plan.Missing:
		return unknownTruth
	case plan.Constant:
		t := truthOf(n.Flag)
		return func(*One) uint8 { return t }
	case plan.Column:
		at := c.column(n)
		return func(f *One) uint8 {
			k := &f.columns[at]
			if k.odd && k.miss[f.row] != signals.Present {
				return unknown
			}
			return yes & -uint8(k.ints[f.row])
		}
	case plan.Variable:
		return c.truth(c.bound(n))
	case plan.Let:
		return c.truth(c.bodyOf(n))
	case plan.Publish:
		return c.truth(n.Args[0])
	case plan.Guard, plan.Fresh:
		x, open := c.truth(n.Args[0]), c.gate(n)
		return func(f *One) uint8 {
			if !open(f) {
				return unknown
			}
			return x(f)
		}
	case plan.Not:
		x := c.truth(n.Args[0])
		return func(f *One) uint8 {
			t := x(f) ^ yes
			return (t>>1 | t<<1) & yes
		}
	case plan.And:
		a, b := c.truth(n.Args[0]), c.truth(n.Args[1])
		return func(f *One) uint8 {
			t := a(f)
			if t == no {
				return no
			}
			return t & b(f)
		}
	case plan.Or:
		return either(c.truth(n.Args[0]), c.truth(n.Args[1]))
	case plan.Cond:
		condition, a, b := c.truth(n.Args[0]), c.truth(n.Args[1]), c.truth(n.Args[2])
		return func(f *One) uint8 {
			switch condition(f) {
			case yes:
				return a(f)
			case no:
				return b(f)
			}
			return unknown
		}
	case plan.Coalesce:
		a, b := c.truth(n.Args[0]), c.truth(n.Args[1])
		return func(f *One) uint8 {
			if t := a(f); t != unknown {
				return t
			}
			return b(f)
		}
	case plan.IsMissing:
		return c.isMissing(n.Args[0])
	case plan.Equal, plan.NotEqual, plan.Less, plan.LessEqual, plan.More, plan.MoreEqual:
		return c.compare(n.Op, n.Args[0], n.Args[1])
	case plan.In:
		return c.in(n)
	case plan.Contains:
		return c.textPairs(n.Args[0], n.Args[1], strings.Contains)
	case plan.StartsWith:
		return c.textPairs(n.Args[0], n.Args[1], strings.HasPrefix)
	case plan.EndsWith:
		return c.textPairs(n.Args[0], n.Args[1], strings.HasSuffix)
	case plan.Matches:
		return c.textEach(n.Args[0], n.Pattern.MatchString)
	}
	if kindOf(n) != nothing {
		c.refuse()
	}
	return unknownTruth
}

func either(a, b oneTruth) oneTruth {
	return func(f *One) uint8 {
		t := a(f)
		if t == yes {
			return yes
		}
		return t | b(f)
	}
}

// isMissing compiles the test for missing.
func (c *oneCompiler) isMissing(x *plan.Node) oneTruth {
	if x.Op == plan.Column {
		at := c.column(x)
		return func(f *One) uint8 {
			k := &f.columns[at]
			return yes * bit(k.odd && k.miss[f.row] != signals.Present)
		}
	}
	switch kindOf(x) {
	case numberKind:
		v := c.number(x)
		return func(f *One) uint8 { _, d := v(f); return yes * bit(d == 0) }
	case truthKind:
		v := c.truth(x)
		return func(f *One) uint8 { return yes * bit(v(f) == unknown) }
	case textKind:
		v := c.text(x)
		return func(f *One) uint8 { _, ok := v(f); return yes * bit(!ok) }
	case instantKind:
		v := c.instant(x)
		return func(f *One) uint8 { _, ok := v(f); return yes * bit(!ok) }
	}
	if !x.Type.Nil {
		c.refuse() // rows or lists
	}
	return func(*One) uint8 { return yes }
}

// compare compiles a comparison.
func (c *oneCompiler) compare(op plan.Op, a, b *plan.Node) oneTruth {
	k := kindOf(a)
	if k == nothing {
		k = kindOf(b)
	}
	if kindOf(a) == nothing || kindOf(b) == nothing {
		if !a.Type.Nil && !b.Type.Nil {
			c.refuse()
		}
		return unknownTruth
	}
	if x, ok := numberOf(b); ok && k == numberKind {
		return c.compareConstant(op, a, x)
	}
	if x, ok := numberOf(a); ok && k == numberKind {
		return c.compareConstant(mirrored[op], b, x)
	}
	switch k {
	case numberKind:
		x, y := c.number(a), c.number(b)
		return func(f *One) uint8 {
			an, ad := x(f)
			bn, bd := y(f)
			if ad == 0 || bd == 0 {
				return unknown
			}
			return truthOf(op.Holds(order(an, ad, bn, bd)))
		}
	case truthKind:
		x, y, equal := c.truth(a), c.truth(b), op == plan.Equal
		return func(f *One) uint8 {
			s, t := x(f), y(f)
			if s == unknown || t == unknown {
				return unknown
			}
			return truthOf((s == t) == equal)
		}
	case instantKind:
		x, y := c.instant(a), c.instant(b)
		return func(f *One) uint8 {
			s, ok := x(f)
			t, ok2 := y(f)
			if !ok || !ok2 {
				return unknown
			}
			return truthOf(op.Holds(order(s, 1, t, 1)))
		}
	}
	return c.textPairs(a, b, func(x, y string) bool { return op.Holds(strings.Compare(x, y)) })
}

// compareConstant compiles comparing with a literal.
func (c *oneCompiler) compareConstant(op plan.Op, a *plan.Node, x exact.Num) oneTruth {
	if a.Op == plan.Column {
		return c.compareColumn(op, a, x)
	}
	n, d, small := x.Small()
	if !small {
		c.refuse()
	}
	v := c.number(a)
	return func(f *One) uint8 {
		an, ad := v(f)
		if ad == 0 {
			return unknown
		}
		return truthOf(op.Holds(order(an, ad, n, d)))
	}
}

// compareColumn compiles comparing a column with a literal in its unit.
func (c *oneCompiler) compareColumn(op plan.Op, a *plan.Node, x exact.Num) oneTruth {
	at := c.column(a)
	edge := c.edge(at, op, x)
	switch op {
	case plan.Equal, plan.NotEqual:
		flip := uint8(0)
		if op == plan.NotEqual {
			flip = yes
		}
		return func(f *One) uint8 {
			n, d := f.cell(at)
			if d == 0 {
				return unknown
			}
			return yes*bit(n == f.edges[edge]) ^ flip
		}
	case plan.Less, plan.LessEqual:
		return func(f *One) uint8 {
			n, d := f.cell(at)
			if d == 0 {
				return unknown
			}
			return yes * bit(n <= f.edges[edge])
		}
	}
	return func(f *One) uint8 {
		n, d := f.cell(at)
		if d == 0 {
			return unknown
		}
		return yes * bit(n > f.edges[edge])
	}
}

// in compiles looking for a value in a written list. See lane.in.
func (c *oneCompiler) in(n *plan.Node) oneTruth {
	if n.Args[1].Op != plan.ListOf {
		c.refuse()
		return unknownTruth
	}
	items := n.Args[1].Args
	if texts, ok := writtenTexts(items); ok && kindOf(n.Args[0]) == textKind {
		return c.textEach(n.Args[0], func(x string) bool { return texts[x] })
	}
	var found oneTruth
	for _, item := range items {
		equal := c.compare(plan.Equal, n.Args[0], item)
		if found != nil {
			equal = either(found, equal)
		}
		found = equal
	}
	if found != nil {
		return found
	}
	missing := c.isMissing(n.Args[0])
	return func(f *One) uint8 { return missing(f) & unknown }
}

// writtenTexts are the texts of a list, if all are written.
func writtenTexts(items []*plan.Node) (map[string]bool, bool) {
	texts := map[string]bool{}
	for _, item := range items {
		if item.Op != plan.Constant || kindOf(item) != textKind {
			return nil, false
		}
		texts[item.Text] = true
	}
	return texts, len(texts) > 0
}

// textPairs compiles a test of two texts.
func (c *oneCompiler) textPairs(a, b *plan.Node, test func(x, y string) bool) oneTruth {
	if b.Op == plan.Constant {
		y := b.Text
		return c.textEach(a, func(x string) bool { return test(x, y) })
	}
	if a.Op == plan.Constant {
		x := a.Text
		return c.textEach(b, func(y string) bool { return test(x, y) })
	}
	x, y := c.text(a), c.text(b)
	return func(f *One) uint8 {
		s, ok := x(f)
		t, ok2 := y(f)
		if !ok || !ok2 {
			return unknown
		}
		return truthOf(test(s, t))
	}
}

// textEach compiles a test of a text, done once for each text of a column.
func (c *oneCompiler) textEach(a *plan.Node, test func(string) bool) oneTruth {
	if a.Op != plan.Column {
		x := c.text(a)
		return func(f *One) uint8 {
			text, ok := x(f)
			if !ok {
				return unknown
			}
			return truthOf(test(text))
		}
	}
	at, table := c.column(a), len(c.out.tests)
	c.out.tests = append(c.out.tests, oneTest{at, func(x string) uint8 { return truthOf(test(x)) }})
	return func(f *One) uint8 {
		k := &f.columns[at]
		if k.odd && k.miss[f.row] != signals.Present {
			return unknown
		}
		code, answers := k.codes[f.row], f.tests[table].answers
		if int(code) < len(answers) && answers[code] != unasked {
			return answers[code]
		}
		return f.ask(table, code)
	}
}

// ask asks about a text for the first time, or again where answers are not kept.
func (f *One) ask(table int, code uint32) uint8 {
	t := &f.single.tests[table]
	answer := t.test(f.columns[t.column].dict[code])
	if answers := f.tests[table].answers; int(code) < len(answers) {
		answers[code] = answer
	}
	return answer
}
