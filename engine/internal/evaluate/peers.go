package evaluate

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Peers holds what accounts are compared with: for each subject the values of
// each group of peers, ascending. Whoever makes it gathers the values, stage by stage;
// after that it is read-only.
type Peers struct {
	plan     *plan.Plan
	groups   map[string]int // numbers of groups, by key
	keys     []string
	subjects []peerSubject
	accounts int
}

// peerSubject is what is known of a subject, by number of group.
type peerSubject struct {
	groups  []*Group // nil: no value
	numbers bool
	root    func(exact.Num) exact.Num // of variances; nil: no rule asks for the standard deviation
}

// NewPeers makes peers of which nothing is known so far.
func NewPeers(p *plan.Plan) *Peers {
	peers := &Peers{plan: p, groups: map[string]int{}, subjects: make([]peerSubject, len(p.Subjects))}
	for i, s := range p.Subjects {
		peers.subjects[i].numbers = kindOf(s.Node) == numberKind
	}
	for _, n := range p.Nodes {
		if n.Op == plan.PeerStat && n.Kernel == expression.PeersStddev {
			peers.subjects[n.Index].root = rootOf(n.Type)
		}
	}
	return peers
}

// Count notes that so many accounts were looked at.
func (p *Peers) Count(accounts int) { p.accounts += accounts }

// Key gives the number of a group, which is added if it is not known; -1 if it is not
// known and not to be added.
func (p *Peers) Key(key []byte, add bool) int {
	if i, ok := p.groups[string(key)]; ok {
		return i
	}
	if !add {
		return -1
	}
	p.groups[string(key)] = len(p.keys)
	p.keys = append(p.keys, string(key))
	return len(p.keys) - 1
}

// Groups is how many groups there are; their numbers lie below.
func (p *Peers) Groups() int { return len(p.keys) }

// Group is what is known of a group in a subject; nil if that is nothing.
func (p *Peers) Group(subject, key int) *Group {
	if s := &p.subjects[subject]; 0 <= key && key < len(s.groups) {
		return s.groups[key]
	}
	return nil
}

// Gather is the group to add values of a subject to.
func (p *Peers) Gather(subject, key int) *Group {
	s := &p.subjects[subject]
	for len(s.groups) <= key {
		s.groups = append(s.groups, nil)
	}
	if s.groups[key] == nil {
		s.groups[key] = &Group{}
	}
	return s.groups[key]
}

// Finish readies what was gathered in a stage for being asked.
func (p *Peers) Finish(stage int) {
	for i, s := range p.plan.Subjects {
		if s.Stage != stage {
			continue
		}
		for _, g := range p.subjects[i].groups {
			if g != nil && p.subjects[i].numbers {
				g.finish(p.subjects[i].root)
			}
		}
	}
}

type groupState uint8

const (
	groupUnknown groupState = iota
	groupNone               // a value that peers have in common is missing
	groupKnown
)

// Accounts is how many accounts were looked at.
func (p *Peers) Accounts() int { return p.accounts }

// groupKey tells accounts that are peers from others; no when a value that peers
// have in common is missing.
func (f *Frame) groupKey() (key []byte, ok bool) {
	b := f.groupBytes[:0]
	for _, key := range f.program.plan.PeerKeys {
		if key.Segment {
			b = TextKey(b, f.Segment())
			continue
		}
		v, k := f.program.scalar(key.Node)(f), kindOf(key.Node)
		if absent(v, k) {
			return nil, false
		}
		b = keyPart(b, v, k)
	}
	f.groupBytes = b
	return b, true
}

// keyPart appends a value that peers have in common to their key.
func keyPart(b []byte, v scalar, k kind) []byte {
	var few [32]byte
	part := identity(few[:0], v, k)
	return append(binary.AppendUvarint(b, uint64(len(part))), part...)
}

// NumberKey appends a number to a key of peers; so do the others.
func NumberKey(b []byte, x exact.Num) []byte { return keyPart(b, scalar{num: x}, numberKind) }

// TextKey appends a text.
func TextKey(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// InstantKey appends an instant.
func InstantKey(b []byte, micros int64) []byte {
	return keyPart(b, scalar{micros: micros}, instantKind)
}

// TruthKey appends a yes or no.
func TruthKey(b []byte, holds bool) []byte {
	return keyPart(b, scalar{flag: truthOf(holds)}, truthKind)
}

// peerGroup is the group of the current account in a subject; nil if it has none.
func (f *Frame) peerGroup(subject int) *Group {
	if f.peers == nil || !f.hasGroup() {
		return nil
	}
	return f.peers.Group(subject, f.groupNumber)
}

// hasGroup finds the account's group once, and tells whether it has one.
func (f *Frame) hasGroup() bool {
	if f.groupState == groupUnknown {
		f.groupState = groupNone
		if key, ok := f.groupKey(); ok {
			f.groupNumber, f.groupState = -1, groupKnown
			if f.peers != nil {
				f.groupNumber = f.peers.Key(key, false)
			}
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
		case expression.PeersQuantile:
			return g.Quantile(parameter(f))
		case expression.PeersPercentile:
			return g.Percentile(self(f))
		case expression.PeersNtile:
			return g.Ntile(self(f), parameter(f))
		}
		return g.Stat(kernel)
	}
}

// Digest identifies the values and counts, by group.
func (p *Peers) Digest() string {
	h := sha256.New()
	order := make([]int, len(p.keys))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(p.keys[a], p.keys[b]) })
	for i := range p.subjects {
		for _, k := range order {
			g := p.Group(i, k)
			if g == nil {
				continue
			}
			fmt.Fprintf(h, "%d %q %d\n", i, p.keys[k], g.count)
			var b []byte
			for at := range g.values() {
				b = append(g.at(at).AppendDecimal(b[:0], 9), '\n')
				h.Write(b)
			}
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
