package main

import (
	"fmt"
	"strconv"
	"time"
)

var roles = []string{"champion", "sponsor", "admin", "finance", "user", "user", "user"}

// addPeople adds the contacts we know, and the surveys they were sent.
func (t *tables) addPeople(d dice, c *company) {
	most := map[string]int{"smb": 2, "mid": 4, "enterprise": 7}[c.size]
	forgotten := 0 // days that nobody has called, on top
	if d.chance(7) {
		forgotten = d.between(60, 110)
	}
	for i := range d.between(1, most) {
		role := roles[i]
		influence := []int{5, 5, 3, 3, 1, 1, 1}[i]
		left := time.Time{}
		if role == "champion" && d.chance(clamp(7-c.mood/12, 2, 15)) {
			left = daysAgo(d.between(4, 100))
		}
		seen := clamp(d.between(1, 50)+d.between(0, 45)-c.mood/2+forgotten, 1, max(c.age(), 1))
		if !left.IsZero() {
			seen = max(seen, int(today.Sub(left).Hours())/24+1)
		}
		t.stakeholders.add(c.id, fmt.Sprintf("%s-%d", role, i+1), role, strconv.Itoa(influence), sentiment(d, c),
			day(daysAgo(seen)), day(left))
		if left.IsZero() {
			t.addSurvey(d, c)
		}
	}
}

// sentiment, from -1 to 1, is what the last conversation sounded like. Three in
// four were noted down.
func sentiment(d dice, c *company) string {
	if !d.chance(75) {
		return []string{"", "NA", "n/a"}[d.weighted(6, 2, 1)]
	}
	tenths := clamp(2+c.mood/12+d.bell(6), -10, 10)
	sign := ""
	if tenths < 0 {
		sign, tenths = "-", -tenths
	}
	return fmt.Sprintf("%s%d.%d", sign, tenths/10, tenths%10)
}

// addSurvey adds the surveys that one contact was sent, in spring and in autumn. One
// in five is answered.
func (t *tables) addSurvey(d dice, c *company) {
	for _, sent := range []time.Time{daysAgo(208), daysAgo(31)} {
		if sent.Before(c.signup) {
			continue
		}
		t.survey++
		answered, answer, effort := time.Time{}, "", ""
		if d.chance(20) {
			answered = sent.AddDate(0, 0, d.between(0, 20))
			answer = strconv.Itoa(clamp(8+c.mood/30+d.bell(4), 0, 10))
			effort = strconv.Itoa(clamp(5+c.mood/40+d.bell(2), 1, 7))
		}
		t.surveys.add(fmt.Sprintf("V%04d", 1000+t.survey), c.id, day(sent), day(answered), answer, effort)
	}
}
