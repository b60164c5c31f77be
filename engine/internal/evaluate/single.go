package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// The functions of this file let another back end have single nodes computed for
// the account, and the row, that a frame is at.

// Number computes a node that gives a number.
func (p *Program) Number(n *plan.Node) func(*Frame) exact.Num { return p.numbers[n] }

// Truth computes a node that gives a yes or no, and whether it is known.
func (p *Program) Truth(n *plan.Node) func(*Frame) (holds, known bool) {
	fn := p.truths[n]
	return func(f *Frame) (bool, bool) {
		t := fn(f)
		return t == yes, t != unknown
	}
}

// Text computes a node that gives text.
func (p *Program) Text(n *plan.Node) func(*Frame) (string, bool) { return p.texts[n] }

// Instant computes a node that gives a date or time.
func (p *Program) Instant(n *plan.Node) func(*Frame) (int64, bool) { return p.instants[n] }

// Row moves to a row of a child table.
func (f *Frame) Row(row int32) { f.row = row }

// Inputs gives `score` and `coverage` to what is computed next.
func (f *Frame) Inputs(score, coverage exact.Num) { f.score, f.coverage = score, coverage }

// NumberInput gives `value`.
func (f *Frame) NumberInput(v exact.Num) { f.value = scalar{num: v} }

// TruthInput gives `value`.
func (f *Frame) TruthInput(holds, known bool) {
	f.value = scalar{flag: unknown}
	if known {
		f.value.flag = truthOf(holds)
	}
}

// TextInput gives `value`.
func (f *Frame) TextInput(text string, ok bool) { f.value = scalar{text: text, ok: ok} }

// InstantInput gives `value`.
func (f *Frame) InstantInput(micros int64, ok bool) { f.value = scalar{micros: micros, ok: ok} }

// Finish applies overrides, scale, rounding and bands to the exact score of the current
// account on scorecard i, which is known with its coverage.
func (f *Frame) Finish(i int, score, coverage exact.Num) (published exact.Num, band string) {
	s, c := &f.cards[i], f.program.cards[i]
	s.Variant = 0
	if len(c.plan.BySegment) > 0 {
		s.Variant = c.plan.BySegment[f.Segment()]
	}
	s.Exact, s.Coverage = score, coverage
	f.finish(c.variants[s.Variant], s)
	return s.Score, s.Band
}

// OfOne is a function of one number; what is missing stays so.
func OfOne(k expression.Kernel) func(exact.Num) exact.Num {
	fn := ofOne[k]
	return func(v exact.Num) exact.Num {
		if v.IsMissing() {
			return v
		}
		return fn(v)
	}
}

// Callee is function i registered in Go.
func (p *Program) Callee(i int) Function { return p.functions[i] }
