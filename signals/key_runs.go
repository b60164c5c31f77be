package signals

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// Spill is memory outside of memory, such as a temporary file: a place for what is
// to be kept of many accounts until all of them have been read.
type Spill interface {
	io.ReaderAt
	io.WriterAt
	// Close gives the memory back.
	io.Closer
}

// keyRuns are records on a spill, in runs.
type keyRuns struct {
	spill Spill
	end   int64
	runs  []keyRun
	// filter tells of most records that they are in no run.
	filter keyFilter
	page   []byte
}

// keyRun is a run of records on the spill.
type keyRun struct {
	at      int64
	records int
	// fences hold the hash of the first record of each page, once the run is sorted
	// by hashes; nil before.
	fences []uint64
}

// pageRecords is how many records are read at a time.
const pageRecords = 256

// append writes a run.
func (k *keyRuns) append(records []keyRecord, sorted bool) error {
	run := keyRun{at: k.end, records: len(records)}
	if sorted {
		run.sort(records, &k.filter)
	}
	if err := k.write(run.at, records); err != nil {
		return err
	}
	k.end += int64(len(records)) * recordBytes
	k.runs = append(k.runs, run)
	return nil
}

// sort brings the records of a run in the order of their hashes.
func (run *keyRun) sort(records []keyRecord, filter *keyFilter) {
	slices.SortFunc(records, func(a, b keyRecord) int { return cmp.Compare(a.hash, b.hash) })
	run.fences = make([]uint64, 0, (len(records)+pageRecords-1)/pageRecords)
	for i, r := range records {
		if i%pageRecords == 0 {
			run.fences = append(run.fences, r.hash)
		}
		filter.add(r)
	}
}

// sort sorts the runs that are not sorted yet. buf is memory for one of them.
func (k *keyRuns) sort(buf []keyRecord) error {
	for i := range k.runs {
		run := &k.runs[i]
		if run.fences != nil {
			continue
		}
		buf = slices.Grow(buf[:0], run.records)[:run.records]
		if err := k.read(run.at, buf); err != nil {
			return err
		}
		run.sort(buf, &k.filter)
		if err := k.write(run.at, buf); err != nil {
			return err
		}
	}
	return nil
}

// find looks for the record with the same key in sorted runs.
func (k *keyRuns) find(r keyRecord) (first keyRecord, found bool, err error) {
	if len(k.runs) == 0 || !k.filter.may(r) {
		return keyRecord{}, false, nil
	}
	if k.page == nil {
		k.page = make([]byte, pageRecords*recordBytes)
	}
	for i := range k.runs {
		run := &k.runs[i]
		page, exact := slices.BinarySearch(run.fences, r.hash)
		// Equal hashes may begin on the page before.
		for p := max(page-1, 0); p <= page && p < len(run.fences); p++ {
			if p == page && !exact {
				break
			}
			first, found, err := k.findOn(run, p, r)
			if found || err != nil {
				return first, found, err
			}
		}
	}
	return keyRecord{}, false, nil
}

// findOn looks for a record on one page of a run.
func (k *keyRuns) findOn(run *keyRun, page int, r keyRecord) (first keyRecord, found bool, err error) {
	from := page * pageRecords
	n := min(pageRecords, run.records-from)
	b := k.page[:n*recordBytes]
	if _, err := k.spill.ReadAt(b, run.at+int64(from)*recordBytes); err != nil {
		return keyRecord{}, false, spillError(err)
	}
	low := 0
	for high := n; low < high; {
		mid := (low + high) / 2
		if readRecord(b[mid*recordBytes:]).hash < r.hash {
			low = mid + 1
		} else {
			high = mid
		}
	}
	for ; low < n; low++ {
		at := readRecord(b[low*recordBytes:])
		if at.hash != r.hash {
			break
		}
		if at.same(r) {
			return at, true, nil
		}
	}
	return keyRecord{}, false, nil
}

// transferRecords is how many records pass through memory at a time.
const transferRecords = 4096

func (k *keyRuns) write(at int64, records []keyRecord) error {
	buf := make([]byte, 0, transferRecords*recordBytes)
	for part := range slices.Chunk(records, transferRecords) {
		buf = buf[:len(part)*recordBytes]
		for i, r := range part {
			r.put(buf[i*recordBytes:])
		}
		if _, err := k.spill.WriteAt(buf, at); err != nil {
			return spillError(err)
		}
		at += int64(len(buf))
	}
	return nil
}

func (k *keyRuns) read(at int64, records []keyRecord) error {
	buf := make([]byte, transferRecords*recordBytes)
	for part := range slices.Chunk(records, transferRecords) {
		b := buf[:len(part)*recordBytes]
		if _, err := k.spill.ReadAt(b, at); err != nil {
			return spillError(err)
		}
		for i := range part {
			part[i] = readRecord(b[i*recordBytes:])
		}
		at += int64(len(b))
	}
	return nil
}

func spillError(err error) error {
	return fmt.Errorf("keys of accounts could not be kept in a temporary file: %w", err)
}

// keyFilter is a Bloom filter.
type keyFilter struct{ bits []uint64 }

// filterBits is the size of the filter: for ten million records it lets one new
// one in twenty through to the disk.
const filterBits = 1 << 26

// places are the bits of a record.
func (f *keyFilter) places(r keyRecord) [4]uint64 {
	step := uint64(r.more)<<17 | 1
	var out [4]uint64
	for i := range out {
		out[i] = (r.hash + uint64(i)*step) >> 3 % filterBits
	}
	return out
}

func (f *keyFilter) add(r keyRecord) {
	if f.bits == nil {
		f.bits = make([]uint64, filterBits/64)
	}
	for _, p := range f.places(r) {
		f.bits[p/64] |= 1 << (p % 64)
	}
}

// may tells whether the record may have been added.
func (f *keyFilter) may(r keyRecord) bool {
	if f.bits == nil {
		return false
	}
	for _, p := range f.places(r) {
		if f.bits[p/64]&(1<<(p%64)) == 0 {
			return false
		}
	}
	return true
}
