package lint

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/rules"
)

// weightIgnored finds weights that are written and count in no segment.
func (p *pass) weightIgnored() {
	for _, card := range p.checked.Scorecards {
		w := &weights{counts: map[rules.Place]bool{}, why: map[rules.Place]string{}}
		for _, v := range variants(p.checked.Set, card) {
			w.group(&v.Group)
		}
		w.written(p, card.Scorecard.Group.Measures)
		for _, c := range card.Scorecard.Segments {
			w.written(p, c.Group.Measures)
		}
	}
}

// weights are the weights of a scorecard by the places where they are written.
type weights struct {
	counts map[rules.Place]bool
	why    map[rules.Place]string // why it does not count, in the first segment that it holds in
}

// group looks at a group as it holds in one segment.
func (w *weights) group(g *rules.Measure) {
	on := 0
	for _, m := range g.Measures {
		if m.Switch != rules.SwitchOff {
			on++
		}
	}
	for _, m := range g.Measures {
		if m.Switch == rules.SwitchOff {
			continue
		}
		w.member(g, m, on)
		if !weightless(g, m) {
			w.group(m)
		}
	}
}

func (w *weights) member(g, m *rules.Measure, on int) {
	if m.Weight == nil {
		return
	}
	at := m.Weight.Place
	switch {
	case !weighs(g):
		w.because(at, fmt.Sprintf("`%s` combines its measures by `%s`, which does not look at weights", g.Name, combineWord(g.Combine)))
	case on == 1:
		w.because(at, fmt.Sprintf("`%s` is the only measure of `%s`", m.Name, g.Name))
	default:
		w.counts[at] = true
	}
}

func (w *weights) because(at rules.Place, why string) {
	if w.why[at] == "" {
		w.why[at] = why
	}
}

// written reports the weights that do not count, as they are written. Measures that
// count nowhere are a finding of their own.
func (w *weights) written(p *pass, list []*rules.Measure) {
	for _, m := range list {
		w.written(p, m.Measures)
		if m.Weight == nil || w.counts[m.Weight.Place] || w.why[m.Weight.Place] == "" {
			continue
		}
		p.warn("weight-ignored", m.Weight.Place, "delete the weight", "this weight never counts: %s", w.why[m.Weight.Place])
	}
}

// combineWord is a way to combine as the rules write it.
func combineWord(c rules.Combine) string {
	return map[rules.Combine]string{
		rules.CombineMean: "mean", rules.CombineMin: "min", rules.CombineMax: "max", rules.CombineSum: "sum",
	}[c]
}
