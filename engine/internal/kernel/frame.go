package kernel

import (
	"time"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Frame is the scratch memory of one worker. Not safe for concurrent use.
type Frame struct {
	schedule  *Schedule
	portfolio *signals.Portfolio
	asOf      int64
	from      int // the first account of the block
	scopes    []scope
	rowsets   []rows
	segment   vector // codes of segments
	resolved  int    // counts the dictionaries of segments
	run       int    // counts the outputs
	// names translates codes of segments; made for one dictionary and one output.
	names           []uint32
	named, namedRun int
	cards           []cardFrame
	noVariants      []uint32
	peers           *evaluate.Peers // nil: there are none
	peer            peerFrame
	calls           []callFrame
	out             *Output
	// byRow evaluates what has no kernel.
	byRow *evaluate.Frame
	// dictionaries counts the dictionaries that were seen.
	dictionaries uint64
	items        []exact.Num // of the stretch that is reduced
	ints         []int64     // of the stretch whose items are told apart
	strings      []string
	marks        []uint32 // by code: the last stretch that had it
	mark         uint32
	times        []time.Duration // by part; nil unless a profile is asked for
}

// NewFrame makes scratch memory. With profile, Times tells what each part costs.
func (s *Schedule) NewFrame(profile bool) *Frame {
	f := &Frame{
		schedule: s, scopes: make([]scope, len(s.lanes)), rowsets: make([]rows, s.rowsets),
		cards: make([]cardFrame, len(s.cards)), calls: make([]callFrame, s.calls), byRow: s.rows.NewFrame(),
	}
	for i, l := range s.lanes {
		f.scopes[i] = scope{frame: f, vectors: make([]vector, l.count)}
		if l.outer != nil {
			f.scopes[i].outer = &f.scopes[l.outer.index]
		}
	}
	for i, c := range s.cards {
		if c != nil {
			f.cards[i].start(c)
		}
	}
	if profile {
		f.times = make([]time.Duration, len(s.parts))
	}
	return f
}

// Bind sets what the next blocks belong to. peers may be nil.
func (f *Frame) Bind(portfolio *signals.Portfolio, peers *evaluate.Peers, out *Output) {
	f.portfolio, f.asOf, f.peers, f.out = portfolio, portfolio.AsOf.Micros(), peers, out
	f.run++
	f.byRow.Bind(portfolio, peers)
}

// Unbind lets go of them.
func (f *Frame) Unbind() {
	f.portfolio, f.peers, f.out = nil, nil, nil
	f.byRow.Unbind()
}

// Times says what each part of the schedule has cost so far.
func (f *Frame) Times() []time.Duration { return f.times }

// maxChildRows bounds how many child rows are looked at together, unless one account
// alone has more.
const maxChildRows = 16 << 10

// maxVectors bounds the memory of a block: rows times vectors.
const maxVectors = 1 << 21

// Run scores the accounts from one index up to, and without, another.
func (f *Frame) Run(from, to int) {
	most := max(64, min(to-from, maxVectors/max(f.schedule.accounts.count, 1)))
	for from < to {
		n := min(most, to-from)
		if len(f.rowsets) > 0 {
			n = f.fewRows(from, n)
		}
		f.block(from, n)
		from += n
	}
}

// fewRows takes only as many of n accounts as have few child rows.
func (f *Frame) fewRows(from, n int) int {
	total := 0
	for i := range n {
		for _, t := range f.schedule.tables {
			span := f.portfolio.Children[t].Spans[from+i]
			total += int(span.To - span.From)
		}
		if total > maxChildRows {
			return max(i, 1)
		}
	}
	return n
}

// zeros are so many zeros: the variant of accounts where a card has but one.
func (f *Frame) zeros(n int) []uint32 {
	f.noVariants = room(f.noVariants, n)
	return f.noVariants
}

func (f *Frame) block(from, n int) {
	f.from = from
	s := &f.scopes[0]
	s.rows = n
	steps := f.schedule.accounts.steps
	if f.times == nil {
		for i := range steps {
			steps[i].run(s)
		}
		return
	}
	for i := range steps {
		start := time.Now()
		steps[i].run(s)
		f.times[steps[i].part] += time.Since(start)
	}
}
