package exact

import (
	"bytes"
	"math/big"
	"strconv"
)

const missingText = "missing"

// String returns x with up to 30 decimals, or "missing".
func (x Num) String() string {
	var buf [48]byte
	return string(x.AppendDecimal(buf[:0], maxDecimals))
}

// AppendDecimal appends x, rounded half away from zero to that many decimals
// (taken into 0..30), without trailing zeros: 7, 27.25, -0.5. There is never an
// exponent, and never a -0. A missing x is appended as "missing".
func (x Num) AppendDecimal(b []byte, decimals int) []byte {
	return x.appendRounded(b, within(decimals, maxDecimals), false)
}

// AppendFixed is AppendDecimal with exactly that many decimals, as amounts of
// money are written: 7.00, 27.25, -0.50.
func (x Num) AppendFixed(b []byte, decimals int) []byte {
	return x.appendRounded(b, within(decimals, maxDecimals), true)
}

func (x Num) appendRounded(b []byte, decimals int, fixed bool) []byte {
	if x.d != 0 {
		if k, ok := scaleOf(x.d); ok && k <= decimals {
			return appendScaled(b, x.n < 0, magnitude(x.n), k, decimals, fixed)
		}
		if decimals <= maxScale {
			if q, ok := roundSmall(magnitude(x.n), uint64(x.d), pow10[decimals]); ok {
				return appendScaled(b, x.n < 0, q, decimals, decimals, fixed)
			}
		}
	}
	if x.IsMissing() {
		return append(b, missingText...)
	}
	q := roundWide(x, decimals)
	negative := q.Sign() < 0
	return appendDigits(b, negative, new(big.Int).Abs(q).Append(nil, 10), decimals, decimals, fixed)
}

// appendScaled appends ±m / 10^scale.
func appendScaled(b []byte, negative bool, m uint64, scale, decimals int, fixed bool) []byte {
	var buf [20]byte
	return appendDigits(b, negative && m != 0, strconv.AppendUint(buf[:0], m, 10), scale, decimals, fixed)
}

// appendDigits appends the digits with a point before the last scale of them;
// fixed fills up to decimals, which is at least scale, else trailing zeros go.
func appendDigits(b []byte, negative bool, digits []byte, scale, decimals int, fixed bool) []byte {
	if negative {
		b = append(b, '-')
	}
	whole := len(digits) - scale
	if whole > 0 {
		b = append(b, digits[:whole]...)
	} else {
		b = append(b, '0')
	}
	fraction := digits[max(whole, 0):]
	if !fixed {
		fraction = bytes.TrimRight(fraction, "0")
		if len(fraction) == 0 {
			return b
		}
	} else if decimals == 0 {
		return b
	}
	b = append(b, '.')
	b = appendZeros(b, -whole)
	b = append(b, fraction...)
	if fixed {
		b = appendZeros(b, decimals-scale)
	}
	return b
}

func appendZeros(b []byte, n int) []byte {
	for ; n > 0; n-- {
		b = append(b, '0')
	}
	return b
}
