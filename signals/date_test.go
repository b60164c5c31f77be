package signals

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"1970-01-01": "1970-01-01", "2024-02-29": "2024-02-29", "0001-01-01": "0001-01-01", "9999-12-31": "9999-12-31",
	} {
		micros, err := ParseDate(text)
		if err != nil || FormatDate(micros) != want || micros%DayMicros != 0 {
			t.Errorf("ParseDate(%q) = %d, %v", text, micros, err)
		}
	}
	for text, hint := range map[string]string{
		"": "a date like", "2023-02-29": "a date like", "2100-02-29": "a date like", "0000-01-01": "a date like",
		"2026-13-01": "", "2026-00-01": "", "2026-01-00": "", "2026-1-1": "", "2026/01/01": "", "01-02-2026": "",
		" 2026-01-01": "", "2026-01-01 ": "", "+026-01-01": "", "２026-01-01": "",
		"2026-01-01T00:00:00Z": "declare the column as time",
	} {
		if _, err := ParseDate(text); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("ParseDate(%q): %v, expected an error with %q", text, err, hint)
		}
	}
}

func TestParseTime(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-01T09:30:00Z":                "2026-11-01T09:30:00Z",
		"2026-11-01t09:30:00z":                "2026-11-01T09:30:00Z",
		"2026-11-01 09:30:00+02:00":           "2026-11-01T07:30:00Z",
		"2026-11-01T23:30:00-05:30":           "2026-11-02T05:00:00Z",
		"2026-11-01T00:00:00.9999999999Z":     "2026-11-01T00:00:00.999999Z",
		"1969-12-31T23:59:59.9999999Z":        "1969-12-31T23:59:59.999999Z",
		"2026-11-01T00:00:00.120Z":            "2026-11-01T00:00:00.12Z",
		"0001-01-01T00:00:00Z":                "0001-01-01T00:00:00Z",
		"9999-12-31T23:59:59.999999Z":         "9999-12-31T23:59:59.999999Z",
		"2026-11-01T00:00:00.000001000-00:00": "2026-11-01T00:00:00.000001Z",
	} {
		micros, err := ParseTime(text)
		if err != nil || FormatTime(micros) != want {
			t.Errorf("ParseTime(%q) = %s, %v; want %s", text, FormatTime(micros), err, want)
		}
	}
	for text, hint := range map[string]string{
		"": "", "2026-11-01": "declare the column as date", "2026-11-01T09:30:00": "zone", "2026-11-01T09:30Z": "",
		"2026-11-01T24:00:00Z": "", "2026-11-01T23:60:00Z": "", "2026-11-01T23:59:60Z": "", "2026-11-01T09:30:00.Z": "",
		"2026-11-01T09:30:00,5Z": "", "2026-11-01_09:30:00Z": "", "2026-11-01T09:30:00+2:00": "", "2026-11-01T09:30:00+24:00": "",
		"2026-11-01T09:30:00+0200": "", "2026-11-01T09:30:00ZZ": "", "2026-02-30T09:30:00Z": "",
		"0001-01-01T00:00:00+00:01": "within the years", "9999-12-31T23:59:59-00:01": "within the years",
	} {
		if micros, err := ParseTime(text); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("ParseTime(%q) = %d, %v, expected an error with %q", text, micros, err, hint)
		}
	}
}

// TestCalendar compares the calendar with that of the standard library.
func TestCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micros := rapid.Int64Range(firstMicros, endMicros-1).Draw(t, "micros")
		want := time.UnixMicro(micros).UTC()
		if got := FormatTime(micros); got != want.Format(time.RFC3339Nano) {
			t.Fatalf("FormatTime(%d) = %s, want %s", micros, got, want.Format(time.RFC3339Nano))
		}
		if got := FormatDate(micros); got != want.Format(time.DateOnly) {
			t.Fatalf("FormatDate(%d) = %s", micros, got)
		}
		back, err := ParseTime(FormatTime(micros))
		if err != nil || back != micros {
			t.Fatalf("%d came back as %d, %v", micros, back, err)
		}
		day, err := ParseDate(FormatDate(micros))
		if err != nil || day != DayOf(micros)*DayMicros {
			t.Fatalf("the day of %d is %d, %v", micros, day, err)
		}
	})
}

func TestDayOf(t *testing.T) {
	for micros, want := range map[int64]int64{0: 0, DayMicros - 1: 0, DayMicros: 1, -1: -1, -DayMicros: -1, -DayMicros - 1: -2} {
		if got := DayOf(micros); got != want {
			t.Errorf("DayOf(%d) = %d, want %d", micros, got, want)
		}
	}
}

func TestDuration(t *testing.T) {
	const from = "2026-03-31T10:00:00Z"
	for text, want := range map[string]string{
		"1h": "2026-03-31T09:00:00Z", "36h": "2026-03-29T22:00:00Z", "30d": "2026-03-01T10:00:00Z", "2w": "2026-03-17T10:00:00Z",
		"1mo": "2026-02-28T10:00:00Z", "25mo": "2024-02-29T10:00:00Z", "3mo": "2025-12-31T10:00:00Z", "1y": "2025-03-31T10:00:00Z",
	} {
		d, err := ParseDuration(text)
		if err != nil || d.String() != text || d.IsZero() {
			t.Fatalf("ParseDuration(%q) = %v, %v", text, d, err)
		}
		at, _ := ParseTime(from)
		if got := FormatTime(d.Before(at)); got != want {
			t.Errorf("%s before %s is %s, want %s", text, from, got, want)
		}
	}
	leap, _ := ParseDate("2024-02-29")
	year, _ := ParseDuration("1y")
	if got := FormatDate(year.Before(leap)); got != "2023-02-28" {
		t.Errorf("a year before a leap day is %s", got)
	}
	for _, text := range []string{"", "d", "0d", "01d", "-1d", "+1d", "1.5d", "1 d", "1D", "1m", "1d2h", "10001y", "99999999999999999999h", "1dd"} {
		if d, err := ParseDuration(text); err == nil {
			t.Errorf("ParseDuration(%q) = %v, expected an error", text, d)
		}
	}
}

func TestAsOf(t *testing.T) {
	a, err := ParseAsOf("2026-11-01")
	if err != nil || a.String() != "2026-11-01" || FormatTime(a.Micros()) != "2026-11-01T23:59:59.999999Z" {
		t.Errorf("a date: %v at %s, %v", a, FormatTime(a.Micros()), err)
	}
	if a, err = ParseAsOf("2026-11-01T01:00:00+01:00"); err != nil || FormatTime(a.Micros()) != "2026-11-01T00:00:00Z" {
		t.Errorf("a time: %s, %v", FormatTime(a.Micros()), err)
	}
	for _, text := range []string{"2026-02-30", "2026-13-01T00:00:00Z"} {
		if _, err := ParseAsOf(text); err == nil || err.Error() != "there is no day "+text[:10]+" in the calendar" {
			t.Error(text, err)
		}
	}
	if _, err := ParseAsOf("today"); err == nil {
		t.Error("today is no as-of")
	}
}

func FuzzParseTime(f *testing.F) {
	f.Add("2026-11-01T09:30:00.5+02:00")
	f.Add("2026-11-01")
	f.Fuzz(func(t *testing.T, text string) {
		if micros, err := ParseTime(text); err == nil {
			want, err := time.Parse(time.RFC3339, strings.Replace(strings.ToUpper(text), " ", "T", 1))
			if err != nil {
				t.Fatalf("%q was read, but is no RFC 3339 time: %v", text, err)
			}
			if got := FormatTime(micros); got != want.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano) {
				t.Fatalf("%q was read as %s", text, got)
			}
		}
		if micros, err := ParseDate(text); err == nil && FormatDate(micros) != text {
			t.Fatalf("%q was read as %s", text, FormatDate(micros))
		}
	})
}

func FuzzDuration(f *testing.F) {
	for _, text := range []string{"1h", "30d", "2w", "1mo", "1y", "0d", "120000mo"} {
		f.Add(text, int64(0))
	}
	f.Fuzz(func(t *testing.T, text string, at int64) {
		d, err := ParseDuration(text)
		if err != nil {
			return
		}
		if d.String() != text {
			t.Fatalf("%q was read as %v", text, d)
		}
		if firstMicros <= at && at < endMicros && d.Before(at) >= at {
			t.Fatalf("%v before %d is %d", d, at, d.Before(at))
		}
	})
}
