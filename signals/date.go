package signals

import (
	"fmt"
	"strings"
)

// Years that dates and times may lie in, as seen in UTC.
const (
	firstYear = 1
	lastYear  = 9999
)

const microsPerSecond = 1_000_000

var (
	firstMicros = daysFromCivil(firstYear, 1, 1) * DayMicros
	endMicros   = daysFromCivil(lastYear+1, 1, 1) * DayMicros
)

// ParseDate reads a calendar day written as 2006-01-02 and nothing else, of the
// years 0001 to 9999. The result is its first instant in UTC, in microseconds
// since 1970-01-01.
func ParseDate(s string) (int64, error) { return parseDate(s) }

// ParseTime reads an RFC 3339 time: T, t or a space between day and time of day,
// and Z, z or an offset at the end. What a fraction has beyond microseconds is
// cut off. The result is in microseconds since 1970-01-01 UTC, within the years
// 0001 to 9999 of UTC.
func ParseTime(s string) (int64, error) { return parseTime(s) }

// FormatDate writes the UTC day of an instant as 2006-01-02.
func FormatDate(micros int64) string {
	return string(appendDate(make([]byte, 0, 10), micros))
}

// FormatTime writes an instant as RFC 3339 in UTC, with as many decimals of the
// second as it has, at most six: 2006-01-02T15:04:05.5Z.
func FormatTime(micros int64) string {
	return string(appendTime(make([]byte, 0, 27), micros))
}

// DayOf is the UTC day of an instant as the number of days since 1970-01-01;
// days before that are negative.
func DayOf(micros int64) int64 {
	day := micros / DayMicros
	if micros%DayMicros < 0 {
		day--
	}
	return day
}

func parseDate[T string | []byte](s T) (int64, error) {
	if len(s) != 10 {
		return 0, dateError(s)
	}
	days, ok := civilDay(s)
	if !ok {
		return 0, dateError(s)
	}
	return days * DayMicros, nil
}

// civilDay reads the ten bytes of 2006-01-02 at the start of s.
func civilDay[T string | []byte](s T) (days int64, ok bool) {
	y1, ok1 := twoDigits(s, 0)
	y2, ok2 := twoDigits(s, 2)
	month, ok3 := twoDigits(s, 5)
	day, ok4 := twoDigits(s, 8)
	year := y1*100 + y2
	if !ok1 || !ok2 || !ok3 || !ok4 || s[4] != '-' || s[7] != '-' || year < firstYear ||
		month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	return daysFromCivil(year, month, day), true
}

func parseTime[T string | []byte](s T) (int64, error) {
	micros, ok := readTime(s)
	if !ok {
		return 0, timeError(s)
	}
	if micros < firstMicros || micros >= endMicros {
		return 0, fmt.Errorf("%s is not within the years 0001 to 9999 of UTC", quote(s))
	}
	return micros, nil
}

func readTime[T string | []byte](s T) (micros int64, ok bool) {
	// The shortest time is 2006-01-02T15:04:05Z.
	if len(s) < 20 || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') || s[13] != ':' || s[16] != ':' {
		return 0, false
	}
	days, ok := civilDay(s)
	hour, ok1 := twoDigits(s, 11)
	minute, ok2 := twoDigits(s, 14)
	second, ok3 := twoDigits(s, 17)
	if !ok || !ok1 || !ok2 || !ok3 || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	micros = days*DayMicros + ((hour*60+minute)*60+second)*microsPerSecond
	i := 19
	if s[i] == '.' {
		first := i + 1
		unit := int64(microsPerSecond / 10)
		for i = first; i < len(s) && isDigit(s[i]); i++ {
			micros += int64(s[i]-'0') * unit
			unit /= 10
		}
		if i == first {
			return 0, false
		}
	}
	offset, ok := zoneOffset(s, i)
	return micros - offset, ok
}

// zoneOffset reads what stands from s[i] to the end: Z, or how far local time is
// ahead of UTC.
func zoneOffset[T string | []byte](s T, i int) (micros int64, ok bool) {
	switch {
	case len(s) == i+1 && (s[i] == 'Z' || s[i] == 'z'):
		return 0, true
	case len(s) == i+6 && (s[i] == '+' || s[i] == '-') && s[i+3] == ':':
		hours, ok1 := twoDigits(s, i+1)
		minutes, ok2 := twoDigits(s, i+4)
		micros = (hours*60 + minutes) * 60 * microsPerSecond
		if s[i] == '-' {
			micros = -micros
		}
		return micros, ok1 && ok2 && hours <= 23 && minutes <= 59
	}
	return 0, false
}

func dateError[T string | []byte](s T) error {
	hint := ""
	if _, ok := readTime(s); ok {
		hint = "; it has a time of day: declare the column as time"
	}
	return fmt.Errorf("%s is not a date like 2026-11-01%s", quote(s), hint)
}

func timeError[T string | []byte](s T) error {
	hint := ""
	if len(s) == 10 {
		if _, ok := civilDay(s); ok {
			hint = "; it is a day: declare the column as date"
		}
	} else if _, ok := readTime(string(s) + "Z"); ok {
		hint = "; it does not say its zone: end it with Z or an offset"
	}
	return fmt.Errorf("%s is not a time like 2026-11-01T09:30:00Z%s", quote(s), hint)
}

func twoDigits[T string | []byte](s T, i int) (n int64, ok bool) {
	if !isDigit(s[i]) || !isDigit(s[i+1]) {
		return 0, false
	}
	return int64(s[i]-'0')*10 + int64(s[i+1]-'0'), true
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func appendDate(b []byte, micros int64) []byte {
	year, month, day := civilFromDays(DayOf(micros))
	b = appendPadded(b, year, 4)
	b = append(b, '-')
	b = appendPadded(b, month, 2)
	b = append(b, '-')
	return appendPadded(b, day, 2)
}

func appendTime(b []byte, micros int64) []byte {
	b = appendDate(b, micros)
	rest := micros - DayOf(micros)*DayMicros
	second := rest / microsPerSecond
	b = append(b, 'T')
	b = appendPadded(b, second/3600, 2)
	b = append(b, ':')
	b = appendPadded(b, second/60%60, 2)
	b = append(b, ':')
	b = appendPadded(b, second%60, 2)
	if fraction := rest % microsPerSecond; fraction != 0 {
		b = append(b, '.')
		b = appendPadded(b, fraction, 6)
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
	}
	return append(b, 'Z')
}

// appendPadded writes n with at least width digits.
func appendPadded(b []byte, n int64, width int) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	var digits [20]byte
	i := len(digits)
	for ; n > 0 || len(digits)-i < width; n /= 10 {
		i--
		digits[i] = byte('0' + n%10)
	}
	return append(b, digits[i:]...)
}

// quote shows what was found in a cell, cut where it is too long to read.
func quote[T string | []byte](s T) string {
	const most = 60
	text := string(s[:min(len(s), most)])
	if len(s) > most {
		return fmt.Sprintf("%q...", strings.ToValidUTF8(text, ""))
	}
	return fmt.Sprintf("%q", text)
}
