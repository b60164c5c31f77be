package kernel

import (
	"slices"
	"sync"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Values of one account. A number is missing where d is 0; d is never below 0, and n
// never math.MinInt64.
type (
	oneNumber  func(f *One) (n, d int64)
	oneTruth   func(f *One) uint8
	oneText    func(f *One) (string, bool)
	oneInstant func(f *One) (int64, bool)
)

// lazySingle is compiled when somebody scores one account.
type lazySingle struct {
	once   sync.Once
	single *single
}

// oneCompiler builds a single.
type oneCompiler struct {
	schedule *Schedule
	out      *single
	refused  bool
	lets     map[int]*plan.Node
	uses     map[*plan.Node]int
	started  map[int]bool // scorecards
	early    bool         // no scorecard is computed yet

	numbers  map[*plan.Node]oneNumber
	truths   map[*plan.Node]oneTruth
	texts    map[*plan.Node]oneText
	instants map[*plan.Node]oneInstant
}

func compileSingle(s *Schedule) *single {
	if s.reasons {
		return nil
	}
	c := &oneCompiler{
		schedule: s, out: &single{}, lets: map[int]*plan.Node{}, uses: map[*plan.Node]int{}, started: map[int]bool{},
		numbers: map[*plan.Node]oneNumber{}, truths: map[*plan.Node]oneTruth{},
		texts: map[*plan.Node]oneText{}, instants: map[*plan.Node]oneInstant{},
	}
	for _, n := range s.plan.Nodes {
		if n.Op != plan.Let {
			continue
		}
		if _, again := c.lets[n.Index]; again {
			c.lets[n.Index] = nil
		} else {
			c.lets[n.Index] = n
		}
	}
	c.countUses()
	c.early = true
	c.segments()
	c.early = false
	for i, k := range s.cards {
		if k != nil {
			c.card(i)
		}
	}
	for _, flag := range s.plan.Flags {
		c.out.flags = append(c.out.flags, c.truth(flag.When))
	}
	if c.refused {
		return nil
	}
	return c.out
}

// countUses counts how many things of the schedule need each node for one account.
func (c *oneCompiler) countUses() {
	p := &c.schedule.plan.Segments
	c.use(p.By)
	for _, n := range p.When {
		c.use(n)
	}
	for _, k := range c.schedule.cards {
		if k == nil {
			continue
		}
		for j := range k.leaves {
			for _, w := range k.leaves[j].ways {
				m := w.first()
				c.use(m.Value)
				c.use(m.When)
			}
		}
		for j := range k.overrides {
			c.use(k.overrides[j].node)
		}
	}
	for _, flag := range c.schedule.plan.Flags {
		c.use(flag.When)
	}
}

func (c *oneCompiler) use(n *plan.Node) {
	if n == nil {
		return
	}
	if c.uses[n]++; c.uses[n] > 1 {
		return
	}
	switch n.Op {
	case plan.Let:
		c.use(n.Args[1])
		return
	case plan.Variable:
		if let := c.lets[n.Index]; let != nil {
			c.use(let.Args[0])
		}
		return
	}
	for _, a := range n.Args {
		c.use(a)
	}
}

// first is a measure of the way; all have the same value and condition.
func (w *way) first() *plan.Measure {
	return w.variants[slices.IndexFunc(w.variants, func(m *plan.Measure) bool { return m != nil })]
}

// refuse makes the schedule not single.
func (c *oneCompiler) refuse() { c.refused = true }

// remember tells whether a value is kept: several things need it, and it costs more
// to compute than to keep.
func (c *oneCompiler) remember(n *plan.Node) bool {
	if c.uses[n] < 2 || n.Late {
		return false
	}
	switch n.Op {
	case plan.Constant, plan.Column, plan.Missing, plan.Variable, plan.Let:
		return false
	}
	return true
}

// bound is the value of a variable.
func (c *oneCompiler) bound(n *plan.Node) *plan.Node {
	let := c.lets[n.Index]
	if let == nil || kindOf(let.Args[0]) != kindOf(n) {
		c.refuse()
		return &plan.Node{Op: plan.Missing, Type: n.Type}
	}
	return let.Args[0]
}

// bodyOf is the value of a let.
func (c *oneCompiler) bodyOf(n *plan.Node) *plan.Node {
	if c.lets[n.Index] != n {
		c.refuse()
	}
	return n.Args[1]
}

// column is the place of a column among those that are bound.
func (c *oneCompiler) column(n *plan.Node) int {
	if i := slices.Index(c.out.columns, n.Index); i >= 0 {
		return i
	}
	c.out.columns = append(c.out.columns, n.Index)
	return len(c.out.columns) - 1
}

// age is the place of an instant before as-of.
func (c *oneCompiler) age(d signals.Duration, midnight bool) int {
	a := oneAge{d, midnight}
	if i := slices.Index(c.out.ages, a); i >= 0 {
		return i
	}
	c.out.ages = append(c.out.ages, a)
	return len(c.out.ages) - 1
}

// instant compiles a node that gives a date or time.
func (c *oneCompiler) instant(n *plan.Node) oneInstant {
	if fn, ok := c.instants[n]; ok {
		return fn
	}
	fn := c.makeInstant(n)
	c.instants[n] = fn
	return fn
}

func (c *oneCompiler) makeInstant(n *plan.Node) oneInstant {
	none := func(*One) (int64, bool) { return 0, false }
	switch n.Op {
	case plan.Missing:
		return none
	case plan.Constant:
		micros := n.Micros
		return func(*One) (int64, bool) { return micros, true }
	case plan.Column:
		at := c.column(n)
		return func(f *One) (int64, bool) {
			k := &f.columns[at]
			return k.ints[f.row], !k.odd || k.miss[f.row] == signals.Present
		}
	case plan.Variable:
		return c.instant(c.bound(n))
	case plan.Let:
		return c.instant(c.bodyOf(n))
	case plan.Guard, plan.Fresh:
		x, open := c.instant(n.Args[0]), c.gate(n)
		return func(f *One) (int64, bool) {
			if !open(f) {
				return 0, false
			}
			return x(f)
		}
	case plan.Publish:
		return c.instant(n.Args[0])
	case plan.Cond:
		condition, a, b := c.truth(n.Args[0]), c.instant(n.Args[1]), c.instant(n.Args[2])
		return func(f *One) (int64, bool) {
			switch condition(f) {
			case yes:
				return a(f)
			case no:
				return b(f)
			}
			return 0, false
		}
	case plan.Coalesce:
		a, b := c.instant(n.Args[0]), c.instant(n.Args[1])
		return func(f *One) (int64, bool) {
			if t, ok := a(f); ok {
				return t, true
			}
			return b(f)
		}
	case plan.Call:
		switch n.Kernel {
		case expression.Ago:
			at := c.age(n.Duration, false)
			return func(f *One) (int64, bool) { return f.ages[at], true }
		case expression.DateOf:
			x := c.text(n.Args[0])
			return func(f *One) (int64, bool) {
				text, ok := x(f)
				if !ok {
					return 0, false
				}
				day, err := signals.ParseDate(text)
				return day, err == nil
			}
		}
	}
	if kindOf(n) != nothing {
		c.refuse()
	}
	return none
}

// gate compiles whether a value was known, or is fresh. See lane.gate.
func (c *oneCompiler) gate(n *plan.Node) func(f *One) bool {
	instant := c.instant(n.Args[1])
	if len(n.Args) > 2 {
		return computedGate(instant, c.text(n.Args[2]))
	}
	if n.Op == plan.Guard {
		return func(f *One) bool {
			t, ok := instant(f)
			return ok && t <= f.asOf
		}
	}
	at := c.age(n.Duration, !n.Duration.IsHours())
	return func(f *One) bool {
		t, ok := instant(f)
		return ok && t >= f.ages[at]
	}
}

// computedGate compiles whether a value is fresh for as long as a text says.
func computedGate(instant oneInstant, text oneText) func(f *One) bool {
	return func(f *One) bool {
		t, ok := instant(f)
		duration, ok2 := text(f)
		if !ok || !ok2 {
			return false
		}
		d, err := signals.ParseDuration(duration)
		if err != nil {
			return false
		}
		least := d.Before(f.asOf)
		if d.IsHours() {
			return t >= least
		}
		return signals.DayOf(t) >= signals.DayOf(least)
	}
}

// text compiles a node that gives text.
func (c *oneCompiler) text(n *plan.Node) oneText {
	if fn, ok := c.texts[n]; ok {
		return fn
	}
	fn := c.makeText(n)
	c.texts[n] = fn
	return fn
}

func (c *oneCompiler) makeText(n *plan.Node) oneText {
	none := func(*One) (string, bool) { return "", false }
	switch n.Op {
	case plan.Missing:
		return none
	case plan.Constant:
		text := n.Text
		return func(*One) (string, bool) { return text, true }
	case plan.Column:
		at := c.column(n)
		return func(f *One) (string, bool) {
			k := &f.columns[at]
			if k.odd && k.miss[f.row] != signals.Present {
				return "", false
			}
			return k.dict[k.codes[f.row]], true
		}
	case plan.Variable:
		return c.text(c.bound(n))
	case plan.Let:
		return c.text(c.bodyOf(n))
	case plan.Publish:
		return c.text(n.Args[0])
	case plan.Guard, plan.Fresh:
		x, open := c.text(n.Args[0]), c.gate(n)
		return func(f *One) (string, bool) {
			if !open(f) {
				return "", false
			}
			return x(f)
		}
	case plan.CardBand:
		names, index := c.card(n.Index).bands.names, n.Index
		return func(f *One) (string, bool) {
			code := f.out.Cards[index].Band.Codes[0]
			return names[code], code != 0
		}
	case plan.Cond:
		condition, a, b := c.truth(n.Args[0]), c.text(n.Args[1]), c.text(n.Args[2])
		return func(f *One) (string, bool) {
			switch condition(f) {
			case yes:
				return a(f)
			case no:
				return b(f)
			}
			return "", false
		}
	case plan.Coalesce:
		a, b := c.text(n.Args[0]), c.text(n.Args[1])
		return func(f *One) (string, bool) {
			if t, ok := a(f); ok {
				return t, true
			}
			return b(f)
		}
	}
	if kindOf(n) != nothing {
		c.refuse()
	}
	return none
}

// edge is the place of a literal in the unit of a column.
func (c *oneCompiler) edge(column int, op plan.Op, x exact.Num) int {
	c.out.edges = append(c.out.edges, oneEdge{column, op, x})
	return len(c.out.edges) - 1
}

// in is the literal in a unit: numerators are at it or below, or equal it.
func (e *oneEdge) in(unit int64) int64 {
	floor, whole := edge(unit, e.c)
	switch e.op {
	case plan.Equal, plan.NotEqual:
		if !whole {
			return -above - 1 // none is
		}
	case plan.Less, plan.MoreEqual:
		if whole {
			floor-- // below the edge itself
		}
	}
	return floor
}
