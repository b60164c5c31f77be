package reference

import (
	"testing"

	"pgregory.net/rapid"
)

// TestNearestAgainstStepping steps away from the present value one publishable
// value at a time and finds nothing nearer than the search did.
func TestNearestAgainstStepping(t *testing.T) {
	const far = 60
	rapid.Check(t, func(t *rapid.T) {
		g := drawModel(t)
		p := newPortfolio(g.rs, g.asOf, g.records)
		for _, a := range p.accounts[:min(2, len(p.accounts))] {
			for _, c := range g.rs.Scorecards {
				o := a.card(c)
				changes, _ := o.changes()
				for _, ch := range changes {
					if ch.from.Kind == Num {
						stepTo(t, o, ch, far)
					}
				}
			}
		}
	})
}

func stepTo(t *rapid.T, o *outcome, ch change, far int64) {
	s, ok := o.newSearch(ch.leaf)
	if !ok {
		return
	}
	s.grid = s.gridOf(s.metric)
	s.present, _ = s.grid.floor(ch.from.Num)
	found, exact := s.grid.floor(ch.to.Num)
	if !exact || !s.reaches(found) {
		t.Fatalf("%s: %s does not reach %s", ch.leaf.path, *ch.to.text(), ch.band)
	}
	least, most := s.bounds()
	// The far steps sample the way there; the near ones go all of it on coarse grids.
	for i := int64(1); i <= far; i++ {
		for _, step := range []int64{i, -i, (found - s.present) / far * i, -(found - s.present) / far * i} {
			at := s.present + step
			if at > most || at < least || s.distance(at).Cmp(ch.distance) >= 0 {
				continue // or the column takes no such value
			}
			if o := s.with(at); o != nil && s.reaches(at) {
				t.Fatalf("%s: %s reaches %s before %s", ch.leaf.path, decimalText(s.grid.value(at)), o.band, *ch.to.text())
			}
		}
	}
	// One step before what was found must not do.
	before := found - 1
	if found < s.present {
		before = found + 1
	}
	if o := s.with(before); before != s.present && o != nil && s.reaches(before) {
		t.Fatalf("%s: %s is one step too far", ch.leaf.path, *ch.to.text())
	}
}

// TestNearestFindsEverySmallChange: where a step of some whole numbers finds a
// change, so does the search.
func TestNearestFindsEverySmallChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawModel(t)
		p := newPortfolio(g.rs, g.asOf, g.records)
		p.quiet = true
		for _, a := range p.accounts {
			o := a.card(g.rs.Scorecards[0])
			changes, known := o.changes()
			if !known || o.band == "" || o.band == "unknown" {
				continue
			}
			for _, leaf := range o.tree.leaves() {
				v := leaf.reading.value
				if leaf.state != Counted || v.Kind != Num || leaf.member.Way.Kind == "points" || leaf.member.Way.Kind == "rows" {
					continue
				}
				s, ok := o.newSearch(leaf)
				if !ok {
					continue
				}
				s.grid = s.gridOf(s.metric)
				first, last := s.bounds()
				for _, d := range []int{-60, -21, -8, -3, -2, -1, 1, 2, 3, 8, 21, 60} {
					if at, _ := s.grid.floor(add(v.Num, ratInt(d))); at < first || at > last {
						continue
					}
					at := s.withValue(numValue(add(v.Num, ratInt(d))))
					if at == nil || s.card.rank(at.band) > s.goal || s.goal < 0 {
						continue
					}
					if !listed(changes, leaf) {
						t.Fatalf("%s: %d more would do, and no change was found", leaf.path, d)
					}
				}
			}
		}
	})
}

func listed(changes []change, leaf *node) bool {
	for _, c := range changes {
		if c.leaf == leaf {
			return true
		}
	}
	return false
}

func TestGridNumbersValues(t *testing.T) {
	for _, c := range []struct {
		g        grid
		at, next string
	}{
		{grid{NumberType, 9}, "0", "0.000000001"},
		{grid{NumberType, 9}, "999999.999999999", "1000000"},
		{grid{NumberType, 9}, "1000000", "1000000.00000001"},
		{grid{NumberType, 2}, "1000000", "1000000.01"},
		{grid{NumberType, 9}, "99999999999999.9", "100000000000000"},
		{grid{NumberType, 9}, "100000000000000", "100000000000001"},
		{grid{IntType, 9}, "-1", "0"},
		{grid{MoneyType, 9}, "-0.01", "0"},
	} {
		i, exact := c.g.floor(Dec(c.at).Rat())
		if !exact || decimalText(c.g.value(i)) != c.at || decimalText(c.g.value(i+1)) != c.next {
			t.Errorf("%s: then %s, want %s", c.at, decimalText(c.g.value(i+1)), c.next)
		}
		if back, exact := c.g.floor(sub(Dec(c.at).Rat(), pow10(-12))); exact || back != i-1 {
			t.Errorf("just below %s: %d, want %d", c.at, back, i-1)
		}
	}
}
