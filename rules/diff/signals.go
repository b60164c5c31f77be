package diff

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// table is a declared table with the places of its parts.
type table struct {
	*signals.Table
	declared rules.TableDeclaration
}

func tables(s *rules.Signals) []table {
	if s.Schema == nil {
		return nil
	}
	list := make([]table, len(s.Schema.Tables))
	for i, t := range s.Schema.Tables {
		list[i] = table{t, s.Tables[i]}
	}
	return list
}

func (d *differ) signals() {
	was, now := tables(&d.a.Signals), tables(&d.b.Signals)
	a, b := tableParts(was), tableParts(now)
	s := spot{group: "signals", path: "signals"}
	d.parts(s, false, a, b, func(i, j int) { d.table(s.at(a[i].name), a[i].what, was[i], now[j]) })
}

func tableParts(list []table) []part {
	parts := make([]part, len(list))
	for i, t := range list {
		var names []string
		for _, c := range t.Columns {
			names = append(names, c.Name)
		}
		parts[i] = part{
			name: t.Name, what: "table " + t.Name, canon: t.canon,
			shown: "columns " + strings.Join(names, ", "), at: t.declared.Place,
		}
	}
	return parts
}

func (t table) canon() string {
	var columns []string
	for _, c := range columnParts(t) {
		columns = append(columns, "(column "+c.name+" "+c.canon()+")")
	}
	slices.Sort(columns)
	return tableFacts(t).canon() + strings.Join(columns, "")
}

func tableFacts(t table) facts {
	var f facts
	at := t.declared.Place
	f.text("parent", t.Parent, at)
	f.text("key", t.Key, at)
	f.add(fact{key: "parent_key", noun: "key of the parent", canon: t.ParentKey, shown: t.ParentKey, implied: t.ParentKey == t.Key, at: at})
	f.text("time", t.Time, at)
	f.text("until", t.Until, at)
	if t.History {
		f.text("history", "true", at)
	}
	f.list("blank", t.Blank, at)
	return f
}

// list is a fact of texts whose order has no meaning.
func (f *facts) list(key string, texts []string, at rules.Place) {
	if len(texts) > 0 {
		f.add(fact{key: key, canon: quotedList(slices.Sorted(slices.Values(texts))), shown: "[" + strings.Join(texts, ", ") + "]", at: at})
	}
}

func (d *differ) table(s spot, what string, was, now table) {
	d.facts(s, after(what), tableFacts(was), tableFacts(now))
	a, b := columnParts(was), columnParts(now)
	s = s.at("columns")
	d.parts(s, false, a, b, func(i, j int) {
		d.facts(s.at(a[i].name), after(a[i].what), columnFacts(was, i), columnFacts(now, j))
	})
}

func columnParts(t table) []part {
	parts := make([]part, len(t.Columns))
	for i, c := range t.Columns {
		what := "column " + c.Name
		if t.Parent != "" {
			what = "column " + t.Name + "." + c.Name
		}
		parts[i] = part{
			name: c.Name, what: what, canon: func() string { return columnFacts(t, i).canon() },
			shown: c.Kind.String(), at: t.declared.Columns[i].Place,
		}
	}
	return parts
}

func columnFacts(t table, i int) facts {
	c, declared := t.Columns[i], t.declared.Columns[i]
	at := declared.Place
	var f facts
	f.text("type", c.Kind.String(), at)
	f.add(fact{key: "column", noun: "column of the file", canon: c.Source, shown: c.Source, at: at})
	f.text("currency", c.Currency, at)
	f.add(fact{key: "optional", canon: word(c.Optional), shown: word(c.Optional), at: at})
	f.list("one_of", values(c), at)
	f.limit("min", c.Min, at)
	f.limit("max", c.Max, at)
	if c.Default.Kind != signals.NoKind {
		f.add(fact{key: "default", canon: c.Default.String(), shown: c.Default.String(), at: at})
	}
	f.text("at", c.At, at)
	f.text("known_at", c.KnownAt, at)
	if fresh := declared.FreshFor; fresh != nil {
		if e := fresh.Expression; e != nil {
			f.add(fact{key: "fresh_for", canon: "expression " + e.Canonical(), shown: shownExpression(e), at: e.Place})
		} else {
			f.text("fresh_for", fresh.Fixed.String(), at)
		}
	}
	f.description(declared.Description, at)
	return f
}

func (f *facts) limit(key string, n exact.Num, at rules.Place) {
	if !n.IsMissing() {
		f.text(key, n.String(), at)
	}
}

func word(yes bool) string {
	if yes {
		return "true"
	}
	return "false"
}

// values are the values of one_of, numbers in one form.
func values(c *signals.Column) []string {
	if !c.Kind.Numeric() {
		return c.OneOf
	}
	texts := slices.Clone(c.OneOf)
	for i, text := range texts {
		if n, err := exact.Parse(text); err == nil {
			texts[i] = n.String()
		}
	}
	return texts
}
