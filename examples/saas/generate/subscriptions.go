package main

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// products are sold by the seat, in cents a month.
var products = []struct {
	name     string
	price    int
	features []string
}{
	{"core", 2900, []string{"dispatch", "calendar", "mobile_app", "time_tracking", "messages"}},
	{"finance", 1200, []string{"invoicing", "expenses", "reports"}},
	{"insight", 900, []string{"forecasts", "api", "sso", "dashboards"}},
	{"portal", 600, []string{"customer_portal", "ratings"}},
}

// plan is a subscription.
type plan struct {
	id, product string
	start, end  time.Time // end is zero while it goes on
	since       time.Time // when the product was first used
	seats       int
	amount      int      // cents a month
	features    []string // those of the product that were set up
}

// subscribe draws what the company pays for, oldest first, and what of it it has
// set up.
func (c *company) subscribe(d dice) []plan {
	discount := map[string]int{"smb": 0, "mid": 8, "enterprise": 18}[c.size] + d.between(0, 7)
	setUp := clamp(68+c.mood*30/100+d.bell(22), 15, 100)
	var plans []plan
	add := func(product, seats int, start, end time.Time) {
		p := products[product]
		plan := plan{
			product: p.name, start: start, end: end, since: start,
			seats: seats, amount: seats * p.price * (100 - discount) / 100,
		}
		for i, feature := range p.features {
			if i == 0 && product == 0 || d.chance(setUp) {
				plan.features = append(plan.features, feature)
			}
		}
		if !start.After(today) && end.IsZero() {
			c.available += len(p.features)
			c.value += 12 * plan.amount
			c.configured = append(c.configured, plan.features...)
		}
		plans = append(plans, plan)
	}
	add(0, c.seats, c.signup, time.Time{})
	if c.age() > 400 { // seats were changed at some point: one plan ends, the next begins
		now := &plans[0]
		before := *now
		before.end = daysAgo(d.between(20, 390))
		before.seats = max(c.seats*clamp(88-c.mood/4+d.bell(14), 55, 150)/100, 3)
		before.amount = before.seats * (now.amount / now.seats)
		now.start = before.end
		plans = append(plans, before)
	}
	for product := 1; product < len(products); product++ {
		if !d.chance(28 + c.mood/6) {
			continue
		}
		start := c.signup.AddDate(0, 0, d.between(0, c.age()*3/4))
		var end time.Time
		switch {
		case c.mood < -10 && c.age() > 200 && d.chance(35): // dropped
			end = daysAgo(d.between(5, 120))
		case c.mood > 40 && d.chance(12): // signed, starts later
			start = today.AddDate(0, 0, d.between(5, 45))
		}
		if end.IsZero() || end.After(start) {
			add(product, c.seats, start, end)
		}
	}
	slices.SortStableFunc(plans, func(a, b plan) int { return a.start.Compare(b.start) })
	for i := range plans {
		plans[i].id = fmt.Sprintf("S%s-%d", c.id[1:], i+1)
	}
	return plans
}

func (t *tables) addSubscriptions(c *company, plans []plan) {
	for _, p := range plans {
		t.subscriptions.add(p.id, c.id, p.product, day(p.start), day(p.end), strconv.Itoa(p.seats), cents(p.amount))
	}
}
