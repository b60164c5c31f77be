package evaluate

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// maxTurns bounds the values that are tried for one measure, maxScores the scores
// looked for between them.
const (
	maxTurns  = 400
	maxScores = 50
)

// turns are the publishable values beyond x, nearest first, at which the points
// of the measure or the condition of an override can change.
func (w *whatIf) turns(x exact.Num, direction int) []exact.Num {
	if choices := w.choices(x, direction); choices != nil {
		return choices
	}
	var at []exact.Num
	p := w.leaf.plan.Points
	at = append(at, p.Edges...)
	for _, k := range p.Keys {
		at = append(at, k.Num)
	}
	seen := map[*plan.Node]bool{}
	at = constants(p.Expr, at, seen)
	for _, r := range p.Rows {
		at = constants(r.Expr, constants(r.When, at, seen), seen)
	}
	at = append(at, w.edges...)
	if w.moves() && p.Kind != rules.PointsLinear {
		for k := range 15 {
			far := exact.Int(10).PowInt(k)
			at = append(at, x.Add(far), x.Sub(far))
		}
	}
	low, high := w.column().Min, w.column().Max
	at = append(at, low, high)
	var out []exact.Num
	add := func(v exact.Num) {
		if v.IsMissing() || v.Cmp(x)*direction <= 0 || !low.IsMissing() && v.Cmp(low) < 0 || !high.IsMissing() && v.Cmp(high) > 0 {
			return
		}
		out = append(out, v)
	}
	for _, v := range at {
		if v.IsMissing() {
			continue
		}
		add(w.grid.next(v, -1))
		add(w.grid.next(v, 1))
		if published := w.grid.publish(v); published.Equal(v) {
			add(published)
		}
	}
	slices.SortFunc(out, func(a, b exact.Num) int { return a.Cmp(b) * direction })
	out = slices.CompactFunc(out, exact.Num.Equal)
	return out[:min(len(out), maxTurns)]
}

// column is the column that the measure reads, directly or by a metric that only
// repeats it; an unbounded one if it reads something computed.
func (w *whatIf) column() *signals.Column {
	n := w.leaf.plan.Value
	for n.Op == plan.Guard || n.Op == plan.Fresh || n.Op == plan.Publish {
		n = n.Args[0]
	}
	if n.Op != plan.Column {
		return &signals.Column{}
	}
	return w.frame.program.plan.Schema.Tables[0].Columns[n.Index]
}

// choices are the values beyond x, nearest first, where the column has only some.
func (w *whatIf) choices(x exact.Num, direction int) []exact.Num {
	var out []exact.Num
	column := w.column()
	for _, text := range column.OneOf {
		if v, err := signals.ParseValue(column, text); err == nil && v.Num.Cmp(x)*direction > 0 {
			out = append(out, v.Num)
		}
	}
	if len(column.OneOf) > 0 && out == nil {
		return []exact.Num{}
	}
	slices.SortFunc(out, func(a, b exact.Num) int { return a.Cmp(b) * direction })
	return out
}

// comparands gathers the numbers that a condition compares with, as they are for
// the account.
func (w *whatIf) comparands(n *plan.Node, out []exact.Num, seen map[*plan.Node]bool) []exact.Num {
	if n == nil || seen[n] || len(out) > maxTurns {
		return out
	}
	seen[n] = true
	switch n.Op {
	case plan.Equal, plan.NotEqual, plan.Less, plan.LessEqual, plan.More, plan.MoreEqual, plan.In, plan.ListOf:
		for _, a := range n.Args {
			if !a.Pure() || kindOf(a) != numberKind {
				continue
			}
			if v := w.frame.program.number(a)(w.frame); !v.IsMissing() {
				out = append(out, v)
			}
		}
	}
	for _, a := range n.Args {
		out = w.comparands(a, out, seen)
	}
	return out
}

// constants gathers the numbers written in a condition.
func constants(n *plan.Node, out []exact.Num, seen map[*plan.Node]bool) []exact.Num {
	if n == nil || seen[n] || len(out) > maxTurns {
		return out
	}
	seen[n] = true
	if n.Op == plan.Constant && n.Numeric() {
		return append(out, n.Num)
	}
	for _, a := range n.Args {
		out = constants(a, out, seen)
	}
	return out
}
