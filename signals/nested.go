package signals

import "fmt"

// owner is the row that nested rows stand in.
type owner struct {
	table *table
	input *Input
	line  int
	// account is the number of the account on the way of the rows, if they are
	// shared.
	account uint32
	// loose, of a row within: see [looseRow].
	loose bool
}

// addNested adds the child rows nested in an account of the block.
func (b *Builder) addNested(place int, r *row, lists []list) error {
	for _, t := range b.tables[1:] {
		t.children.given, t.children.count, t.children.from = false, 0, t.rows
		t.beginLoose()
	}
	root := b.tables[0]
	err := b.addLists(owner{table: root, input: r.input, line: r.line}, lists)
	for _, t := range b.tables[1:] {
		c := &t.children
		if !t.read || c.shared {
			continue
		}
		if looseErr := b.settleLoose(t); err == nil {
			err = looseErr
		}
		c.spans[place] = t.closeAccount()
		// Where there are no parents to hold rows, the table is supplied with them.
		up := t.parent
		c.given = c.given || up != root && up.children.given && up.children.count == 0
		c.supplied[place] = c.given
	}
	return err
}

func (b *Builder) addLists(in owner, lists []list) error {
	for _, l := range lists {
		c := &l.table.children
		c.given = true
		if in.table.children.shared && !c.shared {
			c.shared = true
			l.table.summary.File = in.input.file
		}
		err := l.each(func(object any) error {
			return b.unlessStrict(b.addChildObject(l.table, in, object))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// addChildObject adds a child row given as raw JSON or as a map, with the rows
// nested in it. Without an owner it is a row of the table's own file.
func (b *Builder) addChildObject(t *table, in owner, object any) error {
	r := row{input: in.input, line: in.line}
	if err := t.fields.scan(b, object, b.maxDepth); err != nil {
		b.count(&t.summary.Rows, 1)
		t.children.count++
		return b.refuse(t, b.scanProblem(t, &r, object, err))
	}
	r.cells = t.fields.cells
	in.loose = in.table != nil && (in.loose || in.table != t.parent)
	account, known, err := b.addChild(t, &r, in)
	if err = b.unlessStrict(err); err != nil || !known || len(t.fields.lists) == 0 {
		return err
	}
	in.table, in.account = t, account
	return b.addLists(in, t.fields.lists)
}

// addChild adds a row of a child table. It gives the row's account if the rows
// are shared; known is false if there is none, and then rows nested in this one
// have none either.
func (b *Builder) addChild(t *table, r *row, in owner) (account uint32, known bool, err error) {
	b.count(&t.summary.Rows, 1)
	t.children.count++
	if t.full() {
		return 0, false, fmt.Errorf("%s has more rows than a portfolio can hold", t.decl.Name)
	}
	nested := in.table != nil
	direct := nested && in.table == t.parent
	if direct {
		inheritKey(t, r, in.table.texts[t.parentColumn])
	}
	t.readKeys(r)
	key := t.texts[t.key]
	account, known = in.account, nested
	if !nested && key != nil {
		account, known = t.children.account(key)
	}
	if known && t.children.shared {
		for _, w := range t.ways {
			w.lead(t.texts[w.column], account)
		}
	}
	if nested && !t.children.shared {
		b.nameNested(t, r, in, direct)
	}
	if t.wayOnly {
		t.dropRow()
		return account, known, nil
	}
	if t.readTime(r, b.asOf.micros) {
		t.dropRow()
		b.count(&t.summary.Hidden, 1)
		return account, known, nil
	}
	t.readColumns(r, t.rest...)
	if err = b.settle(t, r); err == nil {
		err = b.checkKey(t, r, in, direct)
	}
	switch {
	case err != nil:
		t.dropRow()
	default:
		before := t.rows
		b.admitChild(t, account, known)
		if in.loose && !t.children.shared && t.rows > before {
			t.children.loose[len(t.children.loose)-1].row = before
		}
	}
	return account, known, err
}

// addPlainChild adds the row of a child table with a file of its own that was read
// without a fault.
func (b *Builder) addPlainChild(t *table) {
	for _, c := range t.first {
		t.noteText(c)
	}
	account, known := t.children.account(t.texts[t.key])
	if known {
		for _, w := range t.ways {
			w.lead(t.texts[w.column], account)
		}
	}
	if t.wayOnly {
		t.dropRow()
		return
	}
	b.admitChild(t, account, known)
}

// admitChild takes the row at hand of a child table, if it is to be seen.
func (b *Builder) admitChild(t *table, account uint32, known bool) {
	switch {
	case t.hidden(b.asOf.micros):
		t.dropRow()
		b.count(&t.summary.Hidden, 1)
	case !known:
		t.dropRow()
		b.count(&t.summary.Orphans, 1)
	default:
		t.rows++
		if t.children.shared {
			t.children.accounts = append(t.children.accounts, account)
		}
	}
}

// inheritKey gives a row that leaves out its key the key of the row it stands in.
func inheritKey(t *table, r *row, parentKey []byte) {
	c := &r.cells[t.key]
	if parentKey == nil {
		return
	}
	blank := c.form == absentForm || c.form == nullForm ||
		c.form == stringForm && t.columns[t.key].isBlank(trim(c.text))
	if blank {
		*c = cell{form: plainForm, text: parentKey}
	}
}

// checkKey refuses the row at hand if it has no key where it needs one, or
// another one than the row it stands in.
func (b *Builder) checkKey(t *table, r *row, in owner, direct bool) error {
	key := t.texts[t.key]
	switch {
	case key == nil && !direct:
		return b.refuse(t, b.problem(t, r, t.decl.Key+" is blank, and a row needs the key it belongs to", true))
	case direct && key != nil && in.table.texts[t.parentColumn] != nil && string(key) != string(in.table.texts[t.parentColumn]):
		return b.refuse(t, b.problem(t, r, fmt.Sprintf("%s is %s, but the row stands in %s %s",
			t.decl.Key, quote(key), in.table.decl.Name, quote(in.table.texts[t.parentColumn])), true))
	}
	return nil
}
