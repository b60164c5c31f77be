package evaluate

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Nearest looks, for each measure alone, for the nearest publishable value that
// reaches the next better band on scorecard i, overrides included: first the
// change that needs the fewest points, ties by name.
// It gives up on a measure that would take too many tries, and ends early when the
// context does.
func (f *Frame) Nearest(ctx context.Context, i int) []result.Change {
	now := *f.Score(i)
	v := f.program.cards[i].variants[now.Variant]
	rank, ok := v.rank(now.Band)
	if !ok || rank == len(v.plan.Bands)-1 || now.Score.IsMissing() {
		return []result.Change{}
	}
	now.leaves = slices.Clone(now.leaves)
	now.Applied = slices.Clone(now.Applied)
	f.Segment() // who the account is compared with stays as it is
	f.hasGroup()
	var found []change
	for _, l := range v.leaves {
		if ctx.Err() != nil {
			break
		}
		if s := now.leaves[l.plan.Leaf]; l.value == nil || s.State != Scored {
			continue
		}
		w := &whatIf{frame: f, v: v, leaf: l, grid: gridOf(l.plan.Value), now: &now, better: rank + 1, scratch: CardScore{leaves: make([]LeafScore, len(now.leaves)), out: make([]bool, len(now.out))}}
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
	grid    grid
	now     *CardScore
	better  int // the least rank that will do
	scratch CardScore
	// What conditions compare with: numbers that the measure's metric, or the score,
	// may have to pass.
	edges, scores []exact.Num
	tries         int
}

// maxTries bounds how often an account is scored again for one measure.
const maxTries = 20_000

// try scores the account with another value of the measure.
func (w *whatIf) try(value scalar) (LeafScore, *CardScore, bool) {
	f, s := w.frame, &w.scratch
	if w.tries++; w.tries > maxTries {
		return LeafScore{}, nil, false
	}
	w.pin(value)
	leaf := LeafScore{State: Out, Row: -1}
	if w.leaf.when == nil || w.leaf.when(f) == yes {
		points, row := w.leaf.points(f, value)
		if points.IsMissing() {
			return LeafScore{}, nil, false
		}
		leaf = LeafScore{State: Scored, Points: points, Row: row}
	}
	copy(s.leaves, w.now.leaves)
	s.leaves[w.leaf.plan.Leaf] = leaf
	f.combine(w.v, s)
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
	seen, seenLate := map[*plan.Node]bool{}, map[*plan.Node]bool{}
	w.edges = w.comparands(w.leaf.plan.When, w.edges, seen)
	for _, o := range w.v.plan.Overrides {
		w.edges = w.comparands(o.When, w.edges, seen)
		if o.When != nil && o.When.Late {
			w.scores = w.comparands(o.When, w.scores, seenLate)
		}
	}
	w.scores = w.scores[:min(len(w.scores), maxScores)]
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
	keys := w.leaf.plan.Points.Keys
	if w.leaf.kind == truthKind {
		keys = []check.Key{{Flag: true}, {Flag: false}}
	}
	for _, key := range keys {
		if w.leaf.kind == textKind && len(allowed) > 0 && !slices.Contains(allowed, key.Text) {
			continue
		}
		to := scalar{text: key.Text, micros: key.Micros, flag: truthOf(key.Flag), ok: true}
		if _, _, ok := w.try(to); !ok || same(from, to, w.leaf.kind) {
			continue
		}
		if c := w.change(from, to); !found || c.effort.Cmp(best.effort) < 0 {
			best, found = c, true
		}
	}
	return best, found
}

func (w *whatIf) change(from, to scalar) change {
	w.tries = 0
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
		for at, end := from, side(to); w.tries < maxTries && side(at) != end; {
			here := side(at)
			before, behind := at, to
			for w.tries < maxTries {
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
	for w.tries < maxTries {
		middle := w.between(out, in, direction)
		if middle.IsMissing() {
			break
		}
		if w.reaches(middle) {
			in = middle
		} else {
			out = middle
		}
	}
	return in
}

// between is a publishable value about half way from one to another; missing when
// they stand side by side.
func (w *whatIf) between(from, to exact.Num, direction int) exact.Num {
	beside := w.grid.next(from, direction)
	if beside.IsMissing() || beside.Cmp(to)*direction >= 0 {
		return exact.Num{}
	}
	middle := w.grid.publish(from.Add(to).Quo(exact.Int(2)))
	if middle.Cmp(from)*direction <= 0 || middle.Cmp(to)*direction >= 0 {
		return beside
	}
	return middle
}
