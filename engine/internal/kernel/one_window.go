package kernel

import (
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// window shows one account of a portfolio as a portfolio, in the same memory whichever
// account it is.
type window struct {
	of, view signals.Portfolio
	columns  []int // that are there
	vectors  []signals.Vector
	wide     []map[int]exact.Num // by column
}

// bind sets the portfolio; needs are the columns that are read.
func (w *window) bind(of *signals.Portfolio, needs signals.Needs) {
	w.of = *of
	w.view.Schema, w.view.AsOf = of.Schema, of.AsOf
	w.view.Root.Len = 1
	n := len(of.Root.Columns)
	w.view.Root.Columns, w.vectors, w.wide = room(w.view.Root.Columns, n), room(w.vectors, n), room(w.wide, n)
	w.columns = w.columns[:0]
	clear(w.view.Root.Columns)
	for i, v := range of.Root.Columns {
		if v == nil || !needs.Has(0, i) {
			continue
		}
		w.columns = append(w.columns, i)
		w.vectors[i] = *v
		w.view.Root.Columns[i] = &w.vectors[i]
	}
	w.view.Children = append(w.view.Children[:0], of.Children...)
}

// show moves to account i.
func (w *window) show(i int) {
	for _, c := range w.columns {
		from, v := w.of.Root.Columns[c], &w.vectors[c]
		v.Missing = from.Missing[i : i+1 : i+1]
		if from.Ints != nil {
			v.Ints = from.Ints[i : i+1 : i+1]
		}
		if from.Codes != nil {
			v.Codes = from.Codes[i : i+1 : i+1]
		}
		if from.Wide == nil {
			continue
		}
		v.Wide = nil
		if n, ok := from.Wide[i]; ok {
			if w.wide[c] == nil {
				w.wide[c] = map[int]exact.Num{}
			}
			w.wide[c][0] = n
			v.Wide = w.wide[c]
		}
	}
	for c := range w.view.Children {
		from, to := &w.of.Children[c], &w.view.Children[c]
		if i < len(from.Spans) {
			to.Spans = from.Spans[i : i+1 : i+1]
		}
		if from.Supplied != nil {
			to.Supplied = from.Supplied[i : i+1 : i+1]
		}
	}
}
