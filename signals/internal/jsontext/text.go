package jsontext

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// scanString gives the end of the string literal that starts at data[pos].
func scanString(data []byte, pos int) (end int, err error) {
	start := pos
	for pos++; pos < len(data); pos++ {
		switch b := data[pos]; {
		case b == '"':
			return pos + 1, nil
		case b < ' ':
			return pos, fail(pos, "a control character stands in a string unescaped")
		case b == '\\':
			pos++
			if pos >= len(data) {
				return pos, fail(start, "a string is not closed")
			}
			switch data[pos] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if _, ok := hex4(data, pos+1); !ok {
					return pos, fail(pos-1, "\\u needs four hexadecimal digits")
				}
				pos += 4
			default:
				return pos, fail(pos-1, "an escape that JSON does not allow")
			}
		}
	}
	return pos, fail(start, "a string is not closed")
}

// Unquoted is the text of a scanned string literal. Without escapes it is part
// of raw; else it is appended to scratch, which is given back for the next use
// and must not be cut back while the text is in use.
func Unquoted(raw, scratch []byte) (text, rest []byte) {
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner, scratch
	}
	from := len(scratch)
	scratch = appendUnescaped(scratch, inner)
	return scratch[from:len(scratch):len(scratch)], scratch
}

// appendUnescaped resolves escapes. Half of a surrogate pair becomes U+FFFD, as
// in encoding/json.
func appendUnescaped(out, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			out = append(out, text[i])
			continue
		}
		i++
		switch text[i] {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, _ := hex4(text, i+1)
			i += 4
			if utf16.IsSurrogate(r) {
				var low rune
				if i+2 < len(text) && text[i+1] == '\\' && text[i+2] == 'u' {
					low, _ = hex4(text, i+3)
				}
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					i += 6
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, text[i])
		}
	}
	return out
}

func hex4(data []byte, pos int) (rune, bool) {
	if pos+4 > len(data) {
		return 0, false
	}
	var r rune
	for _, b := range data[pos : pos+4] {
		switch {
		case '0' <= b && b <= '9':
			b -= '0'
		case 'a' <= b && b <= 'f':
			b -= 'a' - 10
		case 'A' <= b && b <= 'F':
			b -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(b)
	}
	return r, true
}
