package reference

import (
	"strconv"
	"strings"
)

// yamlWriter writes block style, one line at a time. Every expression and
// text is quoted, so that nothing depends on YAML's reading of plain scalars.
type yamlWriter struct {
	strings.Builder
	depth int
}

func (w *yamlWriter) line(text string) {
	w.WriteString(strings.Repeat("  ", w.depth) + text + "\n")
}

// in writes a key and, indented under it, whatever body writes.
func (w *yamlWriter) in(key string, body func()) {
	w.line(key + ":")
	w.depth++
	body()
	w.depth--
}

func (w *yamlWriter) pair(key, value string) {
	if value != "" {
		w.line(key + ": " + value)
	}
}

func (w *yamlWriter) expr(key string, n Node) {
	if n != nil {
		w.pair(key, quotedExpr(n))
	}
}

func quotedExpr(n Node) string {
	return "'" + strings.ReplaceAll(Print(n), "'", "''") + "'"
}

func flow(pairs ...string) string {
	var some []string
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			some = append(some, pairs[i]+": "+pairs[i+1])
		}
	}
	return "{" + strings.Join(some, ", ") + "}"
}

// YAML is the rule set as its author would write it.
func (rs *RuleSet) YAML() string {
	w := &yamlWriter{}
	w.line("language: 1")
	w.in("signals", func() {
		for _, t := range rs.Tables {
			w.table(t)
		}
	})
	if len(rs.Metrics) > 0 {
		w.in("metrics", func() {
			for _, m := range rs.Metrics {
				w.metric(m)
			}
		})
	}
	if len(rs.Functions) > 0 {
		w.in("functions", func() {
			for _, f := range rs.Functions {
				w.pair(f.Name, flow("args", "["+strings.Join(f.Args, ", ")+"]", "expr", quotedExpr(f.Expr)))
			}
		})
	}
	w.segments(rs)
	if rs.PeersBy != nil {
		w.pair("peers", flow("by", "["+strings.Join(rs.PeersBy, ", ")+"]"))
	}
	w.in("scorecards", func() {
		for _, c := range rs.Scorecards {
			w.in(c.Name, func() { w.card(c) })
		}
	})
	if len(rs.Flags) > 0 {
		w.in("flags", func() {
			for _, f := range rs.Flags {
				w.expr(f.Name, f.When)
			}
		})
	}
	return w.String()
}

func (w *yamlWriter) table(t *Table) {
	w.in(t.Name, func() {
		w.pair("parent", t.Parent)
		w.pair("key", t.Key)
		w.pair("time", t.Time)
		w.pair("until", t.Until)
		w.in("columns", func() {
			for _, c := range t.Columns {
				w.pair(c.Name, columnText(c))
			}
		})
	})
}

func columnText(c *Column) string {
	plain := c.File == "" && c.Default == nil && c.OneOf == nil && c.Min == "" && c.Max == "" && c.At == "" && c.KnownAt == ""
	if plain {
		if c.Optional {
			return "optional " + c.Type
		}
		return c.Type
	}
	optional, file, fallback, oneOf, fresh := "", "", "", "", c.FreshFor
	if c.Optional {
		optional = "true"
	}
	if c.File != "" {
		file = quoted(c.File)
	}
	if c.Default != nil {
		fallback = string(*c.Default)
	}
	if c.OneOf != nil {
		oneOf = "[" + strings.Join(c.OneOf, ", ") + "]"
	}
	if c.FreshBy != nil {
		fresh = quotedExpr(c.FreshBy)
	}
	return flow("type", c.Type, "optional", optional, "column", file, "default", fallback, "one_of", oneOf,
		"min", string(c.Min), "max", string(c.Max), "at", c.At, "known_at", c.KnownAt, "fresh_for", fresh)
}

func (w *yamlWriter) metric(m *Metric) {
	if m.Round == nil {
		w.expr(m.Name, m.Expr)
		return
	}
	w.pair(m.Name, flow("expr", quotedExpr(m.Expr), "round", strconv.Itoa(*m.Round)))
}

func (w *yamlWriter) segments(rs *RuleSet) {
	if rs.SegmentBy != "" {
		w.pair("segments", flow("by", rs.SegmentBy))
	}
	if len(rs.Segments) > 0 {
		w.in("segments", func() {
			for _, s := range rs.Segments {
				w.expr(s.Name, s.When)
			}
		})
	}
}

func (w *yamlWriter) card(c *Scorecard) {
	switch {
	case c.Scale == nil:
		w.pair("scale", "none")
	case !c.ScaleUnsaid:
		w.pair("scale", flow("min", string(c.Scale.Min), "max", string(c.Scale.Max)))
	}
	w.pair("better", c.Better)
	w.pair("round", strconv.Itoa(c.Round))
	w.pair("missing", c.Missing)
	w.pair("min_coverage", c.MinCoverage)
	w.pair("combine", c.Combine)
	w.pair("start", string(c.Start))
	w.members(c.Members)
	if len(c.Patches) > 0 {
		w.in("segments", func() {
			for _, p := range c.Patches {
				w.in(p.Segment, func() {
					w.pair("min_coverage", p.MinCoverage)
					w.members(p.Members)
					w.overrides(p.Overrides)
					w.bands(p.Bands)
				})
			}
		})
	}
	w.overrides(c.Overrides)
	w.bands(c.Bands)
}

func (w *yamlWriter) members(members []*Member) {
	if len(members) == 0 {
		return
	}
	w.in("measures", func() {
		for _, m := range members {
			if m.Off && m.Way == nil && !m.group() {
				w.pair(m.Name, "off")
				continue
			}
			w.in(m.Name, func() { w.member(m) })
		}
	})
}

func (w *yamlWriter) member(m *Member) {
	w.pair("metric", m.Metric)
	w.pair("weight", string(m.Weight))
	w.expr("when", m.When)
	w.pair("missing", m.Missing)
	w.pair("baseline", string(m.Baseline))
	w.pair("code", m.Code)
	w.pair("combine", m.Combine)
	w.members(m.Members)
	if m.Way != nil {
		w.way(m.Way)
	}
}

func (w *yamlWriter) way(way *Way) {
	switch way.Kind {
	case "points":
		w.expr("points", way.Points)
	case "rows":
		w.in("rows", func() {
			for _, r := range way.Rows {
				when := ""
				if r.When != nil {
					when = quotedExpr(r.When)
				}
				w.line("- " + flow("when", when, "points", rowPoints(r.Points), "code", r.Code))
			}
		})
	default:
		w.pair(way.Kind, flow(way.pairs()...))
	}
}

func rowPoints(n Node) string {
	if lit, ok := n.(Lit); ok {
		return string(lit.Text)
	}
	return quotedExpr(n)
}

// pairs are the rows as written: `else` last, but first for `from`, which ascends from it.
func (way *Way) pairs() []string {
	var pairs []string
	for _, s := range way.Steps {
		pairs = append(pairs, string(s.At), string(s.Points))
	}
	for _, k := range way.Keys {
		key := *k.Is.text()
		if k.Is.Kind == Text {
			key = quoted(key)
		}
		pairs = append(pairs, key, string(k.Points))
	}
	if way.Kind == "from" {
		return append([]string{"else", string(way.Else)}, pairs...)
	}
	return append(pairs, "else", string(way.Else))
}

func (w *yamlWriter) overrides(overrides []Override) {
	if len(overrides) == 0 {
		return
	}
	w.in("overrides", func() {
		for _, ov := range overrides {
			w.line("- when: " + quotedExpr(ov.When))
			w.depth++
			w.pair("adjust", string(ov.Adjust))
			w.pair("cap", string(ov.Cap))
			w.pair("floor", string(ov.Floor))
			w.pair("band", ov.Band)
			w.pair("reason", quoted(ov.Reason))
			w.depth--
		}
	})
}

func (w *yamlWriter) bands(bands []Band) {
	if len(bands) == 0 {
		return
	}
	w.in("bands", func() {
		for _, b := range bands {
			w.pair(b.Name, flow("from", string(b.From), "up_to", string(b.UpTo)))
		}
	})
}
