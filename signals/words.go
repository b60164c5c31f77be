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

// digitsOf gives the values of the digits that the first n bytes of w are, n from 0
// to 8, in the high bytes, with noughts below; false if one is no digit.
func digitsOf(w uint64, n int) (digits uint64, ok bool) {
	w ^= ones * '0'
	// Two shifts by half as much can move all bytes out.
	half := 4 * uint(wordBytes-n) & 63
	digits = w << half << half
	// What is carried into a byte comes from one that is no digit itself.
	return digits, ((digits+ones*(0x7f-9))|digits)&highs == 0
}

// joined is the number that eight digits spell: neighbours are joined to pairs,
// pairs to fours, fours to one.
func joined(digits uint64) int64 {
	digits = (digits * (1 + 10<<8) >> 8) & 0x00ff00ff00ff00ff
	digits = (digits * (1 + 100<<16) >> 16) & 0x0000ffff0000ffff
	return int64(digits * (1 + 10000<<32) >> 32)
}

// readDigits reads the number that the first n bytes of w spell, n from 0 to 8.
func readDigits(w uint64, n int) (value int64, ok bool) {
	digits, ok := digitsOf(w, n)
	return joined(digits), ok
}

// firstBytes keeps the first n bytes of w, n from 0 to 8.
func firstBytes(w uint64, n int) uint64 {
	if n >= wordBytes {
		return w
	}
	return w & (1<<(8*uint(n)) - 1)
}

// lastBytes loads up to eight bytes, with noughts behind them.
func lastBytes(text []byte) uint64 {
	var w uint64
	for i, c := range text[:min(len(text), wordBytes)] {
		w |= uint64(c) << (8 * uint(i))
	}
	return w
}

// blockBytes is how many bytes are looked at to fill a word with one bit for each.
const blockBytes = 64

// separators has a bit for each of 64 bytes: set for a comma or a line break.
func separators(block []byte) uint64 {
	b := (*[blockBytes]byte)(block)
	return marks(binary.LittleEndian.Uint64(b[0:])) |
		marks(binary.LittleEndian.Uint64(b[8:]))<<8 |
		marks(binary.LittleEndian.Uint64(b[16:]))<<16 |
		marks(binary.LittleEndian.Uint64(b[24:]))<<24 |
		marks(binary.LittleEndian.Uint64(b[32:]))<<32 |
		marks(binary.LittleEndian.Uint64(b[40:]))<<40 |
		marks(binary.LittleEndian.Uint64(b[48:]))<<48 |
		marks(binary.LittleEndian.Uint64(b[56:]))<<56
}

// marks is separators for the eight bytes of a word.
func marks(w uint64) uint64 {
	// Adding sets the high bit of a byte unless its low bits were those of the
	// separator; nothing is carried into the next byte.
	low := w & lows
	other := ((low^ones*',')+lows)&((low^ones*'\n')+lows) | w
	// The high bits of all bytes are brought together.
	return (^other & highs) * 0x0002040810204081 >> 56
}

// scan finds the separators of a stretch of text.
type scan struct {
	// stops are the position before the stretch, those of its commas and line breaks,
	// and what was left behind them: a field ends at a stop, and begins behind the one
	// before. Positions wrap around, so that the one before 0 is one, too.
	stops []uint32
	n     int // of commas and line breaks
}

// run finds the separators of text[from:to].
func (s *scan) run(text []byte, from, to int) {
	if most := to - from + 3*blockBytes; len(s.stops) < most {
		s.stops = make([]uint32, most)
	}
	s.stops[0] = uint32(from - 1)
	stops, n := s.stops[1:], 0
	for at := from; at < to; at += blockBytes {
		var all uint64
		if at+blockBytes <= to {
			all = separators(text[at:])
		} else {
			var block [blockBytes]byte
			copy(block[:], text[at:to])
			all = separators(block[:])
		}
		// Eight at a time are noted whether they are there or not: how many there are
		// in a block would be a bad guess each time.
		out := (*[blockBytes + 8]uint32)(stops[n:])
		count := bits.OnesCount64(all)
		for k := 0; k < count; k += 8 {
			eight := (*[8]uint32)(out[k:])
			all = nextPosition(&eight[0], at, all)
			all = nextPosition(&eight[1], at, all)
			all = nextPosition(&eight[2], at, all)
			all = nextPosition(&eight[3], at, all)
			all = nextPosition(&eight[4], at, all)
			all = nextPosition(&eight[5], at, all)
			all = nextPosition(&eight[6], at, all)
			all = nextPosition(&eight[7], at, all)
		}
		n += count
	}
	s.n = n
}

// nextPosition notes the position of the lowest bit, and takes it away.
func nextPosition(to *uint32, at int, all uint64) uint64 {
	*to = uint32(at + bits.OnesCount64((all-1)&^all))
	return all & (all - 1)
}
