package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// Check resolves and types a rule set. registered are the functions that the
// program embedding the engine adds. The diagnostics hold all findings; Checked is
// nil when one of them is an error.
func Check(set *rules.Set, registered []expression.Registered) (*Checked, *rules.Diagnostics) {
	c := newChecker(set, nil, registered)
	c.run()
	if c.found.HasErrors() {
		return nil, c.found
	}
	return c.out, c.found
}

// Partial finds what is wrong in the names and types of a rule set that was read
// in spite of errors, but for what follows from those. unread is of the same
// reading.
func Partial(set *rules.Set, unread *rules.Unread, registered []expression.Registered) *rules.Diagnostics {
	c := newChecker(set, unread, registered)
	c.run()
	return c.found
}

func (c *checker) run() {
	c.functions()
	c.freshness()
	for i := range c.set.Metrics {
		if !c.enough() {
			c.metric(i)
		}
	}
	c.segments()
	c.peers()
	c.scorecards()
	c.flags()
	c.found.Sort()
	c.found.List = slices.CompactFunc(c.found.List, func(a, b rules.Diagnostic) bool {
		return a.ID == b.ID && a.Place == b.Place && a.Message == b.Message
	})
}

// maxFindings is how many findings a run looks for: each costs a look through all
// names, and nobody reads more at a time.
const maxFindings = 200

// enough tells whether so much is wrong that the rest can wait.
func (c *checker) enough() bool {
	if len(c.found.List) < maxFindings {
		return false
	}
	if !c.full {
		c.full = true
		c.found.Errorf("more", rules.Place{}, "mend these first", "there is more: only the first %d findings are shown", maxFindings)
	}
	return true
}

type checker struct {
	set    *rules.Set
	unread *rules.Unread // nil if all was read
	out    *Checked
	found  *rules.Diagnostics
	exprs  *expression.Checker
	byName map[string]int // metrics
	state  []state        // of metrics
	stack  []int          // metrics being typed, for cycles
	full   bool           // enough was found

	userFunctions map[string]*rules.Function
	registered    map[string]*expression.Registered
}

type state uint8

const (
	untouched state = iota
	underway
	done
)

func newChecker(set *rules.Set, unread *rules.Unread, registered []expression.Registered) *checker {
	c := &checker{
		set:           set,
		unread:        unread,
		out:           &Checked{Set: set, Metrics: make([]Metric, len(set.Metrics)), Freshness: map[ColumnRef]*expression.Node{}},
		found:         &rules.Diagnostics{Files: set.Files},
		byName:        map[string]int{},
		state:         make([]state, len(set.Metrics)),
		userFunctions: map[string]*rules.Function{},
		registered:    map[string]*expression.Registered{},
	}
	c.exprs = expression.NewChecker(c.found.Add)
	for i, m := range set.Metrics {
		c.byName[m.Name] = i
		c.out.Metrics[i].Metric = m
	}
	for i := range registered {
		r := registered[i]
		r.Index = i
		c.registered[r.Name] = &r
	}
	return c
}

// scope is what most expressions see: columns, metrics, tables, functions, peers.
func (c *checker) scope(names map[string]expression.Type) *expression.Scope {
	return &expression.Scope{
		Schema: c.set.Signals.Schema, Metrics: c, Names: names,
		Functions: c.userFunctions, Registered: c.registered, Declared: c.set, Unread: c.unread,
	}
}

func (c *checker) functions() {
	for _, f := range c.set.Functions {
		switch {
		case c.exprs.IsFunction(f.Name):
			c.found.Errorf("function-name", f.Place, "choose another name", "`%s` is a function of the language", f.Name)
		case c.registered[f.Name] != nil:
			c.found.Errorf("function-name", f.Place, "choose another name", "`%s` is a function of the program that loads these rules", f.Name)
		default:
			c.userFunctions[f.Name] = f
		}
	}
	for _, f := range c.set.Functions {
		if c.userFunctions[f.Name] == nil {
			continue
		}
		scope := c.scope(nil)
		if c.unread.IsBroken(f.Place) {
			scope.Unread = &rules.Unread{Names: true} // its arguments among them
		}
		c.exprs.Body(f, scope)
	}
}

func (c *checker) freshness() {
	schema := c.set.Signals.Schema
	for t, table := range c.set.Signals.Tables {
		for i, column := range table.Columns {
			if column.FreshFor == nil || column.FreshFor.Expression == nil {
				continue
			}
			declared := schema.Tables[t].Columns[i]
			value := expression.Type{Kind: declared.Kind, Currency: declared.Currency}
			scope := &expression.Scope{
				Names: map[string]expression.Type{"value": value}, Functions: c.userFunctions, Registered: c.registered, Unread: c.unread,
				NoPeers: "fresh_for cannot use peers",
			}
			e := column.FreshFor.Expression
			n := c.exprs.Check(e, scope, expression.Want{Kinds: expression.Texts, What: "fresh_for"})
			if n == nil {
				continue
			}
			c.durations(e, n)
			c.out.Freshness[ColumnRef{t, i}] = n
		}
	}
}

// durations checks the texts that an expression of a duration can give.
func (c *checker) durations(e *rules.Expression, n *expression.Node) {
	switch n.Op {
	case expression.OpText:
		if _, err := signals.ParseDuration(n.Text); err != nil {
			c.found.Errorf("bad-duration", e.At(n.From, n.To), `durations are written "30d": h, d, w, mo, y`, "%q is not a duration", n.Text)
		}
	case expression.OpCond:
		c.durations(e, n.Args[1])
		c.durations(e, n.Args[2])
	case expression.OpCoalesce:
		c.durations(e, n.Args[0])
		c.durations(e, n.Args[1])
	}
}

// Metric implements expression.Metrics: a metric is typed when it is first used.
func (c *checker) Metric(name string, at rules.Place) (int, expression.Type, bool) {
	i, ok := c.byName[name]
	if !ok {
		return 0, expression.Type{}, false
	}
	if c.state[i] == underway {
		c.circular(i)
		return i, expression.Type{}, true
	}
	c.metric(i)
	return i, c.out.Metrics[i].Type, true
}

// MetricNames implements expression.Metrics.
func (c *checker) MetricNames() []string {
	names := make([]string, len(c.set.Metrics))
	for i, m := range c.set.Metrics {
		names[i] = m.Name
	}
	return names
}

func (c *checker) circular(i int) {
	cycle := c.stack[slices.Index(c.stack, i):]
	names := make([]string, 0, len(cycle)+1)
	d := rules.Diagnostic{ID: "circular-metric", Place: c.set.Metrics[cycle[0]].Place, Hint: "let one of them start from columns only"}
	for _, m := range cycle {
		names = append(names, "`"+c.set.Metrics[m].Name+"`")
		if m != cycle[0] {
			d.Also = append(d.Also, rules.Note{Place: c.set.Metrics[m].Place, Message: "`" + c.set.Metrics[m].Name + "` stands here"})
		}
	}
	names = append(names, names[0])
	if len(cycle) == 1 {
		d.Message = fmt.Sprintf("metric %s refers to itself", names[0])
	} else {
		d.Message = "metrics refer to each other in a circle: " + strings.Join(names, " -> ")
	}
	c.found.Add(d)
}

func (c *checker) metric(i int) {
	if c.state[i] != untouched {
		return
	}
	c.state[i] = underway
	c.stack = append(c.stack, i)
	m := &c.out.Metrics[i]
	n := c.exprs.Check(m.Metric.Expr, c.scope(nil), expression.Want{Kinds: expression.AnyScalar, What: "a metric"})
	c.stack = c.stack[:len(c.stack)-1]
	c.state[i] = done
	if n == nil {
		return
	}
	m.Expr, m.Type = n, n.Type
	m.Type.Literal = false
	if m.Round != nil && !m.Type.Numeric() {
		c.found.Errorf("round-type", m.Place, "leave `round` out", "metric `%s` is %s, which cannot be rounded", m.Name, m.Type)
	}
	m.UsesPeers = c.usesPeers(n)
}

func (c *checker) usesPeers(n *expression.Node) bool {
	uses := false
	n.Walk(func(n *expression.Node) bool {
		uses = uses || n.Op == expression.OpPeers || n.Op == expression.OpMetric && c.out.Metrics[n.Index].UsesPeers
		return !uses
	})
	return uses
}

func (c *checker) segments() {
	s := c.set.Segments
	const noPeers = "peers are the accounts of a segment, so that a segment cannot depend on peers"
	scope := c.scope(nil)
	scope.NoPeers = noPeers
	if s.By != nil {
		c.out.By = c.exprs.Check(s.By, scope, expression.Want{Kinds: expression.Texts, What: "`by`"})
		c.withoutPeers(s.By, c.out.By, noPeers)
	}
	for _, segment := range s.List {
		n := c.exprs.Check(segment.When, scope, expression.Want{Kinds: 1 << signals.Bool, What: "the condition of a segment"})
		c.withoutPeers(segment.When, n, noPeers)
		c.out.SegmentWhen = append(c.out.SegmentWhen, n)
	}
}

// withoutPeers finds metrics that depend on peers where they cannot be used.
func (c *checker) withoutPeers(e *rules.Expression, n *expression.Node, why string) {
	n.Walk(func(n *expression.Node) bool {
		if n.Op == expression.OpMetric && c.out.Metrics[n.Index].UsesPeers {
			c.found.Errorf("peers-refused", e.At(n.From, n.To), "", "metric `%s` depends on peers: %s", c.set.Metrics[n.Index].Name, why)
		}
		return true
	})
}

func (c *checker) peers() {
	if !c.set.Peers.Set {
		c.out.Peers = []PeerKey{{Segment: true}}
		return
	}
	for _, by := range c.set.Peers.By {
		if by.Text == "segment" {
			c.out.Peers = append(c.out.Peers, PeerKey{Segment: true})
			continue
		}
		scope := c.scope(nil)
		scope.NoPeers = "what peers have in common cannot depend on peers"
		e := &rules.Expression{Text: by.Text, Place: by.Place}
		n := c.exprs.Check(e, scope, expression.Want{Kinds: expression.AnyScalar, What: "`by`"})
		if n == nil {
			continue
		}
		if n.Op != expression.OpColumn && n.Op != expression.OpMetric {
			c.found.Errorf("unknown-name", by.Place, "put an expression into a metric and name that", "`by` takes `segment`, columns and metrics")
			continue
		}
		c.withoutPeers(e, n, scope.NoPeers)
		c.out.Peers = append(c.out.Peers, PeerKey{Ref: n})
	}
}

func (c *checker) flags() {
	cards := map[string]expression.Card{}
	for i, s := range c.set.Scorecards {
		card := expression.Card{Index: i, Bands: []string{}, Open: c.unread.IsBroken(s.Place)}
		add := func(bands []*rules.Band) {
			for _, b := range bands {
				if !slices.Contains(card.Bands, b.Name) {
					card.Bands = append(card.Bands, b.Name)
				}
			}
		}
		add(s.Bands)
		for _, change := range s.Segments {
			add(change.Bands)
		}
		cards[s.Name] = card
	}
	scope := c.scope(nil)
	scope.Cards = cards
	for _, f := range c.set.Flags {
		if c.enough() {
			return
		}
		n := c.exprs.Check(f.When, scope, expression.Want{Kinds: 1 << signals.Bool, What: "a flag"})
		c.out.Flags = append(c.out.Flags, n)
	}
}
