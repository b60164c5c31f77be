package format_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/format"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// seeds are all rule files of the examples and of the tests of the packages that
// read rules.
func seeds(t testing.TB) [][]byte {
	t.Helper()
	var found [][]byte
	for _, pattern := range []string{
		"../../examples/*/rules*/*.yaml", "../../cmd/bellwether/testdata/health/rules/*.yaml", "../testdata/*.yaml",
		"../load/testdata/*.txtar", "../check/testdata/*.txtar", "testdata/*.txtar",
	} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: no files: %v", pattern, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if filepath.Ext(path) == ".yaml" {
				found = append(found, text)
				continue
			}
			for _, f := range txtar.Parse(text).Files {
				if strings.HasSuffix(f.Name, ".yaml") || strings.HasSuffix(f.Name, ".yml") {
					found = append(found, f.Data)
				}
			}
		}
	}
	return found
}

// FuzzFormat: a file that can be read is formatted; formatting it again changes
// nothing; what the loader says of it, and its digest, stay.
func FuzzFormat(f *testing.F) {
	for _, source := range seeds(f) {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source []byte) { formatted(t, source) })
}

// formatted formats a source and checks what holds of every result. It is nil for a
// source that cannot be read.
func formatted(t interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, source []byte,
) []byte {
	t.Helper()
	const name = "a.yaml"
	result, err := format.Source(name, source)
	if err != nil {
		found, ok := errors.AsType[*rules.Diagnostics](err)
		if !ok {
			t.Fatalf("no diagnostics: %v", err)
		}
		if slices.ContainsFunc(found.List, func(d rules.Diagnostic) bool { return d.ID == "format-failed" }) {
			t.Fatalf("%v\n%s", err, source)
		}
		return nil
	}
	again, err := format.Source(name, result)
	if err != nil {
		t.Fatalf("a second run fails: %v\n%s", err, result)
	}
	if diff := cmp.Diff(string(result), string(again)); diff != "" {
		t.Errorf("a second run changes it (-first +second):\n%s\nsource:\n%s", diff, source)
	}
	if diff := cmp.Diff(seen(source), seen(result)); diff != "" {
		t.Errorf("a value lost or won something (-before +after):\n%s\nsource:\n%s\nresult:\n%s", diff, source, result)
	}
	if diff := cmp.Diff(said(source), said(result)); diff != "" {
		t.Errorf("the rules say something else (-before +after):\n%s\nsource:\n%s\nresult:\n%s", diff, source, result)
	}
	for i, line := range strings.Split(string(result), "\n") {
		if i == 0 && line == "" && len(result) > 0 {
			t.Errorf("the first line is empty:\n%s", result)
		}
	}
	return result
}

// seen are all keys and values of a file, with what may change in expressions taken
// out: blanks, and the kind of quotes. The comments in expressions are left.
func seen(source []byte) []string {
	var texts []string
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		switch {
		case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
			texts = append(texts, "null")
		case n.Kind == yaml.ScalarNode:
			texts = append(texts, strings.ReplaceAll(strings.Join(strings.Fields(n.Value), ""), "'", `"`))
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	if root := parse(source); root != nil && root.Tag != "!!null" {
		visit(root)
	}
	return texts
}

// said is the digest of a rule set of one file, or the ids of what is wrong with it.
func said(source []byte) []string {
	reading := load.ReadFiles([]rules.File{{Name: "a.yaml", Source: source}})
	var ids []string
	for _, d := range reading.Found.List {
		id := d.ID
		if id == "yaml-quote" {
			id = "wrong-shape" // of an expression in brackets, which become lines of a list
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if !reading.Found.HasErrors() {
		ids = append(ids, reading.Set.Digest())
	}
	return ids
}
