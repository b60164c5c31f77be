package jsontext

import "fmt"

// Kind is the kind of a JSON value.
type Kind uint8

// The kinds of JSON.
const (
	Null Kind = iota
	Bool
	Number
	String
	Object
	List
)

var kindNames = [...]string{"null", "true or false", "a number", "a string", "an object", "a list"}

// String is the kind as messages name it.
func (k Kind) String() string { return kindNames[k] }

// SyntaxError says where and why a text is not JSON.
type SyntaxError struct {
	Offset  int // bytes from the start of the text scanned
	Message string
}

func (e *SyntaxError) Error() string { return e.Message }

// SkipSpace gives the position of the first byte from pos on that is not JSON's
// white space, or len(data).
func SkipSpace(data []byte, pos int) int {
	for pos < len(data) && IsSpace(data[pos]) {
		pos++
	}
	return pos
}

// IsSpace tells whether b is JSON's white space.
func IsSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }

// Value scans the value that starts at data[pos], nested at most depth levels
// deep (a list or object of scalars is one level), and gives its kind and end.
func Value(data []byte, pos, depth int) (kind Kind, end int, err error) {
	if pos >= len(data) {
		return 0, pos, fail(pos, "the text ends where a value was expected")
	}
	switch b := data[pos]; {
	case b == '"':
		end, err = scanString(data, pos)
		return String, end, err
	case b == '{':
		end, err = Members(data, pos, depth, func(Member) error { return nil })
		return Object, end, err
	case b == '[':
		end, err = Items(data, pos, depth, func(Item) error { return nil })
		return List, end, err
	case b == '-' || '0' <= b && b <= '9':
		end, err = scanNumber(data, pos)
		return Number, end, err
	case b == 'n':
		end, err = scanWord(data, pos, "null")
		return Null, end, err
	case b == 't':
		end, err = scanWord(data, pos, "true")
		return Bool, end, err
	case b == 'f':
		end, err = scanWord(data, pos, "false")
		return Bool, end, err
	}
	return 0, pos, fail(pos, "unexpected %s where a value was expected", char(data, pos))
}

// Item is one value, with the bytes it was written with.
type Item struct {
	Kind   Kind
	Raw    []byte
	Offset int // of Raw in the text scanned
}

// Member is one member of an object.
type Member struct {
	Name []byte // as written, with its quotes: see Unquoted
	Item
}

// Members scans the object that starts at data[pos] and calls visit for each
// member in turn. An error of visit ends the scan and is given back as it is.
func Members(data []byte, pos, depth int, visit func(Member) error) (end int, err error) {
	if depth <= 0 {
		return pos, fail(pos, "nested too deep")
	}
	pos = SkipSpace(data, pos+1)
	if pos < len(data) && data[pos] == '}' {
		return pos + 1, nil
	}
	for {
		if pos >= len(data) || data[pos] != '"' {
			return pos, fail(pos, "expected the name of a field in quotes, found %s", char(data, pos))
		}
		nameEnd, err := scanString(data, pos)
		if err != nil {
			return nameEnd, err
		}
		m := Member{Name: data[pos:nameEnd]}
		pos = SkipSpace(data, nameEnd)
		if pos >= len(data) || data[pos] != ':' {
			return pos, fail(pos, "expected a colon after the name of a field, found %s", char(data, pos))
		}
		m.Offset = SkipSpace(data, pos+1)
		m.Kind, pos, err = Value(data, m.Offset, depth-1)
		if err != nil {
			return pos, err
		}
		m.Raw = data[m.Offset:pos]
		if err := visit(m); err != nil {
			return pos, err
		}
		var more bool
		if pos, more, err = next(data, pos, '}'); !more {
			return pos, err
		}
	}
}

// Items scans the list that starts at data[pos] and calls visit for each item in
// turn. An error of visit ends the scan and is given back as it is.
func Items(data []byte, pos, depth int, visit func(Item) error) (end int, err error) {
	if depth <= 0 {
		return pos, fail(pos, "nested too deep")
	}
	pos = SkipSpace(data, pos+1)
	if pos < len(data) && data[pos] == ']' {
		return pos + 1, nil
	}
	for {
		item := Item{Offset: pos}
		item.Kind, pos, err = Value(data, pos, depth-1)
		if err != nil {
			return pos, err
		}
		item.Raw = data[item.Offset:pos]
		if err := visit(item); err != nil {
			return pos, err
		}
		var more bool
		if pos, more, err = next(data, pos, ']'); !more {
			return pos, err
		}
	}
}

// next reads what follows a member or an item: a comma, and then there is more,
// or the closing bracket.
func next(data []byte, pos int, closing byte) (after int, more bool, err error) {
	pos = SkipSpace(data, pos)
	switch {
	case pos < len(data) && data[pos] == ',':
		return SkipSpace(data, pos+1), true, nil
	case pos < len(data) && data[pos] == closing:
		return pos + 1, false, nil
	}
	return pos, false, fail(pos, "expected a comma or %q, found %s", closing, char(data, pos))
}

func scanWord(data []byte, pos int, word string) (end int, err error) {
	end = pos + len(word)
	if end > len(data) || string(data[pos:end]) != word {
		return pos, fail(pos, "expected %s", word)
	}
	return end, nil
}

func scanNumber(data []byte, pos int) (end int, err error) {
	start := pos
	if data[pos] == '-' {
		pos++
	}
	whole := pos
	pos = scanDigits(data, pos)
	ok := pos > whole && (data[whole] != '0' || pos == whole+1)
	if pos < len(data) && data[pos] == '.' {
		fraction := pos + 1
		pos = scanDigits(data, fraction)
		ok = ok && pos > fraction
	}
	if pos < len(data) && (data[pos] == 'e' || data[pos] == 'E') {
		pos++
		if pos < len(data) && (data[pos] == '+' || data[pos] == '-') {
			pos++
		}
		exponent := pos
		pos = scanDigits(data, pos)
		ok = ok && pos > exponent
	}
	if !ok {
		return pos, fail(start, "a number that JSON does not allow")
	}
	return pos, nil
}

func scanDigits(data []byte, pos int) int {
	for pos < len(data) && '0' <= data[pos] && data[pos] <= '9' {
		pos++
	}
	return pos
}

func fail(offset int, format string, args ...any) error {
	return &SyntaxError{Offset: offset, Message: fmt.Sprintf(format, args...)}
}

func char(data []byte, pos int) string {
	if pos >= len(data) {
		return "the end"
	}
	if b := data[pos]; b < 0x80 {
		return fmt.Sprintf("%q", rune(b))
	}
	return "a character that is not ASCII"
}
