package evaluate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Peers holds what accounts are compared with: for each subject the values of
// each group of peers, ascending. Read-only once computed.
type Peers struct {
	subjects []map[string]*Group
	accounts int
}

// Group is the values of one group of peers in one subject.
type Group struct {
	count        int
	sorted       []exact.Num // of numbers
	mean, spread exact.Num
}

type groupState uint8

const (
	groupUnknown groupState = iota
	groupNone               // a value that peers have in common is missing
	groupKnown
)

// Accounts is how many accounts were looked at.
func (p *Peers) Accounts() int { return p.accounts }

// checkEvery is how many accounts are scored between looks at the context.
const checkEvery = 256

// ComputePeers compares the accounts of the portfolios with each other. A subject
// that depends on peer statistics is computed after those.
func (p *Program) ComputePeers(ctx context.Context, portfolios ...*signals.Portfolio) (*Peers, error) {
	peers := &Peers{subjects: make([]map[string]*Group, len(p.plan.Subjects))}
	last := -1
	for i, s := range p.plan.Subjects {
		peers.subjects[i] = map[string]*Group{}
		last = max(last, s.Stage)
	}
	f := p.NewFrame()
	for stage := 0; stage <= last; stage++ {
		for _, portfolio := range portfolios {
			f.Bind(portfolio, peers)
			for i := range portfolio.Len() {
				if i%checkEvery == 0 && ctx.Err() != nil {
					return nil, ctx.Err()
				}
				f.Account(i)
				f.compare(peers, stage)
			}
		}
		for i, s := range p.plan.Subjects {
			if s.Stage == stage {
				for _, g := range peers.subjects[i] {
					g.finish()
				}
			}
		}
	}
	for _, portfolio := range portfolios {
		peers.accounts += portfolio.Len()
	}
	return peers, nil
}

// compare adds the current account to its groups.
func (f *Frame) compare(peers *Peers, stage int) {
	for i, s := range f.program.plan.Subjects {
		if s.Stage != stage {
			continue
		}
		v := f.program.scalar(s.Node)(f)
		k := kindOf(s.Node)
		key, ok := f.groupKey()
		if absent(v, k) || !ok {
			continue
		}
		g := peers.subjects[i][key]
		if g == nil {
			g = &Group{}
			peers.subjects[i][key] = g
		}
		g.count++
		if k == numberKind {
			g.sorted = append(g.sorted, v.num)
		}
	}
}

func (g *Group) finish() {
	sortNumbers(g.sorted)
	g.mean, g.spread = mean(g.sorted), stddev(g.sorted)
}

// groupKey tells accounts that are peers from others; no when a value that peers
// have in common is missing.
func (f *Frame) groupKey() (string, bool) {
	var b, part []byte
	for _, key := range f.program.plan.PeerKeys {
		if key.Segment {
			part = append(part[:0], f.Segment()...)
		} else {
			v, k := f.program.scalar(key.Node)(f), kindOf(key.Node)
			if absent(v, k) {
				return "", false
			}
			part = identity(part[:0], v, k)
		}
		b = append(binary.AppendUvarint(b, uint64(len(part))), part...)
	}
	return string(b), true
}

// peerGroup is the group of the current account in a subject; nil if it has none.
func (f *Frame) peerGroup(subject int) *Group {
	if f.peers == nil || !f.hasGroup() {
		return nil
	}
	return f.peers.subjects[subject][f.groupKeyText]
}

// hasGroup finds the account's group once, and tells whether it has one.
func (f *Frame) hasGroup() bool {
	if f.groupState == groupUnknown {
		f.groupState = groupNone
		if key, ok := f.groupKey(); ok {
			f.groupKeyText, f.groupState = key, groupKnown
		}
	}
	return f.groupState == groupKnown
}

// maxParts bounds peers.ntile.
const maxParts = 1000

func (c *Program) peerStat(n *plan.Node) number {
	subject, kernel := n.Index, n.Kernel
	self, parameter := noNumber, noNumber
	if kindOf(n.Args[0]) == numberKind {
		self = c.number(n.Args[0])
	}
	if len(n.Args) > 1 {
		parameter = c.number(n.Args[1])
	}
	return func(f *Frame) exact.Num {
		g := f.peerGroup(subject)
		switch {
		case g == nil && kernel == expression.PeersCount && f.groupState == groupKnown:
			return exact.Int(0)
		case g == nil:
			return exact.Num{}
		}
		switch kernel {
		case expression.PeersMean:
			return g.mean
		case expression.PeersMedian:
			return quantile(g.sorted, exact.Ratio(1, 2))
		case expression.PeersStddev:
			return g.spread
		case expression.PeersMin:
			return g.sorted[0]
		case expression.PeersMax:
			return g.sorted[len(g.sorted)-1]
		case expression.PeersCount:
			return exact.Int(int64(g.count))
		case expression.PeersQuantile:
			return quantile(g.sorted, parameter(f))
		case expression.PeersPercentile:
			return g.percentile(self(f))
		}
		return g.ntile(self(f), parameter(f))
	}
}

// percentile is (smaller + half of the equal) / n.
func (g *Group) percentile(x exact.Num) exact.Num {
	if x.IsMissing() {
		return x
	}
	below, _ := slices.BinarySearchFunc(g.sorted, x, exact.Num.Cmp)
	upTo, _ := slices.BinarySearchFunc(g.sorted, x, func(v, x exact.Num) int {
		return cmp.Or(v.Cmp(x), -1)
	})
	return exact.Ratio(int64(below+upTo), 2*int64(len(g.sorted)))
}

// ntile counts the cut points below x: the quantiles 1/n to (n-1)/n.
func (g *Group) ntile(x, n exact.Num) exact.Num {
	parts, ok := n.Int64()
	if x.IsMissing() || n.IsMissing() || !ok || parts < 1 || parts > maxParts {
		return exact.Num{}
	}
	below := int64(0)
	for i := int64(1); i < parts && quantile(g.sorted, exact.Ratio(i, parts)).Cmp(x) < 0; i++ {
		below++
	}
	return exact.Int(below)
}

// Digest identifies the values and counts, by group.
func (p *Peers) Digest() string {
	h := sha256.New()
	for i, groups := range p.subjects {
		keys := make([]string, 0, len(groups))
		for k := range groups {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			g := groups[k]
			fmt.Fprintf(h, "%d %q %d\n", i, k, g.count)
			var b []byte
			for _, v := range g.sorted {
				b = append(v.AppendDecimal(b[:0], 9), '\n')
				h.Write(b)
			}
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
