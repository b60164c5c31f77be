package main

import (
	"strconv"

	"github.com/bellwether-cs/bellwether/engine/result"
)

// spelledTexts are the texts of a column as the output has them, spelled once for
// each that differs. They stay from block to block.
type spelledTexts struct {
	// before and after stand around each text.
	before, after string
	spell         func([]byte, string) []byte
	texts         []string
	spelled       []spelledText
	// short: all of them are.
	short bool
}

// mostShort is the length of the longest text that is short.
const mostShort = 31

// spelledText is a text that, if it is short, is copied in two moves, without a
// call and whatever its length.
type spelledText struct {
	short  [mostShort]byte
	length uint8 // of short; 0 if it is long
	long   []byte
}

// learn spells the texts of a column that were not there before.
func (s *spelledTexts) learn(c *result.Texts) {
	s.short = true
	for code, text := range c.Dict {
		if code == len(s.texts) {
			s.texts, s.spelled = append(s.texts, ""), append(s.spelled, spelledText{})
		} else if s.texts[code] == text {
			s.short = s.short && len(s.spelled[code].long) <= mostShort
			continue
		}
		s.texts[code] = text
		long := append(s.spell([]byte(s.before), text), s.after...)
		s.spelled[code] = spelledText{long: long}
		if short := &s.spelled[code]; len(long) <= len(short.short) {
			short.length = uint8(copy(short.short[:], long))
		} else {
			s.short = false
		}
	}
}

// put writes entry i of a column in which all texts are short.
func (s *spelledTexts) put(to []byte, c *result.Texts, i int) int {
	t := &s.spelled[c.Codes[i]]
	*(*[len(t.short)]byte)(to) = t.short
	return int(t.length)
}

// append appends entry i of a column that was learned.
func (s *spelledTexts) append(b []byte, c *result.Texts, i int) []byte {
	t := &s.spelled[c.Codes[i]]
	if room := b[len(b):cap(b)]; t.length > 0 && len(room) >= len(t.short) {
		*(*[len(t.short)]byte)(room) = t.short
		return b[:len(b)+int(t.length)]
	}
	return append(b, t.long...)
}

// spelledNumbers remembers how the numbers of a column were spelled: points,
// scores and coverages are few, and come again and again.
type spelledNumbers struct {
	// before and after stand around each number; missing stands for one that is not
	// there.
	before, after, missing string

	unit  int64 // of the numbers remembered
	scale int   // unit is 10^scale; -1 if it is no power of ten
	// plain tells that all numbers of the column at hand are numerators over unit,
	// which is a power of ten. Only then something is remembered.
	plain bool
	// known has 2^remember places: a number has one of them, and drives out what was
	// there.
	known    []spelledNumber
	remember int
}

// How many numbers of a column are remembered. A rule gives few points, and there
// may be a thousand columns of them.
const (
	fewNumbers  = 6
	manyNumbers = 10
)

// spelledNumber is a number with its text, if that is short: see [spelledText].
type spelledNumber struct {
	numerator int64
	text      [23]byte
	length    uint8
}

// learn prepares for the numbers of a column.
func (s *spelledNumbers) learn(c *result.Numbers) {
	if c.Unit != s.unit {
		s.unit, s.scale = c.Unit, scaleOf(c.Unit)
		s.forget()
	}
	s.plain = c.D == nil && c.Wide == nil && s.scale >= 0
	if !s.plain {
		s.forget()
	}
}

// forget leaves in each place a numerator that belongs into another one.
func (s *spelledNumbers) forget() {
	if s.known == nil {
		s.known = make([]spelledNumber, 1<<s.remember)
	}
	clear(s.known)
	s.place(0).numerator = 1
}

// place is where a numerator is remembered. Multiplied by 2^64 over the golden
// ratio, near numbers get far apart.
func (s *spelledNumbers) place(n int64) *spelledNumber {
	return &s.known[uint64(n)*0x9E3779B97F4A7C15>>(uint(64-s.remember)&63)]
}

// append appends entry i of a column that was learned.
func (s *spelledNumbers) append(b []byte, c *result.Numbers, i int) []byte {
	n, end := c.N[i], len(b)
	known := s.place(n)
	if known.numerator == n && cap(b)-end >= len(known.text) {
		*(*[len(known.text)]byte)(b[end : end+len(known.text)]) = known.text
		return b[:end+int(known.length)]
	}
	return s.appendNew(b, c, i)
}

// put writes entry i of a column that was learned; false if it is not remembered.
func (s *spelledNumbers) put(to []byte, c *result.Numbers, i int) (length int, ok bool) {
	n := c.N[i]
	known := s.place(n)
	*(*[len(known.text)]byte)(to) = known.text
	return int(known.length), known.numerator == n
}

// appendNew appends a number that is not remembered, and remembers it if its text
// is short.
func (s *spelledNumbers) appendNew(b []byte, c *result.Numbers, i int) []byte {
	from := len(b)
	b = append(b, s.before...)
	switch {
	case c.IsMissing(i):
		b = append(b, s.missing...)
	case s.plain:
		b = appendScaled(b, c.N[i], s.scale)
	default:
		b = c.At(i).AppendDecimal(b, mostDecimals)
	}
	b = append(b, s.after...)
	known := s.place(c.N[i])
	if text := b[from:]; s.plain && len(text) <= len(known.text) {
		known.numerator, known.length = c.N[i], uint8(copy(known.text[:], text))
	}
	return b
}

// mostDecimals is as many decimals as any published number has.
const mostDecimals = 30

// scaleOf is k where d is 10^k; -1 where it is none.
func scaleOf(d int64) int {
	for k, power := range powersOfTen {
		if uint64(d) == power {
			return k
		}
	}
	return -1
}

var powersOfTen = [...]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// appendScaled appends n / 10^scale as its shortest decimal.
func appendScaled(b []byte, n int64, scale int) []byte {
	m := uint64(n)
	if n < 0 {
		m = -m
		b = append(b, '-')
	}
	whole := m / powersOfTen[scale]
	b = strconv.AppendUint(b, whole, 10)
	rest := m - whole*powersOfTen[scale]
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for rest > 0 {
		scale--
		digit := rest / powersOfTen[scale]
		b = append(b, '0'+byte(digit))
		rest -= digit * powersOfTen[scale]
	}
	return b
}
