package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
)

// unreachableRows finds rows that no value comes to.
func (p *pass) unreachableRows() {
	for _, l := range p.leaves() {
		switch points := l.Measure.Measure.Points; points.Kind {
		case rules.PointsUpTo, rules.PointsFrom:
			p.unreachableSteps(l, points)
		case rules.PointsMap:
			p.unreachableKeys(l, points)
		case rules.PointsRows:
			p.unreachableConditions(l)
		}
	}
}

// unreachableSteps leaves edges out of range to their own finding.
func (p *pass) unreachableSteps(l leaf, points *rules.Points) {
	value := l.scope.values(l.Value).present()
	if value.none(numberShape) {
		return
	}
	for i, o := range l.scope.outcomes(l.Measure, l.card.Scale)[:len(points.Steps)] {
		edge := points.Steps[i].Edge
		near := points.Kind == rules.PointsFrom && i+1 < len(points.Steps) && beyond(points, i+1, value.hull()) < 0
		if !o.never || near || beyond(points, i, value.hull()) != 0 {
			continue
		}
		p.once("row-unreachable", edge.Place, "leave the row out", "no value of `%s` falls into this row (%s): it %s%s",
			l.subject(), stretch(o.takes.hull(), l.Value.Type.Kind), canAlso(value, l), in(l.variant.Segment))
	}
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

func (p *pass) unreachableKeys(l leaf, points *rules.Points) {
	value, k := l.scope.values(l.Value), l.Value.Type.Kind
	if value.none(shapeOf(k)) {
		return
	}
	for i, o := range l.scope.outcomes(l.Measure, l.card.Scale)[:len(points.Entries)] {
		if !o.never || lists(value, k) {
			continue // of a list: outside-one-of
		}
		p.once("row-unreachable", points.Entries[i].Key.Place, "leave the row out, or correct the range where `"+l.subject()+"` is declared",
			"`%s` is never %s: it %s%s", l.subject(), points.Entries[i].Key.Text, can(value, k), in(l.variant.Segment))
	}
}

func (p *pass) unreachableConditions(l leaf) {
	s := l.scope.atValue(l.Measure)
	left := s
	for i, r := range l.Rows {
		if r.When == nil {
			return
		}
		n, e := r.When, r.Row.When
		switch {
		case literal(n):
		case !s.truth(n).yes:
			if !p.explained(e, n, s) {
				p.once("row-unreachable", place(e, n), "mend the condition, or leave the row out",
					"this row is never reached%s%s", p.why(e, n, s), in(l.variant.Segment))
			}
		case left.dead() || !left.truth(n).yes:
			p.covered(l, i, s)
		}
		left = left.with(left.learn(n, notYes))
	}
}

var (
	yesOnly = truth(true, false, false)
	noOnly  = truth(false, true, false)
	notYes  = truth(false, true, true)
	notNo   = truth(true, false, true)
)

// covered reports a row that rows before it leave nothing for, and names the one that
// does, if it is one alone.
func (p *pass) covered(l leaf, i int, s scope) {
	r := l.Rows[i]
	n, e := r.When, r.Row.When
	d := rules.Diagnostic{
		Severity: rules.SeverityWarning, ID: "row-unreachable", Place: place(e, n),
		Message: "this row is never reached: the rows before it take all that fits it" + in(l.variant.Segment),
		Hint:    "the first row that holds decides: put the narrower condition first, or leave this row out",
	}
	for _, before := range l.Rows[:i] {
		if takesAll(s, before, r) {
			d.Message = "this row is never reached: a row before it takes all that fits it" + in(l.variant.Segment)
			d.Also = []rules.Note{{Place: place(before.Row.When, before.When), Message: "this row comes first"}}
			break
		}
	}
	p.onceDiagnostic(d)
}

// takesAll tells whether a row leaves nothing for a later one.
func takesAll(s scope, before, later check.Row) bool {
	left := s.with(s.learn(before.When, notYes))
	return !left.truth(later.When).yes || left.dead()
}
