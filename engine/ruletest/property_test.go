package ruletest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

func compileShared(t testing.TB) *engine.Program {
	t.Helper()
	source, err := os.ReadFile("testdata/rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: source}})
	if err != nil {
		t.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// drawAccount gives an account of testdata/rules.yaml.
func drawAccount(t *rapid.T, key string) map[string]any {
	account := map[string]any{
		"account_id": key, "size": rapid.SampledFrom([]string{"smb", "mid", "enterprise"}).Draw(t, "size"),
		"features_configured": rapid.IntRange(0, 10).Draw(t, "configured"),
		"features_total":      rapid.IntRange(0, 10).Draw(t, "total"),
	}
	maybe := func(name string, value func() any) {
		if rapid.Bool().Draw(t, "has "+name) {
			account[name] = value()
		}
	}
	maybe("nps", func() any {
		return rapid.SampledFrom([]string{"-100", "-12.5", "0", "25", "30", "35.01", "100"}).Draw(t, "nps")
	})
	maybe("open_p1", func() any { return rapid.IntRange(0, 3).Draw(t, "p1") })
	maybe("renewal", func() any {
		return fmt.Sprintf("2026-1%d-%02d", rapid.IntRange(0, 2).Draw(t, "m"), rapid.IntRange(1, 28).Draw(t, "d"))
	})
	maybe("gone", func() any { return rapid.Bool().Draw(t, "gone") })
	maybe("usage", func() any {
		rows := []map[string]any{}
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			rows = append(rows, map[string]any{
				"day": fmt.Sprintf("2026-%02d-15", rapid.IntRange(9, 12).Draw(t, "month")), "actions": rapid.IntRange(0, 40).Draw(t, "actions"),
			})
		}
		return rows
	})
	return account
}

// leaf is one thing that is expected, by the keys on the way to it.
type leaf struct {
	path  []string
	value any
	other any // what the value is not
}

// leaves are all things that can be expected of an account, as they are.
func leaves(t *rapid.T, account string, o engine.Observation) []leaf {
	var out []leaf
	add := func(value, other any, path ...string) {
		out = append(out, leaf{path: append([]string{"accounts", account}, path...), value: value, other: other})
	}
	other := func(value string, all ...string) string {
		return rapid.SampledFrom(slices.DeleteFunc(all, func(s string) bool { return s == value })).Draw(t, "other than "+value)
	}
	number := func(n exact.Num, path ...string) {
		if n.IsMissing() {
			add("missing", 0, path...)
			return
		}
		nearby := rapid.SampledFrom([]exact.Num{n.Add(exact.Decimal(1, 9)), n.Sub(exact.Decimal(1, 9)), n.Add(exact.Int(1))}).Draw(t, "nearby")
		add(json.Number(n.String()), rapid.SampledFrom([]any{json.Number(nearby.String()), "missing"}).Draw(t, "other"), path...)
	}
	// A share lies within 0 and 1, and so has to what it is not.
	part := func(n exact.Num, path ...string) {
		half := exact.Ratio(1, 2)
		if !n.IsMissing() && n.Equal(half) {
			half = exact.Int(1)
		}
		if n.IsMissing() {
			add("missing", "0%", path...)
			return
		}
		add(json.Number(n.String()), json.Number(half.String()), path...)
	}
	list := func(names, all []string, path ...string) {
		changed := slices.Clone(names)
		if len(changed) > 0 && rapid.Bool().Draw(t, "fewer") {
			changed = changed[1:]
		} else {
			missing := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(changed, s) })
			if len(missing) == 0 {
				changed = changed[1:]
			} else {
				changed = append(changed, missing[0])
			}
		}
		add(append([]string{}, names...), append([]string{}, changed...), path...)
	}
	add(o.Segment, other(o.Segment, "enterprise", "default"), "segment")
	for _, m := range o.Metrics {
		switch v := m.Value; {
		case v.Missing != signals.Present:
			add(map[string]any{"missing": m.Cause}, map[string]any{"missing": m.Cause + "!"}, "metrics", m.Name)
		case v.Kind == signals.Bool:
			add(v.Flag, !v.Flag, "metrics", m.Name)
		case v.Kind == signals.Date:
			add(v.String(), rapid.SampledFrom([]string{"2020-01-01", "missing"}).Draw(t, "date"), "metrics", m.Name)
		default:
			number(v.Num, "metrics", m.Name)
		}
	}
	for _, d := range o.Documents {
		list(d.Flags, []string{"at_risk", "renews"}, "flags")
		number(d.Score, d.Scorecard, "score")
		number(d.Base, d.Scorecard, "base")
		part(d.Coverage, d.Scorecard, "coverage")
		add(*d.Band, other(*d.Band, "green", "yellow", "red", "unknown"), d.Scorecard, "band")
		var applied, lost, missing, all []string
		for _, a := range d.Overrides {
			applied = append(applied, a.Reason)
		}
		list(applied, []string{"two or more open P1 tickets"}, d.Scorecard, "overrides")
		walk(d.Measures, "", func(name string, m result.Measure) {
			state := m.State
			if state == "" {
				state = "scored"
			}
			way := []string{d.Scorecard, "measures", name}
			add(state, other(state, "scored", "missing", "out", "off"), append(way, "state")...)
			number(m.Points, append(way, "points")...)
			number(m.Weight, append(way, "weight")...)
			number(m.Contribution, append(way, "contribution")...)
			part(m.Share, append(way, "share")...)
			if m.Measures != nil {
				return
			}
			all = append(all, name)
			if state == "missing" {
				missing = append(missing, name)
			}
			number(m.Value.Num, append(way, "value")...)
			if m.Row != "" {
				add(m.Row, m.Row+" or so", append(way, "row")...)
			}
		})
		for _, r := range d.Reasons {
			lost = append(lost, r.Measure)
		}
		list(missing, all, d.Scorecard, "missing")
		list(lost, all, d.Scorecard, "reasons")
	}
	return out
}

func walk(measures []result.Measure, prefix string, visit func(string, result.Measure)) {
	for _, m := range measures {
		visit(prefix+m.Name, m)
		walk(m.Measures, prefix+m.Name+".", visit)
	}
}

// testFile writes what is expected as a test file. JSON is YAML.
func testFile(t *rapid.T, accounts []map[string]any, expected []leaf) []byte {
	expect := map[string]any{}
	for _, l := range expected {
		at := expect
		for _, key := range l.path[:len(l.path)-1] {
			if at[key] == nil {
				at[key] = map[string]any{}
			}
			at = at[key].(map[string]any)
		}
		at[l.path[len(l.path)-1]] = l.value
	}
	text, err := json.Marshal(map[string]any{"tests": []any{
		map[string]any{"name": "it", "as_of": "2026-11-01", "accounts": accounts, "expect": expect},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func runFile(t *rapid.T, program *engine.Program, source []byte) *ruletest.Report {
	suite, err := load.TestFiles([]rules.File{{Name: "a_test.yaml", Source: source}})
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	report, err := ruletest.Run(context.Background(), program, suite, ruletest.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	return report
}

// TestNothingPassesButTheTruth: a test that expects what the rules say passes; and when
// any one thing in it is changed, that and nothing else fails.
func TestNothingPassesButTheTruth(t *testing.T) {
	program := compileShared(t)
	at, err := signals.ParseAsOf("2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var accounts []map[string]any
		b := signals.NewBuilder(program.Schema(), at, program.Needs(), nil)
		for i := range rapid.IntRange(1, 3).Draw(t, "accounts") {
			account := drawAccount(t, fmt.Sprint("A", i))
			accounts = append(accounts, account)
			if err := b.AddMap(account); err != nil {
				t.Fatal(err)
			}
		}
		portfolio := b.Portfolio()
		peers, err := program.Peers(context.Background(), portfolio)
		if err != nil {
			t.Fatal(err)
		}
		var expected []leaf
		for i := range portfolio.Len() {
			o, err := program.Observe(context.Background(), portfolio, i, engine.Request{Peers: peers}, nil)
			if err != nil {
				t.Fatal(err)
			}
			expected = append(expected, leaves(t, portfolio.Key(i), o)...)
		}
		source := testFile(t, accounts, expected)
		if failures := runFile(t, program, source).Results[0].Failures(); len(failures) > 0 {
			t.Fatalf("%+v\n%s", failures, source)
		}
		changed := slices.Clone(expected)
		i := rapid.IntRange(0, len(changed)-1).Draw(t, "changed")
		changed[i].value = changed[i].other
		source = testFile(t, accounts, changed)
		failures := runFile(t, program, source).Results[0].Failures()
		if len(failures) != 1 || failures[0].Account+"."+failures[0].Name() != strings.TrimSuffix(strings.Join(changed[i].path[1:], "."), ".") {
			t.Fatalf("%v was changed to %v, and what fails is %+v\n%s", changed[i].path, changed[i].value, failures, source)
		}
	})
}

// TestOddExpectations: whatever stands in a test file, it is refused, or a report comes
// out in all forms.
func TestOddExpectations(t *testing.T) {
	program := compileShared(t)
	rapid.Check(t, func(t *rapid.T) {
		source := []byte(`{"tests": [` + strings.Join(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return fmt.Sprintf(`{"name": %q, "as_of": "2026-11-01", "account": {"account_id": "A1", "size": %s, "features_configured": %s, "features_total": 10, "nps": %s, "usage": %s}, "expect": %s}`,
				rapid.StringMatching(`[a-z<&"%\n]{1,6}`).Draw(t, "name"), odd(t), odd(t), odd(t), odd(t), oddExpectation(t))
		}), 1, 3).Draw(t, "tests"), ", ") + `]}`)
		suite, err := load.TestFiles([]rules.File{{Name: "a_test.yaml", Source: source}})
		if err != nil {
			return
		}
		report, err := ruletest.Run(context.Background(), program, suite, ruletest.Options{})
		if err != nil {
			_ = err.Error()
			return
		}
		for _, err := range []error{
			report.Pretty(io.Discard, ruletest.PrettyOptions{Color: true, Uncovered: true}),
			report.JSON(io.Discard), report.JUnit(io.Discard), report.GitHub(io.Discard),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// odd is a value that may or may not make sense where it stands.
func odd(t *rapid.T) string {
	return rapid.SampledFrom([]string{
		`7`, `-0.5`, `1e9`, `"mid"`, `"80%"`, `"missing"`, `true`, `null`, `""`, `[]`, `{}`, `[7]`, `["a\tb"]`, `{"is": 7}`, `{"is": 7, "within": 1}`,
		`{"above": 5}`, `{"missing": "x"}`, `[{"day": "2026-10-01", "actions": 5}]`, `"2026-10-01"`, `99999999999999999999`, `"green"`, `["usage"]`,
	}).Draw(t, "odd")
}

func oddExpectation(t *rapid.T) string {
	if rapid.IntRange(0, 9).Draw(t, "none") == 0 {
		return odd(t)
	}
	field := func(keys ...string) string {
		var parts []string
		for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom(keys), 1, 3, rapid.ID[string]).Draw(t, "keys") {
			parts = append(parts, fmt.Sprintf("%q: %s", key, odd(t)))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprintf(`{"metrics": %s, "health": {"measures": {"usage": %s, "voice": %s}, "score": %s, "reasons": %s, "band": %s}}`,
		field("setup_rate", "late", "known", "level"), field("points", "value", "missing", "row", "state"), field("points", "share", "code"),
		odd(t), rapid.SampledFrom([]string{"[]", "[usage]", `["usage", {"measure": "setup_rate", "lost": 1}]`, "7"}).Draw(t, "reasons"),
		rapid.SampledFrom([]string{`"green"`, `"unknown"`, "7"}).Draw(t, "band"))
}
