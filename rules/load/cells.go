package load

import (
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// maxInt is the bound of whole numbers: beyond it spreadsheets and JSON lose digits.
var maxInt = exact.Int(1 << 53)

// moneyBound is the first amount of more than 30 digits.
var moneyBound = mustParse("1000000000000000000000000000000")

// cell reads a value in the type of a column.
func (l *loader) cell(c *signals.Column, v value, what string) (signals.Value, bool) {
	text, ok := l.text(v, what)
	if !ok || c.Kind == signals.NoKind {
		return signals.Value{}, false
	}
	cell, expected := parseCell(c, text)
	if expected != "" {
		hint := ""
		if _, number := parseNumber(text); !number && c.Kind.Numeric() {
			hint = numberHint(text)
		}
		l.report("column-value", v.place(), hint, "%s must be %s, not %s", what, expected, quoted(text))
		return signals.Value{}, false
	}
	return cell, true
}

// parseCell reads a text in the type of a column, or says what was expected.
func parseCell(c *signals.Column, text string) (cell signals.Value, expected string) {
	cell.Kind = c.Kind
	switch c.Kind {
	case signals.Bool:
		cell.Flag = text == "true"
		if text != "true" && text != "false" {
			return cell, "true or false"
		}
	case signals.Date:
		micros, err := signals.ParseDate(text)
		if err != nil {
			return cell, "a date like 2026-11-01"
		}
		cell.Micros = micros
	case signals.Time:
		micros, err := signals.ParseTime(text)
		if err != nil {
			return cell, "a time like 2026-11-01T09:30:00Z"
		}
		cell.Micros = micros
	case signals.Int, signals.Number, signals.Money:
		return parseNumericCell(c, text)
	default:
		cell.Text = text
	}
	return cell, ""
}

func parseNumericCell(c *signals.Column, text string) (cell signals.Value, expected string) {
	n, ok := parseNumber(text)
	cell = signals.Value{Kind: c.Kind, Num: n}
	switch {
	case !ok && c.Kind == signals.Int:
		return cell, "a whole number"
	case !ok:
		return cell, "a number"
	case c.Kind == signals.Int && !n.IsInt():
		return cell, "a whole number"
	case c.Kind == signals.Int && (n.Cmp(maxInt) > 0 || n.Neg().Cmp(maxInt) > 0):
		return cell, "at most 2^53"
	case c.Kind == signals.Number && tooLarge(n):
		return cell, "below 10^15"
	case c.Kind == signals.Number && !n.Equal(n.Publish()):
		return cell, "a number of at most 9 decimals (15 digits from a million up)"
	case c.Kind == signals.Money:
		cell.Minor = uint8(c.Minor())
		if !n.Equal(n.Round(c.Minor())) {
			return cell, amountDecimals(c)
		}
		if n.Cmp(moneyBound) >= 0 || n.Neg().Cmp(moneyBound) >= 0 {
			return cell, "an amount of at most 30 digits"
		}
	}
	return cell, ""
}

func amountDecimals(c *signals.Column) string {
	name := "its currency"
	if c.Currency != "" {
		name = c.Currency
	}
	switch c.Minor() {
	case 0:
		return "a whole amount, since " + name + " has no decimals"
	case 2:
		return "an amount of at most 2 decimals"
	}
	return "an amount with the decimals of " + name
}

// sameCell tells whether two values of the same type are equal.
func sameCell(a, b signals.Value) bool {
	if a.Kind.Numeric() {
		return a.Num.Equal(b.Num)
	}
	return a.Flag == b.Flag && a.Micros == b.Micros && a.Text == b.Text
}
