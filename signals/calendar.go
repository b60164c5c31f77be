package signals

// The proleptic Gregorian calendar, by days since 1970-01-01. Counting years
// from March puts the leap day at the end of the year, so that both directions
// are plain arithmetic.

const (
	daysPerEra  = 146097 // 400 years
	epochOffset = 719468 // days from 0000-03-01 to 1970-01-01
)

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// daysFromCivil gives the day of a calendar date; month is 1 to 12.
func daysFromCivil(year, month, day int64) int64 {
	if month <= 2 {
		year--
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*((month+9)%12)+2)/5 + day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return era*daysPerEra + dayOfEra - epochOffset
}

// civilFromDays is the inverse of daysFromCivil.
func civilFromDays(days int64) (year, month, day int64) {
	days += epochOffset
	era := floorDiv(days, daysPerEra)
	dayOfEra := days - era*daysPerEra
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	fromMarch := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*fromMarch+2)/5 + 1
	month = fromMarch + 3
	if month > 12 {
		month -= 12
	}
	year = yearOfEra + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

func daysIn(year, month int64) int64 {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// Civil is a date of the calendar; Month is 1 to 12.
type Civil struct{ Year, Month, Day int64 }

// CivilDate is the date of a day since 1970-01-01.
func CivilDate(day int64) Civil {
	year, month, of := civilFromDays(day)
	return Civil{year, month, of}
}

// Days is the day since 1970-01-01.
func (c Civil) Days() int64 { return daysFromCivil(c.Year, c.Month, c.Day) }

// DaysInMonth is how many days the month of the date has.
func (c Civil) DaysInMonth() int64 { return daysIn(c.Year, c.Month) }
