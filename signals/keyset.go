package signals

import "hash/maphash"

// keySet gives keys dense numbers in the order of their first appearance without
// holding their texts: a key is known by 128 bits of two seeded hashes, which for
// a thousand million keys differ but for one chance in 10^20. It takes some 24
// bytes a key however long the keys are. Not safe for concurrent use.
type keySet struct {
	seeds  [2]maphash.Seed
	hashes []keyHash
	slots  []uint32 // open addressing: number + 1, or 0 where free; a power of two long
}

// keyHash stands for a key.
type keyHash [2]uint64

func newKeySet() keySet {
	return keySet{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// add gives the number of a key, and whether the key is new.
func (s *keySet) add(key []byte) (number int, added bool) {
	h := keyHash{maphash.Bytes(s.seeds[0], key), maphash.Bytes(s.seeds[1], key)}
	if 4*(len(s.hashes)+1) > 3*len(s.slots) {
		s.grow()
	}
	at := s.slot(h)
	if s.slots[at] != 0 {
		return int(s.slots[at] - 1), false
	}
	s.hashes = append(s.hashes, h)
	s.slots[at] = uint32(len(s.hashes))
	return len(s.hashes) - 1, true
}

func (s *keySet) slot(h keyHash) int {
	mask := len(s.slots) - 1
	at := int(h[0]) & mask
	for s.slots[at] != 0 && s.hashes[s.slots[at]-1] != h {
		at = (at + 1) & mask
	}
	return at
}

func (s *keySet) grow() {
	s.slots = make([]uint32, max(16, 2*len(s.slots)))
	for number, h := range s.hashes {
		s.slots[s.slot(h)] = uint32(number) + 1
	}
}
