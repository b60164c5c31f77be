package load

import (
	"github.com/bellwether-cs/bellwether/rules"
)

// elseKey is the row that takes the rest.
const elseKey = "else"

// wayExamples show each way to points.
var wayExamples = map[string]string{
	"up_to":  "{50: 0, 70: 5, else: 10}",
	"from":   "{else: 0, 51: 5, 71: 10}",
	"linear": "{0: 0, 100: 10}",
	"map":    "{gold: 10, silver: 5, else: 0}",
	"rows":   "[{when: seats > 100, points: 10}, {points: 0}]",
}

var wayKinds = map[string]rules.PointsKind{
	"up_to": rules.PointsUpTo, "from": rules.PointsFrom, "linear": rules.PointsLinear,
	"map": rules.PointsMap, "points": rules.PointsExpr, "rows": rules.PointsRows,
}

// readPoints reads a way to points; nil if there is nothing to go on with.
func (c *card) readPoints(e entry) *rules.Points {
	p := &rules.Points{Place: e.key.place(), Kind: wayKinds[e.name()]}
	example := "like " + wayExamples[e.name()]
	switch p.Kind {
	case rules.PointsExpr:
		p.Expr = c.expression(e.value, "`points`")
		return p
	case rules.PointsRows:
		c.rows(p, e, example)
		return p
	}
	list, ok := c.entries(e.value, "`"+e.name()+"`", example)
	if !ok {
		return p
	}
	switch p.Kind {
	case rules.PointsLinear:
		c.knots(p, e, list, example)
	case rules.PointsMap:
		c.lookup(p, e, list, example)
	default:
		c.steps(p, e, list, example)
	}
	return p
}

// steps reads the rows of up_to and from: edges that ascend, and `else`, which
// may stand anywhere, for the rest.
func (c *card) steps(p *rules.Points, way entry, list []entry, example string) {
	rest := false
	edges := 0
	for _, e := range list {
		if e.name() == elseKey {
			rest = true
			p.Else = c.scalePoints(e.value, "`else`")
			continue
		}
		edges++
		if _, number := parseNumber(e.name()); !number && nearest(e.name(), []string{elseKey}) != "" && !c.reported(e.key) {
			rest = true
			c.report("number", e.key.place(), "did you mean `else`?", "an edge of `%s` is a number, not %s", way.name(), quoted(e.name()))
			continue
		}
		c.step(p, e, "an edge of `"+way.name()+"`")
	}
	if edges == 0 && len(list) > 0 || len(list) == 0 {
		c.report("empty", way.key.place(), example, "`%s` has no edge", way.name())
		return
	}
	if !rest && !c.holes[way.value.node] {
		which := "above the last edge"
		if p.Kind == rules.PointsFrom {
			which = "below the first edge"
		}
		c.report("points-else", way.key.place(), example, "`%s` needs `else`: the points of a value %s", way.name(), which)
	}
}

// step reads one edge or knot with its points, and holds it against the one before.
func (c *card) step(p *rules.Points, e entry, what string) {
	edge, okEdge := c.number(e.key, what, pointDecimals)
	points := c.scalePoints(e.value, what)
	if !okEdge {
		return
	}
	if n := len(p.Steps); n > 0 && edge.Value.Cmp(p.Steps[n-1].Edge.Value) <= 0 {
		before := p.Steps[n-1].Edge
		c.found.Add(rules.Diagnostic{
			ID: "edges-order", Place: edge.Place,
			Message: "edges ascend: " + edge.Value.String() + " cannot stand behind " + before.Value.String(),
			Hint:    "write them from the lowest to the highest",
			Also:    note(before.Place, "the edge before"),
		})
		return
	}
	s := rules.Step{Edge: edge}
	if points != nil {
		s.Points = *points
	}
	p.Steps = append(p.Steps, s)
}

// knots reads the knots of linear.
func (c *card) knots(p *rules.Points, way entry, list []entry, example string) {
	for _, e := range list {
		if e.name() == elseKey {
			c.report("points-else", e.key.place(), "delete it", "`linear` has no `else`: outside its knots the line goes on flat")
			continue
		}
		c.step(p, e, "a knot of `linear`")
	}
	if len(list) < 2 && !c.holes[way.value.node] {
		c.report("empty", way.key.place(), example, "`linear` needs at least two knots")
	}
}

// lookup reads the rows of map. Its keys are read in the type of the metric, by
// who knows it.
func (c *card) lookup(p *rules.Points, way entry, list []entry, example string) {
	for _, e := range list {
		points := c.scalePoints(e.value, "an entry of `map`")
		if e.name() == elseKey {
			p.Else = points
			continue
		}
		if points != nil {
			p.Entries = append(p.Entries, rules.Entry{Key: rules.Name{Text: e.name(), Place: e.key.place()}, Points: *points})
		}
	}
	if !c.holes[way.value.node] && (len(list) == 0 || len(list) == 1 && list[0].name() == elseKey) {
		c.report("empty", way.key.place(), example, "`map` names no value")
	}
}

// rows reads conditions with points. A row without a condition takes all, so
// nothing behind it is ever reached.
func (c *card) rows(p *rules.Points, way entry, example string) {
	items, ok := c.list(way.value, "`rows`", example)
	if !ok {
		return
	}
	if len(items) == 0 {
		c.report("empty", way.key.place(), example, "`rows` has no row")
	}
	var last *rules.Row // the row that takes the rest
	for _, item := range items {
		f, ok := c.fields(item, "a row", "when", "points", "code")
		if !ok {
			continue
		}
		row := &rules.Row{Place: item.place()}
		if last != nil {
			c.found.Add(rules.Diagnostic{
				ID: "row-unreached", Place: row.Place,
				Message: "this row is never reached: a row without `when` stands before it",
				Hint:    "move the row without `when` to the end",
				Also:    note(last.Place, "this row takes all accounts that are left"),
			})
			break
		}
		f.read("when", func(v value) { row.When = c.expression(v, "`when`") })
		f.read("code", func(v value) { row.Code, _ = c.label(v, "`code`") })
		if written, ok := c.require(f, row.Place, "points", "write points: and a number or an expression"); ok {
			c.rowPoints(row, written.value)
		}
		if !f.has("when") && !c.holes[item.node] {
			last = row
		}
		p.Rows = append(p.Rows, row)
	}
}

// rowPoints reads a number of points or an expression of them.
func (c *card) rowPoints(row *rules.Row, v value) {
	if v.isScalar() {
		if _, ok := parseNumber(v.node.Value); ok {
			row.Points = c.scalePoints(v, "a row")
			return
		}
	}
	row.Expr = c.expression(v, "`points`")
}
