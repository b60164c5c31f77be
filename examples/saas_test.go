package examples_test

import (
	"context"
	"slices"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
)

// saas is what scoring the example gives, counted.
type saas struct {
	accounts                                                          int
	bands, segments, overrides, flags, topReasons, riskCodes, missing map[string]int
}

func countSaaS(t *testing.T) (*engine.Program, saas) {
	t.Helper()
	program, results := run(t, "saas/rules", "saas/signals")
	s := saas{
		results.Len(), map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{},
	}
	for i := range results.Len() {
		documents, err := results.Documents(context.Background(), i, engine.ExplainFull)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			switch d.Scorecard {
			case "health":
				s.health(d)
			case "risk":
				for _, r := range d.Reasons {
					s.riskCodes[r.Code]++
				}
			}
		}
	}
	return program, s
}

func (s *saas) health(d result.Document) {
	s.bands[*d.Band]++
	s.segments[d.Segment]++
	for _, o := range d.Overrides {
		s.overrides[o.Reason]++
	}
	for _, f := range d.Flags {
		s.flags[f]++
	}
	if len(d.Reasons) > 0 {
		s.topReasons[d.Reasons[0].Measure]++
	}
	for _, m := range d.Measures {
		if m.State == result.StateMissing {
			s.missing[m.Name]++
		}
	}
}

// The example has to stay interesting: no band may swallow the others, and what the
// rules teach has to happen to somebody.
func TestSaaS(t *testing.T) {
	program, s := countSaaS(t)
	if want := []string{"health", "risk", "expansion"}; !slices.Equal(program.Scorecards(), want) {
		t.Errorf("the scorecards are %v, want %v", program.Scorecards(), want)
	}
	for band, percent := range map[string][2]int{"green": {50, 60}, "yellow": {20, 35}, "red": {10, 20}, "unknown": {1, 6}} {
		if got := s.bands[band] * 100 / s.accounts; got < percent[0] || got > percent[1] {
			t.Errorf("%d%% of the accounts are %s, want %d to %d", got, band, percent[0], percent[1])
		}
	}
	wantSome(t, "segment", s.segments, "onboarding", "enterprise", "smb", "default")
	wantSome(t, "override", s.overrides, "the champion left", "two or more P1 tickets are open",
		"the customer gave notice", "nobody spoke to an enterprise customer for 100 days")
	wantSome(t, "flag", s.flags, "save", "grow", "ask", "look")
	wantSome(t, "risk code", s.riskCodes, "R1", "R1_NOTICE", "R1_OVERDUE", "R2", "R2_UNSEEN", "R2_SILENT", "R2_FALLS", "R3", "R4", "R5")
	wantSome(t, "missing measure", s.missing, "adoption", "voice", "pulse")
	if len(s.topReasons) < 10 {
		t.Errorf("the top reasons are too much alike: %v", s.topReasons)
	}
	t.Logf("%+v", s)
}

func wantSome(t *testing.T, what string, got map[string]int, names ...string) {
	t.Helper()
	for _, name := range names {
		if got[name] == 0 {
			t.Errorf("there is no account with the %s %q: %v", what, name, got)
		}
	}
}
