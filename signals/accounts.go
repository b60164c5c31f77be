package signals

import (
	"encoding/binary"
	"fmt"
)

// accounts is what the builder keeps of the root table beside its columns: which
// keys were there, and where the rows of child tables are.
type accounts struct {
	keys keySet
	// By number of the key: the line of its row, and with history its place,
	// counted over all blocks.
	lines  []uint32
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
	*a = accounts{asked: make(map[*way][]uint32, len(root.ways)), buf: a.buf}
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
		root.dropRow()
		b.count(&root.summary.Hidden, 1)
		return nil
	}
	root.readColumns(r, root.rest...)
	err := b.settle(root, r)
	place := latest
	switch {
	case err != nil:
	case root.hidden(b.asOf.micros):
		// Its time was not readable, which has been reported.
	case key == nil:
		err = b.refuse(root, b.problem(root, r, root.decl.Key+" is blank, and an account needs its key", true))
	default:
		place, err = b.place(r, key)
	}
	switch {
	case err != nil:
		root.dropRow()
		return err
	case place == latest:
		root.dropRow()
		b.count(&root.summary.Hidden, 1)
		return nil
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
	history := root.decl.History && root.time >= 0
	if history {
		instant := root.columns[root.time].vec.Ints[root.rows]
		a.buf = binary.LittleEndian.AppendUint64(append(a.buf[:0], key...), uint64(instant))
		if _, added := a.instants.add(a.buf); !added {
			return 0, b.refuse(root, b.problem(root, r, fmt.Sprintf("a second row of this %s with the same %s", root.decl.Key, root.decl.Time), true))
		}
	}
	number, added := a.keys.add(key)
	if added {
		a.lines = append(a.lines, uint32(r.line))
		if history {
			a.places = append(a.places, a.given+root.rows)
		}
		return root.rows, nil
	}
	at := -1
	if history {
		at = a.places[number] - a.given
	}
	if at < 0 {
		message := "a second row of this " + root.decl.Key
		if line := a.lines[number]; line > 0 {
			message += fmt.Sprintf("; the first is in line %d", line)
		}
		return 0, b.refuse(root, b.problem(root, r, message, true))
	}
	times := root.columns[root.time].vec.Ints
	if times[at] > times[root.rows] {
		return latest, nil
	}
	a.lines[number] = uint32(r.line)
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
