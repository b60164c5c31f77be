package reference

import "strings"

// call evaluates a function and publishes what it gives.
func (s scope) call(n Call) Value {
	v := s.callExact(n)
	if v.missing() || v.Kind != Num {
		return v
	}
	return s.account.portfolio.publish(v, s.typeOf(n).Base, 9)
}

func (s scope) callExact(n Call) Value {
	if f := s.rules.function(n.Fn); f != nil {
		body := s.outside()
		for i, arg := range f.Args {
			body = body.bind(arg, s.eval(n.Args[i]), s.typeOf(n.Args[i]))
		}
		return body.eval(f.Expr)
	}
	switch n.Fn {
	case "trend", "slope", "decayed_sum", "decayed_mean", "streak", "active_days", "stickiness":
		return s.overTime(n)
	case "quantile", "top_share":
		return s.ranked(n)
	case "latest":
		return s.latest(n)
	case "days_between", "months_between", "months_since", "months_until", "business_days", "business_hours", "start_of":
		return s.calendar(n)
	case "share", "percent":
		if len(n.Args) == 3 {
			return s.partOf(n)
		}
	}
	switch n.Fn {
	case "within", "active", "filter":
		return s.tableFunction(n)
	case "sum", "count", "mean", "median", "first", "last", "any", "all", "none",
		"uniq", "map", "weighted_mean", "nps", "csat", "ces", "share":
		return s.rowFunction(n)
	case "min", "max":
		if s.overRows(n) {
			return s.rowFunction(n)
		}
	}
	args := make([]Value, len(n.Args))
	for i, arg := range n.Args {
		args[i] = s.eval(arg)
		if args[i].missing() {
			return Value{}
		}
	}
	return s.scalar(n.Fn, args)
}

// scalar is a function of present values.
func (s scope) scalar(fn string, args []Value) Value {
	asOf := AsOf{}
	if s.account != nil {
		asOf = s.account.portfolio.asOf
	}
	x := args[0]
	switch fn {
	case "min", "max":
		best := x
		for _, v := range args[1:] {
			if (compare(v, best) < 0) == (fn == "min") {
				best = v
			}
		}
		return best
	case "percent":
		return arithmetic("/", mul(x.Num, ratInt(100)), args[1].Num)
	case "growth":
		before := args[1].Num
		return arithmetic("/", mul(sub(x.Num, before), ratInt(100)), abs(before))
	case "scale":
		low, high, toLow, toHigh := args[1].Num, args[2].Num, zero(), ratInt(100)
		if len(args) > 3 {
			toLow, toHigh = args[3].Num, args[4].Num
		}
		if low.Cmp(high) == 0 {
			return Value{}
		}
		part := quo(sub(x.Num, low), sub(high, low))
		switch {
		case part.Sign() <= 0:
			return numValue(toLow)
		case part.Cmp(ratInt(1)) >= 0:
			return numValue(toHigh)
		}
		return numValue(add(mul(toLow, sub(ratInt(1), part)), mul(toHigh, part)))
	case "clamp":
		switch {
		case x.Num.Cmp(args[1].Num) < 0:
			return args[1]
		case x.Num.Cmp(args[2].Num) > 0:
			return args[2]
		}
		return x
	case "round":
		decimals := 0
		if len(args) > 1 {
			decimals = int(args[1].Num.Num().Int64())
		}
		r, tie := roundTo(x.Num, decimals)
		if tie {
			s.account.portfolio.tag(TagTie)
		}
		return numValue(r)
	case "floor":
		return numValue(zero().SetInt(floorInt(x.Num)))
	case "ceil":
		return numValue(zero().Neg(zero().SetInt(floorInt(zero().Neg(x.Num)))))
	case "abs":
		return numValue(abs(x.Num))
	case "days_since":
		return numValue(ratInt(days(x.At, asOf.Time)))
	case "days_until":
		return numValue(ratInt(days(asOf.Time, x.At)))
	case "ago":
		return instantValue(parseSpan(x.Text).before(asOf.Time))
	case "date":
		at, ok := parseDate(x.Text)
		if !ok {
			return Value{}
		}
		return instantValue(at)
	case "lower":
		return textValue(strings.ToLower(x.Text))
	case "upper":
		return textValue(strings.ToUpper(x.Text))
	case "trim":
		return textValue(strings.TrimSpace(x.Text))
	}
	panic("reference: unknown function " + fn)
}
