package signals

// ways are how rows below a table find their account: by the value of one of the
// table's columns.
type ways []*way

// way leads from the values of one column to accounts. On the root table, the
// code of a value stands for its account; on a table below, accounts has the
// account of the first row with that value.
type way struct {
	column   int
	values   dictionary
	accounts []uint32
	// seen, on the root table only: an account with that value was read, whether
	// it is in the portfolio or not.
	seen []bool
	// Of a decoder, log says that the values that accounts have are collected in
	// asked instead: values belongs to all decoders.
	log   bool
	asked []uint32
	// nested is what the nested rows of the account at hand have, on tables below the
	// root.
	nested nestedNames
}

// by gives the way by a column, and makes it if there is none yet.
func (w *ways) by(column int) *way {
	for _, one := range *w {
		if one.column == column {
			return one
		}
	}
	one := &way{column: column}
	*w = append(*w, one)
	return one
}

// lead notes that a row of a table below the root has a value and belongs to an
// account. The first row with a value wins.
func (w *way) lead(value []byte, account uint32) {
	if value == nil {
		return
	}
	if _, added := w.values.intern(value); added {
		w.accounts = append(w.accounts, account)
	}
}

// see marks that an account has the value, and gives its number plus one, 0 if
// no row asked for it.
func (w *way) see(value []byte) uint32 {
	if value == nil {
		return 0
	}
	code, ok := w.values.find(value)
	if !ok {
		return 0
	}
	if w.log {
		w.asked = append(w.asked, code)
	} else {
		w.mark(code)
	}
	return code + 1
}

func (w *way) mark(code uint32) {
	for len(w.seen) < w.values.len() {
		w.seen = append(w.seen, false)
	}
	w.seen[code] = true
}

func (w *way) wasSeen(account int) bool { return account < len(w.seen) && w.seen[account] }
