package load

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
)

// maxRound is the number of decimals that published numbers have at most.
const maxRound = 9

// metrics reads the named expressions.
func (l *loader) metrics(sections []section) {
	l.named(sections, "`metrics`", "like `setup_rate: done / total * 100`", func(e entry) {
		if l.identifier(e.key, "a metric", meanings...) {
			l.declare(valueNames, e.name(), e.key.place())
		}
		m := &rules.Metric{Name: e.name(), Place: e.key.place()}
		l.set.Metrics = append(l.set.Metrics, m)
		if !e.value.isMapping() {
			m.Expr = l.expression(e.value, "the metric "+quoted(m.Name))
			return
		}
		f, ok := l.fields(e.value, "a metric", "expr", "unit", "round", "description")
		if !ok {
			return
		}
		if written, ok := l.require(f, e.key.place(), "expr", "write expr: and the expression; one that begins with { must stand in quotes"); ok {
			m.Expr = l.expression(written.value, "`expr`")
		}
		f.read("unit", func(v value) { m.Unit, _ = l.label(v, "`unit`") })
		f.read("description", func(v value) { m.Description, _ = l.text(v, "`description`") })
		f.read("round", func(v value) {
			if round, ok := l.whole(v, "`round`", 0, maxRound); ok {
				m.Round = &round
			}
		})
	})
}

// functions reads the functions that rules declare.
func (l *loader) functions(sections []section) {
	l.named(sections, "`functions`", "like `per_seat: {args: [x], expr: x / seats}`", func(e entry) {
		if l.identifier(e.key, "a function", meanings...) {
			l.declare(functionNames, e.name(), e.key.place())
		}
		before := l.findings()
		defer func() { l.broken(e, before) }()
		fn := &rules.Function{Name: e.name(), Place: e.key.place()}
		l.set.Functions = append(l.set.Functions, fn)
		f, ok := l.fields(e.value, "a function", "args", "expr")
		if !ok {
			return
		}
		f.read("args", func(v value) { fn.Args = l.arguments(v) })
		if written, ok := l.require(f, e.key.place(), "expr", "write expr: and the expression"); ok {
			fn.Expr = l.expression(written.value, "`expr`")
		}
	})
}

func (l *loader) arguments(v value) []rules.Name {
	items, ok := l.list(v, "`args`", "a list of names: args: [x, y]")
	if !ok {
		return nil
	}
	var args []rules.Name
	for _, item := range items {
		name, ok := l.reference(item, "an argument")
		switch {
		case !ok || !l.identifier(item, "an argument", meanings...):
		case slices.ContainsFunc(args, func(a rules.Name) bool { return a.Text == name.Text }):
			l.report("duplicate-value", item.place(), "rename one of the two", "%s stands twice in `args`", quoted(name.Text))
		default:
			args = append(args, name)
		}
	}
	return args
}

// flags reads the yes/no lists.
func (l *loader) flags(sections []section) {
	l.named(sections, "`flags`", "like `at_risk: health.band == \"red\"`", func(e entry) {
		if l.identifier(e.key, "a flag") {
			l.declare(flagNames, e.name(), e.key.place())
		}
		l.set.Flags = append(l.set.Flags, &rules.Flag{
			Name: e.name(), Place: e.key.place(), When: l.expression(e.value, "the flag "+quoted(e.name())),
		})
	})
}

// peers reads whom an account is compared with.
func (l *loader) peers(sections []section) {
	for _, s := range sections {
		f, ok := l.fields(s.value, "`peers`", "by")
		if !ok {
			continue
		}
		by, ok := l.require(f, s.key.place(), "by", "write peers: {by: [segment]}")
		if !ok || !l.declare(peersKeys, "by", by.key.place()) {
			continue
		}
		l.set.Peers = rules.Peers{Place: by.key.place(), Set: true}
		items := []value{by.value}
		if !by.value.isScalar() {
			if items, ok = l.list(by.value, "`by`", "a list of names: by: [segment, size]"); !ok {
				continue
			}
		}
		for _, item := range items {
			name, ok := l.reference(item, "an entry of `by`")
			switch {
			case !ok:
			case !identifier.MatchString(name.Text):
				l.report("name-invalid", item.place(), "give an expression a name under `metrics`", "`by` names columns, metrics or `segment`, not %s", quoted(name.Text))
			case slices.ContainsFunc(l.set.Peers.By, func(n rules.Name) bool { return n.Text == name.Text }):
				l.report("duplicate-value", item.place(), "delete it", "%s stands twice in `by`", quoted(name.Text))
			default:
				l.set.Peers.By = append(l.set.Peers.By, name)
			}
		}
	}
}
