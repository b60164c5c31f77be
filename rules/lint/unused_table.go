package lint

// unusedTables finds child tables that nothing uses.
func (p *pass) unusedTables(u *usage) {
	set := p.checked.Set
	for i, t := range set.Signals.Schema.Tables {
		if i > 0 && !u.tables[i] {
			p.warn("unused-table", set.Signals.Tables[i].Place, "use it, as in count("+t.Name+"), or delete it: files that no table names are left alone",
				"nothing uses the table `%s`", t.Name)
		}
	}
}
