package signals

import (
	"bytes"
	"hash/maphash"
	"slices"
)

// dictionary gives texts dense codes in the order of their first appearance. The
// texts lie in one buffer, so that a new one costs no allocation of its own. Not
// safe for concurrent use.
type dictionary struct {
	seed  maphash.Seed
	buf   []byte
	ends  []int    // where text code ends in buf
	slots []uint32 // open addressing: code + 1, or 0 where free; a power of two long
	given []string // the texts by code that strings gave since the last reset
}

func (d *dictionary) len() int { return len(d.ends) }

// text is the text of a code; valid until the next reset.
func (d *dictionary) text(code uint32) []byte {
	from := 0
	if code > 0 {
		from = d.ends[code-1]
	}
	return d.buf[from:d.ends[code]]
}

// find gives the code of a text that is in the dictionary.
func (d *dictionary) find(text []byte) (code uint32, ok bool) {
	if len(d.slots) == 0 {
		return 0, false
	}
	at := d.slot(text)
	if d.slots[at] == 0 {
		return 0, false
	}
	return d.slots[at] - 1, true
}

// intern gives the code of a text, and adds it if it is new.
func (d *dictionary) intern(text []byte) (code uint32, added bool) {
	if 4*(len(d.ends)+1) > 3*len(d.slots) {
		d.grow()
	}
	at := d.slot(text)
	if d.slots[at] != 0 {
		return d.slots[at] - 1, false
	}
	code = d.add(text)
	d.slots[at] = code + 1
	return code, true
}

// add adds a text that is known to be new, or whose like need not be found. A
// dictionary is filled by add alone or by intern alone.
func (d *dictionary) add(text []byte) (code uint32) {
	d.buf = append(d.buf, text...)
	d.ends = append(d.ends, len(d.buf))
	return uint32(len(d.ends) - 1)
}

// truncate forgets all but the first n texts that were added by add.
func (d *dictionary) truncate(n int) {
	d.ends = d.ends[:n]
	d.buf = d.buf[:0]
	if n > 0 {
		d.buf = d.buf[:d.ends[n-1]]
	}
}

// slot is where text is, or where it would be put.
func (d *dictionary) slot(text []byte) int {
	mask := len(d.slots) - 1
	at := int(maphash.Bytes(d.seed, text)) & mask
	for d.slots[at] != 0 && !bytes.Equal(d.text(d.slots[at]-1), text) {
		at = (at + 1) & mask
	}
	return at
}

func (d *dictionary) grow() {
	if len(d.slots) == 0 {
		d.seed = maphash.MakeSeed()
	}
	d.slots = make([]uint32, max(16, 2*len(d.slots)))
	for code := range d.ends {
		d.slots[d.slot(d.text(uint32(code)))] = uint32(code) + 1
	}
}

// strings gives the texts by code, in memory of their own. What it gives again
// after texts were added begins with what it gave before.
func (d *dictionary) strings() []string {
	if n := len(d.given); n < len(d.ends) {
		from := 0
		if n > 0 {
			from = d.ends[n-1]
		}
		all, at := string(d.buf[from:]), from
		given := slices.Grow(d.given, len(d.ends)-n)[:len(d.ends)]
		for code, end := range d.ends[n:] {
			given[n+code] = all[from-at : end-at]
			from = end
		}
		d.given = given
	}
	return d.given[:len(d.given):len(d.given)]
}

// reserve makes room for so many bytes more.
func (d *dictionary) reserve(n int) { d.buf = slices.Grow(d.buf, n) }

// reset empties the dictionary and keeps its memory.
func (d *dictionary) reset() {
	d.buf, d.ends, d.given = d.buf[:0], d.ends[:0], nil
	clear(d.slots)
}
