package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// nothing compiles a value that is always missing.
func (l *lane) nothing(n *plan.Node) int {
	at, k := l.slot(), kindOf(n)
	l.add(func(s *scope) { s.vectors[at].allMissing(s.rows, k) })
	return at
}

// allMissing fills a vector of any kind with missing rows.
func (v *vector) allMissing(rows int, k kind) {
	if k == truthKind || k == nothing {
		t := v.truths(rows)
		for i := range t {
			t[i] = unknown
		}
	}
	if k == truthKind {
		return
	}
	n, miss := v.numerators(rows, 1), v.mask(rows)
	v.own.codes = room(v.own.codes, rows)
	v.codes, v.dict = v.own.codes, noTexts
	for i := range n {
		n[i], miss[i], v.codes[i] = 0, missing, 0
	}
	v.bounds(0, 0)
}

// noTexts is the dictionary of texts that are all missing.
var noTexts = []string{""}

// constant compiles a literal.
func (l *lane) constant(n *plan.Node) int {
	at, k := l.slot(), kindOf(n)
	num, den, small := n.Num.Small()
	dict := []string{n.Text}
	l.add(func(s *scope) {
		v := &s.vectors[at]
		switch {
		case k == truthKind:
			fill(v.truths(s.rows), truthOf(n.Flag))
		case k == textKind:
			v.own.codes = room(v.own.codes, s.rows)
			v.codes = v.own.codes
			fill(v.codes, 0)
			v.show(s.frame, dict)
		case k == instantKind:
			fill(v.numerators(s.rows, 1), n.Micros)
		case small && num < limit && num > -limit && den < limit:
			fill(v.numerators(s.rows, den), num)
			v.bounds(float64(num), float64(num))
		default:
			fill(v.widen(s.rows), n.Num)
		}
	})
	return at
}

func fill[T any](s []T, v T) {
	for i := range s {
		s[i] = v
	}
}

func truthOf(b bool) uint8 {
	if b {
		return yes
	}
	return no
}

// show makes a dictionary that of v, and numbers it anew unless it was v's before.
func (v *vector) show(f *Frame, dict []string) {
	if v.dictionary != 0 && len(dict) == len(v.dict) && (len(dict) == 0 || &dict[0] == &v.dict[0]) {
		return
	}
	f.dictionaries++
	v.dict, v.dictionary = dict, f.dictionaries
}

// column compiles reading a column of the accounts.
func (l *lane) column(n *plan.Node) int {
	at, index, k := l.slot(), n.Index, kindOf(n)
	l.add(func(s *scope) {
		from := s.frame.from
		s.vectors[at].borrowColumn(s.frame, s.frame.portfolio.Root.Columns[index], from, from+s.rows, k)
	})
	return at
}

// borrowColumn shows rows of a column of the signals.
func (v *vector) borrowColumn(f *Frame, c *signals.Vector, from, to int, k kind) {
	v.miss = nil
	if c.AnyMissing {
		v.miss = c.Missing[from:to]
	}
	switch k {
	case textKind:
		v.codes = c.Codes[from:to]
		v.show(f, c.Dict)
		if len(c.Dict) == 0 { // then all are missing
			v.dict = noTexts
		}
	case truthKind:
		truth, ints := v.truths(to-from), c.Ints[from:to]
		for i := range truth {
			truth[i] = yes & -uint8(ints[i])
		}
		for i, m := range v.miss {
			if m != signals.Present {
				truth[i] = unknown
			}
		}
	default:
		if c.Wide != nil && v.borrowWide(c, from, to) {
			return
		}
		v.n, v.d, v.unit, v.wide = c.Ints[from:to], nil, pow10[c.Scale], nil
		v.low, v.high = float64(c.Low), float64(c.High)
	}
}

// borrowWide copies rows of which some are wide; no if none is.
func (v *vector) borrowWide(c *signals.Vector, from, to int) bool {
	if !anyWide(c, from, to) {
		return false
	}
	wide := v.widen(to - from)
	for i := range wide {
		wide[i] = c.Num(from + i)
	}
	return true
}

// anyWide tells whether one of some rows is wide.
func anyWide(c *signals.Vector, from, to int) bool {
	if to-from < len(c.Wide) {
		for row := from; row < to; row++ {
			if _, is := c.Wide[row]; is {
				return true
			}
		}
		return false
	}
	for row := range c.Wide {
		if from <= row && row < to {
			return true
		}
	}
	return false
}

// field compiles reading a column of child rows.
func (l *lane) field(n *plan.Node) int {
	at, index, k, table := l.slot(), n.Index, kindOf(n), n.Table
	l.add(func(s *scope) {
		v, c := &s.vectors[at], s.columns(table)[index]
		if s.contiguous && s.rows > 0 {
			first := int(s.row[0])
			v.borrowColumn(s.frame, c, first, first+s.rows, k)
			return
		}
		v.gather(s, c, k)
	})
	return at
}

// gather copies the rows of a scope from a column.
func (v *vector) gather(s *scope, c *signals.Vector, k kind) {
	v.miss = nil
	if c.AnyMissing {
		miss := v.mask(s.rows)
		for i, row := range s.row {
			miss[i] = c.Missing[row]
		}
	}
	switch k {
	case textKind:
		v.own.codes = room(v.own.codes, s.rows)
		v.codes = v.own.codes
		for i, row := range s.row {
			v.codes[i] = c.Codes[row]
		}
		v.show(s.frame, c.Dict)
		if len(c.Dict) == 0 {
			v.dict = noTexts
		}
	case truthKind:
		truth := v.truths(s.rows)
		for i, row := range s.row {
			truth[i] = yes & -uint8(c.Ints[row])
		}
		for i, m := range v.miss {
			if m != signals.Present {
				truth[i] = unknown
			}
		}
	default:
		n := v.numerators(s.rows, pow10[c.Scale])
		wide := false
		for i, row := range s.row {
			n[i] = c.Ints[row]
			if c.Wide != nil {
				_, is := c.Wide[int(row)]
				wide = wide || is
			}
		}
		v.low, v.high = float64(c.Low), float64(c.High)
		if !wide {
			return
		}
		for i, row := range s.row[:len(v.widen(s.rows))] {
			v.wide[i] = c.Num(int(row))
		}
	}
}

// spread compiles giving each child row a value of its account.
func (l *lane) spread(n *plan.Node) int {
	at, from, k := l.slot(), l.outer.need(n), kindOf(n)
	l.add(func(s *scope) {
		v, of := &s.vectors[at], &s.outer.vectors[from]
		switch k {
		case truthKind:
			copyTo(v.truths(s.rows), of.truth, s.owner)
			return
		case nothing:
			v.allMissing(s.rows, k)
			return
		}
		if of.wide != nil {
			copyTo(v.widen(s.rows), of.wide, s.owner)
			return
		}
		v.miss = nil
		if of.miss != nil {
			copyTo(v.mask(s.rows), of.miss, s.owner)
		}
		switch {
		case k == textKind:
			v.own.codes = room(v.own.codes, s.rows)
			v.codes = v.own.codes
			copyTo(v.codes, of.codes, s.owner)
			v.dict, v.dictionary = of.dict, of.dictionary
		case of.d != nil:
			n, d := v.ratios(s.rows)
			copyTo(n, of.n, s.owner)
			copyTo(d, of.d, s.owner)
		default:
			copyTo(v.numerators(s.rows, of.unit), of.n, s.owner)
		}
		v.low, v.high, v.dHigh = of.low, of.high, of.dHigh
	})
	return at
}

func copyTo[T any](to, from []T, at []int32) {
	for i, a := range at {
		to[i] = from[a]
	}
}

// numberOf is a literal as a number, if it is one.
func numberOf(n *plan.Node) (exact.Num, bool) {
	return n.Num, n.Op == plan.Constant && kindOf(n) == numberKind
}
