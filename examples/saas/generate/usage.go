package main

import "strconv"

// season is what the weeks make of usage, in percent, the last one today's: a
// summer lull, a busy end of quarter.
var season = []int{101, 96, 90, 86, 82, 80, 84, 90, 96, 100, 103, 105, 106, 100, 99, 101, 102, 101}

// schools are what the weeks make of it in education, which has holidays.
var schools = []int{70, 48, 30, 22, 20, 26, 45, 78, 100, 108, 110, 108, 106, 104, 84, 102, 104, 103}

// habits are the actions of a user a week, by feature; 8 where it is not here.
var habits = map[string]int{
	"dispatch": 24, "calendar": 18, "mobile_app": 30, "time_tracking": 12, "messages": 15,
	"invoicing": 6, "reports": 3, "sso": 5, "api": 22,
}

// addUsage adds the actions of each week and feature. What is not used leaves no row.
func (t *tables) addUsage(d dice, c *company, plans []plan) {
	if c.selfHosted {
		return
	}
	weeks := season
	if c.industry == "education" {
		weeks = schools
	}
	level := clamp(100+c.mood/2+d.bell(25), 25, 180)
	own := map[string]int{} // the habits of this company
	for _, p := range plans {
		for _, feature := range p.features {
			if own[feature] == 0 {
				habit := habits[feature]
				if habit == 0 {
					habit = 8
				}
				own[feature] = max(habit*(100+d.bell(45))/100, 1)
			}
			t.addFeature(d, c, p, feature, c.active*own[feature]*level/100, weeks)
		}
	}
}

// addFeature adds the weeks of one feature that has so many actions in a week
// like the last.
func (t *tables) addFeature(d dice, c *company, p plan, feature string, actions int, weeks []int) {
	for w, percent := range weeks {
		ago := len(weeks) - 1 - w
		monday := daysAgo(6 + 7*ago)
		if monday.Before(p.start) || !p.end.IsZero() && !monday.Before(p.end) || ago < c.quiet {
			continue
		}
		grown := max(1000-c.drift*ago, 50) // thousandths of the last week's
		ramp := 100                        // people take six weeks to get used to it
		if weeksIn := int(monday.Sub(p.since).Hours()) / 24 / 7; weeksIn < 6 {
			ramp = 40 + 10*weeksIn
		}
		n := actions * percent / 100 * grown / 1000 * ramp / 100 * (100 + d.bell(18)) / 100
		if n > 0 {
			t.usage.add(p.id, day(monday), feature, strconv.Itoa(n))
		}
	}
}
