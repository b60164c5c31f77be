package inspect

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Measures are looked at where at least leastAccounts have points, and reported where
// more than mostAlike percent of these have the same.
const (
	leastAccounts = 20
	mostAlike     = 95
)

// mostValues is how many different points are counted of a measure. Points beyond push
// out others, which can hide only a value that few accounts have.
const mostValues = 4096

// points counts, by scorecard and measure as in results, who has which points.
type points [][]measurePoints

type measurePoints struct {
	unit   int64
	counts map[int64]int // by numerator over unit
	all    int
	lost   int // the most that a count can be too low by
}

func (p *points) add(r *engine.Results) {
	for len(*p) < len(r.Scorecards) {
		*p = append(*p, make([]measurePoints, len(r.Scorecards[len(*p)].Points)))
	}
	for c := range r.Scorecards {
		for m := range r.Scorecards[c].Points {
			(*p)[c][m].add(&r.Scorecards[c].Points[m])
		}
	}
}

// add counts a column of points, which are published and so stand over one unit.
func (m *measurePoints) add(column *result.Numbers) {
	if m.counts == nil {
		m.counts, m.unit = map[int64]int{}, column.Unit
	}
	m.all += len(column.Wide) // points beyond all sense, which are nobody's majority
	for _, n := range column.N {
		if n == result.Absent {
			continue
		}
		m.all++
		m.counts[n]++
		if len(m.counts) > mostValues {
			m.thin()
		}
	}
}

// thin takes one off each count, as Misra and Gries do: who has more than its part in
// mostValues of all stays.
func (m *measurePoints) thin() {
	m.lost++
	for n := range m.counts {
		if m.counts[n]--; m.counts[n] == 0 {
			delete(m.counts, n)
		}
	}
}

// most is what most accounts have, and how many at least.
func (m *measurePoints) most() (numerator int64, accounts int) {
	for n, count := range m.counts {
		if count > accounts || count == accounts && n < numerator {
			numerator, accounts = n, count
		}
	}
	return numerator, accounts
}

// reportPoints says which measures give nearly all accounts the same points.
func (in *Inspection) reportPoints() {
	for c, name := range in.program.Scorecards() {
		if c >= len(in.points) {
			return
		}
		for m, path := range in.program.Measures(name) {
			points := &in.points[c][m]
			n, same := points.most()
			if points.all < leastAccounts || same*100 <= mostAlike*points.all {
				continue
			}
			least := ""
			if points.lost > 0 {
				least = "at least "
			}
			in.warn("same-points", in.measurePlace(in.set.Scorecards[c], path),
				"move its thresholds to where accounts differ, or give it less weight",
				"`%s` of scorecard `%s` gives %s points to %s%s of %s that have points (%d%%)",
				path, name, exact.Ratio(n, points.unit), least, grouped(same), accounts(points.all), same*100/points.all)
		}
	}
}

// measurePlace is where a measure stands: in the general card, else in the first
// segment that has it.
func (in *Inspection) measurePlace(card *rules.Scorecard, path string) rules.Place {
	names := strings.Split(path, ".")
	if m := measureAt(&card.Group, names); m != nil {
		return m.Place
	}
	for _, change := range card.Segments {
		if m := measureAt(&change.Group, names); m != nil {
			return m.Place
		}
	}
	return card.Place
}

func measureAt(group *rules.Measure, names []string) *rules.Measure {
	for _, name := range names {
		i := slices.IndexFunc(group.Measures, func(m *rules.Measure) bool { return m.Name == name })
		if i < 0 {
			return nil
		}
		group = group.Measures[i]
	}
	return group
}
