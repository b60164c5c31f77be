package signals

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/signals/internal/jsontext"
)

// fields reads the fields of an object into the cells of one row of its table.
// An object names a column as files do, or by its own name, and a table whose
// rows are nested in it by the table's name.
type fields struct {
	table *table
	// index gives, by name, the column, or beyond those the table.
	index map[string]int
	// Of the row at hand:
	cells   []cell
	lists   []list
	given   []bool // as in index
	unknown unknownNames
	guess   nameGuesses
	scratch []byte // holds texts that had escapes
	// ignored are the names that were noticed as undeclared so far.
	ignored map[string]bool
}

// list are the rows of a table that stand nested in an object.
type list struct {
	table *table
	rows  any // raw JSON as []byte, []any or []map[string]any
}

func newFields(t *table, tables []*table) fields {
	f := fields{
		table:   t,
		index:   make(map[string]int),
		cells:   make([]cell, len(t.decl.Columns)),
		given:   make([]bool, len(t.decl.Columns)+len(tables)),
		ignored: make(map[string]bool),
	}
	for i, below := range tables {
		for up := below.parent; up != nil; up = up.parent {
			if up == t {
				f.index[below.decl.Name] = len(t.decl.Columns) + i
			}
		}
	}
	for i, c := range t.decl.Columns {
		f.index[c.Name] = i
	}
	// A name in files is the stronger one.
	for i, c := range t.decl.Columns {
		if c.Source != "" {
			f.index[c.Source] = i
		}
	}
	return f
}

// rejection says why an object is no row.
type rejection string

func (r rejection) Error() string { return string(r) }

func (f *fields) reset() {
	clear(f.cells)
	clear(f.given)
	if f.unknown.reset() {
		f.guess.names = nil
	}
	f.guess.at = 0
	f.lists, f.scratch = f.lists[:0], f.scratch[:0]
}

// scan reads a row given as raw JSON, as []byte, or as a map. The error is a
// rejection or a jsontext.SyntaxError.
func (f *fields) scan(b *Builder, object any, depth int) error {
	f.reset()
	switch object := object.(type) {
	case []byte:
		return f.scanJSON(b, object, depth)
	case map[string]any:
		return f.scanMap(b, object)
	}
	return rejection(fmt.Sprintf("a row of %s must be an object", f.table.decl.Name))
}

func (f *fields) scanJSON(b *Builder, raw []byte, depth int) error {
	start := jsontext.SkipSpace(raw, 0)
	if start == len(raw) || raw[start] != '{' {
		if _, _, err := jsontext.Value(raw, start, depth); err != nil {
			return err
		}
		return rejection(fmt.Sprintf("a row of %s must be an object", f.table.decl.Name))
	}
	end, err := jsontext.Members(raw, start, depth, func(m jsontext.Member) error {
		target := f.target(b, m.Name)
		if target < 0 && f.unknown.give(-1-target) || target >= 0 && f.given[target] {
			name, _ := jsontext.Unquoted(m.Name, nil)
			return rejection(fmt.Sprintf("the field %s is given twice", quote(name)))
		}
		if target < 0 {
			return nil
		}
		f.given[target] = true
		if target >= len(f.cells) {
			return f.addList(b.tables[target-len(f.cells)], m.Kind == jsontext.Null, m.Kind == jsontext.List, m.Raw)
		}
		if f.table.columns[target] != nil {
			f.setJSON(&f.cells[target], m)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if end = jsontext.SkipSpace(raw, end); end != len(raw) {
		return &jsontext.SyntaxError{Offset: end, Message: "more text follows the object"}
	}
	return nil
}

func (f *fields) setJSON(c *cell, m jsontext.Member) {
	switch m.Kind {
	case jsontext.Null:
		c.form = nullForm
	case jsontext.Bool:
		c.form, c.flag = boolForm, m.Raw[0] == 't'
	case jsontext.Number:
		c.form, c.text = numberForm, m.Raw
	case jsontext.String:
		c.form = stringForm
		c.text, f.scratch = jsontext.Unquoted(m.Raw, f.scratch)
	default:
		c.form = nestedForm
	}
}

// addList notes the rows of a table below; null means that it is not supplied.
func (f *fields) addList(below *table, isNull, isList bool, rows any) error {
	switch {
	case isNull || !below.read:
		return nil
	case !isList:
		return rejection(fmt.Sprintf("%s must be a list of rows", below.decl.Name))
	case below.children.shared && f.table.parent == nil:
		return rejection(fmt.Sprintf("%s stands nested in the account and in a file of its own as well", below.decl.Name))
	}
	f.lists = append(f.lists, list{table: below, rows: rows})
	return nil
}

// target gives what a name of a field, with its quotes, stands for: as in index,
// or -1 and below for a name that nothing has.
func (f *fields) target(b *Builder, quoted []byte) int {
	if target, ok := f.guess.next(quoted); ok {
		return target
	}
	var name []byte
	name, f.scratch = jsontext.Unquoted(quoted, f.scratch)
	target, ok := f.index[string(name)]
	if !ok {
		target = -1 - f.ignore(b, string(name))
	}
	f.guess.learn(quoted, target)
	return target
}

// ignore takes note of a field that no column has, and gives its number.
func (f *fields) ignore(b *Builder, name string) int {
	number, added := f.unknown.number(name)
	if added {
		f.noticeIgnored(b, name)
	}
	return number
}

// noticeIgnored tells of a field that no column has, once.
func (f *fields) noticeIgnored(b *Builder, name string) {
	const most = 10 // names to notice; data that use names as values have no end of them
	if !f.ignored[name] && len(f.ignored) <= most {
		f.ignored[name] = true
		if b.batch != nil {
			b.batch.events = append(b.batch.events, event{table: f.table.index, ignored: name})
			return
		}
		text := fmt.Sprintf("the field %s is ignored, because %s does not declare it", quote(name), f.table.decl.Name)
		if len(f.ignored) > most {
			text = fmt.Sprintf("more fields are ignored, because %s does not declare them", f.table.decl.Name)
		}
		if file := f.table.summary.File; file != "" {
			text = file + ": " + text
		}
		b.notice(text)
	}
}

// each calls visit for each row of the list: raw JSON or a Go value.
func (l list) each(visit func(object any) error) error {
	switch rows := l.rows.(type) {
	case []byte:
		// The list was scanned with the object that holds it.
		_, err := jsontext.Items(rows, 0, len(rows), func(item jsontext.Item) error { return visit(item.Raw) })
		return err
	case []any:
		for _, r := range rows {
			if err := visit(r); err != nil {
				return err
			}
		}
	case []map[string]any:
		for _, r := range rows {
			if err := visit(r); err != nil {
				return err
			}
		}
	}
	return nil
}
