package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// rowBands are rows of conditions that all look at one number or text.
type rowBands struct {
	operand  *expression.Node
	key      string
	shape    shape
	takes    []set // what each row holds for
	rows     []check.Row
	rest     bool // a last row takes what is left
	possible set
}

// rowBands reads the rows of a measure as stretches of one operand, if that is what
// they are.
func (l leaf) rowBands() (rowBands, bool) {
	s := l.scope.atValue(l.Measure)
	var b rowBands
	for i, r := range l.Rows {
		if r.When == nil || literal(r.When) {
			b.rest = true
			break
		}
		c, ok := s.cut(r.When)
		if !ok || i > 0 && c.key != b.key {
			return b, false
		}
		if i == 0 {
			b.operand, b.key, b.shape = c.operand, c.key, c.shape
		}
		b.takes, b.rows = append(b.takes, c.yes), append(b.rows, r)
	}
	if len(b.takes) == 0 {
		return b, false
	}
	b.possible = s.values(b.operand)
	return b, true
}

// rowGaps finds values that no row of conditions takes.
func (p *pass) rowGaps() {
	for _, l := range p.leaves() {
		b, ok := l.rowBands()
		if !ok || len(b.rows) < 2 {
			continue
		}
		left := b.possible.present()
		for _, t := range b.takes {
			left = left.minus(t)
		}
		if left.none(b.shape) {
			continue
		}
		if b.shape == numberShape {
			p.numberGaps(l, b, left)
		} else if !b.rest && b.shape == textShape && left.finite() && !l.standsIn() {
			p.gap(l, b, alternatives(quoted(left.texts)))
		}
	}
}

// numberGaps: a last row for the rest closes all gaps, but people put one for what
// fits nowhere, not for what lies between 50 and 51.
func (p *pass) numberGaps(l leaf, b rowBands, left set) {
	h := all(b.takes).and(b.possible.present().coarse()).hull()
	for _, s := range left.spans {
		inside := s.bounded() && (h.lo.IsMissing() || s.hi.Cmp(h.lo) > 0) && (h.hi.IsMissing() || s.lo.Cmp(h.hi) < 0)
		switch {
		case b.rest && !(inside && b.slit(s)):
		case !inside && l.standsIn():
		default:
			p.gap(l, b, stretch(s, b.operand.Type.Kind))
			return
		}
	}
}

// slit tells a gap between two neighbouring whole numbers, of which each ends a
// stretch of values.
func (b rowBands) slit(s span) bool {
	if !s.loOpen || !s.hiOpen || !s.lo.IsInt() || !s.hi.Sub(s.lo).Equal(one) {
		return false
	}
	for _, t := range b.takes {
		for _, x := range t.spans {
			if x.single() {
				return false
			}
		}
	}
	return true
}

func all(sets []set) set {
	var out set
	for _, s := range sets {
		out = out.or(s)
	}
	return out
}

// standsIn tells whether a number of points was chosen for values without a row.
func (l leaf) standsIn() bool {
	policy := l.Missing.Policy
	if policy == rules.MissingUnset {
		policy = l.variant.Root.Missing.Policy
	}
	return policy == rules.MissingZero || policy == rules.MissingPoints
}

// name is the operand as the first row writes it.
func (b rowBands) name() string { return source(b.rows[0].Row.When, b.operand) }

func (p *pass) gap(l leaf, b rowBands, what string) {
	if b.shape == textShape {
		what = "where it is " + what
	}
	hint := "let the rows meet (x <= 50, then x <= 75), or end with a row without `when`, which takes the rest"
	which := "no row takes"
	if b.rest {
		which = "only the last row, which takes the rest, takes"
	}
	if b.shape == textShape {
		hint = "add a row for it, or end with a row without `when`, which takes the rest"
	}
	p.once("rows-gap", l.Measure.Measure.Points.Place, hint, "%s `%s` %s%s", which, b.name(), what, in(l.segment))
}

// rowsBack bounds how many rows before it a row is held against: tables of bands
// repeat the edge of a neighbour.
const rowsBack = 100

// rowOverlaps finds rows that claim the same values, as tables of bands do that
// repeat their edges: 0 to 50, 50 to 75.
func (p *pass) rowOverlaps() {
	for _, l := range p.leaves() {
		b, ok := l.rowBands()
		if !ok || b.shape != numberShape {
			continue
		}
		for j := range b.takes {
			for i := max(0, j-rowsBack); i < j; i++ {
				if shared, ok := overlap(b.takes[i], b.takes[j], b.possible); ok {
					p.overlapping(l, b, i, j, shared)
					break
				}
			}
		}
	}
}

// overlap is what two stretches share, unless one lies in the other. Where one of them
// goes on for ever, only an edge that both repeat is taken for a mistake.
func overlap(a, b, possible set) (span, bool) {
	if len(a.spans) != 1 || len(b.spans) != 1 {
		return span{}, false
	}
	two := a.spans[0].bounded() && b.spans[0].bounded()
	if !two {
		a, b = a.and(possible), b.and(possible)
	}
	if a.within(b, numberShape) || b.within(a, numberShape) {
		return span{}, false
	}
	shared := a.and(b).and(possible)
	if shared.none(numberShape) || !two && !shared.hull().single() {
		return span{}, false
	}
	return shared.hull(), true
}

func (p *pass) overlapping(l leaf, b rowBands, i, j int, shared span) {
	e, n := b.rows[j].Row.When, b.rows[j].When
	first := b.rows[i].Row.When
	p.onceDiagnostic(rules.Diagnostic{
		Severity: rules.SeverityWarning, ID: "rows-overlap", Place: place(e, n),
		Message: "two rows claim `" + b.name() + "` " + stretch(shared, b.operand.Type.Kind) + ": the first one has it" + in(l.segment),
		Hint:    "let each value belong to one row: x <= 50, then 50 < x <= 75",
		Also:    []rules.Note{{Place: place(first, b.rows[i].When), Message: "the first one stands here"}},
	})
}
