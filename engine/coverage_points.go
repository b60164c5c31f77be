package engine

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// watch finds the points of a rule set that compiled before.
func (p *Program) watch() *watched {
	types, _, _, err := register(p.functions)
	checked, found := check.Check(p.set, types)
	if err != nil || found.HasErrors() {
		panic("engine: rules that were compiled cannot be any more: they were changed")
	}
	b := &pointer{
		program: p, checked: checked, known: map[pointKey]int{}, owners: map[*rules.Expression]owner{},
		out: &watched{segments: map[string]int{}, whens: map[*plan.Measure]either{}, rows: map[*plan.Measure][]int{}},
	}
	b.segments()
	for i := range checked.Scorecards {
		b.card(&checked.Scorecards[i], p.plan.Cards[i])
	}
	for i, when := range checked.Flags {
		b.out.flags = append(b.out.flags, b.condition(when, owner{}, "flag "+p.set.Flags[i].Name))
	}
	branching := plan.BuildWatched(checked)
	b.out.evaluator = p.evaluator.Watched(branching, b.branch)
	return b.out
}

// pointer finds the points of rules.
type pointer struct {
	program *Program
	checked *check.Checked
	out     *watched
	known   map[pointKey]int
	owners  map[*rules.Expression]owner
}

// pointKey tells points apart: what they belong to, as it was loaded, and which part.
type pointKey struct {
	of       any // a pointer into the rules
	kind     string
	from, to int
}

// owner is the part of a scorecard that something is written in.
type owner struct{ scorecard, segment, measure string }

// point gives the number of a point, which is made if it is not known.
func (b *pointer) point(key pointKey, kind CoverageKind, at rules.Place, o owner, what string) int {
	if i, ok := b.known[key]; ok {
		return i
	}
	i := len(b.out.points)
	b.known[key] = i
	b.out.points = append(b.out.points, CoveragePoint{
		Kind: kind, Place: at, Scorecard: o.scorecard, Segment: o.segment, Measure: o.measure, What: what,
	})
	return i
}

// own says what an expression is written in: the first that has it, as the general card
// comes before the segments, which inherit from it.
func (b *pointer) own(e *rules.Expression, o owner) {
	if _, known := b.owners[e]; !known {
		b.owners[e] = o
	}
}

func (b *pointer) segments() {
	s := b.program.set.Segments
	segment := func(name string, of any, at rules.Place) {
		if _, again := b.out.segments[name]; !again {
			b.out.segments[name] = b.point(pointKey{of: of, kind: name}, CoverSegment, at, owner{}, "segment "+name)
		}
	}
	if s.By == nil {
		for _, one := range s.List {
			segment(one.Name, one, one.Place)
		}
		if len(s.List) > 0 {
			segment(evaluate.DefaultSegment, nil, s.Place)
		}
		return
	}
	// Any text can name a segment. Those are known that the column allows, and those
	// that scorecards speak of.
	at := placeOf(b.checked.By)
	optional := true
	if by := b.checked.By; by.Op == expression.OpColumn {
		column := b.program.plan.Schema.Root().Columns[by.Index]
		for _, name := range column.OneOf {
			segment(name, s.By, at)
		}
		optional = column.Optional
	}
	for _, card := range b.program.set.Scorecards {
		for _, change := range card.Segments {
			segment(change.Segment.Text, change, change.Segment.Place)
		}
	}
	if optional {
		segment(evaluate.DefaultSegment, nil, at)
	}
}

func (b *pointer) card(card *check.Scorecard, planned *plan.Card) {
	var overrides [][]either
	for i, v := range card.Variants {
		o := owner{scorecard: card.Name, segment: v.Segment}
		b.group(v.Root, planned.Variants[i].Root, o)
		var points []either
		for _, override := range v.Overrides {
			points = append(points, b.override(override, o))
		}
		overrides = append(overrides, points)
	}
	b.out.overrides = append(b.out.overrides, overrides)
}

func (b *pointer) override(override check.Override, o owner) either {
	b.own(override.Override.When, o)
	if override.When == nil || override.When.Op == expression.OpBool {
		return neither
	}
	key := pointKey{of: override.Override}
	key.kind = "applied"
	points := either{yes: b.point(key, CoverOverride, override.Place, o, key.kind)}
	key.kind = "not applied"
	points.no = b.point(key, CoverOverride, override.Place, o, key.kind)
	return points
}

func (b *pointer) group(g *check.Measure, planned *plan.Measure, o owner) {
	for i, m := range g.Members {
		o, p := o, planned.Members[i]
		o.measure = m.Path
		if m.When != nil {
			b.out.whens[p] = b.condition(m.When, o, "")
		}
		if m.IsGroup {
			b.group(m, p, o)
			continue
		}
		b.rows(m, p, o)
	}
}

// rows are the points of a measure's way to points.
func (b *pointer) rows(m *check.Measure, planned *plan.Measure, o owner) {
	points := m.Measure.Points
	rows := []int{-1} // else
	row := func(i int, at rules.Place) int {
		key := pointKey{of: points, kind: "row", from: i}
		return b.point(key, CoverThreshold, at, o, clipped(evaluate.RowText(planned.Points, i)))
	}
	switch points.Kind {
	case rules.PointsUpTo, rules.PointsFrom:
		for i, s := range points.Steps {
			rows = append(rows, row(i, s.Edge.Place))
		}
		rows[0] = row(-1, points.Else.Place)
	case rules.PointsLinear:
		rows[0] = row(-1, points.Steps[0].Points.Place)
		for i, s := range points.Steps {
			rows = append(rows, row(i, s.Edge.Place))
		}
	case rules.PointsMap:
		for i, e := range points.Entries {
			rows = append(rows, row(i, e.Key.Place))
		}
		if points.Else != nil {
			rows[0] = row(-1, points.Else.Place)
		}
	case rules.PointsExpr:
		b.own(points.Expr, o)
		rows[0] = b.point(pointKey{of: points, kind: "points"}, CoverThreshold, placeOf(m.Points), o, "has points")
	case rules.PointsRows:
		for i, r := range points.Rows {
			b.own(r.When, o)
			b.own(r.Expr, o)
			rows = append(rows, row(i, r.Place))
		}
	}
	b.out.rows[planned] = rows
}

// condition is the two outcomes of a whole condition.
func (b *pointer) condition(when *expression.Node, o owner, name string) either {
	b.own(when.Expr, o)
	if when.Op == expression.OpBool {
		return neither
	}
	if name == "" {
		name = quoted(when)
	}
	key := pointKey{of: when.Expr, kind: "is yes", from: when.From, to: when.To}
	points := either{yes: b.point(key, CoverBranch, placeOf(when), o, name+" "+key.kind)}
	key.kind = "is not yes"
	points.no = b.point(key, CoverBranch, placeOf(when), o, name+" "+key.kind)
	return points
}

// branch gives the point of an outcome of a node with branches; -1 if it has none.
func (b *pointer) branch(n *plan.Node, outcome int) int {
	e := n.Written
	side := e.Args[outcome/evaluate.SecondOperand]
	taken := outcome%evaluate.SecondOperand == evaluate.Taken
	if isLiteral(side) {
		return -1
	}
	at, kind, what := side, "", quoted(side)
	switch {
	case n.Op == plan.Cond && taken:
		at, kind, what = e.Args[1], "then", "taken when "+what+" is yes"
	case n.Op == plan.Cond:
		at, kind, what = e.Args[2], "otherwise", "taken when "+what+" is no"
	case n.Op == plan.Coalesce && taken:
		kind, what = "there", what+" is there"
	case n.Op == plan.Coalesce:
		at, kind, what = e.Args[1], "missing", "used when "+what+" is missing"
	case side.Op == e.Op:
		return -1 // its sides say all that there is to say
	case taken:
		kind, what = "is yes", what+" is yes"
	default:
		kind, what = "is not yes", what+" is not yes"
	}
	key := pointKey{of: at.Expr, kind: kind, from: at.From, to: at.To}
	return b.point(key, CoverBranch, placeOf(at), b.owners[at.Expr], what)
}

func isLiteral(n *expression.Node) bool {
	switch n.Op {
	case expression.OpNumber, expression.OpText, expression.OpBool, expression.OpInstant, expression.OpNil:
		return true
	}
	return false
}

// mostShown is how much of what is written says which it is.
const mostShown = 60

// clipped is a text on one line, without its end if it is long.
func clipped(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= mostShown {
		return string(runes)
	}
	return strings.TrimRight(string(slices.Clone(runes[:mostShown-3])), " ") + "..."
}
