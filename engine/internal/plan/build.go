package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Build makes the plan of a checked rule set.
func Build(c *check.Checked) *Plan { return build(c, false) }

func build(c *check.Checked, watched bool) *Plan {
	schema := c.Set.Signals.Schema
	b := &builder{
		checked: c, relative: c.Set.Relative(),
		plan:    &Plan{Schema: schema, Metrics: make([]*Node, len(c.Metrics))},
		shared:  map[string]*Node{},
		subject: map[*Node]int{},
		slots:   map[slot]int{},
		fresh:   map[seen]*Node{},
		watched: watched,
	}
	for i := range c.Metrics {
		b.metric(i)
	}
	b.segments()
	for _, key := range c.Peers {
		if key.Segment {
			b.plan.PeerKeys = append(b.plan.PeerKeys, PeerKey{Segment: true})
		} else {
			b.plan.PeerKeys = append(b.plan.PeerKeys, PeerKey{Node: b.root(key.Ref)})
		}
	}
	for i := range c.Scorecards {
		b.plan.Cards = append(b.plan.Cards, b.card(&c.Scorecards[i]))
	}
	for i, f := range c.Flags {
		b.plan.Flags = append(b.plan.Flags, Flag{c.Set.Flags[i].Name, b.root(f)})
	}
	b.number()
	b.stages()
	b.plan.Needs = b.needs()
	return b.plan
}

type builder struct {
	checked *check.Checked
	// relative names the files of places from the rules' folder.
	relative func(rules.Place) rules.Place
	plan     *Plan
	shared   map[string]*Node
	subject  map[*Node]int
	slots    map[slot]int
	fresh    map[seen]*Node
	watched  bool // see BuildWatched

	depth     int     // row functions around
	base      int     // first variable of the expression being lowered
	variables []uint8 // what each variable of the plan depends on
	late      []bool  // whether each variable of the plan is late
}

// root lowers a whole expression, which counts as one use of it.
func (b *builder) root(e *expression.Node) *Node {
	if e == nil {
		return nil
	}
	base, depth := b.base, b.depth
	b.base, b.depth = b.plan.Variables, 0
	b.reserve(e)
	n := b.lower(e)
	b.base, b.depth = base, depth
	n.Uses++
	return n
}

// reserve keeps the variables of an expression from what is lowered on its way: a
// metric or a freshness with variables of its own.
func (b *builder) reserve(e *expression.Node) {
	e.Walk(func(n *expression.Node) bool {
		if n.Op == expression.OpLet {
			b.plan.Variables = max(b.plan.Variables, b.base+n.Index+1)
		}
		return true
	})
}

func (b *builder) segments() {
	b.plan.Segments.By = b.root(b.checked.By)
	for i, s := range b.checked.Set.Segments.List {
		b.plan.Segments.Names = append(b.plan.Segments.Names, s.Name)
		b.plan.Segments.When = append(b.plan.Segments.When, b.root(b.checked.SegmentWhen[i]))
	}
}

// metric lowers a metric, published, when it is first used. It is a node of its
// own even where it only repeats a column, or what another expression computes: a
// what-if changes the metric and leaves the other alone.
func (b *builder) metric(i int) *Node {
	if n := b.plan.Metrics[i]; n != nil {
		return n
	}
	m := &b.checked.Metrics[i]
	x := b.root(m.Expr)
	x.Uses-- // the metric itself is the use that counts
	n := published(x, m.Type, m.Round)
	n.Name, n.Text = m.Name, m.Name
	b.plan.Metrics[i] = b.share(n)
	return b.plan.Metrics[i]
}

// publish rounds x as a value of type t is published; x itself if that changes
// nothing.
func (b *builder) publish(x *Node, t expression.Type) *Node {
	n := published(x, t, nil)
	if n.Rounding == RoundNone || x.Op == Publish && x.Rounding == n.Rounding && x.Decimals <= n.Decimals {
		return x
	}
	return b.share(n)
}

// published is a node that rounds x as a value of type t is published, to fewer
// decimals where round says so.
func published(x *Node, t expression.Type, round *int) *Node {
	n := &Node{Op: Publish, Type: t, Args: []*Node{x}}
	n.Type.Literal = false
	if t.Shape != expression.Scalar {
		return n
	}
	switch t.Kind {
	case signals.Int:
		n.Rounding = RoundInt
	case signals.Number:
		n.Rounding, n.Decimals = RoundNumber, 9
	case signals.Money:
		n.Rounding, n.Decimals = RoundMoney, t.Minor()
	}
	if round != nil {
		n.Decimals = min(n.Decimals, *round)
	}
	return n
}

// share gives the one node that equals n.
func (b *builder) share(n *Node) *Node {
	for _, a := range n.Args {
		n.Late = n.Late || a.Late
		if n.Op != Call { // a call knows which rows its arguments are about
			n.Depends |= a.Depends
		}
	}
	n.Nested = b.depth > 0 && (n.Depends != 0 || n.Late)
	key := n.key()
	if same, ok := b.shared[key]; ok {
		return same
	}
	for _, a := range n.Args {
		a.Uses++
	}
	n.ID = len(b.plan.Nodes)
	b.plan.Nodes = append(b.plan.Nodes, n)
	b.shared[key] = n
	return n
}

// key is equal for nodes that compute the same.
func (n *Node) key() string {
	var k strings.Builder
	fmt.Fprintf(&k, "%d.%d.%v.%d.%d.%d.%d.%d.%d.%t.%t|%q|%s|%v|%v|%v|",
		n.Op, n.Kernel, n.Type, n.Index, n.Table, n.Rounding, n.Decimals, n.Depends, n.Micros, n.Flag, n.Nested,
		n.Text, n.Num, n.Duration, n.Before, n.Hours)
	for _, a := range n.Args {
		fmt.Fprintf(&k, "%d,", a.ID)
	}
	if n.Written != nil {
		fmt.Fprintf(&k, "|%p", n.Written)
	}
	return k.String()
}

func (b *builder) constant(t expression.Type, v exact.Num) *Node {
	return b.share(&Node{Op: Constant, Type: t, Num: v})
}

// number puts the subjects in the order of their names, which columns and metrics
// share: rules that mean the same number them alike, however they are laid out.
func (b *builder) number() {
	before := slices.Clone(b.plan.Subjects)
	slices.SortFunc(b.plan.Subjects, func(a, c *Subject) int { return strings.Compare(a.Name, c.Name) })
	for _, n := range b.plan.Nodes {
		if n.Op == PeerStat {
			n.Index = slices.Index(b.plan.Subjects, before[n.Index])
		}
	}
}

// stages orders the subjects: one that depends on a peer statistic of another
// comes after it.
func (b *builder) stages() {
	stage := make(map[*Node]int, len(b.plan.Nodes))
	for _, n := range b.plan.Nodes {
		s := 0
		for _, a := range n.Args {
			s = max(s, stage[a])
		}
		if n.Op == PeerStat {
			s = max(s, stage[b.plan.Subjects[n.Index].Node]+1)
		}
		stage[n] = s
	}
	for _, s := range b.plan.Subjects {
		s.Stage = stage[s.Node]
	}
}

// needs finds the columns that the plan reads.
func (b *builder) needs() signals.Needs {
	schema := b.plan.Schema
	needs := make(signals.Needs, len(schema.Tables))
	for t, table := range schema.Tables {
		needs[t] = make([]bool, len(table.Columns))
	}
	for _, n := range b.plan.Nodes {
		switch n.Op {
		case Column:
			needs[0][n.Index] = true
		case Field:
			needs[n.Table][n.Index] = true
		case Call:
			if n.Kernel == expression.Within || n.Kernel == expression.Active {
				table := schema.Tables[n.Type.Table]
				for _, name := range []string{table.Time, table.Until} {
					if _, i := table.Column(name); i >= 0 {
						needs[n.Type.Table][i] = true
					}
				}
			}
		case Table:
			// Rows are counted by their keys, which are always read.
			if _, i := schema.Tables[n.Table].Column(schema.Tables[n.Table].Key); i >= 0 {
				needs[n.Table][i] = true
			}
		}
	}
	_, key := schema.Root().Column(schema.Root().Key)
	needs[0][key] = true
	return needs
}
