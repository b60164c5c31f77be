package conformance_test

import "testing"

const (
	telco         = "../../examples/telco"
	telcoAccounts = 7043
	telcoMeasures = 7
)

// The as-of does not matter: nothing in this data has a date.
const telcoAsOf = "2026-11-01"

func TestTelco(t *testing.T) {
	for scheme, folder := range map[string]string{"A": telco + "/rules-a", "B": telco + "/rules-b"} {
		t.Run(scheme, func(t *testing.T) {
			program := programIn(t, folder)
			results := scoreFiles(t, program, telco+"/Telco-Customer-Churn.csv", telcoAsOf)
			equal := published(t, program, results, "testdata/telco/scores_"+scheme+".csv")
			wantEqual(t, equal, telcoAccounts, telcoMeasures)

			boundaries := 0
			for _, want := range readRecords(t, "testdata/telco/boundary_accounts.csv") {
				if want["scheme"] != scheme {
					continue
				}
				boundaries++
				score, band := bandOf(results, want["account_id"])
				if !same(score, number(t, want["score_exact"])) || band != want["band"] {
					t.Errorf("%s on a boundary: %s %s, want %s %s", want["account_id"], score, band, want["score_exact"], want["band"])
				}
			}
			t.Logf("equal: %v, on a boundary: %d", equal, boundaries)
		})
	}
}

func TestTelcoSchemesDifferInWeightsOnly(t *testing.T) {
	wantSameFiles(t, telco+"/rules-a", telco+"/rules-b", "signals.yaml", "metrics.yaml")
}
