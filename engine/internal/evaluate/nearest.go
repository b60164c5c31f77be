package evaluate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Nearest looks, for each measure alone, for the nearest publishable value that
// reaches the next better band on scorecard i, overrides included: first the
// change that needs the fewest points, ties by name.
func (f *Frame) Nearest(i int) []result.Change {
	now := *f.card(i)
	v := f.program.cards[i].variants[now.Variant]
	rank, ok := v.rank(now.Band)
	if !ok || rank == len(v.plan.Bands)-1 || now.Score.IsMissing() {
		return []result.Change{}
	}
	now.leaves = slices.Clone(now.leaves)
	now.Applied = slices.Clone(now.Applied)
	var found []change
	for _, l := range v.leaves {
		if s := now.leaves[l.plan.Leaf]; l.value == nil || s.State != Scored {
			continue
		}
		w := &whatIf{frame: f, v: v, leaf: l, now: &now, better: rank + 1, scratch: CardScore{leaves: make([]LeafScore, len(now.leaves))}}
		if c, ok := w.nearest(); ok {
			found = append(found, c)
		}
	}
	f.renew() // what-ifs replaced values in memory
	slices.SortStableFunc(found, func(a, b change) int {
		return cmp.Or(a.effort.Cmp(b.effort), strings.Compare(a.Measure, b.Measure))
	})
	changes := make([]result.Change, len(found))
	for i, c := range found {
		changes[i] = c.Change
	}
	return changes
}

// change is a change with the exact number of points, up or down, that it takes.
type change struct {
	result.Change
	effort exact.Num
}

// rank orders bands from worst (0) to best.
func (v *variant) rank(band string) (int, bool) {
	bands := v.plan.Bands
	i := slices.IndexFunc(bands, func(b plan.Band) bool { return b.Name == band })
	if i < 0 {
		return 0, false
	}
	fromHigh := len(bands) > 0 && !bands[0].From.IsMissing() // written from high scores down
	if fromHigh == (v.plan.Better == rules.BetterHigh) {
		i = len(bands) - 1 - i
	}
	return i, true
}

// whatIf tries other values of one measure, all others as they are.
type whatIf struct {
	frame   *Frame
	v       *variant
	leaf    *leaf
	now     *CardScore
	better  int // the least rank that will do
	scratch CardScore
	// What the conditions of overrides compare with: numbers that the measure's
	// metric, or the score, may have to pass.
	edges, scores []exact.Num
}

// try scores the account with another value of the measure.
func (w *whatIf) try(value scalar) (LeafScore, *CardScore, bool) {
	f, s := w.frame, &w.scratch
	w.pin(value)
	points, row := w.leaf.points(f, value)
	if points.IsMissing() {
		return LeafScore{}, nil, false
	}
	f.renew()
	copy(s.leaves, w.now.leaves)
	leaf := LeafScore{State: Scored, Points: points, Row: row}
	s.leaves[w.leaf.plan.Leaf] = leaf
	f.combine(w.v, s)
	w.pin(value)
	f.finish(w.v, s)
	rank, ok := w.v.rank(s.Band)
	return leaf, s, ok && rank >= w.better
}

// pin puts a value in the place of the measure's metric.
func (w *whatIf) pin(value scalar) {
	f := w.frame
	f.renew()
	m := &f.memos[w.leaf.plan.Value.ID]
	m.scalar, m.truth, m.epoch = value, value.flag, f.epoch
}

func (w *whatIf) reaches(x exact.Num) bool {
	_, _, ok := w.try(scalar{num: x})
	return ok
}

func (w *whatIf) nearest() (change, bool) {
	w.frame.renew()
	from := w.leaf.value(w.frame)
	if w.leaf.kind != numberKind {
		return w.nearestKey(from)
	}
	for _, o := range w.v.plan.Overrides {
		w.edges = w.comparands(o.When, w.edges)
		if o.When != nil && o.When.Late {
			w.scores = w.comparands(o.When, w.scores)
		}
	}
	up, upOK := w.search(from.num, 1)
	down, downOK := w.search(from.num, -1)
	switch {
	case !upOK && !downOK:
		return change{}, false
	case !downOK:
		return w.change(from, scalar{num: up}), true
	case !upOK:
		return w.change(from, scalar{num: down}), true
	}
	a, b := w.change(from, scalar{num: up}), w.change(from, scalar{num: down})
	order := cmp.Or(up.Sub(from.num).Cmp(from.num.Sub(down)), a.effort.Cmp(b.effort))
	if order < 0 {
		return a, true
	}
	return b, true
}

// nearestKey tries the values of a map, or yes and no: the one that needs the
// fewest points, the first written on ties.
func (w *whatIf) nearestKey(from scalar) (best change, found bool) {
	allowed := w.column().OneOf
	for i := range w.leaf.plan.Points.Keys {
		key := w.leaf.plan.Points.Keys[i]
		if w.leaf.kind == textKind && len(allowed) > 0 && !slices.Contains(allowed, key.Text) {
			continue
		}
		to := scalar{text: key.Text, micros: key.Micros, flag: truthOf(key.Flag), ok: true}
		if _, _, ok := w.try(to); !ok {
			continue
		}
		if c := w.change(from, to); !found || c.effort.Cmp(best.effort) < 0 {
			best, found = c, true
		}
	}
	return best, found
}

func (w *whatIf) change(from, to scalar) change {
	leaf, s, _ := w.try(to)
	t := w.leaf.plan.Value.Type
	show := func(v scalar) signals.Value {
		out := v.value(t.Kind)
		out.Minor = uint8(t.Minor())
		return out
	}
	needs := leaf.Points.Sub(w.now.leaves[w.leaf.plan.Leaf].Points)
	return change{result.Change{
		Measure: w.leaf.plan.Path, From: show(from), To: show(to), Points: leaf.Points.Round(9),
		Needs: needs.Publish(), Score: s.Score, Band: s.Band,
	}, needs.Abs()}
}

// search goes away from x in one direction, from one value at which something can
// change to the next, and where the score moves between them halves the way.
func (w *whatIf) search(x exact.Num, direction int) (exact.Num, bool) {
	last := x
	for _, turn := range w.turns(x, direction) {
		for _, candidate := range append(w.crossings(last, turn, direction), turn) {
			if !w.reaches(candidate) {
				last = candidate
				continue
			}
			if !w.moves() {
				return candidate, true
			}
			return w.halve(last, candidate, direction), true
		}
	}
	return exact.Num{}, false
}

// crossings are the values between two at which the score passes a number that
// the condition of an override holds it against, and those beside them.
func (w *whatIf) crossings(from, to exact.Num, direction int) []exact.Num {
	if !w.moves() {
		return nil
	}
	var out []exact.Num
	for _, c := range w.scores {
		side := func(v exact.Num) int {
			if w.try(scalar{num: v}); w.frame.score.IsMissing() {
				return 2
			}
			return w.frame.score.Cmp(c)
		}
		for at, end := from, side(to); side(at) != end; {
			here := side(at)
			before, behind := at, to
			for {
				middle := w.between(before, behind, direction)
				if middle.IsMissing() {
					break
				}
				if side(middle) == here {
					before = middle
				} else {
					behind = middle
				}
			}
			out = append(out, before, behind)
			at = behind
		}
	}
	slices.SortFunc(out, func(a, b exact.Num) int { return a.Cmp(b) * direction })
	return out
}

// moves tells whether points move between the edges and knots of the measure.
func (w *whatIf) moves() bool {
	p := w.leaf.plan.Points
	if len(w.column().OneOf) > 0 {
		return false
	}
	return p.Kind == rules.PointsLinear || p.Kind == rules.PointsExpr ||
		p.Kind == rules.PointsRows && slices.ContainsFunc(p.Rows, func(r plan.Row) bool { return r.Expr != nil })
}

// halve finds the value nearest to out that reaches, between one that does not and
// one that does.
func (w *whatIf) halve(out, in exact.Num, direction int) exact.Num {
	for {
		middle := w.between(out, in, direction)
		if middle.IsMissing() {
			return in
		}
		if w.reaches(middle) {
			in = middle
		} else {
			out = middle
		}
	}
}

// between is a publishable value about half way from one to another; missing when
// they stand side by side.
func (w *whatIf) between(from, to exact.Num, direction int) exact.Num {
	beside := w.step(from, direction)
	if beside.IsMissing() || beside.Cmp(to)*direction >= 0 {
		return exact.Num{}
	}
	middle := from.Add(to).Quo(exact.Int(2)).PublishTo(w.decimals())
	if middle.Cmp(from)*direction <= 0 || middle.Cmp(to)*direction >= 0 {
		return beside
	}
	return middle
}

func (w *whatIf) step(x exact.Num, direction int) exact.Num {
	if direction > 0 {
		return x.Next(w.decimals())
	}
	return x.Prev(w.decimals())
}

// decimals is how fine the published values of the measure are.
func (w *whatIf) decimals() int {
	n := w.leaf.plan.Value
	for n.Op == plan.Guard || n.Op == plan.Fresh || n.Op == plan.Publish && n.Rounding == plan.RoundNone {
		n = n.Args[0]
	}
	switch {
	case n.Op == plan.Publish && n.Rounding != plan.RoundInt:
		return n.Decimals
	case n.Type.Kind == signals.Int:
		return 0
	case n.Type.Kind == signals.Money:
		return n.Type.Minor()
	}
	return 9
}

// maxTurns bounds the values that are tried for one measure.
const maxTurns = 400

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
	decimals := w.decimals()
	for _, v := range at {
		if v.IsMissing() {
			continue
		}
		add(v.Prev(decimals))
		add(v.Next(decimals))
		if published := v.PublishTo(decimals); published.Equal(v) {
			add(published)
		}
	}
	slices.SortFunc(out, func(a, b exact.Num) int { return a.Cmp(b) * direction })
	out = slices.CompactFunc(out, exact.Num.Equal)
	return out[:min(len(out), maxTurns)]
}

// column is the column that the measure reads directly; an unbounded one if it
// reads a metric.
func (w *whatIf) column() *signals.Column {
	n := w.leaf.plan.Value
	for n.Op == plan.Guard || n.Op == plan.Fresh {
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
func (w *whatIf) comparands(n *plan.Node, out []exact.Num) []exact.Num {
	if n == nil || len(out) > maxTurns {
		return out
	}
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
		out = w.comparands(a, out)
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
