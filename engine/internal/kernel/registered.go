package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// callFrame is the memory for the calls of a function registered in Go.
type callFrame struct {
	calls evaluate.Calls
	rows  []int32 // of the calls
	own   []evaluate.Argument
	args  []signals.Value
}

// registered compiles calling a function registered in Go: a block at a time where it
// offers that, else one by one. Rows of which an argument is missing are not called.
func (l *lane) registered(n *plan.Node) int {
	c := l.compiler.schedule
	function := c.rows.Callee(n.Index)
	args := make([]int, len(n.Args))
	for i, a := range n.Args {
		args[i] = l.need(a)
	}
	at, index := l.slot(), c.calls
	c.calls++
	l.add(func(s *scope) {
		f := &s.frame.calls[index]
		f.prepare(s, n, args)
		if f.calls.Start(n.Type.Kind); function.Block == nil || !function.Block(&f.calls) {
			f.calls.Start(n.Type.Kind)
			f.oneByOne(function, n)
		}
		f.answer(&s.vectors[at], s.rows, kindOf(n))
	})
	return at
}

// prepare finds the rows whose arguments are all there, and shows or gathers these.
func (f *callFrame) prepare(s *scope, n *plan.Node, args []int) {
	f.rows = f.rows[:0]
	some := false
	for j, slot := range args {
		v := &s.vectors[slot]
		some = some || v.miss != nil || v.wide != nil || kindOf(n.Args[j]) == truthKind
	}
	for i := range s.rows {
		if !some || f.there(s, n, args, i) {
			f.rows = append(f.rows, int32(i))
		}
	}
	if f.own == nil {
		f.own, f.calls.Args = make([]evaluate.Argument, len(args)), make([]evaluate.Argument, len(args))
	}
	f.calls.N = len(f.rows)
	for j, slot := range args {
		f.calls.Args[j] = f.show(&s.vectors[slot], &f.own[j], kindOf(n.Args[j]), s.rows)
	}
}

func (f *callFrame) there(s *scope, n *plan.Node, args []int, i int) bool {
	for j, slot := range args {
		v := &s.vectors[slot]
		if kindOf(n.Args[j]) == truthKind {
			if v.truth[i] == unknown {
				return false
			}
		} else if !v.has(i) {
			return false
		}
	}
	return true
}

// show shows an argument of all calls: that of all rows is only borrowed.
func (f *callFrame) show(v *vector, own *evaluate.Argument, k kind, rows int) evaluate.Argument {
	if k == truthKind {
		own.Truths = room(own.Truths, len(f.rows))
		for i, row := range f.rows {
			own.Truths[i] = v.truth[row] == yes
		}
		return evaluate.Argument{Truths: own.Truths}
	}
	out := evaluate.Argument{Unit: v.unit}
	all := len(f.rows) == rows
	switch {
	case k == textKind:
		out.Texts, out.Codes = v.dict, shown(&own.Codes, v.codes, f.rows, all)
	case v.wide != nil && k == numberKind:
		out.Wide = shown(&own.Wide, v.wide, f.rows, all)
	default:
		out.Ints = shown(&own.Ints, v.n, f.rows, all)
		if v.d != nil && k == numberKind {
			out.Below = shown(&own.Below, v.d, f.rows, all)
		}
	}
	return out
}

func shown[T any](own *[]T, of []T, rows []int32, all bool) []T {
	if all {
		return slices.Clip(of[:len(rows)])
	}
	*own = room(*own, len(rows))
	copyTo(*own, of, rows)
	return *own
}

// oneByOne makes the calls one by one.
func (f *callFrame) oneByOne(function evaluate.Function, n *plan.Node) {
	f.args = room(f.args, len(n.Args))
	r := &f.calls.Result
	for i := range f.calls.N {
		for j := range f.calls.Args {
			a, t := &f.calls.Args[j], n.Args[j].Type
			v := signals.Value{Kind: t.Kind, Minor: uint8(t.Minor())}
			switch kindOf(n.Args[j]) {
			case numberKind:
				v.Num = a.Num(i)
			case truthKind:
				v.Flag = a.Truths[i]
			case textKind:
				v.Text = a.Texts[a.Codes[i]]
			default:
				v.Micros = a.Ints[i]
			}
			f.args[j] = v
		}
		v, err := function.Call(f.args)
		if err != nil || v.Kind != n.Type.Kind || v.Missing != signals.Present {
			continue
		}
		r.Known[i] = true
		switch kindOf(n) {
		case numberKind:
			r.Wide[i] = v.Num
		case truthKind:
			r.Truths[i] = v.Flag
		case textKind:
			r.Texts[i] = v.Text
		default:
			r.Micros[i] = v.Micros
		}
	}
}

// answer brings what the calls gave to their rows.
func (f *callFrame) answer(v *vector, rows int, k kind) {
	r := &f.calls.Result
	if k == numberKind {
		if !f.answerInts(v, rows) {
			f.answerWide(v, rows)
		}
		return
	}
	v.allMissing(rows, k)
	if k == textKind {
		v.own.dict = room(v.own.dict, rows)
		v.dict, v.dictionary = v.own.dict, 0
		for i := range v.dict {
			v.dict[i], v.codes[i] = "", uint32(i)
		}
	}
	for i, row := range f.rows {
		if !r.Known[i] {
			continue
		}
		switch k {
		case truthKind:
			v.truth[row] = truthOf(r.Truths[i])
			continue
		case textKind:
			v.dict[row] = r.Texts[i]
		case instantKind:
			v.n[row] = r.Micros[i]
		}
		v.miss[row] = signals.Present
	}
}

// answerInts takes numerators over one unit; no if there are others, or large ones.
func (f *callFrame) answerInts(v *vector, rows int) bool {
	r := &f.calls.Result
	if r.Unit <= 0 || r.Unit >= limit || slices.Contains(r.Known, true) {
		return false
	}
	n, miss := v.numerators(rows, r.Unit), v.mask(rows)
	if len(f.rows) < rows {
		clear(n)
		fill(miss, missing)
	}
	low, high := int64(0), int64(0)
	for i, row := range f.rows {
		x, cause := r.Ints[i], signals.Present
		if x == evaluate.Unset {
			x, cause = 0, missing
		}
		n[row], miss[row] = x, cause
		low, high = min(low, x), max(high, x)
	}
	v.bounds(float64(low), float64(high))
	return v.magnitude() < limit
}

func (f *callFrame) answerWide(v *vector, rows int) {
	r := &f.calls.Result
	wide := v.widen(rows)
	fill(wide, noNumber)
	for i, row := range f.rows {
		switch {
		case r.Known[i]:
			wide[row] = r.Wide[i]
		case r.Unit > 0 && r.Ints[i] != evaluate.Unset:
			wide[row] = exact.Ratio(r.Ints[i], r.Unit)
		}
	}
	v.narrow(rows, 9)
}
