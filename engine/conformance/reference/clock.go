package reference

import (
	"strconv"
	"strings"
	"time"
)

// AsOf is the one instant that everything is computed at, and how it was given.
type AsOf struct {
	Text string
	Time time.Time
}

// ParseAsOf reads a date (its last microsecond, UTC) or an RFC 3339 instant.
func ParseAsOf(text string) AsOf {
	if day, ok := parseDate(text); ok {
		return AsOf{text, day.AddDate(0, 0, 1).Add(-time.Microsecond)}
	}
	at, ok := parseInstant(text)
	if !ok {
		panic("reference: not an as-of: " + text)
	}
	return AsOf{text, at}
}

func parseDate(text string) (time.Time, bool) {
	at, err := time.Parse("2006-01-02", text)
	return at, err == nil
}

func parseInstant(text string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339Nano, text)
	return at.UTC().Truncate(time.Microsecond), err == nil
}

func midnight(at time.Time) time.Time {
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
}

// days counts UTC midnights from one instant to another.
func days(from, to time.Time) int {
	return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
}

// span is a duration as written: so many of h d w mo y.
type span struct {
	n    int
	unit string
}

func parseSpan(text string) span {
	unit := strings.TrimLeft(text, "0123456789")
	n, err := strconv.Atoi(strings.TrimSuffix(text, unit))
	if err != nil {
		panic("reference: not a duration: " + text)
	}
	return span{n, unit}
}

// before is the instant a duration earlier; months and years keep the day of
// the month, or take the month's last where it has no such day.
func (s span) before(at time.Time) time.Time {
	switch s.unit {
	case "h":
		return at.Add(-time.Duration(s.n) * time.Hour)
	case "d":
		return at.AddDate(0, 0, -s.n)
	case "w":
		return at.AddDate(0, 0, -7*s.n)
	case "mo":
		return monthsBefore(at, s.n)
	case "y":
		return monthsBefore(at, 12*s.n)
	}
	panic("reference: not a unit of time: " + s.unit)
}

func monthsBefore(at time.Time, n int) time.Time {
	first := time.Date(at.Year(), at.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	day := first.AddDate(0, 0, min(at.Day(), last)-1)
	return day.Add(at.Sub(midnight(at)))
}

// fresh tells whether a value observed then still counts: whole days for
// every unit but hours.
func (s span) fresh(observed, asOf time.Time) bool {
	limit := s.before(asOf)
	if s.unit == "h" {
		return !observed.Before(limit)
	}
	return !midnight(observed).Before(midnight(limit))
}
