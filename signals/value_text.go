package signals

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Value is the cell of row i of a vector that was read under column c, which
// gives money its number of decimals.
func (v *Vector) Value(i int, c *Column) Value {
	out := Value{Kind: v.Kind, Missing: v.Missing[i]}
	if v.Kind == Money {
		out.Minor = uint8(c.Minor())
	}
	if out.Missing != Present {
		return out
	}
	switch kind := v.Kind; {
	case kind == String:
		out.Text = v.Dict[v.Codes[i]]
	case kind == Bool:
		out.Flag = v.Ints[i] != 0
	case kind.Temporal():
		out.Micros = v.Ints[i]
	default:
		out.Num = v.Num(i)
	}
	return out
}

// ParseValue reads a text as a cell of a file is read under the column: blank
// means its default, or missing where it is optional. The error names the
// column and says what was expected.
func ParseValue(c *Column, text string) (Value, error) {
	b := newColumnBuilder(c, nil)
	if f := b.readText([]byte(text), plainForm); f != nil {
		return Value{}, errors.New(f.message)
	}
	return b.take().Value(0, c), nil
}

// parseFree is ParseValue without the limits that the column sets.
func parseFree(c *Column, text string) (Value, error) {
	return ParseValue(&Column{Name: c.Name, Source: c.Source, Kind: c.Kind, Currency: c.Currency}, text)
}

// mostDecimals is as many decimals as any published number has.
const mostDecimals = 30

// String is the value as files spell it: numbers as their shortest decimal, money
// with the decimals of its currency, days as 2006-01-02, instants in RFC 3339 in
// UTC. A missing value is the empty string.
func (v Value) String() string {
	if v.Kind == String && v.Missing == Present {
		return v.Text
	}
	return string(v.append(nil))
}

func (v Value) append(b []byte) []byte {
	if v.Missing != Present {
		return b
	}
	switch v.Kind {
	case String:
		return append(b, v.Text...)
	case Int, Number:
		return v.Num.AppendDecimal(b, mostDecimals)
	case Money:
		return v.Num.AppendFixed(b, int(v.Minor))
	case Bool:
		if v.Flag {
			return append(b, "true"...)
		}
		return append(b, "false"...)
	case Date:
		return appendDate(b, v.Micros)
	case Time:
		return appendTime(b, v.Micros)
	}
	return b
}

// MarshalJSON writes int and number as a JSON number, bool as a bool, everything
// else as a string spelled as [Value.String] does, and a missing value, whatever
// its cause, as null.
func (v Value) MarshalJSON() ([]byte, error) {
	switch {
	case v.Missing != Present, v.Kind == NoKind, v.Kind.Numeric() && v.Num.IsMissing():
		return []byte("null"), nil
	case v.Kind == Int, v.Kind == Number, v.Kind == Bool:
		return v.append(nil), nil
	}
	return json.Marshal(v.String())
}

// UnmarshalJSON reads a JSON scalar. JSON does not tell all kinds apart: a string
// comes back as String, also where it was money, a date or a time, a number as
// Number, also where it was an int, and null as a missing value of no kind with
// the cause Blank. Written again, the value gives the same JSON. [ParseValue]
// with the column brings the kind back.
func (v *Value) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return errors.New("an empty text is not a JSON value")
	}
	switch data[0] {
	case 'n':
		*v = Value{Missing: Blank}
		return nil
	case 't', 'f':
		*v = Value{Kind: Bool, Flag: data[0] == 't'}
		return nil
	case '"':
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		*v = Value{Kind: String, Text: text}
		return nil
	case '{', '[':
		return fmt.Errorf("%s is not a cell: a list or an object has no kind", quote(data))
	}
	num, err := exact.ParseBytes(data)
	if err != nil {
		return err
	}
	*v = Value{Kind: Number, Num: num}
	return nil
}
