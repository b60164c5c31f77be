package signals

import "fmt"

// looseRow is a nested row that does not stand in the row of the parent table that
// it belongs to, but in one further up, such as the account, or in a row that is
// loose itself. As with files, it belongs to the account only if a row of the parent
// table has its key. That row may come later in the account.
type looseRow struct {
	row     int // in its table; -1 if it was not taken
	key     string
	unnamed bool // it stands in its parent row, which has no key
	// names are its values by way.
	names   []string
	problem Problem // if there is no such row
}

// nestedNames are the values that the nested rows of the account at hand have in the
// column of a way.
type nestedNames struct {
	text []byte
	ends []int
	// set is made where somebody asks.
	set map[string]bool
}

func (n *nestedNames) reset() { n.text, n.ends, n.set = n.text[:0], n.ends[:0], nil }

func (n *nestedNames) add(name []byte) {
	if name == nil {
		return
	}
	n.text = append(n.text, name...)
	n.ends = append(n.ends, len(n.text))
}

func (n *nestedNames) has(name string) bool {
	if n.set == nil {
		n.set = make(map[string]bool, len(n.ends))
		from := 0
		for _, end := range n.ends {
			n.set[string(n.text[from:end])] = true
			from = end
		}
	}
	return n.set[name]
}

// beginLoose forgets what the account before had.
func (t *table) beginLoose() {
	t.children.loose = t.children.loose[:0]
	for _, w := range t.ways {
		w.nested.reset()
	}
}

// nameNested notes what rows below can find the nested row at hand by. Of a loose row
// that waits until it is known to belong to the account.
func (b *Builder) nameNested(t *table, r *row, in owner, direct bool) {
	if !in.loose {
		for _, w := range t.ways {
			w.nested.add(t.texts[w.column])
		}
		return
	}
	key := t.texts[t.key]
	l := looseRow{row: -1, key: string(key), unnamed: direct && key == nil}
	for _, w := range t.ways {
		l.names = append(l.names, string(t.texts[w.column]))
	}
	column := t.parent.decl.Columns[t.parentColumn].Name
	l.problem = b.problem(t, r, fmt.Sprintf("%s is %s, and the account has no row of %s with that %s", t.decl.Key, quote(key), t.parent.decl.Name, column), true)
	t.children.loose = append(t.children.loose, l)
}

// settleLoose leaves out the loose rows of the account at hand that belong to no row
// of the parent table. Parents are settled before their children.
func (b *Builder) settleLoose(t *table) error {
	c := &t.children
	if len(c.loose) == 0 {
		return nil
	}
	var failed error
	gone := map[int]bool{}
	for _, l := range c.loose {
		switch {
		case l.unnamed || t.parentHas(b.tables[0], l.key):
			for i, w := range t.ways {
				if l.names[i] != "" {
					w.nested.add([]byte(l.names[i]))
				}
			}
		case l.row >= 0:
			gone[l.row] = true
			if err := b.unlessStrict(b.refuse(t, l.problem)); failed == nil {
				failed = err
			}
		}
	}
	if len(gone) > 0 {
		var kept []int32
		for row := c.from; row < t.rows; row++ {
			if !gone[row] {
				kept = append(kept, int32(row-c.from))
			}
		}
		t.reorder(c.from, kept)
	}
	return failed
}

// parentHas tells whether a row of the parent table that belongs to the account at
// hand has a key.
func (t *table) parentHas(root *table, key string) bool {
	up := t.children.up
	if !t.parent.children.shared {
		return up.nested.has(key)
	}
	code, ok := up.values.find([]byte(key))
	if !ok {
		return false
	}
	way := t.children.root
	account, ok := way.values.find(root.texts[way.column])
	return ok && up.accounts[code] == account
}
