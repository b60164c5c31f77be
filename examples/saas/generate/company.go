package main

import (
	"fmt"
	"strconv"
	"time"
)

// company is an account, with what drives its numbers.
type company struct {
	id, name, industry, region, size, csm string

	// mood, from -100 to 100, is how well things go on the whole.
	mood int
	// drift is how much usage changes a week, in thousandths of today's.
	drift int
	// quiet is for how many weeks nobody has logged in.
	quiet int

	selfHosted bool
	autoRenew  bool
	seats      int
	active     int
	configured []string // features
	available  int
	signup     time.Time
	renewal    time.Time
	notice     time.Time
	value      int // cents a year
	pulse      string
	pulseAt    time.Time
}

func newCompany(d dice, i int, n name) *company {
	c := &company{
		id: fmt.Sprintf("A%04d", 1001+i), name: n.company, industry: n.industry,
		region: regions[d.weighted(45, 40, 15)], csm: pick(d, managers),
		mood: clamp(18+d.bell(165), -100, 100),
	}
	switch d.weighted(52, 34, 14) {
	case 0:
		c.size, c.seats = "smb", d.between(6, 45)
	case 1:
		c.size, c.seats = "mid", d.between(45, 240)
	default:
		c.size, c.seats = "enterprise", d.between(240, 1900)
	}
	c.signup = daysAgo(d.between(120, 2400))
	if d.chance(8) {
		c.signup = daysAgo(d.between(5, 75))
	}
	c.drift = c.mood/8 + d.bell(30)
	if c.mood < -20 && d.chance(45) {
		c.drift = -d.between(35, 70)
	}
	if c.mood < -45 && d.chance(30) {
		c.quiet = d.between(1, 6)
	}
	c.selfHosted = d.chance(4)
	c.autoRenew = d.chance(55)
	c.active = c.seats * clamp(66+c.mood*32/100+d.bell(18), 4, 108) / 100
	c.renew(d)
	c.judge(d)
	return c
}

// renew sets when the contract ends, and whether the customer wants it to.
func (c *company) renew(d dice) {
	c.renewal = c.signup
	for !c.renewal.After(today) {
		c.renewal = c.renewal.AddDate(1, 0, 0)
	}
	if c.mood < 0 && d.chance(5) {
		c.renewal = daysAgo(d.between(2, 25)) // overdue: still talking
	}
	if c.mood < -20 && d.chance(14) {
		c.notice = daysAgo(d.between(3, 60))
	}
}

// judge is what the customer success manager feels, now and then.
func (c *company) judge(d dice) {
	asked := map[string]int{"smb": 35, "mid": 75, "enterprise": 95}[c.size]
	if !d.chance(asked) {
		if d.chance(30) {
			c.pulse = "NA" // written by hand
		}
		return
	}
	c.pulse = strconv.Itoa(clamp(6+c.mood/25+d.bell(3), 1, 10))
	c.pulseAt = daysAgo(min(d.between(0, 80)+d.between(0, 80), int(today.Sub(c.signup).Hours())/24))
}

// age is for how many days the company has been a customer.
func (c *company) age() int { return int(today.Sub(c.signup).Hours()) / 24 }
