package lint

import (
	"regexp"
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// usage is what the rules use of what they declare.
type usage struct {
	columns map[check.ColumnRef]bool
	tables  map[int]bool
	// metrics are those that something other than a metric uses; between are the
	// metrics that metrics use, by user.
	metrics map[int]bool
	between map[int][]int
	// words are all names in what has no types: in sections that are only kept, in
	// functions that nothing calls, of measures that are switched off. Who stands
	// there counts as used.
	words map[string]bool
	// called are the names of functions that are called, from functions that are
	// called too.
	called, followed map[string]bool
}

// hasResults tells whether the rules give anything. A set that only declares what
// other files are to use has nothing that is unused.
func hasResults(set *rules.Set) bool {
	return len(set.Scorecards) > 0 || len(set.Flags) > 0 || len(set.Later) > 0
}

// unused finds what nothing uses.
func (p *pass) unused() {
	if !hasResults(p.checked.Set) {
		return
	}
	u := usageOf(p.checked)
	p.unusedColumns(u)
	p.unusedTables(u)
	p.unusedMetrics(u)
	p.unusedFunctions(u)
}

var (
	word = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)
	call = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_]*)\s*\(`)
)

// usageOf finds out what is used.
func usageOf(checked *check.Checked) *usage {
	u := &usage{
		columns: map[check.ColumnRef]bool{}, tables: map[int]bool{}, metrics: map[int]bool{}, between: map[int][]int{},
		words: map[string]bool{}, called: map[string]bool{}, followed: map[string]bool{},
	}
	u.typed(checked)
	u.untyped(checked.Set)
	u.declared(checked.Set.Signals.Schema)
	return u
}

// typed notes what expressions use.
func (u *usage) typed(checked *check.Checked) {
	for i, m := range checked.Metrics {
		u.expression(m.Expr, func(used int) { u.between[i] = append(u.between[i], used) })
	}
	root := func(n *expression.Node) { u.expression(n, func(used int) { u.metrics[used] = true }) }
	for _, n := range checked.Freshness {
		root(n)
	}
	root(checked.By)
	for _, n := range checked.SegmentWhen {
		root(n)
	}
	for _, n := range checked.Flags {
		root(n)
	}
	for _, k := range checked.Peers {
		root(k.Ref)
	}
	for _, card := range checked.Scorecards {
		for _, v := range card.Variants {
			measures(v.Root, func(m *check.Measure) {
				root(m.Value)
				root(m.When)
				root(m.Points)
				for _, r := range m.Rows {
					root(r.When)
					root(r.Points)
				}
			})
			for _, o := range v.Overrides {
				root(o.When)
			}
		}
	}
}

// measures visits a measure and all below it.
func measures(m *check.Measure, visit func(*check.Measure)) {
	visit(m)
	for _, member := range m.Members {
		measures(member, visit)
	}
}

func (u *usage) expression(n *expression.Node, metric func(int)) {
	n.Walk(func(n *expression.Node) bool {
		switch n.Op {
		case expression.OpColumn:
			u.columns[check.ColumnRef{Table: 0, Column: n.Index}] = true
		case expression.OpField:
			u.columns[check.ColumnRef{Table: n.Table, Column: n.Index}] = true
		case expression.OpTable:
			u.tables[n.Table] = true
		case expression.OpMetric:
			metric(n.Index)
		}
		return true
	})
}

// untyped notes the words of what has no types, and which functions are called.
func (u *usage) untyped(set *rules.Set) {
	for _, l := range set.Later {
		u.mention(l.Canonical)
		u.call(l.Canonical)
	}
	for _, e := range expressions(set) {
		u.call(e.Text)
	}
	for _, s := range set.Scorecards {
		u.measures(s.Group.Measures)
		for _, c := range s.Segments {
			u.measures(c.Group.Measures)
		}
	}
	for more := true; more; {
		more = false
		for _, f := range set.Functions {
			if u.called[f.Name] && !u.followed[f.Name] {
				u.followed[f.Name], more = true, true
				u.call(f.Expr.Text)
			}
		}
	}
	for _, f := range set.Functions {
		if !u.called[f.Name] {
			u.mention(f.Expr.Text)
		}
	}
}

func (u *usage) mention(text string) {
	for _, w := range word.FindAllString(text, -1) {
		u.words[w] = true
	}
}

func (u *usage) call(text string) {
	for _, m := range call.FindAllStringSubmatch(text, -1) {
		u.called[m[1]] = true
	}
}

// measures notes the names of measures that are switched off: it is for the
// finding about the measure to say that its metric does nothing.
func (u *usage) measures(list []*rules.Measure) {
	for _, m := range list {
		if m.Switch == rules.SwitchOff {
			u.words[m.Name] = true
		}
		for _, e := range measureExpressions(m) {
			u.call(e.Text)
		}
		u.measures(m.Measures)
	}
}

// declared notes the columns that declarations use, and the tables that lead up
// from those that are used.
func (u *usage) declared(schema *signals.Schema) {
	for i := len(schema.Tables) - 1; i >= 0; i-- {
		t := schema.Tables[i]
		use := func(table int, name string) {
			if _, c := schema.Tables[table].Column(name); c >= 0 {
				u.columns[check.ColumnRef{Table: table, Column: c}] = true
			}
		}
		use(i, t.Key)
		use(i, t.Time)
		use(i, t.Until)
		for _, c := range t.Columns {
			use(i, c.At)
			use(i, c.KnownAt)
		}
		u.tables[i] = u.tables[i] || u.words[t.Name]
		if parent, at := schema.Table(t.Parent); parent != nil {
			use(at, t.ParentKey)
			u.tables[at] = u.tables[at] || u.tables[i]
		}
	}
	// The accounts' name is shown in tables.
	if c, i := schema.Root().Column("name"); c != nil {
		u.columns[check.ColumnRef{Table: 0, Column: i}] = true
	}
}

// expressions are all expressions of the rules but the bodies of functions.
func expressions(set *rules.Set) []*rules.Expression {
	var all []*rules.Expression
	add := func(e *rules.Expression) {
		if e != nil {
			all = append(all, e)
		}
	}
	for _, t := range set.Signals.Tables {
		for _, c := range t.Columns {
			if c.FreshFor != nil {
				add(c.FreshFor.Expression)
			}
		}
	}
	for _, m := range set.Metrics {
		add(m.Expr)
	}
	add(set.Segments.By)
	for _, s := range set.Segments.List {
		add(s.When)
	}
	for _, f := range set.Flags {
		add(f.When)
	}
	overrides := func(list []*rules.Override) {
		for _, o := range list {
			add(o.When)
		}
	}
	for _, s := range set.Scorecards {
		overrides(s.Overrides)
		for _, c := range s.Segments {
			overrides(c.Overrides)
		}
	}
	return all
}

// measureExpressions are the expressions of one measure.
func measureExpressions(m *rules.Measure) []*rules.Expression {
	list := []*rules.Expression{m.When}
	if m.Points != nil {
		list = append(list, m.Points.Expr)
		for _, r := range m.Points.Rows {
			list = append(list, r.When, r.Expr)
		}
	}
	return slices.DeleteFunc(list, func(e *rules.Expression) bool { return e == nil })
}
