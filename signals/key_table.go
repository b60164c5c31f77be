package signals

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
)

// keyRecord stands for a key that was there, and the line of its row: 95 bits of
// seeded hashes, which for a hundred million keys differ but for one chance in
// 10^12. The zero record stands for none.
type keyRecord struct {
	hash uint64
	more uint32 // never 0
	line uint32 // 0 if not known
}

// recordBytes is the length of a record on disk.
const recordBytes = 16

// keySeeds seed the two hashes of keys, so that nobody can choose keys that collide.
type keySeeds [4]uint64

func newKeySeeds() keySeeds {
	const odd = 1
	return keySeeds{rand.Uint64(), rand.Uint64() | odd, rand.Uint64(), rand.Uint64() | odd}
}

// record makes the record of a key.
func (s *keySeeds) record(key []byte, line int) keyRecord {
	length := len(key)
	a, b := s[0], s[2]
	for ; len(key) >= wordBytes; key = key[wordBytes:] {
		a, b = s.mix(a, b, word(key, 0))
	}
	if len(key) > 0 {
		a, b = s.mix(a, b, lastBytes(key))
	}
	return s.end(a, b, length, line)
}

// shortRecord is record for a key of up to two words, with noughts behind it.
func (s *keySeeds) shortRecord(w0, w1 uint64, length, line int) keyRecord {
	a, b := s.mix(s[0], s[2], w0)
	if length > wordBytes {
		a, b = s.mix(a, b, w1)
	}
	return s.end(a, b, length, line)
}

func (s *keySeeds) mix(a, b, w uint64) (uint64, uint64) { return fold(a^w, s[1]), fold(b^w, s[3]) }

// end adds the length, which tells noughts of the key from those behind it: not
// earlier, or it would only be a change of the first word.
func (s *keySeeds) end(a, b uint64, length, line int) keyRecord {
	r := keyRecord{hash: fold(a^uint64(length), s[3]), more: uint32(b) | 1}
	if int(uint32(line)) == line {
		r.line = uint32(line)
	}
	return r
}

// fold multiplies and adds up both halves of the product.
func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

func (r keyRecord) same(other keyRecord) bool { return r.hash == other.hash && r.more == other.more }

func (r keyRecord) put(b []byte) {
	binary.LittleEndian.PutUint64(b, r.hash)
	binary.LittleEndian.PutUint32(b[8:], r.more)
	binary.LittleEndian.PutUint32(b[12:], r.line)
}

func readRecord(b []byte) keyRecord {
	return keyRecord{
		hash: binary.LittleEndian.Uint64(b),
		more: binary.LittleEndian.Uint32(b[8:]),
		line: binary.LittleEndian.Uint32(b[12:]),
	}
}

// keyTable holds records in memory by their hashes.
type keyTable struct {
	slots []keyRecord // open addressing; a power of two long
	n     int
}

// reserve makes room for so many records more.
func (t *keyTable) reserve(n int) {
	size := max(len(t.slots), 64)
	for 4*(t.n+n) > 3*size {
		size *= 2
	}
	if size == len(t.slots) {
		return
	}
	old := t.slots
	t.slots = make([]keyRecord, size)
	for _, r := range old {
		if r.more != 0 {
			*t.slot(r) = r
		}
	}
}

// slot is where a record is, or where it would be put.
func (t *keyTable) slot(r keyRecord) *keyRecord {
	mask := len(t.slots) - 1
	at := int(r.hash) & mask
	for t.slots[at].more != 0 && !t.slots[at].same(r) {
		at = (at + 1) & mask
	}
	return &t.slots[at]
}

// add adds a record, for which there is room, unless its key is there already; it
// gives the one that is there then.
func (t *keyTable) add(r keyRecord) (first keyRecord, added bool) {
	s := t.slot(r)
	if s.more != 0 {
		return *s, false
	}
	*s = r
	t.n++
	return r, true
}

// removeLast takes back the record that was added last. Nothing was put behind it
// because of it, so that no chain of slots is broken.
func (t *keyTable) removeLast(r keyRecord) {
	*t.slot(r) = keyRecord{}
	t.n--
}

// drain gives all records in the memory of the table, which is empty after clear.
func (t *keyTable) drain() []keyRecord {
	records := t.slots[:0]
	for _, r := range t.slots {
		if r.more != 0 {
			records = append(records, r)
		}
	}
	return records
}

func (t *keyTable) clear() {
	clear(t.slots)
	t.n = 0
}
