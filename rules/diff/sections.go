package diff

import (
	"strconv"

	"github.com/bellwether-cs/bellwether/rules"
)

func (d *differ) metrics() {
	a, b := metricParts(d.a.Metrics), metricParts(d.b.Metrics)
	s := spot{group: "metrics", path: "metrics"}
	m := d.parts(s, false, a, b, func(i, j int) {
		d.facts(s.at(a[i].name), after(a[i].what), metricFacts(d.a.Metrics[i]), metricFacts(d.b.Metrics[j]))
	})
	d.renamed = map[string]string{}
	for _, p := range m.pairs {
		if was, now := a[p.a].name, b[p.b].name; was != now {
			d.renamed[was] = now
		}
	}
}

func metricParts(metrics []*rules.Metric) []part {
	parts := make([]part, len(metrics))
	for i, m := range metrics {
		parts[i] = part{
			name: m.Name, what: "metric " + m.Name, canon: func() string { return metricFacts(m).canon() },
			shown: shownExpression(m.Expr), at: m.Place,
		}
	}
	return parts
}

func metricFacts(m *rules.Metric) facts {
	var f facts
	f.expression("expr", "expression", m.Expr)
	f.text("unit", m.Unit, m.Place)
	if m.Round != nil {
		f.text("round", strconv.Itoa(*m.Round), m.Place)
	}
	f.description(m.Description, m.Place)
	return f
}

func (d *differ) functions() {
	a, b := functionParts(d.a.Functions), functionParts(d.b.Functions)
	s := spot{group: "functions", path: "functions"}
	d.parts(s, false, a, b, func(i, j int) {
		d.facts(s.at(a[i].name), after(a[i].what), functionFacts(d.a.Functions[i]), functionFacts(d.b.Functions[j]))
	})
}

func functionParts(functions []*rules.Function) []part {
	parts := make([]part, len(functions))
	for i, fn := range functions {
		parts[i] = part{
			name: fn.Name, what: "function " + fn.Name, canon: func() string { return functionFacts(fn).canon() },
			shown: fn.Name + "(" + names(fn.Args) + ") = " + shownExpression(fn.Expr), at: fn.Place,
		}
	}
	return parts
}

func functionFacts(fn *rules.Function) facts {
	var f facts
	f.add(fact{key: "args", noun: "arguments", canon: names(fn.Args), shown: "(" + names(fn.Args) + ")", at: fn.Place})
	f.expression("expr", "expression", fn.Expr)
	return f
}

func (d *differ) segments() {
	s := spot{group: "segments", path: "segments"}
	var was, now facts
	was.expression("by", "`by`", d.a.Segments.By)
	now.expression("by", "`by`", d.b.Segments.By)
	d.facts(s, plainly, was, now)
	a, b := segmentParts(d.a.Segments.List), segmentParts(d.b.Segments.List)
	d.parts(s, true, a, b, func(i, j int) {
		d.facts(s.at(a[i].name), after(a[i].what), conditionFacts(d.a.Segments.List[i].When), conditionFacts(d.b.Segments.List[j].When))
	})
}

func segmentParts(list []*rules.Segment) []part {
	parts := make([]part, len(list))
	for i, g := range list {
		parts[i] = conditionPart("segment ", g.Name, g.When, g.Place)
	}
	return parts
}

func conditionPart(kind, name string, when *rules.Expression, at rules.Place) part {
	return part{
		name: name, what: kind + name, canon: func() string { return conditionFacts(when).canon() },
		shown: shownExpression(when), at: at,
	}
}

func conditionFacts(when *rules.Expression) facts {
	var f facts
	f.expression("when", "condition", when)
	return f
}

func (d *differ) flags() {
	a, b := flagParts(d.a.Flags), flagParts(d.b.Flags)
	s := spot{group: "flags", path: "flags"}
	d.parts(s, true, a, b, func(i, j int) {
		d.facts(s.at(a[i].name), after(a[i].what), conditionFacts(d.a.Flags[i].When), conditionFacts(d.b.Flags[j].When))
	})
}

func flagParts(list []*rules.Flag) []part {
	parts := make([]part, len(list))
	for i, f := range list {
		parts[i] = conditionPart("flag ", f.Name, f.When, f.Place)
	}
	return parts
}

func (d *differ) peers() {
	d.facts(spot{group: "peers", path: "peers"}, after("peers"), peersFacts(&d.a.Peers), peersFacts(&d.b.Peers))
}

func peersFacts(p *rules.Peers) facts {
	by := "segment"
	if p.Set {
		by = names(p.By)
	}
	return facts{{key: "by", canon: by, shown: "[" + by + "]", at: p.Place}}
}
