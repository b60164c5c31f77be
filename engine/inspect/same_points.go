package inspect

import (
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

// standIns are the accounts of a block, in their order, whose points are no data, by
// scorecard and measure as in results.
type standIns map[[2]int][]int

func (s standIns) add(account, scorecard, measure int) {
	at := [2]int{scorecard, measure}
	s[at] = append(s[at], account)
}

func (p *points) add(r *engine.Results, without standIns) {
	for len(*p) < len(r.Scorecards) {
		*p = append(*p, make([]measurePoints, len(r.Scorecards[len(*p)].Points)))
	}
	for c := range r.Scorecards {
		for m := range r.Scorecards[c].Points {
			(*p)[c][m].add(&r.Scorecards[c].Points[m], without[[2]int{c, m}])
		}
	}
}

// add counts a column of points, which are published and so stand over one unit,
// without those of some accounts.
func (m *measurePoints) add(column *result.Numbers, without []int) {
	if m.counts == nil {
		m.counts, m.unit = map[int64]int{}, column.Unit
	}
	for i := range column.N {
		if len(without) > 0 && without[0] == i {
			without = without[1:]
			continue
		}
		n := column.N[i]
		if n == result.Absent {
			if _, wide := column.Wide[i]; wide {
				m.all++ // points beyond all sense, which are nobody's majority
			}
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
				"`%s` of scorecard `%s` gives %s points to %s%s of %s that have points from data (%d%%)",
				path, name, exact.Ratio(n, points.unit), least, grouped(same), accounts(points.all), same*100/points.all)
		}
	}
}

// measurePlace is where a measure stands: in the general card, else in the first
// segment that has it.
func (in *Inspection) measurePlace(card *rules.Scorecard, path string) rules.Place {
	if m := measureAt(&card.Group, "", path); m != nil {
		return m.Place
	}
	for _, change := range card.Segments {
		if m := measureAt(&change.Group, "", path); m != nil {
			return m.Place
		}
	}
	return card.Place
}

// measureAt finds a measure in a group by its nested name. Names may hold dots.
func measureAt(group *rules.Measure, within, path string) *rules.Measure {
	for _, m := range group.Measures {
		if !m.IsGroup && within+m.Name == path {
			return m
		}
		if found := measureAt(m, within+m.Name+".", path); found != nil {
			return found
		}
	}
	return nil
}
