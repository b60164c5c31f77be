package jsonschema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
)

// compile makes a validator of a schema, which has to be one by draft-07.
func compile(t testing.TB, document []byte) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// reading is how an editor takes plain scalars.
type reading int

const (
	core12 reading = iota // by the core schema of YAML 1.2
	yaml11                // also yes, no, on, off are true and false
)

// parse reads the one document of a file; false if editors have something against
// it as YAML.
func parse(source []byte) (*yaml.Node, bool) {
	var root yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(source))
	if err := decoder.Decode(&root); err != nil {
		// A file without a value is one that is null.
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}, errors.Is(err, io.EOF)
	}
	var second yaml.Node
	return root.Content[0], decoder.Decode(&second) != nil && !circular(&root, map[*yaml.Node]bool{}) && !twice(&root)
}

// twice tells whether a mapping has a key twice.
func twice(n *yaml.Node) bool {
	known := map[string]bool{}
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		if known[n.Content[i].Value] {
			return true
		}
		known[n.Content[i].Value] = true
	}
	return slices.ContainsFunc(n.Content, twice)
}

// circular tells whether an alias stands within what it stands for.
func circular(n *yaml.Node, open map[*yaml.Node]bool) bool {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if open[n] {
		return true
	}
	open[n] = true
	defer delete(open, n)
	return slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return circular(c, open) })
}

const quotedStyles = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

var (
	wholeNumber = regexp.MustCompile(`^[-+]?[0-9]+$`)
	anyNumber   = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
)

// see gives a node as an editor sees it.
func see(n *yaml.Node, as reading) any {
	switch n.Kind {
	case yaml.AliasNode:
		return see(n.Alias, as)
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = see(n.Content[i+1], as)
		}
		return m
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = see(c, as)
		}
		return list
	}
	if n.Style&quotedStyles != 0 {
		return n.Value
	}
	switch v := n.Value; {
	case v == "" || v == "~" || v == "null" || v == "Null" || v == "NULL":
		return nil
	case v == "true" || v == "True" || v == "TRUE":
		return true
	case v == "false" || v == "False" || v == "FALSE":
		return false
	case wholeNumber.MatchString(v):
		digits := strings.TrimLeft(strings.TrimLeft(v, "+-"), "0")
		if digits == "" {
			digits = "0"
		}
		if v[0] == '-' {
			digits = "-" + digits
		}
		return json.Number(digits)
	case anyNumber.MatchString(v):
		var f float64
		if yaml.Unmarshal([]byte(v), &f) != nil {
			return v
		}
		return f
	case as == yaml11:
		switch strings.ToLower(v) {
		case "yes", "on", "y":
			return true
		case "no", "off", "n":
			return false
		}
	}
	return n.Value
}

// sets are the rule sets of the project: by name, their files.
func sets(t testing.TB) map[string][]rules.File {
	t.Helper()
	found := map[string][]rules.File{}
	for _, root := range []string{"../../examples", "../../cmd/bellwether/testdata"} {
		err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" || !strings.Contains(filepath.Base(filepath.Dir(path)), "rules") {
				return err
			}
			source, err := os.ReadFile(path)
			found[filepath.Dir(path)] = append(found[filepath.Dir(path)], rules.File{Name: path, Source: source})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// archives are the rule sets in archives of tests, by path; what a golden test
// wants of them is left out.
func archives(t testing.TB, folders ...string) map[string][]rules.File {
	t.Helper()
	found := map[string][]rules.File{}
	for _, folder := range folders {
		paths, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no archives in %s: %v", folder, err)
		}
		for _, path := range paths {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range archive.Files {
				if f.Name != "want" {
					found[path] = append(found[path], rules.File{Name: f.Name, Source: f.Data})
				}
			}
		}
	}
	return found
}

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```\n")

// isTest tells whether a file holds rule tests.
func isTest(name string) bool { return strings.HasSuffix(name, "_test.yaml") }
