package main

import (
	"fmt"
	"strconv"
	"time"
)

// priorities with the hours that an answer, and a solution, take at most.
var priorities = []struct {
	name               string
	response, solution int
}{
	{"P1", 2, 30}, {"P2", 8, 96}, {"P3", 24, 240}, {"P4", 48, 400},
}

// addTickets adds the tickets of the last half year.
func (t *tables) addTickets(d dice, c *company) {
	most := 2 + min(c.seats/9, 22)
	n := d.between(0, most) * (130 - c.mood) / 170
	for range n {
		priority := d.weighted(3+max(-c.mood, 0)/12, 17, 55, 25)
		t.addTicket(d, c, priority, d.between(1, min(180, max(c.age(), 1))))
	}
	if d.chance(4) { // something broke last night
		for range d.between(2, 3) {
			t.addTicket(d, c, 0, 0)
		}
	}
}

// addTicket adds a ticket of a priority that was opened some days before yesterday.
func (t *tables) addTicket(d dice, c *company, priority, ago int) {
	t.ticket++
	p := priorities[priority]
	opened := daysAgo(ago + 1).Add(time.Duration(d.between(7*60, 18*60)) * time.Minute)
	hours := d.between(p.solution/2, p.solution) * (140 - c.mood) / 120
	closed := opened.Add(time.Duration(hours) * time.Hour)
	if closed.After(today) || c.mood < 0 && d.chance(6) {
		closed = time.Time{}
	}
	t.tickets.add(fmt.Sprintf("T%05d", 10000+t.ticket), c.id, instant(opened), instant(closed), p.name,
		strconv.Itoa(d.between(0, p.response)), rating(d, c, closed))
}

// rating is the answer to "how did we do?": one customer in five gives one, once
// the ticket is closed.
func rating(d dice, c *company, closed time.Time) string {
	if closed.IsZero() || !d.chance(20) {
		if d.chance(8) {
			return "NA"
		}
		return ""
	}
	return strconv.Itoa(clamp(4+c.mood/35+d.bell(2), 1, 5))
}
