package lint

import (
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// kindOfName is what a name stands for. Names of different kinds may be equal.
type kindOfName uint16

const (
	columnOfAccount kindOfName = 1 << iota
	columnOfRow                // of a child table
	tableName
	metricName
	functionName
	segmentName
	scorecardName
	measureName
	bandName
)

// suggestedKinds are what the names are that the findings of an id suggest. Others
// suggest words of the language, and values.
var suggestedKinds = map[string]kindOfName{
	"unknown-name":     columnOfAccount | tableName | metricName | scorecardName,
	"unknown-column":   columnOfAccount | columnOfRow,
	"unknown-metric":   columnOfAccount | metricName,
	"unknown-function": functionName,
	"unknown-segment":  segmentName,
	"unknown-measure":  measureName,
	"unknown-band":     bandName,
	"table-parent":     tableName,
	"no-accounts":      tableName,
}

// local are the kinds of names that each table, or each scorecard, has for itself.
const local = columnOfRow | measureName | bandName

// pointToNear adds to findings that suggest a name where that name is declared: it may
// be the declaration that is misspelled. Of local names, only one that is there once is
// known to be the right one.
func pointToNear(list []rules.Diagnostic, set *rules.Set) {
	var declared []declaration
	for i := range list {
		d := &list[i]
		name, kinds := suggested(d)
		if kinds == 0 || len(d.Also) > 0 {
			continue
		}
		if declared == nil {
			declared = declarations(set)
		}
		var places []rules.Place
		for _, of := range declared {
			if of.name == name && of.kind&kinds != 0 && of.at != d.Place {
				places = append(places, of.at)
			}
		}
		if kinds&local != 0 && len(places) > 1 {
			continue
		}
		for _, at := range places {
			d.Also = append(d.Also, rules.Note{Place: at, Message: "`" + name + "` is declared here"})
		}
	}
}

// suggested is the name that a finding asks for (did you mean `usage`?), and what it may
// be the name of.
func suggested(d *rules.Diagnostic) (string, kindOfName) {
	_, rest, asks := strings.Cut(d.Hint, "did you mean `")
	name, _, closed := strings.Cut(rest, "`")
	if !asks || !closed {
		return "", 0
	}
	if column, ofRow := strings.CutPrefix(name, "."); ofRow {
		return column, columnOfRow
	}
	return name, suggestedKinds[d.ID]
}

// declaration is where a name comes from.
type declaration struct {
	name string
	kind kindOfName
	at   rules.Place
}

// declarations are those of all names of a set.
func declarations(set *rules.Set) []declaration {
	var all []declaration
	add := func(name string, kind kindOfName, at rules.Place) {
		if !at.IsZero() {
			all = append(all, declaration{name, kind, at})
		}
	}
	for t, table := range set.Signals.Tables {
		of := set.Signals.Schema.Tables[t]
		add(of.Name, tableName, table.Place)
		kind := columnOfRow
		if of == set.Signals.Schema.Root() {
			kind = columnOfAccount
		}
		for c, column := range table.Columns {
			add(of.Columns[c].Name, kind, column.Place)
		}
	}
	for _, m := range set.Metrics {
		add(m.Name, metricName, m.Place)
	}
	for _, f := range set.Functions {
		add(f.Name, functionName, f.Place)
	}
	for _, s := range set.Segments.List {
		add(s.Name, segmentName, s.Place)
	}
	for _, card := range set.Scorecards {
		add(card.Name, scorecardName, card.Place)
		declaredMeasures(&card.Group, func(name string, at rules.Place) { add(name, measureName, at) })
		for _, b := range card.Bands {
			add(b.Name, bandName, b.Place)
		}
		for _, change := range card.Segments {
			for _, b := range change.Bands {
				add(b.Name, bandName, b.Place)
			}
		}
	}
	return all
}

func declaredMeasures(group *rules.Measure, add func(string, rules.Place)) {
	for _, m := range group.Measures {
		if m.Metric != nil || m.IsGroup {
			add(m.Name, m.Place) // else its name is that of a metric, declared elsewhere
		}
		declaredMeasures(m, add)
	}
}
