package evaluate

import (
	"math"
	"slices"
	"sort"

	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Group is the values of one group of peers in one subject: numerators over one unit
// as long as these fit, else exact numbers.
type Group struct {
	count        int
	unit         int64
	ints         []int64
	most         int64 // bounds ints
	wide         []exact.Num
	mean, spread exact.Num
}

// mostInt bounds the numerators of a group.
const mostInt = 1 << 60

// AddInt adds the number n/unit.
func (g *Group) AddInt(n, unit int64) {
	g.count++
	if g.wide == nil && unit == g.unit {
		g.ints, g.most = append(g.ints, n), max(g.most, n, -n)
		return
	}
	g.addUnlike(n, unit)
}

func (g *Group) addUnlike(n, unit int64) {
	switch {
	case g.wide != nil:
		g.wide = append(g.wide, exact.Ratio(n, unit))
		return
	case g.unit == 0:
		g.unit = unit
	case unit%g.unit == 0 && g.most < mostInt/(unit/g.unit):
		for i := range g.ints {
			g.ints[i] *= unit / g.unit
		}
		g.most, g.unit = g.most*(unit/g.unit), unit
	case g.unit%unit == 0 && max(n, -n) < mostInt/(g.unit/unit):
		n *= g.unit / unit
	default:
		g.widen()
		g.wide = append(g.wide, exact.Ratio(n, unit))
		return
	}
	g.ints, g.most = append(g.ints, n), max(g.most, n, -n)
}

// AddNum adds a number.
func (g *Group) AddNum(x exact.Num) {
	g.count++
	g.widen()
	g.wide = append(g.wide, x)
}

// AddOther adds a value that is no number, and only counts.
func (g *Group) AddOther() { g.count++ }

func (g *Group) widen() {
	if g.wide != nil {
		return
	}
	g.wide = make([]exact.Num, len(g.ints), len(g.ints)+1)
	for i, n := range g.ints {
		g.wide[i] = exact.Ratio(n, g.unit)
	}
	g.ints = nil
}

// values is how many numbers there are.
func (g *Group) values() int { return len(g.ints) + len(g.wide) }

// at is the i-th number, ascending.
func (g *Group) at(i int) exact.Num {
	if g.wide != nil {
		return g.wide[i]
	}
	return exact.Ratio(g.ints[i], g.unit)
}

func (g *Group) finish(root func(exact.Num) exact.Num) {
	if g.wide != nil {
		sortNumbers(g.wide)
		g.mean = mean(g.wide)
		if root != nil {
			g.spread = stddev(g.wide, root)
		}
		return
	}
	slices.Sort(g.ints)
	n := int64(len(g.ints))
	if n == 0 {
		return
	}
	if float64(g.most)*float64(n) < mostInt {
		sum := int64(0)
		for _, x := range g.ints {
			sum += x
		}
		g.mean = exact.Ratio(sum, n).Quo(exact.Int(g.unit))
	} else {
		var sum exact.Sum
		for i := range g.ints {
			sum.Add(g.at(i))
		}
		g.mean = sum.Num().Quo(exact.Int(n))
	}
	if root != nil {
		g.spread = g.stddev(root)
	}
}

// stddev is the sample standard deviation.
func (g *Group) stddev(root func(exact.Num) exact.Num) exact.Num {
	n := int64(len(g.ints))
	if n < 2 {
		return exact.Num{}
	}
	if most := float64(g.most); most*most*float64(n) >= mostInt {
		all := make([]exact.Num, n)
		for i := range all {
			all[i] = g.at(i)
		}
		return stddev(all, root)
	}
	var sum, squares int64
	for _, x := range g.ints {
		sum += x
		squares += x * x
	}
	total := exact.Int(sum)
	variance := exact.Int(squares).Sub(total.Mul(total).Quo(exact.Int(n))).Quo(exact.Int(n - 1))
	return root(variance.Quo(exact.Int(g.unit)).Quo(exact.Int(g.unit)))
}

// Stat is a statistic that is the same for all of a group.
func (g *Group) Stat(k expression.Kernel) exact.Num {
	switch k {
	case expression.PeersCount:
		return exact.Int(int64(g.count))
	case expression.PeersMean:
		return g.mean
	case expression.PeersStddev:
		return g.spread
	case expression.PeersMedian:
		return g.Quantile(exact.Ratio(1, 2))
	case expression.PeersMin:
		return g.at(0)
	case expression.PeersMax:
		return g.at(g.values() - 1)
	}
	return exact.Num{}
}

// Quantile is type 7 of Hyndman and Fan (1996). See quantile.
func (g *Group) Quantile(q exact.Num) exact.Num { return quantileOf(g.values(), g.at, q) }

// Percentile is (smaller + half of the equal) / n.
func (g *Group) Percentile(x exact.Num) exact.Num {
	if x.IsMissing() {
		return x
	}
	below := sort.Search(g.values(), func(i int) bool { return g.at(i).Cmp(x) >= 0 })
	upTo := below + sort.Search(g.values()-below, func(i int) bool { return g.at(below+i).Cmp(x) > 0 })
	return exact.Ratio(int64(below+upTo), 2*int64(g.values()))
}

// Rank is Percentile of n/unit as a ratio; no if the values are not of that unit.
func (g *Group) Rank(n, unit int64) (twice, of int64, ok bool) {
	if g.wide != nil || unit != g.unit || n == math.MaxInt64 {
		return 0, 0, false
	}
	below, _ := slices.BinarySearch(g.ints, n)
	rest := g.ints[below:]
	equal := 0
	if len(rest) > 0 && rest[0] == n {
		equal, _ = slices.BinarySearch(rest, n+1)
	}
	return int64(2*below + equal), 2 * int64(len(g.ints)), true
}

// Ntile counts the cut points below x: the quantiles 1/n to (n-1)/n.
func (g *Group) Ntile(x, n exact.Num) exact.Num {
	parts, ok := n.Int64()
	if x.IsMissing() || n.IsMissing() || !ok || parts < 1 || parts > maxParts {
		return exact.Num{}
	}
	return exact.Int(int64(sort.Search(int(parts)-1, func(i int) bool {
		return g.Quantile(exact.Ratio(int64(i+1), parts)).Cmp(x) >= 0
	})))
}
