package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// byRow compiles a node that has no kernel, or whose arguments have none: package
// evaluate computes it, row by row.
func (l *lane) byRow(n *plan.Node) int {
	at, k := l.slot(), kindOf(n)
	inputs := l.inputs
	decimals := 9
	if n.Op == plan.Publish {
		decimals, _ = rounding(n)
	}
	number, truth := l.compiler.schedule.rows.Number(n), l.compiler.schedule.rows.Truth(n)
	text, instant := l.compiler.schedule.rows.Text(n), l.compiler.schedule.rows.Instant(n)
	l.add(func(s *scope) {
		v, f := &s.vectors[at], s.frame.byRow
		var wide []exact.Num
		var truths []uint8
		switch k {
		case numberKind:
			wide = v.widen(s.rows)
		case truthKind:
			truths = v.truths(s.rows)
		case nothing:
			v.allMissing(s.rows, k)
			return
		default:
			v.allMissing(s.rows, k)
		}
		if k == textKind {
			v.own.dict = room(v.own.dict, s.rows)
			v.dict, v.dictionary = v.own.dict, 0
		}
		last := -1
		for i := range s.rows {
			account := s.frame.from + i
			if s.outer != nil {
				account = s.frame.from + int(s.owner[i])
			}
			if account != last || n.Late {
				f.Account(account)
				last = account
			}
			if s.outer != nil {
				f.Row(s.row[i])
			}
			inputs.give(s, i)
			switch k {
			case numberKind:
				wide[i] = number(f)
			case truthKind:
				t, known := truth(f)
				truths[i] = unknown
				if known {
					truths[i] = truthOf(t)
				}
			case textKind:
				if t, ok := text(f); ok {
					v.codes[i], v.dict[i], v.miss[i] = uint32(i), t, signals.Present
				} else {
					v.codes[i], v.dict[i] = uint32(i), ""
				}
			case instantKind:
				if t, ok := instant(f); ok {
					v.n[i], v.miss[i] = t, signals.Present
				}
			}
		}
		if k == numberKind {
			v.narrow(s.rows, decimals)
		}
	})
	return at
}

// inputs are the slots of what a place of the rules gives to its expressions; -1 if
// it does not.
type inputs struct {
	value     int
	kind      kind // of value
	score     int
	coverage  int
	evaluated bool // some are given
}

var noInputs = inputs{value: -1, score: -1, coverage: -1}

// give hands the inputs of row i to the evaluator.
func (in inputs) give(s *scope, i int) {
	if !in.evaluated {
		return
	}
	f := s.frame.byRow
	var score, coverage exact.Num
	if in.score >= 0 {
		score, coverage = s.vectors[in.score].at(i), s.vectors[in.coverage].at(i)
	}
	f.Inputs(score, coverage)
	if in.value < 0 {
		return
	}
	v := &s.vectors[in.value]
	switch in.kind {
	case numberKind:
		f.NumberInput(v.at(i))
	case truthKind:
		f.TruthInput(v.truth[i] == yes, v.truth[i] != unknown)
	case textKind:
		f.TextInput(v.text(i))
	case instantKind:
		f.InstantInput(v.n[i], v.has(i))
	}
}

// input compiles what the place of an expression gives to it.
func (l *lane) input(n *plan.Node) int {
	switch n.Index {
	case plan.InputScore:
		return l.inputs.score
	case plan.InputCoverage:
		return l.inputs.coverage
	}
	if l.inputs.value < 0 {
		return l.nothing(n)
	}
	return l.inputs.value
}
