package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
)

// measureUnused finds measures that are switched off, or have no weight, in every
// segment. A measure that an experiment names may count there.
func (p *pass) measureUnused() {
	kept := &usage{words: map[string]bool{}}
	for _, l := range p.checked.Set.Later {
		kept.mention(l.Canonical)
	}
	for _, card := range p.checked.Scorecards {
		w := &counting{used: map[string]bool{}, said: map[string]bool{}}
		forms := variants(p.checked.Set, card)
		for _, v := range forms {
			w.count(&v.Group, "", true)
		}
		for _, v := range forms {
			p.uncounted(w, &v.Group, "", card, kept)
		}
	}
}

// counting holds the measures of a scorecard that count in some segment, by path,
// and those of which it was said that they do not.
type counting struct{ used, said map[string]bool }

func (w *counting) count(group *rules.Measure, path string, counts bool) {
	for _, m := range group.Measures {
		counts := counts && m.Switch != rules.SwitchOff && !weightless(group, m)
		at := path + "." + m.Name
		w.used[at] = w.used[at] || counts
		w.count(m, at, counts)
	}
}

// uncounted reports what does not count, but not what stands below it.
func (p *pass) uncounted(w *counting, group *rules.Measure, path string, card check.Scorecard, kept *usage) {
	for _, m := range group.Measures {
		at := path + "." + m.Name
		if w.used[at] {
			p.uncounted(w, m, at, card, kept)
			continue
		}
		if w.said[at] || kept.words[m.Name] {
			continue
		}
		w.said[at] = true
		why := "it is switched off"
		switch {
		case len(card.Variants) > 1:
			why = "in every segment it is switched off or has the weight 0"
		case m.Switch != rules.SwitchOff:
			why = "it has the weight 0"
		}
		p.warn("measure-unused", m.Place, "give it a weight where it should count, or delete it",
			"no score depends on the measure `%s` of `%s`: %s", at[1:], card.Name, why)
	}
}
