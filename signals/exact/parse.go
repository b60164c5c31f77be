package exact

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"unicode/utf8"
)

// The bounds of what Parse reads.
const (
	maxParseLength   = 400
	maxParseExponent = 400
)

// ParseError says why a text is not a number.
type ParseError struct {
	Text   string // as given, shortened if it is long
	Offset int    // of the byte at which reading stopped
	Reason string
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("%s is not a number: %s", strconv.Quote(e.Text), e.Reason)
}

// Parse reads a plain decimal: an optional sign, digits with an optional point
// among, before or after them, and an optional exponent. Nothing else is
// allowed, neither blanks nor separators, hexadecimals, infinities or NaN. The
// text has at most 400 characters and its exponent lies within ±400. An error
// is always a [*ParseError].
func Parse(s string) (Num, error) { return parse(s) }

// ParseBytes is Parse for bytes. It does not keep them, and does not allocate
// where the number fits the small form.
func ParseBytes(b []byte) (Num, error) { return parse(b) }

func parse[T string | []byte](s T) (Num, error) {
	if len(s) > maxParseLength {
		return Num{}, parseError(s, maxParseLength, fmt.Sprintf("longer than %d characters", maxParseLength))
	}
	i, negative := 0, false
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		i, negative = 1, s[0] == '-'
	}

	const room = (math.MaxInt64 - 9) / 10 // up to here one more digit fits
	var mantissa uint64
	var digits, scale int
	start, fits, point := i, true, false
	for ; i < len(s); i++ {
		c := s[i]
		if c == '.' && !point {
			point = true
			continue
		}
		if c < '0' || c > '9' {
			break
		}
		digits++
		if point {
			scale++
		}
		if mantissa <= room {
			mantissa = mantissa*10 + uint64(c-'0')
		} else {
			fits = false
		}
	}
	end := i
	if digits == 0 {
		return Num{}, parseError(s, i, noDigits(s, i))
	}

	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		exponent, next, reason := parseExponent(s, i+1)
		if reason != "" {
			return Num{}, parseError(s, next, reason)
		}
		scale -= exponent
		i = next
	}
	if i < len(s) {
		return Num{}, parseError(s, i, unexpected(s, i))
	}

	if fits {
		if x, ok := smallDecimal(negative, mantissa, scale); ok {
			return x, nil
		}
	}
	return wideDecimal(negative, string(s[start:end]), scale), nil
}

// parseExponent reads what follows the e; a reason means failure at next.
func parseExponent[T string | []byte](s T, i int) (exponent, next int, reason string) {
	negative := false
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		negative = s[i] == '-'
		i++
	}
	start := i
	for ; i < len(s) && '0' <= s[i] && s[i] <= '9'; i++ {
		if exponent = exponent*10 + int(s[i]-'0'); exponent > maxParseExponent {
			return 0, i, fmt.Sprintf("its exponent is beyond ±%d", maxParseExponent)
		}
	}
	if i == start {
		return 0, i, "its exponent has no digits"
	}
	if negative {
		exponent = -exponent
	}
	return exponent, i, ""
}

// smallDecimal returns ±mantissa / 10^scale if it has a small form.
func smallDecimal(negative bool, mantissa uint64, scale int) (Num, bool) {
	switch {
	case mantissa == 0:
		return Int(0), true
	case scale > maxScale || scale < -maxScale:
		return Num{}, false
	case scale < 0:
		if mantissa > math.MaxInt64/pow10[-scale] {
			return Num{}, false
		}
		mantissa, scale = mantissa*pow10[-scale], 0
	}
	return signed(negative, mantissa, pow10[scale])
}

// wideDecimal returns ±digits / 10^scale; there may be a point among the
// digits, which the scale has counted.
func wideDecimal(negative bool, text string, scale int) Num {
	digits := make([]byte, 0, maxParseLength)
	for i := range len(text) {
		if text[i] != '.' {
			digits = append(digits, text[i])
		}
	}
	n, _ := new(big.Int).SetString(string(digits), 10) // digits only: cannot fail
	if negative {
		n.Neg(n)
	}
	if scale <= 0 {
		return fromScaledInt(n.Mul(n, bigPow10(-scale)), 0)
	}
	return fromFraction(n, bigPow10(scale))
}

func noDigits[T string | []byte](s T, i int) string {
	switch {
	case len(s) == 0:
		return "it is empty"
	case i < len(s):
		return unexpected(s, i)
	}
	return "it has no digits"
}

func unexpected[T string | []byte](s T, i int) string {
	r, _ := utf8.DecodeRuneInString(string(s[i:]))
	if r == ',' || r == '_' {
		return fmt.Sprintf("unexpected %q at position %d; write a decimal point, and no separators", r, i+1)
	}
	return fmt.Sprintf("unexpected %q at position %d", r, i+1)
}

func parseError[T string | []byte](s T, offset int, reason string) error {
	const shown = 40
	text := string(s[:min(len(s), shown)])
	if len(s) > shown {
		text += "..."
	}
	return &ParseError{Text: text, Offset: offset, Reason: reason}
}
