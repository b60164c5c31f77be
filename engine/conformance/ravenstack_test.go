package conformance_test

import "testing"

const (
	ravenstack         = "testdata/ravenstack"
	ravenstackAccounts = 348 // of 500: those who had signed up by then
	ravenstackMeasures = 7
)

// Point in time: the tables go on for half a year after this day.
const ravenstackAsOf = "2024-06-30"

func TestRavenStack(t *testing.T) {
	for scheme, folder := range map[string]string{"A": ravenstack + "/rules-a", "B": ravenstack + "/rules-b"} {
		t.Run(scheme, func(t *testing.T) {
			program := programIn(t, folder)
			results := scoreFiles(t, program, ravenstack+"/signals", ravenstackAsOf)
			equal := published(t, program, results, ravenstack+"/expected/scores_"+scheme+".csv")
			wantEqual(t, equal, ravenstackAccounts, ravenstackMeasures)
			t.Logf("equal: %v", equal)
		})
	}
}

// The numbers of missing inputs as published with the expected values.
func TestRavenStackMissing(t *testing.T) {
	program := programIn(t, ravenstack+"/rules-a")
	card := scoreFiles(t, program, ravenstack+"/signals", ravenstackAsOf).Scorecards[0]
	want := map[string]int{"usage_trend": 40, "error_rate": 1, "csat": 177, "mrr_growth": 93}
	for m, name := range program.Measures("health") {
		missing := 0
		for _, points := range card.Points[m].All() {
			if points.IsMissing() {
				missing++
			}
		}
		if missing != want[name] {
			t.Errorf("%s is missing for %d accounts, want %d", name, missing, want[name])
		}
	}
}

func TestRavenStackSchemesDifferInWeightsOnly(t *testing.T) {
	wantSameFiles(t, ravenstack+"/rules-a", ravenstack+"/rules-b", "signals.yaml", "metrics.yaml")
}
