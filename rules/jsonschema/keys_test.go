package jsonschema_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/jsonschema"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// everyRuleKey has an unknown key in everything that has keys of its own: the
// findings list the keys that there are.
const everyRuleKey = `language: 1
zzqq: 1
signals:
  accounts:
    zzqq: 1
    key: id
    columns: {id: string, x: {type: number, zzqq: 1}}
metrics: {m: {expr: x, zzqq: 1}}
functions: {f: {expr: x, zzqq: 1}}
peers: {zzqq: 1}
scorecards:
  c:
    zzqq: 1
    scale: {zzqq: 1}
    measures: {x: {zzqq: 1, rows: [{zzqq: 1, points: 1}]}}
    overrides: [{when: true, cap: 1, zzqq: 1}]
    bands: {a: {zzqq: 1}}
    segments: {default: {zzqq: 1}}
`

// everyTestKey is that of test files.
const everyTestKey = `zzqq: 1
as_of: 2026-11-01
tests:
  - name: x
    zzqq: 1
    account: {id: A1}
    expect:
      metrics: {m: {is: 1, zzqq: 1}}
      c: {zzqq: 1, measures: {x: {zzqq: 1}}, reasons: [{measure: x, zzqq: 1}]}
`

// TestKeys: the schemas have the keys that the loader knows, no others, and say what
// each means.
func TestKeys(t *testing.T) {
	_, rulesFound := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(everyRuleKey)}})
	_, testsFound := load.TestFiles([]rules.File{{Name: "rules_test.yaml", Source: []byte(everyTestKey)}})
	for _, each := range []struct {
		document []byte
		err      error
		// described says where the schema has the keys of each.
		described map[string][]any
	}{
		{jsonschema.Rules(), rulesFound, map[string][]any{
			"a rule file":            {},
			"a table":                {"definitions", "table"},
			"a column":               {"definitions", "column", "anyOf", 1},
			"a metric":               {"properties", "metrics", "additionalProperties", "anyOf", 1},
			"a function":             {"properties", "functions", "additionalProperties"},
			"`peers`":                {"properties", "peers"},
			"a scorecard":            {"definitions", "scorecard"},
			"`scale`":                {"definitions", "scorecard", "properties", "scale", "anyOf", 1},
			"a measure":              {"definitions", "measure", "anyOf", 0},
			"a row":                  {"definitions", "row"},
			"an override":            {"definitions", "override"},
			"a band":                 {"definitions", "band"},
			"what a segment changes": {"definitions", "change"},
		}},
		{jsonschema.Tests(), testsFound, map[string][]any{
			"a test file":           {},
			"a test":                {"definitions", "test"},
			"an expected value":     {"definitions", "expected", "anyOf", 1},
			"an expected scorecard": {"definitions", "scorecard"},
			"an expected measure":   {"definitions", "measure"},
			"an expected reason":    {"definitions", "scorecard", "properties", "reasons", "items", "anyOf", 1},
		}},
	} {
		holdKeys(t, each.document, each.err, each.described)
	}
}

var keysOf = regexp.MustCompile(`^the keys of (.+): (.+)$`)

// holdKeys holds the keys of a schema against those that findings name.
func holdKeys(t *testing.T, schema []byte, err error, described map[string][]any) {
	t.Helper()
	var document any
	if err := json.Unmarshal(schema, &document); err != nil {
		t.Fatal(err)
	}
	var found *rules.Diagnostics
	if !errors.As(err, &found) {
		t.Fatal("unknown keys are not found:", err)
	}
	looked := 0
	for _, d := range found.List {
		hint := keysOf.FindStringSubmatch(d.Hint)
		if hint == nil {
			continue
		}
		path, ok := described[hint[1]]
		if !ok {
			t.Errorf("where does the schema describe %s?", hint[1])
			continue
		}
		looked++
		want := strings.Split(hint[2], ", ")
		slices.Sort(want)
		if diff := cmp.Diff(want, propertiesAt(t, document, path)); diff != "" {
			t.Errorf("the keys of %s differ (-loader +schema):\n%s", hint[1], diff)
		}
	}
	if looked != len(described) {
		t.Errorf("%d mappings were looked at, not %d", looked, len(described))
	}
}

// propertiesAt lists the properties of the schema at a path, each of which has a
// description, by itself or by what it refers to.
func propertiesAt(t *testing.T, document any, path []any) []string {
	t.Helper()
	at := document
	for _, step := range path {
		switch step := step.(type) {
		case string:
			at = at.(map[string]any)[step]
		case int:
			at = at.([]any)[step]
		}
	}
	properties := at.(map[string]any)["properties"].(map[string]any)
	var names []string
	for name, says := range properties {
		names = append(names, name)
		of := says.(map[string]any)
		if to, ok := of["$ref"].(string); ok {
			of = document.(map[string]any)["definitions"].(map[string]any)[strings.TrimPrefix(to, "#/definitions/")].(map[string]any)
		}
		if of["description"] == nil {
			t.Errorf("the key %s at %v has no description", name, path)
		}
	}
	slices.Sort(names)
	return names
}
