package signals

import (
	"bytes"
	"unicode/utf8"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// cellForm is how a source gave a cell.
type cellForm uint8

const (
	absentForm  cellForm = iota // an object without the field: a blank cell
	nullForm                    // JSON null, Go nil: a blank cell
	plainForm                   // text of a file without types, such as CSV
	stringForm                  // a JSON or Go string
	numberForm                  // the digits of a JSON or Go number
	boolForm                    // a JSON or Go bool
	instantForm                 // a Go time
	exactForm                   // a Go rational
	nestedForm                  // a list or an object
	foreignForm                 // a Go value of another kind, such as NaN
)

// cell is one value as its source gave it, before its column has read it.
type cell struct {
	form   cellForm
	flag   bool      // boolForm
	text   []byte    // plainForm, stringForm, numberForm; valid until the next row
	micros int64     // instantForm
	num    exact.Num // exactForm
}

// maxInt is the largest magnitude of an int column, up to which float64 and
// JSON readers elsewhere are exact too.
const maxInt = 1 << 53

// fault says why a cell was not taken as it is.
type fault struct {
	column  int
	refuse  bool   // the whole row
	message string // names the column
}

// readCell reads a cell into the next row of the column. Whatever the outcome,
// the column has one row more.
func (c *columnBuilder) readCell(in *cell) *fault {
	switch in.form {
	case absentForm, nullForm:
		return c.readBlank()
	case plainForm, stringForm, numberForm:
		return c.readText(in.text, in.form)
	case boolForm:
		if c.decl.Kind == Bool {
			return c.readFlag(in.flag)
		}
	case instantForm:
		switch {
		case c.decl.Kind == Time, c.decl.Kind == Date && in.micros%DayMicros == 0:
			return c.readInstant(in.micros)
		case c.decl.Kind == Date:
			return c.unreadable(nil, "has a time of day; declare the column as time")
		}
	case exactForm:
		switch {
		case c.decl.Kind.Numeric():
			return c.readNum(in.num)
		case c.decl.Kind == String && !in.num.IsMissing():
			return c.readString(shown(in.num))
		}
	}
	return c.unreadable(nil, mismatch(in.form, c.decl.Kind))
}

// readText reads the text of a cell into the next row of the column.
func (c *columnBuilder) readText(text []byte, form cellForm) *fault {
	trimmed := trim(text)
	if c.isBlank(trimmed) {
		return c.readBlank()
	}
	switch kind := c.decl.Kind; {
	case kind == String:
		return c.readString(text)
	case kind.Numeric():
		return c.readNumber(trimmed)
	case kind == Bool && form == plainForm:
		if string(trimmed) == "true" || string(trimmed) == "false" {
			return c.readFlag(trimmed[0] == 't')
		}
		return c.unreadable(trimmed, neitherFlag(trimmed))
	case kind == Date && form != numberForm:
		micros, err := parseDate(trimmed)
		if err != nil {
			return c.unreadableBy(err)
		}
		return c.readInstant(micros)
	case kind == Time && form != numberForm:
		micros, err := parseTime(trimmed)
		if err != nil {
			return c.unreadableBy(err)
		}
		return c.readInstant(micros)
	}
	return c.unreadable(trimmed, mismatch(form, c.decl.Kind))
}

func (c *columnBuilder) isBlank(trimmed []byte) bool {
	if len(trimmed) == 0 {
		return true
	}
	for _, spelling := range c.blank {
		if string(trimmed) == spelling {
			return true
		}
	}
	return false
}

func (c *columnBuilder) readBlank() *fault {
	switch {
	case c.decl.Default.Kind != NoKind:
		c.appendValue(c.decl.Default)
		return nil
	case c.decl.Optional:
		c.appendMissing(Blank)
		return nil
	}
	c.appendMissing(Blank)
	return &fault{refuse: true, message: c.label() + " is blank, and the column is not optional"}
}

// readAbsent stands for a cell of a column that the file does not have: missing,
// default or not, for a default stands in for blanks. Whether the column may be
// absent was decided with the header.
func (c *columnBuilder) readAbsent() {
	c.appendMissing(NoColumn)
}

func (c *columnBuilder) readString(text []byte) *fault {
	if !utf8.Valid(text) {
		return c.unreadable(text, "is not UTF-8")
	}
	if c.oneOf != nil && !c.among(func(v *Value) bool { return v.Text == string(text) }) {
		return c.unreadable(text, c.notAmong(string(text)))
	}
	c.appendString(text)
	return nil
}

func (c *columnBuilder) readFlag(flag bool) *fault {
	if c.oneOf != nil && !c.among(func(v *Value) bool { return v.Flag == flag }) {
		return c.unreadable(nil, c.notAmong(""))
	}
	bit := int64(0)
	if flag {
		bit = 1
	}
	c.appendInt(bit)
	return nil
}

func (c *columnBuilder) readInstant(micros int64) *fault {
	if c.oneOf != nil && !c.among(func(v *Value) bool { return v.Micros == micros }) {
		v := Value{Kind: c.decl.Kind, Micros: micros}
		return c.unreadable([]byte(v.String()), c.notAmong(""))
	}
	c.appendInt(micros)
	return nil
}

// readNumber reads digits. Nearly all numbers in files are short, and for them
// publishing changes nothing: these take a way without rationals.
func (c *columnBuilder) readNumber(text []byte) *fault {
	mantissa, scale, ok := parseShortDecimal(text)
	if ok {
		switch c.decl.Kind {
		case Int:
			mantissa, scale = withoutTrailingZeros(mantissa, scale)
			ok = scale == 0 && -maxInt <= mantissa && mantissa <= maxInt
		case Number:
			// Up to 15 digits and 9 decimals is what publishing keeps.
			ok = -1e15 < mantissa && mantissa < 1e15 && scale <= 9
			mantissa, scale = withoutTrailingZeros(mantissa, scale)
		case Money:
			mantissa, ok = rescale(mantissa, scale, c.minor)
			scale = c.minor
		}
		if ok {
			if c.bounded {
				if f := c.outside(exact.Decimal(mantissa, scale)); f != nil {
					return f
				}
			}
			c.appendDecimal(mantissa, scale)
			return nil
		}
	}
	num, err := exact.ParseBytes(text)
	if err != nil {
		return c.unreadableBy(numberError(text, c.decl.Kind, err))
	}
	return c.readNum(num)
}

// readNum publishes a number as the column's kind does.
func (c *columnBuilder) readNum(num exact.Num) *fault {
	published := num
	switch c.decl.Kind {
	case Int:
		if i, ok := num.Int64(); ok && -maxInt <= i && i <= maxInt {
			break
		}
		if num.IsInt() || num.IsMissing() {
			return c.unreadable(shown(num), "is beyond 2^53, up to which whole numbers are exact")
		}
		return c.unreadable(shown(num), "is not a whole number")
	case Number:
		published = num.Publish()
	case Money:
		published = num.PublishMoney(int(c.minor))
	}
	if published.IsMissing() {
		c.appendMissing(OutOfRange)
		return &fault{message: c.label() + " is too large to be held exactly; it is taken as missing"}
	}
	if c.bounded {
		if f := c.outside(published); f != nil {
			return f
		}
	}
	c.appendNum(published)
	return nil
}

// outside tells why a number breaks one_of, min or max; nil if it does not.
func (c *columnBuilder) outside(n exact.Num) *fault {
	switch {
	case !c.decl.Min.IsMissing() && n.Cmp(c.decl.Min) < 0:
		return c.unreadable(shown(n), "is less than the min "+string(shown(c.decl.Min)))
	case !c.decl.Max.IsMissing() && n.Cmp(c.decl.Max) > 0:
		return c.unreadable(shown(n), "is more than the max "+string(shown(c.decl.Max)))
	case c.oneOf != nil && !c.among(func(v *Value) bool { return v.Num.Cmp(n) == 0 }):
		return c.unreadable(shown(n), c.notAmong(""))
	}
	return nil
}

func (c *columnBuilder) among(same func(*Value) bool) bool {
	for i := range c.oneOf {
		if same(&c.oneOf[i]) {
			return true
		}
	}
	return false
}

// trim takes spaces and tabs off both ends.
func trim(text []byte) []byte {
	if len(text) == 0 || text[0] > ' ' && text[len(text)-1] > ' ' {
		return text
	}
	return bytes.Trim(text, " \t")
}

// parseShortDecimal reads a plain decimal of at most 18 digits, without
// exponent; ok is false for everything else, right or wrong.
func parseShortDecimal[T string | []byte](text T) (mantissa int64, scale uint8, ok bool) {
	i := 0
	negative := false
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		negative = text[0] == '-'
		i = 1
	}
	// 18 digits and a point are as much as is sure to fit.
	if len(text)-i > 19 || len(text) == i {
		return 0, 0, false
	}
	digits, point := 0, false
	for ; i < len(text); i++ {
		switch d := text[i] - '0'; {
		case d <= 9:
			mantissa = mantissa*10 + int64(d)
			digits++
			if point {
				scale++
			}
		case text[i] == '.' && !point:
			point = true
		default:
			return 0, 0, false
		}
	}
	if negative {
		mantissa = -mantissa
	}
	return mantissa, scale, 0 < digits && digits <= 18
}

func withoutTrailingZeros(mantissa int64, scale uint8) (int64, uint8) {
	for scale > 0 && mantissa%10 == 0 {
		mantissa /= 10
		scale--
	}
	return mantissa, scale
}

// rescale writes a decimal with more places; false if it has more already or
// does not fit.
func rescale(mantissa int64, from, to uint8) (int64, bool) {
	if from > to {
		return 0, false
	}
	return shift(mantissa, to-from)
}
