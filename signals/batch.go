package signals

import "bytes"

// Decoder reads runs of a file's accounts into batches beside other decoders, each
// on a goroutine of its own. A decoder has no notion of the rows before its run:
// what depends on these, such as a key that was there before, is left to
// [Input.Accept].
type Decoder struct {
	Input
	batch Batch
}

// Batch is a run of accounts that was decoded, with all that is to be told of it.
type Batch struct {
	accounts *Portfolio
	memory   *blockMemory // of what follows
	lines    []int        // by account, where its row begins
	keys     []keyRecord  // by account; while a batch is filled, of the first ones
	// ascending: each key is greater than the one before it.
	ascending bool
	topRow    int // of the greatest key; -1 if there is none yet
	// first and last are the first and the greatest key.
	first, last string
	// events are problems and notices in order.
	events  []event
	tables  []TableSummary
	seen    [][]uint32 // by way on the root table, the values that accounts had
	refused bool       // a row was left out
}

// event is a problem, or the name of a field that a table does not declare.
type event struct {
	problem Problem
	table   int
	ignored string
}

// Decoder makes a decoder for the accounts of the input, after its header. Not for
// a table with history, in which a row may take the place of one before its run.
func (in *Input) Decoder() *Decoder {
	b := in.builder
	b.seal()
	if in.memory == nil {
		in.memory = new(blockMemory)
	}
	own := NewBuilder(b.schema, b.asOf, b.needs, nil)
	own.sealed = true
	d := &Decoder{Input: Input{builder: own, table: own.tables[0], file: in.file, at: in.at, width: in.width, partial: in.partial}}
	if in.at != nil {
		d.plain = newPlainRows(&d.Input)
	} else {
		d.objects = newPlainObjects(&d.Input)
	}
	own.batch, d.batch = &d.batch, in.memory.begin()
	for _, c := range own.tables[0].columns {
		if c != nil {
			c.memory, c.keeps = in.memory, !c.distinct
		}
	}
	own.accounts.index.seeds = b.accounts.index.seeds
	own.report = func(p Problem) {
		d.batch.refused = d.batch.refused || p.Refused
		d.batch.events = append(d.batch.events, event{problem: p})
	}
	for i, t := range own.tables {
		t.children.shareWith(&b.tables[i].children)
	}
	for i, w := range own.tables[0].ways {
		w.values = b.tables[0].ways[i].values
		w.log = true
	}
	for i, t := range own.tables[1:] {
		for j, w := range t.ways { // nested rows may belong to rows from files
			w.values, w.accounts = b.tables[i+1].ways[j].values, b.tables[i+1].ways[j].accounts
		}
	}
	return d
}

// Batch hands over what was read since the last call.
func (d *Decoder) Batch() *Batch {
	b := d.builder
	if d.plain != nil {
		d.plain.close()
	}
	if d.objects != nil {
		d.objects.rows.close()
	}
	out := d.batch
	d.batch = out.memory.begin()
	for i, t := range b.tables {
		out.tables = append(out.tables, t.summary)
		b.tables[i].summary = TableSummary{Table: t.summary.Table}
	}
	for _, w := range b.tables[0].ways {
		out.seen = append(out.seen, w.asked)
		w.asked = nil
	}
	out.endKeys(b.tables[0], &b.accounts.index.seeds)
	out.accounts = b.Portfolio()
	out.accounts.memory = out.memory
	return &out
}

// endKeys makes ready what tells whether keys were there before, while the rows are
// still in their column.
func (batch *Batch) endKeys(root *table, seeds *keySeeds) {
	c := root.columns[root.key]
	batch.hashKeys(c, root.rows, seeds)
	if root.rows > 0 {
		first, _ := c.appendText(nil, 0)
		last, _ := c.appendText(nil, batch.topRow)
		batch.first, batch.last = string(first), string(last)
	}
}

// hashKeys makes the records of the first rows, as far as that has not been done.
func (batch *Batch) hashKeys(c *columnBuilder, rows int, seeds *keySeeds) {
	if len(batch.keys) == rows {
		return
	}
	var top, key []byte
	if batch.topRow >= 0 {
		top, _ = c.appendText(nil, batch.topRow)
	}
	for i := len(batch.keys); i < rows; i++ {
		key, _ = c.appendText(key[:0], i)
		if batch.topRow < 0 || bytes.Compare(key, top) > 0 {
			top, batch.topRow = append(top[:0], key...), i
		} else {
			batch.ascending = false
		}
		batch.keys = append(batch.keys, seeds.record(key, batch.lines[i]))
	}
}

// greatest is the greatest key that has a record; false if it is not short.
func (batch *Batch) greatest(c *columnBuilder) (shortText, bool) {
	if batch.topRow < 0 {
		return shortText{length: -1}, true // less than any
	}
	key := c.dict.text(c.vec.Codes[batch.topRow])
	if len(key) > mostPlainText {
		return shortText{}, false
	}
	w0, w1 := lastBytes(key), lastBytes(key[min(wordBytes, len(key)):])
	return newShortText(w0, w1, len(key)), true
}

// Accept takes a batch into account and gives its block. Batches are accepted in
// the order of their rows. false means that nothing was done, because a key comes
// twice or, under [Builder.Strict], a row was refused: then the rows are to be
// added to the input itself, which finds and tells it. The error is what a
// [Spill] failed with.
func (in *Input) Accept(batch *Batch) (accounts *Portfolio, ok bool, err error) {
	b := in.builder
	if b.Strict && batch.refused {
		return nil, false, nil
	}
	ok, err = b.accounts.index.addBatch(batch)
	batch.memory.end(batch)
	if !ok || err != nil {
		return nil, false, err
	}
	for _, e := range batch.events {
		if e.ignored != "" {
			b.tables[e.table].fields.noticeIgnored(b, e.ignored)
		} else {
			b.tell(e.problem)
		}
	}
	for i, s := range batch.tables {
		b.count(&b.tables[i].summary.Rows, s.Rows)
		b.count(&b.tables[i].summary.Refused, s.Refused)
		b.count(&b.tables[i].summary.Unreadable, s.Unreadable)
		b.count(&b.tables[i].summary.Hidden, s.Hidden)
		b.count(&b.tables[i].summary.Orphans, s.Orphans)
	}
	for i, w := range b.tables[0].ways {
		for _, code := range batch.seen[i] {
			w.mark(code)
		}
	}
	b.accounts.given += batch.accounts.Len()
	return batch.accounts, true, nil
}

// Len is the number of accounts of the batch.
func (batch *Batch) Len() int { return batch.accounts.Len() }

// AddLines adds the rows of a text in which no quote stands: whole lines, of which
// the first is line; the last of a file may lack its line break. Empty lines are
// passed over. The bytes are not kept; where the text ends with a line break,
// those beyond, up to its capacity, may be looked at. The error is a
// [*RefusedError], under [Builder.Strict] only.
func (in *Input) AddLines(line int, text []byte) error { return in.plain.add(line, text) }

// newline is what ends a line.
var newline = []byte{'\n'}

// trimLineEnd takes the line break off a line.
func trimLineEnd(line []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(line, newline), []byte{'\r'})
}
