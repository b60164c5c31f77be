package signals

import "fmt"

// Hours is a part of each day, in minutes since its midnight in UTC: From is in it,
// To is not.
type Hours struct{ From, To int }

// ParseHours reads a part of a day: 09:00-17:00, 00:00-24:00. It begins before it
// ends, on the same day.
func ParseHours(s string) (Hours, error) {
	if len(s) == len("09:00-17:00") && s[5] == '-' {
		from, ok := clock(s[:5])
		to, also := clock(s[6:])
		if ok && also && from < to {
			return Hours{from, to}, nil
		}
	}
	return Hours{}, fmt.Errorf("%s is not a part of a day like 09:00-17:00", quote(s))
}

// clock reads a time of day, 24:00 included, as minutes.
func clock(s string) (minutes int, ok bool) {
	h, ok := twoDigits(s, 0)
	m, also := twoDigits(s, 3)
	minutes = int(h*60 + m)
	return minutes, ok && also && s[2] == ':' && m < 60 && minutes <= 24*60
}
