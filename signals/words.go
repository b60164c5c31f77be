package signals

import (
	"encoding/binary"
	"math/bits"
)

// Eight bytes of text at a time, held in a word with the first byte lowest.

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
	lows  = 0x7f7f7f7f7f7f7f7f
	// wordBytes is how many bytes a word holds.
	wordBytes = 8
)

// word loads the eight bytes at text[at:], all of which must be there.
func word(text []byte, at int) uint64 { return binary.LittleEndian.Uint64(text[at:]) }

// unlike marks the high bit of each byte of w that is not b, which is ASCII.
func unlike(w uint64, b byte) uint64 {
	x := w ^ ones*uint64(b)
	return ((x & lows) + lows) | x
}

// gathered brings the high bits of the eight bytes of w together.
func gathered(w uint64) uint64 { return (w & highs) * 0x0002040810204081 >> 56 }

// allDigits tells whether the first n bytes of w, n from 1 to 8, are digits.
func allDigits(w uint64, n int) bool {
	// Up to the first byte that is no digit, nothing is carried or borrowed.
	others := ((w + ones*(0x80-'9'-1)) | (w - ones*'0')) & highs
	return others<<((64-8*uint(n))&63) == 0
}

// digitsValue is the number that the first n bytes of w spell, n from 1 to 8, all
// of them digits.
func digitsValue(w uint64, n int) int64 {
	// The digits move to the high end, with noughts before them; then neighbours
	// are joined: digits to pairs, pairs to fours, fours to one number.
	w = (w << ((64 - 8*uint(n)) & 63)) & (ones * 0x0f)
	w = (w * (1 + 10<<8) >> 8) & 0x00ff00ff00ff00ff
	w = (w * (1 + 100<<16) >> 16) & 0x0000ffff0000ffff
	return int64(w * (1 + 10000<<32) >> 32)
}

// firstBytes keeps the first n bytes of w, n from 0 to 8.
func firstBytes(w uint64, n int) uint64 {
	if n >= wordBytes {
		return w
	}
	return w & (1<<(8*uint(n)) - 1)
}

// blockBytes is how many bytes are looked at to fill a word with one bit for each.
const blockBytes = 64

// separators marks the bits of commas and line breaks, and those of line breaks
// alone, in 64 bytes.
func separators(block []byte) (all, breaks uint64) {
	b := (*[blockBytes]byte)(block)
	a0, b0 := marks(binary.LittleEndian.Uint64(b[0:]))
	a1, b1 := marks(binary.LittleEndian.Uint64(b[8:]))
	a2, b2 := marks(binary.LittleEndian.Uint64(b[16:]))
	a3, b3 := marks(binary.LittleEndian.Uint64(b[24:]))
	a4, b4 := marks(binary.LittleEndian.Uint64(b[32:]))
	a5, b5 := marks(binary.LittleEndian.Uint64(b[40:]))
	a6, b6 := marks(binary.LittleEndian.Uint64(b[48:]))
	a7, b7 := marks(binary.LittleEndian.Uint64(b[56:]))
	all = a0 | a1<<8 | a2<<16 | a3<<24 | a4<<32 | a5<<40 | a6<<48 | a7<<56
	breaks = b0 | b1<<8 | b2<<16 | b3<<24 | b4<<32 | b5<<40 | b6<<48 | b7<<56
	return all, breaks
}

// marks is separators for the eight bytes of a word.
func marks(w uint64) (all, breaks uint64) {
	noBreak := unlike(w, '\n')
	return gathered(^(unlike(w, ',') & noBreak)), gathered(^noBreak)
}

// scan finds the separators of a stretch of text.
type scan struct {
	stops  []uint32 // the positions of commas and line breaks, and what was left behind them
	breaks []uint32 // the indexes of line breaks in stops
}

// run finds the separators of text[from:to].
func (s *scan) run(text []byte, from, to int) {
	if most := to - from + blockBytes; len(s.stops) < most {
		s.stops = make([]uint32, most)
	}
	stops, n, lines := s.stops, 0, s.breaks[:0]
	for at := from; at < to; at += blockBytes {
		var all, breaks uint64
		if at+blockBytes <= to {
			all, breaks = separators(text[at:])
		} else {
			var block [blockBytes]byte
			copy(block[:], text[at:to])
			all, breaks = separators(block[:])
		}
		before := uint32(n)
		for m := breaks; m != 0; m &= m - 1 {
			lines = append(lines, before+uint32(bits.OnesCount64(all&(m&-m-1))))
		}
		for ; all != 0; all &= all - 1 {
			stops[n] = uint32(at + bits.TrailingZeros64(all))
			n++
		}
	}
	s.breaks = lines
}
