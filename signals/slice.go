package signals

import "github.com/bellwether-cs/bellwether/signals/exact"

// One is a portfolio of account i alone. It shares the memory of p.
func One(p *Portfolio, i int) *Portfolio { return Slice(p, i, i+1) }

// Slice is a portfolio of the accounts from one index up to, and without, another.
// It shares the memory of p.
func Slice(p *Portfolio, from, to int) *Portfolio {
	out := &Portfolio{Schema: p.Schema, AsOf: p.AsOf, Root: Rows{Len: to - from, Columns: make([]*Vector, len(p.Root.Columns))}}
	for c, v := range p.Root.Columns {
		if v != nil {
			out.Root.Columns[c] = v.slice(from, to)
		}
	}
	out.Children = make([]Children, len(p.Children))
	for c := range p.Children {
		child := p.Children[c]
		child.Spans = child.Spans[from:to:to]
		if child.Supplied != nil {
			child.Supplied = child.Supplied[from:to:to]
		}
		out.Children[c] = child
	}
	return out
}

// slice is the rows from one index up to, and without, another, in the same
// memory.
func (v *Vector) slice(from, to int) *Vector {
	out := &Vector{
		Kind: v.Kind, Missing: v.Missing[from:to:to], Scale: v.Scale,
		Low: v.Low, High: v.High, AnyMissing: v.AnyMissing, Dict: v.Dict,
	}
	if v.Ints != nil {
		out.Ints = v.Ints[from:to:to]
	}
	if v.Codes != nil {
		out.Codes = v.Codes[from:to:to]
	}
	if len(v.Wide) == 0 {
		return out
	}
	out.Wide = make(map[int]exact.Num)
	if to-from < len(v.Wide) {
		for row := from; row < to; row++ {
			if n, ok := v.Wide[row]; ok {
				out.Wide[row-from] = n
			}
		}
		return out
	}
	for row, n := range v.Wide {
		if from <= row && row < to {
			out.Wide[row-from] = n
		}
	}
	return out
}
