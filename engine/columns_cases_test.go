package engine_test

import (
	"fmt"
	"strings"
)

// columnCases are rules whose columns are easily computed otherwise than their
// documents: where nothing is there to read, where one thing is shared by several,
// and where numbers leave the room of machine words.
var columnCases = []struct {
	name           string
	signals, rules string // columnsSignals, unless said otherwise
	accounts       []string
}{
	{
		name: "text made of rows where the first blocks have none",
		rules: `
metrics:
  marked: 'last(usage, .feature + "x")'
  is_marked: 'marked == "ax"'
scorecards:
  card:
    measures:
      marked: {map: {ax: 10, else: 20}}
      is_marked: {map: {"true": 10, "false": 20}}
`,
		accounts: []string{`{"id":"A","usage":[]}`, `{"id":"B","usage":[]}`, `{"id":"C",` + usage(`"feature":"a"`) + `}`},
	},
	{
		name: "a choice between the text of a row and nothing",
		rules: `
metrics:
  busy: 'count(usage, (.actions > 3 ? .feature : nil) == "a")'
scorecards:
  card: {measures: {busy: {up_to: {0: 0, else: 20}}}}
`,
		accounts: []string{`{"id":"A",` + usage(`"feature":"a","actions":5`) + `}`, `{"id":"B","usage":[]}`, `{"id":"C",` + usage(`"feature":"a","actions":1`) + `}`},
	},
	{
		name: "changed texts of rows, more and fewer from block to block",
		rules: `
metrics:
  sevens: 'count(usage, lower(.feature) == "f7")'
  latest: 'last(usage, lower(.feature))'
scorecards:
  card:
    measures:
      sevens: {up_to: {0: 0, else: 20}}
      latest: {map: {f9: 3, f99: 4, else: 20}}
`,
		accounts: []string{
			`{"id":"A",` + numberedFeatures(0, 100) + `}`, `{"id":"B",` + numberedFeatures(100, 110) + `}`,
			`{"id":"C",` + numberedFeatures(0, 100) + `}`, `{"id":"D",` + numberedFeatures(110, 200) + `}`,
		},
	},
	{
		name: "texts of a row beside texts of its account",
		rules: `
metrics:
  either_text: 'count(usage, (.feature ?? s) == "a")'
  chosen_text: 'last(usage, .actions > 3 ? .feature : s)'
  either_raised: 'last(usage, upper(.feature ?? s))'
  begins: 'count(usage, lower(.feature) startsWith lower(s))'
  holds: 'count(usage, s contains (.feature ?? "q"))'
  either_truth: 'any(usage, .seen ?? v)'
  either_number: 'first(usage, .n ?? x)'
  either_ratio: 'first(usage, (.n / .actions) ?? (x / 3))'
  chosen_day: 'last(usage, .actions > 3 ? .day : d1)'
scorecards:
  card:
    measures:
      either_text: {up_to: {0: 0, 1: 4, else: 20}}
      chosen_text: {map: {a: 1, s: 3, else: 2}}
      either_raised: {map: {A: 1, S: 3, else: 2}}
      begins: {up_to: {0: 0, 1: 4, else: 20}}
      holds: {up_to: {0: 0, 1: 4, else: 20}}
      either_truth: {map: {"true": 1, "false": 2}}
      either_number: {linear: {0: 0, 10: 30}}
      either_ratio: {linear: {0: 0, 10: 30}}
      chosen_day: {points: 'days_since(value)'}
`,
		accounts: []string{
			`{"id":"A","s":"a","x":3.25,"v":true,"d1":"2026-10-01"}`,
			`{"id":"B","s":"s","x":1.125,"usage":[]}`,
			`{"id":"C","s":"s","x":2,"d1":"2026-09-01",` + usage(`"feature":"a","actions":4,"n":3`, `"actions":2,"seen":false`) + `}`,
			`{"id":"D",` + usage(`"feature":"A","actions":0,"n":3`, `"feature":"zz","actions":7,"n":1.5`) + `}`,
			`{"id":"E","s":"a",` + usage(``, `"feature":"a"`) + `}`,
		},
	},
	{
		name: "a table that some accounts have, some have empty and some lack",
		rules: `
metrics:
  rows: count(usage)
  latest: 'last(usage, .feature)'
scorecards:
  card: {measures: {rows: {up_to: {0: 0, else: 20}}, latest: {map: {a: 1, else: 2}}}}
`,
		accounts: []string{`{"id":"A"}`, `{"id":"B"}`, `{"id":"C",` + usage(`"feature":"a"`) + `}`, `{"id":"D","usage":[]}`},
	},
	{
		name: "an aggregate over rows that uses another over the same rows",
		rules: `
metrics:
  total: sum(usage, .actions)
  top_share: max(usage, .actions / total)
  above_mean: count(usage, .actions > mean_actions)
  mean_actions: mean(usage, .actions)
  busy: count(usage, .actions > 3)
  top_per_busy: 'max(usage, .actions > 3 ? .actions / busy : 0)'
scorecards:
  card:
    measures:
      top_share: {up_to: {0.1: 0, 0.5: 10, else: 20}}
      total: {up_to: {3: 0, 10: 10, else: 20}}
      above_mean: {up_to: {1: 0, 2: 10, else: 20}}
      top_per_busy: {up_to: {0.1: 0, 5: 10, 10: 15, else: 20}}
`,
		accounts: actionsAccounts,
	},
	{
		name: "an aggregate over rows whose inner one nobody else asks for",
		rules: `
metrics:
  total: sum(usage, .actions)
  top_share: max(usage, .actions / total)
scorecards:
  card: {measures: {top_share: {up_to: {0.1: 0, 0.5: 10, else: 20}}}}
`,
		accounts: actionsAccounts,
	},
	{
		name: "two measures with the same expression of their own values",
		rules: `
scorecards:
  card:
    measures:
      d1: {points: 'count(active(subs, value))'}
      d2: {points: 'count(active(subs, value))'}
      a: {points: 'count(usage, .actions > value) * 5'}
      b: {points: 'count(usage, .actions > value) * 5'}
      s: {rows: [{when: 'value == "Ab"', points: 1}, {when: 'count(usage, .feature == value) > 0', points: 2}, {points: 3}]}
      u: {rows: [{when: 'value == "Ab"', points: 1}, {when: 'count(usage, .feature == value) > 0', points: 2}, {points: 3}]}
`,
		accounts: []string{
			`{"id":"A","d1":"2026-01-01","d2":"2026-06-01","a":4,"b":6,"s":"x","u":"Ab",` + usage(`"actions":5,"feature":"x"`, `"actions":20`) +
				`,"subs":[{"start":"2025-01-01","end":"2026-02-01","amount":"1"},{"start":"2026-05-01","amount":"1"},{"start":"2026-05-02","amount":"1"}]}`,
			`{"id":"B","d1":"2026-01-01","a":1,"b":1,"s":"Q","u":"x",` + usage(`"actions":1,"feature":"x"`, `"actions":1`) +
				`,"subs":[{"start":"2025-01-01","end":"2026-02-01","amount":"1"},{"start":"2026-05-01","amount":"1"}]}`,
			`{"id":"C","a":3,"s":"Ab","usage":[]}`, `{"id":"D",` + usage(`"actions":7`) + `}`,
		},
	},
	{
		name: "lets around, inside and over rows",
		rules: `
metrics:
  scaled: 'let k = a * 2; sum(usage, .actions * k) + (let z = k + 1; z * k)'
  either: 'let t = lower(s); t == "ab" or t startsWith "x"'
  some_rows: 'let r = filter(usage, .actions > 2); count(r) + sum(r, .actions)'
  squares: 'let k = a * 2; sum(usage, let z = .actions + k; z * z) / k'
scorecards:
  card:
    measures:
      scaled: {points: 'let q = value / 2; q > 4 ? q : q * 3'}
      either: {map: {"true": 3, "false": 4}}
      some_rows: {points: 'let q = value / 2; q > 4 ? q : q * 3'}
      squares: {points: value}
    bands: {good: {from: 3}, poor: {}}
    overrides:
      - {when: 'count(usage, .actions > score) > 0', adjust: 1, reason: x}
      - {when: 'let c = coverage; c < 1 and c > 0.3', cap: 30, reason: y}
`,
		accounts: append(actionsAccounts, `{"id":"D","a":3,"s":"Ab","usage":[]}`, `{"id":"E","a":1,"s":"xyz",`+usage(`"actions":1`, `"actions":3`)+`}`),
	},
	{
		name: "a ratio at the end of the numbers, then a small one",
		rules: `
metrics:
  ratio: {expr: a / b, round: 0}
scorecards:
  card: {measures: {ratio: {up_to: {3: 0, 10: 10, else: 20}}}}
`,
		accounts: []string{`{"id":"A","a":9000000000000000,"b":1}`, `{"id":"B","a":9,"b":2}`},
	},
	{
		name: "an adjustment that leaves the room of fifteen digits",
		rules: `
scorecards:
  card:
    scale: none
    round: 6
    measures: {a: {up_to: {3: 0, 10: 10, else: 20}}}
    overrides: [{when: b > 3, adjust: 10000000000, reason: r}]
`,
		accounts: []string{`{"id":"A","a":9,"b":10}`, `{"id":"B","a":9,"b":2}`},
	},
	{
		name: "a floor that leaves the room of fifteen digits",
		rules: `
scorecards:
  card:
    scale: {min: 0, max: 10000000}
    round: 9
    measures: {a: {up_to: {3: 0, 10: 10, else: 20}}}
    overrides: [{when: b > 3, floor: 9000000, reason: r}]
`,
		accounts: []string{`{"id":"A","a":9,"b":10}`, `{"id":"B","a":9,"b":2}`},
	},
	{
		name: "amounts beyond an int64 and scales below zero",
		rules: `
metrics:
  thousand: m * 1000
  itself: m / m
  ratio: {expr: x / y, round: 2}
  gap: x - y * 3
  slope: (x - y) / (a - b)
scorecards:
  card:
    scale: {min: -10, max: 10}
    min_coverage: 50%
    missing: 4
    measures:
      m: {weight: 2, up_to: {0: 0, 1.05: 3, 460000000000000: 5, else: 10}}
      thousand: {from: {else: -10, 1000: 3, 999999999999999: 5}}
      itself: {up_to: {1: 2, else: 4}}
      ratio: {weight: 0.5, baseline: 3, from: {else: 0, 0.33: 3.25, 999998: 4, 1000000: 5}}
      gap: {linear: {-5: -10, 0: 0, 3: 7, 10: 10}}
      slope: {when: v != false, linear: {-1: 0, 1: 10}}
    bands: {green: {from: 3}, yellow: {from: -2.55}, red: {}}
    overrides:
      - {when: v, cap: -2.5, adjust: 1.333, reason: a}
      - {when: score < -2 and coverage > 0.4, floor: 1.5, band: yellow, reason: b}
`,
		accounts: wideAccounts,
	},
	{
		name: "a sum that starts below zero, with segments",
		rules: `
metrics:
  ratio: {expr: x / y, round: 2}
  large: 'm > 46116860184273879.03 ? 1 : 2'
segments: {big: a > 5, mid: a > 2}
scorecards:
  card:
    scale: {min: -10, max: 10}
    combine: sum
    start: -3.5
    missing: 4
    min_coverage: 60%
    measures:
      large: {up_to: {1: 0, else: 1}}
      ratio: {baseline: 3, from: {else: 0, 0.33: 3.25, 999998: 4, 1000000: 5}}
      a: {missing: zero, when: v != false, up_to: {2: -1.25, 4: 0, else: 3}}
      b: {missing: redistribute, up_to: {2: -1.25, 4: 0, else: 3}}
    segments:
      big:
        measures: {b: off, ratio: {linear: {0: 0, 3: 7}}, a: {points: value / 3}}
        overrides: [{when: b > 3, cap: 1, band: gold, reason: x}]
      mid: {measures: {a: {missing: 2}, ratio: {map: {0.33: 4, else: 1}}}}
    bands: {green: {from: 3}, yellow: {from: -2.55}, gold: {}}
    overrides:
      - {when: v, adjust: 1.333, cap: -2.5, reason: a}
      - {when: score < -2 and coverage > 0.4, floor: 1.5, band: yellow, reason: b}
flags: {thin: card.coverage < 0.7, gold: card.band == "gold"}
`,
		accounts: wideAccounts,
	},
	{
		name: "aggregates and functions of every kind",
		rules: `
metrics:
  c1: weighted_mean(usage, .n, .actions)
  c2: 'mean(filter(usage, .actions > 2), .n)'
  c3: sum(within(usage, "30d"), .n * .actions) / sum(within(usage, "60d", "30d"), .actions)
  c4: percent(usage, .seen)
  c5: share(usage, .n > x)
  c6: 'min(subs, .start)'
  c7: 'max(active(subs, ago("90d")), .amount)'
  c8: 'first(filter(subs, .amount > 3), .end)'
  c9: 'sum(active(subs, d1), .amount)'
  c11: 'clamp(x, y, a)'
  c12: 'max(x, y, a / b)'
  c13: 'a % b'
  c14: '-x / (y * 3)'
  c15: 'x in [1, 2.5, y]'
  c16: 'sqrt(x) + abs(y)'
  c17: 'median(usage, .n)'
  c18: 'd1 < d2 ? x : y / 7'
scorecards:
  card:
    scale: none
    round: 4
    measures:
      c1: {linear: {-5: -5, 5: 5}}
      c2: {linear: {-5: -5, 5: 5}}
      c3: {linear: {-5: -5, 5: 5.5, 7: 9.123456789}}
      c4: {linear: {0: 0, 100: 5}}
      c5: {up_to: {0.5: 1, else: 2}}
      c6: {points: days_since(value)}
      c7: {up_to: {0.5: 1, 3: 7, else: 2}}
      c8: {rows: [{when: c8 == nil, points: 3}, {when: value > d1, points: 'c1 * 2'}, {when: 'value == d2', points: 4.25}]}
      c9: {from: {else: 1, 3: 7, 9: 2}}
      c11: {points: value / 3}
      c12: {linear: {-5: -5, 5: 5}}
      c13: {map: {0: 1, 1: 4, -1: 8, else: 3}}
      c14: {linear: {-5: -5, 5: 5}}
      c15: {map: {"true": 1, "false": 3}}
      c16: {linear: {-5: -5, 5: 5}}
      c17: {linear: {-5: -5, 5: 5}}
      c18: {linear: {-5: -5, 5: 5}}
`,
		accounts: []string{
			`{"id":"A","x":1,"y":3,"a":1,"b":1,"d1":"2026-08-01","d2":"2026-10-01","subs":[{"start":"2025-01-01","end":"2026-02-01","amount":"1"},{"start":"2026-05-01","amount":"4.05"},{"start":"2026-05-02","end":"2026-10-01","amount":"9"}]}`,
			`{"id":"B","x":2.5,"y":-3,"a":7,"b":-3,"d2":"2026-10-01","subs":[],"usage":[{"day":"2026-10-20","actions":3,"n":1.5,"seen":true},{"day":"2026-10-21","actions":2,"n":-7.25},{"day":"2026-09-20","actions":4,"seen":false},{"day":"2026-09-25","actions":-4,"n":0.000000001}]}`,
			`{"id":"C","y":0,"a":0,"b":0,"usage":[]}`,
			`{"id":"D","x":123456789012.345,"y":0.000000007,"a":9007199254740992,"b":-9007199254740992,"usage":[{"day":"2026-10-20","actions":9007199254740992,"n":999999999999999},{"day":"2026-10-21","actions":9007199254740992,"n":0.000000003},{"day":"2026-10-21","n":5}]}`,
			`{"id":"E","x":-4,"y":2,"a":3,"b":2,"d1":"2026-06-01","usage":[{"day":"2026-10-20","actions":1,"n":2}],"subs":[{"start":"2026-01-01","amount":"3.5"}]}`,
		},
	},
	{
		name: "weights of nothing and of next to nothing, and low scores that are good",
		rules: `
scorecards:
  high:
    measures:
      a: {weight: 0, baseline: 50, up_to: {2: 10, 4: 50, else: 90}}
      b: {weight: 3, up_to: {2: 10, 4: 50, else: 90}}
      x: {weight: 0.000001, up_to: {2: 10, 4: 50, else: 100}}
  low:
    better: low
    combine: mean
    missing: 30
    measures:
      b: {up_to: {2: 10, 4: 50, else: 90}}
      a: {weight: 0, up_to: {2: 10, 4: 50, else: 90}}
      x: {baseline: 0, from: {else: 0, 2: 10, 4: 50}}
      y: {baseline: 100, from: {else: 0, 2: 10, 4: 50}}
    min_coverage: 100%
`,
		accounts: []string{`{"id":"A","a":1,"b":2,"x":3,"y":5}`, `{"id":"B","a":3}`, `{"id":"C","b":5,"x":1}`, `{"id":"D","x":2.0}`, `{"id":"E"}`, `{"id":"F","a":5,"y":2}`},
	},
	{
		name: "columns and rows that are known, and fresh, from their own dates on",
		signals: `language: 1
signals:
  accounts:
    key: id
    columns:
      id: string
      a: {type: int, optional: true, at: a_at, fresh_for: 'value in [1, 10] ? "30d" : "90d"'}
      a_at: optional date
      s: {type: string, optional: true, known_at: a_at}
      v: {type: bool, optional: true, known_at: a_at}
      d: {type: date, optional: true, known_at: a_at, at: a_at, fresh_for: 36h}
      x: {type: number, optional: true, at: a_at, fresh_for: 2mo}
  usage:
    parent: accounts
    key: id
    columns: {id: string, n: {type: number, optional: true, at: t, fresh_for: 60d}, t: optional time, f: {type: string, optional: true, known_at: t}}
`,
		rules: `metrics:
  total: sum(usage, .n)
  latest: 'last(usage, .f)'
scorecards:
  card:
    measures:
      a: {up_to: {2: 1, 5: 4, else: 7}}
      s: {map: {a: 1, else: 4}}
      v: {map: {"true": 1, "false": 4}}
      d: {map: {2026-10-31: 1, else: 4}}
      x: {linear: {0: 0, 5: 9}}
      total: {linear: {0: 0, 5: 9}}
      latest: {map: {a: 1, b: 2}}
flags: {yes: v, first: 's == "a"'}
`,
		accounts: []string{
			`{"id":"A","a":1,"a_at":"2026-10-02","s":"a","v":true,"d":"2026-10-31","x":3.5}`,
			`{"id":"B","a":1,"a_at":"2026-10-01","s":"b","v":false,"d":"2026-10-31","x":3.25}`,
			`{"id":"C","a":4,"a_at":"2026-10-31","s":"b","v":false,"d":"2026-10-31","x":3.25,"usage":[{"n":3,"t":"2026-10-31T00:00:00Z","f":"a"},{"n":4,"t":"2026-12-31T00:00:00Z","f":"b"},{"n":4.5,"f":"b"}]}`,
			`{"id":"D","a":4,"a_at":"2026-12-31","s":"b","v":false,"d":"2026-10-31","x":3.25,"usage":[]}`,
			`{"id":"E","a":4,"s":"b","v":false,"d":"2026-10-31","x":3.25,"usage":[{"n":2,"t":"2026-08-31T00:00:00Z","f":"b"}]}`,
		},
	},
}

// actionsAccounts have no rows, a small and a large one, equal ones, and one alone.
var actionsAccounts = []string{
	`{"id":"0","usage":[]}`,
	`{"id":"A","a":4,"s":"x",` + usage(`"actions":5`, `"actions":50`) + `}`,
	`{"id":"B","a":1,"s":"Q",` + usage(`"actions":1`, `"actions":1`) + `}`,
	`{"id":"C",` + usage(`"actions":7`) + `}`,
}

// wideAccounts have numbers at the ends of their types beside plain ones.
var wideAccounts = []string{
	`{"id":"A","m":"46116860184273879.03","x":1,"y":3,"a":1,"b":1,"v":true}`,
	`{"id":"B","m":"46116860184273879.04","x":1,"y":-3,"a":3,"b":1,"v":false}`,
	`{"id":"C","m":"46000000000000000.00","x":0.33,"y":1,"a":-3,"b":1}`,
	`{"id":"D","m":"12345678901234567890123456.78","x":0.325,"y":1,"v":true}`,
	`{"id":"E","x":-0.325,"y":1,"v":true,"a":7,"b":5}`,
	`{"id":"F","x":999999.995,"y":1,"v":false,"a":6}`,
	`{"id":"G","x":999999999999.99,"y":0.000000001,"v":false,"a":9007199254740992,"b":-9007199254740992}`,
	`{"id":"H","m":"0"}`,
	`{"id":"I"}`,
	`{"id":"J","m":"-1.05","x":5,"y":0,"v":true,"a":8,"b":9}`,
	`{"id":"K","m":"-1.05","x":0.33,"y":1,"a":4,"b":9}`,
}

// usage is the rows of an account, each given by its cells, of one day after the other.
func usage(cells ...string) string {
	rows := make([]string, len(cells))
	for i, c := range cells {
		rows[i] = strings.TrimSuffix(fmt.Sprintf(`{"day":"2026-10-%02d",%s`, 1+i%28, c), ",") + "}"
	}
	return `"usage":[` + strings.Join(rows, ",") + `]`
}

// numberedFeatures is a row for each of the features F<from> to F<to-1>.
func numberedFeatures(from, to int) string {
	var cells []string
	for i := from; i < to; i++ {
		cells = append(cells, fmt.Sprintf(`"feature":"F%d"`, i))
	}
	return usage(cells...)
}
