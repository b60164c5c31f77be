package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
)

// unreachableRows finds rows that no value comes to, in whichever segment.
func (p *pass) unreachableRows() {
	for _, group := range p.waysToPoints() {
		switch points := group[0].Measure.Measure.Points; points.Kind {
		case rules.PointsUpTo, rules.PointsFrom:
			p.unreachableSteps(group, points)
		case rules.PointsMap:
			p.unreachableKeys(group, points)
		case rules.PointsRows:
			p.everywhere(len(group), func(i int) {
				l := group[i]
				l.segment = soleSegment(group)
				p.unreachableConditions(l)
			})
		}
	}
}

// unreachableSteps leaves edges out of range to their own finding. Points for the rest
// that are those of the row beside it, or 0 for what lies below all rows, are there to
// be on the safe side.
func (p *pass) unreachableSteps(group []leaf, points *rules.Points) {
	l, value := group[0], valueOfAll(group).present()
	if value.none(numberShape) {
		return
	}
	outcomes := l.scope.outcomes(l.Measure, l.card.Scale)[:len(points.Steps)+1]
	never := func(o outcome) bool { return value.and(o.takes).none(numberShape) }
	for i, o := range outcomes[:len(points.Steps)] {
		edge := points.Steps[i].Edge
		near := points.Kind == rules.PointsFrom && i+1 < len(points.Steps) && beyond(points, i+1, value.hull()) < 0
		if !never(o) || near || beyond(points, i, value.hull()) != 0 {
			continue
		}
		p.once("row-unreachable", edge.Place, "leave the row out", "no value of `%s` falls into this row (%s): it %s%s",
			l.subject(), stretch(o.takes.hull(), l.Value.Type.Kind), canAlso(value, l), in(soleSegment(group)))
	}
	end, safe := 0, points.Else.Value.Sign() == 0
	if points.Kind == rules.PointsUpTo {
		end, safe = len(points.Steps)-1, false
	}
	safe = safe || points.Steps[end].Points.Value.Equal(points.Else.Value)
	if safe || !never(outcomes[len(points.Steps)]) || beyond(points, end, value.hull()) != 0 {
		return
	}
	p.rest(group, points.Else.Place, value)
}

// rest reports an `else` that nothing comes to.
func (p *pass) rest(group []leaf, at rules.Place, value set) {
	l := group[0]
	p.once("row-unreachable", at, "leave out the edge of the row next to it, whose points all values beyond it get, or correct the range where `"+l.subject()+"` is declared",
		"no value of `%s` is left for `else`: it %s%s", l.subject(), canAlso(value, l), in(soleSegment(group)))
}

// canAlso says what a value can be, and that it is whole, which explains why nothing
// lies between two edges.
func canAlso(value set, l leaf) string {
	words := can(value, l.Value.Type.Kind)
	if value.decimals == 0 && words != "is a whole number" && !l.Value.Type.Kind.Temporal() {
		words += ", in whole numbers"
	}
	if words == "" {
		return "has other values"
	}
	return words
}

func (p *pass) unreachableKeys(group []leaf, points *rules.Points) {
	l, value := group[0], valueOfAll(group)
	k := l.Value.Type.Kind
	if value.none(shapeOf(k)) {
		return
	}
	left, another := value.present(), points.Else != nil && points.Else.Value.Sign() != 0 // points that no other row gives
	for i, key := range l.Keys {
		takes := keyOf(key, k)
		left = left.minus(takes)
		another = another && !points.Entries[i].Points.Value.Equal(points.Else.Value)
		if !value.and(takes).none(shapeOf(k)) || lists(value, k) {
			continue // of a list: outside-one-of
		}
		p.once("row-unreachable", points.Entries[i].Key.Place, "leave the row out, or correct the range where `"+l.subject()+"` is declared",
			"`%s` is never %s: it %s%s", l.subject(), points.Entries[i].Key.Text, can(value, k), in(soleSegment(group)))
	}
	if another && !value.missing && left.none(shapeOf(k)) {
		p.once("row-unreachable", points.Else.Place, "leave `else` out, or correct what `"+l.subject()+"` can be where it is declared",
			"no value of `%s` is left for `else`: the rows take all of them%s", l.subject(), in(soleSegment(group)))
	}
}

func (p *pass) unreachableConditions(l leaf) {
	s := l.scope.atValue(l.Measure)
	left := s
	for i, r := range l.Rows {
		if r.When == nil {
			p.restRow(l, i, left)
			return
		}
		n, e := r.When, r.Row.When
		switch {
		case literal(n):
		case !s.truth(n).yes:
			if !p.explained(e, n, s) {
				p.claims(rules.Diagnostic{
					ID: "row-unreachable", Place: place(e, n), Hint: "mend the condition, or leave the row out",
					Message: "this row is never reached",
				}, p.why(e, n, s), in(l.segment))
			}
		case left.dead() || !left.truth(n).yes:
			p.covered(l, i, s)
		}
		left = left.with(left.learn(n, notYes))
	}
}

// restRow looks at a last row without condition. One that gives no points, or repeats
// those of another row, is there to be on the safe side.
func (p *pass) restRow(l leaf, i int, left scope) {
	points := func(r check.Row) string {
		if r.Row.Points != nil {
			return r.Row.Points.Value.String()
		}
		return r.Expr.Text
	}
	same := func(before check.Row) bool { return points(before) == points(l.Rows[i]) }
	if i == 0 || points(l.Rows[i]) == "0" || l.scope.dead() || !left.dead() || slices.ContainsFunc(l.Rows[:i], same) {
		return
	}
	p.claims(rules.Diagnostic{
		ID: "row-unreachable", Place: l.Rows[i].Row.Place, Hint: "leave the row out, or mend the conditions before it",
		Message: "this row is never reached: the rows before it take all there is",
	}, "", in(l.segment))
}

var (
	yesOnly = truth(true, false, false)
	noOnly  = truth(false, true, false)
	notYes  = truth(false, true, true)
	notNo   = truth(true, false, true)
)

// coveredBack bounds how many rows a row is held against one by one.
const coveredBack = 100

// covered reports a row that rows before it leave nothing for, and names the one that
// does, if it is one alone.
func (p *pass) covered(l leaf, i int, s scope) {
	r := l.Rows[i]
	n, e := r.When, r.Row.When
	d := rules.Diagnostic{
		ID: "row-unreachable", Place: place(e, n), Message: "this row is never reached",
		Hint: "the first row that holds decides: put the narrower condition first, or leave this row out",
	}
	why := ": the rows before it take all that fits it"
	for _, before := range l.Rows[:min(i, coveredBack)] {
		if takesAll(s, before, r) {
			why = ": a row before it takes all that fits it"
			d.Also = []rules.Note{{Place: place(before.Row.When, before.When), Message: "this row comes first"}}
			break
		}
	}
	p.claims(d, why, in(l.segment))
}

// takesAll tells whether a row leaves nothing for a later one.
func takesAll(s scope, before, later check.Row) bool {
	left := s.with(s.learn(before.When, notYes))
	return !left.truth(later.When).yes || left.dead()
}
