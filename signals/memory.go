package signals

import (
	"slices"
	"sync"
)

// blockMemory is the memory of blocks that were given back, for blocks to come.
// Safe for concurrent use; nil has none.
type blockMemory struct {
	mu      sync.Mutex
	missing spare[Cause]
	ints    spare[int64]
	codes   spare[uint32]
	keys    spare[keyRecord]
	lines   spare[int]
}

// spare are slices that nobody uses.
type spare[T any] [][]T

// lend gives an empty slice with room for n.
func (s *spare[T]) lend(n int) []T {
	if last := len(*s) - 1; last >= 0 {
		out := (*s)[last]
		*s = (*s)[:last]
		return slices.Grow(out, n)
	}
	return make([]T, 0, n)
}

func (s *spare[T]) take(used []T) {
	if cap(used) > 0 {
		*s = append(*s, used[:0])
	}
}

// lend gives a vector memory for so many rows.
func (m *blockMemory) lend(v *Vector, rows int) {
	if m == nil {
		m = new(blockMemory)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	v.Missing = m.missing.lend(rows)
	if v.Kind == String {
		v.Codes = m.codes.lend(rows)
	} else {
		v.Ints = m.ints.lend(rows)
	}
}

// takeBack takes the memory of columns that are not used any more. Dictionaries
// are not in it: those who remember what they found out about one know it by its
// place in memory.
func (m *blockMemory) takeBack(columns []*Vector) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, v := range columns {
		if v == nil {
			continue
		}
		m.missing.take(v.Missing)
		m.codes.take(v.Codes)
		m.ints.take(v.Ints)
	}
}

// begin makes an empty batch.
func (m *blockMemory) begin() Batch {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Batch{memory: m, ascending: true, topRow: -1, keys: m.keys.lend(0), lines: m.lines.lend(0)}
}

// end takes back what only the keys of a batch needed.
func (m *blockMemory) end(batch *Batch) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys.take(batch.keys)
	m.lines.take(batch.lines)
	batch.keys, batch.lines = nil, nil
}
