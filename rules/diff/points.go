package diff

import (
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// points compares two ways to points: row by row, if they are of one kind.
func (d *differ) points(s spot, was, now *rules.Measure) {
	p, q := was.Points, now.Points
	if p == nil || q == nil || p.Kind != q.Kind {
		d.facts(s, func(noun, rest string) string { return noun + " of " + was.Name + rest }, wayFacts(p), wayFacts(q))
		return
	}
	s = s.at(p.Kind.String())
	say := func(noun, rest string) string { return noun + " of " + was.Name + rest }
	d.steps(s, say, p, q)
	d.entries(s, say, p.Entries, q.Entries)
	d.rows(s, was.Name, p.Rows, q.Rows)
	d.facts(s, say, restFacts(p), restFacts(q))
}

// wayFacts hold a way to points as a whole.
func wayFacts(p *rules.Points) facts {
	if p == nil {
		return nil
	}
	return facts{{
		key: "points", noun: "way to points", canon: p.Kind.String() + " " + pointsCanon(p), shown: shownPoints(p), long: true, at: p.Place,
	}}
}

// restFacts are what stands once in a way to points.
func restFacts(p *rules.Points) facts {
	var f facts
	if p.Else != nil {
		f.add(fact{key: "else", noun: "points of else", canon: p.Else.Value.String(), shown: p.Else.Value.String(), at: p.Else.Place})
	}
	f.expression("points", "points", p.Expr)
	return f
}

// steps compares edges or knots. Those of one edge belong together; between two such
// pairs the others belong together in their order, if there are as many of them.
func (d *differ) steps(s spot, say phrase, p, q *rules.Points) {
	noun := "threshold"
	if p.Kind == rules.PointsLinear {
		noun = "knot"
	}
	a, b := p.Steps, q.Steps
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		toA, toB := nextShared(a[i:], b[j:])
		gapA, gapB := a[i:i+toA], b[j:j+toB]
		if len(gapA) == len(gapB) {
			for k := range gapA {
				d.movedStep(s, say, noun, gapA[k], gapB[k])
			}
		} else {
			for _, step := range gapA {
				shown := step.Edge.Value.String() + ": " + step.Points.Value.String()
				d.add(s, Change{
					Kind: Removed, Path: join(s.path, step.Edge.Value.String()), Was: shown, A: step.Edge.Place,
					Words: say(noun, " removed: "+shown),
				})
			}
			for _, step := range gapB {
				shown := step.Edge.Value.String() + ": " + step.Points.Value.String()
				d.add(s, Change{
					Kind: Added, Path: join(s.path, step.Edge.Value.String()), Now: shown, B: step.Edge.Place,
					Words: say(noun, " added: "+shown),
				})
			}
		}
		i, j = i+toA, j+toB
		if i < len(a) && j < len(b) {
			d.stepPoints(s, say, noun, a[i], b[j])
			i, j = i+1, j+1
		}
	}
}

// nextShared is how far it is to the next edge that both have; to the ends if there
// is none.
func nextShared(a, b []rules.Step) (toA, toB int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := a[i].Edge.Value.Cmp(b[j].Edge.Value); {
		case c == 0:
			return i, j
		case c < 0:
			i++
		default:
			j++
		}
	}
	return len(a), len(b)
}

// movedStep lists an edge that became another.
func (d *differ) movedStep(s spot, say phrase, noun string, was, now rules.Step) {
	from, to := was.Edge.Value.String(), now.Edge.Value.String()
	d.add(s, Change{
		Kind: Changed, Path: join(s.path, from), Was: from, Now: to, A: was.Edge.Place, B: now.Edge.Place,
		Words: say(noun+" "+from+" -> "+to, ""),
	})
	if !was.Points.Value.Equal(now.Points.Value) {
		d.stepPoints(s, say, noun, was, now)
	}
}

// stepPoints lists the points of an edge, if they changed.
func (d *differ) stepPoints(s spot, say phrase, noun string, was, now rules.Step) {
	from, to := was.Points.Value.String(), now.Points.Value.String()
	if from == to {
		return
	}
	d.add(s, Change{
		Kind: Changed, Path: join(join(s.path, was.Edge.Value.String()), "points"), Was: from, Now: to,
		A: was.Points.Place, B: now.Points.Place,
		Words: say("points of "+noun+" "+now.Edge.Value.String(), " "+from+" -> "+to),
	})
}

// entries compares the rows of a map, whose order has no meaning.
func (d *differ) entries(s spot, say phrase, a, b []rules.Entry) {
	parts := func(list []rules.Entry) facts {
		var f facts
		for _, e := range list {
			points := e.Points.Value.String()
			f.add(fact{key: e.Key.Text, noun: "points of " + strconv.Quote(e.Key.Text), canon: points, shown: points, at: e.Points.Place})
		}
		return f
	}
	d.facts(s, say, parts(a), parts(b))
}

// rows compares conditions with points.
func (d *differ) rows(s spot, owner string, a, b []*rules.Row) {
	d.numbered(s, "row", owner, rowItems(a), rowItems(b))
}

func rowItems(rows []*rules.Row) []numbered {
	items := make([]numbered, len(rows))
	for i, r := range rows {
		items[i] = numbered{facts: rowFacts(r), at: r.Place, shown: shownRow(r)}
	}
	return items
}

func rowFacts(r *rules.Row) facts {
	var f facts
	f.expression("when", "condition", r.When)
	f.number("points", r.Points)
	f.expression("expr", "points", r.Expr)
	f.text("code", r.Code, r.Place)
	return f
}

// pointsCanon is equal for ways to points of one kind that mean the same.
func pointsCanon(p *rules.Points) string {
	var f facts
	for _, s := range p.Steps {
		f.add(fact{key: "step", canon: s.Edge.Value.String() + ": " + s.Points.Value.String()})
	}
	var texts []string
	for _, e := range p.Entries {
		texts = append(texts, strconv.Quote(e.Key.Text)+": "+e.Points.Value.String())
	}
	f.list("entries", texts, p.Place)
	for _, r := range p.Rows {
		f.add(fact{key: "row", canon: rowFacts(r).canon()})
	}
	return f.canon() + restFacts(p).canon()
}

// shownPoints is a way to points as the rule language writes it, in one line.
func shownPoints(p *rules.Points) string {
	var list []string
	switch p.Kind {
	case rules.PointsExpr:
		return "points " + shownExpression(p.Expr)
	case rules.PointsRows:
		for _, r := range p.Rows {
			list = append(list, shownRow(r))
		}
		return "rows [" + strings.Join(list, ", ") + "]"
	case rules.PointsMap:
		for _, e := range p.Entries {
			list = append(list, e.Key.Text+": "+e.Points.Value.String())
		}
	default:
		for _, s := range p.Steps {
			list = append(list, s.Edge.Value.String()+": "+s.Points.Value.String())
		}
	}
	if p.Else != nil {
		list = append(list, "else: "+p.Else.Value.String())
	}
	return p.Kind.String() + " {" + strings.Join(list, ", ") + "}"
}

func shownRow(r *rules.Row) string {
	var list []string
	if r.When != nil {
		list = append(list, "when: "+shownExpression(r.When))
	}
	switch {
	case r.Points != nil:
		list = append(list, "points: "+r.Points.Value.String())
	case r.Expr != nil:
		list = append(list, "points: "+shownExpression(r.Expr))
	}
	if r.Code != "" {
		list = append(list, "code: "+r.Code)
	}
	return "{" + strings.Join(list, ", ") + "}"
}
