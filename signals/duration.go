package signals

import (
	"fmt"
	"strconv"
)

// Duration is a length of time as rules write it: a whole number of hours, days,
// weeks, calendar months or years. The zero Duration is no time at all.
type Duration struct {
	count int32
	unit  durationUnit
}

type durationUnit uint8

const (
	hours durationUnit = iota
	days
	weeks
	months
	years
)

// durationUnits gives, by unit, its spelling and how many fit into the longest
// duration, about ten thousand years: longer ones could leave the calendar.
var durationUnits = [...]struct {
	name string
	most int64
}{
	hours:  {"h", 87_600_000},
	days:   {"d", 3_650_000},
	weeks:  {"w", 520_000},
	months: {"mo", 120_000},
	years:  {"y", 10_000},
}

// ParseDuration reads one positive whole number with its unit: 12h, 30d, 2w, 1mo
// or 1y. Signs, spaces, fractions, leading zeros and sums are not read.
func ParseDuration(s string) (Duration, error) {
	digits := 0
	for digits < len(s) && isDigit(s[digits]) {
		digits++
	}
	for unit, u := range durationUnits {
		if s[digits:] != u.name || digits == 0 || s[0] == '0' {
			continue
		}
		n, err := strconv.ParseInt(s[:digits], 10, 64)
		if err != nil || n > u.most {
			return Duration{}, fmt.Errorf("%s is too long: the longest is %d%s", quote(s), u.most, u.name)
		}
		return Duration{count: int32(n), unit: durationUnit(unit)}, nil
	}
	return Duration{}, fmt.Errorf("%s is not a duration like 12h, 30d, 2w, 1mo or 1y", quote(s))
}

// Before is the instant that lies the duration before another, both in
// microseconds since 1970-01-01 UTC. Hours, days of 24 hours and weeks of 7 days
// are exact; months and years go by the calendar of UTC: they keep the time of
// day, and where the month has no such day, take its last.
func (d Duration) Before(micros int64) int64 {
	const hourMicros = DayMicros / 24
	n := int64(d.count)
	switch d.unit {
	case hours:
		return micros - n*hourMicros
	case days:
		return micros - n*DayMicros
	case weeks:
		return micros - n*7*DayMicros
	case years:
		n *= 12
	}
	at := DayOf(micros)
	year, month, day := civilFromDays(at)
	month0 := year*12 + month - 1 - n
	year = floorDiv(month0, 12)
	month = month0 - year*12 + 1
	day = min(day, daysIn(year, month))
	return daysFromCivil(year, month, day)*DayMicros + micros - at*DayMicros
}

// Times is the duration n times over, n above 0, up to some twenty thousand years.
func (d Duration) Times(n int) Duration {
	most := 2 * durationUnits[d.unit].most
	return Duration{count: int32(min(int64(d.count)*min(int64(n), most), most)), unit: d.unit}
}

// IsZero tells whether the duration is no time at all.
func (d Duration) IsZero() bool { return d.count == 0 }

// String is the duration as rules write it.
func (d Duration) String() string {
	return strconv.Itoa(int(d.count)) + durationUnits[d.unit].name
}

// IsHours tells whether the duration is counted in hours: time that is not a
// number of days.
func (d Duration) IsHours() bool { return d.unit == hours }
