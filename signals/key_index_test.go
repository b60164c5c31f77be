package signals

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// memorySpill is a spill in memory.
type memorySpill struct {
	data   []byte
	closed int
	fail   error
}

func (m *memorySpill) WriteAt(p []byte, at int64) (int, error) {
	if m.fail != nil {
		return 0, m.fail
	}
	if need := int(at) + len(p); need > len(m.data) {
		m.data = append(m.data, make([]byte, need-len(m.data))...)
	}
	return copy(m.data[at:], p), nil
}

func (m *memorySpill) ReadAt(p []byte, at int64) (int, error) {
	n := copy(p, m.data[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (m *memorySpill) Close() error {
	m.closed++
	return nil
}

// batchOf is a batch of which only the keys count.
func batchOf(x *keyIndex, keys []string, firstLine int) *Batch {
	c := newColumnBuilder(&Column{Name: "id", Kind: String}, nil)
	c.distinct = true
	batch := new(blockMemory).begin()
	batch.accounts = &Portfolio{Root: Rows{Len: len(keys)}}
	for i, key := range keys {
		c.appendString([]byte(key))
		batch.lines = append(batch.lines, firstLine+i)
	}
	batch.hashKeys(c, len(keys), &x.seeds)
	batch.first, batch.last = keys[0], slices.Max(keys)
	return &batch
}

// TestKeyIndex compares an index that may hold few records in memory with a map.
func TestKeyIndex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spill := &memorySpill{}
		x := newKeyIndex(func() (Spill, error) {
			if rapid.IntRange(0, 9).Draw(t, "no spill") == 0 {
				return nil, errNoSpill
			}
			return spill, nil
		})
		x.mostAside, x.mostTable = rapid.IntRange(1, 600).Draw(t, "aside"), rapid.IntRange(1, 600).Draw(t, "table")
		first := make(map[string]int)
		line, next := 2, 0
		ascending := rapid.IntRange(0, 30).Draw(t, "ascending rounds")
		for round := range rapid.IntRange(1, 40).Draw(t, "rounds") {
			keys := make([]string, rapid.IntRange(1, 90).Draw(t, "keys"))
			for i := range keys {
				n := next + 1
				if round >= ascending {
					n = rapid.IntRange(0, 4000).Draw(t, "key")
				}
				next = max(next, n)
				keys[i] = fmt.Sprintf("A%06d", n)
			}
			batch := batchOf(&x, keys, line)
			twice := false
			inBatch := make(map[string]bool)
			for _, key := range keys {
				twice = twice || inBatch[key] || first[key] > 0
				inBatch[key] = true
			}
			added, err := x.addBatch(batch)
			if err != nil || added == twice {
				t.Fatalf("batch added: %v, %v, with a key twice: %v", added, err, twice)
			}
			for i, key := range keys {
				if added {
					first[key] = line + i
					continue
				}
				record, new, err := x.add([]byte(key), line+i)
				if err != nil || new != (first[key] == 0) || !new && int(record.line) != first[key] {
					t.Fatalf("%s: new %v, first in line %d, %v; want line %d", key, new, record.line, err, first[key])
				}
				if new {
					first[key] = line + i
				}
			}
			line += len(keys)
		}
		hadSpill := x.runs.spill != nil
		if err := x.close(); err != nil || hadSpill && spill.closed != 1 {
			t.Fatal(err, spill.closed)
		}
	})
}

func TestSpillFails(t *testing.T) {
	broken := errors.New("the disk is full")
	x := newKeyIndex(func() (Spill, error) { return &memorySpill{fail: broken}, nil })
	x.mostAside = 2
	var err error
	for i := 0; i < 4 && err == nil; i++ {
		_, _, err = x.add(fmt.Appendf(nil, "A%d", i), i)
	}
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

func BenchmarkKeyIndex(b *testing.B) {
	keys := make([][]byte, 1_000_000)
	for i := range keys {
		keys[i] = fmt.Appendf(nil, "A%07d", i)
	}
	for _, order := range []struct {
		name string
		step int
	}{{"ascending", 1}, {"shuffled", 7_919}} {
		b.Run(order.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x := newKeyIndex(func() (Spill, error) { return &memorySpill{}, nil })
				for i := range keys {
					if _, added, err := x.add(keys[i*order.step%len(keys)], i); !added || err != nil {
						b.Fatal(i, err)
					}
				}
				x.close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(keys)), "ns/key")
		})
	}
}
