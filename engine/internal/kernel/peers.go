package kernel

import (
	"context"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// peerKeys are what peers have in common, compiled: slots, -1 for the segment.
type peerKeys struct {
	slots []int
	kinds []kind
}

// peerFrame is the groups of peers that the accounts of a block are in. They are
// numbered anew for each block, so that what is looked up is looked up once for each.
type peerFrame struct {
	of     []int32 // by row, the place of its group in groups; -1: it has none
	groups []int   // their numbers among the peers; -1: not known there
	// places finds groups of this block by number; unknown is the place of -1.
	places  []peerPlace
	unknown int32
	block   uint32
	key     []byte
	// gathered are the groups of the block in the subject that is gathered.
	gathered []*evaluate.Group
	// numbers are those of groups by code, if peers have one text in common; 0 is not
	// looked up so far.
	numbers          []int32
	dictionary       uint64
	resolved, runFor int
}

type peerPlace struct {
	block uint32
	place int32
}

// peerGroups compiles finding the group of each account, once.
func (c *compiler) peerGroups() {
	if c.grouped {
		return
	}
	c.grouped = true
	keys := &peerKeys{}
	for _, key := range c.schedule.plan.PeerKeys {
		slot, k := -1, textKind
		if !key.Segment {
			slot, k = c.schedule.accounts.need(key.Node), kindOf(key.Node)
		}
		keys.slots, keys.kinds = append(keys.slots, slot), append(keys.kinds, k)
	}
	gathers := c.schedule.gathers
	c.schedule.accounts.add(func(s *scope) { keys.find(s, gathers) })
}

// find finds the group of each account, and adds it to the peers if they are gathered.
func (k *peerKeys) find(s *scope, add bool) {
	f := s.frame
	p := &f.peer
	p.of, p.groups, p.unknown = room(p.of, s.rows), p.groups[:0], -1
	if f.peers == nil {
		fill(p.of, -1)
		return
	}
	if p.block++; p.block == 0 {
		clear(p.places)
		p.block = 1
	}
	if len(k.slots) == 1 && k.kinds[0] == textKind {
		k.findText(s, add)
		return
	}
	for i := range p.of {
		p.of[i] = -1
		if key, ok := k.append(p.key[:0], s, i); ok {
			p.of[i], p.key = p.place(f.peers.Key(key, add)), key
		}
	}
}

// append appends the key of row i; no if a value that peers have in common is missing.
func (k *peerKeys) append(b []byte, s *scope, i int) ([]byte, bool) {
	for j, slot := range k.slots {
		if slot < 0 {
			segment := &s.frame.segment
			b = evaluate.TextKey(b, segment.dict[segment.codes[i]])
			continue
		}
		v := &s.vectors[slot]
		if k.kinds[j] == truthKind {
			if v.truth[i] == unknown {
				return b, false
			}
			b = evaluate.TruthKey(b, v.truth[i] == yes)
			continue
		}
		if !v.has(i) {
			return b, false
		}
		switch k.kinds[j] {
		case numberKind:
			b = evaluate.NumberKey(b, v.at(i))
		case instantKind:
			b = evaluate.InstantKey(b, v.n[i])
		default:
			b = evaluate.TextKey(b, v.dict[v.codes[i]])
		}
	}
	return b, true
}

// findText finds groups by the code of the one text that peers have in common.
func (k *peerKeys) findText(s *scope, add bool) {
	f := s.frame
	p, v := &f.peer, &f.segment
	known := p.runFor == f.run && p.resolved == f.resolved
	if slot := k.slots[0]; slot >= 0 {
		v = &s.vectors[slot]
		known = p.runFor == f.run && p.dictionary == v.dictionary && v.dictionary != 0
	}
	if !known || len(p.numbers) != len(v.dict) {
		p.runFor, p.resolved, p.dictionary = f.run, f.resolved, v.dictionary
		p.numbers = room(p.numbers, len(v.dict))
		clear(p.numbers)
	}
	for i, code := range v.codes[:s.rows] {
		p.of[i] = -1
		if v.miss != nil && v.miss[i] != signals.Present {
			continue
		}
		number := p.numbers[code]
		if number == 0 {
			p.key = evaluate.TextKey(p.key[:0], v.dict[code])
			number = int32(f.peers.Key(p.key, add)) + 2
			p.numbers[code] = number
		}
		p.of[i] = p.place(int(number) - 2)
	}
}

// place is the place of a group among those of the block.
func (p *peerFrame) place(number int) int32 {
	if number < 0 {
		if p.unknown < 0 {
			p.unknown = int32(len(p.groups))
			p.groups = append(p.groups, number)
		}
		return p.unknown
	}
	if number >= len(p.places) {
		p.places = append(p.places, make([]peerPlace, number+1-len(p.places)+len(p.places)/2)...)
	}
	at := &p.places[number]
	if at.block != p.block {
		*at = peerPlace{p.block, int32(len(p.groups))}
		p.groups = append(p.groups, number)
	}
	return at.place
}

// ofGroup tells whether a statistic is the same for all of a group of peers.
func ofGroup(n *plan.Node) bool {
	switch n.Kernel {
	case expression.PeersPercentile, expression.PeersNtile:
		return false
	case expression.PeersQuantile:
		return n.Args[1].Op == plan.Constant
	}
	return true
}

// groupStat compiles a statistic that is the same for all of a group: it is computed,
// and published, once for each group of the block.
func (l *lane) groupStat(n *plan.Node, publish func(exact.Num) exact.Num, decimals int) int {
	l.compiler.peerGroups()
	table, at := l.slot(), l.slot()
	l.add(func(s *scope) {
		f, t, v := s.frame, &s.vectors[table], &s.vectors[at]
		values := t.widen(len(f.peer.groups) + 1)
		values[0] = noNumber // of those that have no group
		for i, key := range f.peer.groups {
			values[i+1] = publish(groupValue(f.peers.Group(n.Index, key), n))
		}
		t.narrow(len(values), decimals)
		v.look(t, f.peer.of, s.rows)
	})
	return at
}

// groupValue is a statistic of a group; nil is one without values.
func groupValue(g *evaluate.Group, n *plan.Node) exact.Num {
	switch {
	case g == nil && n.Kernel == expression.PeersCount:
		return exact.Int(0)
	case g == nil:
		return noNumber
	case n.Kernel == expression.PeersQuantile:
		return g.Quantile(n.Args[1].Num)
	}
	return g.Stat(n.Kernel)
}

// look gives each row the number behind its place in a table of numbers over one unit,
// or of wide ones.
func (v *vector) look(table *vector, at []int32, rows int) {
	if table.wide != nil {
		for i, out := 0, v.widen(rows); i < len(out); i++ {
			out[i] = table.wide[at[i]+1]
		}
		return
	}
	n := v.numerators(rows, table.unit)
	for i := range n {
		n[i] = table.n[at[i]+1]
	}
	v.miss = nil
	if table.miss != nil && slices.ContainsFunc(at[:rows], func(k int32) bool { return table.miss[k+1] != signals.Present }) {
		miss := v.mask(rows)
		for i := range miss {
			miss[i] = table.miss[at[i]+1]
		}
	}
	v.bounds(table.low, table.high)
}

// peerStat compiles a statistic of peers.
func (l *lane) peerStat(n *plan.Node) int {
	same := func(x exact.Num) exact.Num { return x }
	if ofGroup(n) {
		return l.groupStat(n, same, 9)
	}
	l.compiler.peerGroups()
	x, parameter := l.need(n.Args[0]), -1
	if len(n.Args) > 1 {
		parameter = l.need(n.Args[1])
	}
	at := l.slot()
	if n.Kernel == expression.PeersNtile && n.Args[1].Op == plan.Constant {
		if parts, ok := n.Args[1].Num.Int64(); ok && 0 < parts && parts <= fewParts {
			return l.cut(&cuts{n, int(parts)}, x, at, parameter)
		}
	}
	l.add(func(s *scope) {
		f, v, of := s.frame, &s.vectors[at], &s.vectors[x]
		if n.Kernel == expression.PeersPercentile && v.rank(f, n.Index, of, s.rows) {
			return
		}
		l.peerEach(s, n, at, x, parameter)
	})
	return at
}

// peerEach computes a statistic for each account.
func (l *lane) peerEach(s *scope, n *plan.Node, at, x, parameter int) {
	f := s.frame
	for i, out := 0, s.vectors[at].widen(s.rows); i < len(out); i++ {
		g := f.peerGroup(n.Index, i)
		switch {
		case g == nil:
			out[i] = noNumber
		case n.Kernel == expression.PeersPercentile:
			out[i] = g.Percentile(s.vectors[x].at(i))
		case n.Kernel == expression.PeersNtile:
			out[i] = g.Ntile(s.vectors[x].at(i), s.vectors[parameter].at(i))
		default:
			out[i] = g.Quantile(s.vectors[parameter].at(i))
		}
	}
}

// peerGroup is the group of row i in a subject; nil if it has none.
func (f *Frame) peerGroup(subject, i int) *evaluate.Group {
	if at := f.peer.of[i]; at >= 0 {
		return f.peers.Group(subject, f.peer.groups[at])
	}
	return nil
}

// rank computes percentiles as ratios; no if some values are of another unit than
// those that they stand among.
func (v *vector) rank(f *Frame, subject int, of *vector, rows int) bool {
	if of.wide != nil || of.d != nil {
		return false
	}
	n, d := v.ratios(rows)
	miss := v.mask(rows)
	v.dHigh = 1
	for i := range n {
		n[i], d[i], miss[i] = 0, 1, missing
		g := f.peerGroup(subject, i)
		if g == nil || !of.has(i) {
			continue
		}
		twice, all, ok := g.Rank(of.n[i], of.unit)
		if !ok {
			return false
		}
		n[i], d[i], miss[i] = twice, all, signals.Present
		v.dHigh = max(v.dHigh, float64(all))
	}
	v.bounds(0, v.dHigh)
	return true
}

// fewParts bounds the parts of which all cut points are computed.
const fewParts = 16

// cuts is peers.ntile of few parts.
type cuts struct {
	node  *plan.Node
	parts int
}

// cut compiles peers.ntile: the cut points of each group of the block are computed
// once, as the greatest numerators that do not lie above them.
func (l *lane) cut(c *cuts, x, at, parameter int) int {
	table := l.slot()
	l.add(func(s *scope) {
		v, of := &s.vectors[at], &s.vectors[x]
		if of.wide != nil || of.d != nil {
			l.peerEach(s, c.node, at, x, parameter)
			return
		}
		c.find(s.frame, &s.vectors[table], of.unit)
		c.count(v, of, &s.vectors[table], s.frame.peer.of, s.rows)
	})
	return at
}

// find computes the cut points of all groups of the block.
func (c *cuts) find(f *Frame, table *vector, unit int64) {
	n, miss := table.numerators(len(f.peer.groups)*(c.parts-1), 1), table.mask(len(f.peer.groups))
	for i, key := range f.peer.groups {
		g := f.peers.Group(c.node.Index, key)
		if miss[i] = signals.Present; g == nil {
			miss[i] = missing
			continue
		}
		for k := range c.parts - 1 {
			n[i*(c.parts-1)+k], _ = edge(unit, g.Quantile(exact.Ratio(int64(k+1), int64(c.parts))))
		}
	}
}

// count counts the cut points below each value.
func (c *cuts) count(v, of, table *vector, at []int32, rows int) {
	out, miss := v.numerators(rows, 1), v.mask(rows)
	for i := range out {
		out[i], miss[i] = 0, missing
		if at[i] < 0 || table.miss[at[i]] != signals.Present || !of.has(i) {
			continue
		}
		miss[i] = signals.Present
		from := int(at[i]) * (c.parts - 1)
		for _, e := range table.n[from : from+c.parts-1] {
			if of.n[i] > e {
				out[i]++
			}
		}
	}
	v.bounds(0, float64(c.parts))
}

// peersEvery is how many accounts are gathered between looks at the context.
const peersEvery = 1024

// ComputePeers compares the accounts of portfolios with each other. A subject that
// depends on peer statistics is computed after those.
func ComputePeers(ctx context.Context, p *plan.Plan, rows *evaluate.Program, portfolios ...*signals.Portfolio) (*evaluate.Peers, error) {
	peers := evaluate.NewPeers(p)
	last := -1
	for _, s := range p.Subjects {
		last = max(last, s.Stage)
	}
	for stage := 0; stage <= last; stage++ {
		f := newGathering(p, rows, stage).NewFrame(false)
		for _, portfolio := range portfolios {
			n := portfolio.Len()
			f.Bind(portfolio, peers, &Output{Segments: &result.Texts{Codes: make([]uint32, n)}, Cards: make([]CardOutput, len(p.Cards))})
			for from := 0; from < n; from += peersEvery {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				f.Run(from, min(from+peersEvery, n))
			}
		}
		peers.Finish(stage)
	}
	for _, portfolio := range portfolios {
		peers.Count(portfolio.Len())
	}
	return peers, nil
}

// newGathering compiles gathering the subjects of a stage.
func newGathering(p *plan.Plan, rows *evaluate.Program, stage int) *Schedule {
	s := &Schedule{plan: p, rows: rows, cards: make([]*card, len(p.Cards)), gathers: true}
	c := newCompiler(s)
	if slices.ContainsFunc(p.PeerKeys, func(k plan.PeerKey) bool { return k.Segment }) {
		s.segments = c.segments()
	}
	for i, subject := range p.Subjects {
		if subject.Stage != stage {
			continue
		}
		x, k := s.accounts.need(subject.Node), kindOf(subject.Node)
		c.peerGroups()
		s.accounts.add(func(s *scope) { s.gather(i, &s.vectors[x], k) })
	}
	return s
}

// gather adds the values of a subject to the groups of their accounts.
func (s *scope) gather(subject int, v *vector, k kind) {
	f := s.frame
	f.peer.gathered = room(f.peer.gathered, len(f.peer.groups))
	groups := f.peer.gathered
	clear(groups)
	for i := range s.rows {
		at := f.peer.of[i]
		if at < 0 || k == truthKind && v.truth[i] == unknown || k != truthKind && !v.has(i) {
			continue
		}
		g := groups[at]
		if g == nil {
			g = f.peers.Gather(subject, f.peer.groups[at])
			groups[at] = g
		}
		switch {
		case k != numberKind:
			g.AddOther()
		case v.wide != nil || v.d != nil:
			g.AddNum(v.at(i))
		default:
			g.AddInt(v.n[i], v.unit)
		}
	}
}
