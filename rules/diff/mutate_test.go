package diff_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// ruleFiles are the rule sets that the properties start from: each is a list of
// sources. One of them uses every part of the language.
func ruleFiles(t testing.TB) [][]string {
	t.Helper()
	source, err := os.ReadFile("../testdata/digest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sets := [][]string{sections(string(source))}
	for _, folder := range []string{"../../examples/saas/rules", "../../examples/telco/rules-a", "../../examples/telco/rules-b", "../../cmd/bellwether/testdata/health/rules"} {
		var set []string
		names, _ := filepath.Glob(folder + "/*.yaml")
		for _, name := range names {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test.yaml") {
				set = append(set, string(source))
			}
		}
		if len(set) == 0 {
			t.Fatal("no rules in", folder)
		}
		sets = append(sets, set)
	}
	return sets
}

// sections cuts a rule file at its keys at the top.
func sections(source string) []string {
	var parts []string
	for line := range strings.Lines(source) {
		if len(parts) == 0 || line[0] >= 'a' && line[0] <= 'z' {
			parts = append(parts, "")
		}
		parts[len(parts)-1] += line
	}
	return parts
}

func read(sources []string) (*rules.Set, error) {
	var files []rules.File
	for i, source := range sources {
		files = append(files, rules.File{Name: strconv.Itoa(1000+i) + ".yaml", Source: []byte(source)})
	}
	return load.Files(files)
}

// mutated draws a rule set near to one that is given; false if it cannot be read.
func mutated(t *rapid.T, sources []string) (*rules.Set, bool) {
	changed := append([]string(nil), sources...)
	for range rapid.IntRange(0, 3).Draw(t, "mutations") {
		i := rapid.IntRange(0, len(changed)-1).Draw(t, "file")
		if all := mutations(changed[i]); len(all) > 0 {
			changed[i] = all[rapid.IntRange(0, len(all)-1).Draw(t, "mutation")].of(changed[i])
		}
	}
	set, err := read(changed)
	return set, err == nil
}

// mutation is one change of one value of a file.
type mutation struct {
	node int // in the order of the file
	way  int
	// gist: it is one of those that each value has.
	gist bool
}

// mutations are all ways to change a file in one place.
func mutations(source string) []mutation {
	_, nodes := parsed(source)
	var all []mutation
	for i, n := range nodes {
		ways := len(scalarWays(n.Value)) + 1
		if n.Kind != yaml.ScalarNode {
			ways = collectionWays * len(n.Content) / step(n)
		}
		for way := range ways {
			all = append(all, mutation{i, way, gist(n, way)})
		}
	}
	return all
}

// gist tells the first ways to change a text, and the leaving out of an entry.
func gist(n *yaml.Node, way int) bool {
	if n.Kind == yaml.ScalarNode {
		return way < 2
	}
	return way%collectionWays == 0
}

// of applies the mutation to the file that it was made of.
func (m mutation) of(source string) string {
	root, nodes := parsed(source)
	n := nodes[m.node]
	// What comes from elsewhere is taken from somewhere, but always the same.
	other := nodes[(7*m.node+13*m.way)%len(nodes)]
	if n.Kind == yaml.ScalarNode {
		values := append(scalarWays(n.Value), other.Value)
		n.Value = values[m.way]
	} else {
		mutateCollection(n, m.way%collectionWays, m.way/collectionWays*step(n), other)
	}
	out, err := yaml.Marshal(root)
	if err != nil {
		panic(err)
	}
	return string(out)
}

// parsed reads a file to its nodes in order; none if it is not YAML.
func parsed(source string) (root *yaml.Node, nodes []*yaml.Node) {
	root = &yaml.Node{}
	if err := yaml.Unmarshal([]byte(source), root); err != nil || len(root.Content) == 0 {
		return root, nil
	}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		nodes = append(nodes, n)
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(root.Content[0])
	return root, nodes
}

// otherWords are words that can stand for each other.
var otherWords = [][]string{
	{"on", "off"},
	{"high", "low"},
	{"weighted", "mean", "min", "max", "sum"},
	{"redistribute", "zero", "fail", "0", "5"},
	{"from", "up_to"},
	{"linear", "up_to"},
	{"cap", "floor", "adjust"},
	{"int", "number", "optional number", "string", "optional string"},
	{"true", "false"},
	{"date", "optional date", "time"},
	{"pulse_at", "told_at"},
	{"EUR", "USD", "JPY"},
}

// scalarWays are other texts in the place of one.
func scalarWays(text string) []string {
	var ways []string
	for _, words := range otherWords {
		if slices.Contains(words, text) {
			ways = append(ways, words...)
		}
	}
	if n, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64); err == nil {
		percent := text[len(strings.TrimSuffix(text, "%")):]
		for _, other := range []float64{n + 1, n - 1, 2 * n, n + 0.5} {
			ways = append(ways, strconv.FormatFloat(other, 'f', -1, 64)+percent)
		}
		return append(ways, strconv.FormatFloat(n, 'f', 3, 64)+percent)
	}
	spelled := strings.NewReplacer(" and ", " && ", " or ", " || ", "+", " + ", "> ", ">").Replace(text)
	return append(ways, text+"_x", text+" + 1", text+" ", text+" or true", text+" /* words */", strings.ReplaceAll(text, "1", "2"), spelled)
}

// collectionWays is how many ways there are to change an entry of a collection.
const collectionWays = 5

func step(n *yaml.Node) int {
	if n.Kind == yaml.MappingNode {
		return 2
	}
	return 1
}

// mutateCollection changes the entry at an index.
func mutateCollection(n *yaml.Node, way, at int, other *yaml.Node) {
	step := step(n)
	entry := slices.Clone(n.Content[at : at+step])
	switch way {
	case 0: // leave it out
		n.Content = slices.Delete(n.Content, at, at+step)
	case 1: // let it change places with the next one
		next := (at + step) % len(n.Content)
		behind := slices.Clone(n.Content[next : next+step])
		copy(n.Content[at:], behind)
		copy(n.Content[next:], entry)
	case 2: // once more, under another name
		for i := range entry {
			entry[i] = clone(entry[i])
		}
		if step == 2 {
			entry[0].Value += "_again"
		}
		n.Content = append(n.Content, entry...)
	case 3: // another name
		if step == 2 {
			entry[0].Value += "_other"
		}
	case 4: // something that stands elsewhere, too
		if other.Kind == n.Kind && len(other.Content) >= step {
			for _, c := range other.Content[:step] {
				n.Content = append(n.Content, clone(c))
			}
		}
	}
}

func clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = nil
	for _, below := range n.Content {
		c.Content = append(c.Content, clone(below))
	}
	return &c
}
