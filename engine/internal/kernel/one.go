package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Vectors pay for many accounts and cost much for one. What one account at a time
// needs is therefore compiled a second time, into closures over one row, from the same
// plan and with the same tables of points, weights and bands; numbers are ratios of
// int64s. A schedule of which something has no such closure is not single, and a number
// that does not fit makes the account too wide: then the kernels score it, as a block
// of one.

// single is a schedule, compiled for one account at a time. Immutable.
type single struct {
	segments oneSegments
	cards    []*oneCard // those that others look at come before these
	flags    []oneTruth
	memos    int
	// What is found when a portfolio is bound.
	columns []int     // of the accounts, that are read
	edges   []oneEdge // literals, in the unit of the column that they are compared with
	tests   []oneTest // of the texts of a column
	ages    []oneAge  // instants that lie some time before as-of
}

// oneEdge is a literal that a column is compared with.
type oneEdge struct {
	column int // of single.columns
	op     plan.Op
	c      exact.Num
}

// oneTest is something asked about the texts of a column.
type oneTest struct {
	column int
	test   func(string) uint8
}

// oneAge is an instant before as-of, at its midnight if it is counted in days.
type oneAge struct {
	duration signals.Duration
	midnight bool
}

// One scores one account at a time. Not safe for concurrent use.
type One struct {
	schedule *Schedule
	single   *single // nil: the schedule is not single
	out      *Output

	portfolio *signals.Portfolio
	row       int
	asOf      int64
	today     int64
	columns   []oneColumn
	edges     []int64
	tests     []oneTable
	ages      []int64

	epoch   uint32 // of the account; memos of other epochs do not count
	memos   []oneMemo
	wide    bool     // something does not fit: the kernels have to do it
	segment uint32   // of the results
	named   []uint32 // codes of segments, plus one, by the code of the value
	cards   []oneCardFrame
	// What overrides see of the score.
	score, below, coverage int64

	block  func() *Frame // scores blocks of one
	window window
	bound  bool // the block's frame is bound to the window
	dirty  bool // the results may hold wide numbers
	peers  *evaluate.Peers
}

// oneColumn is a column as rows are read from it.
type oneColumn struct {
	ints  []int64
	codes []uint32
	unit  int64
	miss  []signals.Cause
	odd   bool // some rows are missing or wide
	wide  bool // some rows are wide
	dict  []string
	from  *signals.Vector
}

// oneMemo keeps a value that several things need.
type oneMemo struct {
	epoch uint32
	truth uint8
	n, d  int64
}

// oneTable is the answers of a test by code; 0xff where it was not asked so far.
type oneTable struct {
	answers []uint8
	dict    []string
}

const unasked = 0xff

// maxAnswers bounds the dictionaries of which answers are kept.
const maxAnswers = 1 << 12

// single compiles the schedule for one account at a time, once; nil if that cannot be.
func (s *Schedule) single() *single {
	s.one.once.Do(func() { s.one.single = compileSingle(s) })
	return s.one.single
}

// NewOne makes scratch memory. block gives the frame that scores what closures cannot;
// with all set, that is everything.
func (s *Schedule) NewOne(block func() *Frame, all bool) *One {
	f := &One{schedule: s, block: block}
	if all {
		return f
	}
	if f.single = s.single(); f.single == nil {
		return f
	}
	p := f.single
	f.columns, f.edges, f.tests = make([]oneColumn, len(p.columns)), make([]int64, len(p.edges)), make([]oneTable, len(p.tests))
	f.ages, f.memos = make([]int64, len(p.ages)), make([]oneMemo, p.memos)
	f.cards = make([]oneCardFrame, len(p.cards))
	for i, c := range p.cards {
		f.cards[i].start(c)
	}
	return f
}

// Bind sets what the next accounts belong to, and where the results of each go: to
// entry 0. peers may be nil.
func (f *One) Bind(portfolio *signals.Portfolio, peers *evaluate.Peers, out *Output) {
	f.portfolio, f.peers, f.out, f.bound = portfolio, peers, out, false
	f.asOf = portfolio.AsOf.Micros()
	f.today = signals.DayOf(f.asOf)
	p := f.single
	if p == nil {
		return
	}
	for i, index := range p.columns {
		v, c := portfolio.Root.Columns[index], &f.columns[i]
		*c = oneColumn{
			ints: v.Ints, codes: v.Codes, unit: pow10[v.Scale], miss: v.Missing,
			odd: v.AnyMissing || len(v.Wide) > 0, wide: len(v.Wide) > 0, dict: v.Dict, from: v,
		}
	}
	for i := range p.edges {
		e := &p.edges[i]
		f.edges[i] = e.in(f.columns[e.column].unit)
	}
	for i := range p.tests {
		f.tests[i].bind(f.columns[p.tests[i].column].dict)
	}
	for i, a := range p.ages {
		f.ages[i] = a.duration.Before(f.asOf)
		if a.midnight {
			f.ages[i] = signals.DayOf(f.ages[i]) * signals.DayMicros
		}
	}
	f.segmentsChanged()
	for i, c := range p.cards {
		c.bind(f, &f.cards[i])
	}
}

// bind begins a table for a dictionary, unless it is that of before.
func (t *oneTable) bind(dict []string) {
	if len(dict) == len(t.dict) && (len(dict) == 0 || &dict[0] == &t.dict[0]) {
		return
	}
	t.dict = dict
	if len(dict) > maxAnswers {
		t.answers = t.answers[:0]
		return
	}
	t.answers = room(t.answers, len(dict))
	fill(t.answers, unasked)
}

// Run scores account i.
func (f *One) Run(i int) {
	if f.dirty {
		f.out.clean()
		f.dirty = false
	}
	if p := f.single; p != nil {
		f.row, f.wide = i, false
		if f.epoch++; f.epoch == 0 {
			clear(f.memos)
			f.epoch = 1
		}
		p.run(f)
		if !f.wide {
			return
		}
	}
	f.runBlock(i)
}

func (p *single) run(f *One) {
	p.segments.run(f)
	for i, c := range p.cards {
		c.run(f, &f.cards[i])
		if f.wide {
			return
		}
	}
	for i, flag := range p.flags {
		f.out.Flags[i][0] = flag(f) == yes
	}
}

// runBlock scores account i with the kernels.
func (f *One) runBlock(i int) {
	block := f.block()
	if !f.bound {
		f.window.bind(f.portfolio, f.schedule.plan.Needs)
		block.Bind(&f.window.view, f.peers, f.out)
		f.bound = true
	}
	f.window.show(i)
	block.Run(0, 1)
	f.dirty = true
}

// clean forgets wide numbers.
func (o *Output) clean() {
	for i := range o.Cards {
		c := &o.Cards[i]
		if c.Score == nil {
			continue
		}
		clear(c.Score.Wide)
		clear(c.Exact.Wide)
		clear(c.Coverage.Wide)
		for _, p := range c.Points {
			clear(p.Wide)
		}
	}
}
