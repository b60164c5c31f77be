package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// ranges finds what expressions of a rule set can be. Metrics are looked at once.
type ranges struct {
	checked                *check.Checked
	metrics                []*set
	columns                map[check.ColumnRef]set
	cards                  map[*check.Variant]*cardRange
	parts                  map[*check.Measure]part
	leafs                  map[occurrence]part
	keys                   map[string]string // short names of figures
	own                    map[any]bool      // see changes
	inside                 map[string][]fact // what is known of the accounts of a segment
	figures                map[*expression.Node][]figure
	sides                  map[*expression.Node]yesNo // of comparisons of numbers with constants
	columnKeys, metricKeys []string
}

func newRanges(c *check.Checked) *ranges {
	columns := 0
	if tables := c.Set.Signals.Schema.Tables; len(tables) > 0 {
		columns = len(tables[0].Columns)
	}
	return &ranges{
		checked: c, metrics: make([]*set, len(c.Metrics)), columns: map[check.ColumnRef]set{},
		cards: map[*check.Variant]*cardRange{}, parts: map[*check.Measure]part{}, leafs: map[occurrence]part{},
		keys: map[string]string{}, inside: map[string][]fact{}, figures: map[*expression.Node][]figure{},
		sides: map[*expression.Node]yesNo{}, columnKeys: keysOf("c", columns), metricKeys: keysOf("m", len(c.Metrics)),
	}
}

// keysOf are the keys of so many columns or metrics.
func keysOf(kind string, n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = kind + strconv.Itoa(i)
	}
	return keys
}

// scope is where an expression stands: what its names are, and what is known of them
// there. It is a value; what is learned makes another.
type scope struct {
	*ranges
	names     []named
	variables []binding // by index
	facts     []fact
	segment   int // how many of the facts, the first ones, follow from the segment
	item      set // `#`
	depth     int // row functions around
}

// binding is what a name stands for: its values, and which operand it is.
type binding struct {
	values set
	key    string
	node   *expression.Node // what it was bound to, if there is an expression
	grows  bool             // see scope.grows
}

// fact is what is known of an operand, on top of what it can be everywhere.
type fact struct {
	key    string
	shape  shape
	values set
	base   set // what the operand can be everywhere
	// parts are the keys of the parts of an `and` that does not hold.
	parts []string
	from  *expression.Node // the condition of a segment that it follows from
}

func (r *ranges) scope() scope { return scope{ranges: r} }

// factsAtMost bounds how much is kept in mind at a place: to know less is never wrong,
// and each fact costs at each figure that follows.
const factsAtMost = 24

// with adds facts.
func (s scope) with(facts []fact) scope {
	facts = facts[:min(len(facts), max(0, factsAtMost-len(s.facts)))]
	if len(facts) > 0 {
		s.facts = append(s.facts[:len(s.facts):len(s.facts)], facts...)
	}
	return s
}

// plain is s without what was learned on the way.
func (s scope) plain() scope {
	s.facts, s.segment = nil, 0
	return s
}

// named is a binding with its name.
type named struct {
	name string
	binding
}

// named adds a name.
func (s scope) named(name string, b binding) scope {
	s.names = append(s.names[:len(s.names):len(s.names)], named{name, b})
	return s
}

// name finds what a name stands for.
func (s scope) name(name string) (binding, bool) {
	for _, n := range s.names {
		if n.name == name {
			return n.binding, true
		}
	}
	return binding{}, false
}

func (s scope) variable(index int, b binding) scope {
	variables := make([]binding, max(len(s.variables), index+1))
	copy(variables, s.variables)
	variables[index] = b
	s.variables = variables
	return s
}

// known is what was learned of an operand.
func (s scope) known(key string, values set) set {
	for _, f := range s.facts {
		if f.key == key {
			values = values.and(f.values)
		}
	}
	return values
}

// dead tells whether what was learned of an operand rules all of its values out: no
// account comes here.
func (s scope) dead() bool {
	for i, f := range s.facts {
		before := func(o fact) bool { return o.key == f.key }
		if !slices.ContainsFunc(s.facts[:i], before) && s.known(f.key, f.base).empty(f.shape) {
			return true
		}
	}
	return false
}

// column is what a column of a table can be, as expressions see it.
func (r *ranges) column(table, index int) set {
	ref := check.ColumnRef{Table: table, Column: index}
	if s, ok := r.columns[ref]; ok {
		return s
	}
	c := r.checked.Set.Signals.Schema.Tables[table].Columns[index]
	s := declared(c)
	if c.Default.Kind != signals.NoKind {
		s = s.or(valueOf(c.Default))
	}
	s.missing = c.Optional || c.At != "" || c.KnownAt != "" || r.checked.Set.Signals.Tables[table].Columns[index].FreshFor != nil
	r.columns[ref] = s
	return s
}

// declared is what the declaration of a column lets through.
func declared(c *signals.Column) set {
	switch {
	case c.Kind == signals.String && len(c.OneOf) > 0:
		return text(c.OneOf...)
	case c.Kind == signals.String:
		return anyText()
	case c.Kind == signals.Bool:
		return truth(true, true, false)
	case c.Kind == signals.Date:
		return anyNumber(0)
	case c.Kind.Temporal():
		return anyNumber(anyDecimals)
	}
	d := publishedDecimals
	switch c.Kind {
	case signals.Int:
		d = 0
	case signals.Money:
		d = min(c.Minor(), publishedDecimals)
	}
	s := numbers(span{lo: c.Min, hi: c.Max}, d)
	if len(c.OneOf) == 0 {
		return s
	}
	var listed set
	for _, t := range c.OneOf {
		if v, err := exact.Parse(t); err == nil {
			listed = listed.or(number(v))
		}
	}
	return s.and(listed)
}

// valueOf is the set of one cell.
func valueOf(v signals.Value) set {
	switch shapeOf(v.Kind) {
	case textShape:
		return text(v.Text)
	case truthShape:
		return truth(v.Flag, !v.Flag, false)
	case numberShape:
		if v.Kind.Temporal() {
			return number(daysOf(v.Micros))
		}
		return number(v.Num)
	}
	return everything()
}

// daysOf is an instant in days since 1970, which whole numbers of are dates.
func daysOf(micros int64) exact.Num { return exact.Ratio(micros, signals.DayMicros) }

// metric is what a metric publishes.
func (r *ranges) metric(i int) set {
	if r.metrics[i] != nil {
		return *r.metrics[i]
	}
	m := &r.checked.Metrics[i]
	everywhere := everything()
	r.metrics[i] = &everywhere // circles are errors; this keeps one from going on for ever
	s := r.scope().publishes(m.Type, m.Round, r.scope().values(m.Expr), m.Expr)
	r.metrics[i] = &s
	return s
}

// key names an operand: equal for expressions that are the same figure of the same
// account. Variables stand for what they are bound to.
//
// Keys are short, whatever they stand for: `let` can write a figure in a line that would
// fill books written out.
func (s scope) key(n *expression.Node) string {
	switch n.Op {
	case expression.OpColumn:
		return s.columnKeys[n.Index]
	case expression.OpMetric:
		return s.metricKeys[n.Index]
	}
	var b strings.Builder
	s.writeKey(&b, n)
	return s.short(b.String())
}

// short gives a long key a short name of its own.
func (r *ranges) short(key string) string {
	const long = 16
	if len(key) < long {
		return key
	}
	name, ok := r.keys[key]
	if !ok {
		name = "#" + strconv.Itoa(len(r.keys))
		r.keys[key] = name
	}
	return name
}

func (s scope) writeKey(b *strings.Builder, n *expression.Node) {
	switch n.Op {
	case expression.OpColumn, expression.OpMetric:
		b.WriteString(s.key(n))
		return
	case expression.OpField:
		fmt.Fprintf(b, "f%d.%d.%d", s.depth, n.Table, n.Index)
		return
	case expression.OpItem:
		fmt.Fprintf(b, "i%d", s.depth)
		return
	case expression.OpCard:
		fmt.Fprintf(b, "s%d.%s", n.Index, n.Text)
		return
	case expression.OpName:
		if bound, ok := s.name(n.Text); ok && bound.key != "" {
			b.WriteString(bound.key)
		} else {
			fmt.Fprintf(b, "n%q", n.Text)
		}
		return
	case expression.OpVariable:
		if n.Index < len(s.variables) && s.variables[n.Index].key != "" {
			b.WriteString(s.variables[n.Index].key)
		} else {
			fmt.Fprintf(b, "v%p", n)
		}
		return
	case expression.OpNumber:
		b.WriteString(n.Num.String())
		return
	case expression.OpText, expression.OpDuration:
		fmt.Fprintf(b, "%q", n.Text)
		return
	case expression.OpBool:
		fmt.Fprintf(b, "%t", n.Flag)
		return
	case expression.OpInstant:
		fmt.Fprintf(b, "t%d", n.Micros)
		return
	case expression.OpTable:
		fmt.Fprintf(b, "r%d", n.Table)
		return
	case expression.OpLet:
		value := s.key(n.Args[0])
		s.variable(n.Index, binding{key: value}).writeKey(b, n.Args[1])
		return
	}
	b.WriteByte('(')
	for _, part := range [...]int{int(n.Op), n.Index, int(n.Type.Kind)} {
		b.WriteString(strconv.Itoa(part))
		b.WriteByte('.')
	}
	switch {
	case n.Overload != nil:
		b.WriteString(strconv.Itoa(int(n.Overload.Kernel)))
	case n.Op == expression.OpMatches:
		b.WriteString(strconv.Quote(n.Text))
	case n.Op == expression.OpRegistered:
		b.WriteString(n.Text)
	}
	for i, a := range n.Args {
		b.WriteByte(' ')
		inner := s
		if perRow(n, i) {
			inner.depth++
		}
		inner.writeKey(b, a)
	}
	b.WriteByte(')')
}

// publishes is what a value computed from some expressions is published as: missing
// where it is too large, which one without ends can be that was computed.
func (s scope) publishes(t expression.Type, round *int, v set, from ...*expression.Node) set {
	out := published(v, t, round)
	if out.missing || t.Shape != expression.Scalar || !t.Kind.Numeric() {
		return out
	}
	return out.orMissing(v.endless() && slices.ContainsFunc(from, s.grows))
}

// grows tells whether arithmetic can make a number larger than any that is published.
func (s scope) grows(n *expression.Node) bool {
	switch n.Op {
	case expression.OpAdd, expression.OpSubtract, expression.OpMultiply, expression.OpDivide, expression.OpPower, expression.OpItem:
		return true
	case expression.OpVariable:
		return n.Index >= len(s.variables) || s.variables[n.Index].key == "" || s.variables[n.Index].grows
	case expression.OpLet:
		b := binding{key: "let", grows: s.grows(n.Args[0])}
		return s.variable(n.Index, b).grows(n.Args[1])
	case expression.OpInlined, expression.OpCall:
		return false // has been published
	case expression.OpCond:
		return s.grows(n.Args[1]) || s.grows(n.Args[2])
	}
	return slices.ContainsFunc(n.Args, s.grows)
}

// perRow tells whether argument i of a call is evaluated for each row.
func perRow(n *expression.Node, i int) bool {
	if n.Op != expression.OpCall {
		return false
	}
	p := n.Overload.Params[min(i, len(n.Overload.Params)-1)]
	return p.Is == expression.PerRow || p.Is == expression.Condition
}
