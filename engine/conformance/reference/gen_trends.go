package reference

import "pgregory.net/rapid"

// What follows draws the functions over windows and the calendar.

// DrawFunctions draws a case that shows the values of such functions themselves: each
// measure's points are its value.
func DrawFunctions(t *rapid.T) Case {
	g := &gen{t: t, rs: &RuleSet{}, taken: map[string]bool{}}
	g.wild = g.chance(30)
	g.drawAsOf()
	g.drawTables()
	g.drawRowHabits()
	g.drawRecords()
	card := &Scorecard{Name: "health", Better: "high", Round: 6, Combine: "sum"}
	for range g.between(6, 12) {
		m := &Metric{Name: g.fresh("metric_")}
		switch g.index(8) {
		case 0:
			m.Expr = g.ranged(g.plainNumber(), g.plainNumber())
		case 1:
			m.Expr = g.inCalendar()
		default:
			if len(g.rs.Tables) == 1 {
				m.Expr = g.inCalendar()
			} else {
				m.Expr = g.overTime()
			}
		}
		g.rs.Metrics = append(g.rs.Metrics, m)
		card.Members = append(card.Members, &Member{Name: m.Name, Way: &Way{Kind: "points", Points: Name{"value"}}})
	}
	g.rs.Scorecards = []*Scorecard{card}
	c := Case{Rules: g.rs.YAML(), Accounts: g.rs.ndjson(g.records), AsOf: g.asOf}
	p := newPortfolio(g.rs, g.asOf, g.records)
	p.withoutNearest = true
	c.Want, c.Tags = p.evaluate()
	return c
}

// overTime draws a number that rows give by their time, by their order or by size.
func (g *gen) overTime() Node {
	n, t := g.rowTable()
	if t.Time == "" || g.chance(35) {
		return g.byRank(n, t)
	}
	d := Str{pick(g, "30d", "7d", "1mo", "2w", "48h", "90d")}
	half := Str{pick(g, "30d", "7d", "1mo", "90d")}
	x := g.item(t)
	switch g.index(12) {
	case 0:
		return call("trend", n, x, d)
	case 1:
		if t.Name == "subscriptions" {
			return call("trend", n, Dot{"amount"}, d)
		}
		return call("trend", n, d)
	case 2, 3:
		return call("slope", n, x)
	case 4:
		return call("slope", n, x, d)
	case 5:
		return call("decayed_sum", n, x, half)
	case 6:
		return call("decayed_mean", n, x, half)
	case 7:
		return call("streak", n, Str{pick(g, "1d", "1w", "2w", "1mo", "30d", "36h")})
	case 8:
		return call("streak", n, g.rowYes(t))
	case 9:
		return call("active_days", n)
	case 10:
		return call("active_days", n, g.who(t))
	}
	return call("stickiness", n, g.who(t), d)
}

// who is somebody, or something, that is active.
func (g *gen) who(t *Table) Node {
	if x, ok := rowTextColumn(t); ok && g.chance(50) {
		return x
	}
	if x, ok := g.rowText(t); ok && g.chance(50) {
		return x
	}
	return pick[Node](g, g.plainItem(t), Dot{t.Time}, g.plainRowYes(t))
}

// byRank draws a number that rows give by their order, or their items' size.
func (g *gen) byRank(n Node, t *Table) Node {
	x := g.item(t)
	switch g.index(6) {
	case 0:
		return call("quantile", n, x, pick[Node](g, Lit{"0.9"}, Lit{"0.25"}, Lit{"0.5"}, lit(1), lit(2), Name{"ratio"}, Binary{"/", Name{"open_p1"}, lit(3)}))
	case 1:
		return call("top_share", n, x, pick[Node](g, lit(1), lit(3), lit(0), Name{"open_p1"}, Name{"tier"}))
	case 2, 3:
		latest := call("latest", n, pick[Node](g, lit(1), lit(2), lit(3), lit(0), lit(-1), Name{"open_p1"}, Name{"tier"}))
		if g.chance(30) {
			latest = call("filter", latest, g.rowYes(t))
		}
		return pick(g, call("sum", latest, x), call("mean", latest, x), call("count", latest), call("count", latest, g.rowYes(t)), call("streak", latest, g.rowYes(t)))
	case 4:
		if t.Name == "subscriptions" {
			return call(pick(g, "share", "percent"), n, Dot{"amount"}, g.rowYes(t))
		}
	}
	if t.Name == "answers" {
		return call("ces", n, Dot{pick(g, "nps_answer", "csat_answer")})
	}
	return call(pick(g, "share", "percent"), n, x, g.rowYes(t))
}

// ranged draws a function that brings a number to a range, or holds it against another.
func (g *gen) ranged(a, b Node) Node {
	switch g.index(4) {
	case 0:
		return call("growth", a, b)
	case 1:
		return call("growth", Name{"mrr"}, Name{"mrr_opening"})
	case 2:
		return call("scale", a, lit(g.between(-5, 5)), lit(g.between(-2, 60)))
	}
	return call("scale", a, b, lit(g.between(10, 60)), lit(g.between(-5, 5)), Lit{g.decimal(0, 20, 1)})
}

// inCalendar draws a number that dates give.
func (g *gen) inCalendar() Node {
	return g.betweenDates(Name{pick(g, "start_date", "renewal", "created", "survey_at", "pulse_at")})
}

func (g *gen) betweenDates(from Node) Node {
	to := pick[Node](g, Name{"renewal"}, Name{"survey_at"}, call("start_of", Str{pick(g, "week", "month", "quarter", "year")}),
		call("start_of", Str{pick(g, "day", "week", "month")}, from), call("ago", Str{pick(g, "36h", "1mo", "3mo")}), Str{"2026-06-30"})
	hours := Str{pick(g, "08:30-12:00", "00:00-24:00", "13:00-13:01")}
	switch g.index(8) {
	case 0:
		return call("days_between", from, to)
	case 1, 2:
		return call("months_between", from, to)
	case 3:
		return call(pick(g, "months_since", "months_until"), from)
	case 4:
		return pick(g, call("business_days", from), call("business_days", from, to))
	case 5:
		return pick(g, call("business_hours", from), call("business_hours", from, hours))
	case 6:
		return call("business_hours", from, to, hours)
	}
	return call("business_hours", from, to)
}
