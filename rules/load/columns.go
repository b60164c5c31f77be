package load

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

var columnTypes = []string{"string", "int", "number", "money", "bool", "date", "time"}

// otherTypes are the names that types go by elsewhere.
var otherTypes = map[string]string{
	"text": "string", "str": "string", "varchar": "string", "char": "string", "id": "string",
	"integer": "int", "long": "int", "count": "int",
	"float": "number", "double": "number", "decimal": "number", "numeric": "number", "real": "number", "percent": "number",
	"currency": "money", "amount": "money",
	"boolean": "bool", "flag": "bool", "checkbox": "bool",
	"datetime": "time", "timestamp": "time", "day": "date",
}

// columns reads the columns of a table, and then what they say of each other.
func (l *loader) columns(t *table, e entry) {
	written, ok := l.require(t.fields, e.key.place(), "columns", "write columns: {account_id: string, ...}")
	if !ok {
		l.unread.Columns[t.table.Name] = true
		return
	}
	list, ok := l.entries(written.value, "`columns`", columnExample)
	if !ok || l.holes[written.value.node] || l.holes[e.value.node] {
		l.unread.Columns[t.table.Name] = true
	}
	if !ok {
		return
	}
	var options []fields
	for _, e := range list {
		// A column whose name is wrong is kept, so that nothing else complains that it
		// is not there. Columns of child tables are seen in their rows only; those of
		// accounts share the names of metrics and tables.
		if l.columnName(e) && t.table.Name == rootTable {
			l.declare(valueNames, e.name(), e.key.place())
		}
		column, declaration, f := l.column(e)
		t.table.Columns = append(t.table.Columns, column)
		t.declare.Columns = append(t.declare.Columns, declaration)
		options = append(options, f)
	}
	if len(t.table.Columns) == 0 && len(list) == 0 {
		l.report("empty", written.key.place(), columnExample, "`columns` names no column")
	}
	l.differentSources(t, options)
	for i, f := range options {
		l.observed(t, t.table.Columns[i], f)
	}
}

// differentSources refuses two columns that read the same column of the file:
// one of them has most likely the wrong name.
func (l *loader) differentSources(t *table, options []fields) {
	first := map[string]int{}
	source := func(i int) rules.Place {
		if written, ok := options[i].get("column"); ok {
			return written.value.place()
		}
		return t.declare.Columns[i].Place
	}
	for i, c := range t.table.Columns {
		before, twice := first[c.Source]
		if !twice {
			first[c.Source] = i
			continue
		}
		l.found.Add(rules.Diagnostic{
			ID: "column-option", Place: source(i),
			Message: "the columns " + quoted(t.table.Columns[before].Name) + " and " + quoted(c.Name) + " both read the column " + quoted(c.Source) + " of the file",
			Hint:    "keep one of them; a metric can give its value another name",
			Also:    note(source(before), "it is first read here"),
		})
	}
}

// column reads one column, but for the columns that it refers to.
func (l *loader) column(e entry) (*signals.Column, rules.ColumnDeclaration, fields) {
	c := &signals.Column{Name: e.name(), Source: e.name()}
	d := rules.ColumnDeclaration{Place: e.key.place()}
	if !e.value.isMapping() {
		l.columnType(c, e.value, true)
		return c, d, fields{}
	}
	f, ok := l.fields(e.value, "a column", "type", "optional", "column", "one_of", "min", "max", "default", "at", "fresh_for", "known_at", "currency", "description")
	if !ok {
		return c, d, f
	}
	if written, ok := l.require(f, e.key.place(), "type", "write type: and one of "+oneOf(columnTypes)); ok {
		l.columnType(c, written.value, false)
	}
	f.read("optional", func(v value) {
		if optional, ok := l.boolean(v, "`optional`"); ok {
			c.Optional = optional
		}
	})
	f.read("column", func(v value) {
		if source, ok := l.label(v, "`column`"); ok {
			c.Source = source
		}
	})
	f.read("description", func(v value) { d.Description, _ = l.text(v, "`description`") })
	l.currency(c, f)
	l.limits(c, f)
	l.oneOf(c, f)
	l.defaultValue(c, f)
	f.read("fresh_for", func(v value) { d.FreshFor = l.freshness(v) })
	if f.has("currency") && c.Currency == "" {
		c.Kind = signals.NoKind // what it goes with is not known
	}
	return c, d, f
}

// columnType reads `string`, or in the short form also `optional string`.
func (l *loader) columnType(c *signals.Column, v value, short bool) {
	what := "the type of a column"
	text, ok := l.text(v, what)
	if !ok {
		return
	}
	words := strings.Fields(text)
	optional := len(words) == 2 && words[0] == "optional"
	if optional {
		words = words[1:]
		c.Optional = true
	}
	if optional && !short {
		l.report("column-type", v.place(), "write {type: "+clip(words[0])+", optional: true}", "within { } `optional` is a key of its own")
		return
	}
	if len(words) == 1 {
		if i := slices.Index(columnTypes, words[0]); i >= 0 {
			c.Kind = signals.Kind(i + 1)
			return
		}
	}
	hint := ""
	if len(words) > 0 {
		hint = typeHint(words, optional)
	}
	l.report("column-type", v.place(), hint, "%s is %s (or `optional` and one of them), not %s", what, oneOf(columnTypes), quoted(text))
}

// typeHint is the type that was probably meant by some words behind `optional`, if that
// was written.
func typeHint(words []string, optional bool) string {
	if len(words) == 2 && words[1] == "optional" {
		words, optional = words[:1], true
	}
	if len(words) == 2 && nearest(words[0], []string{"optional"}) != "" {
		words, optional = words[1:], true
	}
	word := strings.ToLower(words[len(words)-1])
	meant := otherTypes[word]
	if meant == "" {
		meant = nearest(word, columnTypes)
	}
	switch {
	case meant == "":
		return ""
	case optional:
		meant = "optional " + meant
	}
	return "did you mean `" + meant + "`?"
}

// columnName tells whether the name of a column is one, and reports if not.
func (l *loader) columnName(e entry) bool {
	return l.canName(e.key, "a column", columnRename(e), meanings...)
}

// columnRename is how a column is declared under another name, as it is otherwise.
func columnRename(e entry) string {
	text := e.value.node.Value
	if e.value.isMapping() {
		content := e.value.node.Content
		for i := 0; i+1 < len(content); i += 2 {
			if content[i].Value == "type" {
				text = content[i+1].Value
			}
		}
	}
	words := strings.Fields(text)
	optional := ""
	if len(words) == 2 && words[0] == "optional" {
		words, optional = words[1:], ", optional: true"
	}
	if len(words) != 1 || !slices.Contains(columnTypes, words[0]) {
		words = []string{"string"}
	}
	return "choose another name and say which column of the file is meant: account_" + e.name() + ": {type: " + words[0] + optional + ", column: " + e.name() + "}"
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

func (l *loader) currency(c *signals.Column, f fields) {
	f.read("currency", func(v value) {
		code, ok := l.text(v, "`currency`")
		switch {
		case !ok:
		case c.Kind != signals.Money && c.Kind != signals.NoKind:
			l.report("column-option", v.place(), "declare the type money", "only a column of money has a `currency`, and this one is of type %s", c.Kind)
		case !currencyCode.MatchString(code):
			l.report("currency", v.place(), "", "`currency` is the code of three capitals by ISO 4217, like EUR, not %s", quoted(code))
		default:
			c.Currency = code
		}
	})
}

// limits reads min and max.
func (l *loader) limits(c *signals.Column, f fields) {
	limit := func(key string) (n rules.Literal, ok bool) {
		written, there := f.get(key)
		if !there || c.Kind == signals.NoKind {
			return n, false
		}
		if !c.Kind.Numeric() {
			l.report("column-option", written.key.place(), "", "`%s` is for numbers, and this column is of type %s", key, c.Kind)
			return n, false
		}
		cell, ok := l.cell(c, written.value, "`"+key+"`")
		return rules.Literal{Value: cell.Num, Place: written.value.place()}, ok
	}
	least, hasLeast := limit("min")
	most, hasMost := limit("max")
	if hasLeast && hasMost && least.Value.Cmp(most.Value) > 0 {
		l.report("number-range", most.Place, "", "`max` lies below `min` (%s)", least.Value)
		return
	}
	if hasLeast {
		c.Min = least.Value
	}
	if hasMost {
		c.Max = most.Value
	}
}

func (l *loader) oneOf(c *signals.Column, f fields) {
	written, ok := f.get("one_of")
	if !ok {
		return
	}
	items, ok := l.list(written.value, "`one_of`", "a list of values: one_of: [smb, mid, enterprise]")
	if !ok {
		return
	}
	if len(items) == 0 {
		l.report("empty", written.key.place(), "delete it to allow all values", "`one_of` allows no value at all")
	}
	var seen []signals.Value
	for _, item := range items {
		cell, ok := l.cell(c, item, "an entry of `one_of`")
		switch {
		case !ok:
		case slices.ContainsFunc(seen, func(o signals.Value) bool { return sameCell(o, cell) }):
			l.report("duplicate-value", item.place(), "delete it", "%s stands twice in `one_of`", quoted(item.node.Value))
		default:
			seen = append(seen, cell)
			c.OneOf = append(c.OneOf, item.node.Value)
			l.within(c, cell, item, "an entry of `one_of`")
		}
	}
}

func (l *loader) defaultValue(c *signals.Column, f fields) {
	f.read("default", func(v value) {
		cell, ok := l.cell(c, v, "`default`")
		if !ok || !l.within(c, cell, v, "`default`") {
			return
		}
		if len(c.OneOf) > 0 && !slices.ContainsFunc(c.OneOf, func(text string) bool {
			allowed, ok := parseCell(c, text)
			return ok == "" && sameCell(allowed, cell)
		}) {
			l.report("column-default", v.place(), nameOrChoices(v.node.Value, c.OneOf, ""), "`default` is none of the values of `one_of`")
			return
		}
		c.Default = cell
	})
}

// within checks a value against min and max.
func (l *loader) within(c *signals.Column, cell signals.Value, v value, what string) bool {
	switch {
	case !c.Kind.Numeric():
	case !c.Min.IsMissing() && cell.Num.Cmp(c.Min) < 0:
		l.report("column-default", v.place(), "", "%s lies below `min` (%s)", what, c.Min)
		return false
	case !c.Max.IsMissing() && cell.Num.Cmp(c.Max) > 0:
		l.report("column-default", v.place(), "", "%s lies above `max` (%s)", what, c.Max)
		return false
	}
	return true
}

// observed reads what says when a value was observed or became known: columns
// of the same table.
func (l *loader) observed(t *table, c *signals.Column, f fields) {
	refer := func(key string) string {
		written, ok := f.get(key)
		if !ok {
			return ""
		}
		name, ok := l.reference(written.value, "`"+key+"`")
		if !ok {
			return ""
		}
		if name.Text == c.Name {
			l.report("column-reference", name.Place, "", "`%s` names another column, not the column itself", key)
			return ""
		}
		l.temporal(t, name, "`"+key+"`")
		return name.Text
	}
	c.At = refer("at")
	c.KnownAt = refer("known_at")
	if fresh, ok := f.get("fresh_for"); ok {
		if _, ok := f.get("at"); !ok {
			l.report("missing-key", fresh.key.place(), "write at: and the column that says when the value was observed", "`fresh_for` needs `at`")
		}
	}
}

// looksLikeDuration matches what was meant as a duration and not as an expression.
var looksLikeDuration = regexp.MustCompile(`^[-+]?[0-9.]+ *[A-Za-z]*$`)

func (l *loader) freshness(v value) *rules.Freshness {
	e := l.expression(v, "`fresh_for`")
	if e == nil {
		return nil
	}
	if d, err := signals.ParseDuration(e.Text); err == nil {
		return &rules.Freshness{Fixed: d}
	}
	if looksLikeDuration.MatchString(e.Text) {
		l.report("duration", v.place(), "write a whole number and h, d, w, mo or y: 90d", "%s is not a length of time", quoted(e.Text))
		return nil
	}
	return &rules.Freshness{Expression: e}
}
