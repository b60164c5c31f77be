package signals

import (
	"encoding/binary"
	"fmt"
)

// accounts is what the builder keeps of the root table beside its columns: which
// keys were there, and where the rows of child tables are.
type accounts struct {
	// index knows the keys; with history, keys does.
	index keyIndex
	keys  keySet
	// With history, by number of the key: the line of its row, and its place, counted
	// over all blocks.
	lines  []int
	places []int
	// instants are the pairs of key and time that were there, with history.
	instants keySet
	// given is the number of rows in the blocks that were handed over.
	given int
	// replaced: with history, rows of this block have replaced earlier ones.
	replaced bool
	// asked gives, by way on the root table, the number of each account of the
	// block, plus one, or 0 if no child row asked for it.
	asked map[*way][]uint32
	buf   []byte
}

func (a *accounts) start(root *table) {
	*a = accounts{index: a.index, keys: newKeySet(), instants: newKeySet(), asked: make(map[*way][]uint32, len(root.ways)), buf: a.buf}
}

func (a *accounts) nextBlock(rows int) {
	a.given += rows
	a.replaced = false
	for w := range a.asked {
		a.asked[w] = a.asked[w][:0]
	}
}

// settle puts nested rows in the order of accounts, should it have changed.
func (a *accounts) settle(tables []*table) {
	if !a.replaced {
		return
	}
	for _, t := range tables[1:] {
		if t.read && !t.children.shared {
			t.compact()
		}
	}
}

// addAccountObject adds an account given as raw JSON or as a map.
func (b *Builder) addAccountObject(in *Input, line int, object any) error {
	root := b.tables[0]
	r := row{input: in, line: line}
	if err := root.fields.scan(b, object, b.maxDepth); err != nil {
		b.count(&root.summary.Rows, 1)
		return b.refuse(root, b.scanProblem(root, &r, object, err))
	}
	r.cells = root.fields.cells
	return b.addAccount(&r, root.fields.lists)
}

// addAccount adds a row of the root table with the child rows nested in it.
func (b *Builder) addAccount(r *row, lists []list) error {
	b.seal()
	root := b.tables[0]
	b.count(&root.summary.Rows, 1)
	if root.full() {
		return fmt.Errorf("%s has more rows than a portfolio can hold", root.decl.Name)
	}
	root.readKeys(r)
	for _, w := range root.ways {
		w.see(root.texts[w.column])
	}
	key := root.texts[root.key]
	if root.readTime(r, b.asOf.micros) {
		return b.hide(root)
	}
	root.readColumns(r, root.rest...)
	err := b.settle(root, r)
	switch {
	case err != nil:
	case root.hidden(b.asOf.micros):
		// Its time was not readable, which has been reported.
		return b.hide(root)
	case key == nil:
		err = b.refuse(root, b.problem(root, r, root.decl.Key+" is blank, and an account needs its key", true))
	default:
		return b.admit(r, lists)
	}
	root.dropRow()
	return err
}

// addPlainAccount adds the row of the root table that was read without a fault.
func (b *Builder) addPlainAccount(r *row) error {
	root := b.tables[0]
	for _, c := range root.first {
		// A batch looks at keys later.
		if b.batch == nil || len(root.ways) > 0 {
			root.noteText(c)
		}
	}
	for _, w := range root.ways {
		w.see(root.texts[w.column])
	}
	if root.hidden(b.asOf.micros) {
		return b.hide(root)
	}
	return b.admit(r, nil)
}

// hide drops the row at hand for its time.
func (b *Builder) hide(t *table) error {
	t.dropRow()
	b.count(&t.summary.Hidden, 1)
	return nil
}

// admit takes the row at hand into the block, with the child rows nested in it.
func (b *Builder) admit(r *row, lists []list) error {
	root := b.tables[0]
	if b.batch != nil {
		// Whether the key is new is seen when the batch is added.
		b.batch.lines = append(b.batch.lines, r.line)
		return b.placeAccount(root.rows, r, lists)
	}
	place, err := b.place(r, root.texts[root.key])
	switch {
	case err != nil:
		root.dropRow()
		return err
	case place == latest:
		return b.hide(root)
	}
	return b.placeAccount(place, r, lists)
}

// latest is the place of a row that gives way to what the block has already: a
// later row of its key, or nothing at all.
const latest = -1

// place finds where in the block the row at hand belongs: behind the others, in
// the place of an earlier row of its key, or latest if the block has a later one.
// The error says that the row was refused.
func (b *Builder) place(r *row, key []byte) (int, error) {
	a, root := &b.accounts, b.tables[0]
	if root.decl.History && root.time >= 0 {
		return b.placeInHistory(r, key)
	}
	first, added, err := a.index.add(key, r.line)
	switch {
	case err != nil:
		return 0, err
	case !added:
		return 0, b.refuseSecond(r, int(first.line))
	}
	return root.rows, nil
}

// refuseSecond refuses a row whose key was there before, in a line if that is
// known.
func (b *Builder) refuseSecond(r *row, line int) error {
	root := b.tables[0]
	message := "a second row of this " + root.decl.Key
	if line > 0 {
		message += fmt.Sprintf("; the first is in line %d", line)
	}
	return b.refuse(root, b.problem(root, r, message, true))
}

// placeInHistory is place where the latest row of a key counts.
func (b *Builder) placeInHistory(r *row, key []byte) (int, error) {
	a, root := &b.accounts, b.tables[0]
	instant := root.columns[root.time].vec.Ints[root.rows]
	a.buf = binary.LittleEndian.AppendUint64(append(a.buf[:0], key...), uint64(instant))
	if _, added := a.instants.add(a.buf); !added {
		return 0, b.refuse(root, b.problem(root, r, fmt.Sprintf("a second row of this %s with the same %s", root.decl.Key, root.decl.Time), true))
	}
	number, added := a.keys.add(key)
	if added {
		a.lines = append(a.lines, r.line)
		a.places = append(a.places, a.given+root.rows)
		return root.rows, nil
	}
	at := a.places[number] - a.given
	if at < 0 {
		return 0, b.refuseSecond(r, a.lines[number])
	}
	times := root.columns[root.time].vec.Ints
	if times[at] > times[root.rows] {
		return latest, nil
	}
	a.lines[number] = r.line
	return at, nil
}

// placeAccount puts the row at hand where it belongs, and adds the child rows
// nested in it.
func (b *Builder) placeAccount(place int, r *row, lists []list) error {
	a, root := &b.accounts, b.tables[0]
	replaces := place < root.rows
	if replaces {
		a.replaced = true
		b.count(&root.summary.Hidden, 1)
		for _, c := range root.columns {
			if c != nil {
				c.moveLast(place)
			}
		}
	} else {
		root.rows++
		for _, w := range root.ways {
			a.asked[w] = append(a.asked[w], 0)
		}
		for _, t := range b.tables[1:] {
			if t.read && !t.children.shared {
				t.children.spans = append(t.children.spans, Span{From: int32(t.rows), To: int32(t.rows)})
				t.children.supplied = append(t.children.supplied, false)
			}
		}
	}
	for _, w := range root.ways {
		a.asked[w][place] = w.see(root.texts[w.column])
	}
	if len(lists) == 0 && !replaces {
		return nil // its spans are empty as they are
	}
	return b.addNested(place, r, lists)
}
