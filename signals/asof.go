package signals

import (
	"fmt"
	"time"
)

// AsOf is the instant that everything is computed as of. Given as a date it
// means the last instant of that UTC day, and is printed back as the date.
// The zero AsOf is not an instant.
type AsOf struct {
	micros int64
	text   string
}

// DayMicros is the length of a UTC day in microseconds, the resolution of all
// instants here.
const DayMicros = 24 * 60 * 60 * 1_000_000

// ParseAsOf reads a date (2006-01-02) or an RFC 3339 time.
func ParseAsOf(s string) (AsOf, error) {
	if day, err := ParseDate(s); err == nil {
		return AsOf{micros: day + DayMicros - 1, text: s}, nil
	}
	at, err := ParseTime(s)
	switch {
	case err == nil:
		return AsOf{micros: at, text: s}, nil
	case looksLikeDay(s):
		return AsOf{}, fmt.Errorf("there is no day %s in the calendar", s[:len("2006-01-02")])
	default:
		return AsOf{}, fmt.Errorf("%q is neither a date like 2026-11-01 nor a time like 2026-11-01T09:30:00Z", s)
	}
}

// looksLikeDay tells whether a text begins as a date does, but with a day that is
// not in the calendar.
func looksLikeDay(s string) bool {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	for _, at := range []int{0, 2, 5, 8} {
		if _, ok := twoDigits(s, at); !ok {
			return false
		}
	}
	_, ok := civilDay(s)
	return !ok
}

// AsOfTime is the instant t, to the microsecond.
func AsOfTime(t time.Time) AsOf {
	t = t.UTC().Truncate(time.Microsecond)
	return AsOf{micros: t.UnixMicro(), text: t.Format(time.RFC3339Nano)}
}

// Micros is the instant in microseconds since 1970-01-01 UTC.
func (a AsOf) Micros() int64 { return a.micros }

// IsZero tells whether no instant was given.
func (a AsOf) IsZero() bool { return a.text == "" }

// String is the instant as it was given: a date stays a date.
func (a AsOf) String() string { return a.text }
