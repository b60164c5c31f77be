package lint

import (
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// pointToNear adds to findings that suggest a name where that name is declared: it
// may be the declaration that is misspelled.
func pointToNear(list []rules.Diagnostic, set *rules.Set) {
	var places map[string][]rules.Place
	for i := range list {
		d := &list[i]
		name, ok := suggested(d.Hint)
		if !ok || len(d.Also) > 0 {
			continue
		}
		if places == nil {
			places = declarations(set)
		}
		for _, at := range places[name] {
			if at != d.Place {
				d.Also = append(d.Also, rules.Note{Place: at, Message: "`" + name + "` is declared here"})
			}
		}
	}
}

// suggested is the name that a hint asks for: did you mean `usage`?
func suggested(hint string) (string, bool) {
	_, rest, asks := strings.Cut(hint, "did you mean `")
	name, _, closed := strings.Cut(rest, "`")
	return strings.TrimPrefix(name, "."), asks && closed
}

// declarations are the places of all names of a set.
func declarations(set *rules.Set) map[string][]rules.Place {
	places := map[string][]rules.Place{}
	add := func(name string, at rules.Place) {
		if !at.IsZero() {
			places[name] = append(places[name], at)
		}
	}
	for t, table := range set.Signals.Tables {
		declared := set.Signals.Schema.Tables[t]
		add(declared.Name, table.Place)
		for c, column := range table.Columns {
			add(declared.Columns[c].Name, column.Place)
		}
	}
	for _, m := range set.Metrics {
		add(m.Name, m.Place)
	}
	for _, f := range set.Functions {
		add(f.Name, f.Place)
	}
	for _, s := range set.Segments.List {
		add(s.Name, s.Place)
	}
	for _, card := range set.Scorecards {
		add(card.Name, card.Place)
		declaredMeasures(&card.Group, add)
		for _, b := range card.Bands {
			add(b.Name, b.Place)
		}
		for _, change := range card.Segments {
			for _, b := range change.Bands {
				add(b.Name, b.Place)
			}
		}
	}
	return places
}

func declaredMeasures(group *rules.Measure, add func(string, rules.Place)) {
	for _, m := range group.Measures {
		if m.Metric != nil || m.IsGroup {
			add(m.Name, m.Place) // else its name is that of a metric, declared elsewhere
		}
		declaredMeasures(m, add)
	}
}
