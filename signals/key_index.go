package signals

import "slices"

// keyIndex tells whether a key was there before, and where, in bounded memory.
//
// As long as each key is greater than all before it, it is new, and its record is
// only put aside. The first key for which that does not hold makes the index look
// up records from then on: in a table in memory, and, where there were too many
// for that, in sorted runs on the spill. Not safe for concurrent use.
type keyIndex struct {
	seeds keySeeds
	// open opens the spill, if there may be one.
	open func() (Spill, error)
	// The most records in memory: put aside, and in the table.
	mostAside, mostTable int

	any      bool
	greatest []byte // of all keys, if there are any

	aside  []keyRecord // while looked is false
	looked bool
	table  keyTable
	runs   keyRuns
	// homeless: there is no spill, and everything stays in memory.
	homeless bool
}

// newKeyIndex makes an index that opens a spill where some hundred thousand keys
// were there.
func newKeyIndex(open func() (Spill, error)) keyIndex {
	return keyIndex{
		seeds: newKeySeeds(), open: open,
		mostAside: 1 << 18, mostTable: 3 << 17, // 4 and 8 MiB
	}
}

// isNew tells without a look that a key is new.
func (x *keyIndex) isNew(key string) bool { return !x.any || key > string(x.greatest) }

// add notes a key. If it was there before, it gives the record of its first row.
func (x *keyIndex) add(key []byte, line int) (first keyRecord, added bool, err error) {
	r := x.seeds.record(key, line)
	if !x.any || string(key) > string(x.greatest) {
		if err := x.room(1); err != nil {
			return r, false, err
		}
		x.put(r)
		x.any, x.greatest = true, append(x.greatest[:0], key...)
		return r, true, nil
	}
	if err := x.look(); err != nil {
		return r, false, err
	}
	if err := x.room(1); err != nil {
		return r, false, err
	}
	return x.addUnseen(r)
}

// addUnseen notes a key that has to be looked up; there is room.
func (x *keyIndex) addUnseen(r keyRecord) (first keyRecord, added bool, err error) {
	if first, found, err := x.runs.find(r); found || err != nil {
		return first, false, err
	}
	first, added = x.table.add(r)
	return first, added, nil
}

// put notes a key that is new; there is room.
func (x *keyIndex) put(r keyRecord) {
	if x.looked {
		x.table.add(r)
	} else {
		x.aside = append(x.aside, r)
	}
}

// addBatch notes the keys of a batch; false if one comes twice, and then none is
// noted.
func (x *keyIndex) addBatch(batch *Batch) (added bool, err error) {
	n := batch.Len()
	if n == 0 {
		return true, nil
	}
	ascends := batch.ascending && x.isNew(batch.first)
	if !ascends {
		if err := x.look(); err != nil {
			return false, err
		}
	}
	if err := x.room(n); err != nil {
		return false, err
	}
	switch {
	case ascends && !x.looked:
		x.aside = append(x.aside, batch.keys...)
	case ascends:
		for _, r := range batch.keys {
			x.table.add(r)
		}
	default:
		if added, err := x.addAll(batch.keys); !added || err != nil {
			return added, err
		}
	}
	if x.isNew(batch.last) {
		x.any, x.greatest = true, append(x.greatest[:0], batch.last...)
	}
	return true, nil
}

// addAll notes keys that have to be looked up, or none of them if one comes twice.
func (x *keyIndex) addAll(records []keyRecord) (added bool, err error) {
	for i, r := range records {
		_, added, err := x.addUnseen(r)
		if added {
			continue
		}
		for _, r := range slices.Backward(records[:i]) {
			x.table.removeLast(r)
		}
		return false, err
	}
	return true, nil
}

// look goes over to looking records up.
func (x *keyIndex) look() error {
	if x.looked {
		return nil
	}
	x.looked = true
	x.table.reserve(len(x.aside))
	for _, r := range x.aside {
		x.table.add(r)
	}
	err := x.runs.sort(x.aside)
	x.aside = nil
	return err
}

// room makes room for so many records, on the spill if need be.
func (x *keyIndex) room(n int) error {
	held, most := len(x.aside), x.mostAside
	if x.looked {
		held, most = x.table.n, x.mostTable
	}
	full := held > 0 && held+n > most
	if full && x.hasSpill() {
		records := x.aside
		if x.looked {
			records = x.table.drain()
			defer x.table.reserve(n)
			defer x.table.clear()
		}
		if err := x.runs.append(records, x.looked); err != nil {
			return err
		}
		x.aside = x.aside[:0]
		return nil
	}
	switch {
	case x.looked:
		x.table.reserve(n)
	case cap(x.aside) < held+n && held+n > fewAside && held+n <= most:
		// What is not used of it takes no memory.
		x.aside = append(make([]keyRecord, 0, most), x.aside...)
	}
	return nil
}

// fewAside is how many records are put aside before there is memory for all of them.
const fewAside = 1 << 13

// hasSpill opens the spill when it is first needed. Without one, memory has to do.
func (x *keyIndex) hasSpill() bool {
	if x.runs.spill != nil {
		return true
	}
	if x.open == nil || x.homeless {
		return false
	}
	spill, err := x.open()
	if err != nil {
		x.homeless = true
		return false
	}
	x.runs.spill = spill
	return true
}

// close forgets all keys.
func (x *keyIndex) close() error {
	spill := x.runs.spill
	*x = keyIndex{seeds: x.seeds, open: x.open, mostAside: x.mostAside, mostTable: x.mostTable}
	if spill == nil {
		return nil
	}
	return spill.Close()
}
