package load_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// Files of a folder are told apart by the keys at their top, or what looks like them.
func TestSourcesHoldRules(t *testing.T) {
	held := map[string]string{
		"language":  "language: 1\n",
		"later":     "# ours\nrollups: {}\n",
		"tests":     "tests: []\n",
		"flow":      "{a: 1, metrics: {}}\n",
		"quoted":    "\"flags\": {}\n",
		"broken":    "metrics: [1\n",
		"mark":      "\ufeffmetrics: [1\n",
		"windows":   "a: [1\r\n'flags' :\r\n",
		"no_text":   "metrics: \xff\n",
		"documents": "a: 1\n---\nmetrics: {}\n",
	}
	other := map[string]string{
		"empty":    "",
		"comment":  "# metrics: {}\n",
		"compose":  "services:\n  metrics: {}\n",
		"list":     "- metrics: {}\n",
		"text":     "metrics\n",
		"template": "{{ if .Values.metrics }}\n  metrics: 1\n{{ end }}\n",
		"near":     "my_metrics: [1\nmetrics_of: 1\n",
	}
	folder := t.TempDir()
	for _, files := range []map[string]string{held, other} {
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(folder, name+".yaml"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, others, found := load.Sources(folder)
	if found != nil {
		t.Fatal(found)
	}
	for name := range held {
		if !listed(files, name) || listed(others, name) {
			t.Errorf("%s is not taken for rules", name)
		}
	}
	for name := range other {
		if listed(files, name) || !listed(others, name) {
			t.Errorf("%s is taken for rules", name)
		}
	}
	files, others, found = load.Sources(filepath.Join(folder, "compose.yaml"))
	if len(files) != 1 || len(others) != 0 || found != nil {
		t.Errorf("named outright, a file counts whatever it holds: %v, %v, %v", files, others, found)
	}
}

func listed(files []rules.File, name string) bool {
	return slices.ContainsFunc(files, func(f rules.File) bool { return strings.HasSuffix(f.Name, "/"+name+".yaml") })
}

// Where there is more than one set of rules can have, it is said.
func TestSourcesTooMany(t *testing.T) {
	for _, name := range []string{"a.yaml", "a_test.yaml"} {
		folder := t.TempDir()
		for _, sub := range []string{"1", "2", "3", "4", "5"} {
			if err := os.Mkdir(filepath.Join(folder, sub), 0o755); err != nil {
				t.Fatal(err)
			}
			text := append(bytes.Repeat([]byte("#"), 4<<20-1), '\n')
			if err := os.WriteFile(filepath.Join(folder, sub, name), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		_, _, found := load.Sources(folder)
		if found == nil || len(found.List) != 1 || found.List[0].ID != "set-size" {
			t.Errorf("%s: %v", name, found)
		}
	}
}
