package reference

import "math/big"

// State is how a measure or group stood when the score was combined.
type State string

// The states.
const (
	Counted State = "counted"
	StandIn State = "stand-in" // missing, with points by its missing policy
	Absent  State = "missing"
	Out     State = "out" // takes no part
)

// node is a measure or group with what combining made of it.
type node struct {
	member   *Member
	path     string // nested as voice.nps
	state    State
	failed   bool
	reading  reading
	points   *big.Rat
	share    *big.Rat // of the whole score, after redistribution
	parts    []*node
	nominal  *big.Rat // share of the coverage as written
	credited *big.Rat // contribution as printed
}

func (n *node) contribution() *big.Rat { return mul(n.share, n.points) }

// left tells whether the node takes part in combining its group.
func (n *node) left() bool {
	return n.points != nil && n.state != Out && n.weight().Sign() > 0
}

func (n *node) weight() *big.Rat {
	if n.member.Weight == "" {
		return ratInt(1)
	}
	return n.member.Weight.Rat()
}

// build makes the tree of a card, or of a group in it, from its leaves'
// readings. Switched-off members are not in it at all.
func (c *Scorecard) build(m *Member, path string, readings map[*Member]reading, whens map[*Member]bool) *node {
	n := &node{member: m, path: path, share: zero(), nominal: zero(), credited: zero()}
	if !m.group() {
		c.settleLeaf(n, readings[m])
		return n
	}
	any := false
	for _, part := range m.Members {
		if part.Off {
			continue
		}
		partPath := part.Name
		if path != "" {
			partPath = path + "." + part.Name
		}
		child := c.build(part, partPath, readings, whens)
		n.parts = append(n.parts, child)
		any = any || child.state != Out
		n.failed = n.failed || child.failed && child.weight().Sign() > 0
	}
	if !any || !whens[m] {
		n.state, n.failed = Out, false
		return n
	}
	n.state = Counted
	n.points = combine(m.Combine, n.parts)
	if n.points == nil {
		c.standIn(n)
	}
	return n
}

func (c *Scorecard) settleLeaf(n *node, r reading) {
	n.reading = r
	switch {
	case !r.takesPart:
		n.state = Out
	// A stale or absent value counts as missing data even where a points
	// expression found its own way around it; its points stand.
	case r.points != nil:
		n.state, n.points = Counted, r.points
	default:
		c.standIn(n)
	}
}

// standIn applies the missing policy: the node's own, else the card's.
func (c *Scorecard) standIn(n *node) {
	n.state = Absent
	switch policy := orElse(n.member.Missing, c.Missing); policy {
	case "", "redistribute":
	case "fail":
		n.failed = true
	case "zero":
		n.state, n.points = StandIn, zero()
	default:
		n.state, n.points = StandIn, Dec(policy).Rat()
	}
}

func leftOf(parts []*node) []*node {
	var some []*node
	for _, p := range parts {
		if p.left() {
			some = append(some, p)
		}
	}
	return some
}

func weightOf(parts []*node) *big.Rat {
	w := zero()
	for _, p := range parts {
		w = add(w, p.weight())
	}
	return w
}

// combine gives a group's points; nil where no member is left.
func combine(how string, parts []*node) *big.Rat {
	some := leftOf(parts)
	if len(some) == 0 {
		return nil
	}
	sum := zero()
	for _, p := range some {
		if how == "" || how == "weighted" {
			sum = add(sum, mul(p.weight(), p.points))
		} else {
			sum = add(sum, p.points)
		}
	}
	switch how {
	case "", "weighted":
		return quo(sum, weightOf(some))
	case "mean":
		return quo(sum, ratInt(len(some)))
	case "sum":
		return sum
	}
	return decider(how, some).points
}

// decider is the member that gives a min or max its points, the first on ties.
func decider(how string, some []*node) *node {
	best := some[0]
	for _, p := range some[1:] {
		if c := p.points.Cmp(best.points); how == "min" && c < 0 || how == "max" && c > 0 {
			best = p
		}
	}
	return best
}

// shareOut hands the node's share of the whole score down to its parts.
func (n *node) shareOut(share *big.Rat) {
	n.share = share
	some := leftOf(n.parts)
	if len(some) == 0 {
		return
	}
	total := weightOf(some)
	for _, p := range some {
		switch n.member.Combine {
		case "", "weighted":
			p.shareOut(mul(share, quo(p.weight(), total)))
		case "mean":
			p.shareOut(quo(share, ratInt(len(some))))
		case "sum":
			p.shareOut(share)
		default:
			if p == decider(n.member.Combine, some) {
				p.shareOut(share)
			}
		}
	}
}

// coverage is the nominal weight of the leaves that have a value, of all
// leaves that take part.
func (n *node) coverage() *big.Rat {
	n.nominate(ratInt(1))
	covered, all := zero(), zero()
	for _, leaf := range n.leaves() {
		all = add(all, leaf.nominal)
		if leaf.reading.hasValue {
			covered = add(covered, leaf.nominal)
		}
	}
	if all.Sign() == 0 {
		return all
	}
	return quo(covered, all)
}

// nominate hands the weight as written down to the parts that take part;
// members of mean, min, max and sum count alike.
func (n *node) nominate(share *big.Rat) {
	n.nominal = share
	var some []*node
	for _, p := range n.parts {
		if p.counts() && p.weight().Sign() > 0 {
			some = append(some, p)
		}
	}
	for _, p := range some {
		if n.member.Combine == "" || n.member.Combine == "weighted" {
			p.nominate(mul(share, quo(p.weight(), weightOf(some))))
		} else {
			p.nominate(quo(share, ratInt(len(some))))
		}
	}
}

// counts tells whether data could stand behind the node: it takes part and, if it is
// a group, so does a member of some weight that counts.
func (n *node) counts() bool {
	if n.state == Out || !n.member.group() {
		return n.state != Out
	}
	for _, p := range n.parts {
		if p.weight().Sign() > 0 && p.counts() {
			return true
		}
	}
	return false
}

// bearers are the leaves and, in place of its own, each group that points stand in
// for; nothing of what takes no part.
func (n *node) bearers() []*node {
	switch {
	case n.state == Out:
		return nil
	case !n.member.group() || n.state == StandIn:
		return []*node{n}
	}
	var all []*node
	for _, p := range n.parts {
		all = append(all, p.bearers()...)
	}
	return all
}

func (n *node) leaves() []*node {
	if !n.member.group() {
		return []*node{n}
	}
	var all []*node
	for _, p := range n.parts {
		all = append(all, p.leaves()...)
	}
	return all
}
