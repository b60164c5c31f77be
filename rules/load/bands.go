package load

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

const bandExample = "like `green: {from: 70}`, and the last one {}"

// readBands reads bands with their edges; none if one of them is wrong. That
// they go one way is looked at in bandEdges, once those of a segment are merged.
func (c *card) readBands(v value) []*rules.Band {
	before := len(c.found.List)
	list, ok := c.entries(v, "`bands`", bandExample)
	if !ok {
		return nil
	}
	if len(list) == 0 {
		c.report("empty", v.place(), "delete it, or name some, "+bandExample, "`bands` names no band")
	}
	var bands []*rules.Band
	for _, e := range list {
		c.anyName(e.key, "a band")
		b := &rules.Band{Name: e.name(), Place: e.key.place()}
		bands = append(bands, b)
		if isNull(e.value.node) && !c.reported(e.value) {
			c.report("no-value", e.key.place(), "write "+clip(b.Name)+": {} for the band that takes the rest", "the band %s has no value", quoted(b.Name))
			continue
		}
		if e.value.isScalar() && !isNull(e.value.node) && !c.reported(e.value) {
			c.report("wrong-shape", e.value.place(), bandHint(b.Name, e.value.node.Value, list), "a band must be a mapping, not %s", quoted(e.value.node.Value))
			continue
		}
		f, ok := c.fields(e.value, "a band", "from", "up_to")
		if !ok {
			continue
		}
		f.read("from", func(v value) { b.From = c.points(v, "`from`") })
		f.read("up_to", func(v value) { b.UpTo = c.points(v, "`up_to`") })
		if upTo, both := f.get("up_to"); both && len(f.list) == 2 {
			c.report("band-edges", upTo.key.place(), "bands share their edges, so one is enough", "a band has `from` or `up_to`, not both")
		}
	}
	if len(c.found.List) > before {
		return nil
	}
	return bands
}

// bandHint writes a band out that was given by a number alone. Numbers that rise from
// band to band are upper edges.
func bandHint(name, edge string, list []entry) string {
	if _, ok := parseNumber(edge); !ok {
		return bandExample
	}
	var edges []exact.Num
	for _, e := range list {
		if e.value.isScalar() {
			if n, ok := parseNumber(e.value.node.Value); ok {
				edges = append(edges, n)
			}
		}
	}
	way := "from"
	if len(edges) > 1 && edges[0].Cmp(edges[1]) < 0 {
		way = "up_to"
	}
	return "write " + clip(name) + ": {" + way + ": " + edge + "}; the last band is {}"
}

// bandEdges checks that bands follow each other without gaps: all `from` with
// falling edges or all `up_to` with rising ones, and the last takes the rest.
// Changed are the bands of a segment if the bands are merged with those; then
// only they are reported.
func (c *card) bandEdges(bands, changed []*rules.Band) {
	var before *rules.Literal
	way := ""
	for i, b := range bands {
		edge, its := b.From, "from"
		if b.UpTo != nil {
			edge, its = b.UpTo, "up_to"
		}
		at := b
		if changed != nil && !slices.Contains(changed, b) {
			at = changed[0]
		}
		switch last := i == len(bands)-1; {
		case last && edge != nil:
			c.bandProblem(edge.Place, at, b, "write "+clip(b.Name)+": {}", "the last band takes the rest, so %s has no edge", quoted(b.Name))
			return
		case last:
			return
		case edge == nil && changed != nil:
			c.report("band-edges", changed[len(changed)-1].Place, "give "+clip(b.Name)+" an edge here too, and let the band that is added be the last: {}",
				"what a segment adds stands behind the bands of the scorecard, and %s takes the rest before it", quoted(b.Name))
			return
		case edge == nil:
			c.bandProblem(b.Place, at, b, "write {from: 70} or {up_to: 30}; only the last band is {}", "the band %s needs an edge", quoted(b.Name))
			return
		case way != "" && its != way:
			c.bandProblem(edge.Place, at, b, "bands are all `from`, best first, or all `up_to`, lowest first", "`%s` stands among bands with `%s`", its, way)
			return
		case before != nil && its == "from" && edge.Value.Cmp(before.Value) >= 0:
			c.bandProblem(edge.Place, at, b, "write the band with the highest edge first", "bands with `from` descend: %s cannot stand behind %s", edge.Value, before.Value)
			return
		case before != nil && its == "up_to" && edge.Value.Cmp(before.Value) <= 0:
			c.bandProblem(edge.Place, at, b, "write the band with the lowest edge first", "bands with `up_to` ascend: %s cannot stand behind %s", edge.Value, before.Value)
			return
		}
		before, way = edge, its
	}
}

// bandProblem reports b, or instead the changed band at that made b wrong.
func (c *card) bandProblem(place rules.Place, at, b *rules.Band, hint, format string, args ...any) {
	if at != b {
		place = at.Place
		format = "with the bands of the scorecard: " + format
	}
	c.report("band-edges", place, hint, format, args...)
}

// bandNames collects the bands that overrides can name: those of the card and
// of all its segments.
func (c *card) bandNames(f fields) {
	collect := func(v value) {
		if v.isMapping() {
			for i := 0; i+1 < len(v.node.Content); i += 2 {
				c.bands = append(c.bands, v.node.Content[i].Value)
			}
		}
	}
	f.read("bands", collect)
	f.read("segments", func(v value) {
		if !v.isMapping() {
			return
		}
		for i := 1; i < len(v.node.Content); i += 2 {
			segment := v.child(v.node.Content[i])
			if !segment.isMapping() {
				continue
			}
			for j := 0; j+1 < len(segment.node.Content); j += 2 {
				if segment.node.Content[j].Value == "bands" {
					collect(segment.child(segment.node.Content[j+1]))
				}
			}
		}
	})
}
