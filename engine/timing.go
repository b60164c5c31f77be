package engine

import (
	"cmp"
	"slices"
	"time"

	"github.com/bellwether-cs/bellwether/engine/internal/kernel"
	"github.com/bellwether-cs/bellwether/rules"
)

// Timing is what one part of the rules has cost since a [Scorer] was made. What two
// parts share counts for the one that is computed first.
type Timing struct {
	// What says which part: "metric setup_rate", "scorecard health", "flag at_risk"; all
	// segments are one part.
	What string
	// Place is where it is declared.
	Place rules.Place
	// Time is added up over all workers.
	Time time.Duration
	// Accounts is how many accounts it was computed for.
	Accounts int64
}

// Timings says what each part of the rules has cost so far, most first. It is empty
// unless the request asked for a profile.
func (s *Scorer) Timings() []Timing {
	if !s.request.Profile {
		return nil
	}
	var out []Timing
	for i, part := range s.schedule.Parts() {
		t := s.program.part(part)
		t.Accounts = s.scored
		for _, f := range s.frames {
			t.Time += f.Times()[i]
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b Timing) int { return cmp.Compare(b.Time, a.Time) })
	return out
}

// part names a part of the rules.
func (p *Program) part(part kernel.Part) (t Timing) {
	relative := p.set.Relative()
	defer func() { t.Place = relative(t.Place) }()
	switch part.Kind {
	case kernel.MetricPart:
		m := p.set.Metrics[part.Index]
		t.What, t.Place = "metric "+m.Name, m.Place
	case kernel.SegmentPart:
		t.What = "segments"
		if len(p.set.Segments.List) > 0 {
			t.Place = p.set.Segments.List[0].Place
		}
	case kernel.CardPart:
		card := p.set.Scorecards[part.Index]
		t.What, t.Place = "scorecard "+card.Name, card.Place
	case kernel.FlagPart:
		flag := p.set.Flags[part.Index]
		t.What, t.Place = "flag "+flag.Name, flag.Place
	}
	return t
}
