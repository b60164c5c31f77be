package rules_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// fatal is what *testing.T and *rapid.T have in common here.
type fatal interface{ Fatal(args ...any) }

func fromFiles(sources []string) (*rules.Set, error) {
	var files []rules.File
	for i, source := range sources {
		files = append(files, rules.File{Name: fmt.Sprintf("%03d.yaml", i), Source: []byte(source)})
	}
	return load.Files(files)
}

func loaded(t fatal, sources ...string) *rules.Set {
	set, err := fromFiles(sources)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// digestedFile is a rule set that uses every part of the language. Sections that
// occur twice in it belong into different files.
const digestedFile = "testdata/digest.yaml"

func digested(t fatal) []string {
	source, err := os.ReadFile(digestedFile)
	if err != nil {
		t.Fatal(err)
	}
	return sections(string(source))
}

// TestDigestIsPinned: the digest stands in stored scores, so a new version of
// the program must compute the same. If this test fails, the canonical form has
// changed; it should not have.
func TestDigestIsPinned(t *testing.T) {
	const want = "sha256:6a633ac628f30dcc7c3d46a0743849f694358b2fa88eafe7868baa28cd8613eb"
	if got := loaded(t, digested(t)...).Digest(rules.GoFunction{Name: "f", Version: "1"}); got != want {
		t.Errorf("the digest is %s, want %s", got, want)
	}
}

// TestDigestKeepsMeaning: what changes only how rules are written leaves the
// digest as it is.
func TestDigestKeepsMeaning(t *testing.T) {
	const start = "language: 1\nsignals: {accounts: {key: id, columns: {id: string, n: int, day: date}}}\n"
	card := func(s string) string {
		return start + "scorecards: {health: {measures: {n: {up_to: {5: 0, else: 10}}}" + s + "}}\n"
	}
	for name, pair := range map[string][2]string{
		"comments":           {start + "metrics: {a: n + 1}", "# words\n" + start + "metrics: {a: n + 1} # more"},
		"blanks":             {start + "metrics: {a: n+1}", start + "metrics:\n   a:    n  +  1\n"},
		"quotes":             {start + "metrics: {a: n + 1}", start + "metrics: {\"a\": 'n + 1'}"},
		"several lines":      {start + "metrics: {a: n + 1}", start + "metrics:\n  a: |\n    n\n    + 1\n"},
		"quotes within":      {start + `metrics: {a: 'id == "x"'}`, start + `metrics: {a: "id == 'x'"}`},
		"expression comment": {start + `metrics: {a: n + 1}`, start + `metrics: {a: n /* one more */ + 1}`},
		"long metric":        {start + "metrics: {a: n + 1}", start + "metrics: {a: {expr: n + 1, description: words}}"},
		"order of metrics":   {start + "metrics: {a: n, b: n}", start + "metrics: {b: n, a: n}"},
		"order of columns":   {start, strings.Replace(start, "n: int, day: date", "day: date, n: int", 1)},
		"long column":        {start, strings.Replace(start, "n: int", "n: {type: int, column: n, optional: false, description: x}", 1)},
		"optional column":    {strings.Replace(start, "n: int", "n: optional int", 1), strings.Replace(start, "n: int", "n: {type: int, optional: true}", 1)},
		"default peers":      {start, start + "peers: {by: [segment]}"},
		"default scale":      {card(""), card(", scale: {min: 0.0, max: 100}")},
		"default round":      {card(""), card(", round: 2")},
		"default better":     {card(""), card(", better: high")},
		"default combine":    {card(""), card(", combine: weighted")},
		"default missing":    {card(""), card(", missing: redistribute")},
		"default weight":     {card(""), strings.Replace(card(""), "{up_to", "{weight: 1.0, metric: n, up_to", 1)},
		"numbers":            {card(""), strings.Replace(card(""), "5: 0, else: 10", "5.00: 0.0, else: 10.000", 1)},
		"quoted numbers":     {card(""), strings.Replace(card(""), "5: 0", `"5": "0"`, 1)},
		"percent":            {card(", min_coverage: 50%"), card(", min_coverage: 0.5")},
		"place of else":      {card(""), strings.Replace(card(""), "5: 0, else: 10", "else: 10, 5: 0", 1)},
		"description":        {card(""), card(", description: words")},
		"aliases":            {strings.Replace(card(""), "n: {up_to", "m: {metric: n, up_to: {5: 0, else: 10}}, n: {up_to", 1), strings.Replace(strings.Replace(card(""), "up_to: {5: 0, else: 10}", "up_to: *x", 1), "n: {up_to", "m: {metric: n, up_to: &x {5: 0, else: 10}}, n: {up_to", 1)},
		"later":              {start + "revenue: {opening: 1.0, closing: a}", start + "revenue:\n  opening: 1\n  closing: 'a' # words"},
	} {
		t.Run(name, func(t *testing.T) {
			if a, b := loaded(t, pair[0]).Digest(), loaded(t, pair[1]).Digest(); a != b {
				t.Errorf("the digests differ:\n%s\n%s", pair[0], pair[1])
			}
		})
	}
}

// TestDigestSeesOrder: where order decides, it changes the digest.
func TestDigestSeesOrder(t *testing.T) {
	const start = "language: 1\nsignals: {accounts: {key: id, columns: {id: string, n: int}}}\n"
	for name, pair := range map[string][2]string{
		"segments":  {"segments: {a: n > 1, b: n > 2}", "segments: {b: n > 2, a: n > 1}"},
		"measures":  {"scorecards: {h: {measures: {a: {metric: n, points: 1}, b: {metric: n, points: 1}}}}", "scorecards: {h: {measures: {b: {metric: n, points: 1}, a: {metric: n, points: 1}}}}"},
		"rows":      {"scorecards: {h: {measures: {a: {rows: [{when: n > 1, points: 1}, {when: n > 2, points: 2}]}}}}", "scorecards: {h: {measures: {a: {rows: [{when: n > 2, points: 2}, {when: n > 1, points: 1}]}}}}"},
		"overrides": {"scorecards: {h: {measures: {a: {points: 1}}, overrides: [{when: n > 1, cap: 1}, {when: n > 2, adjust: 2}]}}", "scorecards: {h: {measures: {a: {points: 1}}, overrides: [{when: n > 2, adjust: 2}, {when: n > 1, cap: 1}]}}"},
		"later":     {"revenue: {a: 1, b: 2}", "revenue: {b: 2, a: 1}"},
	} {
		t.Run(name, func(t *testing.T) {
			if loaded(t, start+pair[0]).Digest() == loaded(t, start+pair[1]).Digest() {
				t.Error("the digests are equal")
			}
		})
	}
}

// TestDigestSeesGoFunctions: their order does not matter, their version does.
func TestDigestSeesGoFunctions(t *testing.T) {
	set := loaded(t, digested(t)...)
	f, g := rules.GoFunction{Name: "f", Version: "1"}, rules.GoFunction{Name: "g", Version: "1"}
	if set.Digest(f, g) != set.Digest(g, f) {
		t.Error("the order of functions changes the digest")
	}
	if set.Digest(f) == set.Digest(rules.GoFunction{Name: "f", Version: "2"}) || set.Digest(f) == set.Digest(g) || set.Digest(f) == set.Digest() {
		t.Error("a function does not change the digest")
	}
}

// TestDigestOfShuffledFiles: how rules are spread over files, and in which order
// sections and named things without order are written, does not matter.
func TestDigestOfShuffledFiles(t *testing.T) {
	parts := digested(t)
	want := loaded(t, digested(t)...).Digest()
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(parts).Draw(t, "order")
		cards := slices.DeleteFunc(slices.Clone(shuffled), func(s string) bool { return !strings.HasPrefix(s, "scorecards:") })
		if !slices.IsSorted(cards) {
			return // the order of scorecards is kept
		}
		files := []string{""}
		for i, part := range shuffled {
			first, _, _ := strings.Cut(part, ":")
			again := strings.Contains("\n"+files[len(files)-1], "\n"+first+":")
			if again || rapid.Bool().Draw(t, fmt.Sprintf("new file %d", i)) {
				files = append(files, "")
			}
			files[len(files)-1] += strings.Repeat("# words\n\n", rapid.IntRange(0, 2).Draw(t, "comments")) + part
		}
		if got := loaded(t, files...).Digest(); got != want {
			t.Fatalf("the digest changed:\n%s", strings.Join(files, "\n---\n"))
		}
	})
}

// sections cuts a rule file at its keys at the top.
func sections(source string) []string {
	var parts []string
	for _, line := range strings.SplitAfter(source, "\n") {
		if len(parts) == 0 || line != "" && line[0] >= 'a' && line[0] <= 'z' {
			parts = append(parts, "")
		}
		parts[len(parts)-1] += line
	}
	return parts
}

var numberInRules = regexp.MustCompile(`\b[1-9][0-9]*\b`)

// TestDigestSeesEachNumber changes each number of a rule set, one at a time.
func TestDigestSeesEachNumber(t *testing.T) {
	parts := digested(t)
	seen := map[string]string{loaded(t, parts...).Digest(): "the rule set itself"}
	changed := 0
	for i, part := range parts {
		for _, at := range numberInRules.FindAllStringIndex(part, -1) {
			other := slices.Clone(parts)
			other[i] = part[:at[0]] + "1" + part[at[0]:]
			set, err := fromFiles(other)
			if err != nil {
				continue // the edges do not ascend, or the language is another
			}
			changed++
			what := fmt.Sprintf("%s of %q", part[at[0]:at[1]], part[max(0, at[0]-20):at[1]])
			if before, twice := seen[set.Digest()]; twice {
				t.Errorf("changing %s gives the digest of %s", what, before)
			}
			seen[set.Digest()] = what
		}
	}
	if changed < 60 {
		t.Errorf("only %d numbers could be changed", changed)
	}
}
