package load_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// base is a rule set that says as little as it can.
const base = "language: 1\nsignals: {accounts: {key: id, columns: {id: string}}}\n"

// folder writes files below a new folder, and goes there, so that what is typed
// is a relative path.
func folder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, source := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skipf("links are not supported here: %v", err)
	}
}

func names(set *rules.Set) []string {
	var names []string
	for _, f := range set.Files {
		names = append(names, f.Name)
	}
	return names
}

// ids are the ids of what a load found.
func ids(t *testing.T, err error) []string {
	t.Helper()
	found, ok := errors.AsType[*rules.Diagnostics](err)
	if !ok {
		t.Fatalf("the error is no diagnostics: %v", err)
	}
	var ids []string
	for _, f := range found.List {
		ids = append(ids, f.ID)
	}
	return ids
}

func TestDirReadsFilesInPathOrder(t *testing.T) {
	folder(t, map[string]string{
		"rules/b.yaml":          base,
		"rules/b/a.YML":         "metrics: {two: 2}\n",
		"rules/a.yaml":          "metrics: {one: 1}\n",
		"rules/a_test.yaml":     "tests: []\n",
		"rules/.hidden.yaml":    "nonsense\n",
		"rules/.git/x.yaml":     "nonsense\n",
		"rules/notes.txt":       "nonsense\n",
		"rules/b/deep/er/c.yml": "metrics: {three: 3}\n",
	})
	for typed, want := range map[string][]string{
		"rules":   {"rules/a.yaml", "rules/b.yaml", "rules/b/a.YML", "rules/b/deep/er/c.yml"},
		"rules/":  {"rules/a.yaml", "rules/b.yaml", "rules/b/a.YML", "rules/b/deep/er/c.yml"},
		"./rules": {"./rules/a.yaml", "./rules/b.yaml", "./rules/b/a.YML", "./rules/b/deep/er/c.yml"},
		".":       {"rules/a.yaml", "rules/b.yaml", "rules/b/a.YML", "rules/b/deep/er/c.yml"},
	} {
		set, err := load.Dir(typed)
		if err != nil {
			t.Fatalf("%s: %v", typed, err)
		}
		if diff := cmp.Diff(want, names(set)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", typed, diff)
		}
	}
}

func TestDirReadsOneFile(t *testing.T) {
	folder(t, map[string]string{"health.yaml": base})
	set, err := load.Dir("./health.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"./health.yaml"}, names(set)); diff != "" {
		t.Error(diff)
	}
}

func TestDirFollowsLinksOfConfigMaps(t *testing.T) {
	folder(t, map[string]string{"rules/..2026_11_01/health.yaml": base})
	link(t, "..2026_11_01", "rules/..data")
	link(t, "..data/health.yaml", "rules/health.yaml")
	set, err := load.Dir("rules")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"rules/health.yaml"}, names(set)); diff != "" {
		t.Error(diff)
	}
}

func TestDirFollowsLinksToFolders(t *testing.T) {
	folder(t, map[string]string{"shared/common.yaml": base, "rules/a.yaml": "metrics: {one: 1}\n"})
	link(t, "../shared", "rules/shared")
	set, err := load.Dir("rules")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"rules/a.yaml", "rules/shared/common.yaml"}, names(set)); diff != "" {
		t.Error(diff)
	}
}

func TestDirFindsLinksInCircles(t *testing.T) {
	folder(t, map[string]string{"rules/sub/a.yaml": base})
	link(t, "..", "rules/sub/up")
	_, err := load.Dir("rules")
	if diff := cmp.Diff([]string{"folder-loop"}, ids(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestDirNamesWhatItCannotRead(t *testing.T) {
	folder(t, map[string]string{"rules/a.yaml": base, "empty/notes.txt": "", "latin1/a.yaml": "# Gr\xfc\xdfe\n" + base})
	link(t, "nowhere.yaml", "rules/b.yaml")
	for typed, want := range map[string]string{
		"rules":     "rules/b.yaml: error: there is no such file or folder [file-unreadable]\n",
		"nowhere":   "nowhere: error: there is no such file or folder [file-unreadable]\n",
		"empty":     "empty: error: the folder holds no rule files [no-rule-files]\n  = rule files end in .yaml or .yml; names that start with a dot and *_test.yaml are not rule files\n",
		"latin1":    "latin1/a.yaml:1:5: error: the file is not UTF-8: byte 0xFC belongs to no character [file-encoding]\n      1 | # Gr\ufffd\ufffde\n        |     ^\n  = save the file as UTF-8\n",
		"rules/sub": "rules/sub: error: there is no such file or folder [file-unreadable]\n",
	} {
		_, err := load.Dir(typed)
		if err == nil {
			t.Errorf("%s: no error", typed)
			continue
		}
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", typed, diff)
		}
	}
}

func TestFilesWithoutAny(t *testing.T) {
	_, err := load.Files(nil)
	if diff := cmp.Diff([]string{"no-rule-files"}, ids(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestFS(t *testing.T) {
	fsys := fstest.MapFS{"rules/a.yaml": {Data: []byte(base)}, "rules/b/c.yaml": {Data: []byte("metrics: {one: 1}\n")}, "x.yaml": {Data: []byte("nonsense")}}
	set, err := load.FS(fsys, "rules")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"rules/a.yaml", "rules/b/c.yaml"}, names(set)); diff != "" {
		t.Error(diff)
	}
	if set, err = load.FS(fsys, "rules/a.yaml"); err != nil || len(set.Files) != 1 {
		t.Errorf("one file: %v", err)
	}
	if _, err = load.FS(fsys, "nowhere"); err == nil {
		t.Error("nowhere: no error")
	}
}

// TestCharacters: what people cannot see must not change what a file means.
func TestCharacters(t *testing.T) {
	for name, test := range map[string]struct{ source, want string }{
		"byte order mark": {"\ufeff" + base, ""},
		"CRLF":            {strings.ReplaceAll(base, "\n", "\r\n"), ""},
		"no last newline": {strings.TrimSpace(base), ""},
		"UTF-16":          {"\xff\xfel\x00a\x00", "file-encoding"},
		"NUL":             {base + "metrics: {\x00one: 1}", "file-character"},
		"bare CR":         {strings.ReplaceAll(base, "\n", "\r"), "file-character"},
		"line separator":  {base + "# a\u2028metrics: {one: 1}\n", "file-character"},
		"next line":       {base + "# a\u0085metrics: {one: 1}\n", "file-character"},
		"turned text":     {base + "# \u202ereversed\n", "file-character"},
		"mark within":     {base + "# \ufeff\n", "file-character"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load.Files([]rules.File{{Name: "a.yaml", Source: []byte(test.source)}})
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || ids(t, err)[0] != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestHostileFiles: what would cost more than a moment is refused in one.
func TestHostileFiles(t *testing.T) {
	bomb := "metrics: &m0 {a: 1, b: 2}\n"
	for i := range 40 {
		bomb = bomb + "x" + string(rune('a'+i%26)) + strings.Repeat("y", i) + ": &m" + strconv.Itoa(i+1) + " {a: *m" + strconv.Itoa(i) + ", b: *m" + strconv.Itoa(i) + "}\n"
	}
	chain := "a: &n0 {k: 1}\n"
	for i := range 200 {
		chain += "a" + strconv.Itoa(i) + ": &n" + strconv.Itoa(i+1) + " {k: *n" + strconv.Itoa(i) + "}\n"
	}
	deepBlock := ""
	for i := range 500 {
		deepBlock += strings.Repeat(" ", i) + "a:\n"
	}
	for name, test := range map[string]struct{ source, want string }{
		"alias bomb":        {bomb, "set-size"},
		"alias chain":       {chain, "yaml-depth"},
		"deep flow":         {"a: " + strings.Repeat("[", 100_000), "yaml-depth"},
		"deep braces":       {"a: " + strings.Repeat("{a: ", 100_000), "yaml-depth"},
		"deep blocks":       {deepBlock, "yaml-depth"},
		"deep lists":        {"a:\n" + strings.Repeat("- ", 100_000), "yaml-depth"},
		"too many values":   {"metrics: [" + strings.Repeat("a,", 500_000) + "]", "set-size"},
		"too large":         {"# " + strings.Repeat("a", 5<<20), "file-size"},
		"long key":          {strings.Repeat("a", 1<<20) + ": 1", "unknown-key"},
		"long expression":   {"metrics: {a: \"" + strings.Repeat(`\x41`, 1<<18) + "\"}\n", "expression-size"},
		"long number":       {"scorecards: {a: {round: " + strings.Repeat("9", 1<<20) + "}}\n", "number"},
		"many unknown keys": {strings.Repeat("x", 100) + manyKeys(20_000), "unknown-key"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := load.Files([]rules.File{{Name: "a.yaml", Source: []byte(test.source)}})
			if err == nil {
				t.Fatal("no error")
			}
			if got := ids(t, err); !slices.Contains(got, test.want) || len(got) > 201 {
				t.Errorf("got %d findings, first %s, want %s", len(got), got[0], test.want)
			}
			_ = err.Error()
			t.Log("took", time.Since(start)) // without bounds, it would be hours
		})
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("k" + strconv.Itoa(i) + ": 1\n")
	}
	return b.String()
}
