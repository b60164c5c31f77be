package jsonschema_test

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/jsonschema"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// TestRulesAndLoaderAgreeOnMutants breaks the rule sets of the project at random:
// what the schema refuses, the loader refuses; and what the loader finds, the
// schema refuses, too, as far as a schema can see it.
func TestRulesAndLoaderAgreeOnMutants(t *testing.T) {
	agreeOnMutants(t, jsonschema.Rules(), rulesAgreement, false, func(files []rules.File) error {
		_, err := load.Files(files)
		return err
	})
}

// TestTestsAndLoaderAgreeOnMutants is the same for rule tests.
func TestTestsAndLoaderAgreeOnMutants(t *testing.T) {
	agreeOnMutants(t, jsonschema.Tests(), testsAgreement, true, func(files []rules.File) error {
		_, err := load.TestFiles(files)
		return err
	})
}

func agreeOnMutants(t *testing.T, document []byte, agreement agreement, tests bool, load func([]rules.File) error) {
	schema := compile(t, document)
	all := sets(t)
	for name, files := range all {
		all[name] = slices.DeleteFunc(files, func(f rules.File) bool { return isTest(f.Name) != tests })
	}
	maps.DeleteFunc(all, func(_ string, files []rules.File) bool { return len(files) == 0 })
	names := slices.Sorted(maps.Keys(all))
	both, loaderAlone := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		files := slices.Clone(all[rapid.SampledFrom(names).Draw(t, "set")])
		at := rapid.IntRange(0, len(files)-1).Draw(t, "file")
		root, ok := parse(files[at].Source)
		if !ok {
			t.Fatalf("%s is no YAML", files[at].Name)
		}
		mutate(t, root)
		mutant, err := yaml.Marshal(root)
		if err != nil {
			t.Skip(err)
		}
		files[at] = rules.File{Name: filepath.Base(files[at].Name), Source: mutant}
		if root, ok = parse(mutant); !ok {
			return // YAML itself is broken
		}
		refused := schema.Validate(see(root, core12))
		err = load(files)
		if refused != nil && err == nil {
			t.Fatalf("the schema refuses what loads: %v\n%s", refused, mutant)
		}
		var found *rules.Diagnostics
		if !errors.As(err, &found) {
			return
		}
		if refused != nil {
			both++
			return
		}
		loaderAlone++
		for _, d := range found.List {
			if d.Place.File == files[at].Name && agreement.expected(t, d) {
				t.Errorf("the schema does not see %s [%s] at %s in\n%s", d.Message, d.ID, d.Place, mutant)
			}
		}
	})
	t.Logf("refused by both: %d; by the loader alone: %d", both, loaderAlone)
}

// values and keys are what mutants get in the place of what they had.
var (
	values = []string{
		"", `""`, `" "`, "off", "on", "none", "some", "1", "-1", "0", "0.5", "50%", "150%", "-3%", "90d", "9 days", "true", "false",
		"yes", "null", "1e3", "+5", ".5", "12.75", "0.1234567", "1000000000000000", `"7"`, `"7.0"`, "007", "[]", "{}", "{a: 1}", "[1]", "[a, a]", "[x, y]",
		"sum", "mean", "low", "high", "redistribute", "zero", "fail", "2026-11-01", "2026-13-01", "2026-11-01T09:30:00Z", "string",
		"optional int", "optional  money", "{type: int}", "{type: money, currency: EUR}", "{type: date, min: 1}",
		"{type: int, default: 1.5}", "{type: bool, one_of: [true, true]}", "{from: 3}", "{from: 3, up_to: 4}", "{by: segment}",
		"{min: 0, max: 10}", "{0: 0, 100: 10}", "{else: 1}", "{else: 0, 5: 1}", "{gold: 1}", "[{points: 1}]", "[{when: true, cap: 3}]",
		"{weight: 0, measures: {}}", "{measures: {x: {points: value}}}", "EUR", "eur", "x > 1 and y", "missing",
		"{is: 1, above: 2}", "{is: 1, within: 0.1}", "{above: 1, at_most: 2}", "{missing: true}", "{missing: blank}", "{score: 1}", "[{measure: x}]", "out",
	}
	someKeys = []string{
		"language", "signals", "accounts", "metrics", "segments", "scorecards", "flags", "peers", "functions", "revenue", "tests",
		"key", "columns", "parent", "time", "until", "history", "blank", "type", "optional", "column", "default", "one_of", "min", "max",
		"currency", "at", "fresh_for", "known_at", "description", "expr", "unit", "round", "args", "by", "scale", "better", "combine",
		"start", "missing", "min_coverage", "measures", "overrides", "bands", "metric", "weight", "when", "up_to", "from", "linear",
		"map", "points", "rows", "baseline", "code", "cap", "floor", "adjust", "band", "reason", "else", "50", "0.5", "-3", "1e3",
		"value", "not", "segment", "a b", `""`, `" "`, "wieght", "x",
		"tests", "name", "as_of", "account", "expect", "band", "score", "coverage", "missing", "state", "is", "within", "above", "at_least", "below",
	}
)

// mutate changes one to three nodes below a root.
func mutate(t *rapid.T, root *yaml.Node) {
	for range rapid.IntRange(1, 3).Draw(t, "changes") {
		var inner []*yaml.Node
		collect(root, &inner)
		if len(inner) == 0 {
			return
		}
		n := rapid.SampledFrom(inner).Draw(t, "node")
		width := 1
		if n.Kind == yaml.MappingNode {
			width = 2
		}
		i := width * rapid.IntRange(0, len(n.Content)/width-1).Draw(t, "entry")
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			n.Content = slices.Delete(n.Content, i, i+width)
		case 1:
			*n.Content[i+width-1] = fragment(rapid.SampledFrom(values).Draw(t, "value"))
		case 2:
			other := rapid.SampledFrom(inner).Draw(t, "other")
			*n.Content[i+width-1] = *copied(other)
		default:
			if width == 2 {
				*n.Content[i] = fragment(rapid.SampledFrom(someKeys).Draw(t, "key"))
			}
		}
	}
}

// collect gathers the lists and mappings that hold something.
func collect(n *yaml.Node, to *[]*yaml.Node) {
	if len(n.Content) > 0 {
		*to = append(*to, n)
	}
	for _, c := range n.Content {
		collect(c, to)
	}
}

func fragment(text string) yaml.Node {
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil || len(n.Content) == 0 {
		return yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
	}
	return *n.Content[0]
}

func copied(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = nil
	for _, below := range n.Content {
		c.Content = append(c.Content, copied(below))
	}
	return &c
}
