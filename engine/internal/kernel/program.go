package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
)

// Schedule is the kernels that a request needs, in order. It is immutable and safe
// for concurrent use; a [Frame] runs it.
type Schedule struct {
	plan     *plan.Plan
	rows     *evaluate.Program
	accounts *lane
	lanes    []*lane
	rowsets  int
	tables   []int // the child tables that rows are taken from
	segments *segments
	cards    []*card // by card of the plan; nil if nobody asks for it
	reasons  bool
	parts    []Part
	calls    int  // how many places call functions registered in Go
	gathers  bool // it gathers what peers are compared in, and gives no scores
	one      lazySingle
}

// Part is a part of the rules whose time is told apart.
type Part struct {
	Kind PartKind
	// Index is that of the metric, segment, scorecard or flag in the plan.
	Index int
}

// PartKind says what a part is.
type PartKind uint8

// The kinds of parts.
const (
	MetricPart PartKind = iota
	SegmentPart
	CardPart
	FlagPart
)

// kernel fills the vector of a node, or does another step of a schedule.
type kernel func(s *scope)

type step struct {
	run  kernel
	part int // of Schedule.parts
}

// Request says what a schedule is for.
type Request struct {
	Cards   []int
	Reasons bool // points and the top reason of each account too
}

// NewSchedule compiles what a request needs of a plan.
func NewSchedule(p *plan.Plan, rows *evaluate.Program, request Request) *Schedule {
	s := &Schedule{plan: p, rows: rows, cards: make([]*card, len(p.Cards)), reasons: request.Reasons}
	c := newCompiler(s)
	c.part(SegmentPart, 0, func() { s.segments = c.segments(); c.writeSegments() })
	for _, i := range request.Cards {
		c.card(i)
	}
	for i, flag := range p.Flags {
		c.part(FlagPart, i, func() { s.accounts.writeFlag(i, s.accounts.need(flag.When)) })
	}
	return s
}

func newCompiler(s *Schedule) *compiler {
	c := &compiler{
		schedule: s, free: map[*plan.Node]variables{}, possible: map[*plan.Node]bool{}, lets: map[int]*plan.Node{},
		bound: map[int]*plan.Node{}, rowsets: map[*plan.Node]*rowset{}, metrics: map[*plan.Node]int{},
	}
	c.countLets()
	for i, m := range s.plan.Metrics {
		if m != nil {
			c.metrics[m] = i
		}
	}
	s.accounts = c.newLane(0, nil)
	return c
}

// Parts are the parts of the rules that the schedule computes.
func (s *Schedule) Parts() []Part { return s.parts }

// scope is the rows that kernels go over: the accounts of a block, or the child rows
// that these have.
type scope struct {
	frame   *Frame
	outer   *scope // nil for accounts
	rows    int
	vectors []vector
	// Of child rows: the row, and the account in the block that it belongs to.
	row   []int32
	owner []int32
	// contiguous: row is first, first+1 ...
	contiguous bool
	done       int // steps that were run on these rows
}

// columns are those of a table, 0 for the accounts, that a scope reads.
func (s *scope) columns(table int) []*signals.Vector {
	if table == 0 {
		return s.frame.portfolio.Root.Columns
	}
	return s.frame.portfolio.Children[table-1].Columns
}
