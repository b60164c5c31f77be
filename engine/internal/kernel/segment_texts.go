package kernel

import (
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
)

// textTest is a condition on nothing but the text of one column.
type textTest struct {
	column *plan.Node
	holds  func(string) bool
}

// textTestOf takes a condition as a test of one column's text, if it is one. Of a text
// that is missing none holds.
func textTestOf(n *plan.Node) (textTest, bool) {
	switch n.Op {
	case plan.Equal, plan.NotEqual, plan.Less, plan.LessEqual, plan.More, plan.MoreEqual:
		return withLiteral(n, func(x, y string) bool { return n.Op.Holds(strings.Compare(x, y)) })
	case plan.Contains:
		return withLiteral(n, strings.Contains)
	case plan.StartsWith:
		return withLiteral(n, strings.HasPrefix)
	case plan.EndsWith:
		return withLiteral(n, strings.HasSuffix)
	case plan.And, plan.Or:
		a, ok := textTestOf(n.Args[0])
		b, ok2 := textTestOf(n.Args[1])
		if !ok || !ok2 || a.column != b.column {
			return textTest{}, false
		}
		if n.Op == plan.And {
			return textTest{a.column, func(x string) bool { return a.holds(x) && b.holds(x) }}, true
		}
		return textTest{a.column, func(x string) bool { return a.holds(x) || b.holds(x) }}, true
	}
	return textTest{}, false
}

func withLiteral(n *plan.Node, test func(x, y string) bool) (textTest, bool) {
	column, literal := n.Args[0], n.Args[1]
	if column.Op != plan.Column || kindOf(column) != textKind || literal.Op != plan.Constant {
		return textTest{}, false
	}
	return textTest{column, func(x string) bool { return test(x, literal.Text) }}, true
}

// segmentsByText compiles segments whose conditions look at the text of one and the same
// column: looked up once for each text. No if they look at more.
func (c *compiler) segmentsByText(out *segments) bool {
	when := c.schedule.plan.Segments.When
	tests := make([]textTest, len(when))
	for i, n := range when {
		test, ok := textTestOf(n)
		if !ok || i > 0 && test.column != tests[0].column {
			return false
		}
		tests[i] = test
	}
	if len(tests) == 0 {
		return false
	}
	l, rest := c.schedule.accounts, uint32(len(when))
	column := l.need(tests[0].column)
	segmentOf := func(text string) uint32 {
		for j := range tests {
			if tests[j].holds(text) {
				return uint32(j)
			}
		}
		return rest
	}
	l.add(func(s *scope) {
		f, a := s.frame, &s.vectors[column]
		codes := f.out.Segments.Codes[f.from : f.from+s.rows] // they are the results'
		f.segment.codes, f.segment.dict = codes, out.names
		if len(a.dict) > 2*s.rows+64 && len(a.dict) > 2*f.portfolio.Len() {
			for i := range codes {
				text, ok := a.text(i)
				if codes[i] = rest; ok {
					codes[i] = segmentOf(text)
				}
			}
			return
		}
		table := f.segmentTable(a, segmentOf)
		of := a.codes[:len(codes)]
		for i := range codes {
			codes[i] = table[of[i]]
		}
		for i, m := range a.miss {
			if m != signals.Present {
				codes[i] = rest
			}
		}
	})
	return true
}

// segmentTable is the segment of each text of a dictionary.
func (f *Frame) segmentTable(a *vector, segmentOf func(string) uint32) []uint32 {
	if f.segment.changed != a.dictionary || a.dictionary == 0 {
		f.segment.changed = a.dictionary
		f.segment.own.codes = room(f.segment.own.codes, len(a.dict))
		for code, text := range a.dict {
			f.segment.own.codes[code] = segmentOf(text)
		}
	}
	return f.segment.own.codes
}
