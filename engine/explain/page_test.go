package explain_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/explain"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
)

// TestPages writes the pages of an account: each archive holds rules, an account, and
// what is expected with the options that the first line of its comment names.
func TestPages(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { testPage(t, path) })
	}
}

func testPage(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string) *txtar.File {
		i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == name })
		if i < 0 {
			t.Fatalf("%s has no %s", path, name)
		}
		return &archive.Files[i]
	}
	set, documents := score(t, file("rules.yaml").Data, file("account.json").Data)
	first, _, _ := strings.Cut(string(archive.Comment), "\n")
	has := func(option string) bool { return slices.Contains(strings.Fields(first), option) }
	options := explain.Options{ASCII: has("ascii"), Color: has("color"), Where: has("where"), Rules: set}
	if has("bare") {
		options.Rules = nil
	}
	var page bytes.Buffer
	for _, d := range documents {
		if err := explain.Page(&page, d, options); err != nil {
			t.Fatal(err)
		}
	}
	want := file("page")
	if os.Getenv("BELLWETHER_UPDATE") != "" {
		want.Data = page.Bytes()
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(want.Data), page.String()); diff != "" {
		t.Error(diff)
	}
}

// score scores one account as of 2026-11-01.
func score(t *testing.T, source, account []byte) (*rules.Set, []result.Document) {
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: source}})
	if err != nil {
		t.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	asOf, err := signals.ParseAsOf("2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	builder := signals.NewBuilder(program.Schema(), asOf, nil, nil)
	if err := builder.AddJSON(account); err != nil {
		t.Fatal(err)
	}
	documents, err := program.Score(t.Context(), builder.Portfolio(), engine.Request{Explain: engine.ExplainFull})
	if err != nil {
		t.Fatal(err)
	}
	return set, documents
}
