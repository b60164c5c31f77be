package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// canonicalForm writes the form that [Set.Digest] describes.
type canonicalForm struct{ strings.Builder }

func (s *Set) canonical(functions []GoFunction) string {
	f := &canonicalForm{}
	f.WriteString("bellwether rules 1\n")
	f.signals(&s.Signals)
	for _, m := range sortedBy(s.Metrics, func(m *Metric) string { return m.Name }) {
		f.form("metric", func() {
			f.text(m.Name)
			f.expression("expr", m.Expr)
			f.field("unit", m.Unit)
			if m.Round != nil {
				f.form("round", func() { f.int(*m.Round) })
			}
		})
	}
	for _, fn := range sortedBy(s.Functions, func(fn *Function) string { return fn.Name }) {
		f.form("function", func() {
			f.text(fn.Name)
			f.form("args", func() { f.names(fn.Args) })
			f.expression("expr", fn.Expr)
		})
	}
	f.segments(&s.Segments)
	f.peers(&s.Peers)
	for _, c := range s.Scorecards {
		f.scorecard(c)
	}
	for _, flag := range s.Flags {
		f.form("flag", func() { f.text(flag.Name); f.expression("when", flag.When) })
	}
	for _, l := range sortedBy(s.Later, func(l Later) string { return l.Name }) {
		f.form("later", func() { f.text(l.Name); f.text(l.Canonical) })
	}
	for _, fn := range sortedBy(functions, func(fn GoFunction) string { return fn.Name + "\x00" + fn.Version }) {
		f.form("go", func() { f.text(fn.Name); f.text(fn.Version) })
	}
	return f.String()
}

// sortedBy is a copy of list, sorted by byte order of a key.
func sortedBy[T any](list []T, key func(T) string) []T {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	return sorted
}

// form writes one form; items writes what it holds.
func (f *canonicalForm) form(name string, items func()) {
	f.WriteString("(" + name)
	items()
	f.WriteString(")\n")
}

func (f *canonicalForm) word(word string) { f.WriteString(" " + word) }

func (f *canonicalForm) text(text string) { f.word(strconv.QuoteToASCII(text)) }

func (f *canonicalForm) int(i int) { f.word(strconv.Itoa(i)) }

func (f *canonicalForm) num(n exact.Num) { f.word(n.String()) }

// field writes a form of one text, unless that is empty.
func (f *canonicalForm) field(name, text string) {
	if text != "" {
		f.form(name, func() { f.text(text) })
	}
}

func (f *canonicalForm) number(name string, n *Literal) {
	if n != nil {
		f.form(name, func() { f.num(n.Value) })
	}
}

func (f *canonicalForm) names(names []Name) {
	for _, n := range names {
		f.text(n.Text)
	}
}

func (f *canonicalForm) expression(name string, e *Expression) {
	if e != nil {
		f.form(name, func() { f.text(canonicalExpression(e.Text)) })
	}
}

// Canonical is the expression as the digest sees it: its tokens with a blank between.
func (e *Expression) Canonical() string { return canonicalExpression(e.Text) }

// canonicalExpression joins the tokens of an expression by blanks.
func canonicalExpression(text string) string {
	tokens, err := lexer.Lex(file.NewSource(text))
	if err != nil {
		return text
	}
	words := make([]string, 0, len(tokens))
	for _, t := range tokens {
		switch t.Kind {
		case lexer.EOF:
		case lexer.String:
			words = append(words, strconv.QuoteToASCII(t.Value))
		case lexer.Bytes:
			words = append(words, "b"+strconv.QuoteToASCII(t.Value))
		default:
			words = append(words, t.Value)
		}
	}
	return strings.Join(words, " ")
}

func (f *canonicalForm) signals(s *Signals) {
	if s.Schema == nil {
		return
	}
	order := make([]int, len(s.Schema.Tables))
	for i := range order {
		order[i] = i
	}
	for _, i := range sortedBy(order, func(i int) string { return s.Schema.Tables[i].Name }) {
		f.table(s.Schema.Tables[i], s.Tables[i])
	}
}

func (f *canonicalForm) table(t *signals.Table, d TableDeclaration) {
	f.form("table", func() {
		f.text(t.Name)
		f.field("parent", t.Parent)
		f.field("key", t.Key)
		f.field("parent_key", t.ParentKey)
		f.field("time", t.Time)
		f.field("until", t.Until)
		if t.History {
			f.form("history", func() {})
		}
		if len(t.Blank) > 0 {
			f.form("blank", func() { f.sorted(t.Blank) })
		}
		order := make([]int, len(t.Columns))
		for i := range order {
			order[i] = i
		}
		for _, i := range sortedBy(order, func(i int) string { return t.Columns[i].Name }) {
			f.column(t.Columns[i], d.Columns[i].FreshFor)
		}
	})
}

func (f *canonicalForm) sorted(texts []string) {
	for _, t := range slices.Sorted(slices.Values(texts)) {
		f.text(t)
	}
}

func (f *canonicalForm) column(c *signals.Column, fresh *Freshness) {
	f.form("column", func() {
		f.text(c.Name)
		f.word(c.Kind.String())
		f.field("source", c.Source)
		f.field("currency", c.Currency)
		if c.Optional {
			f.form("optional", func() {})
		}
		if len(c.OneOf) > 0 {
			f.form("one_of", func() { f.sorted(canonicalValues(c)) })
		}
		f.limit("min", c.Min)
		f.limit("max", c.Max)
		f.cell(c.Default)
		f.field("at", c.At)
		f.field("known_at", c.KnownAt)
		if fresh != nil && fresh.Expression != nil {
			f.expression("fresh_for", fresh.Expression)
		} else if fresh != nil {
			f.form("fresh_for", func() { f.word(fresh.Fixed.String()) })
		}
	})
}

// canonicalValues are the values of one_of, numbers in one form.
func canonicalValues(c *signals.Column) []string {
	if !c.Kind.Numeric() {
		return c.OneOf
	}
	texts := make([]string, len(c.OneOf))
	for i, text := range c.OneOf {
		texts[i] = text
		if n, err := exact.Parse(text); err == nil {
			texts[i] = n.String()
		}
	}
	return texts
}

func (f *canonicalForm) limit(name string, n exact.Num) {
	if !n.IsMissing() {
		f.form(name, func() { f.num(n) })
	}
}

// cell writes the default of a column.
func (f *canonicalForm) cell(v signals.Value) {
	if v.Kind == signals.NoKind {
		return
	}
	f.form("default", func() {
		switch {
		case v.Kind.Numeric():
			f.num(v.Num)
		case v.Kind.Temporal():
			f.word(strconv.FormatInt(v.Micros, 10))
		case v.Kind == signals.Bool:
			f.word(strconv.FormatBool(v.Flag))
		default:
			f.text(v.Text)
		}
	})
}

func (f *canonicalForm) segments(s *Segments) {
	f.expression("segments_by", s.By)
	for _, g := range s.List {
		f.form("segment", func() { f.text(g.Name); f.expression("when", g.When) })
	}
}

func (f *canonicalForm) peers(p *Peers) {
	f.form("peers", func() {
		if !p.Set {
			f.text("segment")
			return
		}
		f.names(p.By)
	})
}
