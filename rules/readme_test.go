package rules_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/rules/load"
)

const readme = "README.md"

func readReadme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```\n")

// TestReadmeExamples: each example that is a whole rule set, which it says by its
// language, loads and checks without a finding.
func TestReadmeExamples(t *testing.T) {
	whole := 0
	for _, found := range yamlBlock.FindAllStringSubmatch(readReadme(t), -1) {
		if !strings.HasPrefix(found[1], "language: 1\n") {
			continue // a part of a rule set
		}
		whole++
		set, err := load.Files([]rules.File{{Name: readme, Source: []byte(found[1])}})
		if err != nil {
			t.Errorf("this example does not load:\n%s\n%v", found[1], err)
			continue
		}
		if len(set.Warnings) > 0 {
			t.Errorf("this example has warnings:\n%s\n%v", found[1], set.Warnings)
		}
		if _, findings := check.Check(set, nil); len(findings.List) > 0 {
			t.Errorf("this example has findings:\n%s\n%v", found[1], findings)
		}
	}
	if whole == 0 {
		t.Error("the page has no whole rule set")
	}
}

// TestReadmeFunctions: the page lists the functions of the catalogue.
func TestReadmeFunctions(t *testing.T) {
	const begin, end = "<!-- functions: written by BELLWETHER_UPDATE=1 go test ./rules -->\n", "<!-- end of functions -->\n"
	page := readReadme(t)
	before, rest, begins := strings.Cut(page, begin)
	listed, after, ends := strings.Cut(rest, end)
	if !begins || !ends {
		t.Fatal("the page does not mark where the functions stand")
	}
	want := functionTable()
	if os.Getenv("BELLWETHER_UPDATE") != "" {
		if err := os.WriteFile(readme, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("the functions of the page are not those of the catalogue (-catalogue +page):\n%s", diff)
	}
}

// functionTable lists the catalogue. What an example gives is over a sample account.
func functionTable() string {
	var b strings.Builder
	b.WriteString("\n| Function | About | Does | Example |\n|---|---|---|---|\n")
	for _, f := range expression.Functions() {
		name, example := f.Name, fmt.Sprintf("`%s` gives %s", f.Example, f.Gives)
		if f.Topic == "peers" {
			name = "peers." + name
		}
		if f.Example == "" {
			example = "`" + callOf(name, f.Overloads[0]) + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", name, f.Topic, f.Does, example)
	}
	return b.String() + "\n"
}

// callOf is a call with the names of the parameters.
func callOf(name string, o *expression.Overload) string {
	params := make([]string, len(o.Params))
	for i, p := range o.Params {
		params[i] = p.Name
	}
	return name + "(" + strings.Join(params, ", ") + ")"
}

// everywhere has an unknown key in everything that has keys of its own: the
// findings list the keys that there are.
const everywhere = `language: 1
signals:
  accounts:
    zzqq: 1
    key: id
    columns: {id: string, x: {type: number, zzqq: 1}}
zzqq: 1
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

var (
	keysOf    = regexp.MustCompile(`^the keys of (.+): (.+)$`)
	firstCell = regexp.MustCompile(`(?m)^\| .+? \|`)
)

// TestReadmeKeys: each key that the loader knows stands in a table of the page.
func TestReadmeKeys(t *testing.T) {
	_, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(everywhere)}})
	var found *rules.Diagnostics
	if !errors.As(err, &found) {
		t.Fatal("unknown keys are not found:", err)
	}
	explained := ""
	for _, row := range firstCell.FindAllString(readReadme(t), -1) {
		explained += row
	}
	mappings := 0
	for _, d := range found.List {
		hint := keysOf.FindStringSubmatch(d.Hint)
		if hint == nil {
			continue
		}
		mappings++
		for key := range strings.SplitSeq(hint[2], ", ") {
			if !strings.Contains(explained, "`"+key+"`") {
				t.Errorf("no table explains the key `%s` of %s", key, hint[1])
			}
		}
	}
	if want := strings.Count(everywhere, "zzqq"); mappings != want {
		t.Errorf("%d mappings were looked at, not %d", mappings, want)
	}
}
