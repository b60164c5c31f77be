package load

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// rootTable is the name of the table with one row an account.
const rootTable = "accounts"

const columnExample = "like `mrr: money`"

// table is a table while it is read: its declaration and where its parts stand,
// for what can be said only once all tables are known.
type table struct {
	table   *signals.Table
	declare rules.TableDeclaration
	fields  fields
	key     rules.Name // the column with the key
	parent  rules.Name
	orphan  bool // it does not say who its parent is
	// parentKey is the column of the parent that key refers to; its place is that
	// of key unless it is written.
	parentKey rules.Name
}

// signals reads the declared tables. Keys and parents are looked at once all of
// them are known, since they may stand in any order.
func (l *loader) signals(sections []section) {
	var read []*table
	l.named(sections, "`signals`", "the tables by name, accounts first", func(e entry) {
		before := l.findings()
		if t := l.table(e); t != nil {
			read = append(read, t)
		}
		l.broken(e, before)
		l.unread.Tables[e.name()] = l.unread.Broken[e.key.place()]
	})
	rooted := slices.ContainsFunc(read, func(t *table) bool { return t.table.Name == rootTable })
	if !rooted && !l.partial && !l.unread.Names {
		l.noAccounts(sections, read)
	}
	for _, t := range read {
		if t.orphan && rooted {
			l.report("table-parent", t.declare.Place, "write parent: accounts", "the table %s does not say to which table its rows belong", quoted(t.table.Name))
		}
		l.related(t, read)
	}
	if !rooted {
		read = append(read, &table{table: &signals.Table{Name: rootTable}})
		l.unread.Columns[rootTable] = true
	}
	sorted := l.parentsFirst(read)
	schema := &signals.Schema{}
	for _, t := range sorted {
		schema.Tables = append(schema.Tables, t.table)
		l.set.Signals.Tables = append(l.set.Signals.Tables, t.declare)
	}
	l.set.Signals.Schema = schema
}

func (l *loader) noAccounts(sections []section, read []*table) {
	for _, t := range read {
		if t.orphan && nearest(t.table.Name, []string{rootTable}) != "" {
			l.report("no-accounts", t.declare.Place, didYouMean(t.table.Name, []string{rootTable}), "no file declares the table `accounts`, which holds a row for each account")
			return
		}
	}
	at := rules.Place{}
	switch {
	case len(sections) > 0:
		at = sections[0].key.place()
	case len(l.set.Files) > 0:
		at.File = l.set.Files[0].Name
	default:
		return // that there are no files was said
	}
	l.report("no-accounts", at, "declare it: signals: {accounts: {key: account_id, columns: {account_id: string}}}",
		"no file declares the table `accounts`, which holds a row for each account")
}

func (l *loader) table(e entry) *table {
	name := e.name()
	// A table whose name is wrong is read all the same, for what else is wrong in it.
	if l.identifier(e.key, "a table", meanings...) && !l.declare(valueNames, name, e.key.place()) {
		l.unread.Columns[name] = true // which of the two is meant is not known
	}
	f, ok := l.fields(e.value, "a table", "key", "columns", "parent", "time", "until", "history", "blank")
	if !ok {
		l.partial = true
		return nil
	}
	t := &table{table: &signals.Table{Name: name}, fields: f}
	t.declare.Place = e.key.place()
	l.columns(t, e)
	l.parent(t, e)
	l.key(t, e)
	l.times(t)
	f.read("blank", func(v value) { t.table.Blank = l.texts(v, "`blank`", `a list of texts: blank: ["", NA]`) })
	return t
}

// texts reads a list of texts that differ.
func (l *loader) texts(v value, what, example string) []string {
	items, ok := l.list(v, what, example)
	if !ok {
		return nil
	}
	var texts []string
	for _, item := range items {
		text, ok := l.text(item, "an entry of "+what)
		switch {
		case !ok:
		case slices.Contains(texts, text):
			l.report("duplicate-value", item.place(), "delete it", "%s stands twice in %s", quoted(text), what)
		default:
			texts = append(texts, text)
		}
	}
	return texts
}

func (l *loader) parent(t *table, e entry) {
	written, ok := t.fields.get("parent")
	switch {
	case t.table.Name == rootTable && ok:
		l.report("table-parent", written.key.place(), "delete the line", "`accounts` is the table that the others belong to; it has no parent")
	case t.table.Name == rootTable:
	case !ok && t.fields.has("parent"):
	case !ok:
		t.orphan = true
	default:
		t.parent, _ = l.reference(written.value, "`parent`")
		t.table.Parent = t.parent.Text
	}
}

func (l *loader) key(t *table, e entry) {
	written, ok := t.fields.get("key")
	if !ok && t.fields.has("key") {
		return
	}
	if !ok {
		hint := "write key: and the column that holds the parent's key"
		if t.table.Name == rootTable {
			hint = "write key: and the column that identifies an account"
		}
		l.report("missing-key", e.key.place(), hint, "the table %s needs `key`", quoted(t.table.Name))
		return
	}
	if !written.value.isMapping() {
		t.key, _ = l.reference(written.value, "`key`")
		t.parentKey = t.key
	} else if list, ok := l.entries(written.value, "`key`", ""); ok {
		if len(list) != 1 || t.table.Name == rootTable {
			l.report("table-key", written.value.place(), "write key: account_id, or key: {own_column: parents_column} in a child table", "`key` names one column")
			return
		}
		t.key = rules.Name{Text: list[0].name(), Place: list[0].key.place()}
		t.parentKey, _ = l.reference(list[0].value, "the parent's column")
	}
	t.table.Key = t.key.Text
	if t.key.Text != "" {
		l.keyColumn(t, t.key, "the key")
	}
}

// keyColumn checks that a key is a column which can be one.
func (l *loader) keyColumn(t *table, key rules.Name, what string) {
	c, _ := t.table.Column(key.Text)
	switch {
	case c == nil:
		l.unknownColumn(t, key, what)
	case c.Kind == signals.NoKind: // that was said
	case c.Kind != signals.String && c.Kind != signals.Int:
		l.report("table-key", key.Place, "declare `"+clip(c.Name)+": string`", "%s of a table is text or a whole number, and the column %s is of type %s", what, quoted(c.Name), c.Kind)
	case c.Optional && t.table.Name == rootTable:
		l.report("table-key", key.Place, "leave `optional` out", "the column %s identifies an account and cannot be optional", quoted(c.Name))
	}
}

func (l *loader) unknownColumn(t *table, name rules.Name, what string) {
	if l.partial || l.unread.Columns[t.table.Name] {
		return
	}
	var names []string
	for _, c := range t.table.Columns {
		if identifier.MatchString(c.Name) {
			names = append(names, c.Name)
		}
	}
	l.report("unknown-column", name.Place, nameOrChoices(name.Text, names, ""), "%s names %s, which is not a column of %s", what, quoted(name.Text), t.table.Name)
}

// times reads what makes rows come and go.
func (l *loader) times(t *table) {
	t.table.Time = l.timeColumn(t, "time")
	t.table.Until = l.timeColumn(t, "until")
	if written, ok := t.fields.get("until"); ok && t.table.Until != "" && t.table.Time == "" {
		if !t.fields.has("time") {
			l.report("missing-key", written.key.place(), "write time: and the column with the start", "a table with `until` needs `time` too: rows are active from one to the other")
		}
	}
	written, ok := t.fields.get("history")
	if !ok {
		return
	}
	history, ok := l.boolean(written.value, "`history`")
	if !ok || !history {
		return
	}
	t.table.History = true
	switch timed := t.fields.has("time"); {
	case t.table.Name != rootTable:
		l.report("table-option", written.key.place(), "delete the line: all rows of a child table count", "only `accounts` can have `history`")
	case !timed:
		l.report("missing-key", written.key.place(), "write time: and the column that dates the row", "`history` needs `time`, which says which row of an account is the latest")
	}
}

// timeColumn reads the name of a date or time column of the table.
func (l *loader) timeColumn(t *table, field string) string {
	written, ok := t.fields.get(field)
	if !ok {
		return ""
	}
	name, ok := l.reference(written.value, "`"+field+"`")
	if !ok {
		return ""
	}
	l.temporal(t, name, "`"+field+"`")
	return name.Text
}

// temporal checks that a name is that of a date or time column.
func (l *loader) temporal(t *table, name rules.Name, what string) {
	c, _ := t.table.Column(name.Text)
	switch {
	case c == nil:
		l.unknownColumn(t, name, what)
	case c.Kind != signals.NoKind && !c.Kind.Temporal():
		l.report("column-reference", name.Place, "", "%s names a date or time column, and %s is of type %s", what, quoted(name.Text), c.Kind)
	}
}

// related checks a table against its parent.
func (l *loader) related(t *table, all []*table) {
	if t.parent.Text == "" {
		return
	}
	i := slices.IndexFunc(all, func(o *table) bool { return o.table.Name == t.parent.Text })
	if i < 0 {
		// That there is no table of accounts was said already.
		if !l.partial && t.parent.Text != rootTable {
			var names []string
			for _, o := range all {
				if o != t {
					names = append(names, o.table.Name)
				}
			}
			l.report("table-parent", t.parent.Place, nameOrChoices(t.parent.Text, names, ""), "no table is called %s", quoted(t.parent.Text))
		}
		return
	}
	if t.parentKey.Text == "" || l.unread.Twice[t.parent.Text] {
		return
	}
	parent := all[i]
	t.table.ParentKey = t.parentKey.Text
	own, _ := t.table.Column(t.key.Text)
	if own == nil && t.parentKey == t.key && !l.unread.Columns[t.table.Name] {
		return // that the table has no such column was said
	}
	c, _ := parent.table.Column(t.parentKey.Text)
	isRoot := parent.table.Name == rootTable
	switch {
	case isRoot && parent.key.Text != "" && t.parentKey.Text != parent.key.Text:
		l.report("table-key", t.parentKey.Place, "write key: {"+clip(t.key.Text)+": "+clip(parent.key.Text)+"}",
			"`key` refers to the key of %s, which is %s", parent.table.Name, quoted(parent.key.Text))
	case c == nil && t.parentKey == t.key && !l.partial && !l.unread.Columns[parent.table.Name]:
		l.report("table-key", t.key.Place, "if it is called something else there, write key: {"+clip(t.key.Text)+": its_name_in_"+parent.table.Name+"}",
			"the parent %s has no column %s", parent.table.Name, quoted(t.key.Text))
	case c == nil:
		l.unknownColumn(parent, t.parentKey, "`key`")
	case !isRoot:
		l.keyColumn(parent, t.parentKey, "the key")
	}
	if own != nil && c != nil && own.Kind != c.Kind && own.Kind != signals.NoKind && c.Kind != signals.NoKind {
		l.report("table-key", t.key.Place, "declare both alike", "the key %s is of type %s, but %s of %s is of type %s",
			quoted(own.Name), own.Kind, quoted(c.Name), parent.table.Name, c.Kind)
	}
}

// parentsFirst sorts tables so that the root stands first and each table behind
// its parent, otherwise as written. Tables whose way up does not lead to the root
// stand at the end.
func (l *loader) parentsFirst(written []*table) []*table {
	var sorted []*table
	placed := map[string]bool{}
	place := func(t *table) {
		sorted = append(sorted, t)
		placed[t.table.Name] = true
	}
	rest := slices.Clone(written)
	for _, t := range written {
		if t.table.Name == rootTable {
			place(t)
		}
	}
	rest = slices.DeleteFunc(rest, func(t *table) bool { return placed[t.table.Name] })
	for {
		i := slices.IndexFunc(rest, func(t *table) bool { return placed[t.table.Parent] })
		if i < 0 {
			break
		}
		place(rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
	for _, t := range rest {
		sorted = append(sorted, t) // with an error; its parent is not known
		if inCircle(t, rest) {
			l.report("table-parent", t.parent.Place, "one of the tables must have the parent accounts", "the parents of %s lead in a circle", quoted(t.table.Name))
		}
	}
	return sorted
}

// inCircle tells whether the way up from a table leads back to it.
func inCircle(t *table, all []*table) bool {
	at := t
	for range all {
		i := slices.IndexFunc(all, func(o *table) bool { return o.table.Name == at.table.Parent })
		if i < 0 {
			return false
		}
		if at = all[i]; at == t {
			return true
		}
	}
	return false
}
