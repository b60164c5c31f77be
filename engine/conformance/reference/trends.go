package reference

import (
	"math/big"
	"time"
)

// overTime are the functions that look at rows by their time.
func (s scope) overTime(n Call) Value {
	over := s.eval(n.Args[0])
	if over.missing() {
		return over
	}
	asOf := s.account.portfolio.asOf.Time
	last := n.Args[len(n.Args)-1]
	switch n.Fn {
	case "trend":
		d := parseSpan(last.(Str).Text)
		now := s.added(n, between(over.Rows, d.before(asOf), asOf))
		before := s.added(n, between(over.Rows, d.times(2).before(asOf), d.before(asOf)))
		if now.missing() || before.missing() {
			return Value{}
		}
		return arithmetic("/", now.Num, before.Num)
	case "slope":
		rows := over.Rows
		if len(n.Args) > 2 {
			rows = between(rows, parseSpan(last.(Str).Text).before(asOf), asOf)
		}
		return s.slope(n, rows)
	case "decayed_sum", "decayed_mean":
		return s.decayed(n, over.Rows, parseSpan(last.(Str).Text))
	case "streak":
		if d, ok := last.(Str); ok {
			return streakOfPeriods(over.Rows, parseSpan(d.Text), asOf)
		}
		return s.streakOfRows(n, over)
	case "active_days":
		return numValue(ratInt(s.daysActive(n, over.Rows)))
	case "stickiness":
		return s.stickiness(n, over.Rows, parseSpan(last.(Str).Text).before(asOf), asOf)
	}
	panic("reference: unknown function " + n.Fn)
}

func (s span) times(n int) span { return span{s.n * n, s.unit} }

func (r *row) time() time.Time { return r.cells[r.table.Time].At }

// between keeps the rows of (from, to].
func between(rows []*row, from, to time.Time) []*row {
	var some []*row
	for _, r := range rows {
		if r.time().After(from) && !r.time().After(to) {
			some = append(some, r)
		}
	}
	return some
}

// itemOf is the second argument for a row.
func (s scope) itemOf(n Call, r *row) Value {
	return s.inRow(r, s.typeOf(n.Args[0]).Of).eval(n.Args[1])
}

// added is the sum of the items, or where none is named how many rows there are.
func (s scope) added(n Call, rows []*row) Value {
	if len(n.Args) == 2 {
		return numValue(ratInt(len(rows)))
	}
	items := make([]Value, len(rows))
	for i, r := range rows {
		items[i] = s.itemOf(n, r)
	}
	return aggregate("sum", items)
}

// slope is the covariance of day and item over the variance of the day.
func (s scope) slope(n Call, rows []*row) Value {
	var xs, ys []*big.Rat
	for _, r := range rows {
		if y := s.itemOf(n, r); !y.missing() {
			xs = append(xs, ratInt(days(time.Unix(0, 0).UTC(), r.time())))
			ys = append(ys, y.Num)
		}
	}
	if len(xs) == 0 {
		return Value{}
	}
	mx, my := meanOf(xs), meanOf(ys)
	covariance, variance := zero(), zero()
	for i, x := range xs {
		covariance = add(covariance, mul(sub(x, mx), sub(ys[i], my)))
		variance = add(variance, mul(sub(x, mx), sub(x, mx)))
	}
	return arithmetic("/", covariance, variance)
}

func meanOf(all []*big.Rat) *big.Rat {
	sum := zero()
	for _, x := range all {
		sum = add(sum, x)
	}
	return quo(sum, ratInt(len(all)))
}

// decayed weighs the items by what is left of them.
func (s scope) decayed(n Call, rows []*row, halfLife span) Value {
	asOf := s.account.portfolio.asOf.Time
	half := days(halfLife.before(asOf), asOf)
	sum, weight, there := zero(), zero(), false
	for _, r := range rows {
		x := s.itemOf(n, r)
		if x.missing() {
			continue
		}
		there = true
		left := halved(days(r.time(), asOf), half)
		sum, weight = add(sum, mul(x.Num, left)), add(weight, left)
	}
	switch {
	case n.Fn == "decayed_mean":
		return arithmetic("/", sum, weight)
	case !there && len(rows) > 0:
		return Value{}
	}
	return numValue(sum)
}

// halved is 2^(-age/half) to nine decimals: the n for which n is nearest to
// 10^9 x 2^(-age/half), found by comparing powers of whole numbers.
func halved(age, half int) *big.Rat {
	unit := big.NewInt(2_000_000_000)
	right := new(big.Int).Exp(unit, big.NewInt(int64(half)), nil)
	low, high := int64(0), int64(1_000_000_000)
	for low < high {
		n := (low + high + 1) / 2
		// Is (n - 1/2) / 10^9 <= 2^(-age/half)?
		left := new(big.Int).Exp(big.NewInt(2*n-1), big.NewInt(int64(half)), nil)
		if left.Lsh(left, uint(age)).Cmp(right) <= 0 {
			low = n
		} else {
			high = n - 1
		}
	}
	return big.NewRat(low, 1_000_000_000)
}

func streakOfPeriods(rows []*row, period span, asOf time.Time) Value {
	n := 0
	for len(between(rows, period.times(n+1).before(asOf), period.times(n).before(asOf))) > 0 {
		n++
	}
	return numValue(ratInt(n))
}

func (s scope) streakOfRows(n Call, over Value) Value {
	count := 0
	for i := len(over.Rows) - 1; i >= 0 && s.itemOf(n, over.Rows[i]).holds(); i-- {
		count++
	}
	return numValue(ratInt(count))
}

// daysActive counts the days with rows, or those of each somebody.
func (s scope) daysActive(n Call, rows []*row) int {
	seen := map[string]bool{}
	for _, r := range rows {
		day := r.time().Format("2006-01-02")
		if len(n.Args) == 1 {
			seen[day] = true
			continue
		}
		if who := s.itemOf(n, r); !who.missing() {
			seen[day+" "+*who.shown()] = true
		}
	}
	return len(seen)
}

// shown tells values apart as texts.
func (v Value) shown() *string {
	if v.Kind == Num {
		s := v.Num.RatString()
		return &s
	}
	return v.text()
}

// stickiness is the mean over the window's days of who was there, in percent of who
// was there at all.
func (s scope) stickiness(n Call, rows []*row, from, to time.Time) Value {
	rows = between(rows, from, to)
	all := map[string]bool{}
	for _, r := range rows {
		if who := s.itemOf(n, r); !who.missing() {
			all[*who.shown()] = true
		}
	}
	daily, count := 0, 0
	for day := midnight(from.Add(time.Microsecond)); !day.After(to); day = day.AddDate(0, 0, 1) {
		count++
		today := map[string]bool{}
		for _, r := range rows {
			if who := s.itemOf(n, r); !who.missing() && midnight(r.time()).Equal(day) {
				today[*who.shown()] = true
			}
		}
		daily += len(today)
	}
	return arithmetic("/", ratInt(100*daily), ratInt(count*len(all)))
}

// partOf is the share of a sum that the rows which hold a condition make up.
func (s scope) partOf(n Call) Value {
	over := s.eval(n.Args[0])
	if over.missing() {
		return over
	}
	t := s.typeOf(n.Args[0]).Of
	var part, whole []Value
	for _, r := range over.Rows {
		x := s.inRow(r, t).eval(n.Args[1])
		whole = append(whole, x)
		if s.inRow(r, t).eval(n.Args[2]).holds() {
			part = append(part, x)
		}
	}
	above, below := aggregate("sum", part), aggregate("sum", whole)
	if above.missing() || below.missing() {
		return Value{}
	}
	if n.Fn == "percent" {
		return arithmetic("/", mul(ratInt(100), above.Num), below.Num)
	}
	return arithmetic("/", above.Num, below.Num)
}

// ranked are the functions of items in order and of a number.
func (s scope) ranked(n Call) Value {
	over := s.eval(n.Args[0])
	if over.missing() {
		return over
	}
	var items []Value
	for _, r := range over.Rows {
		items = append(items, s.itemOf(n, r))
	}
	some := ascending(present(items))
	by := s.eval(n.Args[2])
	if len(some) == 0 || by.missing() {
		return Value{}
	}
	if n.Fn == "quantile" {
		if by.Num.Sign() < 0 || by.Num.Cmp(ratInt(1)) > 0 {
			return Value{}
		}
		return numValue(quantile(some, by.Num))
	}
	if by.Num.Cmp(ratInt(1)) < 0 {
		return Value{}
	}
	top := zero()
	for i := range some {
		if by.Num.Cmp(ratInt(i)) > 0 {
			top = add(top, some[len(some)-1-i].Num)
		}
	}
	return arithmetic("/", top, total(some))
}

// latest keeps the last rows.
func (s scope) latest(n Call) Value {
	over, most := s.eval(n.Args[0]), s.eval(n.Args[1])
	if over.missing() || most.missing() || most.Num.Sign() < 0 {
		return Value{}
	}
	kept := []*row{}
	for i, r := range over.Rows {
		if ratInt(len(over.Rows)-i).Cmp(most.Num) <= 0 {
			kept = append(kept, r)
		}
	}
	return Value{Kind: Rows, Rows: kept}
}

// effort is the mean of the answers from 1 to 7.
func effort(answers []Value) Value {
	var some []Value
	for _, v := range answers {
		if v.Num.Cmp(ratInt(1)) >= 0 && v.Num.Cmp(ratInt(7)) <= 0 {
			some = append(some, v)
		}
	}
	return arithmetic("/", total(some), ratInt(len(some)))
}
