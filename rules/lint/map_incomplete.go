package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// incompleteMaps finds maps without else that leave out values that their column
// lists.
func (p *pass) incompleteMaps() {
	for _, l := range p.leaves() {
		points := l.Measure.Measure.Points
		if points.Kind != rules.PointsMap || points.Else != nil {
			continue
		}
		k := l.Value.Type.Kind
		left := l.scope.values(l.Value).present()
		if shapeOf(k) == numberShape && !k.Temporal() {
			left = counted(left)
		}
		if !lists(left, k) && shapeOf(k) != truthShape {
			continue
		}
		for _, key := range l.Keys {
			left = left.minus(keyOf(key, k))
		}
		if missed := listed(left, shapeOf(k)); len(missed) > 0 {
			p.once("map-incomplete", points.Place, "give it points, or add `else`; a value without a row has no points",
				"`map` has no row for %s, which `%s` can be%s", alternatives(quoted(missed)), l.subject(), in(l.segment))
		}
	}
}

// countedAtMost bounds how many whole numbers count as a list.
const countedAtMost = 12

// counted lists the whole numbers of a short range one by one.
func counted(v set) set {
	h := v.hull()
	if v.decimals != 0 || len(v.spans) == 0 || !h.bounded() || h.hi.Sub(h.lo).Cmp(exact.Int(countedAtMost)) >= 0 {
		return v
	}
	var out set
	for i := h.lo; i.Cmp(h.hi) <= 0; i = i.Add(one) {
		out = out.or(number(i).and(v))
	}
	return out
}

// listed are the values of a list.
func listed(v set, k shape) []string {
	var out []string
	switch k {
	case textShape:
		out = v.texts
	case numberShape:
		for _, s := range v.spans {
			out = append(out, s.lo.String())
		}
	case truthShape:
		if v.yes {
			out = append(out, "true")
		}
		if v.no {
			out = append(out, "false")
		}
	}
	return out
}
