package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sampleFigures() *figures {
	return &figures{
		Rules: "sha256:" + strings.Repeat("0123456789abcdef", 4), AsOf: "2026-11-01", Accounts: 100_000, Processors: 2,
		Compile: compileFigures{NS: 1_390_000, sample: sample{runs: 10, elapsed: 13_900 * time.Microsecond}},
		Read: readFigures{
			Rows: 250_000, Bytes: 16_000_000, NSPerRow: 96.4, BytesPerSecond: 663e6, sample: sample{runs: 4, elapsed: 96_400 * time.Microsecond},
		},
		Scoring: []scoreFigures{
			{
				Name: "batch", NSPerAccount: 18.44, AccountsPerSecond: 54_229_934, BytesPerAccount: 0.002, AllocsPerAccount: 0.0001,
				sample: sample{runs: 100, elapsed: 184_400 * time.Microsecond},
			},
			{Name: "batch_one_core", NSPerAccount: 36.6, AccountsPerSecond: 27_322_404, sample: sample{runs: 50, elapsed: 183 * time.Millisecond}},
			{Name: "one", NSPerAccount: 412.3, AccountsPerSecond: 2_425_418, BytesPerAccount: 24, AllocsPerAccount: 1, sample: sample{runs: 3, elapsed: time.Second}},
		},
		Parts: []partFigures{
			{What: "metric usage_rate", Place: "rules.yaml:17:3", NSPerAccount: 12.5, Share: 0.68, accounts: 5_000_000},
			{What: "scorecard health", Place: "rules.yaml:22:3", NSPerAccount: 5.9, Share: 0.32, accounts: 5_000_000},
		},
	}
}

// TestBenchFormats: the figures in each format, by figures that are no measurement.
func TestBenchFormats(t *testing.T) {
	want := map[string]string{
		formatTable: `100000 accounts, 2 processors, as of 2026-11-01, rules sha256:0123456789ab

compile the rules  1.39 ms
read the signals   96.4 ns a row, 663 MB/s

 score                 │ accounts/s │ ns/account │ B/account │ allocs/account
───────────────────────┼────────────┼────────────┼───────────┼────────────────
 batch, all processors │   54229934 │       18.4 │     <0.01 │          <0.01
 batch, one processor  │   27322404 │       36.6 │         0 │              0
 one account at a time │    2425418 │        412 │      24.0 │           1.00

 part of the rules │ share │ ns/account │ place
───────────────────┼───────┼────────────┼─────────────────
 metric usage_rate │ 68.0% │       12.5 │ rules.yaml:17:3
 scorecard health  │ 32.0% │       5.90 │ rules.yaml:22:3
`,
		formatJSON: `{
  "rules": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  "as_of": "2026-11-01",
  "accounts": 100000,
  "processors": 2,
  "compile": {
    "ns": 1390000
  },
  "read": {
    "rows": 250000,
    "bytes": 16000000,
    "ns_per_row": 96.4,
    "bytes_per_second": 663000000
  },
  "scoring": [
    {
      "name": "batch",
      "ns_per_account": 18.44,
      "accounts_per_second": 54229934,
      "bytes_per_account": 0.002,
      "allocs_per_account": 0.0001
    },
    {
      "name": "batch_one_core",
      "ns_per_account": 36.6,
      "accounts_per_second": 27322404,
      "bytes_per_account": 0,
      "allocs_per_account": 0
    },
    {
      "name": "one",
      "ns_per_account": 412.3,
      "accounts_per_second": 2425418,
      "bytes_per_account": 24,
      "allocs_per_account": 1
    }
  ],
  "parts": [
    {
      "what": "metric usage_rate",
      "place": "rules.yaml:17:3",
      "ns_per_account": 12.5,
      "share": 0.68
    },
    {
      "what": "scorecard health",
      "place": "rules.yaml:22:3",
      "ns_per_account": 5.9,
      "share": 0.32
    }
  ]
}
`,
		formatGo: `rules: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
accounts: 100000
BenchmarkCompile-2	10	1390000 ns/op
BenchmarkRead-2	4	24100000 ns/op	663.00 MB/s	96.40 ns/row
BenchmarkScore/batch-2	100	1844000 ns/op	18.440 ns/account	54229934 accounts/s	0.002 B/account	0.000 allocs/account
BenchmarkScore/batch_one_core-2	50	3660000 ns/op	36.600 ns/account	27322404 accounts/s	0.000 B/account	0.000 allocs/account
BenchmarkScore/one-2	3	333333333 ns/op	412.300 ns/account	2425418 accounts/s	24.000 B/account	1.000 allocs/account
BenchmarkPart/metric_usage_rate-2	5000000	12.500 ns/account
BenchmarkPart/scorecard_health-2	5000000	5.900 ns/account
`,
	}
	for _, format := range []string{formatTable, formatJSON, formatGo} {
		var got strings.Builder
		if err := sampleFigures().write(&got, format); err != nil {
			t.Fatal(err)
		}
		text := got.String()
		if format == formatGo { // the first two lines name the machine
			text = strings.Join(strings.SplitAfter(text, "\n")[2:], "")
		}
		if diff := cmp.Diff(want[format], text); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}
