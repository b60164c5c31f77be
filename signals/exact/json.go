package exact

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// MarshalJSON returns x as a JSON number without an exponent, rounded half away
// from zero to 30 decimals, which every published value has room in; null if x
// is missing.
func (x Num) MarshalJSON() ([]byte, error) {
	if x.IsMissing() {
		return []byte("null"), nil
	}
	return x.AppendDecimal(nil, maxDecimals), nil
}

// UnmarshalJSON reads a JSON number, or a JSON string that holds a decimal, as
// [Parse] does; null is missing.
func (x *Num) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if bytes.Equal(data, []byte("null")) {
		*x = Num{}
		return nil
	}
	var y Num
	var err error
	if len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return fmt.Errorf("a number in a JSON string: %w", err)
		}
		y, err = Parse(text)
	} else {
		y, err = ParseBytes(data)
	}
	if err != nil {
		return err
	}
	*x = y
	return nil
}
