package rules

// Unread says what of a rule set is not known because of errors in its files, so
// that nothing which hangs on it is called wrong too. A nil *Unread: all was read.
type Unread struct {
	// Names: a file or a section could not be read, and what it declares may have
	// any name.
	Names bool
	// Columns are the tables, by name, of which not all columns are known.
	Columns map[string]bool
	// Tables are those, by name, in which something is wrong: they may have a time
	// and an end that are not known.
	Tables map[string]bool
	// Twice are the names that were declared twice: which of the two is meant is not
	// known.
	Twice map[string]bool
	// Broken are the places of declarations (tables, metrics, functions,
	// scorecards, measures, what segments change) in which something is wrong.
	Broken map[Place]bool
}

// IsBroken tells whether something is wrong in the declaration at a place.
func (u *Unread) IsBroken(declared Place) bool { return u != nil && u.Broken[declared] }

// HasNames tells whether names may be declared that are not known.
func (u *Unread) HasNames() bool { return u != nil && u.Names }

// HasTimes tells whether a table may have a time or an end that is not known.
func (u *Unread) HasTimes(table string) bool {
	return u != nil && (u.Tables[table] || u.Columns[table])
}

// IsTwice tells whether a name was declared twice.
func (u *Unread) IsTwice(name string) bool { return u != nil && u.Twice[name] }

// HasColumns tells whether a table may have columns that are not known.
func (u *Unread) HasColumns(table string) bool { return u != nil && u.Columns[table] }
