package reference

import "math/big"

// portfolio is all accounts at one as-of, read once.
type portfolio struct {
	rules    *RuleSet
	asOf     AsOf
	accounts []*account
	tags     map[Tag]bool
	quiet    bool // hypothetical computations leave no tags

	// The nearest changes cost more than all the rest.
	withoutNearest bool
}

func newPortfolio(rs *RuleSet, asOf string, records []*Record) *portfolio {
	p := &portfolio{rules: rs, asOf: ParseAsOf(asOf), tags: map[Tag]bool{}}
	seen := map[string]bool{}
	for _, rec := range records {
		a, ok := p.newAccount(rec)
		if !ok || seen[a.key] {
			p.tag(TagRefusedRow)
			continue
		}
		seen[a.key] = true
		p.accounts = append(p.accounts, a)
	}
	return p
}

func (p *portfolio) tag(t Tag) {
	if !p.quiet {
		p.tags[t] = true
	}
}

func (a *account) scope() scope {
	return scope{rules: a.portfolio.rules, account: a}
}

// lookup is a column, a metric or a child table of the account, published.
func (a *account) lookup(name string) Value {
	if v, ok := a.cells[name]; ok {
		return v
	}
	if v, ok := a.tables[name]; ok {
		return v
	}
	if v, ok := a.metrics[name]; ok {
		return v
	}
	m := a.portfolio.rules.metric(name)
	if m == nil {
		panic("reference: unknown name " + name)
	}
	if a.computing[name] {
		panic("reference: metric " + name + " refers to itself")
	}
	a.computing[name] = true
	atMost := 9
	if m.Round != nil {
		atMost = *m.Round
	}
	v := a.portfolio.publish(a.scope().eval(m.Expr), a.scope().typeOf(m.Expr).Base, atMost)
	a.metrics[name] = v
	return v
}

// segmentName is the first segment that holds.
func (a *account) segmentName() string {
	if a.segment == "" {
		a.segment = a.findSegment()
	}
	return a.segment
}

func (a *account) findSegment() string {
	rs := a.portfolio.rules
	if rs.SegmentBy != "" {
		if v := a.lookup(rs.SegmentBy); !v.missing() {
			return v.Text
		}
	}
	for _, seg := range rs.Segments {
		if a.scope().eval(seg.When).holds() {
			return seg.Name
		}
	}
	return "default"
}

// group is the account's peer group; ok is false where a part of it is missing.
func (a *account) group() (string, bool) {
	by := a.portfolio.rules.PeersBy
	if by == nil {
		by = []string{"segment"}
	}
	key := ""
	for _, name := range by {
		v := textValue(a.segmentName())
		if name != "segment" {
			v = a.lookup(name)
		}
		if v.missing() {
			return "", false
		}
		key += *v.text() + "\x00"
	}
	return key, true
}

// peers evaluates a function of the group's published values.
func (a *account) peers(n Peers) Value {
	p := a.portfolio
	p.tag(TagPeers)
	own, ok := a.group()
	if !ok {
		return Value{}
	}
	var values []Value
	for _, other := range p.accounts {
		if g, ok := other.group(); ok && g == own {
			if v := other.lookup(n.Of); !v.missing() {
				values = append(values, v)
			}
		}
	}
	t := typeOfPeers(n.Fn, a.scope().typeOfName(n.Of).Base)
	return p.publish(a.peersExact(n, ascending(values), t), t, 9)
}

func (a *account) peersExact(n Peers, sorted []Value, t Base) Value {
	count := len(sorted)
	if n.Fn == "count" {
		return numValue(ratInt(count))
	}
	if count == 0 {
		return Value{}
	}
	switch n.Fn {
	case "mean":
		return numValue(quo(total(sorted), ratInt(count)))
	case "median":
		return numValue(quantile(sorted, half))
	case "quantile":
		return numValue(quantile(sorted, n.Args[0].(Lit).Text.Rat()))
	case "min":
		return sorted[0]
	case "max":
		return sorted[count-1]
	case "stddev":
		return deviation(sorted, t)
	}
	x := a.lookup(n.Of)
	if x.missing() {
		return x
	}
	if n.Fn == "ntile" {
		return numValue(ratInt(cutsBelow(sorted, x.Num, n.Args[0].(Lit).Text.Rat())))
	}
	return numValue(rank(sorted, x.Num)) // percentile
}

// deviation is the sample standard deviation; one value alone has none.
func deviation(sorted []Value, t Base) Value {
	n := len(sorted)
	if n < 2 {
		return Value{}
	}
	mean := quo(total(sorted), ratInt(n))
	squares := zero()
	for _, v := range sorted {
		d := sub(v.Num, mean)
		squares = add(squares, mul(d, d))
	}
	variance := quo(squares, ratInt(n-1))
	if t == MoneyType {
		return numValue(sqrtRounded(variance, 2))
	}
	return numValue(sqrtPublished(variance, 9))
}

// cutsBelow counts the n-tile cut points strictly below x.
func cutsBelow(sorted []Value, x, n *big.Rat) int {
	below := 0
	for i := 1; ratInt(i).Cmp(n) < 0; i++ {
		if quantile(sorted, quo(ratInt(i), n)).Cmp(x) < 0 {
			below++
		}
	}
	return below
}

// rank is (smaller + half of the equal, itself included) / n.
func rank(sorted []Value, x *big.Rat) *big.Rat {
	r := zero()
	for _, v := range sorted {
		switch v.Num.Cmp(x) {
		case -1:
			r = add(r, ratInt(1))
		case 0:
			r = add(r, half)
		}
	}
	return quo(r, ratInt(len(sorted)))
}
