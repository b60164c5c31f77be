package starters_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/examples/starters"
)

// TestTemplatesAreTheFolders: each folder here is a template, and the other way
// round, with what a newcomer needs.
func TestTemplatesAreTheFolders(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var folders, listed []string
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, e.Name())
		}
	}
	for _, template := range starters.Templates() {
		listed = append(listed, template.Name)
		files, err := starters.Files(template.Name)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[string]int{}
		for _, f := range files {
			switch {
			case f.Path == "README.md", f.Path == "signals/accounts.csv":
				kinds[f.Path]++
			case strings.HasSuffix(f.Path, "_test.yaml"):
				kinds["tests"]++
			case path.Ext(f.Path) == ".yaml":
				kinds["rules"]++
			}
			if f.Path == "signals/accounts.csv" {
				if accounts := bytes.Count(f.Content, []byte("\n")) - 1; accounts < 12 || accounts > 40 {
					t.Errorf("%s has %d accounts, which is not a small sample", template.Name, accounts)
				}
			}
		}
		for _, kind := range []string{"README.md", "signals/accounts.csv", "tests", "rules"} {
			if kinds[kind] == 0 {
				t.Errorf("%s has no %s", template.Name, kind)
			}
		}
	}
	slices.Sort(listed)
	if !slices.Equal(folders, listed) {
		t.Errorf("the folders are %v, the templates %v", folders, listed)
	}
}

func TestNoSuchTemplate(t *testing.T) {
	for _, name := range []string{"", ".", "..", "nothing", "saas/rules", "/saas", "starters.go"} {
		if files, err := starters.Files(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q gives %d files, %v", name, len(files), err)
		}
	}
}
