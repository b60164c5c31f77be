package reference

import (
	"math/big"
	"sort"
)

// change is the nearest value of one measure that reaches the next better band.
type change struct {
	leaf     *node
	from, to Value
	points   *big.Rat // that the new value earns
	distance *big.Rat
	score    *big.Rat
	band     string
}

func (c change) effort() *big.Rat { return abs(sub(c.points, c.leaf.points)) }

// changes lists what each measure alone could do, fewest points first. known
// is false where an override uses a measure's metric or the score in a way
// that this slow search cannot cut into plain pieces.
func (o *outcome) changes() (all []change, known bool) {
	p := o.account.portfolio
	if o.base == nil || o.band == "" || o.band == "unknown" || o.card.rank(o.band) == 0 {
		return nil, true
	}
	was := p.quiet
	p.quiet = true
	defer func() { p.quiet = was }()
	for _, leaf := range o.tree.leaves() {
		kind := leaf.member.Way.Kind
		if leaf.state != Counted || leaf.reading.value.missing() || kind == "points" || kind == "rows" {
			continue
		}
		s, ok := o.newSearch(leaf)
		if !ok {
			return nil, false
		}
		if best := s.run(); best != nil {
			all = append(all, *best)
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		if c := all[i].effort().Cmp(all[j].effort()); c != 0 {
			return c < 0
		}
		return all[i].leaf.path < all[j].leaf.path
	})
	return all, true
}

// constants collects what a condition compares the name with; false where
// the name is used otherwise.
func (s scope) constants(when Node, name string, into *[]*big.Rat) bool {
	if !s.uses(when, name) {
		return true
	}
	switch n := when.(type) {
	case Chain:
		return s.comparedWith(n.Args, name, into)
	case Binary:
		switch n.Op {
		case "<", "<=", ">", ">=", "==", "!=":
			return s.comparedWith([]Node{n.L, n.R}, name, into)
		case "in":
			return s.comparedWith(append([]Node{n.L}, n.R.(Items).Items...), name, into)
		}
	}
	if !logical(when) {
		return false
	}
	for _, part := range children(when) {
		if !s.constants(part, name, into) {
			return false
		}
	}
	return true
}

func logical(n Node) bool {
	switch n := n.(type) {
	case Unary:
		return n.Op == "not"
	case Binary:
		return n.Op == "and" || n.Op == "or"
	}
	return false
}

// uses tells whether an expression reads the name itself, also by way of a
// function's body.
func (s scope) uses(n Node, name string) bool {
	return anyNode(n, func(n Node) bool {
		switch n := n.(type) {
		case Name:
			return n.Name == name
		case Call:
			f := s.rules.function(n.Fn)
			return f != nil && s.uses(f.Expr, name)
		}
		return false
	})
}

// derives tells whether an expression reads a metric that is computed from the
// name: what a change of one measure does to other metrics is left open here.
func (s scope) derives(n Node, name string) bool {
	return anyNode(n, func(n Node) bool {
		switch n := n.(type) {
		case Name:
			m := s.rules.metric(n.Name)
			return m != nil && n.Name != name && (s.uses(m.Expr, name) || s.derives(m.Expr, name))
		case Call:
			f := s.rules.function(n.Fn)
			return f != nil && s.derives(f.Expr, name)
		case Peers:
			m := s.rules.metric(n.Of)
			return n.Of == name || m != nil && (s.uses(m.Expr, name) || s.derives(m.Expr, name))
		}
		return false
	})
}

func (s scope) comparedWith(sides []Node, name string, into *[]*big.Rat) bool {
	for _, side := range sides {
		if at, ok := side.(Name); ok && at.Name == name {
			continue
		}
		moving := s.uses(side, name) || s.uses(side, "score")
		if moving || anyNode(side, func(n Node) bool { _, ok := n.(Dot); return ok }) {
			return false
		}
		if v := s.eval(side); v.Kind == Num {
			*into = append(*into, v.Num)
		}
	}
	return true
}
