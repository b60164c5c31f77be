package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// truth is a yes, a no, or missing.
type truth uint8

const (
	no truth = iota
	yes
	unknown
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// scalar is one value of any kind; which field counts is known from the plan.
type scalar struct {
	num    exact.Num
	text   string
	micros int64
	flag   truth
	ok     bool // of text and instants; a number or truth knows by itself
}

// rowset is some rows of a child table: those of picked, else from..to.
type rowset struct {
	from, to int32
	picked   []int32
	some     bool // picked counts, even if it is empty
	missing  bool // the table was not supplied
}

func (r rowset) len() int {
	if r.some {
		return len(r.picked)
	}
	return int(r.to - r.from)
}

func (r rowset) at(i int) int32 {
	if r.some {
		return r.picked[i]
	}
	return r.from + int32(i)
}

// list is some values; missing if the table they came from was not supplied.
type list struct {
	items   []scalar
	missing bool
}

// Frame is the scratch memory of one worker. Not safe for concurrent use.
type Frame struct {
	program   *Program
	portfolio *signals.Portfolio
	asOf      int64
	account   int

	row       int32  // the current row
	item      scalar // the current value of a list
	variables []slot
	value     scalar // inputs
	score     exact.Num
	coverage  exact.Num

	epoch uint32 // of the account; memos of other epochs do not count
	memos []memo // by node

	numbers []exact.Num // items being gathered, innermost aggregate last
	parts   []exact.Num // shares of the scorecard looked at last

	visits  int  // rows visited by row functions inside row functions
	overran bool // they were too many for something of this account

	segment      string
	segmentKnown bool
	peers        *Peers
	groupNumber  int    // in the peers
	groupBytes   []byte // its key
	groupState   groupState
	cards        []CardScore
	args         []signals.Value
	outcomes     []int         // of a watched program: how often each was seen
	blamed       *[]*plan.Node // what a cause is about, while somebody asks for it
}

type slot struct {
	scalar
	truth truth
	rows  rowset
	list  list
}

type memo struct {
	epoch uint32
	truth truth
	scalar
	rows rowset
	list list
}

// NewFrame makes scratch memory for the program.
func (p *Program) NewFrame() *Frame {
	f := &Frame{
		program: p, memos: make([]memo, len(p.plan.Nodes)), variables: make([]slot, p.plan.Variables),
		cards: make([]CardScore, len(p.cards)),
	}
	for i, c := range p.cards {
		f.cards[i].leaves = make([]LeafScore, c.maxLeaves)
		f.cards[i].out = make([]bool, c.written+1)
	}
	return f
}

// Bind sets the portfolio and the peers that the next accounts are scored with.
// peers may be nil: peer statistics are missing then.
func (f *Frame) Bind(portfolio *signals.Portfolio, peers *Peers) {
	f.portfolio, f.asOf, f.peers = portfolio, portfolio.AsOf.Micros(), peers
}

// Unbind lets go of the portfolio and the peers.
func (f *Frame) Unbind() { f.portfolio, f.peers = nil, nil }

// Account moves to an account of the portfolio.
func (f *Frame) Account(i int) {
	f.account = i
	f.renew()
	f.segmentKnown, f.groupState, f.overran = false, groupUnknown, false
}

// keepItems is how much scratch memory an account may leave behind for the next.
const keepItems = 1 << 16

// renew forgets what was computed.
func (f *Frame) renew() {
	f.epoch++
	if f.epoch == 0 {
		clear(f.memos)
		for i := range f.cards {
			f.cards[i].epoch = 0
		}
		f.epoch = 1
	}
	f.numbers = f.numbers[:0]
	if cap(f.numbers) > keepItems {
		f.numbers = nil
	}
}

// Program is a compiled plan.
type Program struct {
	plan      *plan.Plan
	functions []Function
	numbers   map[*plan.Node]func(*Frame) exact.Num
	truths    map[*plan.Node]func(*Frame) truth
	texts     map[*plan.Node]func(*Frame) (string, bool)
	instants  map[*plan.Node]func(*Frame) (int64, bool)
	rows      map[*plan.Node]func(*Frame) rowset
	lists     map[*plan.Node]func(*Frame) list
	scalars   map[*plan.Node]func(*Frame) scalar
	pinned    map[*plan.Node]bool // kept in memory so that a what-if can replace it

	by    func(*Frame) (string, bool)
	when  []func(*Frame) truth
	cards []*card
	flags []func(*Frame) truth

	watch func(n *plan.Node, outcome int) int // nil, but in a watched program
}

// Compile makes a program of a plan. functions stand as the plan's registered
// functions are numbered.
func Compile(p *plan.Plan, functions []Function) *Program { return compile(p, functions, nil) }

func compile(p *plan.Plan, functions []Function, watch func(*plan.Node, int) int) *Program {
	c := &Program{
		plan: p, functions: functions, watch: watch,
		numbers:  map[*plan.Node]func(*Frame) exact.Num{},
		truths:   map[*plan.Node]func(*Frame) truth{},
		texts:    map[*plan.Node]func(*Frame) (string, bool){},
		instants: map[*plan.Node]func(*Frame) (int64, bool){},
		rows:     map[*plan.Node]func(*Frame) rowset{},
		lists:    map[*plan.Node]func(*Frame) list{},
		scalars:  map[*plan.Node]func(*Frame) scalar{},
		pinned:   map[*plan.Node]bool{},
	}
	for _, card := range p.Cards {
		for _, v := range card.Variants {
			for _, leaf := range v.Leaves {
				if leaf.Value != nil {
					c.pinned[leaf.Value] = true
				}
			}
		}
	}
	// Arguments stand before what uses them, so that no compilation recurses deep;
	// every node is compiled here, so that scoring only looks up.
	for _, n := range p.Nodes {
		c.node(n)
		c.scalar(n)
	}
	if p.Segments.By != nil {
		c.by = c.text(p.Segments.By)
	}
	for _, n := range p.Segments.When {
		c.when = append(c.when, c.truth(n))
	}
	for _, card := range p.Cards {
		c.cards = append(c.cards, c.card(card))
	}
	for _, flag := range p.Flags {
		c.flags = append(c.flags, c.truth(flag.When))
	}
	return c
}

// node compiles a node by its type.
func (c *Program) node(n *plan.Node) {
	switch kindOf(n) {
	case numberKind:
		c.number(n)
	case truthKind:
		c.truth(n)
	case textKind:
		c.text(n)
	case instantKind:
		c.instant(n)
	case rowsKind:
		c.rowset(n)
	case listKind:
		c.list(n)
	}
}

// remember tells whether the value of a node is kept for the account: when
// several things need it, or rows might ask for it again and again.
func (c *Program) remember(n *plan.Node) bool {
	if c.pinned[n] {
		return true
	}
	if !n.Pure() {
		return false
	}
	switch n.Op {
	case plan.Constant, plan.Column, plan.Table, plan.Missing, plan.Variable:
		return false
	case plan.Publish, plan.Call, plan.PeerStat, plan.Registered:
		return true
	}
	return n.Uses > 1
}
