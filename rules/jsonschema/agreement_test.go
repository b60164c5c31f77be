package jsonschema_test

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/jsonschema"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// agreement says which findings of a loader a schema can see.
type agreement struct {
	// seen are those that editors show too, each of them.
	seen []string
	// partly are those that editors show, but for some: those whose message matches,
	// with the reason.
	partly map[string]exception
	// unseen are those that no schema can show, with the reason.
	unseen map[string]string
}

type exception struct{ not, because string }

// rulesAgreement is that of rule files.
var rulesAgreement = agreement{
	seen: []string{
		"column-type", "currency", "duration", "language-version", "missing-key", "no-value",
		"override-empty", "points-else", "segment-scale", "segments-by", "start-combine", "table-option",
		"unknown-key", "wrong-word", "yaml-key", "yaml-merge",
	},
	partly: map[string]exception{
		"column-option":   {"both read the column", "it needs other columns"},
		"column-value":    {`2026-02-30|decimals|"[0-9.]+[eE][0-9]+"$|"[+.]`, "a schema knows neither the calendar nor decimals, and editors read 1e2, +5 and .5 as numbers"},
		"duplicate-value": {"in `one_of`|in `blank`", "texts like 1 and 1.0 differ, and are the same to editors"},
		"empty":           {"^\"other\" has no measures", "it needs the scorecard that the segment changes"},
		"group-key":       {"is a single measure", "it needs the scorecard that the segment changes"},
		"name-invalid":    {"must say which one it scores", "it needs the name of the measure and what stands in it"},
		"name-reserved":   {"^`(true|false)` .* an argument", "`y` and `n` are true and false where YAML 1.1 is read"},
		"number":          {`"([+.].*|.*\.|.*[eE].*)"$`, "editors read .5, 5., +5 and 1e2 as numbers"},
		"number-decimals": {"at most 6 decimals", "numbers of binary fractions have no decimals to count"},
		"number-range":    {"lies below `min`|must be below 10", "it needs another value; and editors round what is nearly 10^15"},
		"points-ways":     {"does not say how", "in a segment, it needs the scorecard"},
		"table-key":       {"the parent|of type|is optional|cannot be optional|refers to the key", "it needs other columns and tables"},
		"table-parent":    {"no table is called|in a circle", "it needs other tables"},
		"wrong-shape":     {`a measure is a mapping, or .off., not "(false|true|False|FALSE|True|TRUE|no|No|yes|Yes)"`, "`off` and `on` are false and true where YAML 1.1 is read"},
	},
	unseen: map[string]string{
		"band-edges":       "orders cannot be said",
		"column-default":   "it compares values of one column",
		"column-reference": "it needs other columns",
		"declared-twice":   "it needs the names of all files",
		"duplicate-key":    "the YAML parser of the editor says so",
		"edges-order":      "orders cannot be said",
		"expression-size":  "blanks around an expression are not counted",
		"file-unreadable":  "there is nothing to read",
		"language-missing": "another file can say it",
		"later-section":    "a warning",
		"measure-kind":     "it needs the scorecard that the segment changes",
		"more":             "it stands for other findings",
		"no-accounts":      "another file can declare it",
		"no-rule-files":    "there is no file",
		"points-scale":     "it needs the scale of the scorecard",
		"row-unreached":    "orders cannot be said",
		"scale":            "it compares two values",
		"segments-twice":   "it needs other files",
		"set-size":         "sizes cannot be said",
		"unknown-band":     "it needs other names",
		"unknown-column":   "it needs other names",
		"unknown-measure":  "it needs other names",
		"unknown-segment":  "it needs other names",
		"weights-zero":     "it sums up",
	},
}

// testsAgreement is that of test files.
var testsAgreement = agreement{
	seen: []string{
		"empty", "missing-key", "name-invalid", "no-value", "test-accounts", "test-value", "unknown-key", "wrong-shape",
		"yaml-merge",
	},
	partly: map[string]exception{
		"yaml-key":   {"a name is missing", "`null` and `~` are names to editors"},
		"number":     rulesAgreement.partly["number"],
		"wrong-word": {"^`missing` .*\"(True|TRUE)\"$", "both are true to editors"},
		"test-as-of": {`"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?"|in the calendar`, "a schema knows neither the calendar nor the hours of a day"},
	},
	unseen: map[string]string{
		"declared-twice": "a nested name can be written in two ways",
		"duplicate-key":  "the YAML parser of the editor says so",
		"number-range":   "it compares two values",
	},
}

// expected tells whether a finding is one that editors show, too.
func (a agreement) expected(t failer, d rules.Diagnostic) bool {
	if slices.Contains(a.seen, d.ID) {
		return true
	}
	if but, ok := a.partly[d.ID]; ok {
		return !regexp.MustCompile(but.not).MatchString(d.Message)
	}
	if _, ok := a.unseen[d.ID]; !ok && !strings.HasPrefix(d.ID, "yaml-") {
		t.Errorf("no list of this test has the finding %s: say whether a schema can see it", d.ID)
	}
	return false // findings that begin with yaml- are about how it is written, not what it says
}

// failer is a test, or a run of rapid.
type failer interface {
	Errorf(format string, args ...any)
}

// TestRulesRefuseWhatIsBroken: what the loader finds in the archives, and a schema
// can see, is marked where it stands.
func TestRulesRefuseWhatIsBroken(t *testing.T) {
	counted := refuse(t, jsonschema.Rules(), rulesAgreement, archives(t, "../load/testdata"), func(files []rules.File) error {
		_, err := load.Files(files)
		return err
	})
	for _, id := range slices.Concat(rulesAgreement.seen, slices.Collect(maps.Keys(rulesAgreement.partly))) {
		if counted[id] == 0 {
			t.Errorf("no archive has the finding %s", id)
		}
	}
}

// TestTestsRefuseWhatIsBroken is the same for rule tests, of the archives and of
// brokenTests.
func TestTestsRefuseWhatIsBroken(t *testing.T) {
	broken := archives(t, "../load/testdata/tests")
	for _, test := range brokenTests {
		broken[test] = []rules.File{{Name: "rules_test.yaml", Source: []byte("as_of: 2026-11-01\ntests:\n  - " + test + "\n")}}
	}
	counted := refuse(t, jsonschema.Tests(), testsAgreement, broken, func(files []rules.File) error {
		_, err := load.TestFiles(files)
		return err
	})
	for _, id := range []string{
		"empty", "missing-key", "name-invalid", "no-value", "test-accounts", "test-as-of", "test-value", "unknown-key", "wrong-shape", "wrong-word",
	} {
		if counted[id] == 0 {
			t.Errorf("no archive has the finding %s", id)
		}
	}
}

var brokenTests = []string{
	`{account: {id: A1}, expect: {h: {score: 1}}}`,
	`{name: , account: {id: A1}, expect: {h: {score: 1}}}`,
	`{name: "a\tb", account: {id: A1}, expect: {h: {score: 1}}}`,
	`{name: a, account: {id: A1}}`,
	`{name: a, expect: {h: {score: 1}}}`,
	`{name: a, account: A1, expect: {h: {score: 1}}}`,
	`{name: a, account: {id: A1}, expects: {h: {score: 1}}, expect: {h: {score: 1}}}`,
	`{name: a, as_of: soon, account: {id: A1}, expect: {h: {score: 1}}}`,
	`{name: a, account: {id: A1}, accounts: [{id: A2}], expect: {h: {score: 1}}}`,
	`{name: a, account: {id: A1}, signals: here, expect: {h: {score: 1}}}`,
	`{name: a, accounts: [{id: A1}, {id: A2}], expect: {h: {score: 1}}}`,
	`{name: a, accounts: [{id: A1}, {id: A2}], account: A1, expect: {accounts: {A1: {h: {score: 1}}}}}`,
	`{name: a, accounts: [], expect: {accounts: {A1: {h: {score: 1}}}}}`,
	`{name: a, accounts: [{id: A1}], signals: here, expect: {h: {score: 1}}}`,
	`{name: a, account: {id: {a: 1}}, expect: {h: {score: 1}}}`,
	`{name: a, account: {id: A1, usage: [5]}, expect: {h: {score: 1}}}`,
	`{name: a, account: {id: A1}, expect: {}}`,
	`{name: a, account: {id: A1}, expect: {accounts: {A1: {}}}}`,
	`{name: a, account: {id: A1}, expect: {accounts: {A1: {h: {score: 1}}}, segment: x}}`,
	`{name: a, account: {id: A1}, expect: {metrics: {}}}`,
	`{name: a, account: {id: A1}, expect: {flags: {late: perhaps}}}`,
	`{name: a, account: {id: A1}, expect: {flags: late}}`,
	`{name: a, account: {id: A1}, expect: {h: {}}}`,
	`{name: a, account: {id: A1}, expect: {h: {scores: 1}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {is: 1, above: 1}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {within: 1}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {is: 1, within: -1}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {above: 1, at_least: 1}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {missing: false}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {missing: no}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {missing: OFF}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {missing: Yes}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: {missing: "tRue"}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {measures: {x: {missing: n}}}}}`,
	`{name: a, account: {id: A1}, expect: {metric: {seats: 1}}}`,
	`{name: a, account: {id: A1}, expect: {h: {score: [1]}}}`,
	`{name: a, account: {id: A1}, expect: {h: {measures: {x: 5}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {measures: {x: {value: 1, missing: true}}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {measures: {x: {state: gone}}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {measures: {x: {point: 1}}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {overrides: {a: 1}}}}`,
	`{name: a, account: {id: A1}, expect: {h: {reasons: [{lost: 1}]}}}`,
}

// refuse holds a schema against what the loader finds in broken files. It counts by
// id the findings that a schema can see.
func refuse(t *testing.T, document []byte, agreement agreement, broken map[string][]rules.File, load func([]rules.File) error) map[string]int {
	t.Helper()
	schema := compile(t, document)
	counted := map[string]int{}
	for path, files := range broken {
		err := load(files)
		var found *rules.Diagnostics
		if !errors.As(err, &found) {
			if !strings.HasSuffix(path, ".txtar") {
				t.Errorf("%s: nothing is found: %v", path, err)
			}
			continue
		}
		for _, d := range found.List {
			if !agreement.expected(t, d) {
				continue
			}
			i := slices.IndexFunc(files, func(f rules.File) bool { return f.Name == d.Place.File })
			if i < 0 {
				t.Errorf("%s: %s stands in no file", path, d.ID)
				continue
			}
			counted[d.ID]++
			if root, ok := parse(files[i].Source); ok && !marks(schema, root, d.Place.Line) {
				t.Errorf("%s: %s: the schema has nothing against this: %s [%s]", path, d.Place, d.Message, d.ID)
			}
		}
	}
	return counted
}

// marks tells whether the schema refuses something that stands in a line.
func marks(schema *validator.Schema, root *yaml.Node, line int) bool {
	var refused *validator.ValidationError
	if !errors.As(schema.Validate(see(root, core12)), &refused) {
		return false
	}
	return slices.ContainsFunc(leaves(refused), func(e *validator.ValidationError) bool {
		key, value := locate(root, e.InstanceLocation)
		if extra, ok := e.ErrorKind.(*kind.AdditionalProperties); ok {
			return slices.ContainsFunc(extra.Properties, func(name string) bool {
				key, _ := locate(value, []string{name})
				return key.Line == line
			})
		}
		return key.Line <= line && line <= lastLine(value)
	})
}

// locate finds the value at a path, and the key above it, or the value again.
func locate(n *yaml.Node, path []string) (key, value *yaml.Node) {
	key, value = n, n
	for _, step := range path {
		for value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		if value.Kind == yaml.SequenceNode {
			i := 0
			for _, digit := range step {
				i = 10*i + int(digit-'0')
			}
			value = value.Content[i]
			key = value
			continue
		}
		for i := 0; i+1 < len(value.Content); i += 2 {
			if value.Content[i].Value == step {
				key, value = value.Content[i], value.Content[i+1]
				break
			}
		}
	}
	return key, value
}

func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}
