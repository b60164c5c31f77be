package reference

import (
	"encoding/json"
	"math/big"
	"sort"
	"strings"
	"time"
)

// row is a record as the language reads it: every cell typed, checked,
// published, and missing where its time hides it.
type row struct {
	table *Table
	cells map[string]Value
}

// account is a root row with its child tables.
type account struct {
	*row
	portfolio *portfolio
	key       string
	tables    map[string]Value // Rows, or missing where not supplied
	metrics   map[string]Value
	computing map[string]bool
	segment   string
	cards     map[string]*outcome
}

// read turns a record into a row; ok is false where the row is refused.
func (p *portfolio) read(t *Table, rec *Record) (*row, bool) {
	r := &row{table: t, cells: map[string]Value{}}
	for _, c := range t.Columns {
		v, ok := p.readCell(c, rec)
		if !ok {
			return nil, false
		}
		r.cells[c.Name] = v
	}
	// A second pass, because a column may be dated by one that stands after it.
	dated := map[string]Value{}
	for _, c := range t.Columns {
		dated[c.Name] = r.cells[c.Name]
		if !p.known(c, r) {
			dated[c.Name] = Value{}
		}
	}
	r.cells = dated
	return r, true
}

func (p *portfolio) readCell(c *Column, rec *Record) (Value, bool) {
	raw, given := rec.Cells[c.fileName()]
	if !given || raw == "null" || raw == `""` {
		if c.Default != nil {
			return p.publishTagged(c.parse(*c.Default), c.base(), 9, TagCellTie), true
		}
		return Value{}, c.Optional
	}
	v := c.parse(raw)
	if v.missing() || !c.allows(v) {
		return Value{}, c.Optional
	}
	return p.publishTagged(v, c.base(), 9, TagCellTie), true
}

// parse reads a JSON scalar by the column's type; missing is outside it.
func (c *Column) parse(raw Cell) Value {
	var s string
	isText := json.Unmarshal([]byte(raw), &s) == nil
	switch c.Type {
	case "string":
		if isText {
			return textValue(s)
		}
	case "bool":
		if raw == "true" || raw == "false" {
			return boolValue(raw == "true")
		}
	case "date":
		if at, ok := parseDate(s); ok {
			return instantValue(at)
		}
	case "time":
		if at, ok := parseInstant(s); ok {
			return Value{Kind: Instant, At: at, Clock: true}
		}
	default:
		r, ok := new(big.Rat).SetString(string(raw))
		if ok && (c.Type != "int" || r.IsInt()) {
			return numValue(r)
		}
	}
	return Value{}
}

func (c *Column) allows(v Value) bool {
	if c.Min != "" && v.Num.Cmp(c.Min.Rat()) < 0 || c.Max != "" && v.Num.Cmp(c.Max.Rat()) > 0 {
		return false
	}
	if c.OneOf == nil {
		return true
	}
	for _, s := range c.OneOf {
		if v.Text == s {
			return true
		}
	}
	return false
}

// known tells whether at, known_at and fresh_for let a cell be seen.
func (p *portfolio) known(c *Column, r *row) bool {
	v := r.cells[c.Name]
	if v.missing() {
		return true
	}
	for _, name := range []string{c.At, c.KnownAt} {
		if name == "" {
			continue
		}
		at := r.cells[name]
		if at.missing() || at.At.After(p.asOf.Time) {
			return false
		}
	}
	text := c.FreshFor
	if c.FreshBy != nil {
		text = scope{rules: p.rules}.bind("value", v, of(c.base())).eval(c.FreshBy).Text
	}
	return text == "" || parseSpan(text).fresh(r.cells[c.At].At, p.asOf.Time)
}

// visible tells whether a row's own time lets it be seen.
func (p *portfolio) visible(r *row) bool {
	if r.table.Time == "" {
		return true
	}
	at := r.cells[r.table.Time]
	return !at.missing() && !at.At.After(p.asOf.Time)
}

// newAccount reads an account with its child tables; ok is false where the
// row is refused or the account does not exist yet.
func (p *portfolio) newAccount(rec *Record) (*account, bool) {
	root := p.rules.root()
	r, ok := p.read(root, rec)
	if !ok || !p.visible(r) {
		return nil, false
	}
	a := &account{
		row: r, portfolio: p, key: r.cells[root.Key].Text,
		tables: map[string]Value{}, metrics: map[string]Value{}, computing: map[string]bool{}, cards: map[string]*outcome{},
	}
	for _, t := range p.rules.Tables[1:] {
		a.tables[t.Name] = p.childRows(t, p.parents(t, rec))
	}
	return a, true
}

// parents are the records whose children of table t are the account's: the
// account's own, or for a grandchild table all rows of the child table, seen
// or not. A refused row takes what hangs on it with it.
func (p *portfolio) parents(t *Table, rec *Record) []*Record {
	parent := p.rules.table(t.Parent)
	if parent == p.rules.root() {
		return []*Record{rec}
	}
	var all []*Record
	for _, r := range rec.Children[parent.Name] {
		if _, ok := p.read(parent, r); ok {
			all = append(all, r)
		}
	}
	return all
}

func (p *portfolio) childRows(t *Table, parents []*Record) Value {
	rows := []*row{}
	supplied := false
	for _, parent := range parents {
		records, ok := parent.Children[t.Name]
		supplied = supplied || ok
		for _, rec := range records {
			r, ok := p.read(t, rec)
			if !ok {
				p.tag(TagRefusedRow)
				continue
			}
			if p.visible(r) {
				rows = append(rows, r)
			}
		}
	}
	if !supplied {
		return Value{}
	}
	if t.Time != "" {
		sort.SliceStable(rows, func(i, j int) bool { return rows[i].cells[t.Time].At.Before(rows[j].cells[t.Time].At) })
	}
	return Value{Kind: Rows, Rows: rows}
}

// activeAt tells whether a row has started and not ended at that instant.
func (r *row) activeAt(then time.Time) bool {
	started, ended := r.cells[r.table.Time], r.cells[r.table.Until]
	if started.missing() || started.At.After(then) {
		return false
	}
	return ended.missing() || then.Before(ended.At)
}

// ndjson writes the accounts one a line, child rows nested under their table.
func (rs *RuleSet) ndjson(records []*Record) string {
	var b strings.Builder
	for _, rec := range records {
		rs.writeRecord(&b, rs.root(), rec)
		b.WriteByte('\n')
	}
	return b.String()
}

func (rs *RuleSet) writeRecord(b *strings.Builder, t *Table, rec *Record) {
	sep := "{"
	for _, c := range t.Columns {
		if raw, ok := rec.Cells[c.fileName()]; ok {
			b.WriteString(sep + quoted(c.fileName()) + ":" + string(raw))
			sep = ","
		}
	}
	for _, child := range rs.Tables {
		records, ok := rec.Children[child.Name]
		if !ok || child.Parent != t.Name {
			continue
		}
		b.WriteString(sep + quoted(child.Name) + ":[")
		for i, r := range records {
			if i > 0 {
				b.WriteByte(',')
			}
			rs.writeRecord(b, child, r)
		}
		b.WriteString("]")
		sep = ","
	}
	b.WriteString("}")
}
